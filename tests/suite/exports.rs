//! 导出: every form of a document and of a list, read back, and what cannot be written.

use std::path::Path;

use yandu::{
    AnnotationKind, AnnotationPlace, Colour, Draft, ExportContent, ExportFormat, ExportSubject,
    ImportOptions, Layout, Library, LibraryError, NewAnnotation, NewItem, Requirement,
    TextQuoteSelector,
};

use crate::shared::{sample_library, shared};

fn everything() -> ExportContent {
    ExportContent {
        annotations: true,
        notes: true,
        ..ExportContent::default()
    }
}

fn export(
    library: &Library,
    subject: &ExportSubject,
    format: ExportFormat,
    content: &ExportContent,
    target: &Path,
) -> Result<yandu::ExportedFile, LibraryError> {
    let prepared = library.prepare_export(subject, format, content)?;
    let file = prepared.write(target, &mut |_, _| true)?;
    Ok(file.unwrap())
}

fn add(library: &mut Library, list: &str, document: &str, quote: Option<&str>) {
    let item = NewItem {
        document: document.to_owned(),
        passage: quote.map(|quote| {
            let selector = TextQuoteSelector {
                exact: quote.to_owned(),
                ..TextQuoteSelector::default()
            };
            library.find_quote(document, &selector).unwrap()
        }),
        section: None,
        requirement: Requirement::Required,
    };
    library.add_item(list, &item).unwrap();
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn a_docx_reads_back_as_the_same_text() {
    let Some(shared) = shared() else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut library = sample_library(&folder.path().join("library"));
    let from = [
        shared.join("seed"),
        shared.join("corpus/speeches/congress-reports"),
    ];
    library
        .import(&from, &ImportOptions::default(), &mut |_, _, _| true)
        .unwrap();
    let all = yandu::DocumentFilter {
        limit: u32::MAX,
        ..yandu::DocumentFilter::default()
    };
    let documents = library.list_documents(&all).unwrap().items;
    assert!(documents.len() > 10);
    for item in documents {
        let view = library.get_document(&item.id).unwrap();
        let text: String = view.blocks.iter().map(|b| squeezed(&b.text)).collect();
        for layout in [Layout::Official, Layout::Booklet] {
            let target = folder.path().join("out.docx");
            let content = ExportContent {
                layout,
                ..ExportContent::default()
            };
            let subject = ExportSubject::Document(item.id.clone());
            export(&library, &subject, ExportFormat::Docx, &content, &target).unwrap();
            let back = Draft::of_file(&target).unwrap().paragraphs;
            let back: String = back.iter().map(|p| squeezed(p)).collect();
            match layout {
                Layout::Official => assert_eq!(back, text, "{}", item.title),
                // The cover says title and day before it.
                Layout::Booklet => assert!(back.ends_with(&text), "{}", item.title),
            }
        }
    }
}

#[test]
fn a_list_is_written_in_every_form_with_everything_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = sample_library(&folder.path().join("library"));
    let speech = library
        .search("讲得都很实在", &yandu::SearchOptions::default())
        .unwrap();
    let id = speech.items[0].id.clone();
    let list = library
        .add_reading_list("第一季度/清单", "请先读这一篇。")
        .unwrap();
    add(&mut library, &list.id, &id, None);
    add(&mut library, &list.id, &id, Some("讲得都很实在"));
    let passage = &speech.items[0].passages[0];
    let at = yandu::TextPositionSelector {
        block: passage.block,
        start: passage.start,
        end_block: passage.block,
        end: passage.end,
    };
    let annotation = NewAnnotation {
        kind: AnnotationKind::Comment,
        comment: "=1+1 <b>批注</b>".to_owned(),
        colour: Colour::KeyPoint,
        tags: Vec::new(),
    };
    library.add_annotation(&id, at, &annotation).unwrap();
    let subject = ExportSubject::ReadingList(list.id);
    let name = library.export_name(&subject, ExportFormat::Docx).unwrap();
    assert_eq!(name, "第一季度 清单.docx");
    for format in ExportFormat::ALL.into_iter().filter(|f| f.available()) {
        for place in [AnnotationPlace::Footnotes, AnnotationPlace::Appendix] {
            let content = ExportContent {
                place,
                ..everything()
            };
            let target = folder.path().join(format!("清单.{}", format.ending()));
            let file = export(&library, &subject, format, &content, &target).unwrap();
            assert!(file.bytes > 100, "{}", format.name());
            let bytes = std::fs::read(&target).unwrap();
            let text = match format {
                ExportFormat::Docx => Draft::of_file(&target).unwrap().paragraphs.join("\n"),
                ExportFormat::Xlsx | ExportFormat::Pdf => continue,
                _ => String::from_utf8(bytes).unwrap(),
            };
            assert!(text.contains("讲话"), "{}", format.name());
            // The name that everybody has at first is not printed as an author.
            assert!(!text.contains("\n我　"), "{}", format.name());
            let people = !matches!(format, ExportFormat::Citations(_));
            assert!(!people || text.contains("批注"), "{}", format.name());
            assert!(format != ExportFormat::Html || !text.contains("<b>批注"));
        }
    }
}

