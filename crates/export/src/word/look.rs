//! How runs and paragraphs look, and their properties in the order of the schema (ECMA-376, 17.3.1, 17.3.2).

use super::xml::{element, flag, value};

/// A face by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Face(pub(crate) &'static str);

/// How a run looks; `None` leaves it to the style.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct RunLook {
    /// Id of a character style.
    pub(crate) style: Option<&'static str>,
    /// The face of all its chars, whatever their script.
    pub(crate) face: Option<Face>,
    /// The face of Latin chars, if it is another.
    pub(crate) latin: Option<Face>,
    /// Half points.
    pub(crate) size: Option<u32>,
    /// 加粗
    pub(crate) bold: bool,
    /// 删除线
    pub(crate) strike: bool,
    /// 下划线
    pub(crate) underline: bool,
    /// RRGGBB
    pub(crate) colour: Option<&'static str>,
    /// Name of one of Word's highlight colours.
    pub(crate) highlight: Option<&'static str>,
    /// Twips between chars.
    pub(crate) spacing: i32,
}

impl RunLook {
    /// One face and size.
    pub(crate) fn of(face: Face, half_points: u32) -> Self {
        RunLook {
            face: Some(face),
            size: Some(half_points),
            ..RunLook::default()
        }
    }

    pub(super) fn properties(&self) -> String {
        let mut xml = String::new();
        xml.push_str(&self.style.map_or(String::new(), |s| value("w:rStyle", s)));
        if let Some(face) = self.face {
            let latin = self.latin.unwrap_or(face).0;
            // The hint gives chars that two scripts share, quotation marks and dashes, to the Chinese face.
            let fonts = [
                ("w:hint", "eastAsia"),
                ("w:ascii", latin),
                ("w:hAnsi", latin),
                ("w:eastAsia", face.0),
                ("w:cs", latin),
            ];
            xml.push_str(&element("w:rFonts", &fonts, ""));
        }
        xml.push_str(&flag("w:b", self.bold));
        xml.push_str(&flag("w:bCs", self.bold));
        xml.push_str(&flag("w:strike", self.strike));
        xml.push_str(&self.colour.map_or(String::new(), |c| value("w:color", c)));
        if self.spacing != 0 {
            xml.push_str(&value("w:spacing", &self.spacing.to_string()));
        }
        if let Some(size) = self.size {
            xml.push_str(&value("w:sz", &size.to_string()));
            xml.push_str(&value("w:szCs", &size.to_string()));
        }
        let highlight = self.highlight.map(|h| value("w:highlight", h));
        xml.push_str(&highlight.unwrap_or_default());
        if self.underline {
            xml.push_str(&value("w:u", "single"));
        }
        match xml.as_str() {
            "" => xml,
            _ => element("w:rPr", &[], &xml),
        }
    }
}

/// 对齐
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Align {
    /// 两端对齐
    #[default]
    Both,
    /// 左对齐
    Left,
    /// 居中
    Centre,
    /// 右对齐
    Right,
}

/// The height of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Line {
    /// Twips, whatever is on the line.
    Exact(i32),
    /// 240ths of a single line.
    Multiple(i32),
}

/// Twips from the edges of the type area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Indent {
    /// Before all lines.
    pub(crate) left: i32,
    /// Behind all lines.
    pub(crate) right: i32,
    /// Before the first line in addition; negative: the other lines hang.
    pub(crate) first: i32,
    /// The same as `first` in hundredths of a char, as Word's dialog shows it; 0 says nothing.
    pub(crate) first_chars: i32,
}

/// What a tab does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TabKind {
    /// Text ends at it, dots lead to it.
    Dotted,
    /// Text ends at it.
    Right,
}

/// A tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tab {
    /// What it does.
    pub(crate) kind: TabKind,
    /// Twips from the left edge of the type area.
    pub(crate) at: i32,
}

/// A rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Border {
    /// Eighths of a point.
    pub(crate) width: u32,
    /// RRGGBB
    pub(crate) colour: &'static str,
}

impl Border {
    pub(super) fn xml(self, name: &str) -> String {
        let width = self.width.to_string();
        let attributes = [
            ("w:val", "single"),
            ("w:sz", width.as_str()),
            ("w:space", "0"),
            ("w:color", self.colour),
        ];
        element(name, &attributes, "")
    }
}

