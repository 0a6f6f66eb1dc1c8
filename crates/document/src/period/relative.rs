//! Words and digits to one plain writing: 去年十二月 → 2025年12月, said in 2026.

use crate::{Date, numeral};

/// The text in ASCII digits, without white space, with the words for years, months and days replaced.
pub(super) fn said_on(text: &str, today: Date) -> String {
    let text: String = text
        .chars()
        .map(half_width)
        .flat_map(char::to_lowercase)
        .filter(|c| !c.is_whitespace())
        .collect();
    let mut plain = with_digits(&text);
    for (word, meant) in words(today) {
        if plain.contains(word) {
            plain = plain.replace(word, &meant);
        }
    }
    plain
}

/// U+FF01–U+FF5E are ASCII 0xFEE0 further on (Unicode, Halfwidth and Fullwidth Forms).
fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// Chinese numerals as digits; a letter O counts among digits only.
fn with_digits(text: &str) -> String {
    const NUMERALS: &str = "〇○◯О零一二三四五六七八九十百廿卅两";
    let is_numeral = |c: char| NUMERALS.contains(c) || c.is_ascii_digit();
    let mut plain = String::with_capacity(text.len());
    let mut run = String::new();
    for c in text
        .chars()
        .map(|c| if c == 'о' { 'О' } else { c })
        .chain(['\n'])
    {
        let letter = c == 'o' && run.chars().last().is_some_and(|c| NUMERALS.contains(c));
        if is_numeral(c) || letter {
            run.push(c);
            continue;
        }
        let chinese = run.chars().any(|c| !c.is_ascii_digit());
        match numeral::number(&run).filter(|_| chinese) {
            Some(number) => plain.push_str(&number.to_string()),
            None => plain.push_str(&run),
        }
        run.clear();
        if c != '\n' {
            plain.push(c);
        }
    }
    plain
}

/// What each word means on a day. Longer words first, since they hold shorter ones.
fn words(today: Date) -> Vec<(&'static str, String)> {
    let year = |back: u16| format!("{}年", today.year - back);
    let next_year = format!("{}年", today.year + 1);
    let day = |offset: i32| today.plus_days(offset).chinese();
    let month = |offset: i32| {
        let there = today.plus_months(offset);
        format!("{}年{}月", there.year, there.month)
    };
    vec![
        ("this-year", year(0)),
        ("thisyear", year(0)),
        ("last-year", year(1)),
        ("lastyear", year(1)),
        ("this-month", month(0)),
        ("thismonth", month(0)),
        ("last-month", month(-1)),
        ("lastmonth", month(-1)),
        ("yesterday", day(-1)),
        ("today", day(0)),
        ("上世纪", "20世纪".to_owned()),
        ("上个世纪", "20世纪".to_owned()),
        ("本世纪", "21世纪".to_owned()),
        ("大前年", year(3)),
        ("本年度", year(0)),
        ("上年度", year(1)),
        ("上一年", year(1)),
        ("今年", year(0)),
        ("本年", year(0)),
        ("去年", year(1)),
        ("上年", year(1)),
        ("前年", year(2)),
        ("明年", next_year),
        ("这个月", month(0)),
        ("上个月", month(-1)),
        ("下个月", month(1)),
        ("本月", month(0)),
        ("当月", month(0)),
        ("上月", month(-1)),
        ("下月", month(1)),
        ("前天", day(-2)),
        ("昨天", day(-1)),
        ("昨日", day(-1)),
        ("今天", day(0)),
        ("今日", day(0)),
        ("明天", day(1)),
    ]
}
