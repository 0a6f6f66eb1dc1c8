//! Groups as they are shown: where one stands with each, members, requests.

use serde::Serialize;
use yandu_share::{GroupRole, MemberState, PublicKey};

use super::merge::SMALL_KINDS;
use super::object::{SharedMaterial, SharedProgress};
use super::row::Group;
use super::status::GroupStatus;
use crate::{Library, LibraryError};

/// Where this person stands with a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupStanding {
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GroupMember {
    /// The id.
    pub id: String,
    /// 姓名
    pub name: String,
    /// 组员, 管理员 or 创建者.
    pub role: GroupStanding,
    /// Belongs to the group now.
    pub active: bool,
    /// This person.
    pub me: bool,
    /// The public keys of the devices.
    pub devices: Vec<String>,
    /// The fingerprint of the first device.
    pub fingerprint: String,
    /// Annotations and replies that stand in the group.
    pub comments: u32,
    /// What the member tells of reading: list, finished, items.
    pub progress: Vec<(String, u32, u32)>,
}

/// Someone who asks to be admitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GroupRequest {
    /// The public key of the device.
    pub device: String,
    /// To be compared by voice.
    pub fingerprint: String,
    /// 姓名
    pub name: String,
    /// The member whose further device it says to be.
    pub claims: Option<String>,
    /// It takes the place of another device.
    pub replaces: bool,
    /// UTC.
    pub at: String,
}

/// A group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GroupView {
    /// The id.
    pub id: String,
    /// 名称
    pub title: String,
    /// Where this person stands.
    pub standing: GroupStanding,
    /// Where it lies.
    pub address: String,
    /// An exchange sends requests over a network.
    pub remote: bool,
    /// It is exchanged in the background too.
    pub background: bool,
    /// The texts of shared materials lie in the storage.
    pub texts: bool,
    /// The members that belong to it now.
    pub members: u32,
    /// Annotations, replies, lists that were shared.
    pub shared: u32,
    /// Requests that wait for this person.
    pub requests: u32,
    /// The fingerprint of this device.
    pub fingerprint: String,
    /// How the last exchange went.
    pub status: GroupStatus,
    /// The same in a line.
    pub line: String,
}

