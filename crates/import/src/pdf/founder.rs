//! Latin letters of Founder's typesetting system: its files write them as the GBK chars whose second byte is
//! the letter with its high bit set (A0C7 is G, so 犌犅 is GB), and digits and other letters as wide ones.
//!
//! These chars are rare or traditional forms (狀). So a text is only mended where it shows that it is such a file: two
//! of them beside each other, or one beside a wide letter, in a text that is not traditional.

use yandu_document::SourceLine;

/// Signs that a file must show.
const EVIDENCE: usize = 2;

/// The letter that a char of the row A0 of GBK stands for.
fn letter(c: char) -> Option<char> {
    // Outside of this block no char of the row has a letter as its second byte.
    if !matches!(c, '\u{7283}'..='\u{7300}') {
        return None;
    }
    let mut text = [0; 4];
    let (bytes, _, broken) = encoding_rs::GBK.encode(c.encode_utf8(&mut text));
    match bytes[..] {
        [0xA0, second @ 0xA1..=0xFE] if !broken => {
            Some(char::from(second - 0x80)).filter(char::is_ascii_alphabetic)
        }
        _ => None,
    }
}

fn wide(c: char) -> Option<char> {
    let code = u32::from(c).checked_sub(0xFEE0)?;
    let plain = char::from_u32(code)?;
    (matches!(c, '\u{ff10}'..='\u{ff5a}') && plain.is_ascii_alphanumeric()).then_some(plain)
}

/// Puts the letters of such a file right, in all lines; leaves other texts as they are.
pub(super) fn mend(lines: &mut [SourceLine]) {
    let signs: usize = lines.iter().map(|line| signs(&line.text)).sum();
    if signs < EVIDENCE {
        return;
    }
    for line in lines {
        line.text = line
            .text
            .chars()
            .map(|c| letter(c).or_else(|| wide(c)).unwrap_or(c))
            .collect();
    }
}

/// Pairs of such letters.
fn signs(text: &str) -> usize {
    let mut before = false;
    let mut count = 0;
    for c in text.chars() {
        let now = letter(c).is_some();
        count += usize::from(now && before);
        before = now;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(lines: &[&str]) -> Vec<String> {
        let mut lines: Vec<SourceLine> = lines
            .iter()
            .map(|text| SourceLine {
                text: (*text).to_owned(),
                role: yandu_document::LineRole::Text,
            })
            .collect();
        mend(&mut lines);
        lines.into_iter().map(|l| l.text).collect()
    }

    #[test]
    fn letters_of_founder_are_letters() {
        let found = mended(&[
            "犌犅／犜００３１—２０２３",
            "附录犃规定了方法，犐犛犗 也是",
            "样品数狀不少于三份",
        ]);
        assert_eq!(
            found,
            [
                "GB／T0031—2023",
                "附录A规定了方法，ISO 也是",
                "样品数n不少于三份"
            ]
        );
    }

    #[test]
    fn traditional_chars_stay() {
        let text = ["原狀回復，犢牛二頭", "現狀調查，１２人"];
        assert_eq!(mended(&text), text);
    }
}
