//! The date of a text: of this wording of a law, of the day of a speech, of the day of the news, 成文日期 of a document.
//!
//! The text's own word wins over the name of its file, unless the name is that of an edition of a law. A day of
//! publication stands in for the day itself and says so by a low confidence. Where two good sources name days that cannot
//! both be right, the surer one is shown, the other is kept as `rival_date`, and a person should look.

use std::sync::LazyLock;

use regex::Regex;

use crate::date::{find_coarse, find_dates, find_month_days, range_end};
use crate::model::{Block, BlockKind, Document, Extracted};
use crate::origin::{NameForm, NamedDate};
use crate::{Date, Kind, Origin, Span};

/// Below the limit at which a person should look.
const FIGHT: f32 = 0.6;

/// Most days between the day of a text and the day on which a page publishes it.
const CARRIED: i64 = 400;

static COMPACT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^0-9])((?:19|20)[0-9]{2})(0[1-9]|1[0-2])([0-9]{2})(?:[^0-9]|$)")
        .expect("constant")
});
static HELD: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("^[^。；]{0,24}(?:举行|召开|闭幕|开幕|开会)").expect("constant"));

/// Chooses the date once kind and elements are known.
pub(super) fn settle(document: &mut Document, origin: &Origin) {
    let named = origin.date();
    let read = document.fields.issue_date.take();
    let publish = document.fields.publish_date.clone();
    let chosen = match document.kind {
        Kind::Law => edition(read, named),
        Kind::Official => official(document, read, named),
        Kind::Speech => first_of([
            read.or_else(|| title_date(document)),
            of_name(named, 0.85),
            stands_in(publish, 0.6),
        ]),
        Kind::News => news(document, read, named, publish),
        Kind::Example | Kind::Article => first_of([
            read.or_else(|| title_date(document)),
            stands_in(publish, 0.85),
            of_name(named, 0.85),
        ]),
        Kind::Other => first_of([read, stands_in(publish, 0.7), of_name(named, 0.7)]),
    };
    let chosen = chosen
        .or_else(|| year_of_title(document))
        .or_else(|| of_name(named.filter(|n| n.form == NameForm::Inside), 0.5));
    document.fields.issue_date = chosen;
    read_effect(document);
    weigh(document, named);
}

fn first_of<const N: usize>(found: [Option<Extracted<Date>>; N]) -> Option<Extracted<Date>> {
    found.into_iter().flatten().next()
}

/// The day of publication in place of the text's own.
fn stands_in(publish: Option<Extracted<Date>>, confidence: f32) -> Option<Extracted<Date>> {
    publish.map(|p| {
        Extracted::new(p.value, "published-day", confidence.min(p.confidence)).at(p.places)
    })
}

/// The date in the name, `most` sure where a person wrote it beside the title.
fn of_name(named: Option<NamedDate>, most: f32) -> Option<Extracted<Date>> {
    let named = named?;
    let (rule, confidence) = match named.form {
        NameForm::Titled => ("file-name", most),
        NameForm::Alone if named.date.is_day() => ("file-name", most),
        NameForm::Alone => ("file-name", most.min(0.8)),
        NameForm::Folder => ("folder-name", most.min(0.75)),
        NameForm::Inside => ("file-name", most.min(0.5)),
        NameForm::Device => return None,
    };
    Some(Extracted::new(named.date, rule, confidence))
}

/// The date of a wording: what the name of the edition says, else the last event of the lines under the title.
fn edition(read: Option<Extracted<Date>>, named: Option<NamedDate>) -> Option<Extracted<Date>> {
    let by_name = of_name(named.filter(|n| n.form == NameForm::Titled), 0.95);
    match (read, by_name) {
        (Some(read), Some(name)) if name.value > read.value => Some(Extracted {
            confidence: 0.95,
            ..name
        }),
        (Some(mut read), Some(name)) => {
            if name.value == read.value {
                read.confidence = 0.99;
            }
            Some(read)
        }
        (read, name) => read.or(name).or_else(|| of_name(named, 0.7)),
    }
}

