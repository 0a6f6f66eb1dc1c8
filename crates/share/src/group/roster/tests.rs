use proptest::prelude::*;

use super::*;
use crate::{DeviceKey, GroupKey};

fn key(n: u8) -> DeviceKey {
    DeviceKey::from_secret(&[n; 32])
}

fn charter() -> Charter {
    Charter {
        id: "g".into(),
        title: "小组".into(),
        founder: key(1).public(),
        recipient: key(1).recipient(),
        member: "m1".into(),
        name: "创建者".into(),
        texts: false,
        created_at: String::new(),
    }
}

fn placed(by: u8, sequence: u64, change: MembershipChange) -> PlacedChange {
    PlacedChange {
        id: ChangeId {
            device: key(by).public(),
            sequence,
            line: 0,
        },
        change,
    }
}

fn admit(by: u8, sequence: u64, who: u8, role: GroupRole) -> PlacedChange {
    let change = MembershipChange::Admit {
        device: key(who).public(),
        recipient: key(who).recipient(),
        member: format!("m{who}"),
        name: format!("组员{who}"),
        role,
        from: 0,
        keys: Vec::new(),
    };
    placed(by, sequence, change)
}

fn remove(by: u8, sequence: u64, admission: &PlacedChange, last: Option<u64>) -> PlacedChange {
    let end = AdmissionEnd {
        admission: admission.id,
        last,
    };
    placed(by, sequence, MembershipChange::Remove { ends: vec![end] })
}

fn role(roster: &Roster, who: u8) -> Option<GroupRole> {
    roster.role(&key(who).public())
}

#[test]
fn ranks_decide_who_may_admit_and_remove() {
    let second = admit(1, 0, 2, GroupRole::Moderator);
    let third = admit(2, 0, 3, GroupRole::Member);
    let roster = Roster::of(
        &charter(),
        &[
            second.clone(),
            third.clone(),
            admit(3, 0, 4, GroupRole::Member),
            admit(2, 1, 5, GroupRole::Moderator),
            admit(6, 0, 6, GroupRole::Founder),
        ],
    );
    assert_eq!(role(&roster, 1), Some(GroupRole::Founder));
    assert_eq!(role(&roster, 2), Some(GroupRole::Moderator));
    assert_eq!(role(&roster, 3), Some(GroupRole::Member));
    assert_eq!(
        [4, 5, 6].map(|n| role(&roster, n)),
        [None; 3],
        "by no one who may"
    );
    let upward = [
        second.clone(),
        third.clone(),
        remove(3, 1, &second, None),
        remove(2, 2, &second, None),
    ];
    assert_eq!(Roster::of(&charter(), &upward).members().len(), 3);
    let downward = [second, third.clone(), remove(2, 2, &third, Some(4))];
    let roster = Roster::of(&charter(), &downward);
    let device = key(3).public();
    assert!(roster.accepts(&device, 4) && !roster.accepts(&device, 5));
    assert_eq!(role(&roster, 3), None);
}

#[test]
fn moderators_who_remove_each_other_and_a_founder_who_removes_one() {
    let (a, b) = (
        admit(1, 0, 2, GroupRole::Moderator),
        admit(1, 1, 3, GroupRole::Moderator),
    );
    let each = [
        a.clone(),
        b.clone(),
        remove(2, 0, &b, None),
        remove(3, 0, &a, None),
    ];
    let roster = Roster::of(&charter(), &each);
    assert_eq!(
        (role(&roster, 2), role(&roster, 3)),
        (Some(GroupRole::Moderator), Some(GroupRole::Moderator))
    );
    // What a moderator did up to the last frame that counts stays; what came behind it does not.
    let before = admit(2, 3, 4, GroupRole::Member);
    let behind = admit(2, 4, 5, GroupRole::Member);
    let removed = remove(1, 2, &a, Some(3));
    let roster = Roster::of(&charter(), &[a, b, before, behind, removed]);
    assert_eq!(
        (role(&roster, 2), role(&roster, 4), role(&roster, 5)),
        (None, Some(GroupRole::Member), None)
    );
}

#[test]
fn who_left_or_was_removed_comes_back_by_a_new_admission() {
    let first = admit(1, 0, 2, GroupRole::Member);
    let left = placed(2, 5, MembershipChange::Leave);
    let mut again = admit(1, 3, 2, GroupRole::Member);
    if let MembershipChange::Admit { from, .. } = &mut again.change {
        *from = 8;
    }
    let roster = Roster::of(&charter(), &[first.clone(), left.clone()]);
    assert!(role(&roster, 2).is_none() && !roster.members()[1].active);
    let roster = Roster::of(&charter(), &[first, left, again]);
    let device = key(2).public();
    let counts: Vec<bool> = [5, 6, 7, 8].map(|n| roster.accepts(&device, n)).to_vec();
    assert_eq!(counts, [true, false, false, true]);
    assert!(roster.members()[1].active);
}

#[test]
fn keys_come_from_moderators_only() {
    let secret = GroupKey::generate().unwrap();
    let sent = |by: u8, number| {
        let keys = vec![secret.wrap(key(1).public(), &key(1).recipient()).unwrap()];
        let key = secret.id();
        placed(by, 9, MembershipChange::Epoch { number, key, keys })
    };
    let changes = [admit(1, 0, 2, GroupRole::Member), sent(2, 7), sent(1, 1)];
    let roster = Roster::of(&charter(), &changes);
    let numbers: Vec<u32> = roster.epochs().keys().map(|e| e.number).collect();
    assert_eq!(numbers, [1]);
    assert_eq!(roster.keys_for(&key(1).public()).count(), 1);
    assert_eq!(roster.holders(secret.id()).len(), 1);
}

proptest! {
    #[test]
    fn the_order_of_arrival_makes_no_difference(
        steps in proptest::collection::vec((1_u8..6, 0_u64..6, 1_u8..6, 0_u8..5), 1..30),
        order in any::<u64>(),
    ) {
        let mut changes: Vec<PlacedChange> = Vec::new();
        for (by, sequence, who, what) in steps {
            let id = ChangeId { device: key(by).public(), sequence, line: 0 };
            if changes.iter().any(|c| c.id == id) {
                continue;
            }
            let change = match what {
                0 => admit(by, sequence, who, GroupRole::Member),
                1 => admit(by, sequence, who, GroupRole::Moderator),
                2 => placed(by, sequence, MembershipChange::Leave),
                _ => {
                    let target = changes.get(usize::from(who)).map_or(id, |c| c.id);
                    let ends = vec![AdmissionEnd { admission: target, last: Some(sequence) }];
                    placed(by, sequence, MembershipChange::Remove { ends })
                }
            };
            changes.push(change);
        }
        let roster = Roster::of(&charter(), &changes);
        let len = changes.len();
        changes.rotate_left(order as usize % len);
        if order % 2 == 0 {
            changes.reverse();
        }
        prop_assert_eq!(&Roster::of(&charter(), &changes), &roster);
        // No one but the founding device can end what it is.
        let founder = key(1).public();
        let own_leave = changes.iter().any(|c| c.id.device == founder && c.change == MembershipChange::Leave);
        prop_assert!(own_leave || roster.role(&founder) == Some(GroupRole::Founder));
    }
}
