//! The header: everything before the recipients or the first sentence.

use std::sync::LazyLock;

use regex::Regex;

use super::line::Line;
use super::{Part, recipients, speech, title};
use crate::date::find_date;
use crate::model::{BlockKind, Classification, ClassificationLevel, Extracted, Urgency};
use crate::{LineRole, number};

/// A header has at most so many lines; beyond them a text without sentences is a list.
const LONGEST_HEADER: usize = 60;

static CLASSIFICATION: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("^(绝密|机密|秘密)(?:★(.+)?)?$").expect("constant"));
static URGENCY: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("^(特急|加急|特提|平急|急件)$").expect("constant"));
static SIGNATORY: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"签发人[：:]\s*(.+)$").expect("constant"));
static PUBLISHED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        "^(发布时间|发表时间|发稿时间|更新时间|刊发时间|发布日期|发表日期|时间|日期|公布日期)[：:]",
    )
    .expect("constant")
});
static PUBLISHER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^(来源|信息来源|稿源|文章来源|稿件来源|出处)[：:]").expect("constant")
});
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^(关键词|阅读量|浏览次数|点击数|作者|编辑|责任编辑|责编|索引号|主题分类|主题词|当前位置|您的位置|字号|字体|分享到|有效性)[：:]")
        .expect("constant")
});
/// What a page offers to its reader, or counts: never takes the next line, which may be the title.
static BUTTON: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^[【\\[]?(分享|分享至|收藏|打印|纠错|我要纠错|扫一扫|扫码|浏览量|浏览|点击|点击量|点击次数|访问量|访问次数|查看次数|次数|阅读|阅读次数|人气|栏目|所属栏目|频道|责任校对|校对|审核|审校|初审|复审|终审|监制|编审|值班编辑|供稿|撰稿|图片来源|上一篇|下一篇|信息分类|内容分类|公开方式|公开范围|字体大小|视力保护色)[：:]")
        .expect("constant")
});
static CHROME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^(下载|打印本页|打印|关闭窗口|关闭本页|返回顶部|回到顶部|保存|保存本页|转发|点赞|评论|微信|微博|QQ空间|手机阅读|语音播报|无障碍|繁體|简体|English|收听|听全文|登录|注册|全屏|收藏|分享|关闭|加大|还原|减小|首页|返回|上一篇|下一篇|大|中|小|】|>|【?(字号|字体)[：:]?.{0,8}|【打印】|目录|.{2,20}(数据库|频道|专栏|专题|网))$")
        .expect("constant")
});
/// A collection named after its author: 某某系列讲话数据库.
static COLLECTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^(\\p{Han}{2,3})(?:系列)?(?:重要)?(?:讲话|文稿|著作|论述).{0,6}$")
        .expect("constant")
});
static DATE_TIME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\d{4}-\d{1,2}-\d{1,2}(\s+\d{1,2}:\d{2}(:\d{2})?)?$").expect("constant")
});

/// Reads the header and answers with the index of the first line behind it.
pub(super) fn read(part: &mut Part<'_>) -> usize {
    let end = find_end(part.lines);
    let mut title_lines: Vec<usize> = Vec::new();
    let mut number_line = None;
    let mut index = 0;
    while index < end {
        let line = &part.lines[index];
        if is_info(line) && !PUBLISHER.is_match(&line.squeezed()) {
            read_info(part, index);
            index += 1;
            continue;
        }
        if let Some(skip) = read_aside(part, index, end) {
            index += skip;
            continue;
        }
        if read_marking(part, index) {
            index += 1;
            continue;
        }
        if read_office_line(part, index, number_line.is_some()) {
            index += 1;
            continue;
        }
        let number = number::header_number(&line.shadow).filter(|_| number_line.is_none());
        if let Some(found) = number {
            part.kinds[index] = BlockKind::Number;
            let places = vec![(
                index as u32,
                crate::Span::of_bytes(&line.shadow, found.start, found.end),
            )];
            part.fields.document_number =
                Some(Extracted::new(found.number, "number-line", 0.98).at(places));
            number_line = Some(index);
        } else if !speech::read_head_line(part, index, !title_lines.is_empty())
            && !super::law::is_adoption(line)
        {
            title_lines.push(index);
        }
        index += 1;
    }
    title::read(part, &title_lines, number_line);
    end
}

