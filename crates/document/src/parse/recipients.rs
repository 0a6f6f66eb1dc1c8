//! 主送机关 and the salutation of a speech.

use std::sync::LazyLock;

use regex::Regex;

use super::Part;
use super::line::Line;
use crate::model::{BlockKind, Extracted};

static SALUTATION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^(尊敬的|亲爱的|女士们|先生们|朋友们|同志们|各位|名位|同学们|老师们|战友们|同胞们|侨胞们|青年朋友|父老乡亲|诸位|亲爱|乡亲们|主席先生|主席女士|大家好)")
        .expect("constant")
});

static NOT_RECIPIENTS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^(附件|附|抄送|主题词|联系人|电话|来源|时间|作者|关键词|出席|列席|请假|第[一二三四五六七八九十]|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|[0-9])|如下[：:]$|(指出|强调|说|表示|认为|通知|要求|下列|以下|包括)[：:]$")
        .expect("constant")
});

/// The line that names to whom a document goes: ends in a colon and is no salutation.
pub(super) fn is_recipients(line: &Line) -> bool {
    let text = line.tight.as_str();
    text.ends_with(['：', ':'])
        && line.chars >= 3
        && !text.contains(['。', '；', '！', '？', '《'])
        && !SALUTATION.is_match(text)
        && !NOT_RECIPIENTS.is_match(text)
}

/// 同志们： 各位代表！ 尊敬的…，
pub(super) fn is_salutation(line: &Line) -> bool {
    line.chars <= 60
        && SALUTATION.is_match(&line.tight)
        && line.tight.ends_with(['：', ':', '！', '，', '!', ','])
}

/// True for words that greet and say nothing else.
pub(crate) fn is_salutation_text(text: &str) -> bool {
    SALUTATION.is_match(text)
}

/// Reads the recipients, or the salutations, that follow the header.
pub(super) fn read(part: &mut Part<'_>, head_end: usize) {
    let Some(line) = part.lines.get(head_end) else {
        return;
    };
    if is_recipients(line) {
        let groups = groups(line.tight.trim_end_matches(['：', ':']));
        let confidence = if part.fields.title.is_some() {
            0.95
        } else {
            0.6
        };
        let places = part.places(&[head_end]);
        part.kinds[head_end] = BlockKind::Recipients;
        part.fields.recipients =
            Some(Extracted::new(groups, "line-with-colon", confidence).at(places));
        return;
    }
    let salutations = part.lines[head_end..]
        .iter()
        .take(8)
        .take_while(|l| is_salutation(l))
        .count();
    part.kinds[head_end..head_end + salutations].fill(BlockKind::Salutation);
}

/// Groups stand apart by ，; the members of a group, by 、, stay together as written.
pub(super) fn groups(text: &str) -> Vec<String> {
    let (mut groups, mut group, mut depth) = (Vec::new(), String::new(), 0_i32);
    for c in text.chars() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth -= 1,
            '，' | '；' | ',' if depth <= 0 => {
                groups.push(std::mem::take(&mut group).trim().to_owned());
                continue;
            }
            _ => {}
        }
        group.push(c);
    }
    groups.push(group.trim().to_owned());
    groups.retain(|g| !g.is_empty());
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_in_brackets_do_not_split() {
        assert_eq!(
            groups("各县（市，区）人民政府，市政府各部门"),
            ["各县（市，区）人民政府", "市政府各部门"]
        );
    }
}
