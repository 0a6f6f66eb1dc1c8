//! Convergence: five libraries over a storage that loses, cuts, delays and repeats, with a member of bad will among them.

use yandu::{AnnotationChange, GroupRole, Removal};

use super::hostile::Hostile;
use super::member::{GROUP, Member, template};
use super::storage::{Faults, SharedFolder};
use crate::shared::Dice;

const RUNS: u64 = 200;
const STEPS: usize = 30;

const BAD: Faults = Faults {
    missing: 100,
    stale: 150,
    cut: 100,
    torn: 100,
    fails: 50,
};

#[test]
fn two_hundred_runs_converge_and_no_forgery_takes_effect() {
    let template = template();
    let shown = std::sync::atomic::AtomicUsize::new(0);
    // Two at a time, as many as this machine has cores for.
    std::thread::scope(|scope| {
        for half in 0..2 {
            let (template, shown) = (&template, &shown);
            scope.spawn(move || {
                for seed in (0..RUNS).filter(|s| s % 2 == half) {
                    let forged = run(template, seed);
                    shown.fetch_add(forged, std::sync::atomic::Ordering::Relaxed);
                }
            });
        }
    });
    // They came through, as the words of who wrote them.
    assert!(shown.into_inner() > 100);
}

/// Answers with how many forgeries stand under their own author's name.
fn run(template: &tempfile::TempDir, seed: u64) -> usize {
    let mut dice = Dice(seed);
    let folder = SharedFolder::default();
    let members: Vec<Member> = ["甲", "乙", "丙", "丁", "戊"]
        .iter()
        .map(|name| Member::new(template, name))
        .collect();
    members[0].found(&mut folder.open());
    for member in &members[1..] {
        member.enter_group(&members[0], &mut folder.open());
    }
    members[0].with(|l| l.set_role(GROUP, "乙", GroupRole::Moderator).unwrap());
    let mut hostile = Hostile::enter(&members[0], &folder);
    for step in 0..STEPS {
        let who = &members[dice.below(members.len())];
        act(who, step, &mut dice);
        if dice.chance(10) {
            hostile.attack(&members[dice.below(5)], &folder, &mut dice);
        }
        if dice.chance(50) {
            let mut storage = folder.through(BAD, seed * 1000 + step as u64);
            let _ = who.sync(&mut storage);
        }
    }
    settle(&members, &folder);
    let newcomer = Member::new(template, "新来");
    newcomer.enter_group(&members[0], &mut folder.open());
    settle(&members, &folder);
    let expected = members[0].discussion();
    let belong = |m: &&Member| m.with(|l| l.get_group(GROUP).unwrap().standing as u8) < 3;
    for member in members.iter().filter(belong).chain([&newcomer]) {
        let said = member.discussion();
        assert_eq!(said, expected, "seed {seed}: {} and 甲 differ", member.name);
        assert_eq!(member.roster(), members[0].roster(), "seed {seed}");
    }
    let is_forged = |line: &&String| line.contains("被篡改");
    let as_another = |line: &String| line.contains("被篡改") && !line.contains("不怀好意:被篡改");
    assert!(
        !expected.iter().any(as_another),
        "seed {seed}: {expected:?}"
    );
    for member in &members {
        let own = member.annotations().into_iter().filter(|a| a.mine).count();
        assert_eq!(
            own,
            member.with_own(),
            "seed {seed}: {} lost own words",
            member.name
        );
    }
    expected.iter().filter(is_forged).count()
}

/// What a member does on its own.
fn act(who: &Member, step: usize, dice: &mut Dice) {
    let all = who.annotations();
    let own: Vec<_> = all.iter().filter(|a| a.mine).collect();
    let any = (!all.is_empty()).then(|| &all[dice.below(all.len())]);
    match dice.below(12) {
        0..=3 => {
            let words = format!("{}在第{step}步说", who.name);
            who.say(dice.below(40) as u32 + 1, &words);
            who.count_own(1);
        }
        4..=5 if !own.is_empty() => {
            let change = AnnotationChange {
                comment: Some(format!("{}在第{step}步改", who.name)),
                ..AnnotationChange::default()
            };
            let id = &own[dice.below(own.len())].id;
            who.with(|l| l.update_annotation(id, &change).unwrap());
        }
        6 if !own.is_empty() => {
            let id = own[dice.below(own.len())].id.clone();
            who.with(|l| l.remove_annotations(&[id]).unwrap());
            who.count_own(-1);
        }
        7..=8 => {
            if let Some(annotation) = any {
                let words = format!("{}在第{step}步答", who.name);
                who.with(|l| l.add_reply(&annotation.id, &words).unwrap());
            }
        }
        9 => {
            if let Some(annotation) = any {
                // Refused for what the group does not have, or for who does not belong.
                let on = dice.chance(70);
                let _ = who.with(|l| l.set_discussed(GROUP, &annotation.id, on));
            }
        }
        10 => {
            if let Some(annotation) = any.filter(|a| !a.mine) {
                let _ = who.with(|l| l.hide_in_group(GROUP, &annotation.id, Some("无关")));
            }
        }
        _ => rule(who, dice),
    }
}

/// What founder and moderators do at the same time, and others try to.
fn rule(who: &Member, dice: &mut Dice) {
    let name = ["乙", "丙", "丁", "戊"][dice.below(4)];
    let removal = Removal::Member(name.into());
    let role = if dice.chance(50) {
        GroupRole::Moderator
    } else {
        GroupRole::Member
    };
    who.with(|l| match dice.below(3) {
        0 => drop(l.remove_from_group(GROUP, &removal)),
        1 => drop(l.set_role(GROUP, name, role)),
        _ => {
            for request in l.list_group_requests(GROUP).unwrap_or_default() {
                let _ = l.admit(GROUP, &request.device, None);
            }
        }
    });
}

/// The storage is well again, and everyone exchanges until nothing is new.
fn settle(members: &[Member], folder: &SharedFolder) {
    for _ in 0..4 {
        for member in members {
            let _ = member.sync(&mut folder.open());
        }
    }
}
