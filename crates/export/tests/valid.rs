//! Every file that is written for Word and Excel against Microsoft's validator of the schemas.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod office;

use office::{block, faults, section};
use yandu_document::{BlockKind, TextPositionSelector, TextQuoteSelector};
use yandu_export::{
    AnnotatedDocument, AnnotationExport, AnnotationPlace, Compilation, CompiledEntry, CompiledNote,
    ExportedAnnotation, ExportedReply, Layout, ReportedCheck, ReportedQuotation, ReportedStretch,
    write_compilation_docx, write_compilation_xlsx, write_docx, write_quotation_docx,
};

/// Text that would be mark-up, what XML forbids, a char of the second plane, breaks.
const MEAN: &str = "<w:p>&amp;\"'\u{1}\u{b}\u{ffff}𠮷\t格\n行 — “引” 100%";

const KINDS: [BlockKind; 20] = [
    BlockKind::Marking,
    BlockKind::IssuerMark,
    BlockKind::Number,
    BlockKind::Title,
    BlockKind::Subtitle,
    BlockKind::Adoption,
    BlockKind::Recipients,
    BlockKind::DateLine,
    BlockKind::Speaker,
    BlockKind::Salutation,
    BlockKind::Heading,
    BlockKind::Text,
    BlockKind::TableRow,
    BlockKind::AttachmentList,
    BlockKind::Signature,
    BlockKind::IssueDate,
    BlockKind::Remark,
    BlockKind::Imprint,
    BlockKind::Footnote,
    BlockKind::Aside,
];

fn annotation(block: u32, comment: &str) -> ExportedAnnotation {
    ExportedAnnotation {
        id: format!("{block:032x}"),
        kind: "question".to_owned(),
        kind_name: "提问".to_owned(),
        colour: "doubt".to_owned(),
        colour_name: "疑问".to_owned(),
        comment: comment.to_owned(),
        tags: vec![MEAN.to_owned()],
        author: MEAN.to_owned(),
        author_id: "0".repeat(32),
        created: "2026-11-24T08:00:00Z".to_owned(),
        modified: "2026-11-24T08:00:00Z".to_owned(),
        local_time: "2026-11-24T16:00:00".to_owned(),
        position: (block < 40).then_some(TextPositionSelector {
            block,
            start: 1,
            end_block: block,
            end: 3,
        }),
        quote: TextQuoteSelector {
            exact: "引\n文".to_owned(),
            ..TextQuoteSelector::default()
        },
        address: "第1段".to_owned(),
        place_note: "位置待核对".to_owned(),
        replies: vec![ExportedReply {
            id: "9".repeat(32),
            comment: "好\n再看".to_owned(),
            author: "Anna Berg".to_owned(),
            author_id: "1".repeat(32),
            created: "2026-11-24T09:00:00Z".to_owned(),
            modified: "2026-11-24T09:00:00Z".to_owned(),
            local_time: "2026-11-24T17:00:00".to_owned(),
        }],
    }
}

/// An entry with a block of every kind, an annotation in each, and an attachment of the same.
fn entry(attached: bool) -> CompiledEntry {
    let blocks = KINDS.iter().enumerate().map(|(n, kind)| {
        let text = match kind {
            BlockKind::Heading => "（一）抓好学习。要读原文。",
            BlockKind::Signature => "学习办公室",
            BlockKind::IssueDate => "2026年11月24日",
            BlockKind::Imprint => "抄送：各县委。\n学习办公室　2026年11月25日印发",
            _ => MEAN,
        };
        block(*kind, (n % 10) as u8, text)
    });
    let mut entry = CompiledEntry {
        title: MEAN.to_owned(),
        source: Some(MEAN.to_owned()),
        date: "2020-03-01".parse().ok(),
        due: "2026-12-01".parse().ok(),
        guide: MEAN.to_owned(),
        questions: vec![MEAN.to_owned()],
        citation: MEAN.to_owned(),
        blocks: blocks.collect(),
        annotations: (0..KINDS.len() as u32)
            .map(|n| annotation(n, MEAN))
            .collect(),
        notes: vec![CompiledNote {
            title: MEAN.to_owned(),
            paragraphs: vec![MEAN.to_owned()],
            author: MEAN.to_owned(),
        }],
        attached,
        ..CompiledEntry::default()
    };
    if !attached {
        entry.attachments = vec![self::entry(true)];
    }
    entry
}

