//! The DOCX of annotations: every annotation is a Word comment at its place, replies hang below it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod office;

use std::io::Read;

use office::{converted, python};
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
        local_time: "2026-11-24T16:00:00".to_owned(),
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
                local_time: "2026-11-24T17:00:00".to_owned(),
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

fn export(blocks: Vec<ExportedBlock>, annotations: Vec<ExportedAnnotation>) -> AnnotationExport {
    let document = AnnotatedDocument {
        id: "0".repeat(32),
        title: "讲话".to_owned(),
        source: None,
        date: None,
        text_hash: String::new(),
        part: 0,
        blocks,
        annotations,
    };
    AnnotationExport {
        documents: vec![document],
        at: "2026-11-24T10:00:00Z".to_owned(),
    }
}

/// Prints every comment: its id, initials, author, time, paragraphs.
const COMMENTS: &str = "
import sys, docx
for c in docx.Document(sys.argv[1]).comments:
    print(c.comment_id, c.initials, c.author, c.timestamp.isoformat(), [p.text for p in c.paragraphs], sep='|')
";

#[test]
fn a_comment_of_three_lines_is_one_comment_to_python_docx_and_libreoffice() {
    let text = "今天只讲一件事，就是把底数摸清。";
    let mut first = annotation(1, Some((0, 9, 0, 14)), 1);
    first.comment = "一行\n二行\n三行".to_owned();
    let mut question = annotation(2, Some((0, 2, 0, 4)), 0);
    question.kind = "question".to_owned();
    question.kind_name = "提问".to_owned();
    question.author = "Anna Berg".to_owned();
    let blocks = vec![office::block(BlockKind::Text, 0, text)];
    let docx = write_docx(&export(blocks, vec![first, question])).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.docx");
    std::fs::write(&file, &docx).unwrap();
    let Some(said) = python(COMMENTS, &file) else {
        return;
    };
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(
        lines,
        [
            "0|王芳|王芳|2026-11-24T16:00:00|['【金句】（方法）一行', '二行', '三行']",
            "1|李明|李明|2026-11-24T17:00:00|['同意']",
            "2|AB|Anna Berg|2026-11-24T16:00:00|['【提问】【金句】（方法）第2条<&>']",
        ]
    );
    let Some(fodt) = converted(&docx, "fodt", folder.path()) else {
        return;
    };
    let fodt = std::fs::read_to_string(fodt).unwrap();
    assert_eq!(fodt.matches("<office:annotation ").count(), 3);
    assert_eq!(fodt.matches("二行").count(), 1, "the words stand once");
    assert_eq!(fodt.matches("<office:annotation-end ").count(), 3);
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
    let blocks = vec![
        block("讲话", true),
        block("没有调查就没有发言权。", false),
        block("𠮷祥的第二段。", false),
    ];
    let annotations = vec![
        annotation(1, Some((1, 2, 1, 7)), 2),
        annotation(2, Some((1, 4, 2, 2)), 0),
        annotation(3, None, 0),
    ];
    let export = export(blocks, annotations);
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
            && comments.contains("2026-11-24T16:00:00")
    );
    let threads = part(&docx, "word/commentsExtended.xml");
    assert_eq!(threads.matches("paraIdParent").count(), 2, "{threads}");
}
