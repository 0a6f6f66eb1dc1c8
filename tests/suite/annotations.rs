//! Annotations: marking, changing, undo and redo, and what becomes of them when a text comes again.

use std::path::{Path, PathBuf};

use yandu::{
    AnchorState, AnnotationChange, AnnotationFilter, AnnotationKind, AnnotationOrder,
    AnnotationView, Colour, DocumentFilter, ImportOptions, Library, LibraryError, NewAnnotation,
    Scope, SearchOptions, Settlement, TextPositionSelector, TextQuoteSelector,
};

use crate::shared::sample_library;

const FIRST: &str = "在学习座谈会上的讲话\n\n（2024年5月6日）\n\n同志们：\n\n学习的目的全在于运用，要把学到的道理用到工作中去。\n\n\
调查研究是谋事之基、成事之道，没有调查就没有发言权。\n\n各级党组织要把学习成果转化为解决问题的本领，推动工作落实。\n";

pub(crate) fn new(colour: Colour, comment: &str) -> NewAnnotation {
    NewAnnotation {
        kind: if comment.is_empty() {
            AnnotationKind::Highlight
        } else {
            AnnotationKind::Comment
        },
        colour,
        comment: comment.to_owned(),
        tags: Vec::new(),
    }
}

pub(crate) fn quote(exact: &str) -> TextQuoteSelector {
    TextQuoteSelector {
        exact: exact.to_owned(),
        ..TextQuoteSelector::default()
    }
}

fn write(folder: &Path, text: &str) -> PathBuf {
    let path = folder.join("讲话.txt");
    std::fs::write(&path, text).unwrap();
    path
}

fn import(library: &mut Library, path: &Path) -> String {
    let report = library
        .import(
            &[path.to_owned()],
            &ImportOptions::default(),
            &mut |_, _, _| true,
        )
        .unwrap();
    report.items[0].id.clone().unwrap()
}

/// A library with the text in it, and its document.
pub(crate) fn with_text(folder: &Path, text: &str) -> (Library, String) {
    let mut library = Library::open(&folder.join("library")).unwrap();
    let id = import(&mut library, &write(folder, text));
    (library, id)
}

fn of_document(library: &Library, id: &str) -> Vec<AnnotationView> {
    let filter = AnnotationFilter {
        document: Some(id.to_owned()),
        order: AnnotationOrder::Text,
        ..AnnotationFilter::default()
    };
    library.list_annotations(&filter).unwrap().items
}

#[test]
fn a_passage_is_marked_changed_answered_and_removed() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, id) = with_text(folder.path(), FIRST);
    let marked = library
        .annotate_quote(
            &id,
            &quote("谋事之基，成事之道"),
            &new(Colour::Quotable, "记住"),
        )
        .unwrap_err();
    assert!(
        matches!(marked, LibraryError::QuoteNotFound { .. }),
        "{marked}"
    );
    let marked = library
        .annotate_quote(
            &id,
            &quote("謀事之基、成事之道"),
            &new(Colour::Quotable, " 记住 "),
        )
        .unwrap();
    assert_eq!(
        (marked.exact.as_str(), marked.comment.as_str()),
        ("谋事之基、成事之道", "记住")
    );
    assert!(marked.mine && marked.state == AnchorState::Found);
    let change = AnnotationChange {
        colour: Some(Colour::Doubt),
        tags: Some(vec!["方法".to_owned(), "调研".to_owned()]),
        ..AnnotationChange::default()
    };
    let changed = library.update_annotation(&marked.id[..8], &change).unwrap();
    assert_eq!(
        (changed.colour, changed.comment.as_str()),
        (Colour::Doubt, "记住")
    );
    assert_eq!(changed.tags, ["方法", "调研"]);
    let answered = library.add_reply(&marked.id, "同意").unwrap();
    assert_eq!(answered.replies[0].comment, "同意");
    let mut longer = answered.position();
    longer.end += 3;
    let longer = library.resize_annotation(&marked.id, longer).unwrap();
    assert_eq!(longer.exact, "谋事之基、成事之道，没有");
    library
        .remove_annotations(std::slice::from_ref(&marked.id))
        .unwrap();
    assert!(of_document(&library, &id).is_empty());
    assert!(
        library.list_tags().unwrap().is_empty() || library.list_tags().unwrap()[0].documents == 0
    );
    assert_eq!(library.undo().unwrap().name, "删除批注");
    assert_eq!(of_document(&library, &id), [longer]);
}

