//! Stretches of time as people write them: 2015, ２０１５年, 二〇一五, 20150309, 2015年3月至5月, 去年, 近三个月.
//!
//! A day that does not exist and a text that is no date are told apart, so that whoever asked learns what to mend.
//! Words such as 今年 need the day on which they are said; this crate knows no clock, so the caller gives it.

mod relative;
mod single;

use std::fmt;

use crate::Date;
use relative::said_on;
use single::{Stretch, follow, one};

/// A stretch of days, both ends included; `None` is an open end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// First day; `None` = from the beginning.
    pub from: Option<Date>,
    /// Last day; `None` = without end.
    pub to: Option<Date>,
    /// The ends were written the wrong way round and have been exchanged.
    pub swapped: bool,
}

/// Why a text is no period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PeriodError {
    /// A day that its month does not have.
    NoSuchDay {
        /// The year.
        year: u32,
        /// The month, 1–12.
        month: u32,
        /// The day as written.
        day: u32,
    },
    /// A month above 12 or 0.
    NoSuchMonth {
        /// The year.
        year: u32,
        /// The month as written.
        month: u32,
    },
    /// No form that is known.
    Unknown(String),
}

impl PeriodError {
    /// The nearest thing that exists, as a field takes it: 2016-02-29 for 2016-02-30.
    pub fn nearest(&self) -> Option<String> {
        match *self {
            PeriodError::NoSuchDay { year, month, day } => {
                let last = last_day(year, month)?;
                Some(format!("{year}-{month:02}-{:02}", day.clamp(1, last)))
            }
            PeriodError::NoSuchMonth { year, .. } => Some(year.to_string()),
            PeriodError::Unknown(_) => None,
        }
    }

    /// The same sentence in English.
    pub fn english(&self) -> String {
        match self {
            PeriodError::NoSuchDay { year, month, day } => {
                let last = last_day(*year, *month).unwrap_or(31);
                format!("{year}-{month:02} has {last} days, there is no day {day}")
            }
            PeriodError::NoSuchMonth { month, .. } => format!("there is no month {month}"),
            PeriodError::Unknown(text) => format!("not a date: {text}"),
        }
    }
}

impl fmt::Display for PeriodError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PeriodError::NoSuchDay { year, month, day } => {
                let last = last_day(*year, *month).unwrap_or(31);
                write!(f, "{year}年{month}月只有{last}天，没有{day}日")
            }
            PeriodError::NoSuchMonth { month, .. } => write!(f, "没有{month}月"),
            PeriodError::Unknown(text) => write!(f, "看不懂日期“{text}”"),
        }
    }
}

fn last_day(year: u32, month: u32) -> Option<u32> {
    (28..=31)
        .rev()
        .find(|day| Date::new(year, month, *day).is_some())
}

/// Marks between the ends of a range, the longest first.
const BETWEEN: [&str; 12] = [
    "...", "..", "……", "…", "~", "〜", "至", "到", "——", "—", "–", "--",
];

impl Period {
    /// Reads a period that is said on the day `today`.
    ///
    /// # Errors
    /// [`PeriodError`]; a text that is only in part a date is unknown as a whole.
    pub fn read(text: &str, today: Date) -> Result<Period, PeriodError> {
        let plain = said_on(text, today);
        let unknown = || PeriodError::Unknown(text.trim().to_owned());
        if plain.is_empty() {
            return Err(unknown());
        }
        // A day that does not exist is told only if nothing else explains the text.
        let mut impossible = None;
        for reading in [open_ended, whole, bounded] {
            match reading(&plain, today) {
                Ok(Some(period)) => return Ok(period),
                Ok(None) => {}
                Err(error) => impossible = impossible.or(Some(error)),
            }
        }
        Err(impossible.unwrap_or_else(unknown))
    }

    /// The first and the last day as yyyymmdd; an open end is 1 or 99991231.
    pub fn bounds(self) -> (u32, u32) {
        let day =
            |d: Date| u32::from(d.year) * 10_000 + u32::from(d.month) * 100 + u32::from(d.day);
        (self.from.map_or(1, day), self.to.map_or(99_991_231, day))
    }
}

