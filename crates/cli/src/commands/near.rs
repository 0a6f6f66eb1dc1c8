//! `similar`, `compare`, `duplicates`, `read-again`

use std::sync::atomic::Ordering;

use yandu::{ImportOptions, Library, NearDuplicate, NearKind};

use crate::arguments::Duplicates;
use crate::failure::Failure;
use crate::output::Output;

pub(crate) fn similar(
    library: &mut Library,
    id: &str,
    limit: usize,
    output: &Output,
) -> Result<(), Failure> {
    search(library, output)?;
    let pairs = library.near_duplicates_of(id)?;
    let items = library.similar_documents(id, limit)?;
    if output.json {
        return output.json(&serde_json::json!({ "items": items, "pairs": pairs }));
    }
    if items.is_empty() {
        output.note("没有相似资料");
    }
    for item in &items {
        output.line(format!(
            "{:.0}%\t{}\t{}\t{}",
            100.0 * item.likeness,
            &item.id[..8.min(item.id.len())],
            item.title,
            item.words.join("、")
        ));
    }
    if pairs.is_empty() {
        return Ok(());
    }
    output.note("内容近似：");
    list(&pairs, output)
}

pub(crate) fn duplicates(
    library: &mut Library,
    command: &Duplicates,
    output: &Output,
) -> Result<(), Failure> {
    match command {
        Duplicates::List => {
            search(library, output)?;
            list(&library.list_near_duplicates()?, output)
        }
        Duplicates::Join { keep, other } => {
            let joined = library.join_work(keep, other)?;
            if output.json {
                return output.json(&joined);
            }
            let tail = match joined.stayed {
                0 => String::new(),
                n => format!("，{n} 条在另一篇中找不到原文，留在原处"),
            };
            output.note(format!(
                "已合并为同一作品；{} 条批注已移到所留的一篇{tail}",
                joined.carried
            ));
            Ok(())
        }
        Duplicates::Apart { one, other } => {
            library.keep_apart(one, other)?;
            output.done(output.say("已标为不同资料", "kept apart"))
        }
        Duplicates::Leave { id } => {
            library.leave_work(id)?;
            output.done(output.say("已移出作品", "left its work"))
        }
    }
}

/// Compares what came since the last time; Ctrl+C ends it, and what was found stays.
fn search(library: &mut Library, output: &Output) -> Result<(), Failure> {
    // What was found before is shown where nothing can be written.
    if library.is_read_only() {
        return Ok(());
    }
    let stop = super::stop_on_interrupt();
    let bar = output.bar();
    library.find_near_duplicates(&mut |done, total| {
        bar.set_length(u64::from(total));
        bar.set_position(u64::from(done));
        !stop.load(Ordering::Relaxed)
    })?;
    bar.finish_and_clear();
    Ok(())
}

fn list(pairs: &[NearDuplicate], output: &Output) -> Result<(), Failure> {
    if output.json {
        return output.json(&serde_json::json!({ "pairs": pairs }));
    }
    if pairs.is_empty() {
        output.note("没有内容相近的资料");
    }
    for pair in pairs {
        let kind = match pair.kind {
            NearKind::Same => "几乎相同",
            NearKind::Version => "大部分相同",
            NearKind::Excerpt => "节选",
        };
        let short = |id: &str| id[..8.min(id.len())].to_owned();
        output.line(format!(
            "{kind}\t{:.0}%\t{}\t{}\t{}\t{}",
            100.0 * pair.containment,
            short(&pair.id),
            pair.title,
            short(&pair.other),
            pair.other_title
        ));
    }
    Ok(())
}

pub(crate) fn compare(
    library: &Library,
    left: &str,
    right: &str,
    output: &Output,
) -> Result<(), Failure> {
    let comparison = library.compare_documents(left, right)?;
    if output.json {
        return output.json(&comparison);
    }
    let (left, right) = (library.get_document(left)?, library.get_document(right)?);
    let text = |blocks: &[yandu::BlockView], n: Option<u32>| {
        n.and_then(|n| blocks.get(n as usize))
            .map(|b| b.text.clone())
    };
    for row in &comparison.rows {
        let pair = (text(&left.blocks, row.left), text(&right.blocks, row.right));
        match pair {
            (Some(l), Some(_)) if row.left_marks.is_empty() && row.right_marks.is_empty() => {
                output.line(format!("  {l}"));
            }
            (l, r) => {
                l.into_iter().for_each(|l| output.line(format!("- {l}")));
                r.into_iter().for_each(|r| output.line(format!("+ {r}")));
            }
        }
    }
    output.note(format!("{} 处不同", comparison.differences));
    Ok(())
}

pub(crate) fn read_again(
    library: &mut Library,
    id: &str,
    encoding: Option<&str>,
    output: &Output,
) -> Result<(), Failure> {
    let Some(encoding) = encoding else {
        let previews = library.encoding_previews(id)?;
        if output.json {
            return output.json(&serde_json::json!({ "encodings": previews }));
        }
        if previews.is_empty() {
            output.note("这种格式自带编码，不需要指定");
        }
        for preview in previews {
            let mark = if preview.current { "*" } else { " " };
            let text = preview.text.map_or("（无法解码）".to_owned(), |t| {
                t.chars().take(60).collect()
            });
            output.line(format!(
                "{mark} {}\t{}",
                preview.encoding,
                text.replace(['\r', '\n'], " ")
            ));
        }
        return Ok(());
    };
    let mut options = ImportOptions::default();
    options.set_encoding(encoding)?;
    let item = library.read_again(id, &options)?;
    if output.json {
        return output.json(&item);
    }
    output.note(format!(
        "{}\t{}",
        item.status.chinese(),
        item.title.unwrap_or_default()
    ));
    Ok(())
}
