//! ODT: text, headings, lists, tables, footnotes. Annotations, deletions that are only marked, headers and
//! footers stay out.
//!
//! Own reader: ODF 1.3 part 3 in the few elements that hold text; no maintained crate does more for it.

use quick_xml::events::BytesStart;
use yandu_document::{LineRole, SourceLine, SourceText};

use crate::xml::{Node, attribute, decode, events};
use crate::zip_reader::{has_part, open, part};
use crate::{Format, ImportError, Imported, Importer, Options, sniff};

const NAME: &str = "ODT";

/// Spaces that one `text:s` may stand for.
const MOST_SPACES: usize = 200;

/// The importer of ODT and OTT.
pub(crate) struct Odt;

impl Importer for Odt {
    fn format(&self) -> Format {
        Format::Odt
    }

    fn sniff(&self, bytes: &[u8], _name: &str) -> bool {
        sniff::is_zip(bytes) && has_part(bytes, "content.xml") && has_part(bytes, "mimetype")
    }

    fn import(&self, bytes: &[u8], options: &Options) -> Result<Imported, ImportError> {
        let mut zip = open(bytes, NAME)?;
        let manifest = part(&mut zip, "META-INF/manifest.xml", &options.limits, NAME)?;
        let manifest = decode(NAME, &manifest.unwrap_or_default())?;
        if manifest.contains("encryption-data") {
            return Err(ImportError::Encrypted);
        }
        let content = part(&mut zip, "content.xml", &options.limits, NAME)?;
        let content = content.ok_or_else(|| ImportError::damaged(NAME, "缺少 content.xml"))?;
        let mut reader = Reader::default();
        events(NAME, &decode(NAME, &content)?, |node| reader.take(node))?;
        let source = SourceText {
            lines: reader.lines,
            ..SourceText::default()
        };
        Ok(Imported::new(self.format(), source))
    }
}

/// A paragraph or heading that is open.
struct Paragraph {
    text: String,
    role: LineRole,
}

#[derive(Default)]
struct Reader {
    lines: Vec<SourceLine>,
    /// Open paragraphs: one in a footnote stands within another.
    open: Vec<Paragraph>,
    /// Depth within elements whose text is none: annotations, tracked changes, numbers of notes.
    left_out: usize,
    /// Cells of the rows that are open, outermost first.
    rows: Vec<Vec<String>>,
    /// Footnotes that are open.
    notes: usize,
    /// Footnotes of the paragraph, which come behind it.
    behind: Vec<SourceLine>,
}

/// Elements whose text is not the text's.
fn is_left_out(name: &str) -> bool {
    matches!(
        name,
        "annotation"
            | "annotation-end"
            | "tracked-changes"
            | "note-citation"
            | "forms"
            | "sequence-decls"
            | "desc"
            | "title"
            | "ruby-text"
    )
}

impl Reader {
    fn take(&mut self, node: Node<'_>) {
        match node {
            Node::Open(e) => {
                let name = e.local_name();
                let name = name.as_ref();
                if self.left_out > 0 || is_left_out(name) {
                    self.left_out += 1;
                } else {
                    self.open(e, name);
                }
            }
            Node::Close(_) if self.left_out > 0 => self.left_out -= 1,
            Node::Close(name) => self.close(name),
            Node::Text(text) if self.left_out == 0 => self.text(text),
            Node::Text(_) => {}
        }
    }

    /// White space in the file is one space (ODF 1.3, 6.1.2).
    fn text(&mut self, text: &str) {
        if let Some(paragraph) = self.open.last_mut() {
            for c in text.chars() {
                let space = matches!(c, ' ' | '\t' | '\n' | '\r');
                if !space {
                    paragraph.text.push(c);
                } else if !paragraph.text.is_empty() && !paragraph.text.ends_with(' ') {
                    paragraph.text.push(' ');
                }
            }
        }
    }

    fn push(&mut self, text: &str) {
        if let Some(paragraph) = self.open.last_mut() {
            paragraph.text.push_str(text);
        }
    }

