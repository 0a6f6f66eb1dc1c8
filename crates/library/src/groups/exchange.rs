//! An exchange with the storage of a group: what is new comes, what is new here goes. The library is entered for moments
//! only, so that a slow server keeps nobody from reading.
//!
//! One listing tells what is new by the lengths of the files; a log is read from where it is known. Whatever is missing,
//! shorter or broken is left for the next time. The own log is written whole, for no server appends.

mod receive;
mod send;

use rusqlite::params;
use serde::Serialize;
use yandu_share::{
    Charter, GroupFile, GroupRole, Invitation, LogPlace, PublicKey, Roster, Secret, Storage,
    StorageProblem, StoredFile, read_log,
};

use super::found::NewGroup;
use super::give::Given;
use super::row::Group;
use super::stand::Standing;
use super::status::GroupStatus;
use crate::store::now;
use crate::{Library, LibraryError};

/// Logs that a newcomer lacks before a bundle is worth its request.
const WORTH_A_BUNDLE: usize = 8;
/// Bytes of a log or bundle that are read at once.
const LARGEST: u64 = 1 << 30;

/// The way into a library that others use too.
pub trait LibraryDoor {
    /// Enters for a moment.
    ///
    /// # Errors
    /// What `work` answers.
    fn enter<T>(
        &self,
        work: impl FnOnce(&mut Library) -> Result<T, LibraryError>,
    ) -> Result<T, LibraryError>;
}

/// Where an exchange is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SyncStage {
    /// Asking what is there.
    Listing,
    /// Logs.
    Receiving,
    /// The own log.
    Sending,
    /// Materials.
    Materials,
}

/// How far an exchange is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SyncProgress {
    /// What is being done.
    pub stage: SyncStage,
    /// Files done of it.
    pub done: u32,
    /// Files of it.
    pub total: u32,
}

/// What an exchange brought.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SyncReport {
    /// Things of others that came.
    pub received: u32,
    /// From whom.
    pub from: Vec<String>,
    /// Things that went.
    pub sent: u32,
    /// Materials that came.
    pub materials: u32,
    /// Requests to the storage.
    pub requests: u32,
    /// Deletions that were held back.
    pub held: u32,
    /// What is odd.
    pub problems: Vec<String>,
    /// It was ended half way; what came stays.
    pub cancelled: bool,
}

/// An exchange.
pub struct GroupExchange<'a, D> {
    /// The library.
    pub door: &'a D,
    /// The storage of the group.
    pub storage: &'a mut dyn Storage,
    /// Hears how far it is and answers false to end it.
    pub progress: &'a mut dyn FnMut(SyncProgress) -> bool,
    /// Deletions beyond the brake go too.
    pub deletions: bool,
}

/// Not for failures: the user ended it.
struct Ended;

