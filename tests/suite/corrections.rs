//! What a person sets wins over the parser, also in later versions; what was uncertain waits for a look;
//! quick open and find inside a text; a library of the first schema comes up to date.

use std::path::Path;

use yandu::{
    Correction, DocumentFilter, ImportOptions, Library, LibraryError, MetadataField, SearchOptions,
};

fn import(library: &mut Library, file: &Path, text: &str) {
    std::fs::write(file, text).unwrap();
    library
        .import(
            &[file.to_owned()],
            &ImportOptions::default(),
            &mut |_, _, _| true,
        )
        .unwrap();
}

fn first(library: &Library) -> String {
    let filter = DocumentFilter {
        limit: 1,
        ..DocumentFilter::default()
    };
    library.list_documents(&filter).unwrap().items[0].id.clone()
}

fn set(field: MetadataField, value: &str) -> Correction {
    Correction {
        field,
        value: value.to_owned(),
    }
}

#[test]
fn a_correction_survives_a_new_version_and_can_be_undone() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(&folder.path().join("library")).unwrap();
    let file = folder.path().join("讲话.txt");
    import(
        &mut library,
        &file,
        "在读书会上的讲话\n（2021年4月8日）\n林致远\n\n同志们：今天讲三点。\n",
    );
    let id = first(&library);
    let values = [
        set(MetadataField::Speaker, "陈 水清"),
        set(MetadataField::Title, "在读书会上的讲话（修订）"),
        set(MetadataField::Date, "2021-04-09"),
    ];
    library.correct_metadata(&id, &values).unwrap();
    import(
        &mut library,
        &file,
        "在读书会上的讲话\n（2021年4月8日）\n林致远\n\n同志们：今天讲四点。\n",
    );
    let view = library.get_document(&id).unwrap();
    assert_eq!(view.version, 2);
    assert_eq!(view.title, "在读书会上的讲话（修订）");
    assert_eq!(view.speaker.as_deref(), Some("陈 水清"));
    assert_eq!(view.date.as_deref(), Some("2021-04-09"));
    assert!(view.confidence["speaker"] > 0.99);
    let found = library
        .search("讲话人:陈水清 四点", &SearchOptions::default())
        .unwrap();
    assert_eq!(found.documents, 1);
    library
        .correct_metadata(&id, &[set(MetadataField::Speaker, "")])
        .unwrap();
    assert_eq!(library.get_document(&id).unwrap().speaker, None);
    library.undo().unwrap();
    assert_eq!(
        library.get_document(&id).unwrap().speaker.as_deref(),
        Some("陈 水清")
    );
}

#[test]
fn a_value_that_a_field_cannot_have_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(&folder.path().join("library")).unwrap();
    import(
        &mut library,
        &folder.path().join("a.txt"),
        "关于学习的通知\n\n各单位：\n\n请认真学习。\n",
    );
    let id = first(&library);
    for (field, value) in [
        (MetadataField::Title, "  "),
        (MetadataField::Date, "去年"),
        (MetadataField::Kind, "小说"),
    ] {
        let values = [set(MetadataField::Speaker, "某人"), set(field, value)];
        let error = library.correct_metadata(&id, &values).unwrap_err();
        assert!(
            matches!(error, LibraryError::InvalidValue { .. }),
            "{error}"
        );
        assert!(error.hint().is_some());
    }
    assert_eq!(library.get_document(&id).unwrap().speaker, None);
}

#[test]
fn quick_open_finds_titles_and_headings_and_find_counts_places() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = crate::shared::sample_library(folder.path());
    let titles = library
        .quick_open("dsh", yandu::Letters::Pinyin, 10)
        .unwrap();
    assert!(
        titles
            .iter()
            .any(|t| t.title.contains("读书活动") || t.title.contains("读书")),
        "{titles:?}"
    );
    let headings = library
        .quick_open("巡河要见实效", yandu::Letters::Pinyin, 10)
        .unwrap();
    let target = headings.iter().find(|t| t.heading.is_some()).unwrap();
    let (block, text) = target.heading.clone().unwrap();
    let view = library.get_document(&target.id).unwrap();
    assert_eq!(view.blocks[block as usize].text, text);
    let whole: String = view.blocks.iter().map(|b| b.text.as_str()).collect();
    let places = library.find_in_document(&target.id, "河").unwrap();
    assert_eq!(places.len(), whole.matches('河').count());
    assert!(
        library
            .find_in_document(&target.id, "“”")
            .unwrap()
            .is_empty()
    );
}

#[test]
fn doubts_are_listed_until_they_are_confirmed() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = crate::shared::sample_library(folder.path());
    let before = library.list_doubts().unwrap();
    assert_eq!(library.overview().unwrap().doubtful as usize, {
        let ids: std::collections::BTreeSet<_> = before.iter().map(|d| &d.id).collect();
        ids.len()
    });
    assert!(before.iter().all(|d| d.confidence < 0.7));
    let ids: Vec<String> = before.iter().map(|d| d.id.clone()).collect();
    library.confirm_metadata(&ids).unwrap();
    assert!(library.list_doubts().unwrap().is_empty());
}

#[test]
fn an_import_problem_waits_until_the_file_comes_in_or_is_dismissed() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(&folder.path().join("library")).unwrap();
    let file = folder.path().join("a.txt");
    import(&mut library, &file, "");
    import(&mut library, &folder.path().join("b.txt"), "");
    assert_eq!(library.list_import_problems().unwrap().len(), 2);
    import(
        &mut library,
        &file,
        "关于学习的通知\n\n各单位：请认真学习。\n",
    );
    let left = library.list_import_problems().unwrap();
    assert_eq!(left.len(), 1);
    library
        .dismiss_import_problems(&[left[0].path.clone()])
        .unwrap();
    assert!(library.list_import_problems().unwrap().is_empty());
    library.undo().unwrap();
    assert_eq!(library.list_import_problems().unwrap().len(), 1);
}

#[test]
fn a_library_of_the_first_schema_comes_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.sqlite");
    let raw = rusqlite::Connection::open(&path).unwrap();
    raw.execute_batch(include_str!("../../crates/library/src/schema/001.sql"))
        .unwrap();
    raw.execute_batch(
        "INSERT INTO setting VALUES ('store', 'old'), ('change', '1'), ('index', '1');
         INSERT INTO batch VALUES (1, '2026-01-01T00:00:00Z', NULL);
         INSERT INTO original VALUES ('00', 1);
         INSERT INTO document VALUES (1, 'aaaaaaaa', NULL, 0, 'speech', '旧库的讲话', NULL, '林致远', NULL, NULL, NULL,
           '{\"document_type\":null,\"relation\":null,\"kind_confidence\":0.9,\"outline\":[],\"opening\":null,
             \"closing\":null,\"citations\":[],\"mentions\":[],
             \"fields\":{\"speaker\":{\"value\":\"林致远\",\"places\":[],\"rule\":\"line\",\"confidence\":0.5}}}',
           5, 5, 1, 'h', '/a', 'txt', NULL, '00', 1, 1, '2026-01-01T00:00:00Z', 1, NULL);
         INSERT INTO block VALUES (1048576, '旧库的讲话', 'title', 0, NULL, '标题');
         PRAGMA application_id = 1498301525; PRAGMA user_version = 1;",
    )
    .unwrap();
    drop(raw);
    let mut library = Library::open(folder.path()).unwrap();
    let doubts = library.list_doubts().unwrap();
    assert_eq!((doubts.len(), doubts[0].field), (1, MetadataField::Speaker));
    let found = library.search("旧库", &SearchOptions::default()).unwrap();
    assert_eq!(found.documents, 1);
}
