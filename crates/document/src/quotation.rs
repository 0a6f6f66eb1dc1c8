//! 引文 in a draft: what stands in “”, 「」, 『』 or "", and block quotes.
//!
//! Marks are those of GB/T 15834—2011, 4.8, and those of writers in traditional script. A mark that is
//! never closed ends with its paragraph and is no quotation. What stands in marks inside of marks belongs
//! to the outer ones.

/// How a quotation is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuotationKind {
    /// In quotation marks
    Marked,
    /// A paragraph behind >
    Block,
}

/// A quotation in a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// How it is marked.
    pub kind: QuotationKind,
    /// Its first char in the paragraph, behind the mark.
    pub start: u32,
    /// One past its last char.
    pub end: u32,
    /// Its text without the marks.
    pub text: String,
}

const MARKS: [(char, char); 4] = [('“', '”'), ('「', '」'), ('『', '』'), ('"', '"')];

/// The quotations of a paragraph, in order.
pub fn find_quotations(paragraph: &str) -> Vec<Quotation> {
    let chars: Vec<char> = paragraph.chars().collect();
    if let Some(start) = block_quote(&chars) {
        return vec![quotation(QuotationKind::Block, &chars, start, chars.len())];
    }
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let marks = MARKS.iter().find(|(open, _)| *open == chars[at]);
        let end = marks.and_then(|marks| closing(&chars, at, *marks));
        match end {
            Some(end) => {
                found.push(quotation(QuotationKind::Marked, &chars, at + 1, end));
                at = end + 1;
            }
            None => at += 1,
        }
    }
    found.retain(|q| !q.text.trim().is_empty());
    found
}

/// Where the text of a block quote begins.
fn block_quote(chars: &[char]) -> Option<usize> {
    let first = chars.iter().position(|c| !c.is_whitespace())?;
    if !matches!(chars[first], '>' | '＞') {
        return None;
    }
    let text = |c: &char| !c.is_whitespace() && !matches!(c, '>' | '＞');
    let start = chars[first..].iter().position(text)?;
    Some(first + start)
}

/// The mark that closes the one at `at`.
fn closing(chars: &[char], at: usize, (open, close): (char, char)) -> Option<usize> {
    let mut depth = 0;
    for (n, c) in chars.iter().enumerate().skip(at) {
        if *c == close && n > at {
            depth -= 1;
            if depth == 0 {
                return Some(n);
            }
        } else if *c == open {
            depth += 1;
        }
    }
    None
}

fn quotation(kind: QuotationKind, chars: &[char], start: usize, end: usize) -> Quotation {
    Quotation {
        kind,
        start: start as u32,
        end: end as u32,
        text: chars[start..end].iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(paragraph: &str) -> Vec<String> {
        let found = find_quotations(paragraph);
        found.into_iter().map(|q| q.text).collect()
    }

    #[test]
    fn all_marks_and_marks_inside_of_marks() {
        assert_eq!(
            texts("他说：“要‘两手抓’。”又说「實事求是」和\"straight\"。"),
            ["要‘两手抓’。", "實事求是", "straight"]
        );
        assert_eq!(texts("“外“内”外”"), ["外“内”外"]);
        assert_eq!(texts("没有合上的“引号"), Vec::<String>::new());
        assert_eq!(texts("“”和“ ”"), Vec::<String>::new());
    }

    #[test]
    fn a_block_quote_is_one_quotation_without_its_signs() {
        let found = find_quotations("> 坚持“两个务必”。");
        assert_eq!(found[0].kind, QuotationKind::Block);
        assert_eq!(
            (found[0].start, found[0].text.as_str()),
            (2, "坚持“两个务必”。")
        );
        assert_eq!(texts(">"), Vec::<String>::new());
    }

    #[test]
    fn places_are_chars_of_the_paragraph() {
        let found = find_quotations("𠮷说：“好”。");
        assert_eq!((found[0].start, found[0].end), (4, 5));
    }
}
