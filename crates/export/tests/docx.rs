//! The DOCX of annotations: every annotation is a Word comment at its place, replies hang below it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::Read;

use yandu_document::{BlockKind, TextPositionSelector, TextQuoteSelector};
use yandu_export::{
    AnnotatedDocument, AnnotationExport, ExportedAnnotation, ExportedBlock, ExportedReply,
    write_docx,
};

fn annotation(n: usize, at: Option<(u32, u32, u32, u32)>, replies: usize) -> ExportedAnnotation {
    ExportedAnnotation {
        id: format!("{n:032x}"),
        kind: "comment".to_owned(),
        kind_name: "批注".to_owned(),
        colour: "quotable".to_owned(),
        colour_name: "金句".to_owned(),
        comment: format!("第{n}条<&>"),
        tags: vec!["方法".to_owned()],
        author: "王芳".to_owned(),
        author_id: "0".repeat(32),
        created: "2026-11-24T08:00:00Z".to_owned(),
        modified: "2026-11-24T08:00:00Z".to_owned(),
        position: at.map(|(block, start, end_block, end)| TextPositionSelector {
            block,
            start,
            end_block,
            end,
        }),
        quote: TextQuoteSelector {
            exact: "引文".to_owned(),
            ..TextQuoteSelector::default()
        },
        address: "第1段".to_owned(),
        place_note: String::new(),
        replies: (0..replies)
            .map(|r| ExportedReply {
                id: format!("{:032x}", 900 + r),
                comment: "同意".to_owned(),
                author: "李明".to_owned(),
                author_id: "1".repeat(32),
                created: "2026-11-24T09:00:00Z".to_owned(),
                modified: "2026-11-24T09:00:00Z".to_owned(),
            })
            .collect(),
    }
}

fn part(docx: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(docx)).unwrap();
    let mut text = String::new();
    archive
        .by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

#[test]
fn comments_overlap_run_over_paragraphs_and_carry_replies() {
    let block = |text: &str, title| ExportedBlock {
        text: text.to_owned(),
        level: 0,
        kind: if title {
            BlockKind::Title
        } else {
            BlockKind::Text
        },
    };
    let document = AnnotatedDocument {
        id: "0".repeat(32),
        title: "讲话".to_owned(),
        source: None,
        date: None,
        text_hash: String::new(),
        part: 0,
        blocks: vec![
            block("讲话", true),
            block("没有调查就没有发言权。", false),
            block("𠮷祥的第二段。", false),
        ],
        annotations: vec![
            annotation(1, Some((1, 2, 1, 7)), 2),
            annotation(2, Some((1, 4, 2, 2)), 0),
            annotation(3, None, 0),
        ],
    };
    let export = AnnotationExport {
        documents: vec![document],
        at: "2026-11-24T10:00:00Z".to_owned(),
    };
    let docx = write_docx(&export).unwrap();
    let body = part(&docx, "word/document.xml");
    assert_eq!(
        body.matches("<w:commentRangeStart").count(),
        4,
        "two annotations and two replies"
    );
    assert_eq!(body.matches("<w:commentRangeEnd").count(), 4);
    assert!(body.contains("仅在旧版中的批注"));
    let text: String = body
        .split("<w:t")
        .skip(1)
        .filter_map(|t| Some(t.split_once('>')?.1.split_once('<')?.0))
        .collect();
    assert!(
        text.starts_with("讲话没有调查就没有发言权。𠮷祥的第二段。"),
        "{text}"
    );
    let comments = part(&docx, "word/comments.xml");
    assert_eq!(comments.matches("<w:comment ").count(), 4);
    assert!(
        comments.contains("第1条&lt;&amp;&gt;")
            && comments.contains("王芳")
            && comments.contains("2026-11-24T08:00:00Z")
    );
    let threads = part(&docx, "word/commentsExtended.xml");
    assert_eq!(threads.matches("paraIdParent").count(), 2, "{threads}");
}
