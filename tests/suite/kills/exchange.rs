//! kill -9 while a group exchanges: what was written stays, what was sent stands with the others, and the next exchange
//! goes on where this one ended.

use std::path::Path;

use tempfile::TempDir;
use yandu::{Address, RemoteStorage, Secret};

use super::{ROUNDS, assert_sound, killed_folder, run_and_kill};
use crate::groups::member::{Member, folder, template};
use crate::shared::Dice;

fn storage(folder: &Path) -> RemoteStorage {
    let place = folder.join("storage").to_string_lossy().into_owned();
    RemoteStorage::new(&Address::Folder(place), &Secret::default()).unwrap()
}

fn zhang(folder: &Path) -> Member {
    Member::at(&folder.join("zhang"), "张三")
}

/// Not a test: what is killed. It says what is durable and what was sent.
#[test]
#[ignore = "started and killed by the test below"]
fn exchanges_without_end() {
    let Some(folder) = killed_folder() else {
        return;
    };
    let (zhang, mut storage) = (zhang(&folder), storage(&folder));
    let begun = zhang.annotations().len();
    for n in begun.. {
        let words = format!("第{n}句");
        zhang.say(1 + n as u32 % 30, &words);
        println!("said {words}");
        if n % 3 == 0 {
            zhang.sync(&mut storage).unwrap();
            println!("sent {words}");
        }
    }
}

#[test]
fn what_was_said_and_sent_is_there_after_a_kill() {
    let (template, home): (TempDir, TempDir) = (template(), folder());
    std::fs::create_dir(home.path().join("storage")).unwrap();
    let li = Member::new(&template, "李四");
    {
        let zhang = Member::new(&template, "张三");
        zhang.found(&mut storage(home.path()));
        li.enter_group(&zhang, &mut storage(home.path()));
        zhang.copy_to(&home.path().join("zhang"));
    }
    let mut exchanges = 0;
    let (mut said, mut sent, mut dice) = (Vec::new(), Vec::new(), Dice(7));
    for round in 0..ROUNDS {
        let lines = run_and_kill(
            "kills::exchange::exchanges_without_end",
            home.path(),
            &mut dice,
            260,
        );
        let zhang = zhang(home.path());
        let there: Vec<String> = zhang.annotations().into_iter().map(|a| a.comment).collect();
        for line in &lines {
            match line.split_once(' ') {
                Some(("said", words)) => {
                    assert!(
                        there.iter().any(|w| w == words),
                        "round {round}: {words} is lost"
                    );
                    said.push(words.to_owned());
                }
                Some(("sent", words)) => {
                    sent.push(words.to_owned());
                    exchanges += 1;
                }
                _ => {}
            }
        }
        zhang.with(|library| assert_sound(library, round));
        if round % 10 == 9 {
            zhang.sync(&mut storage(home.path())).unwrap();
            li.sync(&mut storage(home.path())).unwrap();
            assert_eq!(zhang.discussion(), li.discussion(), "round {round}");
            // Whatever was said was shared too, sent before the kill or not.
            sent.clone_from(&said);
        } else {
            // Before the sender goes on: what it called sent is with the others already.
            li.sync(&mut storage(home.path())).unwrap();
        }
        let heard: Vec<String> = li.annotations().into_iter().map(|a| a.comment).collect();
        let missing = sent.iter().find(|words| !heard.contains(words));
        assert_eq!(missing, None, "round {round}");
    }
    let said = said.len();
    assert!(
        said > 100 && exchanges > 20,
        "the kills came too early: {said} said, {exchanges} sent"
    );
    println!(
        "{said} annotations said, {exchanges} exchanges ended before {ROUNDS} kills; none is lost"
    );
}
