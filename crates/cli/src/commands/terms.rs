//! `term`, `concordance` and `terms`

use std::io::Write;
use std::sync::atomic::Ordering;

use yandu::{Library, TermGrouping, write_beside};

use crate::arguments::{Command, Terms};
use crate::failure::Failure;
use crate::output::Output;

/// Chars of the longest bar.
const BAR: u64 = 40;

pub(crate) fn term(
    library: &mut Library,
    text: &str,
    by: TermGrouping,
    output: &Output,
) -> Result<(), Failure> {
    let view = library.term(text, by)?;
    if output.json {
        return output.json(&view);
    }
    output.line(format!(
        "{}：{} 篇，{} 处",
        view.text, view.documents, view.occurrences
    ));
    if let Some(first) = &view.first {
        let date = first.date.as_deref().unwrap_or_default();
        let id = &first.document[..8.min(first.document.len())];
        output.line(format!(
            "首次出现：{date}《{}》{}  {id}",
            first.title, first.address
        ));
        output.line(format!("\t{}", first.snippet));
    }
    if view.undated > 0 {
        output.line(format!("另有 {} 篇没有日期", view.undated));
    }
    let most = view.counts.iter().map(|c| c.occurrences).max().unwrap_or(1);
    for count in &view.counts {
        let bar = "█".repeat((count.occurrences * BAR).div_ceil(most.max(1)) as usize);
        output.line(format!(
            "{}\t{} 篇\t{} 处\t{bar}",
            count.label, count.documents, count.occurrences
        ));
    }
    Ok(())
}

/// New terms of the library; Ctrl+C ends it.
pub(crate) fn propose(
    library: &mut Library,
    terms: &Terms,
    output: &Output,
) -> Result<(), Failure> {
    let stop = super::stop_on_interrupt();
    let bar = output.bar();
    let proposed = library.propose_terms(terms.limit, &mut |done, all| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
        !stop.load(Ordering::Relaxed)
    })?;
    bar.finish_and_clear();
    let Some(proposed) = proposed else {
        output.note("已取消");
        return Ok(());
    };
    if terms.add {
        let words: Vec<String> = proposed.iter().map(|term| term.text.clone()).collect();
        library.add_user_words(&words)?;
    }
    if output.json {
        return output.json(&serde_json::json!({ "terms": proposed, "added": terms.add }));
    }
    for term in &proposed {
        output.line(format!(
            "{}\t{} 篇\t{} 处",
            term.text, term.documents, term.occurrences
        ));
    }
    output.note(match (proposed.len(), terms.add) {
        (0, _) => "没有发现新词".to_owned(),
        (n, true) => format!("{n} 个词已加入用户词典（可用 undo 撤销）"),
        (n, false) => format!("{n} 个；用 word add 加入用户词典"),
    });
    Ok(())
}

pub(crate) fn concordance(
    library: &mut Library,
    command: &Command,
    output: &Output,
) -> Result<(), Failure> {
    let Command::Concordance {
        text,
        width,
        limit,
        format,
        output: file,
    } = command
    else {
        return Ok(());
    };
    if format == "csv" {
        let bytes = library.concordance_csv(text, *width)?;
        return match file {
            Some(file) => {
                write_beside(file, &bytes)?;
                output.note(format!("已写入 {}", file.display()));
                Ok(())
            }
            None => std::io::stdout()
                .write_all(&bytes)
                .map_err(|e| Failure::storage(format!("无法写出：{e}"))),
        };
    }
    let concordance = library.concordance(text, *width, 0, *limit)?;
    if output.json {
        return output.json(&concordance);
    }
    for line in &concordance.lines {
        let id = &line.document[..8.min(line.document.len())];
        let pad = (*width as usize).saturating_sub(line.left.chars().count());
        output.line(format!(
            "{}{}【{}】{}\t《{}》{}  {id}",
            "　".repeat(pad),
            line.left,
            line.term,
            line.right,
            line.title,
            line.address
        ));
    }
    output.line(format!(
        "共 {} 处，列出 {} 处",
        concordance.total,
        concordance.lines.len()
    ));
    Ok(())
}
