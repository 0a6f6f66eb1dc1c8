//! `documents` and `show`

use yandu::{CitationStyle, Date, DocumentFilter, DocumentOrder, DocumentView, Library, Period};

use crate::arguments::{Cite, Documents, ListSort, Part, Show};
use crate::failure::Failure;
use crate::files;
use crate::output::Output;

pub(crate) fn list(library: &Library, list: &Documents, output: &Output) -> Result<(), Failure> {
    let (from, to) = match list.year {
        Some(year) => days(Some(year), Some(year), output),
        None => days(list.from, list.to, output),
    };
    let filter = DocumentFilter {
        kind: list.kind.map(|k| k.name().to_owned()),
        year: None,
        from,
        to,
        issuer: list.issuer.clone(),
        speaker: list.speaker.clone(),
        tag: list.tag.clone(),
        collection: list.collection.clone(),
        trashed: false,
        order: match list.sort {
            ListSort::Date => DocumentOrder::Date,
            ListSort::Title => DocumentOrder::Title,
            ListSort::Added => DocumentOrder::Added,
        },
        reversed: false,
        limit: list.limit,
        offset: list.offset,
    };
    let found = library.list_documents(&filter)?;
    print(&found, output)?;
    if found.total == 0 {
        output.note(why_none(library, list, output)?);
    } else if found.items.is_empty() {
        output.note(output.say(
            "这一段没有资料，请改小 --offset 或改大 --limit",
            "none in this range; change --offset or --limit",
        ));
    }
    let dated = list.year.is_some() || list.from.is_some() || list.to.is_some();
    if dated {
        say_undated(library, filter, output)?;
    }
    Ok(())
}

/// The first day of one stretch and the last of another; exchanged, and said, if they are the wrong way round.
pub(super) fn days(
    from: Option<Period>,
    to: Option<Period>,
    output: &Output,
) -> (Option<Date>, Option<Date>) {
    let (first, last) = (from.and_then(|p| p.from), to.and_then(|p| p.to));
    let swapped = |p: Option<Period>| p.is_some_and(|p| p.swapped);
    let reversed = matches!((first, last), (Some(first), Some(last)) if first > last);
    if swapped(from) || swapped(to) || reversed {
        output.aside(output.say(
            "提示：起止日期写反了，已对调",
            "Note: the dates were in the wrong order and have been exchanged",
        ));
    }
    match reversed {
        true => (to.and_then(|p| p.from), from.and_then(|p| p.to)),
        false => (first, last),
    }
}

/// Why a list is empty: nothing is there, or nothing fits.
fn why_none(library: &Library, list: &Documents, output: &Output) -> Result<String, Failure> {
    let all = library.count_documents()?;
    if all == 0 {
        return Ok(output
            .say(
                "没有资料。用 import 导入文件或文件夹。",
                "No documents. Use import to add files or folders.",
            )
            .to_owned());
    }
    let mut missing = Vec::new();
    if let Some(tag) = &list.tag
        && !library.list_tags()?.iter().any(|t| t.name == *tag)
    {
        missing.push(format!("{}“{tag}”", output.say("标签", "tag ")));
    }
    if let Some(name) = &list.collection
        && !library.list_collections()?.iter().any(|c| c.name == *name)
    {
        missing.push(format!("{}“{name}”", output.say("专题", "collection ")));
    }
    Ok(match (missing.is_empty(), output.english) {
        (true, false) => format!("没有符合条件的资料（资料库共有 {all} 篇）。"),
        (true, true) => format!("No document fits (of {all} in the library)."),
        (false, false) => format!("没有{}。", missing.join("、")),
        (false, true) => format!("There is no {}.", missing.join(", ")),
    })
}

/// Counts the documents that a date leaves out because they have none.
fn say_undated(library: &Library, filter: DocumentFilter, output: &Output) -> Result<(), Failure> {
    let all = DocumentFilter {
        from: None,
        to: None,
        limit: u32::MAX,
        offset: 0,
        ..filter
    };
    let undated = library
        .list_documents(&all)?
        .items
        .iter()
        .filter(|d| d.date.is_none())
        .count();
    if undated > 0 {
        output.note(match output.english {
            true => format!("{undated} documents without a date were left out"),
            false => format!("另有 {undated} 篇没有日期，未列入"),
        });
    }
    Ok(())
}

pub(crate) fn print(found: &yandu::DocumentList, output: &Output) -> Result<(), Failure> {
    if output.json {
        return output.json(found);
    }
    for item in &found.items {
        let date = item.date.as_deref().unwrap_or("----------");
        output.line(format!(
            "{}  {date}  {:8}  {}",
            &item.id[..8],
            item.kind,
            item.title
        ));
    }
    if found.total > 0 {
        output.note(match output.english {
            false => format!("共 {} 篇", found.total),
            true => format!("{} documents", found.total),
        });
    }
    Ok(())
}

