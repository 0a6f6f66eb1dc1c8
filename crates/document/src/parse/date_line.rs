//! The line under a title that says when and where something was said: （2014年3月24日下午，海牙）, 2014年3月24日,
//! ——2010年3月5日在…会议上, （根据录音整理，2014.3.24）.
//!
//! It refuses sentences: what is left of the line once its date is taken away must be a place, an occasion, a note on the
//! record, or nothing.

use std::sync::LazyLock;

use regex::Regex;

use super::line::Line;
use crate::date::{find_coarse, range_end};
use crate::{Date, Span};

/// A date line is no longer. Chars.
const LONGEST: u32 = 90;
/// A place is no longer. Chars.
const LONGEST_PLACE: usize = 16;

static RECORD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(整理|摘要|节选|摘录|全文|讲话稿|提纲|录音|记录|实录)").expect("constant")
});
static HOUR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^(?:\\s*(?:上午|下午|晚上?|晨|早晨|凌晨|中午|夜|[（(]?(?:星期|周)[一二三四五六日天][）)]?|[（(]?农历[^，,）)]{2,10}[）)]?|当地时间|北京时间))+")
        .expect("constant")
});
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        "^(?:讲话|演讲|会议|发言)?(?:时间|日期)\\s*[：:]\\s*|^(?:当地时间|北京时间|公元)\\s*",
    )
    .expect("constant")
});
static PLACE_LABEL: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("^(?:讲话|会议)?地点\\s*[：:]\\s*").expect("constant"));
static OCCASION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^在?(.*?(?:大会|会议|会|论坛|峰会|仪式|典礼|班|式|活动|大学|学院|议会|国会|中心))(?:上|时|期间)?(?:的?(?:书面)?(?:重要)?(?:讲话|演讲|致辞|致词|发言|报告|谈话))?$")
        .expect("constant")
});

/// Words of a 题注: the history of a law is no date line.
static DECIDED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(通过|公布|颁布|修订|修正|施行|生效|发布|批准|实施|废止|印发|执行|审议|讯|电|消息|版|来源|记者)").expect("constant")
});

/// What a date line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DateLine {
    pub(super) date: Date,
    /// Chars of the date in the line.
    pub(super) span: Span,
    pub(super) place: Option<String>,
    pub(super) occasion: Option<String>,
    pub(super) note: Option<String>,
    /// In brackets or behind a dash: nothing but such a line is written so.
    pub(super) marked: bool,
}

/// Reads a line as a date line; `None` if it is something else.
pub(super) fn read(line: &Line) -> Option<DateLine> {
    if line.chars > LONGEST || line.shadow.ends_with(['。', '；']) {
        return None;
    }
    read_text(&line.shadow)
}

/// Reads a text of one line.
pub(super) fn read_text(text: &str) -> Option<DateLine> {
    let trimmed = text.trim();
    let dashed = trimmed.trim_start_matches(['—', '－', '–', '―', '-', ' ']);
    let bracketed =
        dashed.starts_with(['（', '(', '〔', '[']) && dashed.ends_with(['）', ')', '〕', ']']);
    let inner = if bracketed {
        let first = dashed.chars().next().map_or(0, char::len_utf8);
        let last = dashed.chars().next_back().map_or(0, char::len_utf8);
        &dashed[first..dashed.len() - last]
    } else {
        dashed
    };
    let marked = bracketed || dashed.len() < trimmed.len();
    let (first, start, mut end) = find_coarse(inner)?;
    // 2018年 in a title is no date line; in brackets a month or year can be.
    if !first.is_day() && !bracketed {
        return None;
    }
    let date = match range_end(first, &inner[end..]) {
        Some((_, taken)) if first.is_day() => {
            end += taken;
            first
        }
        _ => first,
    };
    let before = LABEL.replace(inner[..start].trim(), "").into_owned();
    let after = HOUR.replace(inner[end..].trim_start(), "").into_owned();
    let mut read = DateLine {
        date,
        span: span_of(text, inner, start, end),
        place: None,
        occasion: None,
        note: None,
        marked,
    };
    for part in [before.as_str(), after.as_str()] {
        for piece in part
            .split(['，', ',', '、', '；', ';', '\u{3000}', '·'])
            .map(str::trim)
            .filter(|p| !p.is_empty())
        {
            read.take(piece, bracketed, part.len() == before.len())?;
        }
    }
    // Unmarked, a date with words before it is a sentence or a title.
    (marked || before.is_empty()).then_some(read)
}