#[test]
fn what_cannot_be_exported_says_why_and_leaves_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = sample_library(&folder.path().join("library"));
    let list = library.add_reading_list("空清单", "").unwrap();
    let out = folder.path().join("out");
    std::fs::create_dir(&out).unwrap();
    let content = ExportContent::default();
    let empty = ExportSubject::ReadingList(list.id);
    let target = out.join("空.docx");
    let refused = export(&library, &empty, ExportFormat::Docx, &content, &target);
    assert!(matches!(refused, Err(LibraryError::EmptyList(_))));
    let id = library
        .search("读书", &yandu::SearchOptions::default())
        .unwrap()
        .items[0]
        .id
        .clone();
    let subject = ExportSubject::Document(id);
    // A folder of that name, and a folder that is not there.
    for bad in [out.clone(), out.join("nowhere/一.docx")] {
        let refused = export(&library, &subject, ExportFormat::Docx, &content, &bad);
        assert!(
            matches!(refused, Err(LibraryError::Io { .. })),
            "{}",
            bad.display()
        );
    }
    // What stood there stays if the work is stopped.
    std::fs::write(&target, "old").unwrap();
    let prepared = library.prepare_export(&subject, ExportFormat::Docx, &content);
    let stopped = prepared.unwrap().write(&target, &mut |_, _| false).unwrap();
    assert!(stopped.is_none());
    assert_eq!(std::fs::read_to_string(&target).unwrap(), "old");
    assert_eq!(std::fs::read_dir(&out).unwrap().count(), 1);
}

#[test]
fn a_passage_that_is_gone_is_named_in_the_file_and_in_the_answer() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(&folder.path().join("library")).unwrap();
    let file = folder.path().join("材料.txt");
    let head = "关于学习的通知\n\n各支部：\n\n";
    std::fs::write(&file, format!("{head}请认真阅读原著，写好读书笔记。\n")).unwrap();
    let options = ImportOptions::default();
    let import = |library: &mut Library| {
        library
            .import(std::slice::from_ref(&file), &options, &mut |_, _, _| true)
            .unwrap()
    };
    let id = import(&mut library).items[0].id.clone().unwrap();
    let list = library.add_reading_list("清单", "").unwrap();
    add(&mut library, &list.id, &id, Some("写好读书笔记"));
    std::fs::write(
        &file,
        format!("{head}本周六上午九时在礼堂集合，统一乘车。\n"),
    )
    .unwrap();
    import(&mut library);
    let target = folder.path().join("清单.md");
    let subject = ExportSubject::ReadingList(list.id);
    let content = ExportContent::default();
    let written = export(
        &library,
        &subject,
        ExportFormat::Markdown,
        &content,
        &target,
    )
    .unwrap();
    assert!(
        written.warnings[0].contains("找不到这段节选"),
        "{:?}",
        written.warnings
    );
    assert!(
        std::fs::read_to_string(&target)
            .unwrap()
            .contains("找不到这段节选")
    );
}

#[test]
fn an_annotation_of_a_passage_keeps_its_place_in_the_excerpt() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = sample_library(&folder.path().join("library"));
    let found = library
        .search("讲得都很实在", &yandu::SearchOptions::default())
        .unwrap();
    let (id, passage) = (
        found.items[0].id.clone(),
        found.items[0].passages[0].clone(),
    );
    let at = yandu::TextPositionSelector {
        block: passage.block,
        start: passage.start + 2,
        end_block: passage.block,
        end: passage.end - 2,
    };
    let mark = NewAnnotation {
        kind: AnnotationKind::Comment,
        comment: "好".to_owned(),
        colour: Colour::KeyPoint,
        tags: Vec::new(),
    };
    library.add_annotation(&id, at, &mark).unwrap();
    let list = library.add_reading_list("清单", "").unwrap();
    add(&mut library, &list.id, &id, Some("讲得都很实在"));
    let target = folder.path().join("清单.md");
    let subject = ExportSubject::ReadingList(list.id);
    export(
        &library,
        &subject,
        ExportFormat::Markdown,
        &everything(),
        &target,
    )
    .unwrap();
    let text = std::fs::read_to_string(&target).unwrap();
    assert!(text.contains("讲得都很[^1]实在"), "{text}");
}