/// How a paragraph looks.
#[derive(Debug, Clone, Default)]
pub(crate) struct ParagraphLook {
    /// Id of a paragraph style.
    pub(crate) style: Option<String>,
    /// On one page with the next paragraph.
    pub(crate) keep_next: bool,
    /// All its lines on one page.
    pub(crate) keep_lines: bool,
    /// Begins a page.
    pub(crate) page_break: bool,
    /// A line of it may stand alone on a page.
    pub(crate) lone_lines: bool,
    /// A rule above it.
    pub(crate) rule_above: Option<Border>,
    /// A rule below it.
    pub(crate) rule_below: Option<Border>,
    /// Its tabs.
    pub(crate) tabs: Vec<Tab>,
    /// Its height is no multiple of the grid's.
    pub(crate) off_grid: bool,
    /// No space between Chinese and Latin chars: each has its place in the grid.
    pub(crate) tight_scripts: bool,
    /// Twips above and below.
    pub(crate) space: (i32, i32),
    /// The height of its lines.
    pub(crate) line: Option<Line>,
    /// Twips from the edges.
    pub(crate) indent: Indent,
    /// 对齐
    pub(crate) align: Align,
}

impl ParagraphLook {
    pub(super) fn properties(&self) -> String {
        let mut xml = String::new();
        if let Some(style) = &self.style {
            xml.push_str(&value("w:pStyle", style));
        }
        xml.push_str(&flag("w:keepNext", self.keep_next));
        xml.push_str(&flag("w:keepLines", self.keep_lines));
        xml.push_str(&flag("w:pageBreakBefore", self.page_break));
        if self.lone_lines {
            xml.push_str(&value("w:widowControl", "0"));
        }
        let above = self.rule_above.map(|b| b.xml("w:top"));
        let below = self.rule_below.map(|b| b.xml("w:bottom"));
        let rules = above.unwrap_or_default() + &below.unwrap_or_default();
        if !rules.is_empty() {
            xml.push_str(&element("w:pBdr", &[], &rules));
        }
        if !self.tabs.is_empty() {
            let tabs: String = self.tabs.iter().map(tab).collect();
            xml.push_str(&element("w:tabs", &[], &tabs));
        }
        if self.tight_scripts {
            xml.push_str(&value("w:autoSpaceDE", "0"));
            xml.push_str(&value("w:autoSpaceDN", "0"));
        }
        if self.off_grid {
            xml.push_str(&value("w:snapToGrid", "0"));
        }
        xml.push_str(&self.spacing());
        xml.push_str(&self.indents());
        let align = match self.align {
            Align::Both => "both",
            Align::Left => "left",
            Align::Centre => "center",
            Align::Right => "right",
        };
        xml.push_str(&value("w:jc", align));
        element("w:pPr", &[], &xml)
    }

    fn spacing(&self) -> String {
        let (above, below) = (self.space.0.to_string(), self.space.1.to_string());
        let mut attributes = vec![("w:before", above.as_str()), ("w:after", below.as_str())];
        let (height, rule) = match self.line {
            Some(Line::Exact(twips)) => (twips.to_string(), "exact"),
            Some(Line::Multiple(parts)) => (parts.to_string(), "auto"),
            None => (String::new(), ""),
        };
        if self.line.is_some() {
            attributes.extend([("w:line", height.as_str()), ("w:lineRule", rule)]);
        }
        element("w:spacing", &attributes, "")
    }

    fn indents(&self) -> String {
        let at = self.indent;
        if at == Indent::default() {
            return String::new();
        }
        let (left, right) = (at.left.to_string(), at.right.to_string());
        let first = at.first.abs().to_string();
        let chars = at.first_chars.to_string();
        let mut attributes = vec![("w:left", left.as_str()), ("w:right", right.as_str())];
        if at.first_chars > 0 {
            attributes.push(("w:firstLineChars", chars.as_str()));
        }
        match at.first {
            0 => {}
            1.. => attributes.push(("w:firstLine", first.as_str())),
            _ => attributes.push(("w:hanging", first.as_str())),
        }
        element("w:ind", &attributes, "")
    }
}

fn tab(tab: &Tab) -> String {
    let at = tab.at.to_string();
    let mut attributes = vec![("w:val", "right")];
    if tab.kind == TabKind::Dotted {
        attributes.push(("w:leader", "dot"));
    }
    attributes.push(("w:pos", at.as_str()));
    element("w:tab", &attributes, "")
}
