//! 引文核对: every quotation of a draft against the texts of the library.
//!
//! A quotation is exact, differs, or is not found; nothing in between. Exact is what the exact search
//! finds, so punctuation, width and the script do not count unless that is asked for. What differs is the
//! nearest passage that shares two thirds of the chars; less is chance. A draft is read and never stored.

mod draft;
mod report;
mod source;

pub use draft::Draft;
pub use report::shown_differences;

use serde::Serialize;
use yandu_document::{QuotationKind, char_len, find_quotations};
use yandu_search::{fold, fold_loose, literal_key};

pub(crate) use self::source::differences;
use self::source::trimmed;

use crate::{Library, LibraryError};

/// Folded chars below which words in marks are a term and no quotation.
const SHORTEST: u32 = 6;

/// Folded chars from which on a sentence without marks that stands in the library is one.
const SHORTEST_RUN: u32 = 20;

/// What a quotation was found to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum QuotationStatus {
    /// 一致
    Exact,
    /// 有出入
    Differs,
    /// 未找到
    NotFound,
}

impl QuotationStatus {
    /// For people.
    pub fn chinese(self) -> &'static str {
        match self {
            QuotationStatus::Exact => "一致",
            QuotationStatus::Differs => "有出入",
            QuotationStatus::NotFound => "未找到",
        }
    }
}

/// How a quotation is marked in the draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum QuotationMark {
    /// In quotation marks
    Marked,
    /// A block quote
    Block,
    /// Not marked at all, and a text of the library says the same
    Unmarked,
}

/// A stretch that is equal in both, or only in one, or different.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// `equal`, `replace`, `insert` (the draft has more) or `delete` (the draft has less).
    pub op: &'static str,
    /// What the draft has.
    pub draft: String,
    /// What the source has.
    pub source: String,
}

/// A passage of the library.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QuotationSource {
    /// Id of the document.
    pub document: String,
    /// 标题
    pub title: String,
    /// 日期
    pub date: Option<String>,
    /// Its first block.
    pub block: u32,
    /// First char in that block.
    pub start: u32,
    /// Its last block.
    pub end_block: u32,
    /// One past its last char, in the last block.
    pub end: u32,
    /// 地址
    pub address: String,
    /// The passage as it stands there.
    pub text: String,
}

/// A quotation with its finding.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CheckedQuotation {
    /// Its words in the draft.
    pub text: String,
    /// How it is marked there.
    pub mark: QuotationMark,
    /// Its paragraph in the draft, from 0.
    pub paragraph: u32,
    /// Its first char there.
    pub draft_start: u32,
    /// One past its last char there.
    pub draft_end: u32,
    /// The finding.
    pub status: QuotationStatus,
    /// Where it stands, or where what is nearest stands.
    pub source: Option<QuotationSource>,
    /// Both beside each other; empty unless it differs.
    pub differences: Vec<Difference>,
    /// Further sources, best first.
    pub others: Vec<QuotationSource>,
}

/// The findings of a draft.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct QuotationReport {
    /// The quotations in order.
    pub quotes: Vec<CheckedQuotation>,
    /// Words in marks that are too short to be a quotation.
    pub short: u32,
    /// 字数 of the draft.
    pub chars: u32,
    /// True if it was stopped before the end.
    pub cancelled: bool,
}

/// Called with paragraphs done and in all; an answer of false stops the check.
pub type QuotationProgress<'a> = dyn FnMut(usize, usize) -> bool + 'a;

/// A stretch of the draft that is looked for.
struct Wanted {
    mark: QuotationMark,
    paragraph: usize,
    start: u32,
    end: u32,
    text: String,
}

/// What stands between two quotations of a paragraph.
struct Stretch<'a> {
    n: usize,
    paragraph: &'a str,
    start: u32,
    end: u32,
}

