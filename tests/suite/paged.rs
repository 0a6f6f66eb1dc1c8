//! Formats with pages: the text of PDF against its source, pages as addresses, scans.

use std::path::{Path, PathBuf};
use std::process::Command;

use similar::{Algorithm, DiffOp, capture_diff_slices};
use yandu::{ImportOptions, ImportStatus, Library, SearchOptions};
use yandu_import::{Options, import};

use crate::shared::{shared, squeeze};

/// True where a program must be there: `make test` sets the variable; elsewhere one loud line.
#[expect(clippy::print_stderr, reason = "the one loud line of a skipped test")]
fn has(program: &str) -> bool {
    let there = Command::new("sh")
        .args(["-c", &format!("command -v {program}")])
        .output();
    let there = there.is_ok_and(|o| o.status.success());
    assert!(
        there || std::env::var_os("YANDU_ALL_TOOLS").is_none(),
        "{program} is not installed"
    );
    if !there {
        eprintln!("SKIPPED: {program} is not installed");
    }
    there
}

fn text_of(path: &Path) -> String {
    let bytes = std::fs::read(path).unwrap();
    let imported = import(&bytes, &path.to_string_lossy(), &Options::default());
    squeeze(
        &imported
            .unwrap_or_else(|e| panic!("{}: {e}", path.display()))
            .source
            .plain(),
    )
}

/// Chars of the source that stand in the other text, in order.
fn kept(source: &str, other: &str) -> usize {
    let chars = |text: &str| text.chars().collect::<Vec<char>>();
    let same = |op: &DiffOp| match op {
        DiffOp::Equal { len, .. } => *len,
        _ => 0,
    };
    capture_diff_slices(Algorithm::Myers, &chars(source), &chars(other))
        .iter()
        .map(same)
        .sum()
}

#[test]
fn pdf_of_every_sample_document_gives_its_chars() {
    let Some(shared) = shared() else { return };
    if !has("soffice") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    // pitfalls.docx holds what a page shows and a text does not (ruby, comments), and the reverse.
    let odd = ["pitfalls.docx", "expected.tsv", "README.md"];
    let mut files: Vec<PathBuf> = std::fs::read_dir(shared.join("samples/docx"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| !odd.iter().any(|o| p.ends_with(o)))
        .collect();
    files.sort();
    let profile = format!(
        "-env:UserInstallation=file://{}",
        folder.path().join("profile").display()
    );
    let mut office = Command::new("soffice");
    office
        .args([&profile, "--headless", "--convert-to", "pdf", "--outdir"])
        .arg(folder.path())
        .args(&files);
    assert!(office.output().unwrap().status.success());
    let (mut all, mut right) = (0, 0);
    for file in &files {
        let pdf = folder
            .path()
            .join(file.file_name().unwrap())
            .with_extension("pdf");
        let (source, text) = (text_of(file), text_of(&pdf));
        all += source.chars().count();
        right += kept(&source, &text);
    }
    let accuracy = right as f64 / all as f64;
    println!(
        "{} documents, {all} chars: {:.2} % right",
        files.len(),
        100.0 * accuracy
    );
    assert!(accuracy >= 0.995, "{accuracy}");
}

/// The oracle: poppler reads the same glyphs; page numbers and running heads are all that it has more.
#[test]
fn pdf_samples_agree_with_poppler() {
    let Some(shared) = shared() else { return };
    if !has("pdftotext") {
        return;
    }
    let names = [
        "gov-fangkong9-2022-71",
        "gov-zhenliao10",
        "xianfa-2018",
        "seed-libreoffice",
        "tuiguang-eten-b5-h",
    ];
    for name in names {
        let path = shared.join(format!("samples/pdf/{name}.pdf"));
        let output = Command::new("pdftotext")
            .arg(&path)
            .arg("-")
            .output()
            .unwrap();
        let oracle = squeeze(&String::from_utf8(output.stdout).unwrap());
        let ours = text_of(&path);
        let mut left: std::collections::HashMap<char, i32> = std::collections::HashMap::new();
        oracle
            .chars()
            .for_each(|c| *left.entry(c).or_default() += 1);
        ours.chars().for_each(|c| *left.entry(c).or_default() -= 1);
        let more: i32 = left.values().filter(|n| **n < 0).sum();
        assert!(-more <= 3, "{name}: {more} chars that poppler does not see");
        let digits = |c: &char| c.is_ascii_digit() || matches!(c, '-' | '—' | '－');
        let lacks: i32 = left
            .iter()
            .filter(|(c, n)| **n > 0 && !digits(c))
            .map(|(_, n)| n)
            .sum();
        let share = f64::from(lacks) / oracle.chars().count() as f64;
        assert!(share < 0.002, "{name}: lacks {lacks} chars");
    }
}

#[test]
fn pages_are_addresses() {
    let Some(shared) = shared() else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(folder.path()).unwrap();
    let file = shared.join("samples/pdf/gov-zhenliao10.pdf");
    let report = library
        .import(&[file], &ImportOptions::default(), &mut |_, _, _| true)
        .unwrap();
    assert_eq!(report.added, 1, "{:?}", report.items);
    let ids: Vec<String> = report.items.iter().filter_map(|i| i.id.clone()).collect();
    let view = library.get_document(&ids[0]).unwrap();
    let pages: Vec<u32> = view.blocks.iter().filter_map(|b| b.page).collect();
    assert_eq!(pages.len(), view.blocks.len());
    assert!(pages.is_sorted() && pages[0] == 1);
    let last = pages.last().copied().unwrap();
    assert!((25..=30).contains(&last), "{last}");
    let answer = library
        .search("病原学特点", &SearchOptions::default())
        .unwrap();
    assert_eq!(answer.documents, 1);
}

#[test]
fn a_scan_is_offered_for_ocr_and_read_by_it() {
    let Some(shared) = shared() else { return };
    if !has("tesseract") || !has("pdftoppm") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(folder.path()).unwrap();
    let scan = shared.join("samples/pdf/seed-scan.pdf");
    let report = library
        .import(
            std::slice::from_ref(&scan),
            &ImportOptions::default(),
            &mut |_, _, _| true,
        )
        .unwrap();
    assert!(report.items[0].needs_ocr && report.items[0].status == ImportStatus::Refused);
    let options = ImportOptions {
        ocr: true,
        ..ImportOptions::default()
    };
    let mut run = yandu::ImportRun::new(&[scan], &options);
    library.start_import(&mut run).unwrap();
    let heard = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let hearing = heard.clone();
    run.watch_pages(move |_, done, total| {
        hearing.lock().unwrap().push((done, total));
        true
    });
    let report = library.run_import(run, &mut |_, _, _| true).unwrap();
    assert_eq!(report.added, 1, "{:?}", report.items);
    assert_eq!(*heard.lock().unwrap(), [(0, 2), (1, 2), (2, 2)]);
    let id = report.items[0].id.clone().unwrap();
    let view = library.get_document(&id).unwrap();
    assert!(
        view.warnings.iter().any(|w| w.contains("文字识别")),
        "{:?}",
        view.warnings
    );
    let source = text_of(&shared.join("samples/docx/seed.docx"));
    let text: String = view.blocks.iter().map(|b| squeeze(&b.text)).collect();
    let first: String = source.chars().take(text.chars().count()).collect();
    let share = kept(&first, &text) as f64 / text.chars().count() as f64;
    assert!(share > 0.9, "{share}");
}
