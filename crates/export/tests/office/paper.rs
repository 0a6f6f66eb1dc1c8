//! Pages as poppler sees them: where words and ink stand, in millimetres from the upper left edge.

use super::{text_of, tool};

/// A word, or a run of Chinese chars.
#[derive(Debug, Clone)]
pub(crate) struct Word {
    /// From 1.
    pub(crate) page: usize,
    /// Left, upper, right, lower edge of its box.
    pub(crate) at: [f64; 4],
    /// Its text.
    pub(crate) text: String,
}

/// The words of a PDF, page by page; `None` without poppler.
pub(crate) fn words(pdf: &str) -> Option<Vec<Word>> {
    let boxes = text_of("pdftotext", &["-bbox", pdf, "-"])?;
    let mut page = 0;
    let mut words = Vec::new();
    for line in boxes.lines().map(str::trim) {
        page += usize::from(line.starts_with("<page "));
        let Some(rest) = line.strip_prefix("<word ") else {
            continue;
        };
        let number = |name: &str| -> f64 {
            let from = rest.split_once(&format!("{name}=\"")).unwrap().1;
            from.split('"').next().unwrap().parse::<f64>().unwrap() * 25.4 / 72.0
        };
        let text = rest.split_once('>').unwrap().1.split('<').next().unwrap();
        words.push(Word {
            page,
            at: ["xMin", "yMin", "xMax", "yMax"].map(number),
            text: text.to_owned(),
        });
    }
    Some(words)
}

/// Words of one line, from the left; lines from the top. A line is what has one upper edge.
pub(crate) fn lines(words: &[Word], page: usize) -> Vec<Vec<&Word>> {
    let mut on_page: Vec<&Word> = words.iter().filter(|w| w.page == page).collect();
    on_page.sort_by(|a, b| a.at[1].total_cmp(&b.at[1]));
    let mut lines: Vec<Vec<&Word>> = Vec::new();
    for word in on_page {
        match lines.last_mut() {
            Some(line) if (line[0].at[1] - word.at[1]).abs() < 1.0 => line.push(word),
            _ => lines.push(vec![word]),
        }
    }
    for line in &mut lines {
        line.sort_by(|a, b| a.at[0].total_cmp(&b.at[0]));
    }
    lines
}

/// The text of a line.
pub(crate) fn text(line: &[&Word]) -> String {
    line.iter().map(|w| w.text.as_str()).collect()
}

/// A page as a picture.
pub(crate) struct Picture {
    width: usize,
    height: usize,
    bytes: Vec<u8>,
}

/// Pixels of an inch.
const DPI: f64 = 254.0;

/// A colour to look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ink {
    Red,
    Black,
}

impl Picture {
    pub(crate) fn of(pdf: &str, page: usize) -> Option<Picture> {
        let (page, dpi) = (page.to_string(), DPI.to_string());
        let arguments = ["-r", &*dpi, "-f", &*page, "-l", &*page, pdf];
        let bytes = tool("pdftoppm", &arguments)?;
        // P6, width, height, 255, then the pixels.
        let mut parts = bytes.splitn(4, u8::is_ascii_whitespace);
        let mut number = || std::str::from_utf8(parts.next().unwrap()).unwrap().parse();
        let _magic: Result<usize, _> = number();
        let (width, height) = (number().unwrap(), number().unwrap());
        let rest = parts.next().unwrap();
        Some(Picture {
            width,
            height,
            bytes: rest[rest.len() - width * height * 3..].to_vec(),
        })
    }

    fn is(&self, x: usize, y: usize, ink: Ink) -> bool {
        let at = (y * self.width + x) * 3;
        let [red, green, blue] = [0, 1, 2].map(|n| self.bytes[at + n]);
        match ink {
            Ink::Red => red > 150 && green < 128 && blue < 128,
            Ink::Black => red < 128 && green < 128 && blue < 128,
        }
    }

    /// For each row from the top between two columns: its place and how much of it is inked, in mm.
    pub(crate) fn rows(&self, ink: Ink, (left, right): (f64, f64)) -> Vec<(f64, f64)> {
        let pixel = |mm: f64| ((mm * DPI / 25.4) as usize).min(self.width);
        let inked = |y: usize| {
            (pixel(left)..pixel(right))
                .filter(|x| self.is(*x, y, ink))
                .count()
        };
        let mm = |pixels: usize| pixels as f64 * 25.4 / DPI;
        (0..self.height).map(|y| (mm(y), mm(inked(y)))).collect()
    }

    /// Upper and lower edges of the rules: rows that are inked over at least `width` mm.
    pub(crate) fn rules(&self, ink: Ink, width: f64) -> Vec<(f64, f64)> {
        let mut rules: Vec<(f64, f64)> = Vec::new();
        for (y, inked) in self.rows(ink, (0.0, 210.0)) {
            if inked < width {
                continue;
            }
            let below = y + 25.4 / DPI;
            match rules.last_mut() {
                Some(rule) if y - rule.1 < 0.15 => rule.1 = below,
                _ => rules.push((y, below)),
            }
        }
        rules
    }
}
