//! `searches` and `suggest`

use yandu::{Letters, Library, SuggestionKind};

use super::search::sort;
use crate::arguments::{Searches, Suggest};
use crate::failure::Failure;
use crate::output::Output;

pub(crate) fn run(
    library: &mut Library,
    command: &Searches,
    output: &Output,
) -> Result<(), Failure> {
    match command {
        Searches::List => return list(library, output),
        Searches::History { limit } => return history(library, *limit, output),
        Searches::Save {
            name,
            query,
            sort: order,
        } => {
            let saved = library.save_search(name, query, sort(*order))?;
            if output.json {
                return output.json(&saved);
            }
            output.note(format!("已保存：{}", saved.name));
        }
        Searches::Rename { name, to } => {
            library.rename_search(name, to)?;
            output.done(format!("{}{to}", output.say("已重命名：", "renamed: ")))?;
        }
        Searches::Remove { name } => {
            library.remove_search(name)?;
            output.done(match output.english {
                true => format!("removed: {name} (undo brings it back)"),
                false => format!("已删除：{name}（可用 undo 撤销）"),
            })?;
        }
        Searches::Forget { query } => {
            library.forget_queries(query.as_deref())?;
            output.done(output.say("已清除", "forgotten"))?;
        }
    }
    Ok(())
}

fn list(library: &Library, output: &Output) -> Result<(), Failure> {
    let searches = library.list_searches()?;
    if output.json {
        return output.json(&serde_json::json!({ "searches": searches }));
    }
    if searches.is_empty() {
        output.note("没有已存检索；用 searches save 名称 检索式 保存");
    }
    searches
        .iter()
        .for_each(|s| output.line(format!("{}\t{}", s.name, s.query)));
    Ok(())
}

fn history(library: &Library, limit: u32, output: &Output) -> Result<(), Failure> {
    let asked = library.search_history(limit)?;
    if output.json {
        return output.json(&serde_json::json!({ "history": asked }));
    }
    if asked.is_empty() {
        output.note("没有检索历史");
    }
    for one in asked {
        output.line(format!(
            "{}\t{} 篇\t{}",
            one.asked_at, one.documents, one.query
        ));
    }
    Ok(())
}

pub(crate) fn suggest(
    library: &mut Library,
    suggest: &Suggest,
    output: &Output,
) -> Result<(), Failure> {
    let letters = match suggest.no_pinyin {
        true => Letters::Plain,
        false => Letters::Pinyin,
    };
    let suggestions = library.suggest(&suggest.typed, letters, suggest.limit)?;
    if output.json {
        return output.json(&serde_json::json!({ "suggestions": suggestions }));
    }
    if suggestions.is_empty() {
        output.note("没有建议");
    }
    for one in suggestions {
        let kind = match one.kind {
            SuggestionKind::Asked => "检索历史",
            SuggestionKind::Saved => "已存检索",
            SuggestionKind::Phrase => "固定提法",
            SuggestionKind::Tag => "标签",
            SuggestionKind::Speaker => "讲话人",
            SuggestionKind::Title => "标题",
        };
        output.line(format!("{kind}\t{}", one.text));
    }
    Ok(())
}