#[test]
fn every_step_is_undone_and_done_again() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, id) = with_text(folder.path(), FIRST);
    let marked = library
        .annotate_quote(&id, &quote("没有发言权"), &new(Colour::KeyPoint, ""))
        .unwrap();
    let change = AnnotationChange {
        comment: Some("为什么？".to_owned()),
        kind: Some(AnnotationKind::Question),
        ..AnnotationChange::default()
    };
    let asked = library.update_annotation(&marked.id, &change).unwrap();
    assert_eq!(library.undo().unwrap().name, "修改批注");
    assert_eq!(of_document(&library, &id)[0].comment, "");
    assert_eq!(library.undo().unwrap().name, "添加批注");
    assert!(of_document(&library, &id).is_empty());
    assert_eq!(library.redo().unwrap().name, "添加批注");
    assert_eq!(library.redo().unwrap().name, "修改批注");
    assert_eq!(of_document(&library, &id), [asked]);
    assert!(matches!(library.redo(), Err(LibraryError::NothingToRedo)));
    // Something new ends the way forward.
    library.undo().unwrap();
    library.add_reply(&marked.id, "查一查").unwrap();
    assert!(matches!(library.redo(), Err(LibraryError::NothingToRedo)));
}

#[test]
fn a_quotation_must_stand_in_one_place() {
    let folder = tempfile::tempdir().unwrap();
    let text = format!("{FIRST}\n再说一遍：没有调查就没有发言权。\n");
    let (mut library, id) = with_text(folder.path(), &text);
    let twice = library
        .annotate_quote(&id, &quote("没有发言权"), &new(Colour::KeyPoint, ""))
        .unwrap_err();
    assert!(
        matches!(twice, LibraryError::QuoteAmbiguous { count: 2, .. }),
        "{twice}"
    );
    assert!(twice.hint().is_some());
    let second = TextQuoteSelector {
        prefix: "再说一遍：没有调查就".to_owned(),
        ..quote("没有发言权")
    };
    let marked = library
        .annotate_quote(&id, &second, &new(Colour::KeyPoint, ""))
        .unwrap();
    assert!(marked.prefix.ends_with("没有调查就") && marked.prefix.contains("再说一遍"));
    // Across paragraphs is one stretch.
    let across = library
        .annotate_quote(
            &id,
            &quote("没有发言权。各级党组织"),
            &new(Colour::ToCheck, ""),
        )
        .unwrap();
    assert_eq!(across.end_block, across.block + 1);
    assert_eq!(across.exact, "没有发言权。\n各级党组织");
    let nothing = library
        .annotate_quote(&id, &quote("“”"), &new(Colour::KeyPoint, ""))
        .unwrap_err();
    assert!(matches!(nothing, LibraryError::QuoteNotFound { .. }));
    let empty = TextPositionSelector {
        block: 1,
        start: 2,
        end_block: 1,
        end: 2,
    };
    let empty = library
        .add_annotation(&id, empty, &new(Colour::KeyPoint, ""))
        .unwrap_err();
    assert!(matches!(empty, LibraryError::EmptySelection));
}

#[test]
fn a_quotation_across_an_attachment_is_refused_with_a_word() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = sample_library(folder.path());
    let list = DocumentFilter {
        limit: 100,
        ..DocumentFilter::default()
    };
    let items = library.list_documents(&list).unwrap().items;
    let views = items.iter().map(|d| library.get_document(&d.id).unwrap());
    let view = views
        .into_iter()
        .find(|v| !v.attachments.is_empty())
        .unwrap();
    let id = view.id.clone();
    let last = view.blocks.last().unwrap().text.clone();
    let first = library
        .get_document(&view.attachments[0].id)
        .unwrap()
        .blocks[0]
        .text
        .clone();
    let across = library.annotate_quote(
        &id,
        &quote(&format!("{last}{first}")),
        &new(Colour::KeyPoint, ""),
    );
    assert!(
        matches!(across, Err(LibraryError::AcrossDocuments { .. })),
        "{across:?}"
    );
}

