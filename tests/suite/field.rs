//! Small files that failed in the field, one kind of fault a folder: `../shared/cases/formats/<kind>/expected.tsv` says what
//! must come out. Each kind is a test; a row is imported alone, into a library of its own, as the command line does it.

use std::collections::HashMap;
use std::path::Path;

use yandu::{ImportItem, ImportOptions, ImportReport, Library, SearchOptions};

use crate::shared::{shared, skipped};

/// A kind of fault, and the cases of it whose table says what no reader can do.
struct Field {
    kind: &'static str,
    /// File and reason.
    excepted: &'static [(&'static str, &'static str)],
}

type Row = HashMap<String, String>;

/// The rows of the table; what stands in brackets behind the name of a column explains it.
fn rows(table: &Path) -> Vec<Row> {
    let text = std::fs::read_to_string(table).unwrap();
    let mut lines = text.lines();
    let names: Vec<&str> = lines
        .next()
        .unwrap_or_default()
        .split('\t')
        .map(|name| name.split(" (").next().unwrap_or(name))
        .collect();
    let row = |line: &str| {
        let cells = line.split('\t').chain(std::iter::repeat(""));
        names
            .iter()
            .map(|n| (*n).to_owned())
            .zip(cells.map(str::to_owned))
            .collect()
    };
    lines.filter(|l| !l.is_empty()).map(row).collect()
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn options(arguments: &str) -> ImportOptions {
    let words: Vec<&str> = arguments.split_whitespace().collect();
    let after = |name: &str| {
        words
            .iter()
            .position(|w| *w == name)
            .and_then(|at| words.get(at + 1))
    };
    ImportOptions {
        password: after("--password").map(|p| (*p).to_owned()),
        allow_classified: words.contains(&"--allow-classified"),
        ..ImportOptions::default()
    }
}

/// The lines of a document and of its attachments.
fn lines(library: &Library, id: &str) -> Vec<String> {
    let view = library.get_document(id).unwrap();
    let own = view
        .blocks
        .iter()
        .flat_map(|b| b.text.split('\n'))
        .map(str::to_owned);
    let mut lines: Vec<String> = own.collect();
    for attachment in &view.attachments {
        lines.extend(self::lines(library, &attachment.id));
    }
    lines
}

/// What is wrong with a case; empty if nothing is.
fn faults(file: &Path, row: &Row) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(folder.path()).unwrap();
    let report: ImportReport = library
        .import(
            &[file.to_owned()],
            &options(&row["extra arguments"]),
            &mut |_, _, _| true,
        )
        .unwrap();
    let wanted: Vec<&str> = row["status"].split('|').collect();
    let has = |item: &ImportItem| {
        let status = item.status.name();
        wanted.contains(&status) || wanted == ["refused"] && status == "failed"
    };
    if !report.items.iter().any(has) {
        let reasons = report
            .items
            .iter()
            .map(|i| format!("{}: {:?}", i.status.name(), i.reason));
        return vec![format!(
            "{} instead of {wanted:?}",
            reasons.collect::<Vec<_>>().join("; ")
        )];
    }
    if !wanted.contains(&"added") {
        return Vec::new();
    }
    let ids = report.items.iter().filter_map(|i| i.id.as_deref());
    let lines: Vec<String> = ids.flat_map(|id| lines(&library, id)).collect();
    let mut faults = of_text(&lines, row);
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let inside = |item: &ImportItem| {
        let end = item
            .path
            .rsplit_once(&format!("{name}/"))
            .map(|(_, end)| end.to_owned());
        end.unwrap_or_else(|| item.path.clone())
    };
    let paths: Vec<String> = report.items.iter().map(inside).collect();
    let lacks = parts(&row["path in archive"]).filter(|p| !paths.iter().any(|path| path == p));
    faults.extend(lacks.map(|p| format!("no path «{p}» among {paths:?}")));
    for query in parts(&row["search finds it"]) {
        if library
            .search(query, &SearchOptions::default())
            .unwrap()
            .documents
            == 0
        {
            faults.push(format!("search «{query}» finds nothing"));
        }
    }
    faults
}

