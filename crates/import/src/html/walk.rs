//! DOM to lines: block elements end a line, table rows become rows, everything invisible goes.

use dom_query::NodeRef;
use yandu_document::{LineRole, SourceLine};

/// Elements whose content is no text of the page.
const SKIPPED: [&str; 17] = [
    "script", "style", "noscript", "template", "iframe", "object", "svg", "button", "select",
    "textarea", "input", "nav", "header", "footer", "head", "audio", "video",
];

const BLOCKS: [&str; 26] = [
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
    "blockquote",
    "pre",
    "center",
    "figcaption",
];

/// The lines below `root`.
pub(super) fn lines(root: NodeRef<'_>) -> Vec<SourceLine> {
    let mut walk = Walk::default();
    walk.children(root);
    walk.end_line();
    walk.lines
}

#[derive(Default)]
struct Walk {
    lines: Vec<SourceLine>,
    line: String,
    role: Option<LineRole>,
    /// Next number of each open ordered list.
    lists: Vec<Option<u32>>,
    depth: u32,
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
                self.lists.push((name == "ol").then_some(1));
                self.children(node);
                self.end_line();
                self.lists.pop();
            }
            "li" => {
                self.end_line();
                if let Some(Some(number)) = self.lists.last_mut() {
                    self.line.push_str(&format!("{number}. "));
                    *number += 1;
                }
                self.children(node);
                self.end_line();
            }
            _ if BLOCKS.contains(&name) => {
                self.end_line();
                self.children(node);
                self.end_line();
            }
            _ => self.children(node),
        }
    }

    /// White space in HTML is layout: a run is one space, none beside a Han character's line start.
    fn text(&mut self, text: &str) {
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
        for row in table.descendants_it().filter(|n| n.has_name("tr")) {
            let cells = row
                .children_it(false)
                .filter(|n| n.has_name("td") || n.has_name("th"));
            let texts: Vec<String> = cells.map(|cell| cell_text(cell)).collect();
            let text = texts.join("\t");
            if !text.trim().is_empty() {
                self.lines.push(SourceLine {
                    text,
                    role: LineRole::TableRow,
                });
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
        .map(|l| l.text.trim().to_owned())
        .collect();
    inner.join(" ")
}

/// Rows and columns of short texts; a table that only lays out a page nests others or has one cell.
fn is_data_table(table: &NodeRef<'_>) -> bool {
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