#[test]
fn annotations_follow_an_edited_text_and_an_undone_import_puts_them_back() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, id) = with_text(folder.path(), FIRST);
    for words in [
        "把学到的道理用到工作中去",
        "没有调查就没有发言权",
        "各级党组织要把学习成果转化为解决问题的本领",
    ] {
        library
            .annotate_quote(&id, &quote(words), &new(Colour::KeyPoint, words))
            .unwrap();
    }
    let before = of_document(&library, &id);
    let edited = FIRST
        .replace("同志们：", "同志们：\n\n新加的一段话，讲的是另外的事情。")
        .replace("没有调查就没有发言权", "没有调查研究就没有发言权")
        .replace(
            "各级党组织要把学习成果转化为解决问题的本领，推动工作落实。",
            "大家回去以后好好想一想。",
        );
    assert_eq!(import(&mut library, &write(folder.path(), &edited)), id);
    let after = of_document(&library, &id);
    let state = |comment: &str| after.iter().find(|a| a.comment == comment).unwrap();
    let kept = state("把学到的道理用到工作中去");
    assert_eq!(
        (kept.state, kept.exact.as_str()),
        (AnchorState::Found, "把学到的道理用到工作中去")
    );
    assert_eq!(kept.block, before[0].block + 1);
    // Words that are not the same any more are found, but never silently.
    let edited = state("没有调查就没有发言权");
    assert_eq!(
        (edited.state, edited.exact.as_str()),
        (AnchorState::Moved, "没有调查就没有发言权")
    );
    let gone = state("各级党组织要把学习成果转化为解决问题的本领");
    assert_eq!((gone.state, gone.version), (AnchorState::Earlier, 1));
    assert_eq!(gone.exact, "各级党组织要把学习成果转化为解决问题的本领");
    assert_eq!(library.count_unsettled().unwrap(), 2);
    library.undo_import(None).unwrap();
    assert_eq!(of_document(&library, &id), before);
}

#[test]
fn what_needs_a_look_is_settled_with_one_answer() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, id) = with_text(folder.path(), FIRST);
    let words = "各级党组织要把学习成果转化为解决问题的本领";
    let marked = library
        .annotate_quote(&id, &quote(words), &new(Colour::Practice, ""))
        .unwrap();
    let edited = FIRST.replace(
        "各级党组织要把学习成果转化为解决问题的本领，推动工作落实。",
        "各个支部应当把学习的收获变成解决难题的能力，促进落实。",
    );
    import(&mut library, &write(folder.path(), &edited));
    let view = library.get_annotation(&marked.id).unwrap();
    assert_ne!(view.state, AnchorState::Found);
    assert_eq!(
        view.exact, words,
        "the words that were marked stay to compare with"
    );
    library
        .settle_annotation(&marked.id, Settlement::Keep)
        .unwrap();
    assert_eq!(library.count_unsettled().unwrap(), 0);
    let at = library
        .find_quote(&id, &quote("变成解决难题的能力"))
        .unwrap();
    let placed = library
        .settle_annotation(&marked.id, Settlement::Place(at))
        .unwrap();
    assert_eq!(
        (placed.state, placed.exact.as_str()),
        (AnchorState::Found, "变成解决难题的能力")
    );
    library.undo().unwrap();
    assert_eq!(
        library.get_annotation(&marked.id).unwrap().state,
        AnchorState::Kept
    );
    let candidates = library.annotation_candidates(&marked.id).unwrap();
    assert!(candidates.iter().all(|c| c.percent >= 50), "{candidates:?}");
}