impl<D: LibraryDoor> GroupExchange<'_, D> {
    /// Makes a group in an empty storage; answers with its id.
    ///
    /// # Errors
    /// [`LibraryError::GroupExists`], what the storage says; nothing is written down here then.
    pub fn found(&mut self, new: &NewGroup) -> Result<String, LibraryError> {
        let files = self.storage.list()?;
        if files.iter().any(|f| GroupFile::of(&f.name).is_some()) {
            return Err(LibraryError::GroupExists);
        }
        let (charter, door, device) = self.door.enter(|library| {
            let (charter, door) = library.draft_charter(new)?;
            Ok((charter, door, library.device_key()?))
        })?;
        let bytes = charter.write(&device, &door)?;
        self.storage
            .write(&GroupFile::Charter.to_string(), &bytes)?;
        let invitation = Invitation {
            charter,
            door,
            address: new.address.clone(),
        };
        self.door.enter(|library| {
            let member = invitation.charter.member.clone();
            let group = library.add_group(&invitation, &new.secret, &member)?;
            library.tend(&group)?;
            Ok(())
        })?;
        let id = invitation.charter.id;
        self.sync(&id)?;
        Ok(id)
    }

    /// Asks to be admitted to the group of an invitation; answers with its id.
    ///
    /// # Errors
    /// [`LibraryError::NotThisGroup`], [`LibraryError::GroupExists`], what the storage says.
    pub fn join(
        &mut self,
        invitation: &Invitation,
        secret: &Secret,
    ) -> Result<String, LibraryError> {
        let charter = self.storage.read(&GroupFile::Charter.to_string(), 0);
        let bytes = charter.map_err(|error| match error.problem {
            StorageProblem::Missing => LibraryError::NotThisGroup,
            _ => LibraryError::Storage(error),
        })?;
        let expected = &invitation.charter;
        let read = Charter::read(&bytes, &invitation.door, (&expected.id, expected.founder));
        if read.ok().as_ref() != Some(expected) {
            return Err(LibraryError::NotThisGroup);
        }
        let (group, request) = self.door.enter(|library| {
            let member = library.my_member()?;
            let group = library.add_group(invitation, secret, &member)?;
            let request = library.request_for(&group, None)?;
            Ok((group, request))
        })?;
        self.ask(&group, &request)?;
        Ok(group.charter.id)
    }

    /// Leaves a group. What is here stays; the group hears of it, now if the storage answers.
    ///
    /// # Errors
    /// [`LibraryError::NothingThere`].
    pub fn leave(&mut self, name: &str) -> Result<(), LibraryError> {
        let id = self.door.enter(|library| {
            let group = library.group(name)?;
            library.write_leaving(&group)?;
            Ok(group.charter.id)
        })?;
        let told = self.send_log(&id);
        self.door.enter(|library| {
            let group = library.group(&id)?;
            let sql = "UPDATE study_group SET left_at = ?2 WHERE id = ?1";
            library.connection.execute(sql, params![group.key, now()])?;
            Ok(())
        })?;
        told
    }

    /// Exchanges what is new, and writes down how it went.
    ///
    /// # Errors
    /// What the storage or the library says; what came until then stays.
    pub fn sync(&mut self, name: &str) -> Result<SyncReport, LibraryError> {
        let before = self.storage.requests();
        let group = self.door.enter(|library| library.group(name))?;
        if group.left_at.is_some() {
            return Err(LibraryError::NotAdmitted);
        }
        let mut report = SyncReport::default();
        let result = self.exchange(&group, &mut report);
        report.requests = self.storage.requests() - before;
        let failure = match result {
            Ok(Some(Ended)) => {
                report.cancelled = true;
                None
            }
            Ok(None) => None,
            Err(error) => Some(error),
        };
        self.door.enter(|library| {
            let status = status_after(&group.status, &report, failure.as_ref());
            let sql = "UPDATE study_group SET status = ?2 WHERE id = ?1";
            let row = params![group.key, serde_json::to_string(&status)?];
            library.connection.execute(sql, row)?;
            Ok(())
        })?;
        failure.map_or(Ok(report), Err)
    }

    fn exchange(
        &mut self,
        group: &Group,
        report: &mut SyncReport,
    ) -> Result<Option<Ended>, LibraryError> {
        // What was written here gets its time before anything newer is seen.
        let deletions = self.deletions;
        let mut given = self.door.enter(|library| give(library, group, deletions))?;
        if !self.tell(SyncStage::Listing, (0, 1)) {
            return Ok(Some(Ended));
        }
        let files = self.storage.list()?;
        let group = self.check_own_log(group, &files)?;
        let (roster, opened) = match self.receive(&group, &files)? {
            Some(received) => received,
            None => return Ok(Some(Ended)),
        };
        report.received = opened.received;
        report.from = opened.from;
        if roster.role(&group.device).is_none() {
            return self.knock(&group, &roster, &files, report);
        }
        self.read_requests(&group, &roster, &files)?;
        given += self.door.enter(|library| {
            library.tend(&group)?;
            give(library, &group, deletions)
        })?;
        report.sent = given.sent;
        report.held = given.held;
        if given.held > 0 {
            report.problems.push(format!(
                "本机有 {} 条已共享的内容不见了，没有同步删除；确认无误后请选择“连同删除一起同步”",
                given.held
            ));
        }
        if !self.tell(SyncStage::Sending, (0, 1)) {
            return Ok(Some(Ended));
        }
        self.send(&group, &files)?;
        if let Some(ended) = self.materials(&group, &files, report)? {
            return Ok(Some(ended));
        }
        self.door.enter(|library| stand_waiting(library, &group))?;
        self.send_bundle(&group, &roster, &files)?;
        self.name_problems(&group, opened.sealed, report)?;
        Ok(None)
    }

    /// The own log in the storage: ahead of ours after a restored backup, another one if a copy of this library writes too.
    fn check_own_log(
        &mut self,
        group: &Group,
        files: &[StoredFile],
    ) -> Result<Group, LibraryError> {
        let own = GroupFile::Log(group.device);
        let stored = length(files, own);
        let (bytes, place) = self.door.enter(|library| {
            let log = library.logs(group)?.remove(&group.device);
            Ok(log.map_or((0, LogPlace::beginning(group.root())), |l| {
                (l.bytes, l.place)
            }))
        })?;
        // What we uploaded last is ours; so is a beginning of it, from an upload that was cut.
        if stored == 0 || stored == group.uploaded {
            return Ok(group.clone());
        }
        let remote = self.storage.read(&own.to_string(), 0)?;
        let read = read_log(&group.device, &remote, LogPlace::beginning(group.root()));
        let Some(last) = read.frames.last() else {
            return Ok(group.clone());
        };
        self.door.enter(|library| {
            let log = library.log_of(group, &group.device)?;
            let same = |frame: &yandu_share::Frame| -> Result<bool, LibraryError> {
                let ours = library.place_behind(log, frame.sequence)?;
                Ok(ours.is_none_or(|ours| ours.previous == frame.hash))
            };
            let mut fork = None;
            for frame in &read.frames {
                if !same(frame)? {
                    fork = Some(frame.sequence);
                    break;
                }
            }
            let Some(fork) = fork else {
                if last.sequence + 1 > place.next {
                    // A restored backup: the storage remembers what we wrote since.
                    library.keep_frames(group, &group.device, &remote[bytes as usize..])?;
                }
                return Ok(group.clone());
            };
            // The copy's frames are as good as ours were; ours are written anew under a new key.
            let behind = match fork.checked_sub(1) {
                Some(before) => library.place_behind(log, before)?,
                None => None,
            };
            let behind = behind.unwrap_or(LogPlace::beginning(group.root()));
            library.forget_frames(group, &group.device, behind)?;
            let at: usize = read
                .frames
                .iter()
                .take(fork as usize)
                .map(|f| f.bytes.len())
                .sum();
            library.keep_frames(group, &group.device, &remote[at..])?;
            library.replace_group_device(group)
        })
    }

    /// Not admitted yet: the request lies in the storage.
    fn knock(
        &mut self,
        group: &Group,
        roster: &Roster,
        files: &[StoredFile],
        report: &mut SyncReport,
    ) -> Result<Option<Ended>, LibraryError> {
        // What counts of the own log must be there, even if nothing more does.
        self.send(group, files)?;
        if roster.devices().contains(&group.device) {
            report
                .problems
                .push("你已不在这个小组中，新内容不再同步".to_owned());
            return Ok(None);
        }
        if length(files, GroupFile::Request(group.device)) == 0 {
            let request = self.door.enter(|library| {
                let earlier = library.device_keys()?.into_iter().map(|k| k.public());
                let replaces = earlier.into_iter().find(|d| roster.role(d).is_some());
                library.request_for(group, replaces)
            })?;
            self.ask(group, &request)?;
        }
        report.problems.push("正在等待管理员接纳".to_owned());
        Ok(None)
    }

    fn ask(&mut self, group: &Group, request: &[u8]) -> Result<(), LibraryError> {
        let name = GroupFile::Request(group.device).to_string();
        Ok(self.storage.write(&name, request)?)
    }

    /// Moderators read who asks; who was admitted takes the own request away.
    fn read_requests(
        &mut self,
        group: &Group,
        roster: &Roster,
        files: &[StoredFile],
    ) -> Result<(), LibraryError> {
        if length(files, GroupFile::Request(group.device)) > 0 {
            self.storage
                .remove(&GroupFile::Request(group.device).to_string())?;
        }
        if !is_moderator(roster, &group.device) {
            return Ok(());
        }
        let known = self.door.enter(|library| library.known_requests(group))?;
        for file in files {
            let Some(GroupFile::Request(device)) = GroupFile::of(&file.name) else {
                continue;
            };
            let answered = known.contains(&device.to_string()) || roster.role(&device).is_some();
            if answered || file.bytes > 64 << 10 {
                continue;
            }
            if let Ok(bytes) = self.storage.read(&file.name, 0) {
                self.door
                    .enter(|library| library.keep_request(group, &device, &bytes))?;
            }
        }
        Ok(())
    }

    fn name_problems(
        &mut self,
        group: &Group,
        sealed: u32,
        report: &mut SyncReport,
    ) -> Result<(), LibraryError> {
        if sealed > 0 {
            report
                .problems
                .push(format!("有 {sealed} 批内容还没有钥匙，等管理员同步后再取"));
        }
        let odd = self.door.enter(|library| {
            let roster = library.roster(group)?;
            let sql =
                "SELECT device, problem FROM group_log WHERE grp = ?1 AND problem IS NOT NULL";
            let mut statement = library.connection.prepare_cached(sql)?;
            let rows = statement.query_map([group.key], |r| Ok((r.get(0)?, r.get(1)?)))?;
            let mut odd = Vec::new();
            for row in rows {
                let (device, problem): (String, String) = row?;
                let name = roster.member_of(&device.parse()?).map(|a| a.name.clone());
                odd.push(format!("{}的日志：{problem}", name.unwrap_or_default()));
            }
            Ok(odd)
        })?;
        report.problems.extend(odd);
        Ok(())
    }

    fn tell(&mut self, stage: SyncStage, (done, total): (usize, usize)) -> bool {
        (self.progress)(SyncProgress {
            stage,
            done: done as u32,
            total: total as u32,
        })
    }
}

