//! `tag`, `collection`, `trash`, `word`, `undo`

use yandu::{Changes, DocumentFilter, Library, Operation, OperationKind};

use crate::arguments::{Collection, Tag, Trash, Undo, Word};
use crate::failure::Failure;
use crate::output::Output;

pub(crate) fn tag(library: &mut Library, tag: &Tag, output: &Output) -> Result<(), Failure> {
    match tag {
        Tag::Add { tag, ids } => changed(&library.add_tag(ids, tag)?, output),
        Tag::Remove { tag, ids } => changed(&library.remove_tag(ids, tag)?, output),
        Tag::List => {
            let tags = library.list_tags()?;
            if output.json {
                return output.json(&serde_json::json!({ "tags": tags }));
            }
            tags.iter()
                .for_each(|t| output.line(format!("{}\t{}", t.name, t.documents)));
            if tags.is_empty() {
                output.note(output.say(
                    "没有标签。用 tag add 给资料加标签。",
                    "No tags. Use tag add.",
                ));
            }
            Ok(())
        }
    }
}

pub(crate) fn collection(
    library: &mut Library,
    collection: &Collection,
    output: &Output,
) -> Result<(), Failure> {
    match collection {
        Collection::Create { name } => changed(&library.add_collection(name)?, output),
        Collection::Add { name, ids } => changed(&library.add_to_collection(name, ids)?, output),
        Collection::Remove { name, ids } => {
            changed(&library.remove_from_collection(name, ids)?, output)
        }
        Collection::Delete { name } => changed(&library.remove_collection(name)?, output),
        Collection::List => {
            let all = library.list_collections()?;
            if output.json {
                return output.json(&serde_json::json!({ "collections": all }));
            }
            all.iter()
                .for_each(|c| output.line(format!("{}\t{}", c.name, c.documents)));
            if all.is_empty() {
                output.note(output.say(
                    "没有专题。用 collection create 新建。",
                    "No collections. Use collection create.",
                ));
            }
            Ok(())
        }
    }
}

pub(crate) fn trash(library: &mut Library, trash: &Trash, output: &Output) -> Result<(), Failure> {
    match trash {
        Trash::Add { ids } => changed(&library.trash_documents(ids)?, output),
        Trash::Restore { ids } => changed(&library.restore_documents(ids)?, output),
        Trash::List => {
            let filter = DocumentFilter {
                trashed: true,
                limit: u32::MAX,
                ..DocumentFilter::default()
            };
            let found = library.list_documents(&filter)?;
            if found.total == 0 {
                output.note(output.say("回收站是空的", "the trash is empty"));
            }
            super::documents::print(&found, output)
        }
    }
}

pub(crate) fn word(library: &mut Library, word: &Word, output: &Output) -> Result<(), Failure> {
    match word {
        Word::Add { words } => {
            library.add_user_words(words)?;
            done(words.len(), output)
        }
        Word::Remove { words } => {
            library.remove_user_words(words)?;
            done(words.len(), output)
        }
        Word::List => {
            let words = library.list_user_words()?;
            if output.json {
                return output.json(&serde_json::json!({ "words": words }));
            }
            words.iter().for_each(|w| output.line(w));
            if words.is_empty() {
                output.note(output.say(
                    "用户词典里没有词语。用 word add 添加。",
                    "No words. Use word add.",
                ));
            }
            Ok(())
        }
    }
}

pub(crate) fn undo(library: &mut Library, undo: &Undo, output: &Output) -> Result<(), Failure> {
    if undo.list {
        return operations(library, output);
    }
    if undo.dry_run {
        return next(library, output);
    }
    if let Some(batch) = undo.import {
        let count = library.undo_import((batch > 0).then_some(batch))?;
        let what = format!("导入（{count} 篇移入回收站或恢复旧版）");
        return undone(library, (&what, ""), output);
    }
    let operation = library.undo()?;
    undone(library, (&operation.name, &operation.subject), output)
}

/// Says what was undone, and what would be next.
fn undone(
    library: &Library,
    (name, subject): (&str, &str),
    output: &Output,
) -> Result<(), Failure> {
    let next = library.next_undo()?;
    if output.json {
        let json = serde_json::json!({ "undone": name, "subject": subject, "next": next });
        return output.json(&json);
    }
    let again = match library.next_redo()? {
        Some(_) => "（可用 redo 重做）",
        None => "",
    };
    output.note(format!("已撤销：{name}{subject}{again}"));
    if let Some(next) = next {
        output.note(format!("再撤销一次将撤销：{}", next.title()));
    }
    Ok(())
}

/// Says what an undo would undo, and does nothing.
fn next(library: &Library, output: &Output) -> Result<(), Failure> {
    let next = library.next_undo()?;
    if output.json {
        return output.json(&serde_json::json!({ "next": next }));
    }
    match next {
        None => output.line("没有可以撤销的操作"),
        Some(operation) => output.line(format!("将撤销：{}{}", operation.title(), way(&operation))),
    }
    Ok(())
}

/// How an operation is undone that has an undo of its own.
fn way(operation: &Operation) -> String {
    match &operation.kind {
        OperationKind::Import(batch) => format!("（用 undo --import {batch}）"),
        OperationKind::Pack(id) => format!("（用 pack undo {id}）"),
        _ => String::new(),
    }
}

/// The operations that can be undone and done again, latest first.
fn operations(library: &Library, output: &Output) -> Result<(), Failure> {
    let operations = library.list_operations()?;
    if output.json {
        return output.json(&serde_json::json!({ "operations": operations }));
    }
    if operations.is_empty() {
        output.line("没有可以撤销的操作");
    }
    for operation in &operations {
        let undone = if operation.undone {
            "（已撤销，可重做）"
        } else {
            ""
        };
        output.line(format!(
            "{}  {}{}{undone}",
            operation.at,
            operation.title(),
            way(operation)
        ));
    }
    Ok(())
}

pub(crate) fn redo(library: &mut Library, output: &Output) -> Result<(), Failure> {
    let done = library.redo()?;
    if output.json {
        let json = serde_json::json!({ "redone": done.name, "subject": done.subject });
        return output.json(&json);
    }
    output.note(format!("已重做：{}", done.title()));
    Ok(())
}

pub(super) fn changed(changes: &Changes, output: &Output) -> Result<(), Failure> {
    done(changes.rows, output)
}

fn done(count: usize, output: &Output) -> Result<(), Failure> {
    if output.json {
        return output.json(&serde_json::json!({ "changed": count }));
    }
    output.note(if output.english {
        format!("done, {count} changes")
    } else {
        format!("完成，改动 {count} 处")
    });
    Ok(())
}
