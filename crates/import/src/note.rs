//! A note's Markdown: the lines that a reader sees, and the `[[links]]` in it.
//!
//! Nothing is refused: broken Markdown is text. Links inside code are none.

use pulldown_cmark::{Event, LinkType, Options as Flags, Parser, Tag, TagEnd};

use crate::markdown::read_lines;

/// A `[[target]]` or `[[target|label]]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WikiLink {
    /// What stands before the bar.
    pub target: String,
    /// What stands behind it.
    pub label: Option<String>,
}

/// The lines that a reader of the note sees, without mark-up.
pub fn note_lines(body: &str) -> Vec<String> {
    let lines = read_lines(body, Flags::ENABLE_WIKILINKS)
        .into_iter()
        .map(|line| line.text);
    lines.filter(|line| !line.trim().is_empty()).collect()
}

/// The links of a note, in order.
pub fn note_links(body: &str) -> Vec<WikiLink> {
    let mut links = Vec::new();
    let mut open: Option<WikiLink> = None;
    for event in Parser::new_ext(body, Flags::ENABLE_WIKILINKS | Flags::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Link {
                link_type: LinkType::WikiLink { has_pothole },
                dest_url,
                ..
            }) => {
                open = Some(WikiLink {
                    target: dest_url.trim().to_owned(),
                    label: has_pothole.then(String::new),
                });
            }
            Event::Text(text) => {
                if let Some(label) = open.as_mut().and_then(|link| link.label.as_mut()) {
                    label.push_str(&text);
                }
            }
            Event::End(TagEnd::Link) => links.extend(open.take()),
            _ => {}
        }
    }
    links.retain(|link| !link.target.is_empty());
    links
}

/// Gives links other words: `rename` is told what stands in the brackets before the bar, and behind it, and answers
/// with what shall stand in the brackets, or with nothing if the link stays as it is.
pub fn rewrite_links(body: &str, rename: &dyn Fn(&str, Option<&str>) -> Option<String>) -> String {
    let mut written = String::with_capacity(body.len());
    let mut from = 0;
    let flags = Flags::ENABLE_WIKILINKS | Flags::ENABLE_TABLES;
    for (event, range) in Parser::new_ext(body, flags).into_offset_iter() {
        let Event::Start(Tag::Link {
            link_type: LinkType::WikiLink { .. },
            ..
        }) = event
        else {
            continue;
        };
        let inner = body.get(range.clone()).and_then(|link| {
            let inner = link.strip_prefix("[[")?;
            inner.strip_suffix("]]")
        });
        let Some(inner) = inner.filter(|_| range.start >= from) else {
            continue;
        };
        let (target, label) = match inner.split_once('|') {
            Some((target, label)) => (target, Some(label)),
            None => (inner, None),
        };
        if let Some(new) = rename(target.trim(), label) {
            written.push_str(&body[from..range.start]);
            written.push_str("[[");
            written.push_str(&new);
            written.push_str("]]");
            from = range.end;
        }
    }
    written.push_str(&body[from..]);
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_get_other_words_and_everything_else_stays() {
        let body = "见 [[提纲]]、[[提纲#一|说法]] 和 `[[提纲]]`。\n\n- [[别的]] [[提纲]]\n";
        let renamed = rewrite_links(body, &|target, label| {
            let rest = target.strip_prefix("提纲")?;
            let label = label.map(|l| format!("|{l}")).unwrap_or_default();
            Some(format!("新{rest}{label}"))
        });
        assert_eq!(
            renamed,
            "见 [[新]]、[[新#一|说法]] 和 `[[提纲]]`。\n\n- [[别的]] [[新]]\n"
        );
    }

    #[test]
    fn links_with_and_without_labels_but_not_in_code() {
        let body = "见[[在全国创先争优座谈会上的讲话#第二部分·第4段]]和[[0123abcd|那篇讲话]]，`[[代码]]`\n\n```\n[[代码]]\n```\n[[没有完";
        let links = note_links(body);
        let targets: Vec<&str> = links.iter().map(|l| l.target.as_str()).collect();
        assert_eq!(
            targets,
            ["在全国创先争优座谈会上的讲话#第二部分·第4段", "0123abcd"]
        );
        assert_eq!(links[1].label.as_deref(), Some("那篇讲话"));
    }

    #[test]
    fn lines_lose_their_marks() {
        let lines =
            note_lines("# 体会\n\n要**创先**争优，\n\n- 第一条\n\n<script>alert(1)</script>\n");
        assert_eq!(lines[0], "体会");
        assert_eq!(lines[1], "要创先争优，");
        assert_eq!(
            note_lines("见[[0123abcd|那篇讲话]]和[[题目]]。"),
            ["见那篇讲话和题目。"]
        );
        assert!(lines[2].contains("第一条"));
    }
}
