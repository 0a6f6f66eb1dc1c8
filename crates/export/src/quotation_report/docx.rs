//! DOCX: the findings in order; what the draft has too much is struck through, what it lacks is underlined.

use docx_rs::{AlignmentType, Docx, LineSpacing, Paragraph, Run, RunFonts};

use super::{ReportedCheck, ReportedQuotation, ReportedStretch};
use crate::ExportError;

/// Writes a report as DOCX.
///
/// # Errors
/// What the writer says.
pub fn write_quotation_docx(check: &ReportedCheck) -> Result<Vec<u8>, ExportError> {
    let title = run(&format!("引文核对：{}", check.title), 32, "黑体");
    let about = run(&format!("{}　{}", check.date, check.summary), 21, "宋体");
    let mut docx = Docx::new()
        .page_size(11906, 16838)
        .add_paragraph(Paragraph::new().align(AlignmentType::Center).add_run(title))
        .add_paragraph(Paragraph::new().add_run(about));
    for quotation in &check.quotations {
        docx = write_quotation(docx, quotation);
    }
    let mut bytes = std::io::Cursor::new(Vec::new());
    docx.build()
        .pack(&mut bytes)
        .map_err(|e| ExportError::of("DOCX")(&e))?;
    Ok(bytes.into_inner())
}

fn write_quotation(mut docx: Docx, quotation: &ReportedQuotation) -> Docx {
    let head = format!("{}　{}", quotation.place, quotation.status);
    let mut head = run(&head, 21, "黑体");
    if quotation.open {
        head = head.color("B3521C");
    }
    let head = Paragraph::new()
        .line_spacing(LineSpacing::new().before(200))
        .keep_next(true)
        .add_run(head);
    docx = docx.add_paragraph(head);
    let mut words = Paragraph::new();
    if quotation.stretches.is_empty() {
        words = words.add_run(run(&quotation.text, 24, "宋体"));
    }
    for stretch in &quotation.stretches {
        words = write_stretch(words, stretch);
    }
    docx = docx.add_paragraph(words);
    let lines = [
        ("出处", quotation.source.clone()),
        ("原文", quotation.source_text.clone()),
        ("另见", quotation.others.join("；")),
    ];
    for (name, text) in lines.into_iter().filter(|(_, text)| !text.is_empty()) {
        let line = run(&format!("{name}：{text}"), 21, "楷体");
        docx = docx.add_paragraph(Paragraph::new().add_run(line));
    }
    docx
}

fn write_stretch(mut words: Paragraph, stretch: &ReportedStretch) -> Paragraph {
    match stretch {
        ReportedStretch::Equal(text) => words = words.add_run(run(text, 24, "宋体")),
        ReportedStretch::Changed(draft, source) => {
            if !draft.is_empty() {
                words = words.add_run(run(draft, 24, "宋体").strike().color("8A3310"));
            }
            if !source.is_empty() {
                words = words.add_run(run(source, 24, "宋体").underline("single").color("1F5C35"));
            }
        }
    }
    words
}

fn run(text: &str, size: usize, face: &str) -> Run {
    let fonts = RunFonts::new()
        .ascii(face)
        .hi_ansi(face)
        .east_asia(face)
        .hint("eastAsia");
    Run::new().fonts(fonts).size(size).add_text(text)
}