#[test]
fn an_undo_after_a_new_version_still_finds_the_place() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, id) = with_text(folder.path(), FIRST);
    let marked = library
        .annotate_quote(&id, &quote("没有发言权"), &new(Colour::KeyPoint, ""))
        .unwrap();
    library
        .remove_annotations(std::slice::from_ref(&marked.id))
        .unwrap();
    let edited = FIRST.replace("同志们：", "同志们：\n\n开头加了一段。\n\n又加了一段。");
    // From a watched folder: what a person did last is still the removal.
    let options = ImportOptions {
        by_itself: true,
        ..ImportOptions::default()
    };
    let files = [write(folder.path(), &edited)];
    library
        .import(&files, &options, &mut |_, _, _| true)
        .unwrap();
    assert_eq!(library.undo().unwrap().name, "删除批注");
    let back = library.get_annotation(&marked.id).unwrap();
    assert_eq!(
        (back.state, back.version, back.block),
        (AnchorState::Found, 2, marked.block + 2)
    );
    let shown = library.get_document(&id).unwrap().blocks[back.block as usize]
        .text
        .clone();
    assert!(shown.contains("没有发言权"));
    // The version in which it was marked is gone: it is found by its words.
    let later = library
        .annotate_quote(&id, &quote("又加了一段"), &new(Colour::KeyPoint, ""))
        .unwrap();
    library
        .remove_annotations(&[marked.id.clone(), later.id.clone()])
        .unwrap();
    library.undo_import(None).unwrap();
    assert_eq!(library.undo().unwrap().name, "撤销导入");
    assert_eq!(library.undo().unwrap().name, "删除批注");
    library.undo_import(None).unwrap();
    let back = library.get_annotation(&marked.id).unwrap();
    assert_eq!(
        (back.state, back.version, back.block),
        (AnchorState::Found, 1, marked.block)
    );
    let gone = library.get_annotation(&later.id).unwrap();
    assert_eq!(
        (gone.state, gone.exact.as_str()),
        (AnchorState::Earlier, "又加了一段")
    );
}

/// An import is undone after what was done since: its annotations come back by their words, never by a place of a text
/// that is not there any more.
#[test]
fn an_undo_after_an_undone_import_finds_the_place_by_its_words() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, id) = with_text(folder.path(), FIRST);
    let edited = FIRST.replace("同志们：", "同志们：\n\n开头加了一段。\n\n又加了一段。");
    import(&mut library, &write(folder.path(), &edited));
    let words = ["没有发言权", "又加了一段"];
    let marked = words.map(|words| {
        let new = new(Colour::KeyPoint, "");
        library.annotate_quote(&id, &quote(words), &new).unwrap()
    });
    let ids = marked.clone().map(|m| m.id);
    library.remove_annotations(&ids).unwrap();
    let batch = library
        .list_operations()
        .unwrap()
        .into_iter()
        .find_map(|o| match o.kind {
            yandu::OperationKind::Import(batch) => Some(batch),
            _ => None,
        });
    library.undo_import(batch).unwrap();
    // In the order in which it was done: first that is undone, then what came before it.
    assert_eq!(library.undo().unwrap().name, "撤销导入");
    assert_eq!(library.get_document(&id).unwrap().version, 2);
    library.redo().unwrap();
    assert_eq!(library.get_document(&id).unwrap().version, 1);
    let shown = library
        .search("又加了一段", &SearchOptions::default())
        .unwrap();
    assert_eq!(shown.documents, 0);
}

#[test]
fn another_file_can_be_a_new_version() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, id) = with_text(folder.path(), FIRST);
    let marked = library
        .annotate_quote(&id, &quote("没有发言权"), &new(Colour::KeyPoint, ""))
        .unwrap();
    let other = folder.path().join("另一版.txt");
    std::fs::write(&other, FIRST.replace("同志们：", "各位同志：")).unwrap();
    let options = ImportOptions {
        replaces: Some(id[..8].to_owned()),
        ..ImportOptions::default()
    };
    let report = library
        .import(std::slice::from_ref(&other), &options, &mut |_, _, _| true)
        .unwrap();
    assert_eq!(
        (report.updated, report.items[0].id.as_deref()),
        (1, Some(id.as_str()))
    );
    assert_eq!(library.get_annotation(&marked.id).unwrap().version, 2);
    let both = library.import(
        &[other, folder.path().join("讲话.txt")],
        &options,
        &mut |_, _, _| true,
    );
    assert!(matches!(both, Err(LibraryError::InvalidValue { .. })));
}

