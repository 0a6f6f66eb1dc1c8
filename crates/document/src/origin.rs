//! Where a text comes from: the name of its file and of the folders around it, and the dates that they name.
//!
//! Names are evidence, not truth. A person names a file after its title and its day; a scanner or a phone names it after
//! the day of the picture. [`NamedDate`] says which of both a date looks like.

use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use crate::Date;
use crate::shadow::is_han;

/// Folders that are looked at, from the innermost outwards.
const FOLDERS: usize = 4;

/// Name and folders of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Origin {
    /// Name of the file without its extension; empty where there is no file.
    pub name: String,
    /// The innermost folders, outermost first, at most four.
    pub folders: Vec<String>,
}

/// How a name writes its date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NameForm {
    /// Beside a title: 某某条例(2019-03-02), 2019-03-02 某某讲话.
    Titled,
    /// The whole name: 20240423, 20240423-05, 1959.
    Alone,
    /// In the folders: 2024-04/23/.
    Folder,
    /// Beside a word of a device or of nobody: scan_20240423, IMG_20240423_0801.
    Device,
    /// Inside a title: 某市2018年工作要点.
    Inside,
}

/// A date in a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NamedDate {
    pub(crate) date: Date,
    pub(crate) form: NameForm,
}

static EXTENSION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\.(?:txt|md|markdown|html?|mhtml?|docx?|wps|rtf|odt|epub|ofd|pdf|png|jpe?g|tiff?|bmp|zip|eml)$").expect("constant")
});
static DAY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^0-9])((?:1[89]|20)[0-9]{2})(?:[-_.年/ ]?)(0[1-9]|1[0-2]|[1-9])(?:[-_.月/ ]?)(0[1-9]|[12][0-9]|3[01]|[1-9])日?(?:[^0-9]|$)")
        .expect("constant")
});
static MONTH: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^0-9])((?:1[89]|20)[0-9]{2})(?:年|[-_.])(0?[1-9]|1[0-2])月?(?:[^0-9]|$)")
        .expect("constant")
});
static YEAR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^0-9])((?:1[89]|20)[0-9]{2})(年?)(?:[^0-9]|$)").expect("constant")
});
static DEVICE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?i)(scan|img|image|dsc|photo|screenshot|mmexport|wx|camera|fax|print|copy|backup|download|save|file|page|doc|扫描|截图|照片|图片|微信|下载|备份|副本|打印|传真|保存|未命名|无标题|新建)")
        .expect("constant")
});

impl Origin {
    /// Reads a path with `/` or `\` between its parts; a known extension is dropped.
    pub fn of_path(path: &str) -> Origin {
        let mut parts: Vec<&str> = path.split(['/', '\\']).filter(|p| !p.is_empty()).collect();
        let name = parts.pop().unwrap_or_default();
        let stem = EXTENSION.replace(name, "").trim().to_owned();
        let skipped = parts.len().saturating_sub(FOLDERS);
        Origin {
            name: stem,
            folders: parts[skipped..].iter().map(|p| (*p).to_owned()).collect(),
        }
    }

    /// Returns the date that the name, else the folders, write.
    pub(crate) fn date(&self) -> Option<NamedDate> {
        self.date_of_name().or_else(|| self.date_of_folders())
    }

    fn date_of_name(&self) -> Option<NamedDate> {
        let name = self.name.as_str();
        let (date, start, end) = day_in(name).or_else(|| coarse_in(name))?;
        let rest = format!("{}{}", &name[..start], &name[end..]);
        // Two days are a period, not the day of a text.
        if day_in(&rest).is_some_and(|(other, ..)| other != date) {
            return None;
        }
        let words = rest.chars().filter(|c| is_han(*c)).count();
        let letters = rest.chars().filter(|c| c.is_ascii_alphabetic()).count();
        let edge = |text: &str| text.trim_matches(|c: char| !c.is_alphanumeric()).is_empty();
        let bracketed = name[end..].starts_with([')', '）', ']', '】', '〕'])
            && name[..start].ends_with(['(', '（', '[', '【', '〔']);
        let form = if DEVICE.is_match(&rest) {
            NameForm::Device
        } else if words == 0 && letters == 0 {
            NameForm::Alone
        } else if date.is_day()
            && words >= 4
            && (bracketed || edge(&name[..start]) || edge(&name[end..]))
        {
            NameForm::Titled
        } else if date.is_day() || words >= 4 {
            NameForm::Inside
        } else {
            NameForm::Device
        };
        // A number of four digits is a year only where it is all that there is, or says 年.
        let bare_year = date.month == 0 && !name[..end].ends_with('年');
        (!bare_year || form == NameForm::Alone && edge(&rest)).then_some(NamedDate { date, form })
    }

    fn date_of_folders(&self) -> Option<NamedDate> {
        let form = NameForm::Folder;
        let numeric = |text: &str, longest: usize| {
            (1..=longest).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
        };
        // 2024/04/23.md, 2024-04/23/, 2024/0423/
        let mut parts: Vec<&str> = self.folders.iter().map(String::as_str).collect();
        if numeric(&self.name, 2) {
            parts.push(&self.name);
        }
        let tail = parts.iter().rev().take_while(|p| {
            p.chars()
                .all(|c| c.is_ascii_digit() || "-_.年月日".contains(c))
        });
        let mut tail: Vec<&str> = tail.copied().collect();
        tail.reverse();
        for first in 0..tail.len() {
            let joined = tail[first..].join("-");
            if let Some((date, 0, end)) = day_in(&joined)
                && end == joined.len()
            {
                return Some(NamedDate { date, form });
            }
        }
        let folder = self.folders.iter().rev().find_map(|f| day_in(f))?;
        Some(NamedDate {
            date: folder.0,
            form,
        })
    }

