//! Reading lists: sections, items, order, progress, copies, and passages through a new version.

use yandu::{
    ImportOptions, ItemChange, Library, LibraryError, ListChange, NewItem, ReadingListView,
    Requirement, SectionChange,
};

use crate::annotations::{quote, with_text};

const TEXT: &str = "在会上的讲话\n\n同志们：\n\n调查研究是谋事之基、成事之道。没有调查就没有发言权。\n\n学习的目的全在于运用。\n";

fn item(document: &str) -> NewItem {
    NewItem {
        document: document.to_owned(),
        passage: None,
        section: None,
        requirement: Requirement::Required,
    }
}

fn order(view: &ReadingListView) -> Vec<Vec<&str>> {
    view.sections
        .iter()
        .map(|s| s.items.iter().map(|i| i.guide.as_str()).collect())
        .collect()
}

/// A list with two sections and three items, named by their guides: 甲 乙 | 丙.
fn filled(library: &mut Library, document: &str) -> ReadingListView {
    library
        .add_reading_list("第一专题", "请在月底前读完。")
        .unwrap();
    library.add_section("第一专题", "基本篇目").unwrap();
    library.add_section("第一专题", "延伸阅读").unwrap();
    for (name, section) in [("甲", "基本篇目"), ("乙", "基本篇目"), ("丙", "延伸阅读")]
    {
        let new = NewItem {
            section: Some(section.to_owned()),
            ..item(document)
        };
        let view = library.add_item("第一专题", &new).unwrap();
        let added = view
            .sections
            .iter()
            .flat_map(|s| &s.items)
            .find(|i| i.guide.is_empty())
            .unwrap();
        let change = ItemChange {
            guide: Some(name.to_owned()),
            ..ItemChange::default()
        };
        library.update_item(&added.id, &change).unwrap();
    }
    library.get_reading_list("第一专题").unwrap()
}

#[test]
fn a_list_is_made_ordered_read_and_undone() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, id) = with_text(folder.path(), TEXT);
    let list = filled(&mut library, &id);
    assert_eq!(order(&list), [vec!["甲", "乙"], vec!["丙"]]);
    let chars = library.get_document(&id).unwrap().chars;
    assert_eq!((list.items, list.chars, list.minutes), (3, chars * 3, 1));
    let (first, second) = (&list.sections[0].items[0].id, &list.sections[0].items[1].id);
    let moved = library.move_item(second, "基本篇目", 0).unwrap();
    assert_eq!(order(&moved), [vec!["乙", "甲"], vec!["丙"]]);
    let moved = library.move_item(first, "延伸阅读", 9).unwrap();
    assert_eq!(order(&moved), [vec!["乙"], vec!["丙", "甲"]]);
    let turned = library.move_section(&list.sections[1].id, 0).unwrap();
    assert_eq!(order(&turned), [vec!["丙", "甲"], vec!["乙"]]);
    for expected in [
        vec![vec!["乙"], vec!["丙", "甲"]],
        vec![vec!["乙", "甲"], vec!["丙"]],
        vec![vec!["甲", "乙"], vec!["丙"]],
    ] {
        library.undo().unwrap();
        assert_eq!(
            order(&library.get_reading_list(&list.id).unwrap()),
            expected
        );
    }
    let read = ItemChange {
        finished: Some(true),
        due: Some("2026-12-01".to_owned()),
        ..ItemChange::default()
    };
    let read = library.update_item(first, &read).unwrap();
    assert_eq!(
        (read.finished, read.sections[0].items[0].due.as_deref()),
        (1, Some("2026-12-01"))
    );
    assert_eq!(library.list_reading_lists().unwrap()[0].finished, 1);
    let wrong = ItemChange {
        due: Some("2026-02-30".to_owned()),
        ..ItemChange::default()
    };
    assert!(matches!(
        library.update_item(first, &wrong),
        Err(LibraryError::InvalidValue { .. })
    ));
    let none = ItemChange {
        due: Some(String::new()),
        finished: Some(false),
        ..ItemChange::default()
    };
    let unread = library.update_item(first, &none).unwrap();
    assert_eq!(
        (unread.finished, unread.sections[0].items[0].due.as_deref()),
        (0, None)
    );
}

#[test]
fn a_copy_is_unread_and_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, id) = with_text(folder.path(), TEXT);
    let list = filled(&mut library, &id);
    let change = ListChange {
        questions: Some(vec!["为什么要调查？".to_owned()]),
        ..ListChange::default()
    };
    library.update_reading_list(&list.id, &change).unwrap();
    let done = ItemChange {
        finished: Some(true),
        ..ItemChange::default()
    };
    library
        .update_item(&list.sections[0].items[0].id, &done)
        .unwrap();
    let copy = library.copy_reading_list(&list.id, "第二专题").unwrap();
    assert_eq!(
        (copy.finished, order(&copy)),
        (0, vec![vec!["甲", "乙"], vec!["丙"]])
    );
    assert_eq!(copy.questions, ["为什么要调查？"]);
    library.remove_section(&copy.sections[0].id).unwrap();
    let renamed = SectionChange {
        title: Some("补充".to_owned()),
        ..SectionChange::default()
    };
    library
        .update_section(&copy.sections[1].id, &renamed)
        .unwrap();
    assert_eq!(library.get_reading_list(&list.id).unwrap().items, 3);
    library.remove_reading_list("第二专题").unwrap();
    assert_eq!(library.list_reading_lists().unwrap().len(), 1);
    library.undo().unwrap();
    assert_eq!(
        library.get_reading_list("第二专题").unwrap().sections[0].title,
        "补充"
    );
    assert!(library.add_reading_list("  ", "").is_err());
}

#[test]
fn a_passage_is_found_again_and_one_that_is_gone_stays() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, id) = with_text(folder.path(), TEXT);
    library.add_reading_list("摘读", "").unwrap();
    for words in ["没有调查就没有发言权", "学习的目的全在于运用"] {
        let new = NewItem {
            passage: Some(library.find_quote(&id, &quote(words)).unwrap()),
            ..item(&id)
        };
        library.add_item("摘读", &new).unwrap();
    }
    let list = library.get_reading_list("摘读").unwrap();
    assert_eq!(
        (list.sections[0].title.as_str(), list.chars),
        ("阅读材料", 20)
    );
    let edited = TEXT
        .replace("同志们：", "同志们：\n\n先说几句别的。")
        .replace("没有调查就没有发言权", "没有调查研究就没有发言权")
        .replace("学习的目的全在于运用", "散会");
    std::fs::write(folder.path().join("讲话.txt"), edited).unwrap();
    library
        .import(
            &[folder.path().join("讲话.txt")],
            &ImportOptions::default(),
            &mut |_, _, _| true,
        )
        .unwrap();
    let list = library.get_reading_list("摘读").unwrap();
    let passages: Vec<_> = list.sections[0]
        .items
        .iter()
        .map(|i| i.passage.as_ref().unwrap())
        .collect();
    let at = passages[0].at.unwrap();
    let text = library.get_document(&id).unwrap().blocks[at.block as usize]
        .text
        .clone();
    assert!(text.contains("没有调查研究"));
    assert_eq!(
        (passages[1].at, passages[1].quote.as_str()),
        (None, "学习的目的全在于运用")
    );
    library.trash_documents(std::slice::from_ref(&id)).unwrap();
    assert!(library.get_reading_list("摘读").unwrap().sections[0].items[0].trashed);
}