fn official(
    document: &Document,
    read: Option<Extracted<Date>>,
    named: Option<NamedDate>,
) -> Option<Extracted<Date>> {
    // 题注 lines give the day of a meeting; the name of such a file gives the day on which it was issued.
    if read.as_ref().is_some_and(|r| r.rule == "adoption-line") {
        return edition(read, named);
    }
    first_of([
        read,
        session(document, named),
        title_date(document),
        of_name(named, 0.9),
        stands_in(document.fields.publish_date.clone(), 0.65),
    ])
}

/// A communique is of the day on which its session ended: 于2013年11月9日至12日在北京举行. The year may be that of the name.
fn session(document: &Document, named: Option<NamedDate>) -> Option<Extracted<Date>> {
    let (n, block) = first_text(document)?;
    let start = block
        .text
        .char_indices()
        .nth(80)
        .map_or(block.text.len(), |(at, _)| at);
    let text = &block.text[..start];
    let (first, from, to, confidence) = match find_dates(text).next() {
        Some((date, from, to)) => (date, from, to, 0.92),
        None => {
            let year = u32::from(named.filter(|n| n.form == NameForm::Alone)?.date.year);
            let (month, day, from, to) = find_month_days(text).next()?;
            (Date::new(year, month, day)?, from, to, 0.85)
        }
    };
    let (last, taken) = range_end(first, &text[to..]).unwrap_or((first, 0));
    let held = HELD.is_match(&text[to + taken..]);
    let place = (n, Span::of_bytes(&block.text, from, to + taken));
    held.then(|| Extracted::new(last, "session", confidence).at(vec![place]))
}

/// 《某某新闻》(20220925), 某某（2022年9月25日）
fn title_date(document: &Document) -> Option<Extracted<Date>> {
    let title = document.fields.title.as_ref()?;
    let day = find_dates(&title.value).map(|d| d.0).next().or_else(|| {
        let c = COMPACT.captures(&title.value)?;
        let part = |n: usize| c.get(n)?.as_str().parse().ok();
        Date::new(part(1)?, part(2)?, part(3)?)
    })?;
    Some(Extracted::new(day, "title-date", 0.95).at(title.places.clone()))
}

fn news(
    document: &Document,
    read: Option<Extracted<Date>>,
    named: Option<NamedDate>,
    publish: Option<Extracted<Date>>,
) -> Option<Extracted<Date>> {
    let name = named.filter(|n| {
        n.date.is_day()
            && matches!(
                n.form,
                NameForm::Alone | NameForm::Titled | NameForm::Folder
            )
    });
    let title = title_date(document);
    let known = title
        .as_ref()
        .map(|t| t.value)
        .or(name.map(|n| n.date))
        .or(publish.as_ref().map(|p| p.value));
    let wired = wired(document, known);
    let agreed = |day: &Extracted<Date>| known.is_none_or(|k| day.value.agrees(k));
    first_of([
        title,
        of_name(name, 0.95),
        wired,
        read.filter(|r| r.confidence > 0.8 && agreed(r)),
        stands_in(publish, 0.92),
        of_name(named, 0.85),
    ])
}

/// The day of the dateline (新华社北京3月5日电), its year from the page or the name.
fn wired(document: &Document, known: Option<Date>) -> Option<Extracted<Date>> {
    let texts = document
        .blocks
        .iter()
        .enumerate()
        .filter(|(_, b)| b.kind == BlockKind::Text);
    for (n, block) in texts.take(4) {
        let Some(end) = super::dateline(&block.text) else {
            continue;
        };
        let line = &block.text[..end];
        if let Some((date, from, to)) = find_dates(line).next() {
            let place = (n as u32, Span::of_bytes(&block.text, from, to));
            return Some(Extracted::new(date, "dateline", 0.95).at(vec![place]));
        }
        let (month, day, from, to) = find_month_days(line).next()?;
        let known = known?;
        let year = u32::from(known.year);
        // A report of 31 December is printed in January.
        let date = [year, year - 1]
            .into_iter()
            .filter_map(|y| Date::new(y, month, day))
            .find(|d| !known.is_day() || (0..=5).contains(&days_between(*d, known)))?;
        let place = (n as u32, Span::of_bytes(&block.text, from, to));
        return Some(Extracted::new(date, "dateline", 0.93).at(vec![place]));
    }
    None
}