fn parts(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').filter(|p| !p.is_empty())
}

fn of_text(lines: &[String], row: &Row) -> Vec<String> {
    let (plain, whole) = (lines.join("\n"), squeeze(&lines.join("\n")));
    let mut faults = Vec::new();
    let lacks = parts(&row["contains"]).filter(|p| !whole.contains(&squeeze(p)));
    faults.extend(lacks.map(|p| format!("lacks «{p}»")));
    let has = parts(&row["contains not"]).filter(|p| plain.contains(*p));
    faults.extend(has.map(|p| format!("has «{p}»")));
    let missing =
        parts(&row["has the line"]).filter(|p| !lines.iter().any(|l| l.trim() == p.trim()));
    faults.extend(missing.map(|p| format!("no line «{p}»")));
    let order = row["order"]
        .split(['|', '<'])
        .map(squeeze)
        .filter(|p| !p.is_empty());
    let places: Vec<Option<usize>> = order.map(|p| whole.find(&p)).collect();
    if places.contains(&None) || !places.is_sorted() {
        faults.push(format!("order {places:?}"));
    }
    faults
}

fn check(field: &Field) {
    let Some(shared) = shared() else { return };
    let folder = shared.join("cases/formats").join(field.kind);
    let table = folder.join("expected.tsv");
    if !table.is_file() {
        return skipped(&format!("no cases of {}", field.kind));
    }
    let mut wrong = Vec::new();
    for row in rows(&table) {
        let name = &row["file"];
        if let Some((_, why)) = field.excepted.iter().find(|(file, _)| file == name) {
            skipped(&format!("{}/{name}: {why}", field.kind));
            continue;
        }
        let faults = faults(&folder.join(name), &row);
        if !faults.is_empty() {
            wrong.push(format!("{name}: {}", faults.join("; ")));
        }
    }
    assert!(wrong.is_empty(), "{}: {}", field.kind, wrong.join("\n"));
}

/// One test a kind.
macro_rules! fields {
    ($($test:ident: $kind:literal $(except $($file:literal because $why:literal),+)?;)+) => {
        $(#[test]
        fn $test() {
            check(&Field { kind: $kind, excepted: &[$($(($file, $why)),+)?] });
        })+
    };
}

fields! {
    doc_disguised: "doc-disguised";
    doc_properties: "doc-properties";
    doc_word95: "doc-word95";
    docx_altchunk: "docx-altchunk";
    docx_hidden: "docx-hidden";
    docx_main_part: "docx-main-part";
    docx_numbering: "docx-numbering";
    docx_revisions: "docx-revisions";
    docx_structure: "docx-structure";
    eml_as_text: "eml-as-text";
    epub_other: "epub-other";
    epub_selfclosing: "epub-selfclosing";
    eq_field: "eq-field";
    html_blocks: "html-blocks";
    html_container: "html-container";
    html_encoding: "html-encoding";
    html_fragment: "html-fragment";
    html_lists: "html-lists";
    html_ruby: "html-ruby";
    mhtml: "mhtml";
    odt_fields: "odt-fields";
    odt_numbering: "odt-numbering";
    radicals: "radicals";
    rtf: "rtf";
    xml_as_text: "xml-as-text";
    ofd_columns: "ofd-columns";
    ofd_cycles: "ofd-cycles";
    ofd_furniture: "ofd-furniture";
    ofd_latin: "ofd-latin";
    ofd_rotated: "ofd-rotated";
    pdf_cycles: "pdf-cycles";
    pdf_differences: "pdf-differences";
    pdf_encrypted: "pdf-encrypted";
    pdf_form: "pdf-form";
    pdf_founder: "pdf-founder";
    pdf_furniture: "pdf-furniture";
    pdf_inline_image: "pdf-inline-image";
    pdf_layers: "pdf-layers";
    pdf_layout: "pdf-layout";
    pdf_rotated: "pdf-rotated";
    pdf_stream: "pdf-stream";
    pdf_xref: "pdf-xref";
    txt_encoding: "txt-encoding";
    zip_names: "zip-names";
    zip_other: "zip-other" except "七号压缩.zip" because "its entry says LZMA and holds zeros";
}
