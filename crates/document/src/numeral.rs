//! Chinese and Arabic numerals as values.

/// The value of a digit in any of the forms that dates use (〇 ○ О O 零 一 … 九, 0–9, full width).
pub(crate) fn digit(c: char) -> Option<u32> {
    Some(match c {
        '0'..='9' => c as u32 - '0' as u32,
        '０'..='９' => c as u32 - '０' as u32,
        // U+3007, U+25CB, U+25EF, Cyrillic and Latin O are all typed for zero.
        '〇' | '○' | '◯' | 'О' | 'O' | 'o' | '零' => 0,
        '一' | '壹' => 1,
        '二' | '贰' | '两' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

/// The value of a whole number written in digits or with 十 百 千; `None` for anything else.
pub(crate) fn number(text: &str) -> Option<u32> {
    if text.is_empty() {
        return None;
    }
    if text
        .chars()
        .any(|c| matches!(c, '十' | '百' | '千' | '廿' | '卅'))
    {
        return with_units(text);
    }
    let mut value: u32 = 0;
    for c in text.chars() {
        value = value.checked_mul(10)?.checked_add(digit(c)?)?;
    }
    Some(value)
}

fn with_units(text: &str) -> Option<u32> {
    let (mut total, mut pending): (u32, Option<u32>) = (0, None);
    for c in text.chars() {
        let unit = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            '廿' => {
                total += 20;
                continue;
            }
            '卅' => {
                total += 30;
                continue;
            }
            other => {
                pending = Some(digit(other)?);
                continue;
            }
        };
        total = total.checked_add(pending.take().filter(|d| *d > 0).unwrap_or(1) * unit)?;
    }
    total.checked_add(pending.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        let cases = [
            ("一", 1),
            ("十", 10),
            ("十二", 12),
            ("二十", 20),
            ("三十一", 31),
            ("一百零五", 105),
            ("一千一百八十一", 1181),
            ("二〇一〇", 2010),
            ("12", 12),
        ];
        for (text, value) in cases {
            assert_eq!(number(text), Some(value), "{text}");
        }
        assert_eq!(number("一心"), None);
        assert_eq!(number(""), None);
        assert_eq!(number("99999999999"), None);
    }
}
