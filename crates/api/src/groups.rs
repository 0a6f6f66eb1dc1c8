//! Study groups in the window. The library is entered for moments only while a storage answers.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, TryLockError};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use yandu::{
    Address, GroupExchange, GroupRole, GroupStanding, GroupView, Invitation, Library, LibraryDoor,
    LibraryError, NewGroup, RemoteStorage, Removal, Secret, SyncProgress,
};

use crate::annotations::AnnotationRow;
use crate::exports::WorkProgress;
use crate::{ApiError, ApiErrorCode, Session};

/// Between two exchanges in the background while all goes well.
const EVERY: Duration = Duration::from_secs(5 * 60);
/// After failures the pause doubles up to this.
const LONGEST: Duration = Duration::from_secs(60 * 60);
/// How often the background looks whether something is due.
const TICK: Duration = Duration::from_millis(500);
/// How often an exchange by hand looks whether its turn has come.
const SOON: Duration = Duration::from_millis(20);

/// A group.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct GroupRow {
    /// Its id.
    pub id: String,
    /// 名称
    pub title: String,
    /// `member`, `moderator`, `founder`, `waiting`, `removed`, `left`
    pub standing: GroupStandingName,
    /// Where it lies.
    pub address: String,
    /// An exchange sends requests over a network.
    pub remote: bool,
    /// It is exchanged in the background too.
    pub background: bool,
    /// Members that belong to it now.
    pub members: u32,
    /// Things that were shared.
    pub shared: u32,
    /// Requests that wait for this person.
    pub requests: u32,
    /// The fingerprint of this device.
    pub fingerprint: String,
    /// How the last exchange went.
    pub line: String,
    /// The last exchange failed, or something is odd.
    pub troubled: bool,
    /// What to do about it.
    pub hint: Option<String>,
    /// Deletions were held back.
    pub held: bool,
}

/// Where one stands with a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum GroupStandingName {
    /// 组员
    Member,
    /// 管理员
    Moderator,
    /// 创建者
    Founder,
    /// Asked, and waits.
    Waiting,
    /// Was removed.
    Removed,
    /// Left.
    Left,
}

/// A member.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct GroupMemberRow {
    /// The id.
    pub id: String,
    /// 姓名
    pub name: String,
    /// What the member is.
    pub standing: GroupStandingName,
    /// Belongs to the group now.
    pub active: bool,
    /// This person.
    pub me: bool,
    /// Of the first device.
    pub fingerprint: String,
    /// Annotations and replies.
    pub comments: u32,
    /// How far with which lists, a line each.
    pub progress: Vec<String>,
}

/// Someone who asks.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct GroupRequestRow {
    /// The device.
    pub device: String,
    /// To be compared by voice.
    pub fingerprint: String,
    /// 姓名
    pub name: String,
    /// The member whose further device it says to be.
    pub claims: Option<String>,
    /// UTC.
    pub at: String,
}

/// A material of a group.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct GroupMaterialRow {
    /// Id of the document here; `None` if it is not here.
    pub document: Option<String>,
    /// 标题
    pub title: String,
    /// 日期
    pub date: Option<String>,
    /// Who gave it.
    pub by: String,
    /// Annotations in it.
    pub annotations: u32,
    /// Not discussed yet.
    pub undiscussed: u32,
    /// Annotations that wait for the text.
    pub waiting: u32,
}

/// A group with all that is known of it.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct GroupDetails {
    /// The group.
    pub group: GroupRow,
    /// Those who belong to it first.
    pub members: Vec<GroupMemberRow>,
    /// Who asks to be admitted.
    pub requests: Vec<GroupRequestRow>,
    /// What the group reads.
    pub materials: Vec<GroupMaterialRow>,
}

/// An annotation in a session.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct SessionRow {
    /// The annotation with its replies.
    pub annotation: AnnotationRow,
    /// 已讨论
    pub discussed: bool,
    /// The paragraph in which it begins.
    pub paragraph: String,
}

/// A group to be made.
#[derive(Debug, Clone, Deserialize, specta::Type)]
pub struct GroupPlace {
    /// A folder, `https://…` or `s3://…`
    pub address: String,
    /// 用户名
    pub user: String,
    /// 密码
    pub password: String,
}

