//! 引文核对: every quotation of a draft against the texts of the library.
//!
//! A quotation is exact, differs, or is not found; nothing in between. Exact is what the exact search
//! finds, so punctuation, width and the script do not count unless that is asked for; marks that change
//! what is said always count (see [`units`]). What differs is the passage with the fewest edits, if it
//! shares two thirds of the chars; less is chance. Whatever is in marks and was not compared is listed,
//! and so is every wrong mark. A draft is read and never stored.

mod check;
mod differences;
mod draft;
mod report;
mod source;
mod units;

pub use draft::Draft;
pub use report::shown_differences;

use serde::Serialize;

pub(crate) use self::differences::differences;

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
    /// One past its last char, in the paragraph in which it ends.
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

/// Why words in marks were not compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PassedReason {
    /// A term: a few characters, and nothing says that somebody said them.
    Term,
    /// Too few characters for their place to mean anything.
    Short,
    /// Marks and white space only.
    NoWords,
}

impl PassedReason {
    /// For people.
    pub fn chinese(self) -> &'static str {
        match self {
            PassedReason::Term => "词语",
            PassedReason::Short => "过短",
            PassedReason::NoWords => "没有文字",
        }
    }
}

/// Words in marks that were not compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PassedOver {
    /// The words.
    pub text: String,
    /// Their paragraph in the draft, from 0.
    pub paragraph: u32,
    /// Their first char there.
    pub draft_start: u32,
    /// One past their last char, in the paragraph in which they end.
    pub draft_end: u32,
    /// Why.
    pub reason: PassedReason,
    /// True if a text of the library has these words.
    pub stands: bool,
}

/// A quotation mark that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FaultyMark {
    /// What is wrong: `reversed`, `mixed`, `not_closed`, `not_opened` or `not_reopened`.
    pub fault: &'static str,
    /// The same for people.
    pub message: &'static str,
    /// The paragraph in the draft, from 0.
    pub paragraph: u32,
    /// The mark's char there.
    pub at: u32,
    /// The words around it.
    pub words: String,
}

/// The findings of a draft.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct QuotationReport {
    /// The quotations in order.
    pub quotes: Vec<CheckedQuotation>,
    /// Words in marks that were not compared, in order.
    pub passed: Vec<PassedOver>,
    /// Marks that are wrong, in order.
    pub faults: Vec<FaultyMark>,
    /// 字数 of the draft.
    pub chars: u32,
    /// True if it was stopped before the end.
    pub cancelled: bool,
}

impl QuotationReport {
    /// True if everything was looked at and nothing needs a person: all exact, no wrong mark, not stopped.
    pub fn is_clean(&self) -> bool {
        let exact = |q: &CheckedQuotation| q.status == QuotationStatus::Exact;
        !self.cancelled && self.faults.is_empty() && self.quotes.iter().all(exact)
    }

    /// Quotations with this finding.
    pub fn count(&self, status: QuotationStatus) -> usize {
        self.quotes.iter().filter(|q| q.status == status).count()
    }
}

/// Called with paragraphs done and in all; an answer of false stops the check.
pub type QuotationProgress<'a> = dyn FnMut(usize, usize) -> bool + 'a;
