//! Where the main text is: the containers of known sites, then readability, then the whole body.
//!
//! A container's name promises nothing: the first `article` may be a teaser, the text may be in two editors. So what a
//! container holds is measured against the sentences of the whole page.

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability, TextMode};
use yandu_document::SourceLine;

use super::walk::{lines, lines_of};
use crate::marks;

/// Containers of the text on Chinese government and news sites, particular ones first.
const CONTAINERS: [&str; 36] = [
    "#UCAP-CONTENT",
    ".pages_content",
    ".trs_editor_view",
    ".TRS_Editor",
    ".TRS_UEDITOR",
    "#zoom",
    "#Zoom",
    "#ivs_content",
    "#js_content",
    "#artibody",
    "#articleContent",
    "[itemprop=articleBody]",
    ".Article_content",
    ".rm_txt_con",
    ".box_con",
    "#detailContent",
    "#detail",
    ".content_area",
    ".left_zw",
    ".post_body",
    "#mp-editor",
    ".content-article",
    ".highlight",
    ".inner",
    "#font_area",
    ".article-content",
    ".article_content",
    ".entry-content",
    "article",
    "#content",
    ".content",
    ".article",
    "main",
    "[role=main]",
    "#main",
    ".main",
];

/// A container with fewer characters is a teaser, not the text.
const SHORTEST_TEXT: usize = 60;

/// Share of the page's sentences, in percent, that the text holds at least: the rest is comments and teasers.
const LEAST_SHARE: usize = 50;
/// The same for the best container where none reaches it.
const LEAST_SHARE_OF_BEST: usize = 25;

/// The body, or the whole page where it has none.
pub(super) fn body(page: &Document) -> NodeRef<'_> {
    let found = page.select("body").nodes().first().copied();
    found.unwrap_or_else(|| page.root())
}

/// The lines of the main text, and what to tell the user.
pub(super) fn main_text(page: &Document) -> (Vec<SourceLine>, Vec<String>) {
    let whole = lines(body(page));
    let all = measure(&whole);
    let mut best: Option<(usize, Vec<SourceLine>)> = None;
    for selector in CONTAINERS {
        let Some(found) = contained(page, selector) else {
            continue;
        };
        let size = all.of(&found);
        if count(&found) >= SHORTEST_TEXT && size * 100 >= all.size * LEAST_SHARE {
            return (found, Vec::new());
        }
        if count(&found) >= SHORTEST_TEXT && best.as_ref().is_none_or(|(most, _)| size > *most) {
            best = Some((size, found));
        }
    }
    if !has_navigation(page) {
        return (whole, Vec::new());
    }
    let readable = readable(page).map(|found| (all.of(&found), found));
    // Readability that keeps too little took a side column for the text.
    let enough = |(size, found): &(usize, Vec<SourceLine>)| {
        count(found) >= SHORTEST_TEXT && size * 100 >= all.size * LEAST_SHARE
            || count(found) * 2 >= count(&whole)
    };
    let found = match (readable, best) {
        (Some(readable), Some(best)) if !enough(&readable) && best.0 >= readable.0 => Some(best),
        (Some(readable), _) => Some(readable),
        (None, best) => best,
    };
    match found {
        Some((size, found))
            if count(&found) >= SHORTEST_TEXT && size * 100 >= all.size * LEAST_SHARE_OF_BEST =>
        {
            (found, Vec::new())
        }
        _ => (whole, vec!["没有认出网页正文，已保留整页文字".to_owned()]),
    }
}

/// The lines of a container; of several beside each other, with what stands between them.
fn contained(page: &Document, selector: &str) -> Option<Vec<SourceLine>> {
    let selection = page.select(selector);
    let nodes = selection.nodes();
    let outermost: Vec<NodeRef<'_>> = nodes
        .iter()
        .filter(|node| {
            !nodes
                .iter()
                .any(|other| other.id != node.id && is_within(node, other))
        })
        .copied()
        .collect();
    let [first, .., last] = outermost.as_slice() else {
        return Some(lines(*outermost.first()?));
    };
    let parent = first.parent()?;
    let siblings = outermost
        .iter()
        .all(|n| n.parent().is_some_and(|p| p.id == parent.id));
    if siblings {
        let children: Vec<NodeRef<'_>> = parent.children_it(false).collect();
        let at = |node: &NodeRef<'_>| children.iter().position(|c| c.id == node.id);
        let between = children.get(at(first)?..=at(last)?)?;
        // The largest alone, where the others are teasers beside it.
        let largest = outermost
            .iter()
            .map(|n| lines(*n))
            .max_by_key(|l| sentences(l))?;
        let all: Vec<SourceLine> = between.iter().flat_map(|n| lines_of(*n)).collect();
        let is_whole = sentences(&largest) * 100 >= sentences(&all) * 75;
        return Some(if is_whole { largest } else { all });
    }
    outermost
        .iter()
        .map(|n| lines(*n))
        .max_by_key(|l| sentences(l))
}

fn is_within(node: &NodeRef<'_>, other: &NodeRef<'_>) -> bool {
    node.ancestors_it(None).any(|a| a.id == other.id)
}

fn readable(page: &Document) -> Option<Vec<SourceLine>> {
    let config = Config {
        text_mode: TextMode::Formatted,
        ..Config::default()
    };
    let html = page.html();
    let mut readability =
        Readability::with_document(Document::from(html.as_ref()), None, Some(config)).ok()?;
    let article = readability.parse().ok()?;
    let content = Document::from(article.content.as_ref());
    Some(lines(content.root()))
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

/// How much text a page has: in sentences, or at all where it has none, as a table.
struct Measure {
    by_sentences: bool,
    size: usize,
}

impl Measure {
    fn of(&self, lines: &[SourceLine]) -> usize {
        if self.by_sentences {
            sentences(lines)
        } else {
            count(lines)
        }
    }
}

fn measure(lines: &[SourceLine]) -> Measure {
    let by_sentences = sentences(lines) >= SHORTEST_TEXT;
    let mut measure = Measure {
        by_sentences,
        size: 0,
    };
    measure.size = measure.of(lines);
    measure
}

fn chars(line: &SourceLine) -> usize {
    let text = marks::without(&line.text);
    text.chars().filter(|c| !c.is_whitespace()).count()
}

fn count(lines: &[SourceLine]) -> usize {
    lines.iter().map(chars).sum()
}

/// Chars of lines that are sentences; the names of menus and links are none.
fn sentences(lines: &[SourceLine]) -> usize {
    let is_sentence = |line: &&SourceLine| {
        let text = line.text.trim_end();
        text.contains(['。', '；', '！', '？']) || text.contains(". ") || text.ends_with('.')
    };
    lines.iter().filter(is_sentence).map(chars).sum()
}
