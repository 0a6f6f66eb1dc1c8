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
                attachments: false,
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
    library.set_my_name("王芳").unwrap();
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
    library.set_my_name("王芳").unwrap();
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

/// A notice with the plan that it prints.
const COVER: &str = "关于印发《东岭镇\n河道治理方案》的通知\n\n东政发〔2021〕3号\n\n各村民委员会：\n\n\
现将《东岭镇河道治理方案》印发给你们，请认真贯彻执行。\n\n东岭镇人民政府\n\n2021年5月6日\n\n东岭镇河道治理方案\n\n\
一、总体要求\n\n坚持因地制宜，分类推进，先易后难，久久为功，力争三年见效。\n\n二、主要任务\n\n\
抓好清淤疏浚、岸坡整治、污水截流，逐段建立台账，按季通报进度。沿河道路要硬化到组，护栏要安装到位，沟渠要疏通到田，\
公共河段要有人管护。每个行政村至少配备一名河道管护员，配齐打捞船和清运车辆。\n\n三、工作要求\n\n\
镇里每季度检查一次，检查结果张榜公布，纳入年终考核；连续两次排名末位的村，由村支部书记在全镇大会上说明原因。\n";

/// A library with a cover; the ids of the cover and of what it carries.
fn cover_library(folder: &Path, text: &str) -> (Library, String, String) {
    let file = folder.join("cover.txt");
    std::fs::write(&file, text).unwrap();
    let mut library = Library::open(&folder.join("library")).unwrap();
    let report = library
        .import(&[file], &ImportOptions::default(), &mut |_, _, _| true)
        .unwrap();
    let cover = report.items[0].id.clone().unwrap();
    let carried = report.items[0].attachments[0].id.clone();
    (library, cover, carried)
}

/// The words of a file in any of the forms.
fn words_of(format: ExportFormat, target: &Path) -> String {
    match format {
        ExportFormat::Docx | ExportFormat::Pdf => {
            Draft::of_file(target).unwrap().paragraphs.join("\n")
        }
        _ => std::fs::read_to_string(target).unwrap(),
    }
}

fn texts() -> impl Iterator<Item = ExportFormat> {
    let all = [
        ExportFormat::Docx,
        ExportFormat::Pdf,
        ExportFormat::Html,
        ExportFormat::Markdown,
        ExportFormat::Text,
    ];
    all.into_iter().filter(|format| format.available())
}

#[test]
fn a_cover_is_exported_with_what_it_carries_or_says_that_it_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let mut covers = vec![COVER.to_owned()];
    if let Some(shared) = shared() {
        let case = shared.join("cases/export/cover.txt");
        covers.push(std::fs::read_to_string(case).unwrap());
    }
    for (n, text) in covers.iter().enumerate() {
        let folder = folder.path().join(n.to_string());
        std::fs::create_dir(&folder).unwrap();
        let (library, cover, _) = cover_library(&folder, text);
        let subject = ExportSubject::Document(cover);
        for format in texts() {
            for attachments in [true, false] {
                let content = ExportContent {
                    attachments,
                    ..ExportContent::default()
                };
                let target = folder.join(format!("out.{}", format.ending()));
                let file = export(&library, &subject, format, &content, &target).unwrap();
                let words = squeezed(&words_of(format, &target));
                let name = format.name();
                assert_eq!(words.contains("纳入年终考核"), attachments, "{name}");
                let said = file.warnings.iter().any(|w| w.contains("附件没有导出"));
                assert_eq!(said, !attachments, "{name}: {:?}", file.warnings);
            }
        }
        let markdown = folder.join("out.md");
        let content = ExportContent::default();
        export(
            &library,
            &subject,
            ExportFormat::Markdown,
            &content,
            &markdown,
        )
        .unwrap();
        let markdown = std::fs::read_to_string(markdown).unwrap();
        let heading = markdown.lines().find(|l| l.starts_with("# ")).unwrap();
        assert!(
            heading.starts_with("# 关于印发《") && heading.ends_with("方案》的通知"),
            "{heading}"
        );
    }
}

#[test]
fn a_list_has_cover_and_attachment_as_one_thing() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, cover, carried) = cover_library(folder.path(), COVER);
    let list = library.add_reading_list("清单", "").unwrap();
    add(&mut library, &list.id, &cover, None);
    let view = library.get_reading_list(&list.id).unwrap();
    let item = &view.sections[0].items[0];
    assert_eq!(item.attachments[0].id, carried);
    let chars = |id: &str| library.get_document(id).unwrap().chars;
    assert_eq!(item.chars, chars(&cover) + chars(&carried));
    assert_eq!(view.chars, item.chars);
    let subject = ExportSubject::ReadingList(list.id.clone());
    let target = folder.path().join("清单.md");
    let markdown = |library: &Library| {
        let content = ExportContent::default();
        export(library, &subject, ExportFormat::Markdown, &content, &target).unwrap();
        std::fs::read_to_string(&target).unwrap()
    };
    let text = markdown(&library);
    assert!(text.contains("附：《东岭镇河道治理方案》"), "{text}");
    assert_eq!(text.matches("纳入年终考核").count(), 1);
    // Who puts the plan into the list too gets it once, as an item of its own.
    add(&mut library, &list.id, &carried, None);
    let view = library.get_reading_list(&list.id).unwrap();
    assert!(view.sections[0].items[0].attachments.is_empty());
    let text = markdown(&library);
    assert_eq!(text.matches("纳入年终考核").count(), 1);
    assert!(!text.contains("附：《"));
}

#[test]
fn annotations_of_an_attachment_go_with_its_cover() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, cover, carried) = cover_library(folder.path(), COVER);
    library.set_my_name("张明").unwrap();
    let quote = TextQuoteSelector {
        exact: "纳入年终考核".to_owned(),
        ..TextQuoteSelector::default()
    };
    let at = library.find_quote(&carried, &quote).unwrap();
    let annotation = NewAnnotation {
        kind: AnnotationKind::Question,
        comment: "由谁考核".to_owned(),
        colour: Colour::Doubt,
        tags: Vec::new(),
    };
    library.add_annotation(&carried, at, &annotation).unwrap();
    let subject = ExportSubject::Document(cover);
    for place in [AnnotationPlace::Footnotes, AnnotationPlace::Appendix] {
        for format in texts() {
            let content = ExportContent {
                place,
                ..everything()
            };
            let target = folder.path().join(format!("out.{}", format.ending()));
            export(&library, &subject, format, &content, &target).unwrap();
            // Our reader of Word files takes no footnotes.
            if format == ExportFormat::Docx && place == AnnotationPlace::Footnotes {
                continue;
            }
            let words = squeezed(&words_of(format, &target));
            assert_eq!(
                words.matches("由谁考核").count(),
                1,
                "{} {place:?}",
                format.name()
            );
        }
    }
}
