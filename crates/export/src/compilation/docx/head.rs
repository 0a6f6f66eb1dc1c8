//! 版头 (GB/T 9704—2012, 7.2): markings, the red mark, number and 签发人, the red rule.

use super::super::Layout;
use super::super::official::{LINE_POINTS, OfficialHead};
use super::Paper;
use super::dress::{Dress, OFFICIAL_CHAR};
use super::sheet::{WIDTH, space, twips};
use crate::word::{
    Align, Border, Indent, Line, Paragraph, ParagraphLook, RunLook, Tab, TabKind, faces,
};

/// Eighths of a point: 1.5 pt.
const RULE: u32 = 12;

impl Paper {
    /// Its heights sum up to whole lines; the two blank lines behind it hold the red rule.
    pub(super) fn head(&mut self, head: &OfficialHead) {
        let places = head.places();
        let body = Dress::body(Layout::Official).side(Align::Left);
        for (n, marking) in head.markings.iter().enumerate() {
            // 份号 in 仿宋, what warns in 黑体
            let copy = n == 0 && marking.bytes().all(|b| b.is_ascii_digit());
            let face = if copy { faces::FANGSONG } else { faces::HEITI };
            let paragraph = Paragraph::new(body.paragraph());
            self.add(paragraph.text(marking, &body.face(face).run()));
        }
        self.add(Paragraph::new(space(places.above)));
        for line in &head.mark {
            let look = ParagraphLook {
                align: Align::Centre,
                line: Some(Line::Exact(twips(places.line))),
                ..space(places.line)
            };
            let run = RunLook {
                colour: Some("FF0000"),
                ..RunLook::of(faces::XIAOBIAOSONG, (places.size * 2.0) as u32)
            };
            self.add(Paragraph::new(look).text(line, &run));
        }
        self.add(Paragraph::new(space(places.below)));
        self.number(head);
        let mut rest = 0.0;
        if head.rule {
            let rule = Border {
                width: RULE,
                colour: "FF0000",
            };
            let above = places.to_rule - f64::from(RULE) / 8.0;
            self.add(Paragraph::new(ParagraphLook {
                rule_below: Some(rule),
                ..space(above)
            }));
            rest = places.to_rule;
        }
        self.add(Paragraph::new(space(2.0 * LINE_POINTS - rest)));
    }

    /// In the middle; of a document that goes up left, with 签发人 at the right.
    fn number(&mut self, head: &OfficialHead) {
        let body = Dress::body(Layout::Official).side(Align::Centre);
        let mut paragraph = Paragraph::new(body.paragraph());
        if head.signatories.is_empty() {
            paragraph = paragraph.text(&head.number, &body.run());
        } else {
            let look = paragraph.look();
            look.align = Align::Left;
            look.indent = Indent {
                left: OFFICIAL_CHAR,
                right: OFFICIAL_CHAR,
                ..Indent::default()
            };
            look.tabs = vec![Tab {
                kind: TabKind::Right,
                at: WIDTH - OFFICIAL_CHAR,
            }];
            let number = format!("{}\t签发人：", head.number);
            let names = head.signatories.join("　");
            paragraph = paragraph
                .text(&number, &body.run())
                .text(&names, &body.face(faces::KAITI).run());
        }
        for note in &head.footnotes {
            paragraph = self.footnote(paragraph, note);
        }
        self.add(paragraph);
    }
}
