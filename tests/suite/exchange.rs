//! Annotations as files: each form, W3C's model, and back into a library.

use yandu::{
    AnchorState, AnnotationFile, AnnotationFilter, AnnotationFormat, Colour, ExchangeReport,
    ExchangeStatus, Library, LibraryError, NewAnnotation,
};
use yandu_export::check_model;

use crate::annotations::{new, quote, with_text};

const TEXT: &str = "在学习座谈会上的讲话\n\n同志们：\n\n学习的目的全在于运用，要把学到的𠮷道理用到工作中去。\n\n\
调查研究是谋事之基、成事之道。没有调查就没有发言权。\n";

fn annotated(folder: &std::path::Path) -> (Library, String) {
    let (mut library, id) = with_text(folder, TEXT);
    library.set_my_name("王芳").unwrap();
    let tagged = NewAnnotation {
        tags: vec!["方法".to_owned()],
        ..new(
            Colour::Practice,
            "=SUM(A1) <script>alert(1)</script>\n第二行",
        )
    };
    let first = library
        .annotate_quote(&id, &quote("𠮷道理用到工作中去。调查研究"), &tagged)
        .unwrap();
    library.add_reply(&first.id, "我们也是").unwrap();
    library
        .annotate_quote(&id, &quote("没有发言权"), &new(Colour::Quotable, ""))
        .unwrap();
    (library, id)
}

fn export(library: &Library, format: AnnotationFormat) -> Vec<u8> {
    library
        .export_annotations(&AnnotationFilter::default(), format)
        .unwrap()
}

fn text(library: &Library, format: AnnotationFormat) -> String {
    String::from_utf8(export(library, format)).unwrap()
}

fn import(library: &mut Library, bytes: &[u8]) -> ExchangeReport {
    let file = AnnotationFile {
        name: "批注.jsonld".to_owned(),
        bytes,
        document: None,
    };
    library.import_annotations(&file).unwrap()
}

#[test]
fn json_ld_follows_the_model_and_comes_back_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (library, _) = annotated(folder.path());
    let bytes = export(&library, AnnotationFormat::JsonLd);
    let value: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(check_model(&value), []);
    assert_eq!(value["total"], 3);
    let first = &value["first"]["items"][0];
    let start = first["target"]["selector"][0]["start"].as_u64().unwrap() as usize;
    let whole: Vec<char> = library
        .get_document(
            &library
                .list_documents(&yandu::DocumentFilter {
                    limit: 9,
                    ..Default::default()
                })
                .unwrap()
                .items[0]
                .id,
        )
        .unwrap()
        .blocks
        .iter()
        .map(|b| b.text.clone())
        .collect::<Vec<_>>()
        .join("\n")
        .chars()
        .collect();
    assert_eq!(whole[start], '𠮷', "positions count code points");

    // Into another library that has the same text under another id.
    let other = tempfile::tempdir().unwrap();
    let (mut library_b, id_b) = with_text(other.path(), TEXT);
    let report = import(&mut library_b, &bytes);
    assert_eq!((report.added, report.refused), (3, 0), "{report:?}");
    let mine = library
        .list_annotations(&AnnotationFilter::default())
        .unwrap()
        .items;
    let theirs = library_b
        .list_annotations(&AnnotationFilter::default())
        .unwrap()
        .items;
    let key = |a: &yandu::AnnotationView| {
        (
            a.id.clone(),
            a.position(),
            a.comment.clone(),
            a.tags.clone(),
            a.author.clone(),
            a.created_at.clone(),
            a.colour,
            a.state,
            a.replies.clone(),
        )
    };
    let sorted = |mut list: Vec<_>| {
        list.sort_by(|a: &(String, _, _, _, _, _, _, _, _), b| a.0.cmp(&b.0));
        list
    };
    assert_eq!(
        sorted(mine.iter().map(key).collect()),
        sorted(theirs.iter().map(key).collect())
    );
    assert!(theirs.iter().all(|a| !a.mine && a.document == id_b));
}