/// 纪要 and 简报 name their office and day under the number: 青河市人民政府办公室　　2022年3月5日.
fn read_office_line(part: &mut Part<'_>, index: usize, numbered: bool) -> bool {
    let line = &part.lines[index];
    let Some((organ, date, span)) = super::signature::office_and_date(line)
        .filter(|_| numbered || part.fields.issuer_mark.is_some())
    else {
        return false;
    };
    let places = part.places(&[index]);
    part.fields.issue_date =
        Some(Extracted::new(date, "office-line", 0.92).at(vec![(index as u32, span)]));
    part.fields.issuer_signature = Some(Extracted::new(organ, "office-line", 0.9).at(places));
    part.kinds[index] = BlockKind::IssueDate;
    true
}

/// The first line of recipients, of a salutation, or of the text.
fn find_end(lines: &[Line]) -> usize {
    let mut keywords = false;
    let limit = lines.len().min(LONGEST_HEADER);
    for (index, line) in lines.iter().enumerate().take(limit) {
        let is_title = matches!(line.role, LineRole::Title | LineRole::Heading(1));
        let spaced_words = std::mem::replace(
            &mut keywords,
            line.chars < 8 && line.squeezed() == "关键词：",
        );
        if is_title
            || spaced_words
            || is_aside(line)
            || is_info(line)
            || super::law::is_adoption(line)
            || speech::is_date_line(line)
        {
            continue;
        }
        let table = matches!(line.role, LineRole::TableRow | LineRole::Footnote);
        if table
            || line.is_body()
            || recipients::is_recipients(line)
            || recipients::is_salutation(line)
        {
            return index;
        }
        if crate::numbering::find_mark(&line.shadow).is_some_and(|m| m.value == 1) && index > 0 {
            return index;
        }
    }
    limit
}

/// 2020年05月12日 08:15 来源：青河日报 记者：王晓东: day, source and author of a saved article on one line.
static INFO: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:[12][0-9]{3}\s?[年\-/.][^。；]{0,40})?(?:来源|信息来源|文章来源|作者|记者|通讯员|撰文)\s*[：:/／|]\s*[^。；]{1,80}$")
        .expect("constant")
});
static INFO_PART: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(信息来源|文章来源|来源|作者|记者|通讯员|撰文)\s*[：:/／|]\s*([^\s：:|／/]{2,20})")
        .expect("constant")
});

/// An info line is no longer. Chars.
const LONGEST_INFO: u32 = 110;

fn is_info(line: &Line) -> bool {
    line.chars <= LONGEST_INFO && line.role == LineRole::Text && INFO.is_match(&line.shadow)
}

/// Reads day, source and authors; the line stays in the text as an aside.
fn read_info(part: &mut Part<'_>, index: usize) {
    let line = &part.lines[index];
    let places = part.places(&[index]);
    if let (Some((date, ..)), None) = (find_date(&line.shadow), &part.fields.publish_date) {
        part.fields.publish_date = Some(Extracted::new(date, "info-line", 0.9).at(places.clone()));
    }
    let mut authors = Vec::new();
    for c in INFO_PART.captures_iter(&line.shadow) {
        let value = c[2].trim().to_owned();
        if c[1].ends_with("来源") {
            part.fields.publisher =
                Some(Extracted::new(value, "info-line", 0.9).at(places.clone()));
        } else {
            authors.extend(value.split(['、', '，', ',']).map(str::to_owned));
        }
    }
    if !authors.is_empty() {
        part.fields.authors = Some(Extracted::new(authors, "info-line", 0.85).at(places));
    }
    part.kinds[index] = BlockKind::Aside;
}

/// A label, a button, a date with a time: nothing of the document.
fn is_aside(line: &Line) -> bool {
    let squeezed = line.squeezed();
    line.chars <= 40
        && [&PUBLISHED, &PUBLISHER, &LABEL, &BUTTON, &CHROME]
            .iter()
            .any(|pattern| pattern.is_match(&squeezed))
}

