//! Annotations in the next version of their document: the cases from the field, and what is never silent.

use std::path::Path;

use yandu::{AnchorState, AnnotationView, Colour, ImportOptions, Library, Settlement};

use crate::annotations::{new, quote, with_text};
use crate::shared::{rows, shared};

fn mark(library: &mut Library, document: &str, words: &str) -> AnnotationView {
    library
        .annotate_quote(document, &quote(words), &new(Colour::KeyPoint, ""))
        .unwrap()
}

fn replace(library: &mut Library, document: &str, folder: &Path, text: &str) {
    let file = folder.join("新版.txt");
    std::fs::write(&file, text).unwrap();
    let options = ImportOptions {
        replaces: Some(document.to_owned()),
        ..ImportOptions::default()
    };
    let report = library.import(&[file], &options, &mut |_, _, _| true);
    assert_eq!(report.unwrap().updated, 1);
}

#[test]
fn the_cases_from_the_field() {
    let Some(folder) = shared()
        .map(|s| s.join("cases/reanchor"))
        .filter(|f| f.is_dir())
    else {
        return;
    };
    let cases = rows(&folder.join("expected.tsv"));
    assert!(cases.len() >= 5);
    for case in cases {
        let text = |version: &str| {
            let name = format!("{}.{version}.txt", case["case"]);
            std::fs::read_to_string(folder.join(name)).unwrap()
        };
        let place = tempfile::tempdir().unwrap();
        let (mut library, id) = with_text(place.path(), &text("v1"));
        let words = case["quote annotated in v1"].clone();
        let marked = mark(&mut library, &id, &words);
        assert_eq!(marked.exact, words);
        replace(&mut library, &id, place.path(), &text("v2"));
        let view = library.get_annotation(&marked.id).unwrap();
        let state = match view.state {
            AnchorState::Found => "found",
            AnchorState::Moved => "moved",
            _ => "earlier",
        };
        assert!(case["state expected"].contains(state), "{case:?}: {view:?}");
        assert_eq!(view.exact, words, "{case:?}");
        library.undo_import(None).unwrap();
        let back = library.get_annotation(&marked.id).unwrap();
        assert_eq!(
            (back.state, back.block, &back.exact),
            (AnchorState::Found, marked.block, &words)
        );
    }
}

const TEXT: &str = "南坪乡工作会议讲话\n\n同志们：\n\n今天谈几点意见，供大家讨论。\n\n\
    要抓卫生，（常抓）不懈。\n\n要抓教育，常抓不懈。\n\n我就讲到这里，谢谢大家。\n";

#[test]
fn marks_at_the_ends_belong_to_a_quotation() {
    let place = tempfile::tempdir().unwrap();
    let (mut library, id) = with_text(place.path(), TEXT);
    let all = mark(&mut library, &id, "要抓卫生，（常抓）不懈。");
    let inner = mark(&mut library, &id, "卫生，（常抓）");
    let comma = mark(&mut library, &id, "教育，常抓不懈。");
    let edited = TEXT.replace(
        "同志们：",
        "同志们：\n\n（新加的一段。）\n\n要抓产业，常抓不懈。",
    );
    replace(&mut library, &id, place.path(), &edited);
    for marked in [all, inner, comma] {
        let view = library.get_annotation(&marked.id).unwrap();
        assert_eq!(
            (view.state, &view.exact),
            (AnchorState::Found, &marked.exact)
        );
        assert_eq!(view.block, marked.block + 2);
    }
}

/// A word or a mark that changed is shown, and the words that were marked stay until a person has looked; also in the
/// version after that, and they are found again when they come back.
#[test]
fn words_that_changed_are_never_taken_silently() {
    let place = tempfile::tempdir().unwrap();
    let (mut library, id) = with_text(place.path(), TEXT);
    let words = "要抓卫生，（常抓）不懈。";
    let marked = mark(&mut library, &id, words);
    for edited in ["要抓卫生；（常抓）不懈。", "要抓环境卫生，（常抓）不懈。"]
    {
        replace(
            &mut library,
            &id,
            place.path(),
            &TEXT.replace(words, edited),
        );
        let view = library.get_annotation(&marked.id).unwrap();
        assert_eq!(
            (view.state, view.exact.as_str()),
            (AnchorState::Moved, words)
        );
        let text = format!("{}\n\n新加的结尾。\n", TEXT.replace(words, edited));
        replace(&mut library, &id, place.path(), &text);
        let view = library.get_annotation(&marked.id).unwrap();
        assert_eq!(
            (view.state, view.exact.as_str()),
            (AnchorState::Moved, words)
        );
    }
    replace(
        &mut library,
        &id,
        place.path(),
        &format!("{TEXT}\n\n另一个结尾。\n"),
    );
    let view = library.get_annotation(&marked.id).unwrap();
    assert_eq!(
        (view.state, view.exact.as_str()),
        (AnchorState::Found, words)
    );
    let edited = TEXT.replace(words, "要抓卫生，（常抓）不放。");
    replace(&mut library, &id, place.path(), &edited);
    let settled = library
        .settle_annotation(&marked.id, Settlement::Confirm)
        .unwrap();
    assert_eq!(
        (settled.state, settled.exact.as_str()),
        (AnchorState::Found, "要抓卫生，（常抓）不放。")
    );
}
