//! `check-quotes`

use std::io::Read;
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::Ordering;

use serde::Serialize;
use yandu::{
    CheckedQuotation, Draft, FaultyMark, Library, PassedOver, QuotationMark, QuotationReport,
    QuotationSource, QuotationStatus,
};

use super::stop_on_interrupt;
use crate::arguments::CheckQuotes;
use crate::failure::Failure;
use crate::output::Output;

/// A quotation as the contract has it.
#[derive(Serialize)]
struct Quote<'a> {
    text: &'a str,
    mark: QuotationMark,
    status: QuotationStatus,
    paragraph: u32,
    document: Option<&'a str>,
    title: Option<&'a str>,
    address: Option<&'a str>,
    block: Option<u32>,
    start: Option<u32>,
    end_block: Option<u32>,
    end: Option<u32>,
    differences: Vec<(&'static str, &'a str, &'a str)>,
    others: &'a [QuotationSource],
}

#[derive(Serialize)]
struct Report<'a> {
    quotes: Vec<Quote<'a>>,
    passed: &'a [PassedOver],
    faults: &'a [FaultyMark],
    short: usize,
    chars: u32,
    cancelled: bool,
}

/// Exit code 1: something differs or was not found, a mark is wrong, or the check was stopped.
pub(crate) fn run(
    library: &mut Library,
    check: &CheckQuotes,
    output: &Output,
) -> Result<ExitCode, Failure> {
    let draft = read(&check.file)?;
    let stop = stop_on_interrupt();
    let bar = output.bar();
    let report = library.check_quotations(&draft, check.marks, &mut |done, all| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
        !stop.load(Ordering::Relaxed)
    })?;
    bar.finish_and_clear();
    if let Some(path) = &check.report {
        let title = check.file.file_stem().unwrap_or_default();
        library.write_quotation_report(&report, &title.to_string_lossy(), path)?;
        output.note(format!("报告已写入 {}", path.display()));
    }
    if output.json {
        output.json(&Report {
            quotes: report.quotes.iter().map(quote).collect(),
            passed: &report.passed,
            faults: &report.faults,
            short: report.passed.len(),
            chars: report.chars,
            cancelled: report.cancelled,
        })?;
    } else {
        print(&report, output);
    }
    Ok(ExitCode::from(u8::from(!report.is_clean())))
}

fn read(file: &Path) -> Result<Draft, Failure> {
    if file != Path::new("-") {
        return Ok(Draft::of_file(file)?);
    }
    let mut text = String::new();
    let read = std::io::stdin().read_to_string(&mut text);
    read.map_err(|e| Failure::storage(format!("无法读取标准输入：{e}")))?;
    Ok(Draft::of_text(&text))
}

fn quote(q: &CheckedQuotation) -> Quote<'_> {
    let source = q.source.as_ref();
    Quote {
        text: &q.text,
        mark: q.mark,
        status: q.status,
        paragraph: q.paragraph,
        document: source.map(|s| s.document.as_str()),
        title: source.map(|s| s.title.as_str()),
        address: source.map(|s| s.address.as_str()),
        block: source.map(|s| s.block),
        start: source.map(|s| s.start),
        end_block: source.map(|s| s.end_block),
        end: source.map(|s| s.end),
        differences: q
            .differences
            .iter()
            .map(|d| (d.op, d.draft.as_str(), d.source.as_str()))
            .collect(),
        others: &q.others,
    }
}

fn print(report: &QuotationReport, output: &Output) {
    for q in &report.quotes {
        output.line(format!(
            "{}\t第{}段\t{}",
            q.status.chinese(),
            q.paragraph + 1,
            q.text
        ));
        if let Some(source) = &q.source {
            let id = &source.document[..8.min(source.document.len())];
            output.line(format!("\t《{}》{}  {id}", source.title, source.address));
        }
        if q.status == QuotationStatus::Differs {
            output.line(format!("\t{}", yandu::shown_differences(&q.differences)));
        }
    }
    for fault in &report.faults {
        let place = fault.paragraph + 1;
        output.line(format!(
            "引号有误\t第{place}段\t{}：…{}…",
            fault.message, fault.words
        ));
    }
    for passed in &report.passed {
        let place = passed.paragraph + 1;
        let stands = if passed.stands { "有" } else { "没有" };
        let reason = passed.reason.chinese();
        let text = passed.text.trim();
        output.line(format!(
            "未核对\t第{place}段\t{text}（{reason}，资料库中{stands}）"
        ));
    }
    output.line(format!(
        "共 {} 条引文：一致 {}，有出入 {}，未找到 {}；引号有误 {}，未核对 {}{}",
        report.quotes.len(),
        report.count(QuotationStatus::Exact),
        report.count(QuotationStatus::Differs),
        report.count(QuotationStatus::NotFound),
        report.faults.len(),
        report.passed.len(),
        if report.cancelled {
            "（已取消）"
        } else {
            ""
        }
    ));
}