impl DateLine {
    /// Takes one piece of what stands beside the date; `None` if it is of no known sort.
    fn take(&mut self, piece: &str, bracketed: bool, before: bool) -> Option<()> {
        if DECIDED.is_match(piece) {
            return None;
        }
        if piece.starts_with("根据")
            || piece == "据"
            || piece.chars().count() <= 16 && RECORD.is_match(piece)
        {
            self.note = Some(piece.to_owned());
            return Some(());
        }
        let piece = PLACE_LABEL.replace(piece, "");
        let at = piece.trim_start_matches(['于', '在', '　', ' ']);
        let said_at = piece.starts_with('在') && !piece.starts_with("在于");
        if let Some(c) = OCCASION.captures(&piece)
            && (said_at || bracketed || self.marked)
        {
            self.occasion = Some(c[1].to_owned());
            return Some(());
        }
        // ——2010年3月5日在第十一届全国人民代表大会第三次会议上: what is behind 在 is the occasion, whatever it is called.
        if said_at && let Some(occasion) = at.strip_suffix('上') {
            self.occasion = Some(occasion.to_owned());
            return Some(());
        }
        let word = at
            .chars()
            .all(|c| crate::shadow::is_han(c) || c == '·' || c == ' ');
        let place =
            word && !at.is_empty() && at.chars().count() <= LONGEST_PLACE && (bracketed || !before);
        if !place || crate::date::find_coarse(at).is_some() || at.contains(['的', '了', '是']) {
            return None;
        }
        self.place = Some(at.to_owned());
        Some(())
    }
}

/// The chars of `inner[start..end]` in the text that `inner` is a part of.
fn span_of(text: &str, inner: &str, start: usize, end: usize) -> Span {
    let offset = inner.as_ptr() as usize - text.as_ptr() as usize;
    Span::of_bytes(text, offset + start, offset + end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_forms_give_their_day() {
        for text in [
            "（2014年3月24日）",
            "(2014年3月24日)",
            "（２０１４年３月２４日）",
            "（2014年3月24日，海牙）",
            "（2014年3月24日下午，海牙）",
            "（2014年3月24日上午）",
            "（2014年3月24日　海牙）",
            "（2014年3月24日于海牙）",
            "（2014年3月24日 星期一）",
            "（海牙，2014年3月24日）",
            "（当地时间2014年3月24日，海牙）",
            "（2014.3.24）",
            "（2014-03-24）",
            "（2014/3/24 海牙）",
            "（二〇一四年三月二十四日）",
            "（二零一四年三月二十四日）",
            "（二○一四年三月廿四日，海牙）",
            "（2014年3月24日至25日，海牙）",
            "（2014年3月24日，根据录音整理）",
            "（根据2014年3月24日录音整理）",
            "（2014年3月24日在核安全峰会上）",
            "（在核安全峰会上的讲话，2014年3月24日）",
            "——2014年3月24日在核安全峰会上的讲话",
            "2014年3月24日",
            "2014年3月24日　海牙",
            "2014年3月24日于海牙",
            "2014年3月24日，海牙",
            "时间：2014年3月24日",
            "2014年3月24日上午",
        ] {
            let read = read_text(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(read.date.to_string(), "2014-03-24", "{text}");
            let place = text.contains("海牙").then_some("海牙");
            assert_eq!(read.place.as_deref(), place, "{text}");
            assert_eq!(read.occasion.is_some(), text.contains("峰会"), "{text}");
            assert_eq!(read.note.is_some(), text.contains("录音"), "{text}");
        }
        let month = read_text("（2014年元月）").unwrap();
        assert_eq!(month.date.to_string(), "2014-01");
        assert_eq!(
            read_text("（一九五六年元月五日）")
                .unwrap()
                .date
                .to_string(),
            "1956-01-05"
        );
    }

    #[test]
    fn sentences_and_titles_are_no_date_lines() {
        for text in [
            "2014年3月24日，会议在海牙举行了开幕式，各国领导人出席",
            "某市2018年重点工作安排",
            "2018年工作要点",
            "截至2014年3月24日的统计数据",
            "2010年3月5日国务院令第5号公布",
            "关于2014年3月24日会议的通知",
            "自2014年3月24日起施行",
            "2014年3月24日 某某社海牙讯",
        ] {
            assert_eq!(read_text(text), None, "{text}");
        }
    }
}
