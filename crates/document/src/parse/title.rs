//! 标题, 发文机关标志 and the issuer that they name.

use std::sync::LazyLock;

use regex::Regex;

use super::{Part, speech};
use crate::model::{BlockKind, Extracted};
use crate::shadow::is_han;
use crate::{LineRole, Relation};

/// Nouns that end the title of a document.
static TYPE_NOUN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(决议|决定|命令|令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要|答复|讲话|演讲|致辞|致词|贺词|发言|办法|条例|规定|规则|细则|方案|规划|要点|法|解释|准则|制度|守则|章程|纲要|计划|安排|目录|标准|名单|公约|宣言|声明|答问|提纲|总结|事迹|材料|批示|贺信|回信|案例|纪实|清单|措施|说明|修正案)$")
        .expect("constant")
});

static MARK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("^[\\p{Han}、（） ]{2,60}(文件|命令|令|纪要)$").expect("constant"));

static ORGAN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(国务院|中央|军委|委员会|人民政府|政府|办公厅|办公室|办|部|局|署|厅|院|委|党委|党组|领导小组|总局|法院|检察院|公安部|司|集团|公司|学校|大学|协会|联合会|总工会|团委|妇联|常委会|代表大会|全体会议|主席团|联席会议|指挥部|管委会|支部|总支|小组|街道|中心|所|站|会|处|科)$")
        .expect("constant")
});

/// Reads 标志 and 标题 out of the header lines that no other rule took.
pub(super) fn read(part: &mut Part<'_>, candidates: &[usize], number_line: Option<usize>) {
    let mut before: Vec<usize> = candidates.to_vec();
    let mut after = Vec::new();
    if let Some(number) = number_line {
        (before, after) = candidates.iter().partition(|i| **i < number);
        read_mark(part, &mut before);
    }
    // 令: the mark stands alone, and the regulation that it promulgates has the title.
    let declared: Vec<usize> = candidates
        .iter()
        .copied()
        .filter(|i| is_declared(part, *i))
        .collect();
    let lines = match (declared.is_empty(), after.is_empty()) {
        (false, _) => declared,
        (true, false) => after,
        (true, true) => before,
    };
    let lines = skip_kickers(part, &lines);
    let Some(count) = title_length(part, lines, number_line.is_some()) else {
        return;
    };
    let title_lines = &lines[..count];
    let joined: String = title_lines
        .iter()
        .map(|i| part.lines[*i].tight.as_str())
        .collect();
    for index in title_lines {
        part.kinds[*index] = BlockKind::Title;
    }
    let confidence = if TYPE_NOUN.is_match(strip_parenthesis(&joined)) {
        0.95
    } else {
        0.75
    };
    let places = part.places(title_lines);
    part.fields.title = Some(Extracted::new(joined, "title-lines", confidence).at(places));
    read_subtitle(part, &lines[count..]);
}

/// The lines without those that a newspaper prints above its title, which become subtitles.
fn skip_kickers<'l>(part: &mut Part<'_>, lines: &'l [usize]) -> &'l [usize] {
    let kickers = lines
        .windows(2)
        .take_while(|w| {
            w[1] == w[0] + 1 && is_kicker(&part.lines[w[0]].tight) && !is_declared(part, w[0])
        })
        .count();
    lines[..kickers]
        .iter()
        .for_each(|i| part.kinds[*i] = BlockKind::Subtitle);
    &lines[kickers..]
}

fn is_declared(part: &Part<'_>, index: usize) -> bool {
    matches!(
        part.lines[index].role,
        LineRole::Title | LineRole::Heading(1)
    )
}

/// Lines before the number that are the red masthead: 某某文件, 某某令.
fn read_mark(part: &mut Part<'_>, before: &mut Vec<usize>) {
    let joined = |lines: &[usize]| {
        lines
            .iter()
            .map(|i| part.lines[*i].squeezed())
            .collect::<String>()
    };
    let count = (1..=before.len().min(4)).rev().find(|n| {
        let text = joined(&before[..*n]);
        MARK.is_match(&text) && !text.contains("关于")
    });
    let Some(count) = count else { return };
    let lines: Vec<usize> = before.drain(..count).collect();
    let value = joined(&lines);
    let places = part.places(&lines);
    part.fields.issuer_mark = Some(Extracted::new(value, "mark-before-number", 0.95).at(places));
    for index in lines {
        part.kinds[index] = BlockKind::IssuerMark;
    }
}

