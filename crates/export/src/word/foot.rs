//! What stands at the foot of the type area, wherever the text ends: a box that text flows around.
//!
//! A frame would be simpler, but LibreOffice takes none at the end of a text and no table that floats over the
//! whole width. Word knows such boxes since 2010 (ECMA-376, 20.4; [MS-ODRAWXML] 2.24).

use super::paragraph::Paragraph;
use super::xml::{element, value};

/// English metric units of a twip.
const EMU: i32 = 635;

/// A box as wide as the type area, on its lower edge.
#[derive(Debug, Clone)]
pub(crate) struct Foot {
    /// Twips.
    pub(crate) width: i32,
    /// Twips: as high as its content or higher; what is too much stands empty above.
    pub(crate) height: i32,
    /// Its content.
    pub(crate) paragraphs: Vec<Paragraph>,
    /// Another one than that of any other box of the file.
    pub(crate) id: u32,
    /// What it is, for readers of the screen.
    pub(crate) name: &'static str,
}

impl Foot {
    /// The drawing, for a run.
    pub(super) fn xml(&self) -> String {
        let (wide, high) = (
            (self.width * EMU).to_string(),
            (self.height * EMU).to_string(),
        );
        let size = [("cx", wide.as_str()), ("cy", high.as_str())];
        let zero = [("l", "0"), ("t", "0"), ("r", "0"), ("b", "0")];
        let edge = |name: &str, side: &str| {
            let align = element("wp:align", &[], side);
            element(name, &[("relativeFrom", "margin")], &align)
        };
        let named = [("id", &*self.id.to_string()), ("name", self.name)];
        let content = [
            element("wp:simplePos", &[("x", "0"), ("y", "0")], ""),
            edge("wp:positionH", "left"),
            edge("wp:positionV", "bottom"),
            element("wp:extent", &size, ""),
            element("wp:effectExtent", &zero, ""),
            element("wp:wrapTopAndBottom", &[], ""),
            element("wp:docPr", &named, ""),
            element("wp:cNvGraphicFramePr", &[], ""),
            self.graphic(&size),
        ];
        let anchor = [
            ("distT", "0"),
            ("distB", "0"),
            ("distL", "0"),
            ("distR", "0"),
            ("simplePos", "0"),
            ("relativeHeight", "1"),
            ("behindDoc", "0"),
            ("locked", "0"),
            ("layoutInCell", "1"),
            ("allowOverlap", "0"),
        ];
        let anchor = element("wp:anchor", &anchor, &content.concat());
        let drawing = element("w:drawing", &[], &anchor);
        let choice = element("mc:Choice", &[("Requires", "wps")], &drawing);
        element("mc:AlternateContent", &[], &choice)
    }

    fn graphic(&self, size: &[(&str, &str)]) -> String {
        const MAIN: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
        let transform =
            element("a:off", &[("x", "0"), ("y", "0")], "") + &element("a:ext", size, "");
        let geometry = element("a:avLst", &[], "");
        let nothing = element("a:noFill", &[], "");
        let shape = [
            element("a:xfrm", &[], &transform),
            element("a:prstGeom", &[("prst", "rect")], &geometry),
            nothing.clone(),
            element("a:ln", &[], &nothing),
        ];
        let paragraphs: String = self.paragraphs.iter().map(Paragraph::xml).collect();
        let text = element("w:txbxContent", &[], &paragraphs);
        let body = [
            ("lIns", "0"),
            ("tIns", "0"),
            ("rIns", "0"),
            ("bIns", "0"),
            ("anchor", "b"),
        ];
        // LibreOffice puts 2 mm below the text of a box that fits itself to it.
        let fit = element("a:noAutofit", &[], "");
        let parts = [
            element("wps:cNvSpPr", &[("txBox", "1")], ""),
            element("wps:spPr", &[], &shape.concat()),
            element("wps:txbx", &[], &text),
            element("wps:bodyPr", &body, &fit),
        ];
        let uri = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape";
        let data = element("wps:wsp", &[], &parts.concat());
        let data = element("a:graphicData", &[("uri", uri)], &data);
        element("a:graphic", &[("xmlns:a", MAIN)], &data)
    }

    /// The paragraph that holds it: one point high.
    pub(super) fn paragraph(&self) -> String {
        let height = [
            ("w:before", "0"),
            ("w:after", "0"),
            ("w:line", "20"),
            ("w:lineRule", "exact"),
        ];
        let look = value("w:snapToGrid", "0") + &element("w:spacing", &height, "");
        let run = element("w:r", &[], &self.xml());
        element("w:p", &[], &(element("w:pPr", &[], &look) + &run))
    }
}
