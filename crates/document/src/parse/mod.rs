//! The structure parser: zones, then fields, then outline. Never fails.
//!
//! The rules are those of GB/T 9704—2012 and of the forms that real files show; each field says
//! which rule read it. Rules look at [`Line`]s, shadows of the paragraphs.

mod attachment;
mod date_line;
mod header;
mod law;
mod line;
mod minutes;
mod parts;
mod recipients;
mod run_together;
mod signature;
mod speech;
mod title;

use crate::model::{Block, BlockKind, Document, Extracted, Fields};
use crate::outline::{Outline, Paragraph, read_outline};
use crate::source::{Claims, SourceText};
use crate::{LineRole, Origin, address, citation, mention};

use line::{Line, lines};
pub(crate) use recipients::is_salutation_text;
pub(crate) use title::{issuer_of_title, relation, strip_parenthesis};

/// Reads the structure of a source text.
pub fn parse(source: &SourceText) -> Document {
    let lines = lines(source);
    if !source.parts.is_empty() {
        let body = attachment::split_at(&lines, source);
        return parse_divided(&lines, &body, &source.claims, &source.origin);
    }
    match parts::find(&lines) {
        Some(parts) => parse_collection(&lines, &parts, source),
        None => parse_text(&lines, &source.claims, &source.origin),
    }
}

/// One text with what it carries.
fn parse_text(lines: &[Line], claims: &Claims, origin: &Origin) -> Document {
    parse_divided(lines, &attachment::split(lines), claims, origin)
}

/// A text that is divided into a cover and what it carries.
fn parse_divided(
    lines: &[Line],
    body: &attachment::Split,
    claims: &Claims,
    origin: &Origin,
) -> Document {
    let mut document = parse_part(&lines[..body.cover_end], claims, None);
    document.attachments = attachment::parse_attachments(lines, body, &document);
    crate::recognise::settle(&mut document, origin);
    document
}

/// A collection: its own lines, and the texts that it holds in place of attachments.
fn parse_collection(lines: &[Line], parts: &parts::Parts, source: &SourceText) -> Document {
    let mut collection = parse_part(&lines[parts.lead.clone()], &source.claims, None);
    crate::recognise::settle(&mut collection, &source.origin);
    for range in &parts.texts {
        let mut text = parse_text(
            &lines[range.clone()],
            &Claims::default(),
            &Origin::default(),
        );
        parts::inherit(&mut text, &collection);
        let carried = std::mem::take(&mut text.attachments);
        collection.attachments.push(text);
        collection.attachments.extend(carried);
    }
    collection
}

/// A part being read: every line with the block kind that a rule gave it.
struct Part<'a> {
    lines: &'a [Line],
    kinds: Vec<BlockKind>,
    fields: Fields,
}

impl Part<'_> {
    /// The places of whole lines, for an extracted value.
    fn places(&self, indices: &[usize]) -> Vec<(u32, crate::Span)> {
        indices
            .iter()
            .map(|i| (*i as u32, self.lines[*i].whole()))
            .collect()
    }
}

/// Parses one document of the file. `cover` is the document that carries it, if one does.
fn parse_part(lines: &[Line], claims: &Claims, cover: Option<&Document>) -> Document {
    let kinds = lines.iter().map(line::initial_kind).collect();
    let mut part = Part {
        lines,
        kinds,
        fields: Fields::default(),
    };
    let head_end = header::read(&mut part);
    recipients::read(&mut part, head_end);
    signature::read(&mut part, head_end);
    title::read_promulgated(&mut part, head_end);
    title::read_minutes_title(&mut part);
    minutes::read(&mut part, head_end);
    law::read(&mut part, head_end);
    run_together::read(&mut part, head_end);
    speech::read(&mut part, head_end, cover);
    take_claims(&mut part.fields, claims);
    title::read_issuer(&mut part);
    finish(part)
}

