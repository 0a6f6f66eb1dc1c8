//! 撤销: whatever is done in whatever order, undoing it gives the library back as it was, and doing it again gives
//! back what was done.

mod acts;
mod content;
mod notes;
mod stuck;

use std::path::Path;

use yandu::{Library, LibraryError, Operation, OperationKind};

use crate::groups::member::{GROUP, Member, folder, template};
use crate::groups::storage::SharedFolder;
use crate::shared::Dice;

use acts::Acts;
use content::Content;

/// Sequences in `make test`; `YANDU_UNDO_SEQUENCES` sets another number.
const SEQUENCES: usize = 1200;

/// Operations of a sequence at most. Most have few: what is wrong shows in few.
const LONGEST: usize = 9;

/// Sequences after which a new library is taken: imports that were undone leave texts in the trash.
const FRESH: usize = 60;

/// Undoes the last operation as a person would who follows what is said.
fn undo_one(library: &mut Library) -> Operation {
    let last = library.next_undo().unwrap().expect("something to undo");
    match library.undo() {
        Ok(undone) => assert_eq!(undone.id, last.id, "what was named is what was undone"),
        Err(LibraryError::LastIsImport { batch, .. }) => {
            assert_eq!(last.kind, OperationKind::Import(batch));
            library.undo_import(Some(batch)).unwrap();
        }
        Err(LibraryError::LastIsPack { id, .. }) => {
            library.undo_pack(&id).unwrap();
        }
        Err(error) => panic!("{}: {error}", last.title()),
    }
    last
}

/// An operation, and the library before and after it.
struct Done {
    operation: Operation,
    before: Content,
    after: Content,
}

/// Does some random things; what is refused changes nothing.
fn act(library: &mut Library, acts: &mut Acts, dice: &mut Dice) -> Vec<Done> {
    let mut done: Vec<Done> = Vec::new();
    for _ in 0..1 + dice.below(LONGEST) {
        let before = Content::of(library.folder());
        let what = acts.one(library, dice);
        let after = Content::of(library.folder());
        let last = library.next_undo().unwrap();
        match (last, done.last_mut()) {
            // Writing that goes on is one operation.
            (Some(last), Some(known)) if last.id == known.operation.id => known.after = after,
            (Some(last), _) if before.operations() != after.operations() => done.push(Done {
                operation: last,
                before,
                after,
            }),
            // Typing that came back to where it began is none.
            _ => {
                let gone = done.pop_if(|d| !after.has_operation(d.operation.id));
                let was = gone.map_or(before, |d| d.before);
                was.assert_same(
                    &after,
                    &format!("{what} is in no list and changed something"),
                );
            }
        }
    }
    done
}

fn run(sequences: usize, seed: u64) -> usize {
    let mut operations = 0;
    let mut place = acts::library();
    let mut acts = Acts::new(place.path());
    let mut library = Library::open(&place.path().join("library")).unwrap();
    for n in 0..sequences {
        if n % FRESH == FRESH - 1 {
            drop(library);
            place = acts::library();
            acts = Acts::new(place.path());
            library = Library::open(&place.path().join("library")).unwrap();
        }
        let mut dice = Dice(seed * 1_000_003 + n as u64);
        let done = act(&mut library, &mut acts, &mut dice);
        operations += done.len();
        let says = |d: &Done| format!("seed {seed}, sequence {n}, {}", d.operation.title());
        for d in done.iter().rev() {
            assert_eq!(undo_one(&mut library).id, d.operation.id);
            d.before.assert_same(
                &Content::of(library.folder()),
                &format!("{} undone", says(d)),
            );
        }
        let again = done
            .iter()
            .take_while(|d| !matches!(d.operation.kind, OperationKind::Pack(_)));
        let mut redone = 0;
        for d in again {
            let operation = library.redo().unwrap();
            assert_eq!(operation.id, d.operation.id);
            d.after.assert_same(
                &Content::of(library.folder()),
                &format!("{} again", says(d)),
            );
            redone += 1;
        }
        for d in done[..redone].iter().rev() {
            undo_one(&mut library);
            d.before.assert_same(
                &Content::of(library.folder()),
                &format!("{} at last", says(d)),
            );
        }
        if n % 20 == 0 {
            searches_agree(&mut library);
        }
    }
    operations
}

/// The indexes know what the database says.
fn searches_agree(library: &mut Library) {
    let checks = library.doctor(yandu::Repair::No).unwrap();
    assert!(checks.iter().all(|c| c.ok), "{checks:?}");
}

#[test]
fn whatever_is_done_can_be_undone_and_done_again() {
    let number = |text: String| text.parse().ok();
    let wanted = std::env::var("YANDU_UNDO_SEQUENCES").ok().and_then(number);
    let sequences = wanted.unwrap_or(SEQUENCES);
    let threads: Vec<_> = (1..=2)
        .map(|seed| std::thread::spawn(move || run(sequences / 2, seed)))
        .collect();
    let joined = threads.into_iter().map(|t| t.join().unwrap());
    let operations: usize = joined.sum();
    println!("{sequences} sequences, {operations} operations undone and done again");
    assert!(operations >= sequences, "{operations}");
}

