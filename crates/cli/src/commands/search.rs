//! `search`

use std::process::ExitCode;

use yandu::{Answer, AnswerItem, Filter, Letters, Library, NearItem, SearchOptions, Sort, Tongue};

use crate::arguments::{Scope, Search, SearchSort};
use crate::failure::Failure;
use crate::files;
use crate::output::Output;

pub(crate) fn run(
    library: &mut Library,
    search: &Search,
    output: &Output,
) -> Result<ExitCode, Failure> {
    let options = options(search, output);
    if let Some(file) = &search.queries {
        let queries = files::read_text(file)?;
        let mut all_well = true;
        for line in queries.lines() {
            match library.search(line, &options) {
                Ok(answer) => output.json(&answer)?,
                Err(error) => {
                    all_well = false;
                    let failure = Failure::from(error);
                    let error = output.error(&failure);
                    output.json(&serde_json::json!({ "query": line, "error": error }))?;
                }
            }
        }
        return Ok(ExitCode::from(u8::from(!all_well)));
    }
    let saved = search
        .saved
        .as_deref()
        .map(|name| library.saved_search(name));
    let (query, sort) = match saved.transpose()? {
        Some(saved) => (saved.query, saved.sort),
        None => (search.query.clone().unwrap_or_default(), options.sort),
    };
    let options = SearchOptions { sort, ..options };
    let answer = library.search(&query, &options)?;
    if output.json {
        output.json(&answer)?;
    } else {
        print(&answer, &options, output);
    }
    Ok(ExitCode::SUCCESS)
}

fn options(search: &Search, output: &Output) -> SearchOptions {
    let mut filters: Vec<Filter> = search.kind.into_iter().map(Filter::Kind).collect();
    if search.from.is_some() || search.to.is_some() {
        let (from, to) = super::documents::days(search.from, search.to, output);
        filters.push(Filter::Date(
            from.map_or(1, number),
            to.map_or(99_991_231, number),
        ));
    }
    SearchOptions {
        scopes: match search.scope {
            Scope::Documents => vec![yandu::Scope::Documents],
            Scope::Notes => vec![yandu::Scope::Notes],
            Scope::Annotations => vec![yandu::Scope::Annotations],
            Scope::All => yandu::Scope::ALL.to_vec(),
        },
        filters,
        sort: sort(search.sort),
        limit: search.limit,
        offset: search.offset,
        hits: search.hits,
        near: search.near,
        letters: match search.no_pinyin {
            true => Letters::Plain,
            false => Letters::Pinyin,
        },
        tongue: match output.english {
            true => Tongue::English,
            false => Tongue::Chinese,
        },
    }
}

/// A day as yyyymmdd.
fn number(day: yandu::Date) -> u32 {
    u32::from(day.year) * 10_000 + u32::from(day.month) * 100 + u32::from(day.day)
}

pub(crate) fn sort(sort: SearchSort) -> Sort {
    match sort {
        SearchSort::Relevance => Sort::Relevance,
        SearchSort::Date => Sort::Date,
        SearchSort::Oldest => Sort::Oldest,
        SearchSort::Title => Sort::Title,
    }
}

fn print(answer: &Answer, options: &SearchOptions, output: &Output) {
    let reading = answer.reading.join(output.say("；", "; "));
    output.note(format!("{}{reading}", output.say("理解为：", "Read as: ")));
    for notice in &answer.notices {
        output.note(format!("{}{notice}", output.say("提示：", "Note: ")));
    }
    for item in &answer.items {
        print_item(item, output);
    }
    if answer.documents == 0 {
        output.line(why_empty(answer, output));
    } else if answer.items.is_empty() {
        output.line(nothing_shown(answer, options, output));
    }
    // Suggestions that come with near matches stand below them.
    if answer.near.is_empty() {
        print_suggestions(answer, output);
    }
    if !answer.near.is_empty() {
        output.line(if output.english {
            "-- near matches (not exact) --"
        } else {
            "—— 相近结果（不是原文命中）——"
        });
        answer
            .near
            .iter()
            .take(5)
            .for_each(|near| print_near(near, output));
        print_suggestions(answer, output);
    }
    output.note(if output.english {
        format!(
            "searched {} of {} documents; {} documents, {} hits, {:.1} ms",
            answer.indexed,
            answer.total_in_library,
            answer.documents,
            answer.hits,
            answer.elapsed_ms
        )
    } else {
        format!(
            "检索了 {} 篇中的 {} 篇，命中 {} 篇 {} 处，用时 {:.1} 毫秒",
            answer.total_in_library,
            answer.indexed,
            answer.documents,
            answer.hits,
            answer.elapsed_ms
        )
    });
}

fn print_suggestions(answer: &Answer, output: &Output) {
    if !answer.suggestions.is_empty() {
        let label = output.say("是否要找：", "Did you mean: ");
        output.line(format!("{label}{}", answer.suggestions.join("　")));
    }
}

/// Why nothing was found. That the words are not there is said only if that is the reason.
fn why_empty(answer: &Answer, output: &Output) -> String {
    let several = answer.reading.len() > 1;
    let reasons: Vec<&str> = answer
        .reasons
        .iter()
        .map(|why| why.message.as_str())
        .collect();
    match (answer.absent, several, output.english) {
        (true, false, false) => "没有检索到：资料库中没有这些文字。".to_owned(),
        (true, false, true) => "Nothing found: no text of this library holds it.".to_owned(),
        (_, _, false) => format!("没有检索到：{}。", reasons.join("；")),
        (_, _, true) => format!("Nothing found: {}.", reasons.join("; ")),
    }
}

/// Something was found, but `--limit` and `--offset` leave nothing to show.
fn nothing_shown(answer: &Answer, options: &SearchOptions, output: &Output) -> String {
    let (found, offset) = (answer.documents, options.offset);
    match (options.limit, output.english) {
        (0, false) => format!("命中 {found} 篇；--limit 0 不列出。"),
        (0, true) => format!("{found} documents; --limit 0 lists none."),
        (_, false) => format!("命中 {found} 篇，第 {offset} 篇之后没有更多。"),
        (_, true) => format!("{found} documents, none after number {offset}."),
    }
}

fn print_near(near: &NearItem, output: &Output) {
    let label = match output.english {
        true => near.nearness.english(),
        false => near.nearness.chinese(),
    };
    let differences = match near.differences.is_empty() {
        true => String::new(),
        false => format!("：{}", yandu::shown_differences(&near.differences)),
    };
    output.line(format!("[{label}]{differences}"));
    print_item(&near.item, output);
}

fn print_item(item: &AnswerItem, output: &Output) {
    let date = item.date.as_deref().unwrap_or("");
    output.line(format!(
        "{}  {date}  {}（{} 处）",
        &item.id[..8],
        item.title,
        item.hits
    ));
    for passage in &item.passages {
        let marked: String = passage
            .snippet
            .chars()
            .enumerate()
            .flat_map(|(n, c)| {
                let n = n as u32;
                let open = passage.marks.iter().any(|m| m.0 == n).then_some('【');
                let close = passage.marks.iter().any(|m| m.1 == n + 1).then_some('】');
                [open, Some(c), close].into_iter().flatten()
            })
            .collect();
        output.line(format!("    {}　{marked}", passage.address));
    }
}