fn compilation(list: bool) -> Compilation {
    let gone = CompiledEntry {
        title: "没有了".to_owned(),
        missing: Some("原文已改动".to_owned()),
        ..CompiledEntry::default()
    };
    Compilation {
        title: MEAN.to_owned(),
        author: MEAN.to_owned(),
        date: "2026年11月24日".to_owned(),
        introduction: MEAN.to_owned(),
        questions: vec![MEAN.to_owned()],
        sections: vec![section(vec![entry(false), gone, CompiledEntry::default()])],
        list,
    }
}

#[test]
fn every_compilation_is_valid() {
    let (official, booklet) = (Layout::Official, Layout::Booklet);
    let (footnotes, appendix) = (AnnotationPlace::Footnotes, AnnotationPlace::Appendix);
    let forms = [
        (official, footnotes, false),
        (official, appendix, true),
        (booklet, footnotes, true),
        (booklet, appendix, false),
    ];
    for (layout, place, list) in forms {
        let whole = compilation(list);
        let docx = write_compilation_docx(&whole, layout, place, &mut |_, _| true);
        let Some(faults) = faults(&docx.unwrap().unwrap(), "docx") else {
            return;
        };
        assert_eq!(faults, "", "{layout:?} {place:?} {list}");
    }
    let empty = Compilation::default();
    let place = AnnotationPlace::Footnotes;
    let docx = write_compilation_docx(&empty, Layout::Official, place, &mut |_, _| true);
    assert_eq!(faults(&docx.unwrap().unwrap(), "docx").as_deref(), Some(""));
}

#[test]
fn annotations_reports_and_sheets_are_valid() {
    let blocks = entry(true).blocks;
    let annotations = vec![
        annotation(2, "一行\n二行\n\n三行"),
        annotation(2, ""),
        annotation(11, MEAN),
        annotation(99, "旧版"),
    ];
    let document = AnnotatedDocument {
        id: "0".repeat(32),
        title: MEAN.to_owned(),
        source: None,
        date: None,
        text_hash: String::new(),
        part: 0,
        blocks,
        annotations,
    };
    let export = AnnotationExport {
        documents: vec![document.clone(), document],
        at: "2026-11-24T10:00:00Z".to_owned(),
    };
    let Some(said) = faults(&write_docx(&export).unwrap(), "docx") else {
        return;
    };
    assert_eq!(said, "");
    let quotation = ReportedQuotation {
        place: "第3段".to_owned(),
        status: "有出入".to_owned(),
        open: true,
        text: MEAN.to_owned(),
        source: MEAN.to_owned(),
        source_text: MEAN.to_owned(),
        stretches: vec![
            ReportedStretch::Equal(MEAN.to_owned()),
            ReportedStretch::Changed("甲".to_owned(), String::new()),
            ReportedStretch::Changed(String::new(), "乙".to_owned()),
        ],
        others: vec![MEAN.to_owned()],
    };
    let check = ReportedCheck {
        title: MEAN.to_owned(),
        quotations: vec![quotation, ReportedQuotation::default()],
        ..ReportedCheck::default()
    };
    let docx = write_quotation_docx(&check).unwrap();
    assert_eq!(faults(&docx, "docx").unwrap(), "");
    let xlsx = write_compilation_xlsx(&compilation(true)).unwrap();
    assert_eq!(faults(&xlsx, "xlsx").unwrap(), "");
}
