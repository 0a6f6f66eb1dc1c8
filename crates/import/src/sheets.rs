//! XLSX, XLSB, XLS and ODS through `calamine`: each sheet under its name, its rows as a table. Hidden sheets are named in a
//! warning. Values are those that the file holds: percent signs and units that only the format of a cell adds are not.

use std::io::Cursor;

use calamine::{Data, DataRef, DataType, Reader, SheetVisible, Sheets as Workbook};
use yandu_document::{LineRole, SourceLine, SourceText};

use crate::marks::{Shelf, row_mark};
use crate::{Format, ImportError, Imported, Importer, Options, compound, sniff};

const NAME: &str = "表格";

/// Cells of one file that are read.
const MOST_CELLS: usize = 2_000_000;
/// Columns of one row; a cell further right is the last one.
const WIDEST: usize = 1000;

/// The importer of sheets.
pub(crate) struct Sheets;

type Cells = Vec<(u32, u32, String)>;
type Book<'a> = Workbook<Cursor<&'a [u8]>>;

impl Importer for Sheets {
    fn format(&self) -> Format {
        Format::Sheet
    }

    fn sniff(&self, bytes: &[u8], _name: &str) -> bool {
        sniff::office_kind(bytes) == Some(sniff::Office::Sheets)
            || sniff::is_open_sheet(bytes)
            || sniff::is_compound(bytes)
                && compound::open(bytes).is_some_and(|f| f.exists("/Workbook") || f.exists("/Book"))
    }

    fn import(&self, bytes: &[u8], _options: &Options) -> Result<Imported, ImportError> {
        let damaged = |e: calamine::Error| match e.to_string() {
            text if text.to_lowercase().contains("password") => ImportError::Encrypted,
            text => ImportError::damaged(NAME, text),
        };
        let mut book = calamine::open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(damaged)?;
        let mut read = Read::default();
        for sheet in book.sheets_metadata().to_vec() {
            if sheet.visible == SheetVisible::Visible {
                read.sheet(&mut book, &sheet.name).map_err(damaged)?;
            } else {
                read.hidden.push(sheet.name);
            }
        }
        Ok(read.finish())
    }
}

#[derive(Default)]
struct Read {
    lines: Vec<SourceLine>,
    shelf: Shelf,
    hidden: Vec<String>,
    cells: usize,
}

impl Read {
    fn sheet(&mut self, book: &mut Book<'_>, name: &str) -> Result<(), calamine::Error> {
        let room = MOST_CELLS.saturating_sub(self.cells);
        let cells = cells(book, name, room)?;
        self.cells += cells.len();
        if cells.is_empty() {
            return Ok(());
        }
        self.lines.push(SourceLine {
            text: name.to_owned(),
            role: LineRole::Heading(1),
        });
        let table = self.shelf.table();
        let first = cells
            .iter()
            .map(|(_, column, _)| *column)
            .min()
            .unwrap_or(0);
        let mut at = 0;
        while let Some((row, _, _)) = cells.get(at) {
            let end = cells[at..].iter().position(|(r, _, _)| r != row);
            let end = end.map_or(cells.len(), |n| at + n);
            self.row(&cells[at..end], first, table);
            at = end;
        }
        Ok(())
    }

    fn row(&mut self, cells: &[(u32, u32, String)], first: u32, table: usize) {
        let mut text = row_mark(table);
        let mut column = first;
        for (_, at, value) in cells {
            let gap = (at.saturating_sub(column) as usize).min(WIDEST);
            text.push_str(&"\t".repeat(gap));
            text.push_str(value);
            column = *at;
        }
        self.lines.push(SourceLine {
            text,
            role: LineRole::TableRow,
        });
    }