#[test]
fn nothing_comes_twice_others_words_stay_theirs_and_a_batch_goes_as_a_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (library, _) = annotated(folder.path());
    let bytes = export(&library, AnnotationFormat::JsonLd);
    let other = tempfile::tempdir().unwrap();
    let (mut library_b, _) = with_text(other.path(), TEXT);
    let report = import(&mut library_b, &bytes);
    let theirs = library_b
        .list_annotations(&AnnotationFilter::default())
        .unwrap()
        .items;
    let again = import(&mut library_b, &bytes);
    assert_eq!((again.added, again.duplicates), (0, 3));
    let change = yandu::AnnotationChange {
        comment: Some("改".to_owned()),
        ..Default::default()
    };
    let refused = library_b
        .update_annotation(&theirs[0].id, &change)
        .unwrap_err();
    assert!(
        matches!(refused, LibraryError::NotYours(ref name) if name == "王芳"),
        "{refused}"
    );
    // Two annotations and a reply, as the report counted them.
    assert_eq!(library_b.undo_import(Some(report.batch)).unwrap(), 3);
    assert_eq!(
        library_b
            .list_annotations(&AnnotationFilter::default())
            .unwrap()
            .total,
        0
    );
}

#[test]
fn a_later_version_of_the_file_updates() {
    let folder = tempfile::tempdir().unwrap();
    let (library, _) = annotated(folder.path());
    let bytes = text(&library, AnnotationFormat::JsonLd);
    let other = tempfile::tempdir().unwrap();
    let (mut library_b, _) = with_text(other.path(), TEXT);
    import(&mut library_b, bytes.as_bytes());
    let mut value: serde_json::Value = serde_json::from_str(&bytes).unwrap();
    let first = &mut value["first"]["items"][0];
    first["modified"] = "2099-01-01T00:00:00+08:00".into();
    first["body"][0]["value"] = "后来的想法".into();
    let report = import(&mut library_b, value.to_string().as_bytes());
    assert_eq!((report.updated, report.duplicates), (1, 2));
    let changed = library_b
        .list_annotations(&AnnotationFilter::default())
        .unwrap()
        .items;
    let changed = changed.iter().find(|a| a.comment == "后来的想法").unwrap();
    assert_eq!(changed.modified_at, "2098-12-31T16:00:00Z");
    library_b.undo().unwrap();
    let back = library_b.get_annotation(&changed.id).unwrap();
    assert!(back.comment.starts_with("=SUM"));
}

#[test]
fn foreign_files_are_taken_as_far_as_they_go() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, _) = with_text(folder.path(), TEXT);
    let source = r#""source":{"id":"http://a.example/text","title":"在学习座谈会上的讲话"}"#;
    let file = format!(
        r#"[{{"type":"Annotation","id":"http://a.example/1","bodyValue":"没有选区","target":{{{source}}}}},
        {{"type":"Annotation","id":"http://a.example/2","target":{{{source},"selector":{{"type":"TextQuoteSelector","exact":"没有调查研究就没有发言权"}}}}}},
        {{"type":"Annotation","id":"http://a.example/3","target":{{{source},"selector":{{"type":"TextQuoteSelector","exact":"完全不在这篇里的一句话"}}}}}},
        {{"type":"Annotation","id":"http://a.example/4","target":{{{source},"selector":{{"type":"TextPositionSelector","start":14,"end":20}}}}}},
        {{"type":"Annotation","id":"http://a.example/5","target":"http://a.example/unknown"}},
        {{"type":"Annotation","id":"http://a.example/6","motivation":"replying","bodyValue":"答","target":"http://a.example/2"}},
        {{"type":"Annotation","id":"http://a.example/7"}}]"#
    );
    let report = import(&mut library, file.as_bytes());
    assert_eq!((report.added, report.refused), (5, 2), "{report:?}");
    let reasons: Vec<&str> = report
        .items
        .iter()
        .filter_map(|i| i.reason.as_deref())
        .collect();
    assert!(
        reasons.iter().any(|r| r.contains("资料库中没有这篇资料")),
        "{reasons:?}"
    );
    let all = library
        .list_annotations(&AnnotationFilter::default())
        .unwrap()
        .items;
    let by = |comment: &str, exact: &str| {
        all.iter()
            .find(|a| a.comment == comment && a.exact.contains(exact))
            .unwrap_or_else(|| panic!("{all:?}"))
            .state
    };
    assert_eq!(by("没有选区", ""), AnchorState::Moved);
    assert_eq!(
        by("", "发言权"),
        AnchorState::Moved,
        "alike, without context: a person decides"
    );
    assert_eq!(by("", "完全不在"), AnchorState::Earlier);
    assert_eq!(library.count_unsettled().unwrap(), 4);
    assert!(
        report
            .items
            .iter()
            .all(|i| i.status != ExchangeStatus::Refused || i.reason.is_some())
    );
}