impl Library {
    /// All groups, the oldest first.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn list_groups(&self) -> Result<Vec<GroupView>, LibraryError> {
        let groups = self.groups()?;
        groups.iter().map(|group| self.group_view(group)).collect()
    }

    /// One group, by id, beginning of the id, or title.
    ///
    /// # Errors
    /// [`LibraryError::NothingThere`].
    pub fn get_group(&self, name: &str) -> Result<GroupView, LibraryError> {
        self.group_view(&self.group(name)?)
    }

    /// The members of a group, those who belong to it first.
    ///
    /// # Errors
    /// [`LibraryError::NothingThere`].
    pub fn list_group_members(&self, group: &str) -> Result<Vec<GroupMember>, LibraryError> {
        let group = self.group(group)?;
        let members = self.roster(&group)?.members();
        let progress = self.progress_of(&group)?;
        let mut views = Vec::with_capacity(members.len());
        for member in members {
            views.push(self.member_view(&group, member, &progress)?);
        }
        let rank = |m: &GroupMember| {
            (
                !m.active,
                std::cmp::Reverse(m.role as u8 % 3),
                m.name.clone(),
            )
        };
        views.sort_by_key(rank);
        Ok(views)
    }

    /// Who asks to be admitted.
    ///
    /// # Errors
    /// [`LibraryError::NothingThere`].
    pub fn list_group_requests(&self, group: &str) -> Result<Vec<GroupRequest>, LibraryError> {
        let group = self.group(group)?;
        let members = self.roster(&group)?.members();
        let requests = self.requests_of(&group)?.into_iter();
        Ok(requests
            .map(|r| GroupRequest {
                device: r.device.to_string(),
                fingerprint: r.device.fingerprint(),
                claims: members
                    .iter()
                    .find(|m| m.id == r.member)
                    .map(|m| m.name.clone()),
                replaces: r.replaces.is_some(),
                name: r.name,
                at: r.at,
            })
            .collect())
    }

    fn group_view(&self, group: &Group) -> Result<GroupView, LibraryError> {
        let roster = self.roster(group)?;
        let standing = match (group.left_at.is_some(), roster.role(&group.device)) {
            (true, _) => GroupStanding::Left,
            (_, Some(role)) => standing_of(role),
            (_, None) if roster.devices().contains(&group.device) => GroupStanding::Removed,
            (_, None) => GroupStanding::Waiting,
        };
        let sql = "SELECT count(*) FROM group_object WHERE grp = ?1";
        let shared = self
            .connection
            .prepare_cached(sql)?
            .query_row([group.key], |r| r.get(0))?;
        let moderates = matches!(standing, GroupStanding::Founder | GroupStanding::Moderator);
        Ok(GroupView {
            id: group.charter.id.clone(),
            title: group.charter.title.clone(),
            standing,
            address: group.address.to_string(),
            remote: group.address.is_remote(),
            background: group.background,
            texts: group.charter.texts,
            members: roster.members().iter().filter(|m| m.active).count() as u32,
            shared,
            requests: if moderates {
                self.requests_of(group)?.len() as u32
            } else {
                0
            },
            fingerprint: group.device.fingerprint(),
            line: group.status.line(),
            status: group.status.clone(),
        })
    }

    fn member_view(
        &self,
        group: &Group,
        member: MemberState,
        progress: &[(String, SharedProgress)],
    ) -> Result<GroupMember, LibraryError> {
        let sql = "SELECT count(*) FROM group_object WHERE grp = ?1 AND member = ?2
                   AND target <> 'withdrawn' AND kind IN ('annotation', 'reply')";
        let comments = self
            .connection
            .prepare_cached(sql)?
            .query_row((group.key, &member.id), |r| r.get(0))?;
        let of = progress.iter().filter(|(m, _)| *m == member.id);
        Ok(GroupMember {
            me: member.id == group.member,
            role: standing_of(member.role),
            active: member.active,
            fingerprint: member
                .devices
                .first()
                .map(PublicKey::fingerprint)
                .unwrap_or_default(),
            devices: member.devices.iter().map(ToString::to_string).collect(),
            comments,
            progress: of
                .map(|(_, p)| (p.title.clone(), p.finished, p.items))
                .collect(),
            id: member.id,
            name: member.name,
        })
    }

    fn progress_of(&self, group: &Group) -> Result<Vec<(String, SharedProgress)>, LibraryError> {
        self.last_words(group, SharedProgress::KIND)
    }

    /// The materials of the group with who gave each first.
    pub(super) fn shared_materials(
        &self,
        group: &Group,
    ) -> Result<Vec<(String, SharedMaterial)>, LibraryError> {
        self.last_words(group, SharedMaterial::KIND)
    }

    /// The last words of every member on the things of a kind; tombstones are left out.
    fn last_words<T: serde::de::DeserializeOwned>(
        &self,
        group: &Group,
        kind: &'static str,
    ) -> Result<Vec<(String, T)>, LibraryError> {
        // SQLite takes a partial index only where its condition stands in the statement too.
        let sql = format!(
            "SELECT l.member, p.object, p.body
             FROM group_put p INDEXED BY group_put_mark CROSS JOIN group_log l ON l.id = p.log
             WHERE l.grp = ?1 AND p.kind = '{kind}' AND {SMALL_KINDS}
             ORDER BY l.member, p.object, p.at DESC, l.device DESC, p.sequence DESC"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query([group.key])?;
        let mut words = Vec::new();
        let mut last: Option<(String, String)> = None;
        while let Some(row) = rows.next()? {
            let of: (String, String) = (row.get(0)?, row.get(1)?);
            let body: Option<String> = row.get(2)?;
            if last.as_ref() == Some(&of) {
                continue;
            }
            if let Some(Ok(value)) = body.map(|b| serde_json::from_str(&b)) {
                words.push((of.0.clone(), value));
            }
            last = Some(of);
        }
        Ok(words)
    }
}

fn standing_of(role: GroupRole) -> GroupStanding {
    match role {
        GroupRole::Member => GroupStanding::Member,
        GroupRole::Moderator => GroupStanding::Moderator,
        GroupRole::Founder => GroupStanding::Founder,
    }
}
