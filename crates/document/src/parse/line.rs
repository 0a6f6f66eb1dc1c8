//! The lines that the rules look at.

use crate::model::BlockKind;
use crate::shadow::{shadow, squeeze, tight};
use crate::source::{LineRole, SourceText};
use crate::{Span, char_len};

/// No title, mark or name is longer; a longer line is text even without punctuation. Chars.
const LONGEST_HEADER_LINE: u32 = 200;

/// One non-empty paragraph with its shadows.
pub(super) struct Line {
    /// The original text without the white space around it.
    pub(super) text: String,
    /// One char for each char of `text`.
    pub(super) shadow: String,
    /// Layout inside removed: spaced-out words closed up.
    pub(super) tight: String,
    pub(super) role: LineRole,
    /// Chars before it in the source text.
    pub(super) offset: u32,
    pub(super) page: Option<u32>,
    pub(super) chars: u32,
}

impl Line {
    pub(super) fn whole(&self) -> Span {
        Span {
            start: 0,
            end: self.chars,
        }
    }

    /// The shadow without any white space.
    pub(super) fn squeezed(&self) -> String {
        squeeze(&self.shadow)
    }

    /// A sentence or more: the header is over.
    pub(super) fn is_body(&self) -> bool {
        let punctuated = self.shadow.contains(['，', '。', '；', '：']);
        self.chars > LONGEST_HEADER_LINE
            || (self.chars > 60 && punctuated)
            || self.shadow.contains('。')
            || self.shadow.ends_with(['。', '；', '！', '？'])
    }
}

/// The non-empty lines of a source text.
pub(super) fn lines(source: &SourceText) -> Vec<Line> {
    let (mut lines, mut offset) = (Vec::new(), 0_u32);
    for (n, source_line) in (0..).zip(&source.lines) {
        let text = source_line.text.trim();
        if !text.is_empty() {
            let lead = source_line.text.len() - source_line.text.trim_start().len();
            let shadow = shadow(text);
            lines.push(Line {
                text: text.to_owned(),
                tight: tight(&shadow),
                shadow,
                role: source_line.role,
                offset: offset + char_len(&source_line.text[..lead]),
                page: source.page_of(n),
                chars: char_len(text),
            });
        }
        offset += char_len(&source_line.text) + 1;
    }
    lines
}

/// What the format alone says of a line.
pub(super) fn initial_kind(line: &Line) -> BlockKind {
    match line.role {
        LineRole::TableRow => BlockKind::TableRow,
        LineRole::Footnote => BlockKind::Footnote,
        LineRole::Title => BlockKind::Title,
        LineRole::Text | LineRole::Heading(_) => BlockKind::Text,
    }
}
