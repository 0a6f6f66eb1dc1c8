//! Notes: writing, links and backlinks, history, templates, pictures, search.

use yandu::{
    LONGEST_NOTE, Library, LibraryError, NewNote, NoteChange, NoteFilter, PictureFormat, Scope,
    SearchOptions,
};

use crate::annotations::with_text;

const TEXT: &str = "在学习座谈会上的讲话\n\n同志们：\n\n学习的目的全在于运用，要把学到的道理用到工作中去。\n\n\
一、坚持学以致用\n\n调查研究是谋事之基、成事之道。\n";

fn note(title: &str, body: &str) -> NewNote {
    NewNote {
        title: title.to_owned(),
        body: body.to_owned(),
        ..NewNote::default()
    }
}

fn body(text: &str) -> NoteChange {
    NoteChange {
        body: Some(text.to_owned()),
        ..NoteChange::default()
    }
}

#[test]
fn links_lead_to_documents_passages_and_notes_and_back() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, id) = with_text(folder.path(), TEXT);
    let plan = library.add_note(&note("下周计划", "去基层走走")).unwrap();
    let written = library
        .add_note(&note(
            "",
            "# 读后\n\n见[[在学习座谈会上的讲话#第一部分·第1段]]、[[《在学习座谈会上的讲话》#谋事之基、成事之道]]、[[下周计划]]、[[还没写的]]",
        ))
        .unwrap();
    assert_eq!(written.title, "读后");
    let targets: Vec<_> = written.links.iter().map(|l| l.target.as_ref()).collect();
    assert_eq!(targets[0].unwrap().id, id);
    let passage = targets[1].unwrap().at.unwrap();
    let block = &library.get_document(&id).unwrap().blocks[passage.block as usize];
    assert!(block.text.contains("谋事之基"));
    assert!(targets[0].unwrap().at.is_some(), "by address");
    assert_eq!(
        (targets[2].unwrap().id.as_str(), targets[2].unwrap().note),
        (plan.id.as_str(), true)
    );
    assert!(targets[3].is_none());
    let back = library.list_backlinks(&id).unwrap();
    assert_eq!(
        (back.len(), back[0].note.as_str()),
        (1, written.id.as_str())
    );
    assert!(
        back[0].line.contains("见在学习座谈会上的讲话"),
        "{}",
        back[0].line
    );
    assert_eq!(library.get_note(&plan.id).unwrap().backlinks.len(), 1);
    // What was not there yet is linked once it is written; a new title keeps the links.
    let later = library.add_note(&note("还没写的", "写了")).unwrap();
    assert_eq!(later.backlinks.len(), 1);
    let renamed = NoteChange {
        title: Some("本周计划".to_owned()),
        ..NoteChange::default()
    };
    library.update_note(&plan.id, &renamed).unwrap();
    let link = &library.get_note(&written.id).unwrap().links[2];
    assert_eq!(link.target.as_ref().unwrap().title, "本周计划");
}

#[test]
fn completion_takes_pinyin_and_passages() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, _) = with_text(folder.path(), TEXT);
    library.add_note(&note("座谈会记录", "一")).unwrap();
    let found = library.complete_link("zth", 10).unwrap();
    let labels: Vec<&str> = found.iter().map(|c| c.label.as_str()).collect();
    assert_eq!(labels, ["座谈会记录", "在学习座谈会上的讲话"]);
    let passages = library
        .complete_link("在学习座谈会上的讲话#dcyj", 10)
        .unwrap();
    assert_eq!(passages.len(), 1);
    assert!(passages[0].label.starts_with("调查研究"));
    assert!(
        library
            .resolve_link(&passages[0].insert)
            .unwrap()
            .target
            .unwrap()
            .at
            .is_some()
    );
    library.add_note(&note("座谈会记录", "二")).unwrap();
    let twice = library.complete_link("座谈会记录", 10).unwrap();
    assert!(
        twice[0].insert.contains('|'),
        "two of one title are told apart: {}",
        twice[0].insert
    );
    assert!(
        library
            .resolve_link(twice[0].insert.split('|').next().unwrap())
            .unwrap()
            .target
            .is_some()
    );
}

#[test]
fn a_title_that_nobody_typed_follows_the_first_words() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, _) = with_text(folder.path(), TEXT);
    let begun = library.add_note(&note("", "")).unwrap();
    assert_eq!(begun.title, "无标题笔记");
    assert_eq!(
        library
            .update_note(&begun.id, &body("# 读后\n\n一"))
            .unwrap()
            .title,
        "读后"
    );
    assert_eq!(
        library
            .update_note(&begun.id, &body("# 再读"))
            .unwrap()
            .title,
        "再读"
    );
    let named = NoteChange {
        title: Some("我的题目".to_owned()),
        ..NoteChange::default()
    };
    library.update_note(&begun.id, &named).unwrap();
    assert_eq!(
        library
            .update_note(&begun.id, &body("# 三读"))
            .unwrap()
            .title,
        "我的题目"
    );
}

#[test]
fn history_keeps_what_was_and_gives_it_back() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, _) = with_text(folder.path(), TEXT);
    let first = library.add_note(&note("体会", "第一稿。")).unwrap();
    library
        .update_note(&first.id, &body("第一稿。接着写。"))
        .unwrap();
    library.update_note(&first.id, &body("第二稿。")).unwrap();
    let versions = library.list_note_versions(&first.id).unwrap();
    assert_eq!(versions.len(), 1, "one stretch of writing is one version");
    let pairs = library
        .compare_note_version(&first.id, versions[0].n)
        .unwrap();
    assert_eq!(
        (pairs[0].left.as_deref(), pairs[0].right.as_deref()),
        (Some("第一稿。"), Some("第二稿。"))
    );
    assert_eq!(pairs[0].left_marks, [(1, 2)]);
    let restored = library
        .restore_note_version(&first.id, versions[0].n)
        .unwrap();
    assert_eq!(restored.body, "第一稿。");
    let versions = library.list_note_versions(&first.id).unwrap();
    assert_eq!(versions.len(), 2, "the text that was replaced is kept");
}