type Reading = Result<Option<Period>, PeriodError>;

fn period(from: Option<Date>, to: Option<Date>) -> Period {
    Period {
        from,
        to,
        swapped: false,
    }
}

/// A single stretch: a year, a month, a day, a quarter.
fn whole(text: &str, today: Date) -> Reading {
    let found = one(text, today)?;
    Ok(found.map(|s| period(Some(s.from), Some(s.to))))
}

/// Which side of a stretch is meant.
#[derive(Clone, Copy)]
enum Side {
    FromStart,
    AfterEnd,
    BeforeStart,
    UntilEnd,
}

/// >=2015, 2015年以来, 2015年之前, 截至2015年.
fn open_ended(text: &str, today: Date) -> Reading {
    use Side::{AfterEnd, BeforeStart, FromStart, UntilEnd};
    let before = [
        (">=", FromStart),
        ("≥", FromStart),
        ("<=", UntilEnd),
        ("≤", UntilEnd),
        (">", AfterEnd),
        ("<", BeforeStart),
        ("since", FromStart),
        ("from", FromStart),
        ("after", AfterEnd),
        ("before", BeforeStart),
        ("until", UntilEnd),
        ("截至", UntilEnd),
        ("截止", UntilEnd),
    ];
    let behind = [
        ("及以后", FromStart),
        ("及以前", UntilEnd),
        ("以来", FromStart),
        ("以后", FromStart),
        ("至今", FromStart),
        ("到现在", FromStart),
        ("起", FromStart),
        ("之后", AfterEnd),
        ("后", AfterEnd),
        ("以前", BeforeStart),
        ("之前", BeforeStart),
        ("前", BeforeStart),
        ("为止", UntilEnd),
        ("止", UntilEnd),
    ];
    let start = text.trim_start_matches(['自', '从', '由']);
    let prefixed = before
        .iter()
        .find_map(|(mark, side)| Some((text.strip_prefix(mark)?, *side)));
    let suffixed = behind
        .iter()
        .find_map(|(mark, side)| Some((start.strip_suffix(mark)?, *side)));
    let Some((rest, side)) = prefixed.or(suffixed) else {
        return Ok(None);
    };
    let Some(stretch) = one(rest, today)? else {
        return Ok(None);
    };
    Ok(Some(match side {
        FromStart => period(Some(stretch.from), None),
        AfterEnd => period(Some(stretch.to.plus_days(1)), None),
        BeforeStart => period(None, Some(stretch.from.plus_days(-1))),
        UntilEnd => period(None, Some(stretch.to)),
    }))
}

/// 2010..2012, 2015-2018, 从2015年3月到5月, ..2018.
fn bounded(text: &str, today: Date) -> Reading {
    let text = text
        .trim_start_matches(['自', '从', '由'])
        .trim_end_matches("期间")
        .trim_end_matches("之间");
    let marks = BETWEEN.iter().filter_map(|mark| text.split_once(mark));
    // A hyphen or slash divides only where both sides are whole: 2015-03 is a month.
    let dashes = text.char_indices().filter(|(_, c)| matches!(c, '-' | '/'));
    let dashes = dashes.map(|(at, _)| (&text[..at], &text[at + 1..]));
    let mut impossible = None;
    for (left, right) in marks.chain(dashes) {
        match between(left, right, today) {
            Ok(None) => {}
            Ok(found) => return Ok(found),
            Err(error) => impossible = impossible.or(Some(error)),
        }
    }
    impossible.map_or(Ok(None), Err)
}

