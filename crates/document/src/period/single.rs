//! One stretch of time in plain writing: a day, a month, a quarter, a decade, the last weeks.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::PeriodError;
use crate::Date;

/// How exactly a stretch was written, so that the end of a range can leave out what is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Precision {
    Coarse,
    Year,
    Month,
    Day,
}

/// First and last day of what was written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stretch {
    pub(super) from: Date,
    pub(super) to: Date,
    precision: Precision,
}

type Found = Result<Option<Stretch>, PeriodError>;
type Shape = fn(&Captures<'_>, Date) -> Found;

/// Every form, each with what it means. The first that fits counts.
static FORMS: LazyLock<Vec<(Regex, Shape)>> = LazyLock::new(|| {
    let forms: [(&str, Shape); 17] = [
        (r"^(\d{4}|\d{2})年(\d{1,2})月(\d{1,2})[日号]?$", day),
        (r"^(\d{4})-(\d{1,2})-(\d{1,2})$", day),
        (r"^(\d{4})/(\d{1,2})/(\d{1,2})$", day),
        (r"^(\d{4})\.(\d{1,2})\.(\d{1,2})$", day),
        (r"^([12]\d{3})(\d{2})(\d{2})$", day),
        (r"^(\d{4}|\d{2})年(\d{1,2})(?:月份?)?$", month),
        (r"^(\d{4})[-/.](\d{1,2})月?$", month),
        (r"^([12]\d{3})(0[1-9]|1[0-2])$", month),
        (r"^(\d{4}|\d{2})年度?$", year),
        (r"^([12]\d{3})$", year),
        (r"^(?:(\d{4})年?)?(?:第?([1-4])季度?|q([1-4]))$", quarter),
        (r"^(?:(\d{4})年?)?([上下])半年$", half),
        (r"^(\d{4}|\d{2})年(\d{1,2})月([上中下])旬$", third),
        (r"^(?:(\d{1,2})世纪)?(\d0)年代$|^(\d{3}0)年代$", decade),
        (
            r"^(?:最近|近|过去)(?:(\d{1,3})|(半))(天|日|周|个?星期|个?月|年)(?:内|来|以来)?$",
            recent,
        ),
        (
            r"^(本|这|上|这个|上个|this-?|last-?)(周|星期|礼拜|week|季度?)$",
            this_or_last,
        ),
        (
            r"^(\d{1,2})?([a-z]{3,9})\.?(?:(\d{1,2}),?)?(\d{4})$|^(\d{4})([a-z]{3,9})(\d{1,2})?$",
            english,
        ),
    ];
    forms
        .into_iter()
        .map(|(form, shape)| (Regex::new(form).expect("constant"), shape))
        .collect()
});

/// The stretch that a text is, if it is one.
pub(super) fn one(text: &str, today: Date) -> Found {
    if text == "今" || text == "现在" {
        return Ok(Some(stretch(today, today, Precision::Day)));
    }
    for (form, shape) in FORMS.iter() {
        if let Some(found) = form.captures(text) {
            return shape(&found, today);
        }
    }
    Ok(None)
}

/// The end of a range that leaves out what it shares with the beginning: 2015年3月至5月.
pub(super) fn follow(text: &str, first: Stretch) -> Found {
    static SHORT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:(\d{1,2})月(?:份|(\d{1,2})[日号]?)?|(\d{1,2})[日号]|(\d{1,2}))$")
            .expect("constant")
    });
    let Some(found) = SHORT.captures(text) else {
        return Ok(None);
    };
    let year = u32::from(first.from.year);
    let this_month = u32::from(first.from.month);
    match (
        number(&found, 1),
        number(&found, 2),
        number(&found, 3),
        number(&found, 4),
    ) {
        (Some(m), Some(d), ..) => of_day(year, m, d),
        (Some(m), None, ..) => of_month(year, m),
        (_, _, Some(d), _) if first.precision == Precision::Day => of_day(year, this_month, d),
        (.., Some(n)) => match first.precision {
            Precision::Day => of_day(year, this_month, n),
            Precision::Month => of_month(year, n),
            // 2015-18, but not 2015-03, which is a month.
            Precision::Year if n > 12 && n > year % 100 => of_year(year / 100 * 100 + n),
            _ => Ok(None),
        },
        _ => Ok(None),
    }
}

fn stretch(from: Date, to: Date, precision: Precision) -> Stretch {
    Stretch {
        from,
        to,
        precision,
    }
}

fn number(found: &Captures<'_>, n: usize) -> Option<u32> {
    found.get(n)?.as_str().parse().ok()
}

/// A year of two digits is of this century up to ten years from now.
fn full_year(found: &Captures<'_>, n: usize, today: Date) -> Option<u32> {
    let year = number(found, n)?;
    Some(match found.get(n)?.as_str().len() {
        4 => year,
        _ if 2000 + year <= u32::from(today.year) + 10 => 2000 + year,
        _ => 1900 + year,
    })
}

fn of_year(year: u32) -> Found {
    Ok(months(year, 1, 12, Precision::Year))
}

