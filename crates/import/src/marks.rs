//! Marks inside of lines that are being built: pictures, readings of a ruby, rows of a table.
//!
//! What stands at a place of the text must stay there while lines are joined, trimmed, put into cells and cleaned.
//! So an importer writes a mark into the text, made of noncharacters that no text may hold (Unicode 23.7), and
//! [`settle`] takes all of them out at the end and notes the places. Marks that were lost with their text lose
//! their picture; marks that a hostile file brings refer to nothing and go.

use yandu_document::{LineRole, MergedCell, Picture, SourceLine, SourceText, Table};

/// A picture or a table's row, by the char behind it.
const PICTURE: char = '\u{fdd0}';
const ROW: char = '\u{fdd1}';
/// Around the base and the reading of a ruby.
const BASE: char = '\u{fdd2}';
const READING: char = '\u{fdd3}';
const END: char = '\u{fdd4}';

/// The char that stands for number 0 behind a mark.
const NUMBERS: u32 = 0x10_0000;
/// Pictures, and tables, that one file may have.
const MOST: usize = 4000;
/// The line of a picture that has no place yet.
const UNPLACED: u32 = u32::MAX;
/// Bytes of all pictures of a file.
const MOST_BYTES: usize = 64 << 20;

/// Pictures and tables of a file, while it is being read.
#[derive(Debug, Default)]
pub(crate) struct Shelf {
    pub(crate) pictures: Vec<Picture>,
    pub(crate) tables: Vec<Table>,
    bytes: usize,
    /// Pictures that were too many or too large.
    pub(crate) left_out: usize,
}

impl Shelf {
    /// Takes a picture and returns its mark; empty for one that is none or too much.
    pub(crate) fn picture(&mut self, name: &str, alt: &str, bytes: Vec<u8>) -> String {
        let number = self.add_picture(name, alt, bytes);
        number.map_or_else(String::new, picture_mark)
    }

    /// Takes a picture and returns its number; `None` for one that is none or too much.
    pub(crate) fn add_picture(&mut self, name: &str, alt: &str, bytes: Vec<u8>) -> Option<usize> {
        if bytes.is_empty() {
            return None;
        }
        self.bytes = self.bytes.saturating_add(bytes.len());
        if self.pictures.len() >= MOST || self.bytes > MOST_BYTES {
            self.left_out += 1;
            return None;
        }
        let number = self.pictures.len();
        self.pictures.push(Picture {
            line: UNPLACED,
            at: 0,
            name: name.to_owned(),
            alt: alt.trim().to_owned(),
            bytes,
        });
        Some(number)
    }

    /// Opens a table; its number is for [`row_mark`].
    pub(crate) fn table(&mut self) -> usize {
        self.tables.push(Table::default());
        self.tables.len() - 1
    }

    /// Notes a row that is repeated as the table's head.
    pub(crate) fn head_row(&mut self, table: usize) {
        if let Some(table) = self.tables.get_mut(table) {
            table.header_rows += 1;
        }
    }

    /// Notes a cell that covers others.
    pub(crate) fn merged(&mut self, table: usize, cell: MergedCell) {
        if let Some(table) = self.tables.get_mut(table)
            && (cell.rows > 1 || cell.columns > 1)
            && table.merged.len() < MOST
        {
            table.merged.push(cell);
        }
    }

    /// Hands over to the text whose lines have the marks.
    pub(crate) fn give(self, source: &mut SourceText, warnings: &mut Vec<String>) {
        if self.left_out > 0 {
            warnings.push(format!("{} 幅图片过多或过大，没有保留", self.left_out));
        }
        source.pictures = self.pictures;
        source.tables = self.tables;
    }
}

/// The mark of a picture by its number on the shelf.
pub(crate) fn picture_mark(number: usize) -> String {
    mark(PICTURE, number)
}

/// The mark of a row by its table's number on the shelf.
pub(crate) fn row_mark(table: usize) -> String {
    if table < MOST {
        mark(ROW, table)
    } else {
        String::new()
    }
}

fn mark(kind: char, number: usize) -> String {
    let number = u32::try_from(number).ok();
    let code = number.and_then(|n| char::from_u32(NUMBERS + n));
    code.map_or_else(String::new, |code| format!("{kind}{code}"))
}

/// What stands behind the base of a ruby in the text; empty without a reading.
pub(crate) fn reading(base: &str, reading: &str) -> String {
    let (base, reading) = (without(base), reading.trim());
    if reading.is_empty() || base.trim().is_empty() || base == reading {
        return String::new();
    }
    format!("{BASE}{}{READING}{}{END}", base.trim(), without(reading))
}

/// A text without its marks.
pub(crate) fn without(text: &str) -> String {
    if !has_marks(text) {
        return text.to_owned();
    }
    let mut found = Found::default();
    found.read(text);
    found.text
}

fn has_marks(text: &str) -> bool {
    text.contains(|c| ('\u{fdd0}'..='\u{fdef}').contains(&c))
}

