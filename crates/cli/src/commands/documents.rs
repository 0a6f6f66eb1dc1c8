//! `documents` and `show`

use yandu::{DocumentFilter, DocumentOrder, DocumentView, Library};

use crate::arguments::{Documents, ListSort, Part, Show};
use crate::failure::Failure;
use crate::output::Output;

pub(crate) fn list(library: &Library, list: &Documents, output: &Output) -> Result<(), Failure> {
    let filter = DocumentFilter {
        kind: list.kind.map(|k| k.name().to_owned()),
        year: list.year,
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
    print(&library.list_documents(&filter)?, output)
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
    output.note(match (found.total, output.english) {
        (0, false) => "没有资料。用 import 导入文件或文件夹。".to_owned(),
        (0, true) => "No documents. Use import to add files or folders.".to_owned(),
        (total, false) => format!("共 {total} 篇"),
        (total, true) => format!("{total} documents"),
    });
    Ok(())
}

/// A citation a line; BibTeX and RIS an entry each.
pub(crate) fn cite(
    library: &Library,
    ids: &[String],
    style: yandu::CitationStyle,
    output: &Output,
) -> Result<(), Failure> {
    let text = library.cite_all(ids, style)?;
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