/// What is shared with a group.
#[derive(Debug, Clone, Default, Deserialize, specta::Type)]
pub struct GroupShare {
    /// Ids of documents.
    pub documents: Vec<String>,
    /// All annotations of one's own in them, those to come too.
    pub annotations: bool,
    /// Ids of reading lists.
    pub lists: Vec<String>,
    /// How far one is with these lists.
    pub progress: bool,
}

/// What the background tells.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct GroupEvent {
    /// The group as it is now.
    pub group: GroupRow,
    /// Something came.
    pub received: u32,
}

/// Counts the threads in the background: an old one sees that it is not the last.
#[derive(Default)]
pub(crate) struct GroupDesk {
    thread: AtomicU32,
    /// Counts what was changed here: the background exchanges soon after.
    changes: AtomicU32,
    /// Exchanges follow one another: two at once would read the same logs twice.
    turn: Mutex<()>,
    /// Exchanges by hand that wait; the one in the background ends half way for them.
    waiting: AtomicU32,
}

impl GroupDesk {
    /// The turn of an exchange by hand; `None` if it is no longer wanted before it comes.
    fn turn(&self, mut wanted: impl FnMut() -> bool) -> Option<MutexGuard<'_, ()>> {
        self.waiting.fetch_add(1, Ordering::Relaxed);
        let turn = loop {
            match self.turn.try_lock() {
                Ok(turn) => break Some(turn),
                Err(TryLockError::Poisoned(turn)) => break Some(turn.into_inner()),
                Err(TryLockError::WouldBlock) if !wanted() => break None,
                Err(TryLockError::WouldBlock) => std::thread::sleep(SOON),
            }
        };
        self.waiting.fetch_sub(1, Ordering::Relaxed);
        turn
    }
}

impl LibraryDoor for Session {
    fn enter<T>(
        &self,
        work: impl FnOnce(&mut Library) -> Result<T, LibraryError>,
    ) -> Result<T, LibraryError> {
        match &mut *self.lock() {
            Ok(library) => work(library),
            Err(error) => Err(LibraryError::Content(error.message.clone())),
        }
    }
}

impl Session {
    /// All groups.
    ///
    /// # Errors
    /// What the store says.
    pub fn list_groups(&self) -> Result<Vec<GroupRow>, ApiError> {
        let groups = self.with(|library| library.list_groups())?;
        Ok(groups.into_iter().map(group_row).collect())
    }

    /// A group with members, requests and materials.
    ///
    /// # Errors
    /// It is not here.
    pub fn get_group(&self, id: &str) -> Result<GroupDetails, ApiError> {
        self.with(|library| {
            let members = library.list_group_members(id)?.into_iter();
            let requests = library.list_group_requests(id)?.into_iter();
            let materials = library.list_group_materials(id)?.into_iter();
            Ok(GroupDetails {
                group: group_row(library.get_group(id)?),
                members: members
                    .map(|m| GroupMemberRow {
                        standing: standing(m.role),
                        id: m.id,
                        name: m.name,
                        active: m.active,
                        me: m.me,
                        fingerprint: m.fingerprint,
                        comments: m.comments,
                        progress: m
                            .progress
                            .iter()
                            .map(|(title, done, all)| format!("《{title}》{done}/{all}"))
                            .collect(),
                    })
                    .collect(),
                requests: requests
                    .map(|r| GroupRequestRow {
                        device: r.device,
                        fingerprint: r.fingerprint,
                        name: r.name,
                        claims: r.claims,
                        at: r.at,
                    })
                    .collect(),
                materials: materials
                    .map(|m| GroupMaterialRow {
                        document: m.document,
                        title: m.title,
                        date: m.date,
                        by: m.by,
                        annotations: m.annotations,
                        undiscussed: m.undiscussed,
                        waiting: m.waiting,
                    })
                    .collect(),
            })
        })
    }

