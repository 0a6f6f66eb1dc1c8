//! Plain text: UTF-8 with a byte order mark and lines of Windows, as its Notepad writes them.

use yandu_document::BlockKind;

use super::pieces::{Piece, Role, pieces};
use super::title::joined_title;
use super::{AnnotationPlace, Compilation};

const RULE: &str = "────────────────";

/// Writes a compilation as plain text; annotations stand behind each text.
pub fn write_compilation_text(compilation: &Compilation) -> String {
    let mut text = String::from("\u{feff}");
    for piece in pieces(compilation, AnnotationPlace::Appendix) {
        if piece.role == Role::TextBegin {
            if compilation.list {
                text.push_str(&format!("\r\n{RULE}\r\n\r\n"));
            }
            continue;
        }
        if piece.role == Role::PartBegin {
            text.push_str("\r\n\r\n");
            continue;
        }
        if matches!(piece.role, Role::Section | Role::Label | Role::NoteTitle) {
            text.push_str("\r\n");
        }
        text.push_str(indent(&piece));
        match piece.role {
            // Its lines were those of a page.
            Role::Text(BlockKind::Title, _) => text.push_str(&joined_title(&piece.text)),
            _ => text.push_str(&piece.text.replace('\n', "\r\n")),
        }
        text.push_str("\r\n");
    }
    text
}

/// Two wide spaces before what is a paragraph.
fn indent(piece: &Piece) -> &'static str {
    match piece.role {
        Role::Text(
            BlockKind::Text | BlockKind::Heading | BlockKind::AttachmentList | BlockKind::Remark,
            _,
        )
        | Role::Introduction
        | Role::Guide
        | Role::Note
        | Role::Question => "　　",
        Role::Particulars | Role::Comment => "　",
        _ => "",
    }
}
