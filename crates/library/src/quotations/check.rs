//! The check: the quotations of a draft one after the other, and what is copied between them.

use yandu_document::{MarkFault, Quotation, QuotationKind, char_len, find_quotations, slice_chars};
use yandu_search::fold;

use super::differences::{aligned, differences_that_count};
use super::units::{Unit, literal_units, trimmed, units};
use super::{
    CheckedQuotation, Draft, FaultyMark, PassedOver, PassedReason, QuotationMark,
    QuotationProgress, QuotationReport, QuotationSource, QuotationStatus,
};
use crate::{Library, LibraryError};

/// Folded chars below which words in marks are a term, unless they are introduced as somebody's words.
const SHORTEST: u32 = 6;

/// Folded chars below which even somebody's words stand in too many texts to be compared.
const SHORTEST_SAID: u32 = 4;

/// Folded chars from which on a sentence without marks that stands in the library is one.
const SHORTEST_RUN: u32 = 20;

/// Further sources that are named.
const OTHERS: usize = 4;

/// A stretch of the draft that is looked for.
struct Wanted {
    mark: QuotationMark,
    paragraph: usize,
    start: u32,
    end: u32,
    text: String,
}

impl Library {
    /// Checks the quotations of a draft; all marks count if `marks` is true.
    ///
    /// # Errors
    /// What the search says.
    pub fn check_quotations(
        &mut self,
        draft: &Draft,
        marks: bool,
        progress: &mut QuotationProgress<'_>,
    ) -> Result<QuotationReport, LibraryError> {
        self.open_documents()?;
        let found = find_quotations(&draft.paragraphs);
        let report = QuotationReport {
            chars: draft.paragraphs.iter().map(|p| char_len(p)).sum(),
            faults: found.faults.iter().map(|f| faulty(draft, f)).collect(),
            ..QuotationReport::default()
        };
        let mut check = Check {
            library: self,
            draft,
            marks,
            report,
        };
        let mut quotations = found.quotations.into_iter().peekable();
        // Up to here the draft was looked at.
        let mut done = (0, 0);
        for n in 0..draft.paragraphs.len() {
            if !progress(n, draft.paragraphs.len()) {
                check.report.cancelled = true;
                break;
            }
            while let Some(quotation) = quotations.next_if(|q| q.paragraph as usize == n) {
                check.runs(n, done, quotation.start)?;
                check.quotation(&quotation)?;
                done = (quotation.end_paragraph as usize, quotation.end);
            }
            check.runs(n, done, char_len(&draft.paragraphs[n]))?;
        }
        Ok(check.report)
    }
}

/// A wrong mark with the words around it.
fn faulty(draft: &Draft, fault: &MarkFault) -> FaultyMark {
    let paragraph = &draft.paragraphs[fault.paragraph as usize];
    let (from, to) = (fault.at.saturating_sub(6), fault.at + 10);
    FaultyMark {
        fault: fault.kind.name(),
        message: fault.kind.chinese(),
        paragraph: fault.paragraph,
        at: fault.at,
        words: slice_chars(paragraph, from, to.min(char_len(paragraph))).to_owned(),
    }
}

struct Check<'a> {
    library: &'a mut Library,
    draft: &'a Draft,
    marks: bool,
    report: QuotationReport,
}

