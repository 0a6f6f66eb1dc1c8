//! The folds: what counts as equal in a search. One function, one version number.
//!
//! *Exact* drops marks that typists leave out (quotes, brackets, dashes, dots) and all white space,
//! and makes width, case and 繁/简 equal; it maps each character to one or none, so every folded
//! character has one origin. *Loose* drops the sentence marks as well.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Changes whenever a text would fold otherwise; the index is rebuilt then.
pub const FOLD_VERSION: u32 = 1;

/// A folded text with the origin of each of its characters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// For each folded char the index of its char in the original.
    pub origin: Vec<u32>,
}

/// Marks that carry no words: quotes, brackets, dashes, dots between names, ellipses.
const DROPPED: &str =
    "《》〈〉“”‘’「」『』（）()［］[]〔〕【】〖〗﹝﹞{}｛｝\"'＂＇`·•・‧∙⋅-－—–―‐‑‒−﹣…⋯";

/// Marks between clauses, which the loose fold drops.
const CLAUSE: &str = "，。、；：！？,;:!?.．";

struct Table {
    /// For each code of the BMP the folded code, 0 = dropped.
    bmp: Vec<u16>,
    beyond: HashMap<char, char>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut simple: HashMap<char, char> = HashMap::new();
    for line in include_str!("../data/simplified.txt")
        .lines()
        .filter(|l| !l.starts_with('#'))
    {
        let mut pair = line.chars();
        if let (Some(from), Some(to)) = (pair.next(), pair.next()) {
            simple.insert(from, to);
        }
    }
    let code = |c: u16| char::from_u32(u32::from(c));
    let mut bmp: Vec<u16> = (0..=u16::MAX)
        .map(|c| code(c).map_or(c, |c| base(c, &simple)))
        .collect();
    // A few characters fold to one that folds again; the fold of a folded text must change nothing.
    for _ in 0..2 {
        bmp = bmp.iter().map(|folded| bmp[*folded as usize]).collect();
    }
    let last = |c: char| {
        u16::try_from(c as u32)
            .ok()
            .and_then(|c| code(bmp[c as usize]))
            .unwrap_or(c)
    };
    let beyond = simple
        .iter()
        .filter(|(from, _)| **from > '\u{ffff}')
        .map(|(from, to)| (*from, last(*to)))
        .collect();
    Table { bmp, beyond }
});

fn base(c: char, simple: &HashMap<char, char>) -> u16 {
    let narrow = match c {
        '\u{ff01}'..='\u{ff5e}' if !"，；：！？．".contains(c) => {
            char::from_u32(c as u32 - 0xFEE0).unwrap_or(c)
        }
        ',' => '，',
        ';' => '；',
        ':' => '：',
        '!' => '！',
        '?' => '？',
        '○' | '◯' => '〇',
        other => other,
    };
    let invisible = matches!(
        narrow,
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}'
    );
    if narrow.is_whitespace() || narrow.is_control() || invisible || DROPPED.contains(narrow) {
        return 0;
    }
    let mut lower = narrow.to_lowercase();
    let lower = match (lower.next(), lower.next()) {
        (Some(one), None) => one,
        _ => narrow,
    };
    let folded = simple.get(&lower).copied().unwrap_or(lower);
    u16::try_from(folded as u32).unwrap_or(c as u16)
}

fn fold_char(c: char) -> Option<char> {
    match u16::try_from(c as u32) {
        Ok(code) => match TABLE.bmp[code as usize] {
            0 => None,
            folded => char::from_u32(u32::from(folded)),
        },
        Err(_) => Some(TABLE.beyond.get(&c).copied().unwrap_or(c)),
    }
}

/// The exact fold.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// The exact fold, behind what is in a buffer.
pub(crate) fn fold_into(text: &str, folded: &mut String) {
    folded.extend(text.chars().filter_map(fold_char));
}

/// The exact fold with origins.
pub fn fold_with_origin(text: &str) -> Folded {
    let mut folded = Folded {
        text: String::with_capacity(text.len()),
        origin: Vec::new(),
    };
    for (index, c) in text.chars().enumerate() {
        if let Some(c) = fold_char(c) {
            folded.text.push(c);
            folded.origin.push(index as u32);
        }
    }
    folded
}

/// True for a mark between clauses, which the loose fold drops.
pub fn is_clause_mark(c: char) -> bool {
    CLAUSE.contains(c)
}

/// The loose fold of a text that is folded already.
pub fn fold_loose(folded: &str) -> String {
    folded.chars().filter(|c| !is_clause_mark(*c)).collect()
}

/// The form in which a literal search compares: NFC without white space, marks kept.
pub fn literal_key(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_width_case_and_script() {
        assert_eq!(fold("“十四五”规划"), fold("十四五规划"));
        assert_eq!(fold("關於加強閱讀"), "关于加强阅读");
        assert_eq!(fold("ＡＰＥＣ　２０１４"), "apec2014");
        assert_eq!(fold("创先办〔2010〕2号"), fold("创先办[2010]2号"));
        assert_eq!(fold("第一，二"), "第一，二");
        assert_eq!(fold("a,b"), fold("a，b"));
        assert_eq!(fold_loose(&fold("不忘初心、牢记使命")), "不忘初心牢记使命");
    }

    #[test]
    fn origins_point_back() {
        let folded = fold_with_origin("“一 带”一路");
        assert_eq!(folded.text, "一带一路");
        assert_eq!(folded.origin, [1, 3, 5, 6]);
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for c in (0..=0x2ffff).filter_map(char::from_u32) {
            let once = fold(&c.to_string());
            assert_eq!(fold(&once), once, "{c:?}");
        }
    }
}
