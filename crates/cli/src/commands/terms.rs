//! `term`, `concordance` and `terms`

use std::sync::atomic::Ordering;

use yandu::Library;

use crate::arguments::{Concordance, ConcordanceForm, Term, Terms};
use crate::failure::Failure;
use crate::files;
use crate::output::Output;

/// Chars of the longest bar.
const BAR: u64 = 40;

pub(crate) fn term(library: &mut Library, term: &Term, output: &Output) -> Result<(), Failure> {
    let view = library.term(&term.text, term.by)?;
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
        output.note(output.say("已取消", "cancelled"));
        if output.json {
            let none: [&str; 0] = [];
            return output.json(&serde_json::json!({ "terms": none, "added": false }));
        }
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
    wanted: &Concordance,
    output: &Output,
) -> Result<(), Failure> {
    let of_ending = |ending: &str| match ending {
        "csv" => Some(ConcordanceForm::Csv),
        "txt" | "text" => Some(ConcordanceForm::Text),
        _ => None,
    };
    let file = wanted.output.as_deref();
    let named = file.filter(|path| !files::is_standard(path));
    let form = files::format_of(wanted.format, named, of_ending, ".csv、.txt")?;
    // --json is about what is printed, --format about what is written.
    let csv = form == Some(ConcordanceForm::Csv);
    if csv && (file.is_some() || !output.json) {
        let bytes = library.concordance_csv(&wanted.text, wanted.width)?;
        return match file {
            Some(file) => super::written(file, &bytes, output),
            None => files::to_stdout(&bytes),
        };
    }
    let limit = if file.is_some() {
        usize::MAX
    } else {
        wanted.limit
    };
    let concordance = library.concordance(&wanted.text, wanted.width, 0, limit)?;
    if let Some(file) = named {
        let text: String = concordance
            .lines
            .iter()
            .map(|l| format!("{}\n", line(l, wanted.width)))
            .collect();
        return super::written(file, text.as_bytes(), output);
    }
    if output.json {
        return output.json(&concordance);
    }
    concordance
        .lines
        .iter()
        .for_each(|l| output.line(line(l, wanted.width)));
    let (total, shown) = (concordance.total, concordance.lines.len());
    output.line(match (total, output.english) {
        (0, false) => format!("没有一处：资料库中没有“{}”。", wanted.text),
        (0, true) => format!("None: no text of this library holds \"{}\".", wanted.text),
        (_, false) => format!("共 {total} 处，列出 {shown} 处"),
        (_, true) => format!("{total} places, {shown} shown"),
    });
    Ok(())
}

fn line(line: &yandu::ConcordanceLine, width: u32) -> String {
    let id = &line.document[..8.min(line.document.len())];
    let pad = (width as usize).saturating_sub(line.left.chars().count());
    format!(
        "{}{}【{}】{}\t《{}》{}  {id}",
        "　".repeat(pad),
        line.left,
        line.term,
        line.right,
        line.title,
        line.address
    )
}