#[test]
fn the_trash_undo_and_words_typed_since() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, id) = with_text(folder.path(), TEXT);
    let about = NewNote {
        document: Some(id.clone()),
        tags: vec!["心得".to_owned()],
        ..note("体会", "旧的")
    };
    let note = library.add_note(&about).unwrap();
    assert_eq!(note.document.as_ref().unwrap().0, id);
    library.trash_notes(std::slice::from_ref(&note.id)).unwrap();
    assert_eq!(library.count_notes().unwrap(), 0);
    library
        .restore_notes(std::slice::from_ref(&note.id))
        .unwrap();
    library
        .update_note(&note.id, &body("新写的一大段"))
        .unwrap();
    library.undo().unwrap();
    let written = library.get_note(&note.id).unwrap();
    assert_eq!(
        (written.body.as_str(), written.trashed_at),
        ("旧的", None),
        "an undo never reaches past what was done last"
    );
    library.redo().unwrap();
    let list = library
        .list_notes(&NoteFilter {
            document: Some(id),
            tag: Some("心得".to_owned()),
            ..NoteFilter::default()
        })
        .unwrap();
    assert_eq!(
        (list.total, list.items[0].excerpt.as_str()),
        (1, "新写的一大段")
    );
}

#[test]
fn notes_are_searched_without_their_mark_up() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, _) = with_text(folder.path(), TEXT);
    library
        .add_note(&note(
            "心得",
            "要**调查**研究，\n\n- 深入基层\n\n<script>alert('x')</script>",
        ))
        .unwrap();
    let options = SearchOptions {
        scopes: vec![Scope::Notes],
        ..SearchOptions::default()
    };
    let answer = library.search("要调查研究", &options).unwrap();
    assert_eq!(
        (answer.documents, answer.items[0].kind.as_str()),
        (1, "note")
    );
    let passage = &answer.items[0].passages[0];
    assert_eq!(
        (passage.snippet.as_str(), passage.marks[0]),
        ("要调查研究，", (0, 5))
    );
    assert_eq!(library.search("谋事之基", &options).unwrap().documents, 0);
    let both = SearchOptions {
        scopes: vec![Scope::Documents, Scope::Notes],
        ..SearchOptions::default()
    };
    assert_eq!(library.search("调查研究", &both).unwrap().documents, 2);
}

#[test]
fn a_large_note_is_kept_and_a_larger_one_refused_with_a_word() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, _) = with_text(folder.path(), TEXT);
    let large = "学习，再学习。[[没有的]] **不成对 `代码\n".repeat(20_000);
    assert!(large.len() > 1 << 20);
    let kept = library.add_note(&note("长", &large)).unwrap();
    assert_eq!(library.get_note(&kept.id).unwrap().body, large);
    let refused = library
        .update_note(&kept.id, &body(&"字".repeat(LONGEST_NOTE)))
        .unwrap_err();
    assert!(matches!(refused, LibraryError::NoteTooLong { .. }) && refused.hint().is_some());
    assert_eq!(
        library.get_note(&kept.id).unwrap().body,
        large,
        "nothing is lost"
    );
}

#[test]
fn pictures_are_kept_and_checked() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, _) = with_text(folder.path(), TEXT);
    let png = [
        &[0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a][..],
        &[0; 32],
    ]
    .concat();
    let kept = library.add_picture(&png).unwrap();
    assert_eq!(
        library.get_picture(&kept.id).unwrap(),
        (PictureFormat::Png, png)
    );
    let svg = library.add_picture(b"<svg onload=alert(1)>").unwrap_err();
    assert!(matches!(svg, LibraryError::NotAPicture));
    let large = library.add_picture(&vec![0x89; 50 << 20]).unwrap_err();
    assert!(
        large.to_string().contains("50 MB") && large.hint().is_some(),
        "{large}"
    );
    assert!(library.get_picture("../../library.sqlite").is_err());
    let checks = library.doctor(yandu::Repair::No).unwrap();
    assert!(checks.iter().all(|c| c.ok), "{checks:?}");
}

#[test]
fn templates_are_filled_in_and_ones_own_come_first() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, id) = with_text(folder.path(), TEXT);
    let own = NewNote {
        tags: vec!["模板".to_owned()],
        ..note("周记", "{日期}：")
    };
    library.add_note(&own).unwrap();
    let templates = library.list_templates().unwrap();
    let names: Vec<&str> = templates.iter().map(|t| t.name.as_str()).collect();
    assert_eq!(names, ["周记", "学习心得", "研讨记录", "精读提纲", "摘抄"]);
    let filled = library
        .fill_template(&templates[1].body, Some(&id))
        .unwrap();
    assert!(
        filled.contains("[[在学习座谈会上的讲话]]") && !filled.contains('{'),
        "{filled}"
    );
}

#[test]
fn a_library_of_the_schema_before_opens_with_room_for_notes() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(folder.path()).unwrap();
    library.add_note(&note("一", "二")).unwrap();
    drop(library);
    let library = Library::open(folder.path()).unwrap();
    assert_eq!(library.count_notes().unwrap(), 1);
}