#[test]
fn a_file_without_annotations_is_refused_with_a_word() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, id) = with_text(folder.path(), TEXT);
    for bytes in [
        &b"not json"[..],
        b"{}",
        b"",
        b"[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]",
    ] {
        let file = AnnotationFile {
            name: "坏文件.json".to_owned(),
            bytes,
            document: Some(id.clone()),
        };
        let refused = library.import_annotations(&file).unwrap_err();
        assert!(
            refused.to_string().contains("坏文件.json") && refused.hint().is_some(),
            "{refused}"
        );
    }
}

#[test]
fn the_other_forms_hold_everything_and_run_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (library, _) = annotated(folder.path());
    let html = text(&library, AnnotationFormat::Html);
    assert!(
        html.contains("&lt;script&gt;") && !html.contains("<script"),
        "{html}"
    );
    let markdown = text(&library, AnnotationFormat::Markdown);
    assert!(
        markdown.contains("> 𠮷道理用到工作中去。") && markdown.contains("我们也是"),
        "{markdown}"
    );
    assert!(markdown.contains("\\<script>"));
    let csv = text(&library, AnnotationFormat::Csv);
    assert!(
        csv.starts_with("\u{feff}资料,") && csv.contains("\"'=SUM(A1)"),
        "{csv}"
    );
    let docx = export(&library, AnnotationFormat::Docx);
    assert_eq!(&docx[..2], b"PK");
}

#[test]
fn a_damaged_file_never_stops_the_program_and_never_loses_what_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let (library, _) = annotated(folder.path());
    let bytes = export(&library, AnnotationFormat::JsonLd);
    let other = tempfile::tempdir().unwrap();
    let (mut library, _) = with_text(other.path(), TEXT);
    let mut seed = 7_u64;
    let mut number = |below: usize| {
        seed = seed
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (seed >> 33) as usize % below
    };
    let mut taken = 0;
    for _ in 0..400 {
        let mut damaged = bytes.clone();
        for _ in 0..1 + number(4) {
            let at = number(damaged.len());
            match number(3) {
                0 => damaged[at] = b'0' + number(10) as u8,
                1 => damaged.truncate(at.max(1)),
                _ => damaged[at] = number(256) as u8,
            }
        }
        let before = library
            .list_annotations(&AnnotationFilter::default())
            .unwrap()
            .total;
        let file = AnnotationFile {
            name: "坏.jsonld".to_owned(),
            bytes: &damaged,
            document: None,
        };
        taken += u32::from(library.import_annotations(&file).is_ok());
        assert!(
            library
                .list_annotations(&AnnotationFilter::default())
                .unwrap()
                .total
                >= before
        );
    }
    assert!(
        taken > 20,
        "{taken} of the damaged files could still be read"
    );
}
