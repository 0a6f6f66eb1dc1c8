//! HTML: one file, the style inside, no script, nothing from elsewhere.

use yandu_document::BlockKind;

use super::pieces::{Piece, Role, pieces};
use super::title::joined_title;
use super::{AnnotationPlace, Compilation};
use crate::escape::html as escape;

const STYLE: &str = "body{max-width:42em;margin:2em auto;padding:0 1em;\
font:17px/1.9 'Noto Serif CJK SC','Source Han Serif SC',SimSun,serif;color:#222}\
h1,h2,h3,h4{font-family:'Noto Sans CJK SC','Source Han Sans SC',SimHei,sans-serif;line-height:1.5}\
h1{text-align:center;font-size:1.7em}h2{font-size:1.25em}h3,h4{font-size:1em}\
hr{border:0;border-top:1px solid #ccc;margin:3em 0 2em}p,h1,h2{white-space:pre-line}p{margin:.3em 0;text-indent:2em}\
.centre{text-align:center;text-indent:0}.left{text-indent:0}.right{text-align:right;text-indent:0}\
.small{font-size:.85em;color:#555}.kai{font-family:'LXGW WenKai',KaiTi,serif}\
section{border-top:1px solid #ccc;margin-top:3em;padding-top:1em}\
table{border-collapse:collapse;width:100%;margin:.8em 0}td{border:1px solid #999;padding:.2em .5em;vertical-align:top}\
sup{line-height:0}ol.notes{font-size:.85em;border-top:1px solid #ccc;margin-top:2em}\
@media print{section{break-before:page;border:0}hr{break-after:page;border:0}}";

/// Writes a compilation as one HTML file.
pub fn write_compilation_html(compilation: &Compilation, place: AnnotationPlace) -> String {
    let mut page = Page {
        html: head(&compilation.title),
        notes: Vec::new(),
        open: false,
        table: false,
        block: 0,
    };
    for piece in pieces(compilation, place) {
        page.piece(&piece, compilation.list);
    }
    page.end()
}

fn head(title: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n<title>{}</title>\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <style>{STYLE}</style>\n</head>\n<body>\n",
        escape(title)
    )
}

struct Page {
    html: String,
    notes: Vec<String>,
    /// A section is open.
    open: bool,
    /// A table is open.
    table: bool,
    /// Blocks of the text so far.
    block: usize,
}

impl Page {
    fn piece(&mut self, piece: &Piece, list: bool) {
        let row = matches!(piece.role, Role::Text(BlockKind::TableRow, _));
        if self.table != row {
            self.html
                .push_str(if row { "<table>\n" } else { "</table>\n" });
            self.table = row;
        }
        let id = match (piece.role, piece.entry) {
            (Role::TextBegin, Some(entry)) => return self.begin(entry),
            (Role::PartBegin, _) => return self.html.push_str("<hr>\n"),
            (Role::Text(..), Some(entry)) => {
                self.block += 1;
                format!(" id=\"t{}-b{}\"", entry + 1, self.block)
            }
            _ => String::new(),
        };
        if row {
            let cells = piece
                .text
                .split('\t')
                .map(|cell| format!("<td>{}</td>", escape(cell)));
            let cells: String = cells.collect();
            self.html.push_str(&format!("<tr{id}>{cells}</tr>\n"));
            return;
        }
        let (tag, class) = dress(piece.role, list || piece.part > 0);
        let class = match class {
            "" => String::new(),
            class => format!(" class=\"{class}\""),
        };
        let title = Role::Text(BlockKind::Title, 0);
        let mut body = match piece.role == title && piece.footnotes.is_empty() {
            // Its lines were those of a page; a browser breaks it itself.
            true => escape(&joined_title(&piece.text)),
            false => self.marked(piece),
        };
        if let (Role::Entry, Some(entry)) = (piece.role, piece.entry) {
            body = format!("<a href=\"#t{}\">{body}</a>", entry + 1);
        }
        self.html
            .push_str(&format!("<{tag}{id}{class}>{body}</{tag}>\n"));
    }

    fn begin(&mut self, entry: usize) {
        if self.open {
            self.html.push_str("</section>\n");
        }
        self.html
            .push_str(&format!("<section id=\"t{}\">\n", entry + 1));
        self.open = true;
        self.block = 0;
    }

    fn marked(&mut self, piece: &Piece) -> String {
        let mut body = String::new();
        for (text, note) in piece.stretches() {
            body.push_str(&escape(&text));
            if let Some(note) = note {
                self.notes.push(note.to_owned());
                let n = self.notes.len();
                body.push_str(&format!(
                    "<sup><a id=\"r{n}\" href=\"#n{n}\" aria-label=\"脚注{n}\">{n}</a></sup>"
                ));
            }
        }
        body
    }

    fn end(mut self) -> String {
        if self.table {
            self.html.push_str("</table>\n");
        }
        if self.open {
            self.html.push_str("</section>\n");
        }
        if !self.notes.is_empty() {
            self.html.push_str("<ol class=\"notes\">\n");
            for (n, note) in self.notes.iter().enumerate() {
                let n = n + 1;
                self.html.push_str(&format!(
                    "<li id=\"n{n}\">{} <a href=\"#r{n}\" aria-label=\"回到正文\">↩</a></li>\n",
                    escape(note)
                ));
            }
            self.html.push_str("</ol>\n");
        }
        self.html.push_str("</body>\n</html>\n");
        self.html
    }
}

fn dress(role: Role, list: bool) -> (&'static str, &'static str) {
    match role {
        Role::Title => ("h1", ""),
        Role::Byline => ("p", "centre small"),
        Role::Section => ("h2", ""),
        Role::Label | Role::NoteTitle => ("h4", ""),
        Role::Entry => ("p", "left"),
        Role::Particulars | Role::Missing => ("p", "small"),
        Role::Guide | Role::Quotation => ("p", "kai"),
        Role::Source => ("p", "right small"),
        Role::Text(kind, level) => text_dress(kind, level, list),
        _ => ("p", ""),
    }
}

fn text_dress(kind: BlockKind, level: u8, list: bool) -> (&'static str, &'static str) {
    match (kind, level) {
        (BlockKind::Title, _) if list => ("h2", "centre"),
        (BlockKind::Title, _) => ("h1", ""),
        (BlockKind::Heading, 1) => ("h3", ""),
        (BlockKind::Heading, 2) => ("h4", ""),
        (
            BlockKind::Subtitle
            | BlockKind::DateLine
            | BlockKind::Speaker
            | BlockKind::Number
            | BlockKind::IssuerMark
            | BlockKind::Adoption,
            _,
        ) => ("p", "centre kai"),
        (BlockKind::Recipients | BlockKind::Salutation | BlockKind::Marking, _) => ("p", "left"),
        (BlockKind::Signature | BlockKind::IssueDate, _) => ("p", "right"),
        (BlockKind::Imprint | BlockKind::Footnote | BlockKind::Aside, _) => ("p", "small left"),
        _ => ("p", ""),
    }
}
