//! kill -9 while a backup is put back: the library is the one before or the one after, never something between, and
//! never an empty one.

use std::path::Path;

use yandu::{Colour, Library, SearchOptions};

use super::{ROUNDS, assert_sound, killed_folder, run_and_kill};
use crate::annotations::{new, quote, with_text};
use crate::shared::Dice;

const TEXT: &str = "在会上的讲话\n\n没有调查就没有发言权。\n";

/// The two states that are put back in turn: name, file, words of the one annotation.
const STATES: [(&str, &str); 2] = [("甲.yandu", "甲状态的批注"), ("乙.yandu", "乙状态的批注")];

/// Not a test: what is killed.
#[test]
#[ignore = "started and killed by the test below"]
fn restores_without_end() {
    let Some(folder) = killed_folder() else {
        return;
    };
    let mut library = Library::open(&folder.join("library")).unwrap();
    for n in 0.. {
        let (file, words) = STATES[n % 2];
        library = library.restore(&folder.join(file)).unwrap();
        println!("restored {words}");
    }
}

/// The words of the annotation that stands; they are found, and so is the text.
fn state(library: &mut Library, round: usize) -> String {
    let all = SearchOptions {
        scopes: yandu::Scope::ALL.to_vec(),
        ..SearchOptions::default()
    };
    let annotations = library
        .list_annotations(&yandu::AnnotationFilter::default())
        .unwrap()
        .items;
    assert_eq!(annotations.len(), 1, "round {round}");
    let words = annotations[0].comment.clone();
    for (n, (_, known)) in STATES.iter().enumerate() {
        let found = library.search(known, &all).unwrap().documents;
        assert_eq!(
            found,
            u32::from(*known == words),
            "round {round}: state {n}"
        );
    }
    assert_eq!(
        library
            .search("没有发言权", &SearchOptions::default())
            .unwrap()
            .hits,
        1
    );
    words
}

fn make_states(folder: &Path) {
    let (mut library, document) = with_text(folder, TEXT);
    for (file, words) in STATES {
        library
            .annotate_quote(
                &document,
                &quote("没有发言权"),
                &new(Colour::KeyPoint, words),
            )
            .unwrap();
        library.backup(&folder.join(file)).unwrap();
        library.undo().unwrap();
    }
}

#[test]
fn a_kill_while_restoring_leaves_the_one_or_the_other() {
    let folder = crate::groups::member::folder();
    make_states(folder.path());
    let home = folder.path().join("library");
    let library = Library::open(&home).unwrap();
    drop(library.restore(&folder.path().join(STATES[0].0)).unwrap());
    let (mut restored, mut dice) = (0, Dice(11));
    let mut seen = [0; 2];
    for round in 0..ROUNDS {
        let said = run_and_kill(
            "kills::restore::restores_without_end",
            folder.path(),
            &mut dice,
            700,
        );
        restored += said
            .iter()
            .filter(|line| line.starts_with("restored "))
            .count();
        let mut library = Library::open(&home).unwrap();
        let words = state(&mut library, round);
        seen[usize::from(words == STATES[1].1)] += 1;
        assert_sound(&mut library, round);
    }
    assert!(
        restored > 40 && seen.iter().all(|n| *n > 5),
        "{restored} restored, {seen:?}"
    );
    println!("{restored} restores ended before {ROUNDS} kills; {seen:?}");
}
