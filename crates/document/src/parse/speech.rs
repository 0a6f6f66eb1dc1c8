//! What a speech adds: speaker, occasion, place, date line (design: chinese-documents 4.4).

use std::sync::LazyLock;

use regex::Regex;

use super::line::Line;
use super::{Part, date_line};
use crate::date::find_date;
use crate::model::{BlockKind, Document, Extracted};
use crate::surname::is_name;

/// Words for something said.
const SAID: &str =
    "(?:重要讲话|主旨讲话|讲话|主旨演讲|演讲|致辞|致词|贺词|发言|报告|致答词|祝酒辞|贺信)";

static DASHED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?:[—―－–]{1,3}|--+)\s*(.+)$").expect("constant"));
static SPOKEN_AT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        "在(.+?)(?:上|时)?的?(?:书面)?{SAID}(?:[（(].*[）)])?$"
    ))
    .expect("constant")
});
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:[\p{Han}]{0,12}?(?:主席|总书记|总理|书记|部长|省长|市长|主任))?(?P<n>\p{Han}{2,4}?)(?:同志)?(?:在|出席|发表|会见|致|就|对|向|接受|主持)")
        .expect("constant")
});
static COLON_NAME: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(\p{Han}{2,4})[：:]").expect("constant"));
static POSITION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(总理|主席|书记|主任|部长|省长|市长|州长|区长|县长|局长|院长|校长|厅长|司长|委员|秘书长|行长|会长|组长|检察长|总书记|总统|司令员|政委|社长)$")
        .expect("constant")
});
static IN_TEXT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?:国家主席|总书记|总理|主席)、?(?:国家主席|中央军委主席)?(?P<n>\p{{Han}}{{2,3}}?)(?:应邀|出席|在|同|发表|[0-9０-９]|主持|向|通过|作)[^。]{{0,80}}{SAID}"
    ))
    .expect("constant")
});
static NEWSPAPER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^《(.{2,12}(?:报|刊|网|杂志))》\s*[（(](.+)[）)]$").expect("constant")
});

/// （2010年7月19日，根据记录整理） or ——2010年3月5日在…会议上.
pub(super) fn is_date_line(line: &Line) -> bool {
    date_line::read(line).is_some()
}

/// A line that stands under a title: ——在…上的讲话, or 某某在…上的讲话.
pub(super) fn is_subtitle(text: &str) -> bool {
    DASHED.is_match(text) || (name_of_title(text).is_some() && SPOKEN_AT.is_match(text))
}

/// Reads one header line if it belongs to a speech. `titled`: a title line stands above it.
pub(super) fn read_head_line(part: &mut Part<'_>, index: usize, titled: bool) -> bool {
    let line = &part.lines[index];
    if is_date_line(line) {
        read_date_line(part, index);
        return true;
    }
    if read_newspaper(part, index) {
        return true;
    }
    if !titled {
        return false;
    }
    if is_subtitle(&line.tight) {
        read_subtitle(part, index);
        return true;
    }
    if line.tight.contains("记者") || line.tight.ends_with('摄') {
        let names = crate::byline::names_of_byline(&line.shadow);
        if !names.is_empty() && !line.tight.ends_with('摄') {
            part.fields.authors =
                Some(Extracted::new(names, "byline", 0.85).at(part.places(&[index])));
        }
        part.kinds[index] = BlockKind::Aside;
        return true;
    }
    read_speaker_line(part, index)
}

fn read_date_line(part: &mut Part<'_>, index: usize) {
    let Some(read) = date_line::read(&part.lines[index]) else {
        return;
    };
    let confidence = if read.marked { 0.97 } else { 0.9 };
    let place = vec![(index as u32, read.span)];
    part.fields.issue_date = Some(Extracted::new(read.date, "date-line", confidence).at(place));
    part.kinds[index] = BlockKind::DateLine;
    let whole = part.places(&[index]);
    if let Some(note) = read.note {
        part.fields.record_note = Some(Extracted::new(note, "date-line", 0.95).at(whole.clone()));
    }
    if let Some(occasion) = read.occasion {
        part.fields.occasion = Some(Extracted::new(occasion, "date-line", 0.9).at(whole.clone()));
    }
    if let Some(at) = read.place {
        part.fields.place = Some(Extracted::new(at, "date-line", 0.9).at(whole.clone()));
    }
}

