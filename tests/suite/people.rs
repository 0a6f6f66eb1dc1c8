//! Who wrote what: a name before annotations leave, and colleagues who are called the same, or nothing.

use std::path::Path;

use yandu::{
    AnnotationFile, AnnotationFilter, AnnotationFormat, AnnotationView, Colour, ExportContent,
    ExportFormat, ExportSubject, Library, LibraryError, NewPack,
};

use crate::annotations::{new, quote, with_text};

const TEXT: &str = "在读书会上的讲话\n\n读书贵在坚持，一日不读口生。读书要联系实际，不能装样子。\n";

fn annotated(folder: &Path, words: &str, comment: &str) -> (Library, String) {
    let (mut library, id) = with_text(folder, TEXT);
    library
        .annotate_quote(&id, &quote(words), &new(Colour::Quotable, comment))
        .unwrap();
    (library, id)
}

fn json_ld(library: &Library) -> Result<Vec<u8>, LibraryError> {
    library.export_annotations(&AnnotationFilter::default(), AnnotationFormat::JsonLd)
}

fn import(library: &mut Library, bytes: &[u8]) -> yandu::ExchangeReport {
    let file = AnnotationFile {
        name: "同事.jsonld".to_owned(),
        bytes,
        document: None,
    };
    library.import_annotations(&file).unwrap()
}

fn all(library: &Library) -> Vec<AnnotationView> {
    let filter = AnnotationFilter::default();
    library.list_annotations(&filter).unwrap().items
}

/// What a colleague gives, with the author of the file changed.
fn given(author: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, _) = annotated(folder.path(), "不能装样子", "同事的话");
    library.set_my_name("李四").unwrap();
    let file = String::from_utf8(json_ld(&library).unwrap()).unwrap();
    let mut value: serde_json::Value = serde_json::from_str(&file).unwrap();
    let creator = &mut value["first"]["items"][0]["creator"];
    assert!(creator.is_object(), "{creator}");
    *creator = serde_json::from_str(author).unwrap();
    value.to_string().into_bytes()
}

#[test]
fn annotations_leave_with_a_name_only() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, id) = annotated(folder.path(), "贵在坚持", "记住");
    let missing = |error: LibraryError| {
        assert!(matches!(error, LibraryError::NoName), "{error}");
        assert!(error.hint().unwrap().contains("yandu-cli name"));
    };
    for format in AnnotationFormat::ALL {
        let filter = AnnotationFilter::default();
        missing(library.export_annotations(&filter, format).unwrap_err());
    }
    let subject = ExportSubject::Document(id.clone());
    let content = ExportContent {
        annotations: true,
        ..ExportContent::default()
    };
    let prepared = library.prepare_export(&subject, ExportFormat::Markdown, &content);
    missing(prepared.err().unwrap());
    let pack = NewPack {
        title: "读书".to_owned(),
        documents: vec![id],
        annotations: true,
        ..NewPack::default()
    };
    let target = folder.path().join("读书.yandu");
    missing(library.create_pack(&pack, &target).unwrap_err());
    assert!(!target.exists());
    // The text alone needs no name, and nobody is called 我.
    let plain = library.prepare_export(&subject, ExportFormat::Markdown, &ExportContent::default());
    assert!(plain.is_ok());
    assert!(library.set_my_name("我").is_err() && library.signed_name().is_err());
    library.set_my_name("王芳").unwrap();
    assert_eq!(library.signed_name().unwrap(), "王芳");
    assert!(
        String::from_utf8(json_ld(&library).unwrap())
            .unwrap()
            .contains("王芳")
    );
    library.create_pack(&pack, &target).unwrap();
}