/// What a page or database put before the text. Answers how many lines it takes.
fn read_aside(part: &mut Part<'_>, index: usize, end: usize) -> Option<usize> {
    let line = &part.lines[index];
    let squeezed = line.squeezed();
    let next = part.lines.get(index + 1).filter(|_| index + 1 < end);
    let mark = |part: &mut Part<'_>, count: usize| {
        part.kinds[index..index + count].fill(BlockKind::Aside);
        Some(count)
    };
    if let Some(label) = PUBLISHED.find(&squeezed) {
        let (text, count) = value_of(&line.shadow, squeezed.len() == label.end(), next);
        let date = find_date(text).map(|(date, ..)| date);
        if let (Some(date), None) = (date, &part.fields.publish_date) {
            let places = part.places(&[index + count - 1]);
            part.fields.publish_date =
                Some(Extracted::new(date, "published-label", 0.95).at(places));
        }
        return mark(part, count);
    }
    if DATE_TIME.is_match(&line.tight) {
        let date = find_date(&line.shadow).map(|(date, ..)| date);
        let places = part.places(&[index]);
        part.fields.publish_date = date
            .map(|date| Extracted::new(date, "bare-date-time", 0.8).at(places))
            .or(part.fields.publish_date.take());
        return mark(part, 1);
    }
    if let Some(label) = PUBLISHER.find(&squeezed) {
        let (text, count) = value_of(&line.shadow, squeezed.len() == label.end(), next);
        let name = text
            .split(['：', ':'])
            .next_back()
            .unwrap_or(text)
            .trim()
            .to_owned();
        let places = part.places(&[index + count - 1]);
        part.fields.publisher = Some(Extracted::new(name, "publisher-label", 0.9).at(places));
        return mark(part, count);
    }
    if squeezed.starts_with("当前位置") || squeezed.starts_with("您的位置") {
        let trail = part.lines[index..end].iter().rposition(|l| l.tight == ">");
        return mark(part, trail.map_or(1, |at| (at + 2).min(end - index)));
    }
    if LABEL.is_match(&squeezed) {
        let empty =
            squeezed.ends_with(['：', ':']) && next.is_some_and(|l| l.role == LineRole::Text);
        let takes_next = empty && !squeezed.starts_with("阅读量");
        return mark(part, if takes_next { 2 } else { 1 });
    }
    if let Some(c) = COLLECTED
        .captures(&squeezed)
        .filter(|c| crate::surname::is_name(&c[1]))
    {
        let places = part.places(&[index]);
        part.fields.speaker =
            Some(Extracted::new(c[1].to_owned(), "named-collection", 0.6).at(places));
    }
    let furniture = CHROME.is_match(&squeezed) || line.chars <= 40 && BUTTON.is_match(&squeezed);
    furniture.then(|| mark(part, 1)).flatten()
}

/// The value behind a label: on its line, or alone on the next one.
fn value_of<'a>(shadow: &'a str, label_only: bool, next: Option<&'a Line>) -> (&'a str, usize) {
    match next {
        Some(next) if label_only => (&next.shadow, 2),
        _ => (shadow, 1),
    }
}

/// 份号、密级、紧急程度、签发人.
fn read_marking(part: &mut Part<'_>, index: usize) -> bool {
    let line = &part.lines[index];
    let squeezed = line.squeezed();
    let places = part.places(&[index]);
    if super::attachment::is_label(line) {
        part.kinds[index] = BlockKind::Marking;
        return true;
    }
    if index == 0 && squeezed.len() == 6 && squeezed.bytes().all(|b| b.is_ascii_digit()) {
        part.fields.copy_number =
            Some(Extracted::new(squeezed, "copy-number-line", 0.95).at(places));
    } else if let Some(c) = CLASSIFICATION.captures(&squeezed) {
        let level = match &c[1] {
            "绝密" => ClassificationLevel::TopSecret,
            "机密" => ClassificationLevel::Secret,
            _ => ClassificationLevel::Confidential,
        };
        let period = c.get(2).map(|m| m.as_str().to_owned());
        let value = Classification { level, period };
        part.fields.classification =
            Some(Extracted::new(value, "classification-line", 0.98).at(places));
    } else if let Some(c) = URGENCY.captures(&squeezed) {
        let urgency = match &c[1] {
            "特提" => Urgency::Immediate,
            "特急" => Urgency::ExtraUrgent,
            "平急" => Urgency::Routine,
            _ => Urgency::Urgent,
        };
        part.fields.urgency = Some(Extracted::new(urgency, "urgency-line", 0.98).at(places));
    } else if let Some(c) = SIGNATORY.captures(&line.shadow) {
        let names: Vec<String> = c[1]
            .split("  ")
            .map(crate::shadow::squeeze)
            .filter(|n| !n.is_empty())
            .collect();
        part.fields.signatory = Some(Extracted::new(names, "signatory-label", 0.95).at(places));
        // The number stands on the same line in upward documents.
        if number::header_number(&line.shadow).is_some() {
            return false;
        }
    } else {
        return false;
    }
    part.kinds[index] = BlockKind::Marking;
    true
}