    /// Returns the words of the name without date, counter and separators, if they say something: at least four Han
    /// characters and no word of a device.
    pub(crate) fn title(&self) -> Option<String> {
        let mut name = self.name.clone();
        if let Some((_, start, end)) = day_in(&name) {
            name.replace_range(start..end, "");
        }
        static EMPTY: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r"[(（\[【〔]\s*[)）\]】〕]|[(（]\d{1,3}[)）]$").expect("constant")
        });
        static EDGES: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r"^[0-9]{0,4}[\s_\-.、+]+|[\s_\-.、+]+[0-9]{0,4}$").expect("constant")
        });
        let name = EMPTY.replace_all(&name, "");
        let name = EDGES.replace_all(name.trim(), "");
        let name = name.trim_matches(|c: char| c.is_whitespace() || "_-.、+".contains(c));
        let words = name.chars().filter(|c| is_han(*c)).count();
        (words >= 4 && !DEVICE.is_match(name)).then(|| name.to_owned())
    }
}

/// The first day in a name, with its bytes. Eight digits need their zeros; other forms need separators.
fn day_in(name: &str) -> Option<(Date, usize, usize)> {
    let mut from = 0;
    while let Some(c) = DAY.captures_at(name, from) {
        let (year, month, day) = (c.get(1)?, c.get(2)?, c.get(3)?);
        let digits = &name[year.start()..day.end()];
        let compact = digits.bytes().all(|b| b.is_ascii_digit());
        let number = |text: &str| text.parse::<u32>().ok();
        let date = Date::new(
            number(year.as_str())?,
            number(month.as_str())?,
            number(day.as_str())?,
        );
        if let (Some(date), true) = (date, !compact || digits.len() == 8) {
            let end = day.end()
                + if name[day.end()..].starts_with('日') {
                    '日'.len_utf8()
                } else {
                    0
                };
            return Some((date, year.start(), end));
        }
        from = year.end();
    }
    None
}

fn coarse_in(name: &str) -> Option<(Date, usize, usize)> {
    let number = |text: &str| text.parse::<u32>().ok();
    if let Some(c) = MONTH.captures(name) {
        let (year, month) = (c.get(1)?, c.get(2)?);
        let date = Date::coarse(number(year.as_str())?, number(month.as_str()))?;
        let end = month.end()
            + if name[month.end()..].starts_with('月') {
                '月'.len_utf8()
            } else {
                0
            };
        return Some((date, year.start(), end));
    }
    let c = YEAR.captures(name)?;
    let (year, mark) = (c.get(1)?, c.get(2)?);
    Some((
        Date::coarse(number(year.as_str())?, None)?,
        year.start(),
        mark.end(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(path: &str) -> Option<(String, NameForm)> {
        Origin::of_path(path)
            .date()
            .map(|d| (d.date.to_string(), d.form))
    }

    #[test]
    fn dates_of_names_and_folders() {
        let cases = [
            ("新闻/20240423.md", "2024-04-23", NameForm::Alone),
            ("20240423-05.md", "2024-04-23", NameForm::Alone),
            ("2024年4月23日.docx", "2024-04-23", NameForm::Alone),
            (
                "某市节约用水条例(2019-03-02).md",
                "2019-03-02",
                NameForm::Titled,
            ),
            (
                "2019-03-02 在全市大会上的讲话.txt",
                "2019-03-02",
                NameForm::Titled,
            ),
            (
                "在全市大会上的讲话_20190302.txt",
                "2019-03-02",
                NameForm::Titled,
            ),
            ("2024-04/23/第三条.txt", "2024-04-23", NameForm::Folder),
            ("2024/04/23.txt", "2024-04-23", NameForm::Folder),
            ("2024年4月23日/要闻.txt", "2024-04-23", NameForm::Folder),
            ("公报/1959.txt", "1959", NameForm::Alone),
            ("2024-04.txt", "2024-04", NameForm::Alone),
            ("scan_20240423.pdf", "2024-04-23", NameForm::Device),
            ("扫描件20240423.pdf", "2024-04-23", NameForm::Device),
            ("某市2018年重点工作安排.txt", "2018", NameForm::Inside),
        ];
        for (path, day, form) in cases {
            assert_eq!(date(path), Some((day.to_owned(), form)), "{path}");
        }
    }

    #[test]
    fn numbers_that_are_no_dates() {
        for path in [
            "13800138000.txt",
            "2016号文件.txt",
            "20241399.txt",
            "第1959号.txt",
            "a/b/3028.txt",
            "20240101-20240131.txt",
        ] {
            assert_eq!(date(path), None, "{path}");
        }
    }

    #[test]
    fn a_name_that_says_something_is_a_title() {
        let title = |path: &str| Origin::of_path(path).title();
        assert_eq!(
            title("某市节约用水条例(2019-03-02).md").as_deref(),
            Some("某市节约用水条例")
        );
        assert_eq!(
            title("03_在全市大会上的讲话.txt").as_deref(),
            Some("在全市大会上的讲话")
        );
        for path in [
            "20240423.md",
            "1959.txt",
            "新建文本文档 (2).txt",
            "scan001.pdf",
            "微信图片_20240423.jpg",
        ] {
            assert_eq!(title(path), None, "{path}");
        }
    }
}
