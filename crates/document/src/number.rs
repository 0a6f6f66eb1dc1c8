//! 发文字号: issuer code, year, serial (GB/T 9704—2012 §7.2.5).

use std::fmt;
use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use crate::numeral;

/// 机关代字〔年份〕顺序号, as 创先办〔2010〕2号.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DocumentNumber {
    /// 机关代字; empty in 纪要 and 令, which have none.
    pub issuer_code: String,
    /// 年份; `None` in 令 (第707号).
    pub year: Option<u16>,
    /// 顺序号, from 1.
    pub serial: u32,
}

impl fmt::Display for DocumentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.year {
            Some(year) => write!(f, "{}〔{}〕{}号", self.issuer_code, year, self.serial),
            None => write!(f, "{}第{}号", self.issuer_code, self.serial),
        }
    }
}

const OPEN: &str = "〔［\\[【（(﹝";
const CLOSE: &str = "〕］\\]】）)﹞";
const YEAR: &str = "(?:[12１２][0-9０-９]{3}|[一二][〇○ОO零一二三四五六七八九]{3})";

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = format!(
        r"(?P<org>\p{{Han}}{{1,18}})?[ \u{{a0}}\u{{3000}}]*[{OPEN}]\s*(?P<y>{YEAR})年?\s*[{CLOSE}]\s*第?\s*(?P<n>[0-9０-９]{{1,5}}|[一二三四五六七八九十百〇零]{{1,5}})\s*号"
    );
    Regex::new(&pattern).expect("constant")
});

static ORDER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?P<org>\p{Han}{0,20}令)?\s*第\s*(?P<n>[0-9０-９]{1,5}|[一二三四五六七八九十百〇零]{1,6})\s*号$")
        .expect("constant")
});

static AGAIN: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^[、，,和及]\s*第?([0-9０-９]{1,5})\s*号").expect("constant"));

/// A number found in a running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The number in its canonical form.
    pub number: DocumentNumber,
    /// First byte in the text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// All document numbers in `text`; 国发〔2009〕1号、2号 gives two.
pub fn find_numbers(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    if !text.contains('号') {
        return found;
    }
    for c in NUMBER.captures_iter(text) {
        let (Some(whole), Some(first)) = (c.get(0), read(&c)) else {
            continue;
        };
        let code = trim_code(&first.issuer_code);
        let cut = first.issuer_code.len() - code.len();
        let number = DocumentNumber {
            issuer_code: code.to_owned(),
            ..first
        };
        found.push(Found {
            number: number.clone(),
            start: whole.start() + cut,
            end: whole.end(),
        });
        let mut end = whole.end();
        while let Some(next) = AGAIN.captures(&text[end..]) {
            let (Some(all), Some(serial)) = (next.get(0), next.get(1)) else {
                break;
            };
            let Some(serial_no) = numeral::number(serial.as_str()) else {
                break;
            };
            let number = DocumentNumber {
                serial: serial_no,
                ..number.clone()
            };
            found.push(Found {
                number,
                start: end + serial.start(),
                end: end + all.end(),
            });
            end += all.end();
        }
    }
    found
}

/// The number of a header line that is a number, or ends in one beside 签发人.
pub(crate) fn header_number(line: &str) -> Option<Found> {
    if line.chars().count() >= 60 || line.contains('《') {
        return None;
    }
    let compact = line.trim();
    if let Some(c) = ORDER.captures(compact) {
        let serial = numeral::number(c.name("n")?.as_str())?;
        let issuer_code = c
            .name("org")
            .map(|m| m.as_str().to_owned())
            .unwrap_or_default();
        let number = DocumentNumber {
            issuer_code,
            year: None,
            serial,
        };
        return Some(Found {
            number,
            start: 0,
            end: line.len(),
        });
    }
    let c = NUMBER.captures(line)?;
    let whole = c.get(0)?;
    let lead = line[..whole.start()].trim();
    let tail = line[whole.end()..].trim();
    let stands_alone = (lead.is_empty() || lead.ends_with(['：', ':', '（', '(']))
        && (tail.is_empty() || tail.starts_with("签发人") || tail.starts_with(['）', ')']));
    let number = read(&c)?;
    stands_alone.then(|| Found {
        number,
        start: whole.start(),
        end: whole.end(),
    })
}

fn read(c: &regex::Captures<'_>) -> Option<DocumentNumber> {
    let issuer_code = c
        .name("org")
        .map(|m| m.as_str().to_owned())
        .unwrap_or_default();
    let year = u16::try_from(numeral::number(c.name("y")?.as_str())?).ok()?;
    let serial = numeral::number(c.name("n")?.as_str())?;
    Some(DocumentNumber {
        issuer_code,
        year: Some(year),
        serial,
    })
}

/// In a running text the Han run before the bracket may start with words that are not the code.
fn trim_code(code: &str) -> &str {
    let stops = [
        "按照", "根据", "依照", "依据", "见", "以", "即", "和", "与", "及", "是", "的", "对", "在",
    ];
    let mut rest = code;
    loop {
        let cut = stops.iter().find_map(|stop| {
            let at = rest.rfind(stop)? + stop.len();
            (at < rest.len() && rest[at..].chars().count() >= 2).then_some(at)
        });
        match cut {
            Some(at) => rest = &rest[at..],
            None => return rest,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bracket_forms_give_one_number() {
        for line in [
            "创先办〔2010〕2号",
            "创先办[2010]2号",
            "创先办（2010）2号",
            "创先办【2010】第2号",
            "创先办﹝2010﹞02号",
            "创先办［2010］ 2 号",
            "创先办 〔２０１０〕２号",
            "创先办〔二〇一〇〕二号",
        ] {
            let found = header_number(line).unwrap();
            assert_eq!(found.number.to_string(), "创先办〔2010〕2号", "{line}");
        }
    }

    #[test]
    fn orders_and_minutes() {
        assert_eq!(
            header_number("第707号").unwrap().number.to_string(),
            "第707号"
        );
        assert_eq!(
            header_number("〔2022〕5号").unwrap().number.to_string(),
            "〔2022〕5号"
        );
        let with_signatory = header_number("青政发〔2021〕3号　　签发人：周明远").unwrap();
        assert_eq!(with_signatory.number.to_string(), "青政发〔2021〕3号");
    }

    #[test]
    fn a_sentence_is_no_header_number() {
        assert!(header_number("根据国发〔2009〕1号文件要求办理").is_none());
        assert!(header_number("关于《国发〔2009〕1号》的说明").is_none());
    }

    #[test]
    fn several_numbers_of_one_year() {
        let text = "按照国发〔2009〕1号、2号文件";
        let found = find_numbers(text);
        let names: Vec<String> = found.iter().map(|f| f.number.to_string()).collect();
        assert_eq!(names, ["国发〔2009〕1号", "国发〔2009〕2号"]);
        assert_eq!(&text[found[0].start..found[0].end], "国发〔2009〕1号");
    }
}