impl Check<'_> {
    fn quotation(&mut self, quotation: &Quotation) -> Result<(), LibraryError> {
        let parts = match self.stands_whole(quotation)? {
            true => vec![(0, quotation.text.clone())],
            false => parts(&quotation.text),
        };
        let length = |text: &str| char_len(&fold(text));
        let elided = parts.iter().any(|(_, text)| length(text) >= SHORTEST);
        let said = quotation.kind == QuotationKind::Block || self.is_said(quotation);
        // The parts of one quotation come from one text.
        let mut sources: Vec<String> = Vec::new();
        let mut short = Vec::new();
        if parts.is_empty() {
            self.pass(wanted(quotation, 0, &quotation.text), PassedReason::NoWords)?;
        }
        for (at, text) in parts {
            let wanted = wanted(quotation, at, &text);
            match length(&text) {
                0 => self.pass(wanted, PassedReason::NoWords)?,
                1..SHORTEST if elided => short.push(wanted),
                1..SHORTEST_SAID if said => self.pass(wanted, PassedReason::Short)?,
                1..SHORTEST if !said => self.pass(wanted, PassedReason::Term)?,
                _ => {
                    let checked = self.compare(wanted)?;
                    let all = checked.source.iter().chain(&checked.others);
                    sources.extend(all.map(|source| source.document.clone()));
                    self.report.quotes.push(checked);
                }
            }
        }
        for wanted in short {
            self.short_part(wanted, &sources)?;
        }
        let place = |q: &CheckedQuotation| (q.paragraph, q.draft_start);
        self.report.quotes.sort_by_key(place);
        Ok(())
    }

    /// A few chars between two ……: they must stand in the text from which the longer parts are.
    fn short_part(&mut self, wanted: Wanted, documents: &[String]) -> Result<(), LibraryError> {
        let want = units(&wanted.text);
        for id in documents {
            let places = self.library.find_in_document(id, &wanted.text)?;
            for place in places.iter().take(8) {
                let source = self.library.source_at(id, place.position())?;
                if let Some(source) = source.filter(|s| units(&s.text) == want) {
                    self.report.quotes.push(CheckedQuotation {
                        source: Some(source),
                        ..checked(wanted, QuotationStatus::Exact)
                    });
                    return Ok(());
                }
            }
        }
        let found = self.compare(wanted)?;
        self.report.quotes.push(found);
        Ok(())
    }

    /// True if the words stand with their …… in one text.
    fn stands_whole(&mut self, quotation: &Quotation) -> Result<bool, LibraryError> {
        let elided = parts(&quotation.text).len() > 1;
        Ok(elided && self.library.stands_in_library(&quotation.text)?)
    }

    /// True if the words are introduced as somebody's, or are a sentence.
    fn is_said(&self, quotation: &Quotation) -> bool {
        let paragraph = &self.draft.paragraphs[quotation.paragraph as usize];
        let lead = slice_chars(paragraph, 0, quotation.start);
        let lead = lead.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '：' && c != ':');
        let text = quotation.text.trim_end();
        lead.ends_with(['：', ':']) || text.ends_with(['。', '！', '？'])
    }

    fn pass(&mut self, wanted: Wanted, reason: PassedReason) -> Result<(), LibraryError> {
        let stands = self.library.stands_in_library(&wanted.text)?;
        self.report.passed.push(PassedOver {
            text: wanted.text,
            paragraph: wanted.paragraph as u32,
            draft_start: wanted.start,
            draft_end: wanted.end,
            reason,
            stands,
        });
        Ok(())
    }

    fn compare(&mut self, wanted: Wanted) -> Result<CheckedQuotation, LibraryError> {
        let marks = self.marks && wanted.mark != QuotationMark::Unmarked;
        let words = Words::of(&wanted.text, marks);
        let mut found = self.library.exact_sources(&wanted.text, Reach::First)?;
        let same = |s: &QuotationSource| Words::of(&s.text, marks).units == words.units;
        if !found.is_empty() && !found.iter().any(same) {
            found = self.library.exact_sources(&wanted.text, Reach::Many)?;
        }
        if found.is_empty() {
            found = self.library.alike_sources(&wanted.text)?;
        }
        let mut judged: Vec<(u32, bool, QuotationSource)> = found
            .into_iter()
            .map(|source| {
                let other = Words::of(&source.text, marks);
                let edits = aligned(&words.units, &other.units).edits;
                (edits, !self.is_named(&wanted, &source.title), source)
            })
            .collect();
        // Among equals, who names a text means that text.
        judged.sort_by_key(|(edits, unnamed, _)| (*edits, *unnamed));
        let edits = judged.first().map(|(edits, ..)| *edits);
        let mut sources = judged.into_iter().map(|(.., source)| source);
        let source = sources.next();
        let status = match edits {
            None => QuotationStatus::NotFound,
            Some(0) => QuotationStatus::Exact,
            Some(_) => QuotationStatus::Differs,
        };
        let differences = match &source {
            Some(source) if status == QuotationStatus::Differs => {
                let other = Words::of(&source.text, marks);
                differences_that_count((words.text, &words.units), (other.text, &other.units))
            }
            _ => Vec::new(),
        };
        Ok(CheckedQuotation {
            source,
            differences,
            others: sources.take(OTHERS).collect(),
            ..checked(wanted, status)
        })
    }

    /// The paragraph, or the one before it, has the title in book marks.
    fn is_named(&self, wanted: &Wanted, title: &str) -> bool {
        let from = wanted.paragraph.saturating_sub(1);
        let title = format!("《{title}》");
        self.draft.paragraphs[from..=wanted.paragraph]
            .iter()
            .any(|p| p.contains(&title))
    }

    /// Sentences of a paragraph without marks that a text of the library has too; neighbours are one.
    fn runs(&mut self, n: usize, done: (usize, u32), end: u32) -> Result<(), LibraryError> {
        let start = match done.0.cmp(&n) {
            std::cmp::Ordering::Less => 0,
            std::cmp::Ordering::Equal => done.1,
            std::cmp::Ordering::Greater => return Ok(()),
        };
        if start >= end {
            return Ok(());
        }
        let mut open: Option<Wanted> = None;
        for (at, sentence) in sentences(slice_chars(&self.draft.paragraphs[n], start, end)) {
            let long = char_len(&fold(&sentence)) >= SHORTEST_RUN;
            let found = long && self.library.stands_in_library(&sentence)?;
            let grown = match (&open, found) {
                (Some(run), true) => {
                    let both = format!("{}{sentence}", run.text);
                    self.library.stands_in_library(&both)?.then_some(both)
                }
                _ => None,
            };
            if let (Some(run), Some(text)) = (&mut open, grown) {
                run.end = start + at + char_len(&sentence);
                run.text = text;
                continue;
            }
            self.run(open.take())?;
            open = found.then(|| Wanted {
                mark: QuotationMark::Unmarked,
                paragraph: n,
                start: start + at,
                end: start + at + char_len(&sentence),
                text: sentence,
            });
        }
        self.run(open)
    }

    fn run(&mut self, run: Option<Wanted>) -> Result<(), LibraryError> {
        if let Some(run) = run {
            let checked = self.compare(run)?;
            self.report.quotes.push(checked);
        }
        Ok(())
    }
}

