//! Characters with blanks between them, as they come out of a PDF: 中 央 创 先 争 优 is one word.

/// Characters in a row from which on nobody means each by itself.
const FEWEST: usize = 3;

/// The query with such stretches closed up; `None` if it has none. Two characters (通 知) stay two words, and so do
/// letters.
pub(super) fn closed_up(text: &str) -> Option<String> {
    let mut closed = String::with_capacity(text.len());
    let mut found = false;
    let mut rest = text;
    while !rest.is_empty() {
        let (length, han) = run(rest);
        if han >= FEWEST {
            closed.extend(rest[..length].chars().filter(|c| !c.is_whitespace()));
            found = true;
            rest = &rest[length..];
            continue;
        }
        // Nothing to close up here: on to the next word.
        let word = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let blanks = rest[word..].find(|c: char| !c.is_whitespace());
        let next = blanks.map_or(rest.len(), |blanks| word + blanks);
        closed.push_str(&rest[..next]);
        rest = &rest[next..];
    }
    found.then_some(closed)
}

/// Bytes of the words of one character that a text begins with, and the Han characters among them.
fn run(text: &str) -> (usize, usize) {
    let (mut end, mut han, mut at) = (0, 0, 0);
    loop {
        let word = &text[at..];
        let Some(c) = word.chars().next().filter(|c| is_text(*c)) else {
            break;
        };
        let behind = &word[c.len_utf8()..];
        if !behind.is_empty() && !behind.starts_with(char::is_whitespace) {
            break;
        }
        han += usize::from(is_han(c));
        end = at + c.len_utf8();
        let blanks = behind.find(|c: char| !c.is_whitespace());
        match blanks {
            Some(blanks) => at = end + blanks,
            None => break,
        }
    }
    (end, han)
}

/// What a stretch of text consists of: no operator and no letter.
fn is_text(c: char) -> bool {
    is_han(c)
        || matches!(c, '0'..='9' | '０'..='９' | '，' | '。' | '、' | '；' | '！' | '？' | '·' | '%' | '％')
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '〇' | '\u{20000}'..='\u{323af}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_between_characters() {
        assert_eq!(
            closed_up("中 央 创 先 争 优").as_deref(),
            Some("中央创先争优")
        );
        assert_eq!(
            closed_up("西　瓜　要\u{a0}扩 种").as_deref(),
            Some("西瓜要扩种")
        );
        assert_eq!(
            closed_up("２ ０ １ ０ 年 在 京 ， 召 开  座谈会 通知").as_deref(),
            Some("２０１０年在京，召开  座谈会 通知")
        );
        assert_eq!(
            closed_up("座谈会 中 央 创").as_deref(),
            Some("座谈会 中央创")
        );
    }

    #[test]
    fn words_stay_words() {
        for text in [
            "通 知",
            "创先 争优",
            "改革 开 放 OR 甲乙",
            "a b c",
            "1 2 3",
            "标题:中 央",
            "",
        ] {
            assert_eq!(closed_up(text), None, "{text}");
        }
    }
}