/// The lines of a text that goes into another one, with marks for the pictures and tables that go along.
pub(crate) fn nest(source: SourceText, shelf: &mut Shelf) -> Vec<SourceLine> {
    let mut lines = source.lines;
    // From the last to the first, so that places before stay where they are.
    for picture in source.pictures.into_iter().rev() {
        let Some(line) = lines.get_mut(picture.line as usize) else {
            continue;
        };
        let at = line.text.char_indices().nth(picture.at as usize);
        let at = at.map_or(line.text.len(), |(at, _)| at);
        let mark = shelf.picture(&picture.name, &picture.alt, picture.bytes);
        line.text.insert_str(at, &mark);
    }
    for table in source.tables {
        let number = shelf.table();
        for row in &table.rows {
            if let Some(line) = lines.get_mut(*row as usize) {
                line.text.insert_str(0, &row_mark(number));
            }
        }
        if let Some(place) = shelf.tables.get_mut(number) {
            *place = Table {
                rows: Vec::new(),
                ..table
            };
        }
    }
    lines
}

/// What the marks of one line say.
#[derive(Debug, Default)]
struct Found {
    text: String,
    pictures: Vec<(usize, u32)>,
    rows: Vec<usize>,
    readings: Vec<String>,
}

impl Found {
    fn read(&mut self, text: &str) {
        let mut chars = text.chars();
        let mut at = 0_u32;
        while let Some(c) = chars.next() {
            match c {
                PICTURE => self.pictures.extend(number(chars.next()).map(|n| (n, at))),
                ROW => self.rows.extend(number(chars.next())),
                BASE => {
                    let base: String = chars.by_ref().take_while(|c| *c != READING).collect();
                    let reading: String = chars.by_ref().take_while(|c| *c != END).collect();
                    if !reading.is_empty() {
                        self.readings.push(format!("{base}（{reading}）"));
                    }
                }
                '\u{fdd0}'..='\u{fdef}' => {}
                c => {
                    self.text.push(c);
                    at += 1;
                }
            }
        }
    }
}

/// The number that stands behind a mark.
fn number(c: Option<char>) -> Option<usize> {
    let code = u32::from(c?).checked_sub(NUMBERS)?;
    usize::try_from(code).ok()
}

/// Takes the marks out of all lines and notes their places. The readings of a paragraph become a note behind it,
/// so that the base stays in one piece and both are found.
pub(crate) fn settle(source: &mut SourceText) {
    if !source.lines.iter().any(|l| has_marks(&l.text)) {
        source.pictures.retain(|p| p.line != UNPLACED);
        source.tables.retain(|table| !table.rows.is_empty());
        return;
    }
    let lines = std::mem::take(&mut source.lines);
    let mut placed = vec![None; source.pictures.len()];
    let mut readings: Vec<String> = Vec::new();
    // Where each line went, for what refers to lines by number.
    let mut moved = Vec::with_capacity(lines.len());
    for line in lines {
        if line.role != LineRole::TableRow {
            end_readings(&mut source.lines, &mut readings);
        }
        let now = source.lines.len() as u32;
        moved.push(now);
        let mut found = Found::default();
        found.read(&line.text);
        for (picture, at) in found.pictures {
            if let Some(place) = placed.get_mut(picture) {
                *place = Some((now, at));
            }
        }
        for table in found.rows {
            if let Some(table) = source.tables.get_mut(table) {
                table.rows.push(now);
            }
        }
        readings.append(&mut found.readings);
        source.lines.push(SourceLine {
            text: found.text,
            role: line.role,
        });
    }
    end_readings(&mut source.lines, &mut readings);
    let to = |line: u32| moved.get(line as usize).copied().unwrap_or(line);
    for page in &mut source.pages {
        page.line = to(page.line);
    }
    for part in &mut source.parts {
        *part = to(*part);
    }
    let mut place = placed.into_iter();
    source.pictures.retain_mut(|picture| {
        let place = place.next().flatten();
        if let Some((line, at)) = place {
            (picture.line, picture.at) = (line, at);
        }
        picture.line != UNPLACED
    });
    source.pictures.sort_by_key(|p| (p.line, p.at));
    source.tables.retain(|table| !table.rows.is_empty());
}

fn end_readings(lines: &mut Vec<SourceLine>, readings: &mut Vec<String>) {
    if readings.is_empty() {
        return;
    }
    lines.push(SourceLine {
        text: format!("注音：{}", readings.join("、")),
        role: LineRole::Footnote,
    });
    readings.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_readings_and_rows_keep_their_places() {
        let mut shelf = Shelf::default();
        let picture = shelf.picture("a.png", "图一", vec![1]);
        let lost = shelf.picture("b.png", "", vec![2]);
        let table = shelf.table();
        let row = row_mark(table);
        assert!(!lost.is_empty());
        let ruby = reading("堃", "kūn");
        let mut source = SourceText::from_plain(&format!(
            "甲堃{ruby}{picture}哥\n表前\n{row}一\t二\n{row}三"
        ));
        source.parts = vec![1];
        shelf.give(&mut source, &mut Vec::new());
        settle(&mut source);
        let texts: Vec<&str> = source.lines.iter().map(|l| l.text.as_str()).collect();
        assert_eq!(texts, ["甲堃哥", "注音：堃（kūn）", "表前", "一\t二", "三"]);
        assert_eq!(source.pictures.len(), 1);
        assert_eq!((source.pictures[0].line, source.pictures[0].at), (0, 2));
        assert_eq!(source.tables[0].rows, [3, 4]);
        assert_eq!(source.parts, [2]);
    }

    #[test]
    fn marks_of_a_hostile_file_refer_to_nothing() {
        let mut source = SourceText::from_plain("甲\u{fdd0}\u{100005}乙\u{fdd2}丙");
        settle(&mut source);
        assert_eq!(source.plain(), "甲乙");
        assert!(source.pictures.is_empty());
    }
}
