//! Notes: undo, links and titles, versions. The cases from the field stand at `cases/notes`.

use yandu::{Library, LibraryError, NewNote, NoteChange, NoteView};

use crate::groups::member::folder;
use crate::shared::{rows, shared};

fn add(library: &mut Library, title: &str, body: &str) -> NoteView {
    let new = NewNote {
        title: title.to_owned(),
        body: body.to_owned(),
        ..NewNote::default()
    };
    library.add_note(&new).unwrap()
}

fn change(title: Option<&str>, body: Option<&str>) -> NoteChange {
    NoteChange {
        title: title.map(str::to_owned),
        body: body.map(str::to_owned),
        ..NoteChange::default()
    }
}

fn with_library(test: impl FnOnce(&mut Library)) {
    let place = folder();
    let mut library = Library::open(place.path()).unwrap();
    test(&mut library);
    assert!(
        library
            .doctor(yandu::Repair::No)
            .unwrap()
            .iter()
            .all(|c| c.ok)
    );
}

/// Each row of the table is one of the tests below.
#[test]
fn there_is_a_test_for_each_case() {
    let Some(folder) = shared()
        .map(|s| s.join("cases/notes"))
        .filter(|f| f.is_dir())
    else {
        return;
    };
    let cases = rows(&folder.join("expected.tsv"));
    let tested = [
        "note edit 提纲-ID --title 提纲二",
        "second note of that name",
        "--body 新; undo",
        "'见 [[素材]]'; undo",
        "--body y; undo",
        "'提纲#1|二[三]'",
    ];
    for case in cases {
        assert!(tested.iter().any(|t| case["steps"].contains(t)), "{case:?}");
    }
}

#[test]
fn a_renamed_note_keeps_its_links_in_one_operation() {
    with_library(|library| {
        let outline = add(library, "提纲", "x");
        let source = add(
            library,
            "素材",
            "见 [[提纲]]、[[《提纲》|大纲]]，`[[提纲]]` 是代码",
        );
        library
            .update_note(&outline.id, &change(Some("提纲二"), None))
            .unwrap();
        let holder = library.get_note(&source.id).unwrap();
        assert_eq!(
            holder.body,
            "见 [[提纲二]]、[[《提纲二》|大纲]]，`[[提纲]]` 是代码"
        );
        let leads = |n: &NoteView| {
            n.links
                .iter()
                .all(|l| l.target.as_ref().is_some_and(|t| t.id == outline.id))
        };
        assert!(leads(&holder) && holder.links.len() == 2);
        assert_eq!(library.get_note(&outline.id).unwrap().backlinks.len(), 1);
        assert_eq!(library.undo().unwrap().title(), "修改笔记《提纲二》");
        let holder = library.get_note(&source.id).unwrap();
        assert_eq!(holder.body, source.body);
        assert!(leads(&holder));
        assert_eq!(library.get_note(&outline.id).unwrap().title, "提纲");
    });
}

#[test]
fn a_second_note_of_that_name_takes_no_link_over() {
    with_library(|library| {
        let first = add(library, "提纲", "x");
        let source = add(library, "素材", "见 [[提纲]]");
        let second = add(library, "提纲", "另一份");
        let link = library.get_note(&source.id).unwrap().links.remove(0);
        assert_eq!(
            (link.target.unwrap().id, link.others),
            (first.id.clone(), 1)
        );
        library
            .update_note(&first.id, &change(Some("提纲二"), None))
            .unwrap();
        let holder = library.get_note(&source.id).unwrap();
        assert_eq!(holder.links[0].target.as_ref().unwrap().id, first.id);
        assert_eq!(
            (holder.body.as_str(), holder.links[0].others),
            ("见 [[提纲二]]", 0)
        );
        // A new title that another one has: the link is written with the id.
        library
            .update_note(&first.id, &change(Some("提纲"), None))
            .unwrap();
        let holder = library.get_note(&source.id).unwrap();
        assert_eq!(holder.body, format!("见 [[{}|提纲]]", &first.id[..8]));
        assert_eq!(holder.links[0].target.as_ref().unwrap().id, first.id);
        assert_eq!(library.get_note(&second.id).unwrap().backlinks.len(), 0);
        // Also where the name stood before there was anything of that name.
        let waiting = add(library, "计划", "待写 [[总结]]");
        let early = add(library, "总结", "一");
        add(library, "总结", "二");
        let link = library.get_note(&waiting.id).unwrap().links.remove(0);
        assert_eq!((link.target.unwrap().id, link.others), (early.id, 1));
    });
}

#[test]
fn an_edit_is_undone_and_no_other_note_is_touched() {
    with_library(|library| {
        let outline = add(library, "提纲", "旧");
        let source = add(library, "素材", "一段话");
        library
            .update_note(&outline.id, &change(None, Some("新")))
            .unwrap();
        assert_eq!(
            library.next_undo().unwrap().unwrap().title(),
            "修改笔记《提纲》"
        );
        assert_eq!(library.undo().unwrap().title(), "修改笔记《提纲》");
        assert_eq!(library.get_note(&outline.id).unwrap().body, "旧");
        assert_eq!(library.get_note(&source.id).unwrap().body, "一段话");
        assert_eq!(library.undo().unwrap().title(), "新建笔记《素材》");
        assert_eq!(library.redo().unwrap().title(), "新建笔记《素材》");
        assert_eq!(library.redo().unwrap().title(), "修改笔记《提纲》");
        assert_eq!(library.get_note(&outline.id).unwrap().body, "新");
    });
}

