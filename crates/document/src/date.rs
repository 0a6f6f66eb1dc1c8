//! Calendar dates as they stand in Chinese texts: 2010年7月23日, 二○一○年七月二十三日, 2010-07-23.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use crate::numeral;

/// A day. Years 1000–2999; the day exists in its month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Date {
    /// Year, four digits.
    pub year: u16,
    /// Month, 1–12.
    pub month: u8,
    /// Day of the month, 1–31.
    pub day: u8,
}

impl Date {
    /// The date, if such a day exists.
    pub fn new(year: u32, month: u32, day: u32) -> Option<Date> {
        let leap =
            year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let last = match month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        let valid = (1000..3000).contains(&year) && (1..=last).contains(&day);
        valid.then_some(Date {
            year: year as u16,
            month: month as u8,
            day: day as u8,
        })
    }

    /// As a sentence writes it: 2010年7月19日 (GB/T 15835—2011, 5.1).
    pub fn chinese(self) -> String {
        format!("{}年{}月{}日", self.year, self.month, self.day)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl From<Date> for String {
    fn from(date: Date) -> String {
        date.to_string()
    }
}

impl TryFrom<String> for Date {
    type Error = String;
    fn try_from(text: String) -> Result<Date, String> {
        text.parse()
    }
}

impl FromStr for Date {
    type Err = String;

    /// Reads a text that is one date and nothing else, in any of the forms of [`find_date`].
    fn from_str(text: &str) -> Result<Date, String> {
        let text = text.trim();
        match find_date(text) {
            Some((date, 0, end)) if end == text.len() => Ok(date),
            _ => Err(format!("不是日期：{text}")),
        }
    }
}

const DIGIT: &str = "[0-9０-９〇○◯ОOo零一二三四五六七八九]";
const DAY: &str = "[0-9０-９〇○零一二三四五六七八九十廿卅]{1,3}";

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    let han =
        format!(r"({DIGIT}\s?{DIGIT}\s?{DIGIT}\s?{DIGIT})\s*年\s*({DAY})\s*月\s*({DAY})\s*日");
    let plain = r"([12][0-9]{3})([-/.．])([0-9]{1,2})[-/.．]([0-9]{1,2})";
    Regex::new(&format!("{han}|{plain}")).expect("constant")
});

/// The first date in `text` with the byte range that it covers.
pub fn find_date(text: &str) -> Option<(Date, usize, usize)> {
    find_dates(text).next()
}

/// All dates in `text`, each with its byte range.
pub fn find_dates(text: &str) -> impl Iterator<Item = (Date, usize, usize)> + '_ {
    DATE.captures_iter(text).filter_map(|c| {
        let part = |n: usize| c.get(n).map(|m| m.as_str());
        let (year, month, day) = match part(1) {
            Some(year) => (year, part(2)?, part(3)?),
            None => (part(4)?, part(6)?, part(7)?),
        };
        let value = |text: &str| {
            numeral::number(
                &text
                    .chars()
                    .filter(|c| !c.is_whitespace())
                    .collect::<String>(),
            )
        };
        let whole = c.get(0)?;
        let date = Date::new(value(year)?, value(month)?, value(day)?)?;
        Some((date, whole.start(), whole.end()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        for text in [
            "2010年7月19日",
            "２０１０年７月１９日",
            "二〇一〇年七月十九日",
            "二○一○年七月十九日",
            "二О一О年七月十九日",
            "2010-07-19",
            "2010.7.19",
            "2010年07月19日",
            "2010 年 7 月 19 日",
        ] {
            assert_eq!(
                text.parse::<Date>().map(|d| d.to_string()),
                Ok("2010-07-19".into())
            );
        }
        assert_eq!("二〇一〇年十二月三十一日".parse::<Date>().unwrap().day, 31);
    }

    #[test]
    fn days_that_do_not_exist() {
        for text in [
            "2010年2月30日",
            "2010年13月1日",
            "2010年0月1日",
            "2010-7-19之后",
            "今天",
        ] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }
}