    /// Makes a group; answers with its id.
    ///
    /// # Errors
    /// There is one already; what the storage says.
    pub fn create_group(
        &self,
        title: &str,
        place: &GroupPlace,
        texts: bool,
    ) -> Result<String, ApiError> {
        let new = NewGroup {
            title: title.to_owned(),
            address: address(&place.address)?,
            secret: secret(place),
            texts,
        };
        let mut storage = open(&new.address, &new.secret)?;
        self.exchange(&mut storage, |e| e.found(&new))
    }

    /// The code of an invitation.
    ///
    /// # Errors
    /// It is not here.
    pub fn invite_to_group(&self, id: &str) -> Result<String, ApiError> {
        self.with(|library| library.invite(id))
    }

    /// Asks to be admitted; answers with the id of the group. `code` is the invitation or the path of its file.
    ///
    /// # Errors
    /// No invitation; not this group; what the storage says.
    pub fn join_group(&self, code: &str, place: &GroupPlace) -> Result<String, ApiError> {
        let text = std::fs::read_to_string(code.trim()).unwrap_or_else(|_| code.to_owned());
        let invitation = text.parse::<Invitation>().map_err(LibraryError::from)?;
        let invitation = Invitation {
            address: match place.address.trim() {
                "" => invitation.address,
                written => address(written)?,
            },
            ..invitation
        };
        let secret = secret(place);
        let mut storage = open(&invitation.address, &secret)?;
        self.exchange(&mut storage, |e| e.join(&invitation, &secret))
    }

    /// Exchanges with a group now; answers with what came.
    ///
    /// # Errors
    /// What the storage says.
    pub fn sync_group(
        &self,
        id: &str,
        deletions: bool,
        mut hear: impl FnMut(WorkProgress),
    ) -> Result<u32, ApiError> {
        let mut go_on = self.work.begin(&mut hear);
        let Some(_turn) = self.groups.turn(|| go_on(0, 1)) else {
            return Ok(0);
        };
        self.sync_in_turn(id, deletions, &mut |p| {
            go_on(p.done as usize, p.total as usize)
        })
    }

    /// Exchanges unless somebody does or waits to.
    fn sync_unasked(&self, id: &str) -> Result<u32, ApiError> {
        let alone = || self.groups.waiting.load(Ordering::Relaxed) == 0;
        match self.groups.turn.try_lock() {
            Ok(_turn) => self.sync_in_turn(id, false, &mut |_| alone()),
            Err(_) => Ok(0),
        }
    }

    fn sync_in_turn(
        &self,
        id: &str,
        deletions: bool,
        progress: &mut dyn FnMut(SyncProgress) -> bool,
    ) -> Result<u32, ApiError> {
        let mut storage = self.storage_of(id)?;
        let mut exchange = GroupExchange {
            door: self,
            storage: &mut storage,
            progress,
            deletions,
        };
        let report = exchange.sync(id)?;
        self.with(|library| library.flush_index())?;
        Ok(report.received)
    }

    /// Leaves a group.
    ///
    /// # Errors
    /// The storage did not hear of it; the group is left here all the same.
    pub fn leave_group(&self, id: &str) -> Result<(), ApiError> {
        let mut storage = self.storage_of(id)?;
        self.exchange(&mut storage, |e| e.leave(id))
    }

    /// Admits who asked.
    ///
    /// # Errors
    /// Not allowed; not there any more.
    pub fn admit_to_group(&self, id: &str, device: &str) -> Result<(), ApiError> {
        self.write(|library| library.admit(id, device, None))
    }

    /// Refuses who asked.
    ///
    /// # Errors
    /// Not there any more.
    pub fn refuse_request(&self, id: &str, device: &str) -> Result<(), ApiError> {
        self.with(|library| library.refuse_request(id, device))
    }

    /// Removes a member.
    ///
    /// # Errors
    /// Not allowed.
    pub fn remove_from_group(&self, id: &str, member: &str) -> Result<(), ApiError> {
        let removal = Removal::Member(member.to_owned());
        self.write(|library| library.remove_from_group(id, &removal))
    }

    /// Makes a member a moderator, or a moderator a member.
    ///
    /// # Errors
    /// Not allowed.
    pub fn set_moderator(&self, id: &str, member: &str, on: bool) -> Result<(), ApiError> {
        let role = if on {
            GroupRole::Moderator
        } else {
            GroupRole::Member
        };
        self.write(|library| library.set_role(id, member, role))
    }

