//! DOM to lines: block elements end a line, table rows become rows, everything invisible goes.

use dom_query::NodeRef;
use yandu_document::{LineRole, SourceLine};

use super::list::List;
use super::{places, table};
use crate::marks;

/// Elements whose content is no text of the page.
const SKIPPED: [&str; 17] = [
    "script", "style", "noscript", "template", "iframe", "object", "svg", "button", "select",
    "textarea", "input", "nav", "header", "footer", "head", "audio", "video",
];

const BLOCKS: [&str; 40] = [
    "p",
    "div",
    "section",
    "article",
    "main",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "table",
    "tr",
    "td",
    "th",
    "tbody",
    "thead",
    "tfoot",
    "caption",
    "blockquote",
    "pre",
    "center",
    "figure",
    "figcaption",
    "aside",
    "address",
    "details",
    "summary",
    "fieldset",
    "legend",
    "form",
    "hr",
    "hgroup",
    "body",
];

/// The lines below `root`.
pub(super) fn lines(root: NodeRef<'_>) -> Vec<SourceLine> {
    let mut walk = Walk::default();
    walk.children(root);
    walk.end_line();
    walk.lines
}

/// The lines of a node itself, which may be a text or hidden.
pub(super) fn lines_of(node: NodeRef<'_>) -> Vec<SourceLine> {
    let mut walk = Walk::default();
    walk.node(node);
    walk.end_line();
    walk.lines
}

#[derive(Default)]
struct Walk {
    lines: Vec<SourceLine>,
    line: String,
    role: Option<LineRole>,
    /// The open lists.
    lists: Vec<List>,
    depth: u32,
    /// White space is text, as in `pre`.
    keeps_space: bool,
}

impl Walk {
    fn children(&mut self, node: NodeRef<'_>) {
        // A hostile page nests without end; a real one stays far below.
        if self.depth > 400 {
            self.line.push_str(&node.text());
            return;
        }
        self.depth += 1;
        for child in node.children_it(false) {
            self.node(child);
        }
        self.depth -= 1;
    }

    fn node(&mut self, node: NodeRef<'_>) {
        if node.is_text() {
            self.text(&node.text());
            return;
        }
        let Some(name) = node.node_name().filter(|_| node.is_element()) else {
            return;
        };
        let name = name.as_ref();
        if SKIPPED.contains(&name) || is_hidden(&node) {
            return;
        }
        match name {
            "br" => self.end_line(),
            "img" => self.line.push_str(&places::mark(&node)),
            "ruby" => self.ruby(node),
            "q" => {
                self.line.push('“');
                self.children(node);
                self.line.push('”');
            }
            "table" if is_data_table(&node) => self.table(&node),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.end_line();
                self.role = Some(LineRole::Heading(name.as_bytes()[1] - b'0'));
                self.children(node);
                self.end_line();
                self.role = None;
            }
            "ol" | "ul" => {
                self.end_line();
                self.lists.push(List::of(&node, name == "ol"));
                self.children(node);
                self.end_line();
                self.lists.pop();
            }
            "li" => {
                self.end_line();
                if let Some(list) = self.lists.last_mut() {
                    let label = list.label(&node);
                    self.line.push_str(&label);
                }
                self.children(node);
                self.end_line();
            }
            _ if keeps_space(name, &node) => {
                self.end_line();
                let before = std::mem::replace(&mut self.keeps_space, true);
                self.children(node);
                self.end_line();
                self.keeps_space = before;
            }
            _ if BLOCKS.contains(&name) => {
                self.end_line();
                self.children(node);
                self.end_line();
            }
            _ => self.children(node),
        }
    }

    /// The base is the text; what stands in brackets for old browsers is not.
    fn ruby(&mut self, node: NodeRef<'_>) {
        let mut start = self.line.len();
        for child in node.children_it(false) {
            match child.node_name().as_deref() {
                Some("rp") => {}
                Some("rt" | "rtc") => {
                    let base = self.line.get(start..).unwrap_or_default();
                    let reading = marks::reading(base, &child.text());
                    self.line.push_str(&reading);
                    start = self.line.len();
                }
                _ => self.node(child),
            }
        }
    }

    /// White space in HTML is layout: a run is one space, none beside a Han character's line start.
    fn text(&mut self, text: &str) {
        if self.keeps_space {
            for (n, line) in text.split('\n').enumerate() {
                if n > 0 {
                    self.end_line();
                }
                self.line.push_str(line.trim_end_matches('\r'));
            }
            return;
        }
        for c in text.chars() {
            if matches!(c, ' ' | '\n' | '\r' | '\t' | '\u{c}') {
                if !self.line.is_empty() && !self.line.ends_with(' ') {
                    self.line.push(' ');
                }
            } else {
                self.line.push(c);
            }
        }
    }

    fn table(&mut self, table: &NodeRef<'_>) {
        self.end_line();
        for caption in table.children_it(false).filter(|n| n.has_name("caption")) {
            self.children(caption);
            self.end_line();
        }
        let grid = table::Grid::read(table);
        let mark = places::mark(table);
        for row in &grid.rows {
            let texts: Vec<String> = row
                .iter()
                .map(|cell| cell.map_or_else(String::new, cell_text))
                .collect();
            let text = texts.join("\t");
            if !text.trim().is_empty() {
                self.lines.push(SourceLine {
                    text: format!("{mark}{text}"),
                    role: LineRole::TableRow,
                });
            } else if !mark.is_empty() {
                self.lines.push(SourceLine::plain(mark.clone()));
            }
        }
    }

    fn end_line(&mut self) {
        let text = std::mem::take(&mut self.line);
        if !text.trim().is_empty() {
            let role = self.role.unwrap_or(LineRole::Text);
            self.lines.push(SourceLine {
                text: text.trim_end_matches(' ').to_owned(),
                role,
            });
        }
    }
}

fn cell_text(cell: NodeRef<'_>) -> String {
    let inner: Vec<String> = lines(cell)
        .into_iter()
        .map(|l| l.text.trim().replace('\t', " "))
        .collect();
    inner.join(" ")
}

/// Rows and columns of short texts; a table that only lays out a page nests others or has one cell.
pub(super) fn is_data_table(table: &NodeRef<'_>) -> bool {
    let nested = table.descendants_it().any(|n| n.has_name("table"));
    let rows = table.descendants_it().filter(|n| n.has_name("tr"));
    let wide = rows.filter(|row| {
        row.children_it(false)
            .filter(|n| n.has_name("td") || n.has_name("th"))
            .count()
            >= 2
    });
    !nested && wide.count() >= 1
}

fn is_hidden(node: &NodeRef<'_>) -> bool {
    let style = node
        .attr("style")
        .map(|s| s.to_ascii_lowercase().replace(' ', ""))
        .unwrap_or_default();
    node.has_attr("hidden") || style.contains("display:none") || style.contains("visibility:hidden")
}

/// `pre`, and what a style makes one.
fn keeps_space(name: &str, node: &NodeRef<'_>) -> bool {
    let style = || {
        let style = node.attr("style").unwrap_or_default();
        style.to_ascii_lowercase().replace(' ', "")
    };
    matches!(name, "pre" | "listing" | "xmp" | "plaintext")
        || BLOCKS.contains(&name) && style().contains("white-space:pre")
}
