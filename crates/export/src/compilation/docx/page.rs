//! Pages: size, margins, grid, page numbers, running heads, styles of headings.

use docx_rs::{
    AlignmentType, DocGrid, DocGridType, Docx, FieldCharType, Footer, Header, InstrText,
    PageMargin, Paragraph, Run, Style, StyleType, VertAlignType,
};

use super::super::{Compilation, Layout};
use super::dress::{FANGSONG, Face, OFFICIAL_LINE, SONGTI, fonts};

/// Twips of a millimetre.
fn mm(millimetres: f64) -> i32 {
    (millimetres * 1440.0 / 25.4).round() as i32
}

/// Page, grid, headers and footers of a layout.
pub(super) fn set_up(docx: Docx, layout: Layout, compilation: &Compilation) -> Docx {
    let mut docx = docx.page_size(11906, 16838);
    for level in 1..=9 {
        let style = Style::new(format!("Heading{level}"), StyleType::Paragraph)
            .name(format!("heading {level}"))
            .outline_lvl(level - 1);
        docx = docx.add_style(style);
    }
    // `docx-rs` names this style and does not define it: the marks would stand as large as the text.
    let mut mark = Style::new("FootnoteReference", StyleType::Character).name("footnote reference");
    mark.run_property = mark.run_property.vert_align(VertAlignType::SuperScript);
    docx = docx.add_style(mark);
    match layout {
        Layout::Official => official(docx),
        Layout::Booklet => booklet(docx, &compilation.title),
    }
}

/// GB/T 9704—2012 §5: margins 37, 35, 28, 26 mm; §7.5: page numbers outside, 7 mm below the type area.
fn official(docx: Docx) -> Docx {
    let margin = PageMargin::new()
        .top(mm(37.0))
        .bottom(mm(35.0))
        .left(mm(28.0))
        .right(mm(26.0))
        .header(mm(15.0))
        .footer(mm(21.5));
    let number = |side: AlignmentType| {
        let face = (SONGTI, 28);
        // One char away from the edge of the type area.
        let paragraph = match side {
            AlignmentType::Right => Paragraph::new().indent(None, None, Some(280), None),
            _ => Paragraph::new().indent(Some(280), None, None, None),
        };
        let paragraph = paragraph.align(side).add_run(plain("— ", face));
        field(paragraph, "PAGE", "1", face).add_run(plain(" —", face))
    };
    let mut docx = docx
        .page_margin(margin)
        .default_fonts(fonts(FANGSONG))
        .default_size(32)
        .footer(Footer::new().add_paragraph(number(AlignmentType::Right)))
        .even_footer(Footer::new().add_paragraph(number(AlignmentType::Left)));
    // "linesAndChars" makes LibreOffice spread the chars: 20 a line. Lines alone, and chars by spacing.
    let grid = DocGrid::new()
        .grid_type(DocGridType::Lines)
        .line_pitch(OFFICIAL_LINE as usize);
    docx.document.section_property = docx.document.section_property.doc_grid(grid);
    docx
}

/// The title of the book on even pages, that of the text on odd ones; none on the cover.
fn booklet(docx: Docx, title: &str) -> Docx {
    let face = (SONGTI, 18);
    let margin = PageMargin::new()
        .top(mm(28.0))
        .bottom(mm(25.0))
        .left(mm(27.0))
        .right(mm(25.0))
        .header(mm(15.0))
        .footer(mm(14.0));
    let even = Paragraph::new()
        .align(AlignmentType::Left)
        .add_run(plain(title, face));
    // Who does not know STYLEREF shows what stands in the field: the title of the book.
    let odd = field(
        Paragraph::new().align(AlignmentType::Right),
        "STYLEREF \"heading 1\"",
        title,
        face,
    );
    let number = || {
        let paragraph = Paragraph::new().align(AlignmentType::Center);
        Footer::new().add_paragraph(field(paragraph, "PAGE", "1", face))
    };
    docx.page_margin(margin)
        .default_fonts(fonts(SONGTI))
        .default_size(24)
        .title_pg()
        .first_header(Header::new().add_paragraph(Paragraph::new()))
        .first_footer(Footer::new().add_paragraph(Paragraph::new()))
        .header(Header::new().add_paragraph(odd))
        .even_header(Header::new().add_paragraph(even))
        .footer(number())
        .even_footer(number())
}

fn plain(text: &str, (face, size): (Face, usize)) -> Run {
    Run::new().fonts(fonts(face)).size(size).add_text(text)
}

/// A field in runs of its own: LibreOffice shows the instruction of one that shares a run.
pub(super) fn field(
    paragraph: Paragraph,
    instruction: &str,
    shown: &str,
    looks: (Face, usize),
) -> Paragraph {
    let part = |kind: FieldCharType| plain("", looks).add_field_char(kind, false);
    paragraph
        .add_run(plain("", looks).add_field_char(FieldCharType::Begin, true))
        .add_run(
            plain("", looks).add_instr_text(InstrText::Unsupported(format!(" {instruction} "))),
        )
        .add_run(part(FieldCharType::Separate))
        .add_run(plain(shown, looks))
        .add_run(part(FieldCharType::End))
}
