//! What only a whole text has, at its head and at its end.

use std::sync::LazyLock;

use regex::Regex;

use super::super::line::Line;
use super::super::{recipients, signature, speech};
use crate::number;

/// Lines of a head below its title.
const HEAD: usize = 5;

static DATELINE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[（(]?(?:新华社|新华网|中新社|中新网|人民网|央视网|央广网|本报|本刊|本台)[\p{Han}、/ ]{0,16}(?:\d{1,2}月\d{1,2}日)?(?:专?电|讯|消息|报道|记者)").expect("constant")
});
static BYLINE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[（(]?(?:作者|来源|文|供稿|报送单位|发布时间|日期|时间)\s*[:：／/]")
        .expect("constant")
});

/// True if the lines, the title first, look like a text of its own.
pub(super) fn is_text(lines: &[Line]) -> bool {
    has_head(lines) || has_end(lines)
}

/// A date line, number, recipients, salutation or dateline right below the title.
pub(super) fn has_head(lines: &[Line]) -> bool {
    lines.iter().skip(1).take(HEAD).any(|line| {
        speech::is_date_line(line)
            || signature::is_date(line)
            || number::header_number(&line.shadow).is_some()
            || recipients::is_salutation(line)
            || DATELINE.is_match(&line.shadow)
            || BYLINE.is_match(&line.shadow)
    })
}

/// Signature and date among the last lines.
pub(super) fn has_end(lines: &[Line]) -> bool {
    let tail = lines.len().saturating_sub(4).max(1);
    (tail..lines.len())
        .any(|n| signature::is_date(&lines[n]) && signature::is_signature(&lines[n - 1]))
}
