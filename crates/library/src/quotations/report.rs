//! The report of a check, as a file that goes back to the author of the draft.

use std::path::Path;

use yandu_export::{
    ReportedCheck, ReportedQuotation, ReportedStretch, in_book_marks, write_quotation_docx,
    write_quotation_html,
};

use super::{
    CheckedQuotation, Difference, FaultyMark, PassedOver, QuotationReport, QuotationSource,
    QuotationStatus,
};
use crate::export::{chinese_day, today, write_beside};
use crate::{Library, LibraryError};

/// Differences in one line: 〔draft→source〕, 〔多：…〕, 〔少：…〕.
pub fn shown_differences(differences: &[Difference]) -> String {
    let shown = differences.iter().map(|d| match d.op {
        "equal" => d.draft.clone(),
        "insert" => format!("〔多：{}〕", d.draft),
        "delete" => format!("〔少：{}〕", d.source),
        _ => format!("〔{}→{}〕", d.draft, d.source),
    });
    shown.collect()
}

impl Library {
    /// Writes a report; the ending of the file says how: docx, else HTML.
    ///
    /// # Errors
    /// [`LibraryError::Io`] with the path; what the writer says.
    pub fn write_quotation_report(
        &self,
        report: &QuotationReport,
        title: &str,
        target: &Path,
    ) -> Result<(), LibraryError> {
        let check = reported(report, title);
        let docx = target
            .extension()
            .is_some_and(|ending| ending.eq_ignore_ascii_case("docx"));
        let bytes = match docx {
            true => write_quotation_docx(&check)?,
            false => write_quotation_html(&check).into_bytes(),
        };
        write_beside(target, &bytes)
    }
}

fn reported(report: &QuotationReport, title: &str) -> ReportedCheck {
    let count = |status| report.count(status);
    let faults = match report.faults.len() {
        0 => String::new(),
        n => format!("；引号有误 {n} 处"),
    };
    let passed = match report.passed.len() {
        0 => String::new(),
        n => format!("；未核对 {n} 处"),
    };
    ReportedCheck {
        title: title.to_owned(),
        date: today(),
        summary: format!(
            "共 {} 条引文：一致 {}，有出入 {}，未找到 {}{faults}{passed}{}",
            report.quotes.len(),
            count(QuotationStatus::Exact),
            count(QuotationStatus::Differs),
            count(QuotationStatus::NotFound),
            if report.cancelled {
                "（未核对完）"
            } else {
                ""
            }
        ),
        quotations: report.quotes.iter().map(quotation).collect(),
        faults: report.faults.iter().map(shown_fault).collect(),
        passed: report.passed.iter().map(shown_passed).collect(),
    }
}

fn quotation(q: &CheckedQuotation) -> ReportedQuotation {
    let differs = q.status == QuotationStatus::Differs;
    let source_text = q.source.as_ref().filter(|_| differs);
    let stretch = |d: &Difference| match d.op {
        "equal" => ReportedStretch::Equal(d.draft.clone()),
        _ => ReportedStretch::Changed(d.draft.clone(), d.source.clone()),
    };
    ReportedQuotation {
        place: format!("第{}段", q.paragraph + 1),
        status: q.status.chinese().to_owned(),
        open: q.status != QuotationStatus::Exact,
        text: q.text.clone(),
        source: q.source.as_ref().map(shown).unwrap_or_default(),
        source_text: source_text.map(|s| s.text.clone()).unwrap_or_default(),
        stretches: q.differences.iter().map(stretch).collect(),
        others: q.others.iter().map(shown).collect(),
    }
}

/// 第3段　缺少后引号：…他讲道：“读书…
fn shown_fault(fault: &FaultyMark) -> String {
    let place = fault.paragraph + 1;
    format!("第{place}段　{}：…{}…", fault.message, fault.words)
}

/// 第3段　落实（词语，资料库中有）
fn shown_passed(passed: &PassedOver) -> String {
    format!(
        "第{}段　{}（{}，资料库中{}）",
        passed.paragraph + 1,
        passed.text.trim(),
        passed.reason.chinese(),
        if passed.stands { "有" } else { "没有" }
    )
}

/// 《题目》，日期，地址
fn shown(source: &QuotationSource) -> String {
    let mut text = in_book_marks(&source.title);
    let date = source.date.as_deref().map(chinese_day);
    for part in date.into_iter().chain([source.address.clone()]) {
        if !part.is_empty() {
            text.push_str(&format!("，{part}"));
        }
    }
    text
}