fn between(left: &str, right: &str, today: Date) -> Reading {
    let first = match left {
        "" => None,
        left => match one(left, today)? {
            None => return Ok(None),
            found => found,
        },
    };
    let last = match (right, first) {
        ("", None) => return Ok(None),
        ("", _) => None,
        (right, first) => {
            let inherited = match first {
                Some(first) => follow(right, first)?,
                None => None,
            };
            match inherited.map_or_else(|| one(right, today), |s| Ok(Some(s)))? {
                None => return Ok(None),
                found => found,
            }
        }
    };
    Ok(Some(match (first, last) {
        (Some(a), Some(b)) if a.from > b.to => Period {
            from: Some(b.from),
            to: Some(a.to),
            swapped: true,
        },
        (a, b) => period(a.map(|s: Stretch| s.from), b.map(|s| s.to)),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let today = Date::new(2026, 11, 27).unwrap();
        match Period::read(text, today) {
            Ok(p) => {
                let side = |d: Option<Date>| d.map_or(String::new(), |d| d.to_string());
                let swapped = if p.swapped { " swapped" } else { "" };
                format!("{}..{}{swapped}", side(p.from), side(p.to))
            }
            Err(error) => error.to_string(),
        }
    }

    fn all_are(texts: &[&str], wanted: &str) {
        for text in texts {
            assert_eq!(read(text), wanted, "{text}");
        }
    }

    #[test]
    fn years_months_and_days_in_every_writing() {
        let year = [
            "2015",
            "２０１５",
            "2015年",
            " 2015 年 ",
            "二〇一五",
            "二零一五年",
            "二О一五年",
            "2015年度",
            "15年",
        ];
        all_are(&year, "2015-01-01..2015-12-31");
        let month = [
            "2015-03",
            "2015/3",
            "2015.3",
            "201503",
            "2015年3月",
            "2015年03月份",
            "二〇一五年三月",
            "２０１５年３月",
            "March 2015",
            "2015 Mar",
        ];
        all_are(&month, "2015-03-01..2015-03-31");
        let day = [
            "2015-03-09",
            "2015/3/9",
            "2015.3.9",
            "20150309",
            "2015年3月9日",
            "2015年3月9号",
            "二〇一五年三月九日",
            "２０１５－０３－０９",
            "9 March 2015",
            "Mar 9, 2015",
        ];
        all_are(&day, "2015-03-09..2015-03-09");
        all_are(&["2016-02", "2016年2月"], "2016-02-01..2016-02-29");
    }

    #[test]
    fn parts_of_a_year_and_decades() {
        all_are(&["2015年上半年", "2015上半年"], "2015-01-01..2015-06-30");
        all_are(&["2015年下半年"], "2015-07-01..2015-12-31");
        all_are(
            &["2015年第三季度", "2015年三季度", "2015Q3"],
            "2015-07-01..2015-09-30",
        );
        all_are(&["2015年2月下旬"], "2015-02-21..2015-02-28");
        all_are(&["2010年代"], "2010-01-01..2019-12-31");
        all_are(
            &[
                "上世纪九十年代",
                "20世纪90年代",
                "二十世纪九十年代",
                "90年代",
            ],
            "1990-01-01..1999-12-31",
        );
    }

    #[test]
    fn ranges() {
        let years = [
            "2015-2018",
            "2015..2018",
            "2015～2018",
            "2015~2018",
            "2015至2018",
            "2015年至2018年",
            "从2015年到2018年",
            "2015—2018",
            "2015年—2018年",
            "２０１５－２０１８",
            "二〇一五至二〇一八",
            "2015-18",
            "2015/2018",
            "2015…2018",
            "2015年-2018年",
            "2015 - 2018",
            "2015年到2018年之间",
        ];
        all_are(&years, "2015-01-01..2018-12-31");
        all_are(
            &[
                "2015年3月至5月",
                "2015.3-2015.5",
                "2015年3月-5月",
                "2015-03..2015-05",
                "2015年3至5月",
                "2015-03至05",
            ],
            "2015-03-01..2015-05-31",
        );
        all_are(
            &[
                "2015年3月9日至12日",
                "20150309-20150312",
                "2015-03-09-2015-03-12",
                "2015.3.9-12",
            ],
            "2015-03-09..2015-03-12",
        );
        all_are(
            &[
                "2015..",
                "2015-",
                ">=2015",
                "≥2015",
                "2015年以来",
                "2015年起",
                "自2015年以来",
                "2015年至今",
                "since 2015",
            ],
            "2015-01-01..",
        );
        all_are(
            &["..2018", "<=2018", "≤2018年", "截至2018年", "2018年为止"],
            "..2018-12-31",
        );
        all_are(&[">2015", "2015年之后"], "2016-01-01..");
        all_are(
            &["<2015", "2015年以前", "2015年之前", "before 2015"],
            "..2014-12-31",
        );
    }

    #[test]
    fn reversed_ranges_are_exchanged_and_said() {
        all_are(
            &["2019..2016", "2019-2016", "2019年至2016年"],
            "2016-01-01..2019-12-31 swapped",
        );
        assert_eq!(
            read("2016-05-01..2016-03"),
            "2016-03-01..2016-05-01 swapped"
        );
    }

    #[test]
    fn words_are_of_the_day_on_which_they_are_said() {
        all_are(&["今年", "本年度", "this year"], "2026-01-01..2026-12-31");
        all_are(
            &["去年", "上年", "last year", "last-year"],
            "2025-01-01..2025-12-31",
        );
        all_are(&["前年"], "2024-01-01..2024-12-31");
        all_are(&["上个月", "上月", "last month"], "2026-10-01..2026-10-31");
        all_are(&["本月", "这个月"], "2026-11-01..2026-11-30");
        all_are(&["今天", "今日", "today"], "2026-11-27..2026-11-27");
        all_are(&["昨天"], "2026-11-26..2026-11-26");
        all_are(&["本周", "这个星期"], "2026-11-23..2026-11-29");
        all_are(&["上周"], "2026-11-16..2026-11-22");
        all_are(&["近三个月", "最近3个月"], "2026-08-27..2026-11-27");
        all_are(&["最近一周", "近7天"], "2026-11-20..2026-11-27");
        all_are(&["近半年"], "2026-05-27..2026-11-27");
        all_are(&["去年12月"], "2025-12-01..2025-12-31");
        all_are(&["今年上半年"], "2026-01-01..2026-06-30");
        all_are(&["本季度"], "2026-10-01..2026-12-31");
        all_are(&["今年以来"], "2026-01-01..");
        all_are(&["前年至去年", "2024年到去年"], "2024-01-01..2025-12-31");
    }

    #[test]
    fn what_does_not_exist_is_named() {
        assert_eq!(read("2016-02-30"), "2016年2月只有29天，没有30日");
        assert_eq!(read("2015年2月29日"), "2015年2月只有28天，没有29日");
        assert_eq!(read("20150431"), "2015年4月只有30天，没有31日");
        assert_eq!(read("2015-13-01"), "没有13月");
        assert_eq!(read("2015年0月"), "没有0月");
        assert_eq!(
            read("2016-02-30..2016-03-05"),
            "2016年2月只有29天，没有30日"
        );
        let error = PeriodError::NoSuchDay {
            year: 2016,
            month: 2,
            day: 30,
        };
        assert_eq!(error.nearest().as_deref(), Some("2016-02-29"));
    }

    #[test]
    fn what_is_no_date_is_unknown() {
        for text in [
            "",
            "待定",
            "明年再说",
            "青发〔2015〕3号",
            "2015年三月的一天",
            "至",
            "..",
            "12345",
            "3月",
            "99999999999",
        ] {
            let today = Date::new(2026, 11, 27).unwrap();
            assert!(
                matches!(Period::read(text, today), Err(PeriodError::Unknown(_))),
                "{text}: {}",
                read(text)
            );
        }
    }

    #[test]
    fn bounds_are_numbers() {
        let today = Date::new(2026, 11, 27).unwrap();
        assert_eq!(
            Period::read("2015", today).unwrap().bounds(),
            (20_150_101, 20_151_231)
        );
        assert_eq!(
            Period::read("..2015", today).unwrap().bounds(),
            (1, 20_151_231)
        );
    }
}