/// 本办法自2021年8月1日起施行; 自发布之日起施行 names no day.
fn read_effect(document: &mut Document) {
    static EFFECT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new("自.{6,24}?日起(?:正式)?(?:施行|实施|执行|生效)").expect("constant")
    });
    let open = document.fields.effective_date.is_none()
        && matches!(document.kind, Kind::Law | Kind::Official);
    if !open {
        return;
    }
    let texts = || {
        document
            .blocks
            .iter()
            .enumerate()
            .filter(|(_, b)| matches!(b.kind, BlockKind::Text | BlockKind::Heading))
    };
    let count = texts().count();
    let ends = texts()
        .enumerate()
        .filter(|(n, _)| *n < 3 || n + 6 >= count)
        .map(|(_, block)| block);
    let found = ends.filter_map(|(n, block)| {
        let m = EFFECT.find(&block.text)?;
        let (date, from, to) = find_dates(m.as_str()).next()?;
        let span = Span::of_bytes(&block.text, m.start() + from, m.start() + to);
        Some(Extracted::new(date, "effect", 0.9).at(vec![(n as u32, span)]))
    });
    let last = found.last();
    document.fields.effective_date = last;
}

/// Marks a choice that a second good source contradicts.
fn weigh(document: &mut Document, named: Option<NamedDate>) {
    let Some(chosen) = document.fields.issue_date.clone() else {
        return;
    };
    let trusted = named.filter(|n| {
        matches!(
            n.form,
            NameForm::Titled | NameForm::Alone | NameForm::Folder
        )
    });
    let by_name = trusted.and_then(|n| of_name(Some(n), 0.9));
    let rivals = [by_name, document.fields.publish_date.clone()];
    let claims_later = |other: Date| (0..=CARRIED).contains(&days_between(chosen.value, other));
    let rival = rivals
        .into_iter()
        .flatten()
        .find(|r| !r.value.agrees(chosen.value) && !claims_later(r.value));
    // The history of a law names older days beside the newest: they contradict nothing.
    let history =
        document.kind == Kind::Law && rival.as_ref().is_some_and(|r| r.rule != "file-name");
    if let Some(rival) = rival.filter(|_| !history) {
        document.fields.rival_date = Some(rival);
        if let Some(date) = &mut document.fields.issue_date {
            date.confidence = date.confidence.min(FIGHT);
        }
    }
}

/// Days from `a` to `b`, roughly: months count 30.5 days, unknown days and months their middle.
fn days_between(a: Date, b: Date) -> i64 {
    let day = |d: Date| {
        let month = if d.month == 0 { 6 } else { i64::from(d.month) };
        let day = if d.day == 0 { 15 } else { i64::from(d.day) };
        (i64::from(d.year) * 12 + month) * 61 / 2 + day
    };
    day(b) - day(a)
}

fn first_text(document: &Document) -> Option<(u32, &Block)> {
    let found = document
        .blocks
        .iter()
        .enumerate()
        .find(|(_, b)| b.kind == BlockKind::Text)?;
    Some((found.0 as u32, found.1))
}

/// The year or month that the title names, of a text of which nothing else says when it is from.
fn year_of_title(document: &Document) -> Option<Extracted<Date>> {
    let title = document.fields.title.as_ref()?;
    let (date, ..) = find_coarse(&title.value)?;
    Some(Extracted::new(date, "title-year", 0.5).at(title.places.clone()))
}
