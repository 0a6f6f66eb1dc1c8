//! `search`

use std::io::{BufRead, BufReader};
use std::process::ExitCode;

use yandu::{Answer, AnswerItem, Filter, Letters, Library, NearItem, SearchOptions, Sort};

use crate::arguments::{Scope, Search, SearchSort};
use crate::failure::Failure;
use crate::output::Output;

pub(crate) fn run(
    library: &mut Library,
    search: &Search,
    output: &Output,
) -> Result<ExitCode, Failure> {
    let options = options(search);
    if let Some(file) = &search.queries {
        let opened = std::fs::File::open(file).map_err(|e| {
            Failure::storage(format!("无法读取检索式文件：{}（{e}）", file.display()))
        })?;
        let mut all_well = true;
        for line in BufReader::new(opened).lines() {
            let line = line.map_err(|e| {
                Failure::storage(format!("无法读取检索式文件：{}（{e}）", file.display()))
            })?;
            match library.search(&line, &options) {
                Ok(answer) => output.json(&answer)?,
                Err(error) => {
                    all_well = false;
                    let failure = Failure::from(error);
                    output.json(&serde_json::json!({
                        "query": line,
                        "error": { "code": failure.code, "message": failure.message, "hint": failure.hint }
                    }))?;
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
        print(&answer, output);
    }
    Ok(ExitCode::SUCCESS)
}

fn options(search: &Search) -> SearchOptions {
    let day =
        |d: yandu::Date| u32::from(d.year) * 10_000 + u32::from(d.month) * 100 + u32::from(d.day);
    let mut filters: Vec<Filter> = search.kind.into_iter().map(Filter::Kind).collect();
    if search.from.is_some() || search.to.is_some() {
        filters.push(Filter::Date(
            search.from.map_or(1, day),
            search.to.map_or(99_991_231, day),
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
    }
}

pub(crate) fn sort(sort: SearchSort) -> Sort {
    match sort {
        SearchSort::Relevance => Sort::Relevance,
        SearchSort::Date => Sort::Date,
        SearchSort::Oldest => Sort::Oldest,
        SearchSort::Title => Sort::Title,
    }
}

fn print(answer: &Answer, output: &Output) {
    if let Some(notice) = answer.notice {
        output.note(format!("提示：{notice}"));
    }
    for item in &answer.items {
        print_item(item, output);
    }
    if answer.items.is_empty() && output.english {
        output.line("Nothing found: no text of this library holds it.");
    } else if answer.items.is_empty() {
        output.line("没有检索到：资料库中没有这些文字。");
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
        if !answer.suggestions.is_empty() {
            let label = if output.english {
                "Did you mean: "
            } else {
                "是否要找："
            };
            output.line(format!("{label}{}", answer.suggestions.join("　")));
        }
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
