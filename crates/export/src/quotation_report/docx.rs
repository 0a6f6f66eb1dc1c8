//! DOCX: the findings in order; what the draft has too much is struck through, what it lacks is underlined.

use super::{ReportedCheck, ReportedQuotation, ReportedStretch};
use crate::ExportError;
use crate::word::{
    Align, Defaults, Face, Package, PageSetup, Paragraph, ParagraphLook, RunLook, faces, mm,
};

/// Writes a report as DOCX.
///
/// # Errors
/// What the writer says.
pub fn write_quotation_docx(check: &ReportedCheck) -> Result<Vec<u8>, ExportError> {
    let title = format!("引文核对：{}", check.title);
    let about = format!("{}　{}", check.date, check.summary);
    let page = PageSetup {
        margins: [mm(25.4), mm(31.7), mm(25.4), mm(31.7)],
        header: mm(15.0),
        footer: mm(17.5),
        ..PageSetup::default()
    };
    let defaults = Defaults {
        face: faces::SONGTI,
        size: 24,
    };
    let mut package = Package::new(&title, "", defaults, page);
    let centred = ParagraphLook {
        align: Align::Centre,
        ..ParagraphLook::default()
    };
    let title = Paragraph::new(centred).text(&title, &RunLook::of(faces::HEITI, 32));
    package.paragraph(&title);
    package.paragraph(&plain(&about, faces::SONGTI));
    for quotation in &check.quotations {
        write_quotation(&mut package, quotation);
    }
    for (heading, lines) in check.lists() {
        let above = ParagraphLook {
            space: (200, 0),
            keep_next: true,
            ..ParagraphLook::default()
        };
        package.paragraph(&Paragraph::new(above).text(heading, &RunLook::of(faces::HEITI, 24)));
        for line in lines {
            package.paragraph(&plain(line, faces::SONGTI));
        }
    }
    package.pack()
}

fn plain(text: &str, face: Face) -> Paragraph {
    Paragraph::new(ParagraphLook::default()).text(text, &RunLook::of(face, 21))
}

fn write_quotation(package: &mut Package, quotation: &ReportedQuotation) {
    let head = format!("{}　{}", quotation.place, quotation.status);
    let look = RunLook {
        colour: quotation.open.then_some("B3521C"),
        ..RunLook::of(faces::HEITI, 21)
    };
    let above = ParagraphLook {
        space: (200, 0),
        keep_next: true,
        ..ParagraphLook::default()
    };
    package.paragraph(&Paragraph::new(above).text(&head, &look));
    let mut words = Paragraph::new(ParagraphLook::default());
    if quotation.stretches.is_empty() {
        words = words.text(&quotation.text, &RunLook::of(faces::SONGTI, 24));
    }
    for stretch in &quotation.stretches {
        words = write_stretch(words, stretch);
    }
    package.paragraph(&words);
    let lines = [
        ("出处", quotation.source.clone()),
        ("原文", quotation.source_text.clone()),
        ("另见", quotation.others.join("；")),
    ];
    for (name, text) in lines.into_iter().filter(|(_, text)| !text.is_empty()) {
        package.paragraph(&plain(&format!("{name}：{text}"), faces::KAITI));
    }
}

fn write_stretch(words: Paragraph, stretch: &ReportedStretch) -> Paragraph {
    let look = RunLook::of(faces::SONGTI, 24);
    match stretch {
        ReportedStretch::Equal(text) => words.text(text, &look),
        ReportedStretch::Changed(draft, source) => {
            let draft_look = RunLook {
                strike: true,
                colour: Some("8A3310"),
                ..look
            };
            let source_look = RunLook {
                underline: true,
                colour: Some("1F5C35"),
                ..look
            };
            words.text(draft, &draft_look).text(source, &source_look)
        }
    }
}