/// The file's own metadata outranks a guess, not a value that the text shows plainly.
fn take_claims(fields: &mut Fields, claims: &Claims) {
    const RULE: &str = "claim";
    let sure = 0.95;
    if let Some(title) = &claims.title {
        fields.title = Some(Extracted::new(title.clone(), RULE, sure));
    }
    if let Some(issuer) = &claims.issuer {
        fields.issuers = Some(Extracted::new(title::split_organs(issuer), RULE, sure));
    }
    let number = claims
        .document_number
        .as_deref()
        .and_then(crate::number::header_number);
    if let Some(found) = number {
        fields.document_number = Some(Extracted::new(found.number, RULE, sure));
    }
    if let Some(date) = claims.issue_date {
        fields.issue_date = Some(Extracted::new(date, RULE, sure));
    }
    if let Some(date) = claims.publish_date {
        fields.publish_date = Some(Extracted::new(date, RULE, sure));
    }
    fields.url = claims
        .url
        .clone()
        .map(|url| Extracted::new(url, RULE, sure));
    fields.accessed = claims.accessed.map(|day| Extracted::new(day, RULE, sure));
    if let (None, Some(publisher)) = (&fields.publisher, &claims.publisher) {
        fields.publisher = Some(Extracted::new(publisher.clone(), RULE, 0.8));
    }
    if let (None, None, Some(author)) = (&fields.speaker, &fields.authors, &claims.author) {
        fields.authors = Some(Extracted::new(vec![author.clone()], RULE, 0.8));
    }
}

/// Blocks, outline, addresses, citations.
fn finish(part: Part<'_>) -> Document {
    let paragraphs: Vec<Paragraph<'_>> = part
        .lines
        .iter()
        .zip(&part.kinds)
        .enumerate()
        .map(|(n, (line, kind))| Paragraph {
            block: n as u32,
            text: &line.text,
            shadow: &line.shadow,
            kind: *kind,
            heading: match line.role {
                LineRole::Heading(level) if *kind == BlockKind::Text => Some(level),
                _ => None,
            },
        })
        .collect();
    let outline = read_outline(&paragraphs);
    let mut blocks = blocks(&part, &outline);
    address::write_addresses(&mut blocks, &outline.nodes, outline.closing);
    let body = |b: &Block| matches!(b.kind, BlockKind::Text | BlockKind::Heading);
    let first_text = blocks.iter().position(body).map(|n| n as u32);
    let last_text = blocks.iter().rposition(body).map(|n| n as u32);
    let first_section = outline
        .nodes
        .iter()
        .find(|n| n.span.start == 0)
        .map(|n| n.block);
    let opening = first_text
        .zip(first_section)
        .filter(|(text, section)| text < section);
    let citations = citations(&blocks);
    let text_blocks = blocks.iter().enumerate().filter(|(_, b)| body(b));
    let mentions = mention::find_mentions(text_blocks.map(|(n, b)| (n as u32, b.text.as_str())));
    Document {
        kind: crate::Kind::Other,
        kind_confidence: 0.0,
        document_type: None,
        relation: None,
        citations,
        mentions,
        opening,
        closing: outline.closing.zip(last_text.map(|n| n + 1)),
        outline: outline.nodes,
        fields: part.fields,
        blocks,
        attachments: Vec::new(),
    }
}

/// The citations of all blocks. The lines of a title are read as one: 《》 often stands across them.
fn citations(blocks: &[Block]) -> Vec<crate::Citation> {
    let mut found = Vec::new();
    let mut n = 0;
    while n < blocks.len() {
        let lines = blocks[n..]
            .iter()
            .take_while(|b| b.kind == BlockKind::Title)
            .count()
            .max(1);
        let joined: String = blocks[n..n + lines]
            .iter()
            .map(|b| b.text.as_str())
            .collect();
        for mut citation in citation::find_citations(n as u32, &joined) {
            for block in &blocks[n..n + lines] {
                let chars = crate::char_len(&block.text);
                if citation.span.start < chars {
                    citation.span.end = citation.span.end.min(chars);
                    break;
                }
                citation.block += 1;
                citation.span.start -= chars;
                citation.span.end -= chars;
            }
            found.push(citation);
        }
        n += lines;
    }
    found
}

fn blocks(part: &Part<'_>, outline: &Outline) -> Vec<Block> {
    let lines = part.lines.iter().zip(&part.kinds).enumerate();
    lines
        .map(|(n, (line, kind))| {
            let heading = outline.headings.get(&(n as u32));
            Block {
                text: line.text.clone(),
                kind: if heading.is_some() {
                    BlockKind::Heading
                } else {
                    *kind
                },
                level: heading.map_or(0, |h| h.0),
                numbering: heading.and_then(|h| h.1.clone()),
                address: String::new(),
                offset: line.offset,
                page: line.page,
            }
        })
        .collect()
}