/// How many of the lines are the title: the shortest run that ends in a type noun with its marks
/// closed; without one, the lines that its first one does not finish. `numbered`: the head has a 发文字号, so that its
/// lines are those of one official document, wherever they are broken.
fn title_length(part: &Part<'_>, lines: &[usize], numbered: bool) -> Option<usize> {
    let first = *lines.first()?;
    if is_declared(part, first) {
        return Some(1);
    }
    let consecutive = lines.windows(2).take_while(|w| w[1] == w[0] + 1).count() + 1;
    let mut text = String::new();
    let mut open_lines = 1;
    for (n, index) in lines[..consecutive].iter().enumerate().take(6) {
        let line = &part.lines[*index].tight;
        let apart =
            speech::is_subtitle(line) || begins_new_title(&text, line) || is_attendance(line);
        if n > 0 && (apart || !numbered && !is_open(&text) && !goes_on(&text, line)) {
            break;
        }
        text.push_str(line);
        if is_open(&text) {
            open_lines = (n + 2).min(consecutive);
            continue;
        }
        if TYPE_NOUN.is_match(strip_parenthesis(&text)) {
            return Some(n + 1);
        }
    }
    Some(open_lines)
}

/// Can `line` go on with a title that reads `text` so far? The titles of official documents and of speeches are broken at
/// word sense; two lines of a newspaper are two titles.
fn goes_on(text: &str, line: &str) -> bool {
    if TELLS.is_match(text) || TELLS.is_match(line) {
        return false;
    }
    let issuer_alone =
        text.split([' ', '、']).all(|organ| ORGAN.is_match(organ)) || text.ends_with("共和国");
    let official = issuer_alone
        || text.contains("关于")
        || line.starts_with("关于")
        || Relation::of_title(text).is_some();
    let spoken = text.contains('在') || line.starts_with(['上', '的']) || line.contains("会议上");
    official || spoken || line.starts_with(['的', '和', '及', '与', '暨', '、', '》', '”'])
}

/// 某某在…时强调, 就…: what a newspaper prints above the title.
fn is_kicker(line: &str) -> bool {
    KICKER.is_match(line)
}

/// 某某主持 某某某某出席: who took part is not in the title.
fn is_attendance(line: &str) -> bool {
    let starts_with_name = [2, 3].into_iter().any(|n| {
        let name: String = line.chars().take(n).collect();
        name.chars().count() == n && crate::surname::is_name(&name)
    });
    starts_with_name
        && line.chars().count() <= 50
        && ATTENDED.is_match(line)
        && !line.contains(['：', '《', '的'])
}

static KICKER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?:强调|指出|要求|提出|表示|时说|会上说)[：:]?$|^(?:就|围绕|针对)[^的]{4,40}$")
        .expect("constant")
});
static ATTENDED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(主持|出席|参加会见|参加|陪同|讲话|到会|作说明|通报|致辞|致词|作报告|宣读|列席)")
        .expect("constant")
});
/// Verbs of a newspaper's title.
static TELLS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(强调|指出|会见|举行|召开|出席|考察|调研时|视察|看望|慰问|主持并|会谈|访问|抵达|当选|开幕|闭幕|发表重要讲话|发表讲话|发表主旨|发表演讲)")
        .expect("constant")
});

/// 《 “ （ without their partners, or a line that ends in the middle of a phrase.
fn is_open(text: &str) -> bool {
    let count = |c: char| text.chars().filter(|x| *x == c).count();
    [('《', '》'), ('“', '”'), ('（', '）')]
        .iter()
        .any(|(a, b)| count(*a) > count(*b))
        || text.ends_with(['、', '的', '和', '与', '及', '：'])
}

fn begins_new_title(so_far: &str, line: &str) -> bool {
    let issuer_alone = so_far.split([' ', '、']).all(|organ| ORGAN.is_match(organ));
    line.starts_with("关于") && !issuer_alone
}

/// Without （试行）（修订草案）… at its end.
pub(crate) fn strip_parenthesis(title: &str) -> &str {
    let mut rest = title.trim_end();
    while let (true, Some(at)) = (rest.ends_with(['）', ')']), rest.rfind(['（', '('])) {
        rest = rest[..at].trim_end();
    }
    rest
}

fn read_subtitle(part: &mut Part<'_>, lines: &[usize]) {
    let Some(index) = lines
        .first()
        .copied()
        .filter(|_| part.fields.subtitle.is_none())
    else {
        return;
    };
    let follows = index > 0
        && matches!(
            part.kinds[index - 1],
            BlockKind::Title | BlockKind::Subtitle
        );
    if follows && part.lines[index].chars <= 40 {
        part.kinds[index] = BlockKind::Subtitle;
        let value = part.lines[index].tight.clone();
        let places = part.places(&[index]);
        part.fields.subtitle = Some(Extracted::new(value, "line-under-title", 0.7).at(places));
    }
}

