//! A reading list of 50 texts and a million chars as files, and a draft of 100 quotations against the whole
//! corpus. `make bench-exports`.
//! Memory is that of an export by the command line; docs/performance.md says how it is measured.

use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};
use yandu::{
    DocumentFilter, Draft, ExportContent, ExportFormat, ExportSubject, ImportOptions, Layout,
    Library, NewItem, QuotationStatus, Requirement,
};

use crate::clock::process_s;

const TEXTS: usize = 50;
const CHARS: u32 = 1_000_000;

pub(crate) fn run(corpus: &Path) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut library = Library::open(folder.path())?;
    let corpus = [corpus.to_owned()];
    library.import(&corpus, &ImportOptions::default(), &mut |_, _, _| true)?;
    library.flush_index()?;
    println!("== quotation check: 100 quotations, a third each exact, changed, invented");
    quotations(&mut library)?;
    println!("\n== a reading list of a million chars");
    let list = list(&mut library)?;
    let forms = [
        (ExportFormat::Html, Layout::Official),
        (ExportFormat::Docx, Layout::Official),
        (ExportFormat::Docx, Layout::Booklet),
        (ExportFormat::Pdf, Layout::Official),
        (ExportFormat::Pdf, Layout::Booklet),
    ];
    for (format, layout) in forms {
        if format.available() {
            export(&library, &list, format, layout, folder.path())?;
        }
    }
    Ok(())
}

/// The longest texts below 30,000 chars, until there are enough.
fn list(library: &mut Library) -> Result<String> {
    let all = DocumentFilter {
        limit: u32::MAX,
        ..DocumentFilter::default()
    };
    let mut documents = library.list_documents(&all)?.items;
    documents.retain(|d| d.chars < 30_000);
    documents.sort_by_key(|d| std::cmp::Reverse(d.chars));
    let list = library.add_reading_list("一百万字", "")?;
    let (mut texts, mut chars) = (0, 0);
    for document in documents {
        if texts == TEXTS || chars >= CHARS {
            break;
        }
        let item = NewItem {
            document: document.id,
            passage: None,
            section: None,
            requirement: Requirement::Required,
        };
        library.add_item(&list.id, &item)?;
        texts += 1;
        chars += document.chars;
    }
    println!("{texts} texts, {chars} chars");
    Ok(list.id)
}

fn export(
    library: &Library,
    list: &str,
    format: ExportFormat,
    layout: Layout,
    folder: &Path,
) -> Result<()> {
    let content = ExportContent {
        layout,
        ..ExportContent::default()
    };
    let subject = ExportSubject::ReadingList(list.to_owned());
    let (cpu, wall) = (process_s(), Instant::now());
    let target = folder.join(format!("list.{}", format.ending()));
    let file = library
        .prepare_export(&subject, format, &content)?
        .write(&target, &mut |_, _| true)?
        .context("nobody stopped it")?;
    println!(
        "{} {}: {:.2} s of CPU, {:.2} s, {} kB",
        format.name(),
        layout.name(),
        process_s() - cpu,
        wall.elapsed().as_secs_f64(),
        file.bytes / 1024,
    );
    Ok(())
}

/// A draft of about 20,000 chars, cut from every thirtieth document.
fn quotations(library: &mut Library) -> Result<()> {
    let all = DocumentFilter {
        limit: u32::MAX,
        ..DocumentFilter::default()
    };
    let documents = library.list_documents(&all)?.items;
    let mut draft = String::new();
    let mut quotes = 0;
    let step = (documents.len() / 220).max(1);
    for item in documents.iter().step_by(step) {
        if quotes == 100 {
            break;
        }
        let view = library.get_document(&item.id)?;
        let fits = |b: &&yandu::BlockView| {
            b.text.chars().count() > 60 && !b.text.contains(['“', '”', '"'])
        };
        let Some(block) = view.blocks.iter().find(fits) else {
            continue;
        };
        let mut quote: Vec<char> = block.text.chars().skip(8).take(16 + quotes % 30).collect();
        match quotes % 3 {
            1 => quote[5 + quotes % 7] = '猫',
            2 => quote = quote.into_iter().rev().collect(),
            _ => {}
        }
        let quote: String = quote.into_iter().collect();
        let filler =
            "这一段是发言人自己的话，说明为什么引用上面的内容，也谈谈今后的打算和具体的安排。"
                .repeat(4);
        draft.push_str(&format!("他说：“{quote}”。{filler}\n"));
        quotes += 1;
    }
    let draft = Draft::of_text(&draft);
    let started = Instant::now();
    let report = library.check_quotations(&draft, false, &mut |_, _| true)?;
    let count = |status| report.quotes.iter().filter(|q| q.status == status).count();
    println!(
        "{} documents, draft of {} chars: {:.2} s; exact {}, differs {}, not found {} (target < 2 s)",
        documents.len(),
        report.chars,
        started.elapsed().as_secs_f64(),
        count(QuotationStatus::Exact),
        count(QuotationStatus::Differs),
        count(QuotationStatus::NotFound),
    );
    Ok(())
}
