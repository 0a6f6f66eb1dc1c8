//! XLSX: the list on one sheet, headings fixed, lines wrapped. No cell is a formula.

use rust_xlsxwriter::{
    ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use yandu_document::Date;

use super::Compilation;
use super::table::{Cell, HEADINGS, rows};
use crate::ExportError;

/// Widths of the columns in chars.
const WIDTHS: [f64; 16] = [
    6.0, 14.0, 40.0, 14.0, 30.0, 20.0, 16.0, 18.0, 8.0, 16.0, 9.0, 8.0, 30.0, 40.0, 40.0, 50.0,
];

/// The longest text of a cell in chars that Excel takes.
const LONGEST: usize = 32_767;

/// Writes the list as a workbook.
///
/// # Errors
/// What the writer says.
pub fn write_compilation_xlsx(compilation: &Compilation) -> Result<Vec<u8>, ExportError> {
    workbook(compilation).map_err(|e| ExportError::of("XLSX")(&e))
}

fn workbook(compilation: &Compilation) -> Result<Vec<u8>, XlsxError> {
    let base = Format::new()
        .set_font_name("宋体")
        .set_font_size(11)
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::Top)
        .set_text_wrap();
    let heading = base
        .clone()
        .set_bold()
        .set_font_name("黑体")
        .set_align(FormatAlign::Center);
    let title = Format::new()
        .set_font_name("黑体")
        .set_font_size(16)
        .set_align(FormatAlign::Left);
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("阅读清单")?;
    sheet.write_string_with_format(0, 0, clipped(&compilation.title), &title)?;
    for (column, (name, width)) in HEADINGS.iter().zip(WIDTHS).enumerate() {
        let column = column as u16;
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(1, column, *name, &heading)?;
    }
    for (n, row) in rows(compilation).iter().enumerate() {
        let line = n as u32 + 2;
        for (column, cell) in row.iter().enumerate() {
            write_cell(sheet, (line, column as u16), cell, &base)?;
        }
    }
    sheet.set_freeze_panes(2, 3)?;
    sheet
        .set_landscape()
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(1, 1)?;
    book.save_to_buffer()
}

fn write_cell(
    sheet: &mut Worksheet,
    (line, column): (u32, u16),
    cell: &Cell,
    base: &Format,
) -> Result<(), XlsxError> {
    let text = match cell {
        Cell::Number(number) => {
            sheet.write_number_with_format(line, column, f64::from(*number), base)?;
            return Ok(());
        }
        Cell::Day(Some(day)) => match excel_day(*day) {
            Some(value) => {
                let format = base.clone().set_num_format("yyyy\"年\"m\"月\"d\"日\"");
                sheet.write_datetime_with_format(line, column, value, &format)?;
                return Ok(());
            }
            None => day.chinese(),
        },
        Cell::Day(None) => String::new(),
        Cell::Text(text) => clipped(text),
    };
    sheet.write_string_with_format(line, column, text, base)?;
    Ok(())
}

/// A day as Excel counts it; `None` before 1900, where its count begins.
fn excel_day(day: Date) -> Option<ExcelDateTime> {
    ExcelDateTime::from_ymd(day.year, day.month, day.day).ok()
}

/// At most what a cell takes; the end says so.
fn clipped(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let kept: String = text.chars().take(LONGEST - 1).collect();
    kept + "…"
}
