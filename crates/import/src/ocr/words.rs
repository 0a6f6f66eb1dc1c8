//! Tesseract's table of words (its `tsv` output) to glyphs.

use crate::layout::{Glyph, Page, Turn};

/// Chars and how sure Tesseract is of them.
#[derive(Debug, Default)]
pub(super) struct Scores {
    chars: u32,
    /// Sum of confidences, 0 to 100 each.
    sum: f64,
    pages: u32,
}

impl Scores {
    pub(super) fn chars(&self) -> u32 {
        self.chars
    }

    /// What the reader of the text must know.
    pub(super) fn warning(&self) -> Option<String> {
        let mean = self.sum / f64::from(self.chars.max(1));
        (self.pages > 0).then(|| {
            format!(
                "{} 页由文字识别（OCR）得到，平均置信度 {mean:.0}%，请对照原件核对",
                self.pages
            )
        })
    }
}

/// A row of the table.
struct Row<'t> {
    level: u32,
    left: f32,
    top: f32,
    width: f32,
    height: f32,
    confidence: f64,
    text: &'t str,
}

fn row(line: &str) -> Option<Row<'_>> {
    let cells: Vec<&str> = line.split('\t').collect();
    let number = |at: usize| cells.get(at).and_then(|c| c.parse::<f32>().ok());
    Some(Row {
        level: number(0)? as u32,
        left: number(6)?,
        top: number(7)?,
        width: number(8)?,
        height: number(9)?,
        confidence: f64::from(number(10)?),
        text: cells.get(11).copied().unwrap_or_default().trim(),
    })
}

/// Level of the page, of a line and of a word in the table.
const PAGE: u32 = 1;
const LINE: u32 = 4;
const WORD: u32 = 5;

/// Reads the table of one page.
pub(super) fn page(table: &str, number: u32, scores: &mut Scores) -> Page {
    let rows: Vec<Row<'_>> = table.lines().filter_map(row).collect();
    let mut page = Page {
        number,
        ..Page::default()
    };
    let mut heights: Vec<f32> = rows
        .iter()
        .filter(|r| r.level == LINE)
        .map(|r| r.height)
        .collect();
    heights.sort_by(f32::total_cmp);
    let usual = heights.get(heights.len() / 2).copied().unwrap_or(1.0);
    let mut line = OpenLine {
        bottom: 0.0,
        size: usual,
        reach: 0.0,
    };
    for row in &rows {
        match row.level {
            PAGE => (page.width, page.height) = (row.width, row.height),
            LINE => {
                // A line without tall or deep chars is of the same font as the others.
                let same = (row.height / usual - 1.0).abs() < 0.35;
                line = OpenLine {
                    bottom: row.top + row.height,
                    size: if same { usual } else { row.height.max(1.0) },
                    reach: 0.0,
                };
            }
            WORD if !row.text.is_empty() => put(&mut page, row, &mut line, scores),
            _ => {}
        }
    }
    scores.pages += 1;
    page
}

/// The line whose words come next.
struct OpenLine {
    bottom: f32,
    size: f32,
    /// Where its last word ends.
    reach: f32,
}

fn put(page: &mut Page, row: &Row<'_>, line: &mut OpenLine, scores: &mut Scores) {
    let count = row.text.chars().count() as u32;
    // The frames of words overlap, their order is right.
    let left = row.left.max(line.reach);
    let right = (row.left + row.width).max(left + 0.1 * line.size * count as f32);
    let advance = (right - left) / count as f32;
    line.reach = right;
    scores.chars += count;
    scores.sum += row.confidence.max(0.0) * f64::from(count);
    for (n, c) in row.text.chars().enumerate() {
        page.glyphs.push(Glyph {
            c,
            x: left + n as f32 * advance,
            y: line.bottom,
            advance,
            size: line.size,
            turn: Turn::Right,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_on_their_lines() {
        let table = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n\
            1\t1\t0\t0\t0\t0\t0\t0\t2480\t3508\t-1\t\n\
            4\t1\t1\t1\t1\t0\t400\t500\t300\t60\t-1\t\n\
            5\t1\t1\t1\t1\t1\t400\t502\t120\t56\t90.5\t读书\n\
            5\t1\t1\t1\t1\t2\t510\t500\t60\t60\t80\t会\n";
        let mut scores = Scores::default();
        let page = page(table, 3, &mut scores);
        let text: String = page.glyphs.iter().map(|g| g.c).collect();
        assert_eq!(
            (text.as_str(), page.width, page.number),
            ("读书会", 2480.0, 3)
        );
        let places: Vec<f32> = page.glyphs.iter().map(|g| g.x).collect();
        assert_eq!(places, [400.0, 460.0, 520.0]);
        assert!(page.glyphs.iter().all(|g| g.y == 560.0));
        assert!(scores.warning().unwrap().contains("87%"));
    }
}