    /// Exchanges in the background too, or only by hand.
    ///
    /// # Errors
    /// It is not here.
    pub fn set_group_background(&self, id: &str, on: bool) -> Result<(), ApiError> {
        self.with(|library| library.set_background(id, on))
    }

    /// Shares with a group.
    ///
    /// # Errors
    /// A classification mark; another's annotation.
    pub fn share_with_group(&self, id: &str, share: &GroupShare) -> Result<(), ApiError> {
        self.write(|library| {
            library.share_materials(id, &share.documents)?;
            if share.annotations {
                library.share_all_in(id, &share.documents)?;
            }
            library.share_lists(id, &share.lists)?;
            let lists = share.lists.iter();
            lists
                .filter(|_| share.progress)
                .try_for_each(|list| library.share_progress(id, list, true))
        })
    }

    /// What a group says in a document.
    ///
    /// # Errors
    /// They are not here.
    pub fn group_session(&self, id: &str, document: &str) -> Result<Vec<SessionRow>, ApiError> {
        let session = self.with(|library| library.group_session(id, document))?;
        let comments = session.comments.into_iter();
        Ok(comments
            .map(|c| SessionRow {
                annotation: c.annotation.into(),
                discussed: c.discussed,
                paragraph: c.paragraph,
            })
            .collect())
    }

    /// Marks an annotation as discussed, or not.
    ///
    /// # Errors
    /// The group does not have it.
    pub fn set_discussed(&self, id: &str, annotation: &str, on: bool) -> Result<(), ApiError> {
        self.write(|library| library.set_discussed(id, annotation, on))
    }

    /// Hides an annotation of a group, with the reason.
    ///
    /// # Errors
    /// Not allowed.
    pub fn hide_in_group(&self, id: &str, annotation: &str, reason: &str) -> Result<(), ApiError> {
        self.write(|library| library.hide_in_group(id, annotation, Some(reason)))
    }

    /// Exchanges with all groups in the background until another call takes over; `tell` hears of each.
    ///
    /// # Errors
    /// The thread cannot be started.
    pub fn start_group_exchange(
        self: &Arc<Self>,
        tell: impl Fn(GroupEvent) + Send + 'static,
    ) -> Result<(), ApiError> {
        let number = self.groups.thread.fetch_add(1, Ordering::Relaxed) + 1;
        let session = self.clone();
        let work = move || session.exchange_in_background(number, &tell);
        let thread = std::thread::Builder::new()
            .name("groups".to_owned())
            .spawn(work);
        thread.map(|_| ()).map_err(|error| {
            let message = format!("无法在后台同步小组（{error}）");
            ApiError::new(ApiErrorCode::Storage, &message, "请关闭一些程序后重试")
        })
    }

    fn exchange_in_background(&self, number: u32, tell: &impl Fn(GroupEvent)) {
        let mut due: Vec<(String, Instant, Duration)> = Vec::new();
        let mut changes = self.groups.changes.load(Ordering::Relaxed);
        while self.groups.thread.load(Ordering::Relaxed) == number {
            std::thread::sleep(TICK);
            let now = self.groups.changes.load(Ordering::Relaxed);
            let soon = std::mem::replace(&mut changes, now) != now;
            let Ok(groups) = self.with(|library| library.list_groups()) else {
                continue;
            };
            for group in groups.iter().filter(|g| g.background && is_open(g)) {
                let known = due.iter_mut().find(|(id, ..)| *id == group.id);
                let Some((_, at, pause)) = known else {
                    due.push((group.id.clone(), Instant::now(), EVERY));
                    continue;
                };
                if Instant::now() < *at && !(soon && *pause == EVERY) {
                    continue;
                }
                let result = self.sync_unasked(&group.id);
                *pause = match result {
                    Ok(_) => EVERY,
                    Err(_) => (*pause * 2).min(LONGEST),
                };
                *at = Instant::now() + *pause;
                if let Ok(view) = self.with(|library| library.get_group(&group.id)) {
                    tell(GroupEvent {
                        group: group_row(view),
                        received: result.unwrap_or(0),
                    });
                }
            }
        }
    }

