//! Libraries of the version before, in which undo was stuck, and what a new version makes of them.

use yandu::{Library, LibraryError, NoteFilter};

use crate::groups::member::folder;

/// Makes a library one of the schema before, as the program of then left it after `sql`.
fn of_before(place: &std::path::Path, sql: &str) -> Library {
    drop(Library::open(place).unwrap());
    let raw = rusqlite::Connection::open(place.join("library.sqlite")).unwrap();
    raw.execute_batch(
        "ALTER TABLE operation DROP COLUMN subject; ALTER TABLE operation DROP COLUMN kind;
         ALTER TABLE operation DROP COLUMN reference; PRAGMA user_version = 9;
         INSERT INTO setting VALUES ('me', '8b0c4e52a7f54c0fa4f2d7b1c3e9d001');
         INSERT INTO person VALUES (1, '8b0c4e52a7f54c0fa4f2d7b1c3e9d001', '我');",
    )
    .unwrap();
    raw.execute_batch(sql).unwrap();
    drop(raw);
    Library::open(place).unwrap()
}

/// A note with a link: its row could not be deleted, and neither could anything before it be undone.
#[test]
fn a_note_with_a_link_is_taken_back() {
    let place = folder();
    let mut library = of_before(
        place.path(),
        r#"INSERT INTO tag VALUES (1, '重点');
           INSERT INTO note VALUES (1, '51d4e7a09b7c4e0f8a4d3c2b1a000001', '提纲', '见 [[素材]]', NULL, 1,
             '2026-11-20T08:00:05Z', '2026-11-20T08:00:05Z', NULL);
           INSERT INTO note_link VALUES (1, 0, '素材', NULL);
           INSERT INTO operation (id, name, at) VALUES (1, '添加标签', '2026-11-20T08:00:00Z'),
             (2, '新建笔记', '2026-11-20T08:00:05Z');
           INSERT INTO undo_statement VALUES (1, 0, 'DELETE FROM tag WHERE "id"=1'),
             (2, 0, 'DELETE FROM note WHERE "id"=1');"#,
    );
    assert_eq!(library.undo().unwrap().name, "新建笔记");
    assert_eq!(library.count_notes().unwrap(), 0);
    assert_eq!(library.undo().unwrap().name, "添加标签");
    assert!(library.list_tags().unwrap().is_empty());
    assert_eq!(library.redo().unwrap().name, "添加标签");
    assert_eq!(library.redo().unwrap().name, "新建笔记");
    let note = &library.list_notes(&NoteFilter::default()).unwrap().items[0];
    assert_eq!(library.get_note(&note.id).unwrap().links[0].words, "素材");
    library.undo().unwrap();
    library.undo().unwrap();
    assert!(matches!(library.undo(), Err(LibraryError::NothingToUndo)));
}

/// A note that was edited: the list did not know of the edit, so what is older is not undone over it. What is newer is.
#[test]
fn an_edit_that_no_list_knew_of_is_not_reached_past() {
    let place = folder();
    let mut library = of_before(
        place.path(),
        r#"INSERT INTO tag VALUES (1, '重点');
           INSERT INTO note VALUES (1, '51d4e7a09b7c4e0f8a4d3c2b1a000001', '提纲', 'y', NULL, 1,
             '2026-11-20T08:00:05Z', '2026-11-20T08:00:09Z', NULL);
           INSERT INTO note_version VALUES (1, 1, '2026-11-20T08:00:09Z', '提纲', 'x');
           INSERT INTO operation (id, name, at) VALUES (1, '新建笔记', '2026-11-20T08:00:05Z'),
             (2, '添加标签', '2026-11-20T08:01:00Z');
           INSERT INTO undo_statement VALUES (1, 0, 'DELETE FROM note WHERE "id"=1'),
             (2, 0, 'DELETE FROM tag WHERE "id"=1');"#,
    );
    assert_eq!(library.undo().unwrap().name, "添加标签");
    assert!(matches!(library.undo(), Err(LibraryError::NothingToUndo)));
    let note = &library.list_notes(&NoteFilter::default()).unwrap().items[0];
    assert_eq!(library.get_note(&note.id).unwrap().body, "y");
    assert!(
        library
            .doctor(yandu::Repair::No)
            .unwrap()
            .iter()
            .all(|c| c.ok)
    );
}

/// Statements to which nothing leads back any more: they are refused by name, once, and nothing before them is stuck.
#[test]
fn what_cannot_be_undone_is_said_by_name_and_leaves_the_list() {
    let place = folder();
    let mut library = of_before(
        place.path(),
        r#"INSERT INTO tag VALUES (1, '重点');
           INSERT INTO saved_search VALUES (1, 'a', '甲', '学习', '', ''), (2, 'b', '乙', '学习', '', '');
           INSERT INTO operation (id, name, at) VALUES (1, '添加标签', '2026-11-20T08:00:00Z'),
             (2, '重命名检索', '2026-11-20T08:00:05Z');
           INSERT INTO undo_statement VALUES (1, 0, 'DELETE FROM tag WHERE "id"=1'),
             (2, 0, 'UPDATE saved_search SET "name"=''乙'' WHERE "id"=1');"#,
    );
    let refused = library.undo().unwrap_err();
    assert!(
        refused.to_string().contains("重命名检索") && refused.hint().is_some(),
        "{refused}"
    );
    assert_eq!(library.undo().unwrap().name, "添加标签");
}
