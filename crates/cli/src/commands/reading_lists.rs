//! `reading-list`

use yandu::{
    ItemChange, Library, NewItem, ReadingListItem, ReadingListView, Requirement, TextQuoteSelector,
};

use crate::arguments::ReadingList;
use crate::commands::labels::changed;
use crate::failure::Failure;
use crate::output::Output;

pub(crate) fn run(
    library: &mut Library,
    list: &ReadingList,
    output: &Output,
) -> Result<(), Failure> {
    match list {
        ReadingList::Create {
            title,
            introduction,
            from,
        } => {
            let view = match from {
                Some(other) => library.copy_reading_list(other, title)?,
                None => library.add_reading_list(title, introduction)?,
            };
            show(&view, output)
        }
        ReadingList::Add { .. } => add(library, list, output),
        ReadingList::Move {
            list,
            item,
            section,
            to,
        } => {
            let view = library.get_reading_list(list)?;
            let (id, home) = find(&view, item)?;
            let section = section.clone().unwrap_or(home);
            show(
                &library.move_item(&id, &section, to.saturating_sub(1))?,
                output,
            )
        }
        ReadingList::Remove { list, items } if items.is_empty() => {
            changed(&library.remove_reading_list(list)?, output)
        }
        ReadingList::Remove { list, items } => each(library, list, items, output, |library, id| {
            library.remove_item(id)
        }),
        ReadingList::Show { list } => show(&library.get_reading_list(list)?, output),
        ReadingList::List => all(library, output),
        ReadingList::Progress {
            list,
            items,
            unread,
        } => {
            let change = ItemChange {
                finished: Some(!unread),
                ..ItemChange::default()
            };
            each(library, list, items, output, |library, id| {
                library.update_item(id, &change)
            })
        }
    }
}

fn add(library: &mut Library, add: &ReadingList, output: &Output) -> Result<(), Failure> {
    let ReadingList::Add {
        list,
        ids,
        quote,
        section,
        optional,
    } = add
    else {
        return Ok(());
    };
    let mut view = library.get_reading_list(list)?;
    if let Some(section) = section
        && !view
            .sections
            .iter()
            .any(|s| s.title == *section || s.id.starts_with(section))
    {
        view = library.add_section(list, section)?;
    }
    for id in ids {
        let passage = match quote {
            Some(exact) => {
                let quote = TextQuoteSelector {
                    exact: exact.clone(),
                    ..TextQuoteSelector::default()
                };
                Some(library.find_quote(id, &quote)?)
            }
            None => None,
        };
        let new = NewItem {
            document: id.clone(),
            passage,
            section: section.clone(),
            requirement: if *optional {
                Requirement::Optional
            } else {
                Requirement::Required
            },
        };
        view = library.add_item(list, &new)?;
    }
    show(&view, output)
}

/// Does something with some items of a list and shows what came of it.
fn each(
    library: &mut Library,
    list: &str,
    items: &[String],
    output: &Output,
    mut work: impl FnMut(&mut Library, &str) -> Result<ReadingListView, yandu::LibraryError>,
) -> Result<(), Failure> {
    let mut view = library.get_reading_list(list)?;
    for item in items {
        let (id, _) = find(&view, item)?;
        view = work(library, &id)?;
    }
    show(&view, output)
}

/// The item with this id, the beginning of it, or its number in the list, from 1; and its section.
fn find(view: &ReadingListView, item: &str) -> Result<(String, String), Failure> {
    let all = view
        .sections
        .iter()
        .flat_map(|s| s.items.iter().map(move |i| (i, s)));
    let number: Option<usize> = item.parse().ok().filter(|_| item.len() < 4);
    let found = all.enumerate().find(|(n, (i, _))| match number {
        Some(number) => n + 1 == number,
        None => item.len() >= 4 && i.id.starts_with(item),
    });
    let missing = || {
        Failure::refused(
            format!("清单中没有这一条：{item}"),
            "可写条目的编号，或它在清单中的序号",
        )
        .in_english(
            format!("the list has no such item: {item}"),
            "give its number or id",
        )
    };
    found
        .map(|(_, (i, s))| (i.id.clone(), s.id.clone()))
        .ok_or_else(missing)
}

fn all(library: &Library, output: &Output) -> Result<(), Failure> {
    let lists = library.list_reading_lists()?;
    if output.json {
        return output.json(&serde_json::json!({ "lists": lists }));
    }
    for list in &lists {
        output.line(format!(
            "{}  {}/{}  {}",
            &list.id[..8],
            list.finished,
            list.items,
            list.title
        ));
    }
    output.note(match lists.len() {
        0 => output
            .say(
                "没有阅读清单。用 reading-list create 新建一份。",
                "No reading lists. Use reading-list create.",
            )
            .to_owned(),
        n => format!("共 {n} 份"),
    });
    Ok(())
}

fn show(view: &ReadingListView, output: &Output) -> Result<(), Failure> {
    if output.json {
        return output.json(view);
    }
    output.line(&view.title);
    if !view.introduction.is_empty() {
        output.line(&view.introduction);
    }
    let mut n = 0;
    for section in &view.sections {
        output.line(format!("【{}】", section.title));
        for item in &section.items {
            n += 1;
            line(n, item, output);
        }
    }
    output.line(format!(
        "共 {} 条，{} 字，约 {} 分钟；已读 {} 条",
        view.items, view.chars, view.minutes, view.finished
    ));
    Ok(())
}

fn line(n: usize, item: &ReadingListItem, output: &Output) {
    let mark = if item.finished_at.is_some() {
        "✓"
    } else {
        " "
    };
    let due = item
        .due
        .as_ref()
        .map(|d| format!("，{d} 前"))
        .unwrap_or_default();
    let gone = if item.trashed {
        "（在回收站中）"
    } else {
        ""
    };
    output.line(format!(
        "{mark} {n:>2}. 《{}》{gone} {}，{} 字{due}  {}",
        item.title,
        item.requirement.chinese(),
        item.chars,
        &item.id[..8]
    ));
    for attached in &item.attachments {
        output.line(format!("      附：《{}》", attached.title));
    }
    if let Some(passage) = &item.passage {
        let place = if passage.at.is_some() {
            &passage.address
        } else {
            "原文中已没有这段文字"
        };
        output.line(format!(
            "      “{}”（{place}）",
            passage.quote.replace('\n', " ")
        ));
    }
}
