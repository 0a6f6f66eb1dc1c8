//! What counts in a quotation: the folded chars of the search, and the marks that carry a meaning.
//!
//! Two texts say the same if their units are equal. The fold is the search's own; what it leaves out counts
//! here in four places, because there a mark changes what is said:
//!
//! - between digits, and a dash before one: 12.5 is not 125, 3—5人 is not 35人, −5% is not 5%;
//! - a dash between Chinese numerals: 三—五人 is not 三五人;
//! - brackets around one or two characters: （不）同意 is not 不同意;
//! - a blank between digits or between letters, and a raised digit: 12 34 is not 1234, 10² is not 102.
//!
//! It does not count how a dash, a point or a bracket is drawn, nor the comma of 10,000.

use yandu_search::{fold_with_origin, is_clause_mark};

/// A char that counts, with the char of the original that it comes from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unit {
    key: char,
    pub(crate) at: u32,
}

impl PartialEq for Unit {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Unit {}

impl PartialOrd for Unit {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Unit {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key.cmp(&other.key)
    }
}

impl std::hash::Hash for Unit {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

// Private use: no folded text has them.
const DASH: char = '\u{e000}';
const POINT: char = '\u{e001}';
const COMMA: char = '\u{e002}';
const COLON: char = '\u{e003}';
const OPEN: char = '\u{e004}';
const CLOSE: char = '\u{e005}';
const OTHER: char = '\u{e006}';
const GAP: char = '\u{e007}';
const RAISED: char = '\u{e008}';

const DASHES: &str = "-－—–―‐‑‒−﹣﹘─━⸺⸻~～〜〰∼";
const POINTS: &str = ".．。｡·•・‧∙⋅･﹒․⸱●";
const COMMAS: &str = ",，、､﹐﹑;；﹔";
const COLONS: &str = ":：∶︰﹕";
const OPENING: &str = "（([［〔【〖﹝{｛⟨❨⁽︵﹙";
const CLOSING: &str = "）)]］〕】〗﹞}｝⟩❩⁾︶﹚";
const QUOTES: &str = "“”‘’「」『』《》〈〉\"'＂＇〝〞〟«»‹›„‚‟‛｢｣﹁﹂﹃﹄`";
const NUMERALS: &str = "〇零一二三四五六七八九十百千万亿两";

/// The units of a text, in order.
pub(crate) fn units(text: &str) -> Vec<Unit> {
    let chars: Vec<char> = text.chars().collect();
    let folded = fold_with_origin(text);
    let content = folded.text.chars().zip(&folded.origin);
    let mut units: Vec<Unit> = content
        .filter(|(c, _)| !is_clause_mark(*c))
        .map(|(c, at)| Unit {
            key: class(c).filter(|k| *k != OTHER).unwrap_or(c),
            at: *at,
        })
        .collect();
    let mut counted = vec![false; chars.len()];
    for unit in &units {
        counted[unit.at as usize] = true;
    }
    let shown: Vec<Shown> = chars
        .iter()
        .enumerate()
        .filter(|(_, c)| !c.is_whitespace() && !is_invisible(**c))
        .map(|(at, c)| Shown {
            c: *c,
            at: at as u32,
            counted: counted[at],
            apart: is_apart(&chars[..at]),
        })
        .collect();
    units.extend(marks(&shown));
    units.extend(gaps(&shown));
    units.sort_by_key(|unit| unit.at);
    units
}

/// The units of a text if marks and script count too: every char but white space.
pub(crate) fn literal_units(text: &str) -> Vec<Unit> {
    let chars = text.chars().enumerate();
    let unit = |(at, key): (usize, char)| Unit { key, at: at as u32 };
    chars
        .filter(|(_, c)| !c.is_whitespace())
        .map(unit)
        .collect()
}

/// A visible char of the original.
#[derive(Clone, Copy)]
struct Shown {
    c: char,
    at: u32,
    /// The fold has it.
    counted: bool,
    /// White space stands before it.
    apart: bool,
}

fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{ad}')
}

/// True behind a blank that keeps words apart: not a thin one, nor the end of a line.
fn is_apart(before: &[char]) -> bool {
    let blanks = || before.iter().rev().take_while(|c| c.is_whitespace());
    let thin = |c: &char| matches!(c, '\u{2006}' | '\u{2009}' | '\u{200a}' | '\u{202f}');
    blanks().any(|c| !thin(c)) && !blanks().any(|c| matches!(c, '\n' | '\r'))
}

/// Blanks between digits or letters, and digits that stand raised behind another one.
fn gaps(shown: &[Shown]) -> Vec<Unit> {
    let mut gaps = Vec::new();
    for (n, pair) in shown.windows(2).enumerate() {
        let (before, here) = (pair[0].c, pair[1].c);
        let letters = before.is_ascii_alphabetic() && here.is_ascii_alphabetic();
        let digits = is_digit(before) && is_digit(here) && !three_digits(&shown[n + 1..]);
        let raised = matches!(here, '²' | '³' | '¹' | '⁰' | '⁴'..='⁹' | '¼'..='¾' | '⅐'..='⅞');
        let key = match (
            is_digit(before) && raised,
            pair[1].apart && (letters || digits),
        ) {
            (true, _) => RAISED,
            (false, true) => GAP,
            (false, false) => continue,
        };
        gaps.push(Unit {
            key,
            at: pair[1].at,
        });
    }
    gaps
}

/// The marks that the fold left out and that carry a meaning.
fn marks(shown: &[Shown]) -> Vec<Unit> {
    let mut marks = Vec::new();
    let mut n = 0;
    while n < shown.len() {
        let run = run(&shown[n..]);
        if run == 0 {
            n += 1;
            continue;
        }
        let before = n.checked_sub(1).map(|n| shown[n].c);
        let behind = shown.get(n + run).copied();
        if let Some(key) = between(&shown[n..n + run], before, behind, &shown[n + run..]) {
            marks.push(Unit {
                key,
                at: shown[n].at,
            });
        }
        n += run;
    }
    brackets(shown, &mut marks);
    marks.dedup_by_key(|mark| mark.at);
    marks
}

/// Length of the run of marks of one class that begins here, 0 for none.
fn run(shown: &[Shown]) -> usize {
    let class = |s: &Shown| if s.counted { None } else { class(s.c) };
    let Some(first) = shown.first().and_then(class) else {
        return 0;
    };
    shown.iter().take_while(|s| class(s) == Some(first)).count()
}

fn class(c: char) -> Option<char> {
    let classes = [
        (DASHES, DASH),
        (POINTS, POINT),
        (COMMAS, COMMA),
        (COLONS, COLON),
        (OPENING, OPEN),
        (CLOSING, CLOSE),
    ];
    let known = classes.iter().find(|(marks, _)| marks.contains(c));
    match known {
        Some((_, key)) => Some(*key),
        None if QUOTES.contains(c) => None,
        None => (!c.is_alphanumeric()).then_some(OTHER),
    }
}

fn between(
    run: &[Shown],
    before: Option<char>,
    behind: Option<Shown>,
    rest: &[Shown],
) -> Option<char> {
    let key = class(run[0].c)?;
    let behind_is = |test: fn(char) -> bool| behind.is_some_and(|s| test(s.c));
    let number = before.is_some_and(is_digit) && behind_is(is_digit);
    let numerals = before.is_some_and(is_numeral) && behind_is(is_numeral);
    if number {
        let thousands = key == COMMA && run.len() == 1 && three_digits(rest);
        return (!thousands).then_some(key);
    }
    // — 5 at the start of a line is a list; ——5 is a dash between words.
    let sign = key == DASH
        && run.len() == 1
        && behind_is(is_digit)
        && (before.is_some() || behind.is_some_and(|s| !s.apart));
    let range = key == DASH && run.len() == 1 && numerals;
    (sign || range).then_some(key)
}

/// 10,000: exactly three digits follow.
fn three_digits(rest: &[Shown]) -> bool {
    rest.iter().take_while(|s| is_digit(s.c)).count() == 3
}

/// （不）同意; not （一）, which numbers, and not （以下简称…）, which explains.
fn brackets(shown: &[Shown], marks: &mut Vec<Unit>) {
    for (n, open) in shown.iter().enumerate() {
        if open.counted || !OPENING.contains(open.c) {
            continue;
        }
        let inner = shown[n + 1..].iter().take_while(|s| s.counted).count();
        let Some(close) = shown.get(n + 1 + inner) else {
            continue;
        };
        let words = &shown[n + 1..n + 1 + inner];
        let counts = (1..=2).contains(&inner)
            && CLOSING.contains(close.c)
            && words
                .iter()
                .all(|s| s.c.is_alphabetic() && !is_numeral(s.c) && !s.c.is_ascii());
        if counts {
            marks.push(Unit {
                key: OPEN,
                at: open.at,
            });
            marks.push(Unit {
                key: CLOSE,
                at: close.at,
            });
        }
    }
    marks.sort_by_key(|mark| mark.at);
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

fn is_numeral(c: char) -> bool {
    NUMERALS.contains(c)
}

/// The text without the marks at its ends that carry no meaning: a quotation may stop where its source goes on.
pub(crate) fn trimmed(text: &str) -> &str {
    let units = units(text);
    let (Some(first), Some(last)) = (units.first(), units.last()) else {
        return "";
    };
    yandu_document::slice_chars(text, first.at, last.at + 1)
}

/// How many chars a passage must grow at both ends so that it cuts no number: −5%, 12.5, 二十三.
pub(crate) fn uncut(before: &str, passage: &str, behind: &str) -> (u32, u32) {
    let inside: Vec<char> = passage.chars().filter(|c| !c.is_whitespace()).collect();
    let (Some(first), Some(last)) = (inside.first(), inside.last()) else {
        return (0, 0);
    };
    let before: Vec<char> = before.chars().rev().collect();
    let behind: Vec<char> = behind.chars().collect();
    (
        grown(*first, &before, Side::Before),
        grown(*last, &behind, Side::Behind),
    )
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    Behind,
}

/// Chars of `around`, which leads away from the passage, that belong to the number at its edge.
fn grown(edge: char, around: &[char], side: Side) -> u32 {
    let mut taken = 0;
    let mut last = edge;
    while let Some(next) = around.get(taken) {
        let after = around.get(taken + 1).copied();
        let digits = is_digit(last) && is_digit(*next);
        let joined = is_digit(last)
            && class(*next).is_some_and(|k| matches!(k, POINT | DASH | COMMA))
            && *next != '。'
            && *next != '、'
            && *next != '，'
            && after.is_some_and(is_digit);
        let sign = side == Side::Before
            && is_digit(last)
            && class(*next) == Some(DASH)
            && after.is_none_or(|c| class(c) != Some(DASH) && !c.is_whitespace());
        let unit = side == Side::Behind && is_digit(last) && "%％‰℃万亿".contains(*next);
        if !(digits || joined || sign || unit || numeral(last, *next, side)) {
            break;
        }
        // A joint is taken with the digit behind it.
        taken += if joined { 2 } else { 1 };
        last = around[taken - 1];
    }
    taken as u32
}

/// 十 before 五 and 二 before 十 belong to one numeral; 一 before 一 may be two words.
fn numeral(edge: char, next: char, side: Side) -> bool {
    let (left, right) = match side {
        Side::Before => (next, edge),
        Side::Behind => (edge, next),
    };
    let unit = |c: char| "十百千万亿".contains(c);
    let digit = |c: char| "二三四五六七八九".contains(c);
    (unit(left) && left != '万' && digit(right)) || (digit(left) && unit(right))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(a: &str, b: &str) -> bool {
        units(a) == units(b)
    }

    #[test]
    fn what_search_calls_equal_is_equal_but_for_marks_with_a_meaning() {
        for (a, b) in [
            ("不忘初心、牢记使命", "不忘初心牢记使命"),
            ("（试行办法）", "试行办法"),
            ("關於“十四五”規劃", "关于十四五规划"),
            ("3—5人", "3-5人"),
            ("3~5人", "３－５人"),
            ("10,000元", "10000元"),
            ("（一）坚持", "一、坚持"),
            ("“七·一”讲话", "七一讲话"),
            ("他说——5个", "他说5个"),
            ("共同富裕（以下简称共富）", "共同富裕，以下简称共富"),
            ("（2010）2号", "〔2010〕2号"),
            ("12·5", "12.5"),
            ("10 000元", "10000元"),
        ] {
            assert!(same(a, b), "{a} {b}");
        }
        for (a, b) in [
            ("−5%的降幅", "5%的降幅"),
            ("同比-5%", "同比5%"),
            ("3—5人", "35人"),
            ("三—五人", "三五人"),
            ("（不）同意", "不同意"),
            ("（副）主任", "副主任"),
            ("12.5", "125"),
            ("2、3人", "23人"),
            ("3:2", "32"),
            ("〔2010〕2号", "20102号"),
            ("7·23事故", "723事故"),
            ("1,5", "15"),
            ("12 34万", "1234万"),
            ("10²", "102"),
            ("the rapist", "therapist"),
        ] {
            assert!(!same(a, b), "{a} {b}");
        }
    }

    #[test]
    fn a_passage_cuts_no_number() {
        assert_eq!(uncut("同比−", "5%的降幅", "，"), (1, 0));
        assert_eq!(uncut("共1", "5个项目", "都"), (1, 0));
        assert_eq!(uncut("增长12.", "5%的", ""), (3, 0));
        assert_eq!(uncut("派出", "3", "—5人"), (0, 2));
        assert_eq!(uncut("二", "十个", ""), (1, 0));
        assert_eq!(uncut("十", "五个", ""), (1, 0));
        assert_eq!(uncut("统一", "一个", "个"), (0, 0));
        assert_eq!(uncut("他说——", "5个", ""), (0, 0));
        assert_eq!(uncut("增长", "5", "%以上"), (0, 1));
        assert_eq!(uncut("二。", "5个", "。3"), (0, 0));
        assert_eq!(uncut("1、", "2个", ""), (0, 0));
    }

    #[test]
    fn what_stands_at_the_ends_of_a_quotation() {
        assert_eq!(trimmed("，读书贵在坚持。"), "读书贵在坚持");
        assert_eq!(trimmed("−5%的。"), "−5%的");
        assert_eq!(trimmed("（不）同意。"), "（不）同意");
        assert_eq!(trimmed("。，"), "");
    }
}
