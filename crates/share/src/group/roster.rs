//! Who belongs to a group: a function of the set of membership changes, whatever their order.
//!
//! Ranks decide, from above: the founding device appoints founders' further devices; founders appoint moderators and admit
//! members; moderators admit and remove members. Whoever a change concerns stands below who makes it, so no two changes
//! can cancel each other: of two moderators who remove each other at the same time neither succeeds. An admission ends
//! at the lowest frame that any valid removal names. To come back is a new admission, which earlier removals do not name.

use std::collections::{BTreeMap, BTreeSet};

use super::Charter;
use super::membership::{AdmissionEnd, ChangeId, GroupRole, MembershipChange};
use crate::PublicKey;
use crate::seal::{KeyId, Recipient, WrappedKey};

/// A change and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedChange {
    /// Where.
    pub id: ChangeId,
    /// What.
    pub change: MembershipChange,
}

/// A device that was admitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admission {
    /// The change that admitted it.
    pub id: ChangeId,
    /// The device.
    pub device: PublicKey,
    /// Where its keys are sent to.
    pub recipient: Recipient,
    /// The member.
    pub member: String,
    /// 姓名
    pub name: String,
    /// What it may do.
    pub role: GroupRole,
    from: u64,
    end: End,
}

/// The first frame that counts no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct End(u64);

const NEVER: End = End(u64::MAX);

/// A key's time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Epoch {
    /// Its number.
    pub number: u32,
    /// The change that began it; orders those of one number.
    pub id: ChangeId,
}

/// A member as the group sees it now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberState {
    /// The id.
    pub id: String,
    /// 姓名
    pub name: String,
    /// What the member may do; of one who is gone, what it was.
    pub role: GroupRole,
    /// Belongs to the group now.
    pub active: bool,
    /// The devices that are active, or were.
    pub devices: Vec<PublicKey>,
}

/// Who belongs to a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roster {
    admissions: BTreeMap<ChangeId, Admission>,
    epochs: BTreeMap<Epoch, KeyId>,
    keys: Vec<WrappedKey>,
}

impl Roster {
    /// The members of a group after these changes.
    pub fn of(charter: &Charter, changes: &[PlacedChange]) -> Roster {
        let founder = charter.founder;
        let id = ChangeId {
            device: founder,
            sequence: 0,
            line: u32::MAX,
        };
        let first = Admission {
            id,
            device: founder,
            recipient: charter.recipient,
            member: charter.member.clone(),
            name: charter.name.clone(),
            role: GroupRole::Founder,
            from: 0,
            end: NEVER,
        };
        let mut roster = Roster {
            admissions: BTreeMap::from([(id, first)]),
            epochs: BTreeMap::new(),
            keys: Vec::new(),
        };
        roster.leave(changes);
        // First the founding device alone; then what founders say of those below; then moderators.
        roster.take(changes, |by, role| {
            by == (founder, GroupRole::Founder) && role == GroupRole::Founder
        });
        roster.leave(changes);
        roster.take(changes, |(_, by), role| {
            by == GroupRole::Founder && role < GroupRole::Founder
        });
        roster.leave(changes);
        roster.take(changes, |(_, by), role| {
            by == GroupRole::Moderator && role == GroupRole::Member
        });
        roster.leave(changes);
        roster.take_keys(changes);
        roster
    }

    /// Does this frame of a device count?
    pub fn accepts(&self, device: &PublicKey, sequence: u64) -> bool {
        self.role_at(device, sequence).is_some()
    }

    /// Do all frames of a device count, those to come too?
    pub fn accepts_all(&self, device: &PublicKey) -> bool {
        let all = |a: &Admission| a.device == *device && a.from == 0 && a.end == NEVER;
        self.admissions.values().any(all)
    }

    /// What a device may do in this frame.
    pub fn role_at(&self, device: &PublicKey, sequence: u64) -> Option<GroupRole> {
        let counts =
            |a: &&Admission| a.device == *device && a.from <= sequence && End(sequence) < a.end;
        self.admissions
            .values()
            .filter(counts)
            .map(|a| a.role)
            .max()
    }

    /// What a device may do now; `None` if it does not belong to the group.
    pub fn role(&self, device: &PublicKey) -> Option<GroupRole> {
        let of = |a: &&Admission| a.device == *device && a.end == NEVER;
        self.admissions.values().filter(of).map(|a| a.role).max()
    }

    /// The member whose device this is or was.
    pub fn member_of(&self, device: &PublicKey) -> Option<&Admission> {
        let of = |a: &&Admission| a.device == *device;
        // The newest name that someone of rank gave.
        self.admissions
            .values()
            .filter(of)
            .max_by_key(|a| (a.end, a.role))
    }

    /// The admissions of a member that have not ended.
    pub fn open_admissions(&self, member: &str) -> impl Iterator<Item = &Admission> {
        let open = move |a: &&Admission| a.member == member && a.end == NEVER;
        self.admissions.values().filter(open)
    }

