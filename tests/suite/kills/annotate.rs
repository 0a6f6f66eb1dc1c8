//! kill -9 while annotating and while writing a note: nothing that was acknowledged is lost.

use yandu::{Colour, Library, NewNote, NoteChange};

use super::{ROUNDS, assert_sound, killed_folder, run_and_kill};
use crate::annotations::{new, quote, with_text};
use crate::shared::Dice;

const TEXT: &str = "在会上的讲话\n\n没有调查就没有发言权。\n";

/// Not a test: what is killed. It says what is durable, line by line.
#[test]
#[ignore = "started and killed by the test below"]
fn writes_without_end() {
    let Some(folder) = killed_folder() else {
        return;
    };
    let mut library = Library::open(&folder).unwrap();
    let list = yandu::DocumentFilter {
        limit: 1,
        ..Default::default()
    };
    let document = library.list_documents(&list).unwrap().items[0].id.clone();
    let note = library.add_note(&NewNote::default()).unwrap();
    for n in 0.. {
        let words = format!("第{n}条");
        let marked = library
            .annotate_quote(
                &document,
                &quote("没有发言权"),
                &new(Colour::KeyPoint, &words),
            )
            .unwrap();
        println!("annotation {} {words}", marked.id);
        let body = NoteChange {
            body: Some(format!("写到{n}为止")),
            ..NoteChange::default()
        };
        library.update_note(&note.id, &body).unwrap();
        println!("note {} {n}", note.id);
    }
}

#[test]
fn what_was_acknowledged_is_there_after_a_kill() {
    let folder = crate::groups::member::folder();
    drop(with_text(folder.path(), TEXT));
    let home = folder.path().join("library");
    let (mut acknowledged, mut dice) = (0, Dice(4));
    for round in 0..ROUNDS {
        let said = run_and_kill("kills::annotate::writes_without_end", &home, &mut dice, 260);
        let mut library = Library::open(&home).unwrap();
        let mut last_note = None;
        for line in &said {
            let parts: Vec<&str> = line.split(' ').collect();
            match parts[..] {
                ["annotation", id, words] => {
                    assert_eq!(
                        library.get_annotation(id).unwrap().comment,
                        words,
                        "round {round}"
                    );
                    acknowledged += 1;
                }
                ["note", id, n] => last_note = Some((id.to_owned(), n.parse::<u64>().unwrap())),
                _ => {}
            }
        }
        if let Some((id, n)) = last_note {
            let body = library.get_note(&id).unwrap().body;
            let there: u64 = body
                .trim_matches(|c: char| !c.is_ascii_digit())
                .parse()
                .unwrap();
            assert!(
                there >= n,
                "round {round}: {n} was acknowledged, {there} is there"
            );
        }
        assert_sound(&mut library, round);
    }
    assert!(
        acknowledged > 200,
        "the kills came too early: {acknowledged}"
    );
    println!("{acknowledged} annotations were acknowledged before {ROUNDS} kills; none is lost");
}