impl Library {
    /// Checks the quotations of a draft; marks count if `marks` is true.
    ///
    /// # Errors
    /// What the search says.
    pub fn check_quotations(
        &mut self,
        draft: &Draft,
        marks: bool,
        progress: &mut QuotationProgress<'_>,
    ) -> Result<QuotationReport, LibraryError> {
        let mut report = QuotationReport {
            chars: draft.paragraphs.iter().map(|p| char_len(p)).sum(),
            ..QuotationReport::default()
        };
        self.open_documents()?;
        for (n, paragraph) in draft.paragraphs.iter().enumerate() {
            if !progress(n, draft.paragraphs.len()) {
                report.cancelled = true;
                return Ok(report);
            }
            let quotations = find_quotations(paragraph);
            let mut from = 0;
            for quotation in &quotations {
                self.runs(
                    Stretch {
                        n,
                        paragraph,
                        start: from,
                        end: quotation.start,
                    },
                    &mut report,
                )?;
                from = quotation.end;
                for (start, text) in parts(&quotation.text) {
                    if char_len(&fold(&text)) < SHORTEST {
                        report.short += 1;
                        continue;
                    }
                    let wanted = Wanted {
                        mark: match quotation.kind {
                            QuotationKind::Marked => QuotationMark::Marked,
                            QuotationKind::Block => QuotationMark::Block,
                        },
                        paragraph: n,
                        start: quotation.start + start,
                        end: quotation.start + start + char_len(&text),
                        text,
                    };
                    let checked = self.check(wanted, paragraph, marks)?;
                    report.quotes.push(checked);
                }
            }
            self.runs(
                Stretch {
                    n,
                    paragraph,
                    start: from,
                    end: char_len(paragraph),
                },
                &mut report,
            )?;
        }
        Ok(report)
    }

    fn check(
        &mut self,
        wanted: Wanted,
        paragraph: &str,
        marks: bool,
    ) -> Result<CheckedQuotation, LibraryError> {
        let mut found = self.exact_sources(&wanted.text)?;
        // Who names a text means that text.
        let named = |s: &QuotationSource| paragraph.contains(&format!("《{}》", s.title));
        found.sort_by_key(|source| !named(source));
        let literal = literal_key(trimmed(&wanted.text));
        let same = |s: &QuotationSource| literal_key(trimmed(&s.text)) == literal;
        let loose = fold_loose(&fold(&wanted.text));
        let alike = |s: &QuotationSource| fold_loose(&fold(&s.text)) == loose;
        if marks {
            found.sort_by_key(|source| !same(source));
        }
        let mut status = match found.first() {
            Some(first) if marks && !same(first) => QuotationStatus::Differs,
            Some(_) => QuotationStatus::Exact,
            None => QuotationStatus::NotFound,
        };
        if status == QuotationStatus::NotFound {
            found = self.alike_sources(&wanted.text)?;
            found.sort_by_key(|source| !alike(source));
            status = match found.first() {
                Some(first) if !marks && alike(first) => QuotationStatus::Exact,
                Some(_) => QuotationStatus::Differs,
                None => QuotationStatus::NotFound,
            };
        }
        let differences = match (status, found.first()) {
            (QuotationStatus::Differs, Some(first)) => {
                source::differences(trimmed(&wanted.text), trimmed(&first.text))
            }
            _ => Vec::new(),
        };
        let mut found = found.into_iter();
        Ok(CheckedQuotation {
            text: wanted.text,
            mark: wanted.mark,
            paragraph: wanted.paragraph as u32,
            draft_start: wanted.start,
            draft_end: wanted.end,
            status,
            source: found.next(),
            differences,
            others: found.take(4).collect(),
        })
    }

    /// Sentences without marks that a text of the library has too; neighbours are one.
    fn runs(
        &mut self,
        stretch: Stretch<'_>,
        report: &mut QuotationReport,
    ) -> Result<(), LibraryError> {
        let Stretch {
            n,
            paragraph,
            start,
            end,
        } = stretch;
        let text = yandu_document::slice_chars(paragraph, start, end);
        let mut open: Option<Wanted> = None;
        for (at, sentence) in sentences(text) {
            let long = char_len(&fold(&sentence)) >= SHORTEST_RUN;
            let found = long && self.stands_in_library(&sentence)?;
            let grown = match (&open, found) {
                (Some(run), true) => {
                    let both = format!("{}{sentence}", run.text);
                    self.stands_in_library(&both)?.then_some(both)
                }
                _ => None,
            };
            if let (Some(run), Some(text)) = (&mut open, grown) {
                run.end = start + at + char_len(&sentence);
                run.text = text;
                continue;
            }
            if let Some(run) = open.take() {
                report.quotes.push(self.check(run, paragraph, false)?);
            }
            open = found.then(|| Wanted {
                mark: QuotationMark::Unmarked,
                paragraph: n,
                start: start + at,
                end: start + at + char_len(&sentence),
                text: sentence,
            });
        }
        if let Some(run) = open {
            report.quotes.push(self.check(run, paragraph, false)?);
        }
        Ok(())
    }
}

/// A quotation in its parts: ……  leaves something out. Each with its first char.
fn parts(text: &str) -> Vec<(u32, String)> {
    let mut parts = Vec::new();
    let mut at = 0;
    for part in text.split("……") {
        if !part.is_empty() {
            parts.push((at, part.to_owned()));
        }
        at += char_len(part) + 2;
    }
    parts
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
