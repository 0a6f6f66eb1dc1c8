//! Calendar dates as they stand in Chinese texts: 2010年7月23日, 二○一○年七月二十三日, 2010-07-23; also a month or a
//! year alone, where no more is known.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

mod find;

pub(crate) use find::{find_coarse, find_month_days, range_end};
pub use find::{find_date, find_dates};

/// A day, or the month or year of which no more is known. Years 1000–2999; the day exists in its month.
///
/// The order is that of the calendar; a month comes before its first day, a year before its first month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Date {
    /// Year, four digits.
    pub year: u16,
    /// Month, 1–12; 0 when only the year is known.
    pub month: u8,
    /// Day of the month, 1–31; 0 when only the month or the year is known.
    pub day: u8,
}

impl Date {
    /// Returns the day, if it exists.
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

    /// Returns a month, or a year where `month` is `None`; `None` for a month or year that does not exist.
    pub fn coarse(year: u32, month: Option<u32>) -> Option<Date> {
        let month = month.unwrap_or(0);
        let valid = (1000..3000).contains(&year) && month <= 12;
        valid.then_some(Date {
            year: year as u16,
            month: month as u8,
            day: 0,
        })
    }

    /// Reads a date of any precision that fills `text`: `2010`, `2010-07`, `2010年7月`, or a day as [`FromStr`] reads it.
    pub fn read(text: &str) -> Option<Date> {
        let text = text.trim();
        if let Ok(day) = text.parse() {
            return Some(day);
        }
        if let Some((date, 0, end)) = find_coarse(text) {
            return (end == text.len()).then_some(date);
        }
        let (year, month) = match text.split_once(['-', '/', '.']) {
            Some((year, month)) => (year, Some(month)),
            None => (text, None),
        };
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let good =
            year.len() == 4 && digits(year) && month.is_none_or(|m| m.len() <= 2 && digits(m));
        let month = match month {
            Some(month) => Some(month.parse().ok().filter(|m| (1..=12).contains(m))?),
            None => None,
        };
        good.then(|| Date::coarse(year.parse().ok()?, month))
            .flatten()
    }

    /// Returns true when the day is known.
    pub fn is_day(self) -> bool {
        self.day > 0
    }

    /// Returns true when both can mean the same day: equal as far as both are known.
    pub fn agrees(self, other: Date) -> bool {
        let same = |a: u8, b: u8| a == 0 || b == 0 || a == b;
        self.year == other.year && same(self.month, other.month) && same(self.day, other.day)
    }

    /// As a sentence writes it: 2010年7月19日 (GB/T 15835—2011, 5.1); 2010年7月 or 2010年 where no more is known.
    pub fn chinese(self) -> String {
        match (self.month, self.day) {
            (0, _) => format!("{}年", self.year),
            (month, 0) => format!("{}年{month}月", self.year),
            (month, day) => format!("{}年{month}月{day}日", self.year),
        }
    }

    /// Returns the day `days` days later, or earlier if negative, kept within the years 1000–2999.
    pub fn plus_days(self, days: i32) -> Date {
        Date::of_number(self.number() + days)
    }

    /// The same day of another month, or the last one of a shorter month.
    pub fn plus_months(self, months: i32) -> Date {
        let all = i32::from(self.year) * 12 + i32::from(self.month) - 1 + months;
        let (year, month) = (all.div_euclid(12) as u32, all.rem_euclid(12) as u32 + 1);
        let day = (1..=u32::from(self.day)).rev();
        let mut days = day.filter_map(|day| Date::new(year, month, day));
        days.next().unwrap_or(self)
    }

    /// 0 for Monday to 6 for Sunday.
    pub fn weekday(self) -> u32 {
        // 1970-01-01 was a Thursday.
        (self.number() + 3).rem_euclid(7) as u32
    }

    /// Days since 1970-01-01 (days_from_civil of Howard Hinnant's chrono algorithms).
    fn number(self) -> i32 {
        let (month, day) = (i32::from(self.month), i32::from(self.day));
        let year = i32::from(self.year) - i32::from(month <= 2);
        let era = year.div_euclid(400);
        let of_era = year - era * 400;
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
    }

    fn of_number(number: i32) -> Date {
        let shifted = number + 719_468;
        let era = shifted.div_euclid(146_097);
        let of_era = shifted - era * 146_097;
        let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let mp = (5 * of_year + 2) / 153;
        let day = of_year - (153 * mp + 2) / 5 + 1;
        let month = if mp < 10 { mp + 3 } else { mp - 9 };
        let year = year + era * 400 + i32::from(month <= 2);
        let first = Date {
            year: 1000,
            month: 1,
            day: 1,
        };
        let last = Date {
            year: 2999,
            month: 12,
            day: 31,
        };
        let date = Date::new(year.max(0) as u32, month as u32, day as u32);
        date.unwrap_or(if year < 1000 { first } else { last })
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.month, self.day) {
            (0, _) => write!(f, "{:04}", self.year),
            (month, 0) => write!(f, "{:04}-{month:02}", self.year),
            (month, day) => write!(f, "{:04}-{month:02}-{day:02}", self.year),
        }
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
        Date::read(&text).ok_or_else(|| format!("不是日期：{text}"))
    }
}

impl FromStr for Date {
    type Err = String;

    /// Reads a text that is one day and nothing else, in any of the forms of [`find_date`].
    fn from_str(text: &str) -> Result<Date, String> {
        let text = text.trim();
        match find_date(text) {
            Some((date, 0, end)) if end == text.len() => Ok(date),
            _ => Err(format!("不是日期：{text}")),
        }
    }
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
    fn days_are_counted_across_months_and_leap_years() {
        let day = |y, m, d| Date::new(y, m, d).unwrap();
        assert_eq!(day(2016, 2, 28).plus_days(2), day(2016, 3, 1));
        assert_eq!(day(2015, 1, 1).plus_days(-1), day(2014, 12, 31));
        assert_eq!(day(2000, 3, 1).plus_days(-1), day(2000, 2, 29));
        assert_eq!(day(2015, 3, 31).plus_months(-1), day(2015, 2, 28));
        assert_eq!(day(2015, 1, 15).plus_months(-13), day(2013, 12, 15));
        assert_eq!(day(2026, 11, 27).weekday(), 4);
        let mut date = day(1899, 12, 25);
        for n in 1..=1000 {
            let next = date.plus_days(1);
            assert!(
                next > date && next.weekday() == (date.weekday() + 1) % 7,
                "{n}"
            );
            date = next;
        }
    }

    #[test]
    fn a_month_or_a_year_is_kept_as_such() {
        for (text, shown, chinese) in [
            ("2010", "2010", "2010年"),
            ("2010-07", "2010-07", "2010年7月"),
            ("2010年元月", "2010-01", "2010年1月"),
            ("2010年元月5日", "2010-01-05", "2010年1月5日"),
        ] {
            let date = Date::read(text).unwrap();
            assert_eq!(
                (date.to_string().as_str(), date.chinese().as_str()),
                (shown, chinese)
            );
            assert_eq!(Date::try_from(shown.to_owned()), Ok(date));
        }
        for text in ["2010-13", "0999", "201", "2010年的", ""] {
            assert_eq!(Date::read(text), None, "{text}");
        }
        let (year, day) = (
            Date::read("2010").unwrap(),
            Date::read("2010-07-19").unwrap(),
        );
        assert!(year.agrees(day) && !day.agrees(Date::read("2010-08").unwrap()) && year < day);
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
