//! `annotate` and `annotations`

use std::path::Path;
use std::process::ExitCode;

use yandu::{
    AnnotationFile, AnnotationFilter, AnnotationFormat, AnnotationKind, AnnotationList,
    AnnotationOrder, ExchangeReport, Library, NewAnnotation, TextQuoteSelector,
};

use crate::arguments::{Annotate, AnnotationForm, Annotations};
use crate::commands::labels::changed;
use crate::failure::Failure;
use crate::files;
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
        Form::List => list(&library.list_annotations(&filter)?, output)?,
        Form::Json => {
            let list = library.list_annotations(&filter)?;
            let text = serde_json::to_string(&list).map_err(|e| Failure::storage(e.to_string()))?;
            match &wanted.output {
                Some(file) => super::written(file, format!("{text}\n").as_bytes(), output)?,
                None => output.line(text),
            }
        }
        Form::File(format) => export(library, &filter, format, wanted, output)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn filter(library: &Library, wanted: &Annotations) -> Result<AnnotationFilter, Failure> {
    let colours = wanted.colour.iter().map(|c| library.find_colour(c));
    let author = match &wanted.person {
        None => None,
        Some(name) => Some(library.find_person(name)?.id),
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

/// What annotations are written as.
#[derive(Clone, Copy)]
enum Form {
    /// Lines for people, or the answer of `--json`.
    List,
    /// The same answer as a file.
    Json,
    /// A format of its own.
    File(AnnotationFormat),
}

/// The form that is asked for.
fn form(wanted: &Annotations) -> Result<Form, Failure> {
    let named = wanted.format.map(|format| match format {
        AnnotationForm::Json => Form::Json,
        AnnotationForm::Md => Form::File(AnnotationFormat::Markdown),
        AnnotationForm::Html => Form::File(AnnotationFormat::Html),
        AnnotationForm::Csv => Form::File(AnnotationFormat::Csv),
        AnnotationForm::Jsonld => Form::File(AnnotationFormat::JsonLd),
        AnnotationForm::Docx => Form::File(AnnotationFormat::Docx),
    });
    let of_ending = |ending: &str| match ending {
        "json" => Some(Form::Json),
        "htm" => Some(Form::File(AnnotationFormat::Html)),
        "markdown" => Some(Form::File(AnnotationFormat::Markdown)),
        other => AnnotationFormat::from_ending(other).map(Form::File),
    };
    let file = wanted.output.as_deref();
    let known = ".md、.html、.csv、.jsonld、.docx、.json";
    let standard = file.is_some_and(files::is_standard) && named.is_none();
    let form = match standard {
        true => Some(Form::Json),
        false => files::format_of(named, file, of_ending, known)?,
    };
    match form.unwrap_or(Form::List) {
        Form::File(AnnotationFormat::Docx) if file.is_none() => Err(Failure::refused(
            "DOCX 不能写到终端".to_owned(),
            "请用 -o 指定文件，-o - 为标准输出",
        )
        .in_english(
            "DOCX cannot be written to a terminal",
            "name a file with -o; -o - is standard output",
        )),
        form => Ok(form),
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
        0 => output
            .say(
                "没有批注。用 annotate 标注一段文字。",
                "No annotations. Use annotate.",
            )
            .to_owned(),
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
    match &wanted.output {
        Some(file) => super::written(file, &bytes, output),
        None => files::to_stdout(&bytes),
    }
}

fn import(
    library: &mut Library,
    wanted: &Annotations,
    file: &Path,
    output: &Output,
) -> Result<ExitCode, Failure> {
    let bytes = files::read(file)?;
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
