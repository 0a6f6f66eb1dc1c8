//! Who belongs: requests, admissions, roles, removals, leaving, and the keys that follow from them.

use std::collections::BTreeSet;

use rusqlite::params;
use yandu_share::{
    AdmissionEnd, Content, GroupKey, GroupRole, MembershipChange, PublicKey, Recipient, Request,
    Roster, WrappedKey,
};

use super::row::Group;
use crate::{Library, LibraryError};

/// Who is removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Removal {
    /// A member with all devices.
    Member(String),
    /// One device, which was lost: its public key.
    Device(String),
}

impl Library {
    /// Admits a device that asked, named by its key or the beginning of it; `as_member` makes it another device of a member.
    ///
    /// # Errors
    /// [`LibraryError::NotAllowed`], [`LibraryError::NothingThere`].
    pub fn admit(
        &mut self,
        group: &str,
        device: &str,
        as_member: Option<&str>,
    ) -> Result<(), LibraryError> {
        let group = self.group(group)?;
        let roster = self.moderating(&group)?;
        let request = self.request_of(&group, device)?;
        let member = as_member.unwrap_or(&request.member).to_owned();
        // A device of a moderator or founder comes in as a member's: only the founder gives more.
        let change = self.admission(
            &group,
            (request.device, request.recipient),
            (member, request.name.clone()),
            GroupRole::Member,
        )?;
        let mut changes = vec![change];
        if let Some(replaced) = request.replaces.filter(|d| roster.role(d).is_some()) {
            let replaced = ends(
                &self.places(&group)?,
                open_of(&roster, |a| a.device == replaced),
            );
            changes.push(MembershipChange::Remove { ends: replaced });
        }
        self.change_membership(&group, changes)?;
        self.forget_request(&group, &request.device)
    }

    /// Refuses a request; it stays in the storage and is not shown here again.
    ///
    /// # Errors
    /// [`LibraryError::NothingThere`].
    pub fn refuse_request(&mut self, group: &str, device: &str) -> Result<(), LibraryError> {
        let group = self.group(group)?;
        let request = self.request_of(&group, device)?;
        let sql = "UPDATE group_request SET request = '' WHERE grp = ?1 AND device = ?2";
        let row = params![group.key, request.device.to_string()];
        self.connection.execute(sql, row)?;
        Ok(())
    }

    /// Removes a member, or one device of a member. What they wrote so far stays; a new key begins.
    ///
    /// # Errors
    /// [`LibraryError::NotAllowed`], [`LibraryError::NothingThere`].
    pub fn remove_from_group(
        &mut self,
        group: &str,
        removal: &Removal,
    ) -> Result<(), LibraryError> {
        let group = self.group(group)?;
        let roster = self.moderating(&group)?;
        let admissions = match removal {
            Removal::Member(member) => {
                let member = self.member_named(&roster, member)?;
                open_of(&roster, |a| a.member == member)
            }
            Removal::Device(device) => open_of(&roster, |a| {
                device.len() >= 4 && a.device.to_string().starts_with(&device.to_lowercase())
            }),
        };
        let Some(highest) = admissions.iter().map(|a| a.role).max() else {
            return Err(LibraryError::NothingThere {
                noun: "组员",
                id: format!("{removal:?}"),
            });
        };
        let own = roster.role(&group.device);
        if highest == GroupRole::Founder || Some(highest) >= own {
            return Err(LibraryError::NotAllowed("小组创建者"));
        }
        let ends = ends(&self.places(&group)?, admissions);
        self.change_membership(&group, vec![MembershipChange::Remove { ends }])?;
        self.tend(&group)?;
        Ok(())
    }

