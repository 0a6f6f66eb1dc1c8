//! Markdown: headings, lists with their numbers, tables, footnotes; front matter as claims.

use std::borrow::Cow;

use pulldown_cmark::{Event, HeadingLevel, Options as Flags, Parser, Tag, TagEnd};
use yandu_document::{Claims, LineRole, SourceLine, SourceText};

use crate::{Format, ImportError, Imported, Importer, Options, decode, sniff};

/// The importer of Markdown.
pub(crate) struct Markdown;

impl Importer for Markdown {
    fn format(&self) -> Format {
        Format::Markdown
    }

    /// Markdown is plain text that says so by its name: its marks are legal in any text.
    fn sniff(&self, bytes: &[u8], name: &str) -> bool {
        let lower = name.to_ascii_lowercase();
        (lower.ends_with(".md") || lower.ends_with(".markdown")) && !sniff::is_zip(bytes)
    }

    fn import(&self, bytes: &[u8], options: &Options) -> Result<Imported, ImportError> {
        let decoded = decode(bytes, options.encoding)?;
        let (claims, text) = front_matter(&decoded.text);
        Ok(Imported {
            source: SourceText {
                lines: read_lines(text, Flags::empty()),
                claims,
                ..SourceText::default()
            },
            format: self.format(),
            encoding: Some(decoded.encoding),
            warnings: decoded.warning.into_iter().collect(),
            unread_pages: Vec::new(),
        })
    }
}

/// The lines of a Markdown text without its mark-up, footnotes last.
pub(crate) fn read_lines(text: &str, more: Flags) -> Vec<SourceLine> {
    let mut reader = Reader::default();
    let flags = Flags::ENABLE_TABLES
        | Flags::ENABLE_FOOTNOTES
        | Flags::ENABLE_TASKLISTS
        | Flags::ENABLE_STRIKETHROUGH
        | more;
    Parser::new_ext(text, flags).for_each(|event| reader.take(event));
    reader.end_line(LineRole::Text);
    reader.lines.append(&mut reader.notes);
    reader.lines
}

/// Splits `---` front matter off and reads its plain `key: value` lines.
fn front_matter(text: &str) -> (Claims, &str) {
    let mut claims = Claims::default();
    let Some(rest) = text.strip_prefix("---\n") else {
        return (claims, text);
    };
    let Some(end) = rest.find("\n---") else {
        return (claims, text);
    };
    for line in rest[..end].lines() {
        let Some((key, value)) = line.split_once([':', '：']) else {
            continue;
        };
        let value = value.trim().trim_matches(['"', '\'']).to_owned();
        if value.is_empty() {
            continue;
        }
        match key.trim().to_ascii_lowercase().as_str() {
            "title" | "标题" => claims.title = Some(value),
            "issuer" | "发文机关" => claims.issuer = Some(value),
            "doc_number" | "document_number" | "发文字号" => {
                claims.document_number = Some(value)
            }
            "date" | "成文日期" | "日期" => claims.issue_date = value.parse().ok(),
            "author" | "speaker" | "作者" | "讲话人" => claims.author = Some(value),
            "source" | "来源" => claims.publisher = Some(value),
            _ => {}
        }
    }
    let after = &rest[end + 4..];
    (claims, after.split_once('\n').map_or("", |(_, body)| body))
}

#[derive(Default)]
struct Reader {
    lines: Vec<SourceLine>,
    notes: Vec<SourceLine>,
    line: String,
    /// Next number of each open list; `None` in a bullet list.
    lists: Vec<Option<u64>>,
    cells: Vec<String>,
    in_note: bool,
    /// Depth of HTML elements whose text is no text: script, style.
    skipping: Option<&'static str>,
}