#[test]
fn whoever_wrote_nothing_is_not_asked() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, _) = with_text(folder.path(), TEXT);
    import(&mut library, &given(r#"{"type":"Person","name":"李四"}"#));
    assert!(json_ld(&library).is_ok());
}

#[test]
fn a_colleague_of_my_name_or_of_none_is_not_me() {
    for author in [
        r#"{"type":"Person","id":"urn:uuid:00000000-0000-4000-8000-00000000abcd","name":"王芳"}"#,
        r#"{"type":"Person","name":"王芳"}"#,
        r#"{"type":"Person","id":"urn:uuid:00000000-0000-4000-8000-00000000abcd","name":"我"}"#,
        r#"{"type":"Person","name":"我"}"#,
        r#"{"type":"Person"}"#,
        "null",
        r#""https://example.org/people/7""#,
    ] {
        let folder = tempfile::tempdir().unwrap();
        let (mut library, _) = annotated(folder.path(), "贵在坚持", "我的话");
        library.set_my_name("王芳").unwrap();
        assert_eq!(import(&mut library, &given(author)).added, 1, "{author}");
        let views = all(&library);
        let mine: Vec<_> = views.iter().filter(|a| a.mine).collect();
        let theirs: Vec<_> = views.iter().filter(|a| !a.mine).collect();
        assert_eq!((mine.len(), theirs.len()), (1, 1), "{author}");
        assert_eq!(mine[0].author, "王芳");
        assert_ne!(theirs[0].author, "王芳", "{author}");
        assert_ne!(theirs[0].author, "我", "{author}");
        // Both names that are shown find one person each.
        assert!(library.find_person("王芳").is_ok_and(|p| p.me) || author.contains("王芳"));
        let found = library.find_person(&theirs[0].author).unwrap();
        assert_eq!(found.id, theirs[0].author_id, "{author}");
        assert!(library.find_person("我").unwrap().me);
        // A file of the other's words still carries the name that they have.
        let file = String::from_utf8(json_ld(&library).unwrap()).unwrap();
        assert!(!file.contains('（'), "{file}");
    }
}

#[test]
fn a_copy_of_my_library_is_somebody_elses() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, _) = annotated(folder.path(), "贵在坚持", "我的话");
    library.set_my_name("王芳").unwrap();
    let me = library.find_person("王芳").unwrap().id;
    let with = |name: &str| {
        let id = format!(
            "{}-{}-{}-{}-{}",
            &me[..8],
            &me[8..12],
            &me[12..16],
            &me[16..20],
            &me[20..]
        );
        given(&format!(
            r#"{{"type":"Person","id":"urn:uuid:{id}","name":"{name}"}}"#
        ))
    };
    import(&mut library, &with("李四"));
    let theirs = all(&library)
        .into_iter()
        .find(|a| a.comment == "同事的话")
        .unwrap();
    assert_eq!((theirs.mine, theirs.author.as_str()), (false, "李四"));
    // What I wrote under a former name comes back as mine.
    library.set_my_name("王方").unwrap();
    let earlier = with("王芳");
    library.undo().unwrap();
    import(&mut library, &earlier);
    let mine = all(&library)
        .into_iter()
        .find(|a| a.comment == "同事的话")
        .unwrap();
    assert!(mine.mine, "{mine:?}");
}

#[test]
fn nobodys_file_changes_my_words() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, _) = annotated(folder.path(), "贵在坚持", "我的话");
    library.set_my_name("王芳").unwrap();
    let file = String::from_utf8(json_ld(&library).unwrap()).unwrap();
    let mut value: serde_json::Value = serde_json::from_str(&file).unwrap();
    let item = &mut value["first"]["items"][0];
    item["modified"] = "2099-01-01T00:00:00Z".into();
    item["creator"] = serde_json::json!({ "type": "Person", "name": "李四" });
    item["body"][0]["value"] = "李四的话".into();
    let report = import(&mut library, value.to_string().as_bytes());
    assert_eq!((report.updated, report.refused), (0, 1), "{report:?}");
    assert_eq!(all(&library)[0].comment, "我的话");
}

#[test]
fn a_person_is_found_by_name_or_id() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, _) = annotated(folder.path(), "贵在坚持", "我的话");
    library.set_my_name("王芳").unwrap();
    import(
        &mut library,
        &given(
            r#"{"type":"Person","id":"urn:uuid:00000000-0000-4000-8000-00000000abcd","name":"李四"}"#,
        ),
    );
    assert_eq!(library.find_person("李四").unwrap().name, "李四");
    assert_eq!(library.find_person("00000000").unwrap().name, "李四");
    let unknown = library.find_person("赵六").unwrap_err().to_string();
    assert!(
        unknown.contains("王芳") && unknown.contains("李四"),
        "{unknown}"
    );
    library.set_my_name("李四").unwrap();
    let both = library.find_person("李四").unwrap_err();
    assert!(
        matches!(both, LibraryError::SeveralPeople { ref ids, .. } if ids.len() == 2),
        "{both}"
    );
    assert!(library.find_person("李四（0000）").is_ok_and(|p| !p.me));
}
