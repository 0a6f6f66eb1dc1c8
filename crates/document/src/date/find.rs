//! Dates inside a running text, in every form that Chinese texts use. Byte ranges throughout.

use std::sync::LazyLock;

use regex::Regex;

use super::Date;
use crate::numeral;

const DIGIT: &str = "[0-9０-９〇○◯ОOo零一二三四五六七八九]";
/// A month or day: digits, numerals with 十, and 元 for the first month.
const SMALL: &str = "[0-9０-９〇○零一二三四五六七八九十廿卅元]{1,3}";

static DAY: LazyLock<Regex> = LazyLock::new(|| {
    let han =
        format!(r"({DIGIT}\s?{DIGIT}\s?{DIGIT}\s?{DIGIT})\s*年\s*({SMALL})\s*月\s*({SMALL})\s*日");
    let plain = r"([12][0-9]{3})\s?([-/.．])\s?([0-9]{1,2})\s?[-/.．]\s?([0-9]{1,2})";
    Regex::new(&format!("{han}|{plain}")).expect("constant")
});

static COARSE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"({DIGIT}\s?{DIGIT}\s?{DIGIT}\s?{DIGIT})\s*年(?:\s*({SMALL})\s*月(?:份)?)?"
    ))
    .expect("constant")
});

static MONTH_DAY: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(&format!(r"({SMALL})\s*月\s*({SMALL})\s*日")).expect("constant"));

static RANGE_END: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"^\s*(?:至|到|—+|－|–|-|~|～|、|和)\s*(?:({SMALL})\s*月\s*)?({SMALL})\s*日"
    ))
    .expect("constant")
});

/// Returns the first day in `text` with the byte range that it covers.
pub fn find_date(text: &str) -> Option<(Date, usize, usize)> {
    find_dates(text).next()
}

/// Returns all days in `text`, each with its byte range.
pub fn find_dates(text: &str) -> impl Iterator<Item = (Date, usize, usize)> + '_ {
    // Most paragraphs have none of these characters; looking for them is cheaper than the pattern.
    let candidate = text.contains('年') || text.contains(['-', '/', '.', '．']);
    let all = candidate.then(|| DAY.captures_iter(text));
    all.into_iter().flatten().filter_map(|c| {
        let part = |n: usize| c.get(n).map(|m| m.as_str());
        let (year, month, day) = match part(1) {
            Some(year) => (year, part(2)?, part(3)?),
            None => (part(4)?, part(6)?, part(7)?),
        };
        let whole = c.get(0)?;
        let date = Date::new(value(year)?, value(month)?, value(day)?)?;
        Some((date, whole.start(), whole.end()))
    })
}

/// Returns the first date of any precision: a day, else a month, else a year. Years count from 1000 on and need 年.
pub(crate) fn find_coarse(text: &str) -> Option<(Date, usize, usize)> {
    find_date(text).or_else(|| {
        COARSE.captures_iter(text).find_map(|c| {
            let whole = c.get(0)?;
            let year = value(c.get(1)?.as_str())?;
            let month = c.get(2).and_then(|m| value(m.as_str()));
            Some((Date::coarse(year, month)?, whole.start(), whole.end()))
        })
    })
}

/// Returns the months and days without a year of their own (1月5日), each with its byte range.
pub(crate) fn find_month_days(text: &str) -> impl Iterator<Item = (u32, u32, usize, usize)> + '_ {
    MONTH_DAY.captures_iter(text).filter_map(|c| {
        let whole = c.get(0)?;
        let (month, day) = (value(c.get(1)?.as_str())?, value(c.get(2)?.as_str())?);
        Some((month, day, whole.start(), whole.end()))
    })
}

/// Returns the last day of a range whose first day is `first` and whose rest begins `rest` (至12日, —4月2日), with the
/// number of bytes that the rest takes.
pub(crate) fn range_end(first: Date, rest: &str) -> Option<(Date, usize)> {
    let c = RANGE_END.captures(rest)?;
    let month = match c.get(1) {
        Some(month) => value(month.as_str())?,
        None => u32::from(first.month),
    };
    let last = Date::new(u32::from(first.year), month, value(c.get(2)?.as_str())?)?;
    (last > first).then_some((last, c.get(0)?.end()))
}

fn value(text: &str) -> Option<u32> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if text == "元" {
        return Some(1);
    }
    numeral::number(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_years_without_a_day() {
        let shown = |text: &str| find_coarse(text).map(|(d, ..)| d.to_string());
        assert_eq!(shown("（2018年5月）").as_deref(), Some("2018-05"));
        assert_eq!(shown("二〇一八年工作要点").as_deref(), Some("2018"));
        assert_eq!(shown("2018年13月").as_deref(), None);
        assert_eq!(shown("五年规划").as_deref(), None);
    }

    #[test]
    fn ranges_end_on_their_last_day() {
        let first = Date::new(2013, 11, 29).unwrap();
        let end = |rest: &str| range_end(first, rest).map(|(d, _)| d.to_string());
        assert_eq!(end("至30日在北京").as_deref(), Some("2013-11-30"));
        assert_eq!(end("—12月2日").as_deref(), Some("2013-12-02"));
        assert_eq!(end("至12日"), None);
        assert_eq!(end("，北京"), None);
    }
}