impl Reader {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) if self.skipping.is_none() => {
                self.line.push_str(&text)
            }
            // A line break in the source of a Chinese paragraph is layout of a list of lines.
            Event::SoftBreak | Event::HardBreak => self.end_line(self.role()),
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html),
            Event::TaskListMarker(done) => self.line.push_str(if done { "☑ " } else { "☐ " }),
            _ => {}
        }
    }

    fn role(&self) -> LineRole {
        if self.in_note {
            LineRole::Footnote
        } else {
            LineRole::Text
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::List(first) => {
                self.end_line(self.role());
                self.lists.push(first);
            }
            Tag::Item => {
                self.end_line(self.role());
                if let Some(Some(number)) = self.lists.last_mut() {
                    self.line.push_str(&format!("{number}. "));
                    *number += 1;
                }
            }
            Tag::FootnoteDefinition(_) => self.in_note = true,
            Tag::Paragraph | Tag::Heading { .. } if !self.line.trim_end().ends_with('.') => {
                self.end_line(self.role());
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => self.end_line(LineRole::Heading(heading(level))),
            TagEnd::Paragraph | TagEnd::Item | TagEnd::CodeBlock | TagEnd::HtmlBlock => {
                self.end_line(self.role())
            }
            TagEnd::List(_) => {
                self.lists.pop();
            }
            TagEnd::TableCell => self
                .cells
                .push(std::mem::take(&mut self.line).trim().to_owned()),
            TagEnd::TableRow | TagEnd::TableHead => {
                self.line = std::mem::take(&mut self.cells).join("\t");
                self.end_line(LineRole::TableRow);
            }
            TagEnd::FootnoteDefinition => {
                self.end_line(LineRole::Footnote);
                self.in_note = false;
            }
            _ => {}
        }
    }

    /// Pages saved as Markdown keep some tags: their text stays, scripts and comments go.
    fn html(&mut self, html: &str) {
        let mut rest = html;
        while let Some(open) = rest.find('<') {
            if self.skipping.is_none() {
                self.line.push_str(&without_entities(&rest[..open]));
            }
            let Some(close) = end_of_tag(&rest[open..]) else {
                return;
            };
            let tag = rest[open + 1..open + close].to_ascii_lowercase();
            match self.skipping {
                Some(name) if tag.starts_with('/') && tag[1..].starts_with(name) => {
                    self.skipping = None
                }
                Some(_) => {}
                None => {
                    self.skipping = ["script", "style"].into_iter().find(|n| tag.starts_with(n));
                    if ["p", "/p", "br", "div", "/div", "li", "tr"]
                        .iter()
                        .any(|n| tag.split([' ', '/']).next() == Some(n) || tag == *n)
                    {
                        self.end_line(self.role());
                    }
                }
            }
            rest = &rest[open + close + 1..];
        }
        if self.skipping.is_none() {
            self.line.push_str(&without_entities(rest));
        }
    }

    fn end_line(&mut self, role: LineRole) {
        let text = std::mem::take(&mut self.line);
        if text.trim().is_empty() {
            return;
        }
        let lines = text.split('\n').filter(|l| !l.trim().is_empty());
        let lines = lines.map(|l| SourceLine {
            text: l.to_owned(),
            role,
        });
        if role == LineRole::Footnote {
            self.notes.extend(lines)
        } else {
            self.lines.extend(lines)
        }
    }
}

/// Text between tags with its character references as characters, as a browser reads them.
fn without_entities(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    // A line break at the start would be lost with a fragment's other layout.
    let lines = text
        .split('\n')
        .map(|line| match line.contains('&') && !line.contains('<') {
            true => dom_query::Document::fragment(line).text().to_string(),
            false => line.to_owned(),
        });
    Cow::Owned(lines.collect::<Vec<_>>().join("\n"))
}

/// Byte index of the `>` that ends a tag or comment.
fn end_of_tag(html: &str) -> Option<usize> {
    if html.starts_with("<!--") {
        html.find("-->").map(|at| at + 2)
    } else {
        html.find('>')
    }
}

fn heading(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        let imported = Markdown
            .import(text.as_bytes(), &Options::default())
            .unwrap();
        imported.source.lines.into_iter().map(|l| l.text).collect()
    }

    #[test]
    fn lists_keep_their_numbers_and_comments_go() {
        assert_eq!(
            lines("# 标题\n\n<!-- INFO END -->\n\n1. 甲\n2. 乙\n"),
            ["标题", "1. 甲", "2. 乙"]
        );
    }

    #[test]
    fn paragraph_tags_and_scripts() {
        let text =
            "<p><strong>消息</strong>：正文一。</p>\n<script>alert(1)</script>\n<p>正文二。</p>\n";
        assert_eq!(lines(text), ["消息：正文一。", "正文二。"]);
    }

    #[test]
    fn entities_are_characters() {
        let text = "<p>&nbsp; &ldquo;&#20013;&#x592E;&rdquo;&mdash;A&amp;B &lt;1&gt; &middot;&hellip;&#150;</p>\n<p>R&D &没有;&nbsp</p>\n";
        assert_eq!(
            lines(text),
            ["\u{a0} “中央”—A&B <1> ·…–", "R&D &没有;\u{a0}"]
        );
        // In a paragraph the parser reads them, inline tags or not; in code they are text.
        assert_eq!(
            lines("甲&nbsp;乙<b>&ldquo;丙</b> `&nbsp;`\n"),
            ["甲\u{a0}乙“丙 &nbsp;"]
        );
        assert_eq!(
            lines("<script>a &lt; b</script>\n<p>甲&sp;乙</p>\n"),
            ["甲&sp;乙"]
        );
    }

    #[test]
    fn tables_and_footnotes() {
        let got = lines("甲[^1]\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[^1]: 注\n");
        assert_eq!(got, ["甲", "a\tb", "1\t2", "注"]);
    }
}