fn of_month(year: u32, month: u32) -> Found {
    match (1..=12).contains(&month) {
        true => Ok(months(year, month, month, Precision::Month)),
        false => Err(PeriodError::NoSuchMonth { year, month }),
    }
}

fn of_day(year: u32, month: u32, day: u32) -> Found {
    if !(1..=12).contains(&month) {
        return Err(PeriodError::NoSuchMonth { year, month });
    }
    match Date::new(year, month, day) {
        Some(date) => Ok(Some(stretch(date, date, Precision::Day))),
        None if (1000..3000).contains(&year) => Err(PeriodError::NoSuchDay { year, month, day }),
        None => Ok(None),
    }
}

/// From the first day of a month to the last day of another.
fn months(year: u32, first: u32, last: u32, precision: Precision) -> Option<Stretch> {
    let end = super::last_day(year, last)?;
    let (from, to) = (Date::new(year, first, 1)?, Date::new(year, last, end)?);
    Some(stretch(from, to, precision))
}

fn day(found: &Captures<'_>, today: Date) -> Found {
    match (
        full_year(found, 1, today),
        number(found, 2),
        number(found, 3),
    ) {
        (Some(y), Some(m), Some(d)) => of_day(y, m, d),
        _ => Ok(None),
    }
}

fn month(found: &Captures<'_>, today: Date) -> Found {
    match (full_year(found, 1, today), number(found, 2)) {
        (Some(y), Some(m)) => of_month(y, m),
        _ => Ok(None),
    }
}

fn year(found: &Captures<'_>, today: Date) -> Found {
    full_year(found, 1, today).map_or(Ok(None), of_year)
}

fn quarter(found: &Captures<'_>, today: Date) -> Found {
    let year = number(found, 1).unwrap_or(u32::from(today.year));
    let Some(n) = number(found, 2).or(number(found, 3)) else {
        return Ok(None);
    };
    Ok(months(year, n * 3 - 2, n * 3, Precision::Coarse))
}

fn half(found: &Captures<'_>, today: Date) -> Found {
    let year = number(found, 1).unwrap_or(u32::from(today.year));
    Ok(match &found[2] {
        "上" => months(year, 1, 6, Precision::Coarse),
        _ => months(year, 7, 12, Precision::Coarse),
    })
}

fn third(found: &Captures<'_>, today: Date) -> Found {
    let Some(whole) = month(found, today)? else {
        return Ok(None);
    };
    let at = |day| Date { day, ..whole.from };
    let (from, to) = match &found[3] {
        "上" => (at(1), at(10)),
        "中" => (at(11), at(20)),
        _ => (at(21), whole.to),
    };
    Ok(Some(stretch(from, to, Precision::Coarse)))
}

fn decade(found: &Captures<'_>, _: Date) -> Found {
    let first = match (number(found, 1), number(found, 2), number(found, 3)) {
        (_, _, Some(year)) => year,
        (Some(century), Some(ten), _) => century.saturating_sub(1) * 100 + ten,
        (None, Some(ten @ 30..), _) => 1900 + ten,
        (None, Some(ten), _) => 2000 + ten,
        _ => return Ok(None),
    };
    let (from, to) = (Date::new(first, 1, 1), Date::new(first + 9, 12, 31));
    Ok(from
        .zip(to)
        .map(|(from, to)| stretch(from, to, Precision::Coarse)))
}

fn recent(found: &Captures<'_>, today: Date) -> Found {
    let count = number(found, 1).unwrap_or(0) as i32;
    let half = found.get(2).is_some();
    let from = match (&found[3], half) {
        ("年", true) => today.plus_months(-6),
        ("年", false) => today.plus_months(-12 * count),
        ("月" | "个月", true) => today.plus_days(-15),
        ("月" | "个月", false) => today.plus_months(-count),
        ("天" | "日", false) => today.plus_days(-count),
        (_, false) => today.plus_days(-7 * count),
        (_, true) => return Ok(None),
    };
    Ok(Some(stretch(from, today, Precision::Coarse)))
}

fn this_or_last(found: &Captures<'_>, today: Date) -> Found {
    let back = i32::from(found[1].starts_with(['上', 'l']));
    if found[2].starts_with('季') {
        let there = today.plus_months(-3 * back);
        let quarter = (u32::from(there.month) - 1) / 3;
        let year = u32::from(there.year);
        return Ok(months(
            year,
            quarter * 3 + 1,
            quarter * 3 + 3,
            Precision::Coarse,
        ));
    }
    let monday = today.plus_days(-(today.weekday() as i32) - 7 * back);
    Ok(Some(stretch(
        monday,
        monday.plus_days(6),
        Precision::Coarse,
    )))
}

fn english(found: &Captures<'_>, _: Date) -> Found {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let name = found.get(2).or(found.get(6)).map_or("", |m| m.as_str());
    let year = number(found, 4).or(number(found, 5));
    let at = MONTHS.iter().position(|m| m.starts_with(name));
    let (Some(year), Some(month)) = (year, at) else {
        return Ok(None);
    };
    let month = month as u32 + 1;
    match number(found, 1).or(number(found, 3)).or(number(found, 7)) {
        Some(day) => of_day(year, month, day),
        None => of_month(year, month),
    }
}