    /// Makes a member a moderator, or a moderator a member again; for the founder.
    ///
    /// # Errors
    /// [`LibraryError::NotAllowed`], [`LibraryError::NothingThere`].
    pub fn set_role(
        &mut self,
        group: &str,
        member: &str,
        role: GroupRole,
    ) -> Result<(), LibraryError> {
        let group = self.group(group)?;
        let roster = self.roster(&group)?;
        if roster.role(&group.device) != Some(GroupRole::Founder) || role == GroupRole::Founder {
            return Err(LibraryError::NotAllowed("小组创建者"));
        }
        let member = self.member_named(&roster, member)?;
        let open = open_of(&roster, |a| a.member == member);
        if open.iter().any(|a| a.role == GroupRole::Founder) {
            return Err(LibraryError::NotAllowed("其他创建者"));
        }
        let places = self.places(&group)?;
        let mut changes = Vec::new();
        let devices: BTreeSet<PublicKey> = open.iter().map(|a| a.device).collect();
        for device in devices {
            let of: Vec<_> = open.iter().filter(|a| a.device == device).collect();
            if of.iter().any(|a| a.role == role) && of.iter().all(|a| a.role <= role) {
                continue;
            }
            let Some(first) = of.first() else { continue };
            let named = (first.member.clone(), first.name.clone());
            changes.push(self.admission(&group, (device, first.recipient), named, role)?);
        }
        let above = open.into_iter().filter(|a| a.role > role).collect();
        changes.push(MembershipChange::Remove {
            ends: ends(&places, above),
        });
        self.change_membership(&group, changes)
    }

    /// Writes that this person leaves, with this device. The storage hears of it at the next exchange.
    pub(super) fn write_leaving(&mut self, group: &Group) -> Result<(), LibraryError> {
        if self.roster(group)?.role(&group.device).is_some() {
            self.change_membership(group, vec![MembershipChange::Leave])?;
        }
        Ok(())
    }

    /// Keys for whom lacks them, and a new one when somebody who is gone has the present one. Answers with whether
    /// anything was written.
    pub(super) fn tend(&mut self, group: &Group) -> Result<bool, LibraryError> {
        let roster = self.roster(group)?;
        if roster.role(&group.device) < Some(GroupRole::Moderator) {
            return Ok(false);
        }
        let recipients = roster.recipients();
        let keys = self.group_keys(group)?;
        let mut changes = Vec::new();
        let mut missing = Vec::new();
        for key in &keys {
            let holders = roster.holders(key.id());
            for (device, recipient) in recipients.iter().filter(|(d, _)| !holders.contains(d)) {
                missing.push(key.wrap(*device, recipient)?);
            }
        }
        if !missing.is_empty() {
            changes.push(MembershipChange::Keys { keys: missing });
        }
        let current = roster.epochs().iter().next_back();
        let leaked = current.is_none_or(|(_, key)| {
            let gone = |device: &PublicKey| !recipients.contains_key(device);
            roster.holders(*key).iter().any(gone)
        });
        if leaked {
            let number = current.map_or(1, |(epoch, _)| epoch.number + 1);
            changes.push(self.new_epoch(group, number, recipients.into_iter().collect())?);
        }
        let wrote = !changes.is_empty();
        if wrote {
            self.change_membership(group, changes)?;
        }
        Ok(wrote)
    }

    /// A new key for everyone.
    fn new_epoch(
        &mut self,
        group: &Group,
        number: u32,
        recipients: Vec<(PublicKey, Recipient)>,
    ) -> Result<MembershipChange, LibraryError> {
        let key = GroupKey::generate()?;
        self.keep_key(group, &key)?;
        let wrapped = recipients.iter().map(|(device, to)| key.wrap(*device, to));
        Ok(MembershipChange::Epoch {
            number,
            key: key.id(),
            keys: wrapped.collect::<Result<_, _>>()?,
        })
    }

    /// An admission with all keys so far, from the frame on that comes next.
    fn admission(
        &self,
        group: &Group,
        (device, recipient): (PublicKey, Recipient),
        (member, name): (String, String),
        role: GroupRole,
    ) -> Result<MembershipChange, LibraryError> {
        let keys = self.group_keys(group)?;
        let keys: Result<Vec<WrappedKey>, _> =
            keys.iter().map(|k| k.wrap(device, &recipient)).collect();
        let log = self.logs(group)?.remove(&device);
        Ok(MembershipChange::Admit {
            device,
            recipient,
            member,
            name,
            role,
            from: log.map_or(0, |l| l.place.next),
            keys: keys?,
        })
    }

    pub(super) fn change_membership(
        &mut self,
        group: &Group,
        changes: Vec<MembershipChange>,
    ) -> Result<(), LibraryError> {
        let door = group.door.clone();
        self.write_frame(group, &Content::Membership(changes), &door)?;
        self.open_frames(group)?;
        Ok(())
    }

    /// The roster, if this device may moderate.
    pub(super) fn moderating(&self, group: &Group) -> Result<Roster, LibraryError> {
        let roster = self.roster(group)?;
        if roster.role(&group.device) < Some(GroupRole::Moderator) {
            return Err(LibraryError::NotAllowed("小组管理员"));
        }
        Ok(roster)
    }