/// 发文机关: from the signature, the title, or the masthead, in this order of trust.
pub(super) fn read_issuer(part: &mut Part<'_>) {
    if part.fields.issuers.is_some() {
        return;
    }
    let from_title = part
        .fields
        .title
        .as_ref()
        .and_then(|t| issuer_of_title(&t.value));
    let from_mark = part
        .fields
        .issuer_mark
        .as_ref()
        .map(|m| issuer_of_mark(&m.value));
    let from_signature = part
        .fields
        .issuer_signature
        .as_ref()
        .map(|s| s.value.clone());
    let signature_is_organ = from_signature
        .as_deref()
        .is_some_and(|s| s.split(' ').all(|o| ORGAN.is_match(o)));
    let found = match (from_title, from_signature, from_mark) {
        (Some(title), Some(signature), _) if agree(&title, &signature) => {
            Some((title, "title+signature", 0.98))
        }
        (Some(title), ..) => Some((title, "title", 0.92)),
        (None, Some(signature), Some(mark)) if agree(&mark, &signature) => {
            Some((signature, "signature+mark", 0.98))
        }
        (None, Some(signature), _) if signature_is_organ => Some((signature, "signature", 0.9)),
        (None, _, Some(mark)) => Some((mark, "mark", 0.85)),
        _ => None,
    };
    if let Some((text, rule, confidence)) = found {
        part.fields.issuers = Some(Extracted::new(split_organs(&text), rule, confidence));
    }
}

/// True for the name of an office.
pub(super) fn is_organ(text: &str) -> bool {
    ORGAN.is_match(text)
}

fn agree(a: &str, b: &str) -> bool {
    let squeeze = |s: &str| s.chars().filter(|c| is_han(*c)).collect::<String>();
    squeeze(a) == squeeze(b)
}

/// 某某关于…的通知 → 某某, if that is an organ.
pub(crate) fn issuer_of_title(title: &str) -> Option<String> {
    let verb = ["关于", "印发", "转发", "批转", "对"]
        .iter()
        .filter_map(|v| title.find(v))
        .min();
    let verb = verb.or_else(|| {
        title
            .find("公告")
            .filter(|at| at + "公告".len() == title.len())
    })?;
    let organ = title[..verb].trim();
    let plausible = (2..=60).contains(&organ.chars().count())
        && organ
            .split([' ', '、', '　'])
            .all(|o| ORGAN.is_match(o.trim()));
    plausible.then(|| organ.to_owned())
}

/// 纪要: the masthead is the title where the text has no other.
pub(super) fn read_minutes_title(part: &mut Part<'_>) {
    let mark = part
        .fields
        .issuer_mark
        .clone()
        .filter(|m| m.value.ends_with("纪要"));
    if let (None, Some(mark)) = (&part.fields.title, mark) {
        part.fields.title = Some(Extracted::new(mark.value, "minutes-mark", 0.9).at(mark.places));
    }
}

/// 令: the title is the one of the regulation that the text promulgates.
pub(super) fn read_promulgated(part: &mut Part<'_>, head_end: usize) {
    static PROMULGATED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new("^《([^》]+)》.{0,120}(公布|施行|发布|通过)").expect("constant")
    });
    let order = part
        .fields
        .issuer_mark
        .as_ref()
        .is_some_and(|m| m.value.ends_with('令'));
    if !order || part.fields.title.is_some() {
        return;
    }
    let Some(line) = part.lines.get(head_end) else {
        return;
    };
    if let Some(c) = PROMULGATED.captures(&line.shadow) {
        let span = crate::Span::of_bytes(&line.shadow, "《".len(), "《".len() + c[1].len());
        let title = Extracted::new(c[1].to_owned(), "promulgated-title", 0.85);
        part.fields.title = Some(title.at(vec![(head_end as u32, span)]));
    }
}

fn issuer_of_mark(mark: &str) -> String {
    let mark = mark
        .strip_prefix("中华人民共和国")
        .filter(|m| m.starts_with("国务院"))
        .unwrap_or(mark);
    let organ = ["文件", "命令", "令", "会议纪要", "纪要"]
        .iter()
        .find_map(|s| mark.strip_suffix(s));
    organ.unwrap_or(mark).to_owned()
}

/// Joint issuers stand apart by spaces or 、.
pub(super) fn split_organs(text: &str) -> Vec<String> {
    let organs = text.split(['、', ' ', '\u{3000}', '\u{a0}', '，', '\t', '\n']);
    let names: Vec<String> = organs
        .map(str::trim)
        .filter(|o| !o.is_empty())
        .map(str::to_owned)
        .collect();
    // A dot inside brackets or a broken name is no border.
    match names.iter().all(|n| ORGAN.is_match(n)) {
        true => names,
        false => vec![text.trim().to_owned()],
    }
}

/// The relation of a cover, and whether its title carries an object in 《》 or without marks.
pub(crate) fn relation(title: &str) -> Option<Relation> {
    let tail = strip_parenthesis(title);
    let carries = tail.ends_with("通知")
        || tail.ends_with('令')
        || tail.ends_with("公告")
        || tail.ends_with('函');
    if carries {
        Relation::of_title(title)
    } else {
        None
    }
}