/// How many places of an exact text are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// One place in each of a few documents.
    First,
    /// Many, because those do not say the same after all: 35人 stands in 3—5人 too.
    Many,
}

/// A text with what counts.
struct Words<'a> {
    text: &'a str,
    units: Vec<Unit>,
}

impl<'a> Words<'a> {
    fn of(text: &'a str, marks: bool) -> Self {
        let text = trimmed(text);
        let units = if marks {
            literal_units(text)
        } else {
            units(text)
        };
        Words { text, units }
    }
}

fn checked(wanted: Wanted, status: QuotationStatus) -> CheckedQuotation {
    CheckedQuotation {
        text: wanted.text,
        mark: wanted.mark,
        paragraph: wanted.paragraph as u32,
        draft_start: wanted.start,
        draft_end: wanted.end,
        status,
        source: None,
        differences: Vec::new(),
        others: Vec::new(),
    }
}

/// A part of a quotation, `at` chars behind its beginning.
fn wanted(quotation: &Quotation, at: u32, text: &str) -> Wanted {
    let place = |chars: u32| {
        let before = slice_chars(&quotation.text, 0, chars);
        let lines = before.matches('\n').count() as u32;
        let column = before.rsplit('\n').next().map_or(0, char_len);
        let column = if lines == 0 {
            quotation.start + column
        } else {
            column
        };
        (quotation.paragraph + lines, column)
    };
    let (paragraph, start) = place(at);
    Wanted {
        mark: match quotation.kind {
            QuotationKind::Marked => QuotationMark::Marked,
            QuotationKind::Block => QuotationMark::Block,
        },
        paragraph: paragraph as usize,
        start,
        end: place(at + char_len(text)).1,
        text: text.to_owned(),
    }
}

/// A quotation in its parts: …… leaves something out. Each with its first char.
fn parts(text: &str) -> Vec<(u32, String)> {
    let chars: Vec<char> = text.chars().collect();
    let mut parts = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at <= chars.len() {
        let dots = ellipsis(&chars[at..]);
        if dots == 0 && at < chars.len() {
            at += 1;
            continue;
        }
        let part: String = chars[start..at].iter().collect();
        if part.chars().any(char::is_alphanumeric) {
            parts.push((start as u32, part));
        }
        at += dots.max(1);
        start = at;
    }
    parts
}

/// Chars of the ellipsis that begins here: ……, ⋯⋯, ..., 。。。
fn ellipsis(chars: &[char]) -> usize {
    let run = |marks: &str| chars.iter().take_while(|c| marks.contains(**c)).count();
    match (run("…⋯"), run(".．"), run("。·")) {
        (n @ 1.., ..) => n,
        (_, n @ 3.., _) | (.., n @ 3..) => n,
        _ => 0,
    }
}

/// Sentences with their ends, each with its first char.
fn sentences(text: &str) -> Vec<(u32, String)> {
    let mut sentences = Vec::new();
    let mut at = 0;
    for sentence in text.split_inclusive(['。', '！', '？', '；', '\n']) {
        sentences.push((at, sentence.to_owned()));
        at += char_len(sentence);
    }
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_know_where_they_begin() {
        let own = |at: u32, text: &str| (at, text.to_owned());
        assert_eq!(parts("甲乙……丙丁"), [own(0, "甲乙"), own(4, "丙丁")]);
        assert_eq!(
            parts("甲...乙。。。丙⋯"),
            [own(0, "甲"), own(4, "乙"), own(8, "丙")]
        );
        assert_eq!(parts("……甲，……"), [own(2, "甲，")]);
        assert_eq!(parts("……"), []);
        assert_eq!(parts("1.5"), [own(0, "1.5")]);
    }
}