    /// The id of the member with this id, beginning of an id, or name.
    fn member_named(&self, roster: &Roster, name: &str) -> Result<String, LibraryError> {
        let fits = |m: &yandu_share::MemberState| {
            m.active && (m.name == name || (name.len() >= 4 && m.id.starts_with(name)))
        };
        let fitting: Vec<_> = roster.members().into_iter().filter(|m| fits(m)).collect();
        match &fitting[..] {
            [] => Err(LibraryError::NothingThere {
                noun: "组员",
                id: name.to_owned(),
            }),
            [one] => Ok(one.id.clone()),
            _ => Err(LibraryError::Ambiguous(name.to_owned())),
        }
    }

    /// The number of the next frame of each device that is known here.
    fn places(&self, group: &Group) -> Result<Vec<(PublicKey, u64)>, LibraryError> {
        let logs = self.logs(group)?.into_iter();
        Ok(logs.map(|(device, log)| (device, log.place.next)).collect())
    }

    /// The requests that were not answered.
    pub(super) fn requests_of(&self, group: &Group) -> Result<Vec<Request>, LibraryError> {
        let roster = self.roster(group)?;
        let sql = "SELECT request FROM group_request WHERE grp = ?1 AND request <> ''";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([group.key], |r| r.get::<_, String>(0))?;
        let mut requests: Vec<Request> = Vec::new();
        for request in rows {
            requests.push(serde_json::from_str(&request?)?);
        }
        requests.retain(|r| roster.role(&r.device).is_none());
        requests.sort_by(|a, b| (&a.at, a.device).cmp(&(&b.at, b.device)));
        Ok(requests)
    }

    fn request_of(&self, group: &Group, device: &str) -> Result<Request, LibraryError> {
        let mut requests = self.requests_of(group)?;
        requests.retain(|r| {
            r.device.to_string().starts_with(&device.to_lowercase()) || r.name == device
        });
        match requests.len() {
            1 => Ok(requests.remove(0)),
            0 => Err(LibraryError::NothingThere {
                noun: "加入申请",
                id: device.to_owned(),
            }),
            _ => Err(LibraryError::Ambiguous(device.to_owned())),
        }
    }

    fn forget_request(&self, group: &Group, device: &PublicKey) -> Result<(), LibraryError> {
        let sql = "DELETE FROM group_request WHERE grp = ?1 AND device = ?2";
        self.connection
            .execute(sql, params![group.key, device.to_string()])?;
        Ok(())
    }

    /// Keeps a request that lies in the storage; one that is no request of this group is ignored.
    pub(super) fn keep_request(
        &self,
        group: &Group,
        device: &PublicKey,
        bytes: &[u8],
    ) -> Result<(), LibraryError> {
        let request = Request::read(bytes, &group.door, &group.charter.id);
        let text = match request {
            Ok(request) if request.device == *device => serde_json::to_string(&request)?,
            _ => String::new(),
        };
        let sql = "INSERT OR REPLACE INTO group_request VALUES (?1, ?2, ?3)";
        self.connection
            .execute(sql, params![group.key, device.to_string(), text])?;
        Ok(())
    }

    /// The devices whose requests were read.
    pub(super) fn known_requests(&self, group: &Group) -> Result<BTreeSet<String>, LibraryError> {
        let sql = "SELECT device FROM group_request WHERE grp = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([group.key], |r| r.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn open_of(
    roster: &Roster,
    which: impl Fn(&yandu_share::Admission) -> bool,
) -> Vec<yandu_share::Admission> {
    let members = roster.members();
    let open = members.iter().flat_map(|m| roster.open_admissions(&m.id));
    open.filter(|a| which(a)).cloned().collect()
}

/// The ends of admissions, at the last frames that are known here.
fn ends(places: &[(PublicKey, u64)], admissions: Vec<yandu_share::Admission>) -> Vec<AdmissionEnd> {
    let last = |device: PublicKey| {
        let place = places.iter().find(|(d, _)| *d == device);
        place.and_then(|(_, next)| next.checked_sub(1))
    };
    admissions
        .into_iter()
        .map(|a| AdmissionEnd {
            admission: a.id,
            last: last(a.device),
        })
        .collect()
}
