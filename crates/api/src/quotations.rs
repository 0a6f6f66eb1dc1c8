//! 引文核对 in the window: a pasted draft or a file, the findings, the report.

use std::path::Path;
use std::sync::PoisonError;

use serde::Serialize;
use yandu::{
    CheckedQuotation, Difference, Draft, FaultyMark, PassedOver, PassedReason, QuotationMark,
    QuotationReport, QuotationSource, QuotationStatus,
};

use crate::exports::WorkProgress;
use crate::reader::FoundRange;
use crate::{ApiError, ApiErrorCode, Session};

/// A passage of the library.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct QuotationSourceText {
    /// Id of the document.
    pub document: String,
    /// 标题
    pub title: String,
    /// 日期
    pub date: Option<String>,
    /// 地址
    pub address: String,
    /// Where it stands.
    pub at: FoundRange,
    /// The passage as it stands there.
    pub text: String,
}

/// A stretch of a quotation beside its source.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct DifferenceText {
    /// `equal`, `replace`, `insert` or `delete`
    pub op: String,
    /// What the draft has.
    pub draft: String,
    /// What the source has.
    pub source: String,
}

impl From<Difference> for DifferenceText {
    fn from(d: Difference) -> Self {
        DifferenceText {
            op: d.op.to_owned(),
            draft: d.draft,
            source: d.source,
        }
    }
}

/// A quotation with its finding.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct QuotationText {
    /// Its words in the draft.
    pub text: String,
    /// True if the draft does not mark it as a quotation.
    pub unmarked: bool,
    /// Its paragraph in the draft, from 0.
    pub paragraph: u32,
    /// `exact`, `differs` or `not_found`
    pub status: String,
    /// Where it stands, or what is nearest.
    pub source: Option<QuotationSourceText>,
    /// Both beside each other; empty unless it differs.
    pub differences: Vec<DifferenceText>,
    /// Further sources.
    pub others: Vec<QuotationSourceText>,
}

/// Words in marks that were not compared.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct PassedText {
    /// The words.
    pub text: String,
    /// Their paragraph in the draft, from 0.
    pub paragraph: u32,
    /// `term`, `short` or `no_words`
    pub reason: String,
    /// True if a text of the library has these words.
    pub stands: bool,
}

/// A quotation mark that is wrong.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct FaultText {
    /// `reversed`, `mixed`, `not_closed`, `not_opened` or `not_reopened`
    pub fault: String,
    /// The paragraph in the draft, from 0.
    pub paragraph: u32,
    /// The words around the mark.
    pub words: String,
}

/// The findings of a draft.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct QuotationAnswer {
    /// The quotations in order.
    pub quotes: Vec<QuotationText>,
    /// Words in marks that were not compared, in order.
    pub passed: Vec<PassedText>,
    /// Marks that are wrong, in order.
    pub faults: Vec<FaultText>,
    /// It was stopped before the end.
    pub cancelled: bool,
}

impl Session {
    /// Checks a pasted draft, or that of a file.
    ///
    /// # Errors
    /// A file that cannot be read, a draft without text.
    pub fn check_quotations(
        &self,
        text: &str,
        path: Option<&Path>,
        marks: bool,
        tell: &mut dyn FnMut(WorkProgress),
    ) -> Result<QuotationAnswer, ApiError> {
        let mut progress = self.work.begin(tell);
        let (title, draft) = match path {
            Some(path) => {
                let name = path.file_stem().unwrap_or_default();
                (name.to_string_lossy().into_owned(), Draft::of_file(path)?)
            }
            None => ("粘贴的文稿".to_owned(), Draft::of_text(text)),
        };
        if draft.paragraphs.is_empty() {
            return Err(yandu::LibraryError::EmptyDraft.into());
        }
        let report = self.with(|library| library.check_quotations(&draft, marks, &mut progress))?;
        let answer = QuotationAnswer {
            quotes: report.quotes.iter().map(quotation).collect(),
            passed: report.passed.iter().map(passed).collect(),
            faults: report.faults.iter().map(fault).collect(),
            cancelled: report.cancelled,
        };
        *self.checked.lock().unwrap_or_else(PoisonError::into_inner) = Some((title, report));
        Ok(answer)
    }

    /// Writes the last findings into a file: DOCX or HTML, by its ending.
    ///
    /// # Errors
    /// Nothing was checked, what the disk says.
    pub fn save_quotation_report(&self, path: &Path) -> Result<(), ApiError> {
        let checked = self.checked.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((title, report)) = &*checked else {
            return Err(ApiError::new(
                ApiErrorCode::Usage,
                "还没有核对结果",
                "请先核对一份文稿",
            ));
        };
        self.with(|library| library.write_quotation_report(report, title, path))
    }
}

/// The last check: title of the draft and findings.
pub(crate) type Checked = Option<(String, QuotationReport)>;

fn quotation(q: &CheckedQuotation) -> QuotationText {
    QuotationText {
        text: q.text.clone(),
        unmarked: q.mark == QuotationMark::Unmarked,
        paragraph: q.paragraph,
        status: match q.status {
            QuotationStatus::Exact => "exact",
            QuotationStatus::Differs => "differs",
            QuotationStatus::NotFound => "not_found",
        }
        .to_owned(),
        source: q.source.as_ref().map(source),
        differences: q
            .differences
            .iter()
            .cloned()
            .map(DifferenceText::from)
            .collect(),
        others: q.others.iter().map(source).collect(),
    }
}

fn passed(p: &PassedOver) -> PassedText {
    PassedText {
        text: p.text.clone(),
        paragraph: p.paragraph,
        reason: match p.reason {
            PassedReason::Term => "term",
            PassedReason::Short => "short",
            PassedReason::NoWords => "no_words",
        }
        .to_owned(),
        stands: p.stands,
    }
}

fn fault(f: &FaultyMark) -> FaultText {
    FaultText {
        fault: f.fault.to_owned(),
        paragraph: f.paragraph,
        words: f.words.clone(),
    }
}

fn source(s: &QuotationSource) -> QuotationSourceText {
    QuotationSourceText {
        document: s.document.clone(),
        title: s.title.clone(),
        date: s.date.clone(),
        address: s.address.clone(),
        at: FoundRange {
            block: s.block,
            start: s.start,
            end_block: s.end_block,
            end: s.end,
        },
        text: s.text.clone(),
    }
}

#[cfg(test)]
mod tests {
    use crate::annotations::tests::session;

    #[test]
    fn a_draft_is_checked_and_its_report_saved() {
        let folder = tempfile::tempdir().unwrap();
        let (session, _) = session(folder.path());
        let report = folder.path().join("报告.html");
        assert!(session.save_quotation_report(&report).is_err());
        let draft = "“隔壁的厨师煮着一锅蓝色的汤”，要“落实”，没有合上“的";
        let answer = session.check_quotations(draft, None, false, &mut |_| {});
        let answer = answer.unwrap();
        assert_eq!(answer.quotes[0].status, "not_found");
        assert_eq!(answer.passed[0].reason, "term");
        assert_eq!(answer.faults[0].fault, "not_closed");
        session.save_quotation_report(&report).unwrap();
        assert!(std::fs::read_to_string(&report).unwrap().contains("未找到"));
        assert!(
            session
                .check_quotations(" \n", None, false, &mut |_| {})
                .is_err()
        );
    }
}