    fn finish(self) -> Imported {
        let mut warnings = Vec::new();
        if !self.hidden.is_empty() {
            warnings.push(format!("隐藏的工作表没有读入：{}", self.hidden.join("、")));
        }
        if self.cells >= MOST_CELLS {
            warnings.push(format!("单元格过多，只读入前 {MOST_CELLS} 个"));
        }
        let mut source = SourceText {
            lines: self.lines,
            ..SourceText::default()
        };
        self.shelf.give(&mut source, &mut warnings);
        Imported {
            warnings,
            ..Imported::new(Format::Sheet, source)
        }
    }
}

/// The cells of a sheet that hold something, row by row. Those of XLSX and XLSB come one by one, since two cells in
/// far corners would make a table of all between them.
fn cells(book: &mut Book<'_>, name: &str, room: usize) -> Result<Cells, calamine::Error> {
    let mut found = Cells::new();
    let mut take = |row: u32, column: u32, value: String| {
        let value = value.trim().replace(['\t', '\n', '\r'], " ");
        if !value.is_empty() {
            found.push((row, column, value));
        }
        found.len() < room
    };
    match book {
        Workbook::Xlsx(book) => {
            let mut reader = book.worksheet_cells_reader(name)?;
            while let Some(cell) = reader.next_cell()? {
                let (row, column) = cell.get_position();
                if !take(row, column, shown_ref(cell.get_value())) {
                    break;
                }
            }
        }
        Workbook::Xlsb(book) => {
            let mut reader = book.worksheet_cells_reader(name)?;
            while let Some(cell) = reader.next_cell()? {
                let (row, column) = cell.get_position();
                if !take(row, column, shown_ref(cell.get_value())) {
                    break;
                }
            }
        }
        other => {
            let range = other.worksheet_range(name)?;
            let (top, left) = range.start().unwrap_or((0, 0));
            for (row, column, value) in range.used_cells() {
                if !take(top + row as u32, left + column as u32, shown(value)) {
                    break;
                }
            }
        }
    }
    found.sort_by_key(|(row, column, _)| (*row, *column));
    Ok(found)
}

fn shown_ref(value: &DataRef<'_>) -> String {
    match value {
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::String(text) => text.clone(),
        other => shown(&Data::from(other.clone())),
    }
}

/// A value as a person writes it.
fn shown(value: &Data) -> String {
    match value {
        Data::Bool(true) => "TRUE".to_owned(),
        Data::Bool(false) => "FALSE".to_owned(),
        Data::Float(number) => short(*number),
        Data::DateTime(time) if time.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
            let date = format!("{year}-{month:02}-{day:02}");
            let clock = match (hour, minute, second) {
                (0, 0, 0) => String::new(),
                (h, m, 0) => format!("{h:02}:{m:02}"),
                (h, m, s) => format!("{h:02}:{m:02}:{s:02}"),
            };
            // A time without a day.
            if time.as_f64() < 1.0 && !clock.is_empty() {
                clock
            } else {
                format!("{date} {clock}").trim_end().to_owned()
            }
        }
        Data::DateTime(time) => short(time.as_f64() * 24.0) + " 小时",
        Data::DateTimeIso(text) => text.trim_end_matches("T00:00:00").replace('T', " "),
        Data::Empty => String::new(),
        other => other.as_string().unwrap_or_else(|| other.to_string()),
    }
}

/// A number without the noise of its last binary digits: 15 digits are what a sheet shows.
fn short(number: f64) -> String {
    if number == 0.0 || !number.is_finite() {
        return "0".to_owned();
    }
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    if rounded.abs() < 1e15 && rounded.abs() >= 1e-9 {
        format!("{rounded}")
    } else {
        format!("{rounded:e}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_those_that_a_person_writes() {
        assert_eq!(short(0.1 + 0.2), "0.3");
        assert_eq!(short(12.0), "12");
        assert_eq!(short(-3.25), "-3.25");
        assert_eq!(short(1e20), "1e20");
        assert_eq!(shown(&Data::Bool(true)), "TRUE");
        assert_eq!(
            shown(&Data::DateTimeIso("2024-03-04T00:00:00".into())),
            "2024-03-04"
        );
    }
}
