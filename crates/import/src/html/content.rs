//! Where the main text is: the containers of known sites, then readability, then the whole body.

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability, TextMode};
use yandu_document::SourceLine;

use super::walk::lines;

/// Containers of the text on Chinese government and news sites, particular ones first.
const CONTAINERS: [&str; 22] = [
    "#UCAP-CONTENT",
    ".pages_content",
    ".trs_editor_view",
    ".TRS_Editor",
    ".TRS_UEDITOR",
    "#zoom",
    "#Zoom",
    "#ivs_content",
    ".Article_content",
    ".rm_txt_con",
    ".box_con",
    "#detailContent",
    "#detail",
    ".highlight",
    ".inner",
    "#font_area",
    ".article-content",
    ".article_content",
    "article",
    "#content",
    ".content",
    ".article",
];

/// A container with fewer characters is a teaser, not the text.
const SHORTEST_TEXT: usize = 60;

/// The body, or the whole page where it has none.
pub(super) fn body(page: &Document) -> NodeRef<'_> {
    let found = page.select("body").nodes().first().copied();
    found.unwrap_or_else(|| page.root())
}

/// The lines of the main text, and what to tell the user.
pub(super) fn main_text(page: &Document, html: &str) -> (Vec<SourceLine>, Vec<String>) {
    for selector in CONTAINERS {
        let Some(node) = page.select(selector).nodes().first().copied() else {
            continue;
        };
        let found = lines(node);
        if count(&found) >= SHORTEST_TEXT {
            return (found, Vec::new());
        }
    }
    let whole = lines(body(page));
    if !has_navigation(page) {
        return (whole, Vec::new());
    }
    let config = Config {
        text_mode: TextMode::Formatted,
        ..Config::default()
    };
    let readable = Readability::with_document(Document::from(html), None, Some(config));
    if let Ok(article) = readable.and_then(|mut r| r.parse()) {
        let content = Document::from(article.content.as_ref());
        let found = lines(content.root());
        // Readability that keeps too little took a side column for the text.
        if count(&found) >= SHORTEST_TEXT && count(&found) * 4 >= count(&whole) {
            return (found, Vec::new());
        }
    }
    (whole, vec!["没有认出网页正文，已保留整页文字".to_owned()])
}

/// A page of an office program has its text in the body and nothing around it.
fn has_navigation(page: &Document) -> bool {
    let generator = page
        .select("meta[name=generator]")
        .attr("content")
        .unwrap_or_default();
    let office = ["LibreOffice", "OpenOffice", "Microsoft Word", "WPS"]
        .iter()
        .any(|n| generator.contains(n));
    !office && page.select("a, nav, script, form").length() > 0
}

fn count(lines: &[SourceLine]) -> usize {
    lines
        .iter()
        .map(|l| l.text.chars().filter(|c| !c.is_whitespace()).count())
        .sum()
}
