//! Where a saved page was, and when it was saved: what browsers and their extensions write into it.
//!
//! - `<!-- saved from url=(0023)http://www.example.cn/a -->` (all browsers, "web page, complete")
//! - `Page saved with SingleFile`, `url: …`, `saved date: …`
//! - `Snapshot-Content-Location` and `Date` of an MHTML file
//! - `<link rel=canonical>`, `og:url` and `PubDate` of the page itself

use std::sync::LazyLock;

use dom_query::Document;
use regex::Regex;
use yandu_document::{Claims, Date};

static SAVED_FROM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)<!--\s*saved from url=\(\d+\)\s*(\S+?)\s*-->").expect("constant")
});
static SINGLE_FILE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?is)<!--\s*Page saved with SingleFile\s+url:\s*(\S+)\s+saved date:\s*([^\n]*?)\s*-->",
    )
    .expect("constant")
});
static ENGLISH_DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:(?P<d1>\d{1,2})\s+(?P<m1>[A-Z][a-z]{2})|(?P<m2>[A-Z][a-z]{2})\s+(?P<d2>\d{1,2}))\s+(?P<y>\d{4})")
        .expect("constant")
});

/// The head of a page in which these comments stand, bytes.
const HEAD: usize = 8192;

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// Reads address and days of a saved page; what an information table said before stays.
pub(super) fn read(page: &Document, html: &str, claims: &mut Claims) {
    let end = html.floor_char_boundary(HEAD);
    let single = SINGLE_FILE.captures(&html[..end]);
    let saved = SAVED_FROM.captures(&html[..end]).map(|c| c[1].to_owned());
    let saved = single.as_ref().map(|c| c[1].to_owned()).or(saved);
    let named = attribute(page, "link[rel=canonical]", "href")
        .or_else(|| attribute(page, "meta[property='og:url']", "content"));
    claims.url = saved.or(named).filter(|url| is_address(url));
    claims.accessed = single.and_then(|c| day(&c[2]));
    let published = [
        "meta[name=PubDate]",
        "meta[name=publishdate]",
        "meta[property='article:published_time']",
    ];
    let published = published
        .iter()
        .find_map(|meta| attribute(page, meta, "content"));
    let published = published.and_then(|text| text.get(..10)?.replace('/', "-").parse().ok());
    claims.publish_date = claims.publish_date.or(published);
}

fn attribute(page: &Document, selector: &str, name: &str) -> Option<String> {
    let found = page.select(selector).nodes().first()?.attr(name)?;
    Some(found.trim().to_owned())
}

/// An address in the web, not one of this machine.
pub(crate) fn is_address(url: &str) -> bool {
    url.len() > 10 && (url.starts_with("http://") || url.starts_with("https://"))
}

/// 5 Oct 2023, Oct 05 2023: the day of a date in English words.
pub(crate) fn day(text: &str) -> Option<Date> {
    let found = ENGLISH_DATE.captures(text)?;
    let part = |a: &str, b: &str| found.name(a).or_else(|| found.name(b)).map(|m| m.as_str());
    let month = MONTHS.iter().position(|m| Some(*m) == part("m1", "m2"))? + 1;
    let day: u32 = part("d1", "d2")?.parse().ok()?;
    format!("{}-{month:02}-{day:02}", &found["y"]).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(html: &str) -> Claims {
        let mut claims = Claims::default();
        read(&Document::from(html), html, &mut claims);
        claims
    }

    #[test]
    fn what_browsers_write_into_a_saved_page() {
        let edge = "<!DOCTYPE html>\n<!-- saved from url=(0029)https://www.example.cn/a.html -->\n<html></html>";
        assert_eq!(
            claims(edge).url.as_deref(),
            Some("https://www.example.cn/a.html")
        );
        let single = "<!DOCTYPE html> <html><!--\n Page saved with SingleFile \n url: https://www.example.cn/b \n \
                      saved date: Thu Oct 05 2023 10:00:00 GMT+0800 (中国标准时间)\n-->";
        let found = claims(single);
        assert_eq!(found.url.as_deref(), Some("https://www.example.cn/b"));
        assert_eq!(found.accessed, "2023-10-05".parse().ok());
        let named = "<html><head><link rel=\"canonical\" href=\"https://www.example.cn/c\">\
                     <meta name=\"PubDate\" content=\"2018-12-20 10:00\"></head></html>";
        let found = claims(named);
        assert_eq!(found.url.as_deref(), Some("https://www.example.cn/c"));
        assert_eq!(found.publish_date, "2018-12-20".parse().ok());
        let local = "<!-- saved from url=(0021)file:///C:/Users/a.html --><html></html>";
        assert_eq!(claims(local).url, None);
        assert_eq!(
            day("Tue, 24 Nov 2026 08:00:00 -0000"),
            "2026-11-24".parse().ok()
        );
    }
}
