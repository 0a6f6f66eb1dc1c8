//! The page: size, margins, grid, what runs above and below (ECMA-376, 17.6).

use super::paragraph::Paragraph;
use super::xml::{element, flag};

/// What runs above or below the text: a paragraph for each kind of page.
#[derive(Debug, Clone, Default)]
pub(crate) struct Running {
    /// On odd pages.
    pub(crate) odd: Option<Paragraph>,
    /// On even pages.
    pub(crate) even: Option<Paragraph>,
    /// On the first page, if [`PageSetup::first_differs`].
    pub(crate) first: Option<Paragraph>,
}

/// The page; lengths in twips.
#[derive(Debug, Clone, Default)]
pub(crate) struct PageSetup {
    /// Above, right, below, left.
    pub(crate) margins: [i32; 4],
    /// From the upper edge of the paper to the header.
    pub(crate) header: i32,
    /// From the lower edge of the paper to the footer.
    pub(crate) footer: i32,
    /// The height of a line of the grid; `None`: no grid.
    pub(crate) grid: Option<i32>,
    /// The first page has headers and footers of its own.
    pub(crate) first_differs: bool,
    /// Headers.
    pub(crate) headers: Running,
    /// Footers.
    pub(crate) footers: Running,
}

/// A header or footer with its kind and its place in the package.
pub(super) struct RunningPart<'a> {
    /// `header` or `footer`
    pub(super) name: &'static str,
    /// `default`, `even` or `first`
    pub(super) kind: &'static str,
    /// Its content.
    pub(super) paragraph: &'a Paragraph,
}

impl PageSetup {
    /// Headers, then footers, in the order of their references.
    pub(super) fn running(&self) -> Vec<RunningPart<'_>> {
        let mut parts = Vec::new();
        for (name, running) in [("header", &self.headers), ("footer", &self.footers)] {
            let kinds = [
                ("default", &running.odd),
                ("even", &running.even),
                ("first", &running.first),
            ];
            for (kind, paragraph) in kinds {
                if let Some(paragraph) = paragraph {
                    parts.push(RunningPart {
                        name,
                        kind,
                        paragraph,
                    });
                }
            }
        }
        parts
    }

    /// The properties of the section; the parts of [`PageSetup::running`] have the ids of `relations`.
    pub(super) fn xml(&self, relations: &[String]) -> String {
        let mut xml = String::new();
        for (part, id) in self.running().iter().zip(relations) {
            let name = format!("w:{}Reference", part.name);
            let attributes = [("w:type", part.kind), ("r:id", id.as_str())];
            xml.push_str(&element(&name, &attributes, ""));
        }
        let size = [("w:w", "11906"), ("w:h", "16838")];
        xml.push_str(&element("w:pgSz", &size, ""));
        let [top, right, bottom, left] = self.margins.map(|m| m.to_string());
        let (header, footer) = (self.header.to_string(), self.footer.to_string());
        let margins = [
            ("w:top", top.as_str()),
            ("w:right", &right),
            ("w:bottom", &bottom),
            ("w:left", &left),
            ("w:header", &header),
            ("w:footer", &footer),
            ("w:gutter", "0"),
        ];
        xml.push_str(&element("w:pgMar", &margins, ""));
        xml.push_str(&flag("w:titlePg", self.first_differs));
        if let Some(pitch) = self.grid {
            // "linesAndChars" makes LibreOffice spread the chars: lines alone, and chars by their spacing.
            let grid = [("w:type", "lines"), ("w:linePitch", &pitch.to_string())];
            xml.push_str(&element("w:docGrid", &grid, ""));
        }
        element("w:sectPr", &[], &xml)
    }
}
