//! 引文核对报告: what was found of each quotation of a draft, as DOCX or HTML.

mod docx;
mod html;

pub use docx::write_quotation_docx;
pub use html::write_quotation_html;

/// A stretch of a quotation beside its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReportedStretch {
    /// In both
    Equal(String),
    /// The draft has the first, the source the second; one may be empty.
    Changed(String, String),
}

/// A quotation with its finding.
#[derive(Debug, Clone, Default)]
pub struct ReportedQuotation {
    /// 第3段
    pub place: String,
    /// 一致, 有出入 or 未找到
    pub status: String,
    /// True if there is something to look at.
    pub open: bool,
    /// Its words in the draft.
    pub text: String,
    /// 《题目》，日期，地址; empty if nothing was found
    pub source: String,
    /// The passage of the source, if it differs.
    pub source_text: String,
    /// Both beside each other, if they differ.
    pub stretches: Vec<ReportedStretch>,
    /// Further sources.
    pub others: Vec<String>,
}

/// A report.
#[derive(Debug, Clone, Default)]
pub struct ReportedCheck {
    /// Title of the draft.
    pub title: String,
    /// The day, for people.
    pub date: String,
    /// How many of each, in a sentence.
    pub summary: String,
    /// The quotations in order.
    pub quotations: Vec<ReportedQuotation>,
    /// Marks that are wrong, a line each.
    pub faults: Vec<String>,
    /// Words in marks that were not compared, a line each.
    pub passed: Vec<String>,
}

impl ReportedCheck {
    /// The lists behind the quotations, each with its heading; without those that are empty.
    fn lists(&self) -> impl Iterator<Item = (&'static str, &[String])> {
        let lists = [
            ("引号有误", &self.faults),
            ("引号内未核对的文字", &self.passed),
        ];
        let lists = lists.map(|(heading, lines)| (heading, lines.as_slice()));
        lists.into_iter().filter(|(_, lines)| !lines.is_empty())
    }
}