/// A citation a line; BibTeX and RIS an entry each.
pub(crate) fn cite(library: &Library, cite: &Cite, output: &Output) -> Result<(), Failure> {
    let of_ending = |ending: &str| match ending {
        "bib" => Some(CitationStyle::Bibtex),
        "json" => Some(CitationStyle::CslJson),
        "txt" => CitationStyle::from_name("gb7714"),
        other => CitationStyle::from_name(other),
    };
    let file = cite
        .output
        .as_deref()
        .filter(|path| !files::is_standard(path));
    let known = ".txt（gb7714）、.bib、.ris、.json";
    let style = files::format_of(cite.style, file, of_ending, known)?;
    let style = style.or(CitationStyle::from_name("gb7714"));
    let Some(style) = style else { return Ok(()) };
    let text = library.cite_all(&cite.ids, style)?;
    if let Some(path) = &cite.output {
        return super::written(path, format!("{}\n", text.trim_end()).as_bytes(), output);
    }
    if output.json {
        return output.json(&serde_json::json!({ "text": text }));
    }
    output.line(text);
    Ok(())
}

pub(crate) fn show(library: &Library, show: &Show, output: &Output) -> Result<(), Failure> {
    let document = library.get_document(&show.id)?;
    if output.json {
        return output.json(&part_of(&document, show.part)?);
    }
    let all = show.part.is_none();
    if all || show.part == Some(Part::Metadata) {
        metadata(&document, output);
    }
    if show.part == Some(Part::Outline) && document.outline.is_empty() {
        output.note(output.say("这篇资料没有分级标题", "this document has no headings"));
    }
    if show.part == Some(Part::Citations) && document.citations.is_empty() {
        output.note(output.say("没有引用其他文件", "no other document is cited"));
    }
    if show.part == Some(Part::Outline) {
        for node in &document.outline {
            let indent = "  ".repeat(usize::from(node.level.saturating_sub(1)));
            output.line(format!("{indent}{} {}", node.numbering, node.title));
        }
    }
    if show.part == Some(Part::Citations) {
        for citation in &document.citations {
            let number = citation.number.as_deref().unwrap_or("");
            output.line(format!(
                "{}\t{number}\t第 {} 段",
                citation.text,
                citation.block + 1
            ));
        }
    }
    if all || show.part == Some(Part::Text) {
        for block in &document.blocks {
            output.line(&block.text);
        }
    }
    Ok(())
}

/// The whole document, or the fields of one part with its id.
fn part_of(document: &DocumentView, part: Option<Part>) -> Result<serde_json::Value, Failure> {
    let mut value = serde_json::to_value(document).map_err(|e| Failure::storage(e.to_string()))?;
    let Some(fields) = value.as_object_mut() else {
        return Ok(value);
    };
    let lists = ["blocks", "outline", "citations", "mentions"];
    match part {
        None => {}
        Some(Part::Metadata) => fields.retain(|name, _| !lists.contains(&name.as_str())),
        Some(Part::Text) => {
            fields.retain(|name, _| matches!(name.as_str(), "id" | "title" | "blocks"))
        }
        Some(Part::Outline) => {
            fields.retain(|name, _| matches!(name.as_str(), "id" | "title" | "outline"))
        }
        Some(Part::Citations) => {
            fields.retain(|name, _| matches!(name.as_str(), "id" | "title" | "citations"))
        }
    }
    Ok(value)
}

fn metadata(document: &DocumentView, output: &Output) {
    let join = |list: &[String]| (!list.is_empty()).then(|| list.join("，"));
    let fields = [
        ("编号", Some(document.id.clone())),
        ("标题", Some(document.title.clone())),
        ("类型", Some(document.kind.clone())),
        ("文种", document.document_type.clone()),
        ("发文字号", document.document_number.clone()),
        ("发文机关", document.issuer.clone()),
        ("主送机关", join(&document.recipients)),
        ("密级", document.classification.clone()),
        ("紧急程度", document.urgency.clone()),
        ("讲话人", document.speaker.clone()),
        ("场合", document.occasion.clone()),
        ("地点", document.place.clone()),
        ("日期", document.date.clone()),
        ("来源", document.publisher.clone()),
        ("标签", join(&document.tags)),
        ("专题", join(&document.collections)),
        ("文件", Some(document.source.path.clone())),
    ];
    for (label, value) in fields {
        if let Some(value) = value {
            output.line(format!("{label}：{value}"));
        }
    }
    for attachment in &document.attachments {
        output.line(format!("附：{}  {}", &attachment.id[..8], attachment.title));
    }
    output.line("");
}