/// What comes from a group between the operations of this machine's person stays, and nothing that the person did is
/// stuck because of it.
#[test]
fn what_a_group_brings_stays_and_nothing_is_stuck() {
    let (template, shared) = (template(), SharedFolder::default());
    let [zhang, li] = ["张三", "李四"].map(|n| Member::new(&template, n));
    let mut storage = shared.open();
    zhang.found(&mut storage);
    zhang.say(1, "第一条意见");
    zhang.sync(&mut storage).unwrap();
    li.enter_group(&zhang, &mut storage);
    let place = folder();
    for round in 0..30 {
        let mut dice = Dice(round + 77);
        let mut acts = Acts::new(place.path());
        let before = zhang.with(|l| Content::of(l.folder()).of_person());
        let mut done = 0;
        for _ in 0..4 {
            for _ in 0..1 + dice.below(3) {
                let known = zhang.with(|l| l.next_undo().unwrap().map(|o| o.id));
                zhang.with(|l| acts.one(l, &mut dice));
                let now = zhang.with(|l| l.next_undo().unwrap().map(|o| o.id));
                done += usize::from(known != now);
            }
            zhang.with(|l| {
                let all = l
                    .list_annotations(&yandu::AnnotationFilter::default())
                    .unwrap();
                let own: Vec<String> = all
                    .items
                    .into_iter()
                    .filter(|a| a.mine)
                    .map(|a| a.id)
                    .collect();
                let _ = l.share_annotations(GROUP, &own);
            });
            zhang.sync(&mut storage).unwrap();
            li.sync(&mut storage).unwrap();
            let there = li.annotations();
            for annotation in there.iter().take(2) {
                li.with(|l| l.add_reply(&annotation.id, "同意").unwrap());
            }
            li.say(dice.below(30) as u32, "李四的意见");
            li.sync(&mut storage).unwrap();
            zhang.sync(&mut storage).unwrap();
        }
        let after = zhang.with(|l| Content::of(l.folder()));
        let undone = zhang.with(|l| {
            let mut undone = 0;
            while undone < done && l.next_undo().unwrap().is_some() {
                undo_one(l);
                undone += 1;
            }
            undone
        });
        assert_eq!(undone, done, "round {round}");
        let now = zhang.with(|l| Content::of(l.folder()).of_person());
        before.assert_same(&now, &format!("round {round}: one's own"));
        zhang.with(|l| {
            for _ in 0..undone {
                l.redo().unwrap();
            }
        });
        let again = zhang.with(|l| Content::of(l.folder()));
        after.assert_same(&again, &format!("round {round}: all again"));
        zhang.with(|l| (0..undone).for_each(|_| drop(undo_one(l))));
    }
}

/// A tag that was made here, is used by what came since, and goes: it stays. One that went and came again is one.
#[test]
fn what_came_meanwhile_is_not_taken_along() {
    let place = acts::library();
    let mut library = Library::open(&place.path().join("library")).unwrap();
    let all = acts::documents(&library);
    library.add_collection("十月学习").unwrap();
    let file = place.path().join("来件.txt");
    std::fs::write(&file, "关于来件的通知\n\n各支部：\n\n请按来件办理。\n").unwrap();
    let options = yandu::ImportOptions {
        collection: Some("十月学习".to_owned()),
        by_itself: true,
        ..yandu::ImportOptions::default()
    };
    let report = library.import(&[file], &options, &mut |_, _, _| true);
    assert_eq!(report.unwrap().added, 1);
    assert_eq!(library.undo().unwrap().name, "新建专题");
    let collections = library.list_collections().unwrap();
    let kept = collections.iter().find(|c| c.name == "十月学习").unwrap();
    assert_eq!(kept.documents, 1);
    let tagged = |library: &Library| {
        let tags = library.list_tags().unwrap().into_iter();
        let counts: Vec<u32> = tags
            .filter(|t| t.name == "精读")
            .map(|t| t.documents)
            .collect();
        counts
    };
    library.add_tag(&all[..1], "精读").unwrap();
    library.remove_tag(&all[..1], "精读").unwrap();
    raw(
        library.folder(),
        "INSERT INTO tag VALUES (90, '精读'); INSERT INTO document_tag SELECT max(id), 90 FROM document",
    );
    assert_eq!(library.undo().unwrap().name, "移除标签");
    assert_eq!(tagged(&library), [2]);
    assert_eq!(library.undo().unwrap().name, "添加标签");
    assert_eq!(tagged(&library), [1]);
    assert_eq!(library.redo().unwrap().name, "添加标签");
    assert_eq!(tagged(&library), [2]);
    assert_eq!(library.redo().unwrap().name, "移除标签");
    assert_eq!(tagged(&library), [1]);
}

/// Changes rows as another connection would.
fn raw(library: &Path, sql: &str) {
    let connection = rusqlite::Connection::open(library.join("library.sqlite")).unwrap();
    connection.execute_batch(sql).unwrap();
}