#[test]
fn a_note_with_a_link_and_one_that_was_edited_can_be_taken_back() {
    with_library(|library| {
        add(library, "提纲", "见 [[素材]]");
        library.undo().unwrap();
        assert_eq!(library.count_notes().unwrap(), 0);
        let note = add(library, "提纲", "x");
        library
            .update_note(&note.id, &change(None, Some("y")))
            .unwrap();
        library.undo().unwrap();
        assert_eq!(library.get_note(&note.id).unwrap().body, "x");
        library.undo().unwrap();
        assert_eq!(library.count_notes().unwrap(), 0);
        assert!(matches!(library.undo(), Err(LibraryError::NothingToUndo)));
    });
}

#[test]
fn titles_with_brackets_and_signs_can_be_linked() {
    with_library(|library| {
        let title = "提纲#1|二[三]";
        let odd = add(library, title, "x");
        let plain = add(library, "素材", "见 [[提纲#1|二[三]]]，完。");
        assert_eq!(plain.links.len(), 1);
        assert_eq!(plain.links[0].target.as_ref().unwrap().id, odd.id);
        let found = library.complete_link("提纲", 5).unwrap();
        let chosen = add(library, "另一份", &format!("见 [[{}]]", found[0].insert));
        assert_eq!(chosen.links[0].target.as_ref().unwrap().id, odd.id);
        let back = library.get_note(&odd.id).unwrap().backlinks;
        assert_eq!(back.len(), 2, "{back:?}");
        library
            .update_note(&odd.id, &change(Some("提纲"), None))
            .unwrap();
        assert_eq!(
            library.get_note(&plain.id).unwrap().body,
            "见 [[提纲]]，完。"
        );
        let chosen = library.get_note(&chosen.id).unwrap();
        assert_eq!(chosen.body, format!("见 [[{}|提纲]]", &odd.id[..8]));
        assert_eq!(chosen.links[0].target.as_ref().unwrap().id, odd.id);
    });
}

/// Saves of the editor that follow each other are undone together, back to where the writing began; something else in
/// between, a text that has nothing to do with the last one, or another note begin anew.
#[test]
fn writing_is_one_operation_and_other_things_end_it() {
    with_library(|library| {
        let note = add(library, "体会", "学习的目的全在于运用。");
        let other = add(library, "别的", "一");
        let body = |library: &Library| library.get_note(&note.id).unwrap().body;
        for typed in [
            "学习的目的全在于运用。要",
            "学习的目的全在于运用。要学",
            "学习的目的全在于运用。要学以致用。",
        ] {
            library
                .type_note(&note.id, &change(None, Some(typed)))
                .unwrap();
        }
        library
            .type_note(&other.id, &change(None, Some("一二")))
            .unwrap();
        library
            .type_note(
                &note.id,
                &change(None, Some("学习的目的全在于运用。要学以致用。完。")),
            )
            .unwrap();
        library
            .type_note(
                &note.id,
                &change(None, Some("调查研究是谋事之基、成事之道。")),
            )
            .unwrap();
        let names: Vec<String> = library
            .list_operations()
            .unwrap()
            .iter()
            .map(|o| o.title())
            .collect();
        assert_eq!(
            names[..4],
            [
                "修改笔记《体会》",
                "修改笔记《体会》",
                "修改笔记《别的》",
                "修改笔记《体会》"
            ]
        );
        library.undo().unwrap();
        assert_eq!(body(library), "学习的目的全在于运用。要学以致用。完。");
        library.undo().unwrap();
        assert_eq!(body(library), "学习的目的全在于运用。要学以致用。");
        library.undo().unwrap();
        library.undo().unwrap();
        assert_eq!(body(library), "学习的目的全在于运用。");
        for _ in 0..4 {
            library.redo().unwrap();
        }
        assert_eq!(body(library), "调查研究是谋事之基、成事之道。");
    });
}

#[test]
fn texts_far_apart_are_versions_however_soon_they_come() {
    with_library(|library| {
        let note = add(
            library,
            "体会",
            "学习的目的全在于运用，要把学到的道理用到工作中去。",
        );
        for body in [
            "学习的目的全在于运用，要把学到的道理用到实际工作中去。",
            "调查研究是谋事之基、成事之道，没有调查就没有发言权。",
            "各级党组织要把学习成果转化为解决问题的本领。",
        ] {
            library
                .type_note(&note.id, &change(None, Some(body)))
                .unwrap();
        }
        let versions = library.list_note_versions(&note.id).unwrap();
        assert_eq!(versions.len(), 3, "{versions:?}");
        let restored = library.restore_note_version(&note.id, 2).unwrap();
        assert!(restored.body.contains("实际工作"));
        assert_eq!(library.undo().unwrap().title(), "恢复笔记的旧版《体会》");
        assert!(
            library
                .get_note(&note.id)
                .unwrap()
                .body
                .starts_with("各级党组织")
        );
    });
}
