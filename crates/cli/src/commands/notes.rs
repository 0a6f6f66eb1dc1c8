//! `note`

use yandu::{Library, NewNote, NoteChange, NoteFilter, NoteView};

use crate::arguments::{Note, NoteText};
use crate::commands::labels::changed;
use crate::failure::Failure;
use crate::output::Output;

pub(crate) fn note(library: &mut Library, note: &Note, output: &Output) -> Result<(), Failure> {
    match note {
        Note::Add { text, template } => add(library, text, template.as_deref(), output),
        Note::List {
            document,
            tag,
            trashed,
        } => {
            let filter = NoteFilter {
                document: document.clone(),
                tag: tag.clone(),
                trashed: *trashed,
                ..NoteFilter::default()
            };
            list(library, &filter, output)
        }
        Note::Show { id } => show(&library.get_note(id)?, output),
        Note::Edit { id, text } => {
            let change = NoteChange {
                title: text.title.clone(),
                body: body(text)?,
                tags: (!text.tags.is_empty()).then(|| text.tags.clone()),
                document: text.document.clone(),
            };
            saved(&library.update_note(id, &change)?, output)
        }
        Note::Remove { ids } => changed(&library.trash_notes(ids)?, output),
        Note::Restore { ids } => changed(&library.restore_notes(ids)?, output),
        Note::History {
            id,
            version,
            restore,
        } => history(library, id, *version, *restore, output),
        Note::Templates => {
            let templates = library.list_templates()?;
            if output.json {
                return output.json(&serde_json::json!({ "templates": templates }));
            }
            templates.iter().for_each(|t| output.line(&t.name));
            if templates.is_empty() {
                output.note(output.say("没有模板", "no templates"));
            }
            Ok(())
        }
    }
}

fn add(
    library: &mut Library,
    text: &NoteText,
    template: Option<&str>,
    output: &Output,
) -> Result<(), Failure> {
    let body = match template {
        None => body(text)?.unwrap_or_default(),
        Some(name) => {
            let known = library
                .list_templates()?
                .into_iter()
                .find(|t| t.name == name);
            let unknown = || {
                Failure::refused(
                    format!("没有这个模板：{name}"),
                    "用 note templates 列出模板",
                )
                .in_english(
                    format!("no such template: {name}"),
                    "note templates lists them",
                )
            };
            library.fill_template(&known.ok_or_else(unknown)?.body, text.document.as_deref())?
        }
    };
    let new = NewNote {
        title: text.title.clone().unwrap_or_default(),
        body,
        document: text.document.clone(),
        tags: text.tags.clone(),
    };
    saved(&library.add_note(&new)?, output)
}

/// The body as given; `None` if none was.
fn body(text: &NoteText) -> Result<Option<String>, Failure> {
    let Some(file) = &text.file else {
        return Ok(text.body.clone());
    };
    crate::files::read_text(file).map(Some)
}

fn saved(note: &NoteView, output: &Output) -> Result<(), Failure> {
    if output.json {
        return output.json(note);
    }
    output.line(format!("{}  {}", &note.id[..8], note.title));
    Ok(())
}

fn show(note: &NoteView, output: &Output) -> Result<(), Failure> {
    if output.json {
        return output.json(note);
    }
    output.line(format!("标题：{}", note.title));
    if let Some((_, title)) = &note.document {
        output.line(format!("资料：《{title}》"));
    }
    if !note.tags.is_empty() {
        output.line(format!("标签：{}", note.tags.join("，")));
    }
    output.line("");
    output.line(&note.body);
    for link in note.links.iter().filter(|l| l.target.is_none()) {
        output.note(format!(
            "（链接 [[{}]] 还没有对应的资料或笔记）",
            link.words
        ));
    }
    for link in note.links.iter().filter(|l| l.others > 0) {
        let id = link.target.as_ref().map_or("", |t| &t.id[..8]);
        output.note(format!(
            "（另有 {} 份同名：链接 [[{}]] 指向 {id}；可写作 [[编号|题目]] 指明）",
            link.others, link.words
        ));
    }
    for back in &note.backlinks {
        output.line(format!("← {}  {}", back.title, back.line));
    }
    Ok(())
}

fn list(library: &Library, filter: &NoteFilter, output: &Output) -> Result<(), Failure> {
    let list = library.list_notes(filter)?;
    if output.json {
        return output.json(&list);
    }
    for note in &list.items {
        output.line(format!(
            "{}  {}  {}",
            &note.id[..8],
            &note.modified_at[..10],
            note.title
        ));
    }
    output.note(match list.total {
        0 if filter.document.is_some() || filter.tag.is_some() || filter.trashed => output
            .say("没有符合条件的笔记。", "No note fits.")
            .to_owned(),
        0 => output
            .say(
                "没有笔记。用 note add 新建一篇。",
                "No notes. Use note add to write one.",
            )
            .to_owned(),
        total => format!("共 {total} 篇"),
    });
    Ok(())
}

fn history(
    library: &mut Library,
    id: &str,
    version: Option<u32>,
    restore: Option<u32>,
    output: &Output,
) -> Result<(), Failure> {
    if let Some(n) = restore {
        return saved(&library.restore_note_version(id, n)?, output);
    }
    if let Some(n) = version {
        let pairs = library.compare_note_version(id, n)?;
        if output.json {
            return output.json(&serde_json::json!({ "lines": pairs }));
        }
        for pair in pairs {
            match (pair.left, pair.right) {
                (Some(left), Some(right)) if left == right => output.line(format!("  {left}")),
                (left, right) => {
                    left.iter().for_each(|l| output.line(format!("- {l}")));
                    right.iter().for_each(|r| output.line(format!("+ {r}")));
                }
            }
        }
        return Ok(());
    }
    let versions = library.list_note_versions(id)?;
    if output.json {
        return output.json(&serde_json::json!({ "versions": versions }));
    }
    for version in &versions {
        output.line(format!(
            "{}  {}  {} 字  {}",
            version.n, version.at, version.chars, version.title
        ));
    }
    output.note(format!("共 {} 个历史版本", versions.len()));
    Ok(())
}