    /// What is written here goes out soon.
    fn write<T>(
        &self,
        work: impl FnOnce(&mut Library) -> Result<T, LibraryError>,
    ) -> Result<T, ApiError> {
        let done = self.with(work)?;
        self.groups.changes.fetch_add(1, Ordering::Relaxed);
        Ok(done)
    }

    fn exchange<T>(
        &self,
        storage: &mut RemoteStorage,
        what: impl FnOnce(&mut GroupExchange<'_, Session>) -> Result<T, LibraryError>,
    ) -> Result<T, ApiError> {
        let mut exchange = GroupExchange {
            door: self,
            storage,
            progress: &mut |_| true,
            deletions: false,
        };
        Ok(what(&mut exchange)?)
    }

    fn storage_of(&self, id: &str) -> Result<RemoteStorage, ApiError> {
        let (address, secret) = self.with(|library| library.group_place(id))?;
        open(&address, &secret)
    }
}

fn is_open(group: &GroupView) -> bool {
    !matches!(group.standing, GroupStanding::Left | GroupStanding::Removed)
}

fn open(address: &Address, secret: &Secret) -> Result<RemoteStorage, ApiError> {
    Ok(RemoteStorage::new(address, secret).map_err(LibraryError::from)?)
}

fn address(written: &str) -> Result<Address, ApiError> {
    Ok(written.parse().map_err(LibraryError::Storage)?)
}

fn secret(place: &GroupPlace) -> Secret {
    Secret {
        user: place.user.trim().to_owned(),
        password: place.password.clone(),
    }
}

fn group_row(view: GroupView) -> GroupRow {
    GroupRow {
        standing: standing(view.standing),
        troubled: view.status.failure.is_some() || !view.status.problems.is_empty(),
        held: view.status.held > 0,
        hint: view.status.hint,
        id: view.id,
        title: view.title,
        address: view.address,
        remote: view.remote,
        background: view.background,
        members: view.members,
        shared: view.shared,
        requests: view.requests,
        fingerprint: view.fingerprint,
        line: view.line,
    }
}

fn standing(standing: GroupStanding) -> GroupStandingName {
    match standing {
        GroupStanding::Member => GroupStandingName::Member,
        GroupStanding::Moderator => GroupStandingName::Moderator,
        GroupStanding::Founder => GroupStandingName::Founder,
        GroupStanding::Waiting => GroupStandingName::Waiting,
        GroupStanding::Removed => GroupStandingName::Removed,
        GroupStanding::Left => GroupStandingName::Left,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotations::tests::session;

    #[test]
    fn exchanges_follow_one_another() {
        let folder = tempfile::tempdir().unwrap();
        let (session, _) = session(folder.path());
        let place = folder.path().join("group");
        std::fs::create_dir(&place).unwrap();
        let place = GroupPlace {
            address: place.to_string_lossy().into_owned(),
            user: String::new(),
            password: String::new(),
        };
        let nameless = session.create_group("第三小组", &place, false).unwrap_err();
        assert_eq!(nameless.code, crate::ApiErrorCode::NoName);
        session.set_my_name("王芳").unwrap();
        let id = session.create_group("第三小组", &place, false).unwrap();
        let turn = session.groups.turn.lock().unwrap();
        // While another one is under way, the background leaves it at that and one by hand can be given up.
        assert_eq!(session.sync_unasked(&id).unwrap(), 0);
        let mut asked = 0;
        let given_up = session.sync_group(&id, false, |_| {
            asked += 1;
            session.cancel_work();
        });
        assert_eq!((given_up.unwrap(), asked), (0, 1));
        std::thread::scope(|scope| {
            let by_hand = scope.spawn(|| session.sync_group(&id, false, |_| {}));
            while session.groups.waiting.load(Ordering::Relaxed) == 0 {
                std::thread::yield_now();
            }
            drop(turn);
            assert_eq!(by_hand.join().unwrap().unwrap(), 0);
        });
        assert_eq!(session.groups.waiting.load(Ordering::Relaxed), 0);
    }
}