    fn open(&mut self, e: &BytesStart<'_>, name: &str) {
        match name {
            "p" | "h" => {
                let level = attribute(e, "outline-level").and_then(|l| l.parse().ok());
                let role = match (name, self.notes) {
                    (_, 1..) => LineRole::Footnote,
                    ("h", _) => LineRole::Heading(level.unwrap_or(1u8).clamp(1, 6)),
                    _ => LineRole::Text,
                };
                self.open.push(Paragraph {
                    text: String::new(),
                    role,
                });
            }
            "s" => {
                let count = attribute(e, "c").and_then(|c| c.parse().ok()).unwrap_or(1);
                self.push(&" ".repeat(usize::min(count, MOST_SPACES)));
            }
            "tab" => self.push("\t"),
            "line-break" => self.push("\n"),
            "table-row" => self.rows.push(Vec::new()),
            "table-cell" => {
                if let Some(row) = self.rows.last_mut() {
                    row.push(String::new());
                }
            }
            "note" => self.notes += 1,
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" | "h" => self.end_paragraph(),
            "table-row" => self.end_row(),
            "note" => self.notes = self.notes.saturating_sub(1),
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        let Some(Paragraph { text, role }) = self.open.pop() else {
            return;
        };
        if role == LineRole::Footnote {
            self.behind.push(SourceLine { text, role });
            return;
        }
        let cell = self.rows.last_mut().and_then(|row| row.last_mut());
        match cell {
            Some(cell) => {
                if !cell.is_empty() && !text.is_empty() {
                    cell.push(' ');
                }
                cell.push_str(&text.replace(['\n', '\t'], " "));
            }
            None => {
                for line in text.split('\n') {
                    self.lines.push(SourceLine {
                        text: line.to_owned(),
                        role,
                    });
                }
            }
        }
        if self.open.is_empty() && self.rows.is_empty() {
            self.lines.append(&mut self.behind);
        }
    }

    /// A row of one cell is layout; its text stays a paragraph.
    fn end_row(&mut self) {
        let Some(cells) = self.rows.pop() else {
            return;
        };
        let row = cells.join("\t");
        if row.trim().is_empty() {
            return;
        }
        if let Some(cell) = self.rows.last_mut().and_then(|outer| outer.last_mut()) {
            cell.push_str(&row.replace('\t', " "));
            return;
        }
        let role = if cells.len() == 1 {
            LineRole::Text
        } else {
            LineRole::TableRow
        };
        self.lines.push(SourceLine { text: row, role });
        self.lines.append(&mut self.behind);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn odt(body: &str, manifest: &str) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let plain = zip::write::SimpleFileOptions::default();
        let content = format!(
            "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"o\" xmlns:text=\"t\" xmlns:table=\"b\"><office:body><office:text>{body}</office:text></office:body></office:document-content>"
        );
        for (name, text) in [
            ("mimetype", "application/vnd.oasis.opendocument.text"),
            ("content.xml", content.as_str()),
            ("META-INF/manifest.xml", manifest),
        ] {
            zip.start_file(name, plain).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn lines(body: &str) -> Vec<(String, LineRole)> {
        let imported = crate::import(&odt(body, ""), "a.odt", &Options::default()).unwrap();
        assert_eq!(imported.format, Format::Odt);
        let lines = imported.source.lines.into_iter();
        lines.map(|l| (l.text, l.role)).collect()
    }

    #[test]
    fn headings_spaces_breaks_and_notes() {
        let body = "<text:h text:outline-level=\"2\">一、总 体</text:h>\
            <text:p>甲<text:s text:c=\"2\"/>乙<text:line-break/>丙\n  丁<text:note><text:note-citation>1</text:note-citation>\
            <text:note-body><text:p>脚注</text:p></text:note-body></text:note>尾</text:p>";
        assert_eq!(
            lines(body),
            [
                ("一、总 体".to_owned(), LineRole::Heading(2)),
                ("甲  乙".to_owned(), LineRole::Text),
                ("丙 丁尾".to_owned(), LineRole::Text),
                ("脚注".to_owned(), LineRole::Footnote),
            ]
        );
    }

    #[test]
    fn deletions_and_annotations_stay_out() {
        let body = "<text:tracked-changes><text:changed-region><text:deletion><text:p>删去的</text:p></text:deletion>\
            </text:changed-region></text:tracked-changes><text:p>正<office:annotation><text:p>批注</text:p></office:annotation>文</text:p>";
        assert_eq!(lines(body), [("正文".to_owned(), LineRole::Text)]);
    }

    #[test]
    fn rows_have_their_cells_and_a_frame_of_one_cell_is_text() {
        let cell =
            |text: &str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
        let body = format!(
            "<table:table><table:table-row>{}{}</table:table-row></table:table><table:table><table:table-row>{}</table:table-row></table:table>",
            cell("序号"),
            cell("内容"),
            cell("框内")
        );
        assert_eq!(
            lines(&body),
            [
                ("序号\t内容".to_owned(), LineRole::TableRow),
                ("框内".to_owned(), LineRole::Text),
            ]
        );
    }

    #[test]
    fn an_encrypted_a_cut_and_an_empty_file_are_refused() {
        let locked = odt("<text:p>x</text:p>", "<manifest:encryption-data/>");
        let refused = |bytes: &[u8]| crate::import(bytes, "a.odt", &Options::default());
        assert!(matches!(refused(&locked), Err(ImportError::Encrypted)));
        let whole = odt("<text:p>正文</text:p>", "");
        assert!(refused(&whole[..whole.len() / 2]).is_err());
        assert!(matches!(refused(&odt("", "")), Err(ImportError::Empty)));
    }
}
