//! `tag`, `collection`, `trash`, `word`, `undo`

use yandu::{Changes, DocumentFilter, Library};

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
            super::documents::print(&library.list_documents(&filter)?, output)
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
            Ok(())
        }
    }
}

pub(crate) fn undo(library: &mut Library, undo: &Undo, output: &Output) -> Result<(), Failure> {
    let what = match undo.import {
        None => library.undo()?,
        Some(batch) => {
            let count = library.undo_import((batch > 0).then_some(batch))?;
            format!("导入（{count} 篇移入回收站或恢复旧版）")
        }
    };
    if output.json {
        return output.json(&serde_json::json!({ "undone": what }));
    }
    output.note(format!("已撤销：{what}"));
    Ok(())
}

pub(crate) fn redo(library: &mut Library, output: &Output) -> Result<(), Failure> {
    let what = library.redo()?;
    if output.json {
        return output.json(&serde_json::json!({ "redone": what }));
    }
    output.note(format!("已重做：{what}"));
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