    /// All devices that ever were admitted.
    pub fn devices(&self) -> BTreeSet<PublicKey> {
        self.admissions.values().map(|a| a.device).collect()
    }

    /// The devices that belong to the group now, with where their keys are sent to.
    pub fn recipients(&self) -> BTreeMap<PublicKey, Recipient> {
        let open = self.admissions.values().filter(|a| a.end == NEVER);
        open.map(|a| (a.device, a.recipient)).collect()
    }

    /// The members, in the order of their ids.
    pub fn members(&self) -> Vec<MemberState> {
        let mut members: BTreeMap<&str, MemberState> = BTreeMap::new();
        let mut best: BTreeMap<&str, (bool, GroupRole)> = BTreeMap::new();
        for admission in self.admissions.values() {
            let active = admission.end == NEVER;
            let member = members.entry(&admission.member).or_insert(MemberState {
                id: admission.member.clone(),
                name: admission.name.clone(),
                role: admission.role,
                active,
                devices: Vec::new(),
            });
            let rank = (active, admission.role);
            let before = best.entry(&admission.member).or_insert(rank);
            if rank > *before {
                *before = rank;
                member.name.clone_from(&admission.name);
                (member.active, member.role) = rank;
            }
            if !member.devices.contains(&admission.device) {
                member.devices.push(admission.device);
            }
        }
        members.into_values().collect()
    }

    /// The epochs with their keys, the current one last.
    pub fn epochs(&self) -> &BTreeMap<Epoch, KeyId> {
        &self.epochs
    }

    /// The devices to which a key was sent.
    pub fn holders(&self, key: KeyId) -> BTreeSet<PublicKey> {
        let of = self.keys.iter().filter(|k| k.key == key);
        of.map(|k| k.device).collect()
    }

    /// The keys that were sent to a device.
    pub fn keys_for(&self, device: &PublicKey) -> impl Iterator<Item = &WrappedKey> {
        self.keys.iter().filter(move |key| key.device == *device)
    }

    /// Takes the admissions, then the removals, of those whom `may` allows to touch a role.
    fn take(
        &mut self,
        changes: &[PlacedChange],
        may: impl Fn((PublicKey, GroupRole), GroupRole) -> bool,
    ) {
        let issuers: Vec<Option<(PublicKey, GroupRole)>> = changes
            .iter()
            .map(|c| Some((c.id.device, self.role_at(&c.id.device, c.id.sequence)?)))
            .collect();
        for (placed, issuer) in changes.iter().zip(&issuers) {
            let Some(issuer) = *issuer else { continue };
            if let MembershipChange::Admit {
                device,
                recipient,
                member,
                name,
                role,
                from,
                ..
            } = &placed.change
                && may(issuer, *role)
            {
                let admission = Admission {
                    id: placed.id,
                    device: *device,
                    recipient: *recipient,
                    member: member.clone(),
                    name: name.clone(),
                    role: *role,
                    from: *from,
                    end: NEVER,
                };
                self.admissions.insert(placed.id, admission);
            }
        }
        for (placed, issuer) in changes.iter().zip(&issuers) {
            let Some(issuer) = *issuer else { continue };
            if let MembershipChange::Remove { ends } = &placed.change {
                ends.iter()
                    .for_each(|end| self.end(end, |role| may(issuer, role)));
            }
        }
    }

    fn end(&mut self, end: &AdmissionEnd, may: impl Fn(GroupRole) -> bool) {
        if let Some(admission) = self.admissions.get_mut(&end.admission)
            && may(admission.role)
        {
            let at = End(end.last.map_or(0, |last| last.saturating_add(1)));
            admission.end = admission.end.min(at);
        }
    }

    /// Who leaves ends all that he has; the frame that says so is the last.
    fn leave(&mut self, changes: &[PlacedChange]) {
        for placed in changes {
            if placed.change == MembershipChange::Leave
                && self.accepts(&placed.id.device, placed.id.sequence)
            {
                let of = |a: &&mut Admission| {
                    a.device == placed.id.device && a.from <= placed.id.sequence
                };
                for admission in self.admissions.values_mut().filter(of) {
                    admission.end = admission.end.min(End(placed.id.sequence + 1));
                }
            }
        }
    }

    /// Keys come from moderators and founders only.
    fn take_keys(&mut self, changes: &[PlacedChange]) {
        for placed in changes {
            let role = self.role_at(&placed.id.device, placed.id.sequence);
            if role < Some(GroupRole::Moderator) {
                continue;
            }
            let (keys, epoch) = match &placed.change {
                MembershipChange::Admit { keys, .. } | MembershipChange::Keys { keys } => {
                    (keys, None)
                }
                MembershipChange::Epoch { number, key, keys } => (keys, Some((*number, *key))),
                MembershipChange::Remove { .. } | MembershipChange::Leave => continue,
            };
            if let Some((number, key)) = epoch {
                let epoch = Epoch {
                    number,
                    id: placed.id,
                };
                self.epochs.insert(epoch, key);
            }
            self.keys.extend(keys.iter().cloned());
        }
    }
}

#[cfg(test)]
mod tests;
