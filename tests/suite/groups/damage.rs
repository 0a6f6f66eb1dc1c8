//! Damaged files of a group: each is refused or left for the next time, and nothing here changes.

use super::member::{GROUP, Member, template};
use super::storage::SharedFolder;
use crate::shared::Dice;

/// Changes bytes in one of the ways in which files break.
fn damage(bytes: &mut Vec<u8>, dice: &mut Dice) {
    match dice.below(5) {
        0 => bytes.truncate(dice.below(bytes.len() + 1)),
        1 => {
            let at = dice.below(bytes.len());
            bytes[at] ^= 1 << dice.below(8);
        }
        2 => {
            let at = dice.below(bytes.len());
            let len = dice.below(40);
            bytes.splice(at..at, (0..len).map(|n| n as u8));
        }
        3 => {
            let (from, to) = (dice.below(bytes.len()), dice.below(bytes.len()));
            let len = dice.below(60).min(bytes.len() - from.max(to));
            let part = bytes[from..from + len].to_vec();
            bytes[to..to + len].copy_from_slice(&part);
        }
        _ => {
            let at = dice.below(bytes.len());
            bytes[at..].fill(0);
        }
    }
}

#[test]
fn damaged_logs_bundles_charters_and_requests_change_nothing() {
    let (template, folder) = (template(), SharedFolder::default());
    let [zhang, li, wang] = ["张三", "李四", "王五"].map(|n| Member::new(&template, n));
    zhang.found(&mut folder.open());
    li.enter_group(&zhang, &mut folder.open());
    let before = folder.contents();
    let outside = li.clone_folder();
    wang.enter_group(&zhang, &mut folder.open());
    for n in 1..20 {
        wang.say(n, &format!("王五说第{n}句"));
        wang.sync(&mut folder.open()).unwrap();
    }
    zhang.sync(&mut folder.open()).unwrap();
    let whole = zhang.discussion();
    let good = folder.contents();
    let mut dice = Dice(7);
    let names: Vec<String> = good
        .keys()
        .filter(|n| !n.ends_with(".text"))
        .cloned()
        .collect();
    let mut taken = 0;
    for round in 0..250 {
        let reader = Member::copy_of(outside.path(), "李四");
        // Several damages in a row on the same reader, then the good files.
        for _ in 0..20 {
            let broken = SharedFolder::default();
            for (name, bytes) in &good {
                broken.plant(name, bytes.clone());
            }
            let name = &names[dice.below(names.len())];
            let mut bytes = good[name].clone();
            (0..=dice.below(3)).for_each(|_| {
                if !bytes.is_empty() {
                    damage(&mut bytes, &mut dice);
                }
            });
            broken.plant(name, bytes);
            let _ = reader.sync(&mut broken.open());
            let said = reader.discussion();
            assert!(
                said.iter().all(|line| whole.contains(line)),
                "round {round}: {said:?}"
            );
            taken += usize::from(said.len() < whole.len());
        }
        let mine: Vec<_> = reader
            .annotations()
            .into_iter()
            .filter(|a| a.mine)
            .collect();
        assert!(mine.is_empty());
        let _ = reader.sync(&mut folder.open());
        let again = reader.sync(&mut folder.open());
        assert!(again.is_ok(), "round {round}: {again:?}");
        assert_eq!(reader.discussion(), whole, "round {round}");
    }
    assert!(taken > 0 && before.len() < good.len());
    let requests = zhang.with(|l| l.list_group_requests(GROUP).unwrap());
    assert!(requests.is_empty());
}