#[test]
fn annotations_are_searched_exactly_and_stay_true_through_undo() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, id) = with_text(folder.path(), FIRST);
    let marked = library
        .annotate_quote(
            &id,
            &quote("没有发言权"),
            &new(Colour::KeyPoint, "调研要深、要实"),
        )
        .unwrap();
    let options = SearchOptions {
        scopes: vec![Scope::Annotations],
        ..SearchOptions::default()
    };
    let count =
        |library: &mut Library, query: &str| library.search(query, &options).unwrap().documents;
    let answer = library.search("研要深、要", &options).unwrap();
    assert_eq!(
        (answer.documents, answer.items[0].id.as_str()),
        (1, marked.id.as_str())
    );
    assert_eq!(answer.items[0].document.as_deref(), Some(id.as_str()));
    assert_eq!(answer.items[0].passages[0].address, "批注");
    assert_eq!(count(&mut library, "没有发言"), 1, "by its quotation");
    let change = AnnotationChange {
        comment: Some("换了说法".to_owned()),
        ..AnnotationChange::default()
    };
    library.update_annotation(&marked.id, &change).unwrap();
    assert_eq!(
        (count(&mut library, "要深"), count(&mut library, "换了说")),
        (0, 1)
    );
    library.flush_index().unwrap();
    library.undo().unwrap();
    assert_eq!(
        (count(&mut library, "要深"), count(&mut library, "换了说")),
        (1, 0)
    );
    library.add_reply(&marked.id, "赞成这个看法").unwrap();
    assert_eq!(count(&mut library, "赞成这个"), 1);
    library
        .remove_annotations(std::slice::from_ref(&marked.id))
        .unwrap();
    assert_eq!(count(&mut library, "赞成这个"), 0);
    library.undo().unwrap();
    assert_eq!(count(&mut library, "赞成这个"), 1);
    drop(library);
    let mut library = Library::open(&folder.path().join("library")).unwrap();
    assert_eq!(count(&mut library, "赞成这个"), 1, "after a restart too");
    library.trash_documents(std::slice::from_ref(&id)).unwrap();
    assert_eq!(
        count(&mut library, "赞成这个"),
        0,
        "its document is in the trash"
    );
    let all = SearchOptions {
        scopes: Scope::ALL.to_vec(),
        ..SearchOptions::default()
    };
    library.restore_documents(&[id]).unwrap();
    let answer = library.search("没有发言权", &all).unwrap();
    assert_eq!(answer.documents, 2, "the text and the annotation");
}

#[test]
fn lists_are_filtered_by_colour_tag_person_and_kind() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, id) = with_text(folder.path(), FIRST);
    let tagged = NewAnnotation {
        tags: vec!["方法".to_owned()],
        ..new(Colour::Doubt, "怎么用")
    };
    library
        .annotate_quote(&id, &quote("全在于运用"), &tagged)
        .unwrap();
    library
        .annotate_quote(&id, &quote("没有发言权"), &new(Colour::KeyPoint, ""))
        .unwrap();
    let total = |library: &Library, filter: AnnotationFilter| {
        library.list_annotations(&filter).unwrap().total
    };
    let all = AnnotationFilter::default;
    assert_eq!(total(&library, all()), 2);
    assert_eq!(
        total(
            &library,
            AnnotationFilter {
                colours: vec![Colour::Doubt],
                ..all()
            }
        ),
        1
    );
    assert_eq!(
        total(
            &library,
            AnnotationFilter {
                tag: Some("方法".to_owned()),
                ..all()
            }
        ),
        1
    );
    assert_eq!(
        total(
            &library,
            AnnotationFilter {
                kind: Some(AnnotationKind::Highlight),
                ..all()
            }
        ),
        1
    );
    let me = library.list_people().unwrap().remove(0);
    assert_eq!((me.name.as_str(), me.annotations, me.me), ("我", 2, true));
    assert_eq!(
        total(
            &library,
            AnnotationFilter {
                author: Some(me.id),
                ..all()
            }
        ),
        2
    );
    assert_eq!(
        total(
            &library,
            AnnotationFilter {
                author: Some("nobody".to_owned()),
                ..all()
            }
        ),
        0
    );
    assert_eq!(
        total(
            &library,
            AnnotationFilter {
                limit: 1,
                offset: 1,
                ..all()
            }
        ),
        2
    );
}

#[test]
fn the_person_and_the_colours_have_the_names_that_were_given() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(folder.path()).unwrap();
    assert_eq!(library.my_name().unwrap(), "我");
    library.set_my_name("李明").unwrap();
    assert_eq!(library.list_people().unwrap()[0].name, "李明");
    assert!(library.set_my_name("  ").is_err());
    assert!(
        library
            .name_colour(Colour::Doubt, "一个长得放不下的名字")
            .is_err()
    );
    library.name_colour(Colour::Doubt, "存疑").unwrap();
    assert_eq!(library.find_colour("存疑").unwrap(), Colour::Doubt);
    assert_eq!(library.find_colour("2").unwrap(), Colour::Doubt);
    assert!(library.find_colour("红色").is_err());
}
