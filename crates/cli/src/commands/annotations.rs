//! `annotate` and `annotations`

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use yandu::{
    AnnotationFile, AnnotationFilter, AnnotationFormat, AnnotationKind, AnnotationList,
    AnnotationOrder, ExchangeReport, Library, NewAnnotation, TextQuoteSelector,
};

use crate::arguments::{Annotate, AnnotationForm, Annotations};
use crate::commands::labels::changed;
use crate::failure::Failure;
use crate::output::Output;

pub(crate) fn annotate(
    library: &mut Library,
    annotate: &Annotate,
    output: &Output,
) -> Result<(), Failure> {
    let new = NewAnnotation {
        kind: match (annotate.question, annotate.comment.is_empty()) {
            (true, _) => AnnotationKind::Question,
            (false, true) => AnnotationKind::Highlight,
            (false, false) => AnnotationKind::Comment,
        },
        colour: library.find_colour(&annotate.colour)?,
        comment: annotate.comment.clone(),
        tags: annotate.tags.clone(),
    };
    let quote = TextQuoteSelector {
        exact: annotate.quote.clone(),
        prefix: annotate.prefix.clone(),
        suffix: annotate.suffix.clone(),
    };
    let marked = library.annotate_quote(&annotate.id, &quote, &new)?;
    if output.json {
        return output.json(&marked);
    }
    output.line(format!(
        "{}  {}  “{}”",
        &marked.id[..8],
        marked.address,
        marked.exact
    ));
    Ok(())
}

pub(crate) fn annotations(
    library: &mut Library,
    wanted: &Annotations,
    output: &Output,
) -> Result<ExitCode, Failure> {
    if let Some(file) = &wanted.import {
        return import(library, wanted, file, output);
    }
    if !wanted.remove.is_empty() {
        changed(&library.remove_annotations(&wanted.remove)?, output)?;
        return Ok(ExitCode::SUCCESS);
    }
    let filter = filter(library, wanted)?;
    match form(wanted)? {
        None => list(&library.list_annotations(&filter)?, output)?,
        Some(format) => export(library, &filter, format, wanted, output)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn filter(library: &Library, wanted: &Annotations) -> Result<AnnotationFilter, Failure> {
    let colours = wanted.colour.iter().map(|c| library.find_colour(c));
    let author = match &wanted.person {
        None => None,
        Some(name) => {
            let people = library.list_people()?;
            let known = people
                .into_iter()
                .find(|p| p.name == *name || p.id.starts_with(name));
            let unknown =
                || Failure::refused(format!("没有这个人的批注：{name}"), "请检查姓名是否写对");
            Some(known.ok_or_else(unknown)?.id)
        }
    };
    Ok(AnnotationFilter {
        document: wanted.id.clone(),
        colours: colours.collect::<Result<_, _>>()?,
        kind: None,
        tag: wanted.tag.clone(),
        author,
        unsettled: wanted.unsettled,
        order: AnnotationOrder::Text,
        ..AnnotationFilter::default()
    })
}

/// The form that is asked for; `None`: the list.
fn form(wanted: &Annotations) -> Result<Option<AnnotationFormat>, Failure> {
    let named = wanted.format.map(|format| match format {
        AnnotationForm::Json => None,
        AnnotationForm::Md => Some(AnnotationFormat::Markdown),
        AnnotationForm::Html => Some(AnnotationFormat::Html),
        AnnotationForm::Csv => Some(AnnotationFormat::Csv),
        AnnotationForm::Jsonld => Some(AnnotationFormat::JsonLd),
        AnnotationForm::Docx => Some(AnnotationFormat::Docx),
    });
    match (named, &wanted.output) {
        (Some(Some(AnnotationFormat::Docx)), None) => Err(Failure::refused(
            "DOCX 不能写到终端".to_owned(),
            "请用 -o 指定文件",
        )),
        (Some(format), _) => Ok(format),
        (None, None) => Ok(None),
        (None, Some(file)) => {
            let ending = file.extension().map(|e| e.to_string_lossy().to_lowercase());
            let format = ending.as_deref().and_then(AnnotationFormat::from_ending);
            let unknown = || {
                Failure::refused(
                    format!("不知道用什么格式：{}", file.display()),
                    "请用 --format 指定 md、html、csv、jsonld 或 docx",
                )
            };
            format.map(Some).ok_or_else(unknown)
        }
    }
}

fn list(list: &AnnotationList, output: &Output) -> Result<(), Failure> {
    if output.json {
        return output.json(list);
    }
    let mut title = "";
    for item in &list.items {
        if item.title != title {
            title = &item.title;
            output.line(format!("《{title}》"));
        }
        let state = match item.state {
            yandu::AnchorState::Found => "",
            other => other.chinese(),
        };
        let words = item.exact.replace('\n', " ");
        output.line(format!(
            "  {}  [{}] {}  “{words}”{state}",
            &item.id[..8],
            item.colour.chinese(),
            item.address
        ));
        if !item.comment.is_empty() {
            output.line(format!(
                "      {}：{}",
                item.author,
                item.comment.replace('\n', " ")
            ));
        }
        for reply in &item.replies {
            output.line(format!(
                "        └ {}：{}",
                reply.author,
                reply.comment.replace('\n', " ")
            ));
        }
    }
    output.note(match list.total {
        0 => "没有批注。用 annotate 标注一段文字。".to_owned(),
        total => format!("共 {total} 条"),
    });
    Ok(())
}

fn export(
    library: &Library,
    filter: &AnnotationFilter,
    format: AnnotationFormat,
    wanted: &Annotations,
    output: &Output,
) -> Result<(), Failure> {
    let bytes = library.export_annotations(filter, format)?;
    let Some(file) = &wanted.output else {
        let written = std::io::stdout().lock().write_all(&bytes);
        return written.map_err(|e| Failure::storage(format!("无法写到标准输出（{e}）")));
    };
    yandu::write_beside(file, &bytes)?;
    if output.json {
        return output.json(&serde_json::json!({ "path": file, "bytes": bytes.len() }));
    }
    output.note(format!("已写入 {}（{} 字节）", file.display(), bytes.len()));
    Ok(())
}

fn import(
    library: &mut Library,
    wanted: &Annotations,
    file: &Path,
    output: &Output,
) -> Result<ExitCode, Failure> {
    let bytes = std::fs::read(file)
        .map_err(|e| Failure::storage(format!("无法读取文件：{}（{e}）", file.display())))?;
    let name = file.file_name().map(|n| n.to_string_lossy().into_owned());
    let report = library.import_annotations(&AnnotationFile {
        name: name.unwrap_or_default(),
        bytes: &bytes,
        document: wanted.id.clone(),
    })?;
    if output.json {
        output.json(&report)?;
    } else {
        print_report(&report, output);
    }
    Ok(ExitCode::from(u8::from(report.refused > 0)))
}

fn print_report(report: &ExchangeReport, output: &Output) {
    for item in report.items.iter().filter(|i| i.reason.is_some()) {
        output.note(format!(
            "“{}”：{}",
            item.words,
            item.reason.as_deref().unwrap_or_default()
        ));
    }
    output.line(format!(
        "新增 {}，更新 {}，重复 {}，未导入 {}（批次 {}，可用 undo --import {} 撤销）",
        report.added, report.updated, report.duplicates, report.refused, report.batch, report.batch
    ));
}