fn read_subtitle(part: &mut Part<'_>, index: usize) {
    let line = &part.lines[index];
    let text = line.tight.clone();
    let inner = DASHED
        .captures(&text)
        .map_or(text.clone(), |c| c[1].to_owned());
    let places = part.places(&[index]);
    part.kinds[index] = BlockKind::Subtitle;
    // ——在…会议上的讲话（2015年7月10日，乌法）
    if let (Some((date, ..)), Some(open)) = (find_date(&line.shadow), inner.rfind(['（', '('])) {
        part.fields.issue_date = Some(Extracted::new(date, "subtitle", 0.9).at(places.clone()));
        read_occasion(part, &inner[..open], &places);
    } else {
        read_occasion(part, &inner, &places);
    }
    let open = part
        .fields
        .speaker
        .as_ref()
        .is_none_or(|s| s.confidence < 0.7);
    if let (Some(name), true) = (name_of_title(&inner), open) {
        part.fields.speaker = Some(Extracted::new(name, "subtitle", 0.9).at(places.clone()));
    }
    part.fields.subtitle = Some(Extracted::new(inner, "subtitle", 0.9).at(places));
}

/// 在…会议上的讲话 → the meeting.
pub(super) fn occasion_of(title: &str) -> Option<String> {
    SPOKEN_AT.captures(title).map(|c| c[1].to_owned())
}

fn read_occasion(part: &mut Part<'_>, text: &str, places: &[(u32, crate::Span)]) {
    if let (Some(c), None) = (SPOKEN_AT.captures(text), &part.fields.occasion) {
        let occasion = Extracted::new(c[1].to_owned(), "spoken-at", 0.9).at(places.to_vec());
        part.fields.occasion = Some(occasion);
    }
}

/// 李 源 潮 · 国务院总理 温家宝 · 国务院副总理兼…主任薄一波
fn read_speaker_line(part: &mut Part<'_>, index: usize) -> bool {
    let line = &part.lines[index];
    let Some((role, name)) = speaker_of_line(line) else {
        return false;
    };
    let places = part.places(&[index]);
    let confidence = if role.is_some() { 0.95 } else { 0.85 };
    part.fields.speaker = Some(Extracted::new(name, "speaker-line", confidence).at(places.clone()));
    if let Some(role) = role {
        part.fields.speaker_roles =
            Some(Extracted::new(vec![role], "speaker-line", 0.9).at(places));
    }
    part.kinds[index] = BlockKind::Speaker;
    true
}

fn speaker_of_line(line: &Line) -> Option<(Option<String>, String)> {
    if line.chars > 40
        || line
            .tight
            .contains(['，', '。', '：', '《', '“', '、', '（', '—', '-'])
    {
        return None;
    }
    if is_name(&line.tight) {
        return Some((None, line.tight.clone()));
    }
    // The name may itself be spaced out: 上海市市长 龚 正.
    let tokens: Vec<&str> = line.shadow.split_whitespace().collect();
    for cut in 1..tokens.len() {
        let (role, name) = (tokens[..cut].concat(), tokens[cut..].concat());
        if POSITION.is_match(&role) && is_name(&name) {
            return Some((Some(role), name));
        }
    }
    let text = line.squeezed();
    let count = text.chars().count();
    [2, 3, 4]
        .into_iter()
        .filter(|n| count > n + 1)
        .find_map(|n| {
            let cut = text.char_indices().nth(count - n)?.0;
            let (role, name) = text.split_at(cut);
            (POSITION.is_match(role) && is_name(name))
                .then(|| (Some(role.to_owned()), name.to_owned()))
        })
}

/// 《青河日报》（2020年5月12日 第01版）
fn read_newspaper(part: &mut Part<'_>, index: usize) -> bool {
    let line = &part.lines[index];
    let Some(c) = NEWSPAPER.captures(&line.shadow) else {
        return false;
    };
    let places = part.places(&[index]);
    if let Some((date, ..)) = find_date(&c[2]) {
        part.fields.publish_date =
            Some(Extracted::new(date, "newspaper-line", 0.95).at(places.clone()));
    }
    part.fields.publisher =
        Some(Extracted::new(c[1].to_owned(), "newspaper-line", 0.95).at(places));
    part.kinds[index] = BlockKind::Aside;
    true
}

