//! 引文 in a draft: what stands in quotation marks, and block quotes.
//!
//! Every mark of every usual form is looked at (see [`marks`]). A quotation of several paragraphs opens
//! each of them and is closed once (GB/T 15834—2011, 4.8.3.5). Where marks are wrong, the reading with the
//! fewest faults is taken (see [`reading`]): the words are still a quotation, and the fault is named. What
//! stands in marks inside of marks belongs to the outer ones.

mod marks;
mod reading;
mod spans;

pub use spans::find_quotations;

/// How a quotation is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuotationKind {
    /// In quotation marks
    Marked,
    /// A paragraph behind >
    Block,
}

/// A quotation in a draft, or one paragraph of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// How it is marked.
    pub kind: QuotationKind,
    /// Its paragraph, from 0.
    pub paragraph: u32,
    /// Its first char in the paragraph, behind the mark.
    pub start: u32,
    /// The paragraph in which it ends: a later one where a sentence was broken into lines.
    pub end_paragraph: u32,
    /// One past its last char, in that paragraph.
    pub end: u32,
    /// Its text without the marks, lines joined.
    pub text: String,
}

/// What is wrong with a quotation mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkFaultKind {
    /// ”…”, “…“, ”…“
    Reversed,
    /// “…", 〝…”
    Mixed,
    /// Opened and never closed.
    NotClosed,
    /// Closed and never opened.
    NotOpened,
    /// A further paragraph of a quotation does not begin with the mark.
    NotReopened,
}

impl MarkFaultKind {
    /// For people.
    pub fn chinese(self) -> &'static str {
        match self {
            MarkFaultKind::Reversed => "引号方向有误",
            MarkFaultKind::Mixed => "前后引号不是一对",
            MarkFaultKind::NotClosed => "缺少后引号",
            MarkFaultKind::NotOpened => "缺少前引号",
            MarkFaultKind::NotReopened => "引文分段，这一段的开头缺少前引号",
        }
    }

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            MarkFaultKind::Reversed => "reversed",
            MarkFaultKind::Mixed => "mixed",
            MarkFaultKind::NotClosed => "not_closed",
            MarkFaultKind::NotOpened => "not_opened",
            MarkFaultKind::NotReopened => "not_reopened",
        }
    }
}

/// A fault of the marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MarkFault {
    /// What is wrong.
    pub kind: MarkFaultKind,
    /// The paragraph, from 0.
    pub paragraph: u32,
    /// The mark's char in the paragraph.
    pub at: u32,
}