fn give(library: &mut Library, group: &Group, deletions: bool) -> Result<Given, LibraryError> {
    let roster = library.roster(group)?;
    match library.give(group, &roster, deletions) {
        // Admitted, but the key has not come yet.
        Err(LibraryError::NotAdmitted) => Ok(Given::default()),
        given => given,
    }
}

fn stand_waiting(library: &mut Library, group: &Group) -> Result<(), LibraryError> {
    let roster = library.roster(group)?;
    let hidden = library.hidden(group, &roster)?;
    let sql = "SELECT (SELECT count(*) FROM group_object INDEXED BY group_object_waiting WHERE grp = ?1 AND uid IS NULL)
               + (SELECT count(*) FROM group_object INDEXED BY group_object_list
                  WHERE grp = ?1 AND kind = 'list' AND target = 'gaps')";
    let waiting: u32 = library
        .connection
        .query_row(sql, [group.key], |r| r.get(0))?;
    if waiting == 0 {
        return Ok(());
    }
    library.transact_unrecorded(|connection| {
        Standing::new(connection, group, &roster, &hidden)?.stand_all_waiting()
    })
}

fn is_moderator(roster: &Roster, device: &PublicKey) -> bool {
    roster.role(device) >= Some(GroupRole::Moderator)
}

/// The length of a file in the storage; 0 if it is not listed.
fn length(files: &[StoredFile], file: GroupFile) -> u64 {
    let name = file.to_string();
    files.iter().find(|f| f.name == name).map_or(0, |f| f.bytes)
}

fn status_after(
    before: &GroupStatus,
    report: &SyncReport,
    failure: Option<&LibraryError>,
) -> GroupStatus {
    let mut status = before.clone();
    status.tried_at = Some(now());
    status.requests = report.requests;
    status.failure = failure.map(ToString::to_string);
    status.hint = failure.and_then(LibraryError::hint).map(str::to_owned);
    if failure.is_none() && !report.cancelled {
        status.at = Some(now());
        (status.received, status.sent) = (report.received, report.sent);
        status.held = report.held;
        status.from.clone_from(&report.from);
        status.problems.clone_from(&report.problems);
    }
    status
}