/// The person at the head of a title: 习近平：… or 习近平在…上的讲话.
pub(super) fn name_of_title(title: &str) -> Option<String> {
    if let Some(c) = COLON_NAME.captures(title).filter(|c| is_name(&c[1])) {
        return Some(c[1].to_owned());
    }
    let c = NAMED.captures(title)?;
    let name = c.name("n")?.as_str();
    (is_name(name) && !title.starts_with("关于")).then(|| name.to_owned())
}

/// Fills what the header lines left open: speaker and occasion from the title, the cover, the text.
pub(super) fn read(part: &mut Part<'_>, head_end: usize, cover: Option<&Document>) {
    if let Some(title) = part.fields.title.clone() {
        let plain = super::title::strip_parenthesis(&title.value);
        let open = part
            .fields
            .speaker
            .as_ref()
            .is_none_or(|s| s.confidence < 0.7);
        if let (true, Some(name)) = (open, name_of_title(&title.value)) {
            part.fields.speaker =
                Some(Extracted::new(name, "title", 0.92).at(title.places.clone()));
        }
        read_occasion(part, plain, &title.places);
    }
    read_under_head(part, head_end);
    if let Some(cover) = cover {
        cross_check(part, cover);
    }
    if part.fields.speaker.is_none()
        && part.fields.document_number.is_none()
        && part.fields.recipients.is_none()
    {
        let text = part.lines[head_end.min(part.lines.len())..].iter().take(2);
        let found = text
            .filter_map(|l| IN_TEXT.captures(&l.shadow))
            .find_map(|c| {
                let name = c.name("n")?.as_str();
                is_name(name).then(|| name.to_owned())
            });
        part.fields.speaker = found.map(|name| Extracted::new(name, "named-in-text", 0.65));
    }
}

/// A report prints the speech under a lead: its own head stands within the first lines of the text.
fn read_under_head(part: &mut Part<'_>, head_end: usize) {
    for index in head_end..part.lines.len().min(head_end + 8) {
        let line = &part.lines[index];
        let open = part
            .fields
            .speaker
            .as_ref()
            .is_none_or(|s| s.confidence < 0.7);
        if open && line.chars <= 30 && !line.is_body() && part.kinds[index] == BlockKind::Text {
            read_speaker_line(part, index);
        }
        let dated = part
            .fields
            .issue_date
            .as_ref()
            .is_some_and(|d| d.confidence > 0.9);
        if !dated && date_line::read(&part.lines[index]).is_some_and(|d| d.marked) {
            read_date_line(part, index);
        }
    }
}

/// 关于印发《某某同志在…上的讲话》的通知: the cover names the speaker and the occasion.
fn cross_check(part: &mut Part<'_>, cover: &Document) {
    static OBJECT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"《(?:[\p{Han}]{0,10}?)(\p{Han}{2,4})同志(.+)》").expect("constant")
    });
    let Some(title) = cover.fields.title.as_ref() else {
        return;
    };
    let Some(c) = OBJECT.captures(&title.value) else {
        return;
    };
    let (who, what) = (c[1].to_owned(), &c[2]);
    let same_title = part.fields.title.as_ref().is_some_and(|t| t.value == *what);
    match &mut part.fields.speaker {
        Some(speaker) if speaker.value == who => {
            speaker.confidence = if same_title { 1.0 } else { 0.9 }
        }
        Some(_) => {}
        None if is_name(&who) => {
            part.fields.speaker = Some(Extracted::new(who.clone(), "cover-title", 0.8));
        }
        None => {}
    }
    let text: String = cover
        .blocks
        .iter()
        .filter(|b| b.kind == BlockKind::Text)
        .map(|b| b.text.as_str())
        .collect();
    if let Some(roles) = roles_in(&text, &who) {
        part.fields.speaker_roles = Some(Extracted::new(roles, "cover-text", 0.9));
    }
}

/// 现将<roles><who>同志在… → the roles.
fn roles_in(text: &str, who: &str) -> Option<Vec<String>> {
    let end = text.find(&format!("{who}同志"))?;
    let start = text[..end].rfind('将')? + '将'.len_utf8();
    let roles: Vec<String> = text[start..end]
        .split('、')
        .map(|r| r.trim().to_owned())
        .filter(|r| !r.is_empty())
        .collect();
    (!roles.is_empty()).then_some(roles)
}
