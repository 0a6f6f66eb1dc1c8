//! The shadow of a line: what the rules look at. One shadow char stands for one char of the text, so
//! positions found in a shadow are positions in the text.

/// Layout spaces become U+0020, full-width ASCII becomes ASCII; every other char stays.
pub(crate) fn shadow(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{a0}' | '\u{3000}' | '\u{2000}'..='\u{200d}' | '\u{202f}' | '\u{2060}' | '\t' => ' ',
            '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
                char::from_u32(c as u32 - 0xFEE0).unwrap_or(c)
            }
            other => other,
        })
        .collect()
}

/// A shadow without layout inside: 中 央 创 先 → 中央创先; elsewhere runs of spaces become one.
pub(crate) fn tight(shadow: &str) -> String {
    let tokens: Vec<&str> = shadow.split_whitespace().collect();
    let spaced_out = tokens.len() > 1 && tokens.iter().all(|t| t.chars().count() == 1);
    tokens.join(if spaced_out { "" } else { " " })
}

/// All white space removed.
pub(crate) fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// True for a Han character of the blocks that texts use.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '〇' | '\u{20000}'..='\u{323af}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaced_names_close_up() {
        assert_eq!(tight(&shadow("李\u{a0}源\u{a0}潮")), "李源潮");
        assert_eq!(tight(&shadow("国务院总理　温家宝")), "国务院总理 温家宝");
        assert_eq!(
            shadow("２０１０年　x").chars().count(),
            "２０１０年　x".chars().count()
        );
    }
}