/// The quotations of a draft.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quotations {
    /// In the order of the draft.
    pub quotations: Vec<Quotation>,
    /// In the order of the draft.
    pub faults: Vec<MarkFault>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(paragraphs: &[&str]) -> Quotations {
        find_quotations(paragraphs)
    }

    fn texts(paragraph: &str) -> Vec<String> {
        let found = found(&[paragraph]);
        found.quotations.into_iter().map(|q| q.text).collect()
    }

    fn kinds(paragraphs: &[&str]) -> Vec<MarkFaultKind> {
        let found = found(paragraphs);
        found.faults.into_iter().map(|f| f.kind).collect()
    }

    #[test]
    fn all_marks_and_marks_inside_of_marks() {
        assert_eq!(
            texts("他说：“要‘两手抓’。”又说「實事求是」和\"straight\"。"),
            ["要‘两手抓’。", "實事求是", "straight"]
        );
        assert_eq!(texts("“外“内”外”"), ["外“内”外"]);
        assert_eq!(
            texts("\"外“内”外\"，“外\"内\"外”"),
            ["外“内”外", "外\"内\"外"]
        );
        assert_eq!(texts("“”和“ ”"), Vec::<String>::new());
        let marks = [
            "“甲”",
            "‘甲’",
            "\"甲\"",
            "＂甲＂",
            "'甲'",
            "＇甲＇",
            "「甲」",
            "『甲』",
            "〝甲〞",
            "〝甲〟",
            "«甲»",
            "‹甲›",
            "｢甲｣",
            "﹁甲﹂",
            "﹃甲﹄",
            "„甲”",
            "„甲“",
            "''甲''",
            "‘‘甲’’",
            "❝甲❞",
        ];
        for marked in marks {
            let draft = format!("他讲道{marked}，很对。");
            assert_eq!(texts(&draft), ["甲"], "{marked}");
            assert_eq!(kinds(&[&draft]), [], "{marked}");
        }
    }

    #[test]
    fn every_paragraph_opens_and_the_last_one_closes() {
        let found = found(&[
            "他讲道：",
            "“读书贵在坚持。",
            "“读书要有计划。",
            "“读书要联系实际。”",
            "很对。",
        ]);
        assert_eq!(found.faults, []);
        let places: Vec<_> = found
            .quotations
            .iter()
            .map(|q| (q.paragraph, q.start, q.text.as_str()))
            .collect();
        assert_eq!(
            places,
            [
                (1, 1, "读书贵在坚持。"),
                (2, 1, "读书要有计划。"),
                (3, 1, "读书要联系实际。")
            ]
        );
    }

    #[test]
    fn the_first_paragraph_may_open_behind_its_lead() {
        let draft = ["他说：“读书贵在坚持。", "　　“读书要有计划。”又说：“好。”"];
        assert_eq!(kinds(&draft), []);
        let found = found(&draft).quotations;
        let texts: Vec<&str> = found.iter().map(|q| q.text.as_str()).collect();
        assert_eq!(texts, ["读书贵在坚持。", "读书要有计划。", "好。"]);
    }

    #[test]
    fn paragraphs_that_do_not_open_are_named() {
        let draft = ["“读书贵在坚持。", "读书要有计划。”", "很对。"];
        let found = found(&draft);
        assert_eq!(found.quotations.len(), 2);
        assert_eq!(found.quotations[1].text, "读书要有计划。");
        assert_eq!(kinds(&draft), [MarkFaultKind::NotReopened]);
        assert_eq!(found.faults[0].paragraph, 1);
    }

    #[test]
    fn a_sentence_that_was_broken_into_lines_is_one() {
        let draft = ["他说：“读书贵在坚持，一日", "不读口生。”很对"];
        let found = found(&draft);
        assert_eq!((found.quotations.len(), kinds(&draft).len()), (1, 0));
        let one = &found.quotations[0];
        assert_eq!(one.text, "读书贵在坚持，一日\n不读口生。");
        assert_eq!((one.paragraph, one.end_paragraph, one.end), (0, 1, 5));
    }

    #[test]
    fn wrong_marks_are_named_and_their_words_looked_at() {
        for (draft, kind) in [
            ("他讲道”读书贵在坚持”，很对。", MarkFaultKind::Reversed),
            ("他讲道“读书贵在坚持“，很对。", MarkFaultKind::Reversed),
            ("他讲道”读书贵在坚持“，很对。", MarkFaultKind::Reversed),
            ("他讲道“读书贵在坚持\"，很对。", MarkFaultKind::Mixed),
            ("他讲道’读书贵在坚持’，很对。", MarkFaultKind::Reversed),
            ("他讲道」读书贵在坚持」，很对。", MarkFaultKind::Reversed),
        ] {
            assert_eq!(texts(draft), ["读书贵在坚持"], "{draft}");
            assert_eq!(kinds(&[draft]), [kind], "{draft}");
        }
        assert_eq!(
            texts("他讲道：“读书贵在坚持，很对。"),
            ["读书贵在坚持，很对。"]
        );
        assert_eq!(
            kinds(&["他讲道：“读书贵在坚持，很对。"]),
            [MarkFaultKind::NotClosed]
        );
        assert_eq!(texts("他讲道：读书贵在坚持”，很对。"), ["读书贵在坚持"]);
        assert_eq!(
            kinds(&["他讲道：读书贵在坚持”，很对。"]),
            [MarkFaultKind::NotOpened]
        );
    }

    #[test]
    fn one_wrong_mark_does_not_shift_the_others() {
        let draft = "他说：“没有合上，又说：“甲乙”，再说“丙丁”。";
        assert_eq!(texts(draft), ["没有合上，又说：", "甲乙", "丙丁"]);
        assert_eq!(kinds(&[draft]), [MarkFaultKind::NotClosed]);
        let draft = "27\"的显示器，他说\"甲乙\"，又说\"丙丁\"";
        assert_eq!(texts(draft), ["甲乙", "丙丁"]);
        assert_eq!(texts("Xi’an的students’ books，‘甲乙’，it's"), ["甲乙"]);
        let unopened = "甲”和“乙”、“丙”";
        assert_eq!(texts(unopened), ["乙", "丙"]);
        assert_eq!(kinds(&[unopened]), [MarkFaultKind::NotOpened]);
    }

    #[test]
    fn a_block_quote_is_one_quotation_without_its_signs() {
        let found = found(&["> 坚持“两个务必”。", ">"]).quotations;
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].kind, QuotationKind::Block);
        assert_eq!(
            (found[0].start, found[0].text.as_str()),
            (2, "坚持“两个务必”。")
        );
    }

    #[test]
    fn places_are_chars_of_the_paragraph() {
        let found = found(&["甲", "𠮷说：“好”。"]).quotations;
        let place = (found[0].paragraph, found[0].start, found[0].end);
        assert_eq!(place, (1, 4, 5));
    }

    #[test]
    fn nothing_in_marks_is_left_out() {
        // Any order of marks: every char between two marks of a pair is in a quotation, or a fault is named.
        let marks = ['“', '”', '"', '‘', '’', '「', '」'];
        for n in 0..7_usize.pow(4) {
            let pick = |k: u32| marks[n / 7_usize.pow(k) % 7];
            let draft = format!("说{}甲{}乙{}丙{}丁", pick(0), pick(1), pick(2), pick(3));
            let found = found(&[&draft]);
            assert!(
                !found.quotations.is_empty() || !found.faults.is_empty(),
                "{draft}"
            );
            for q in &found.quotations {
                assert!(
                    q.start < q.end && q.end as usize <= draft.chars().count(),
                    "{draft}"
                );
            }
        }
    }
}
