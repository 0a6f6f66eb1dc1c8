//! From the reading of the marks to quotations with their places.

use super::marks::{ALONE, Family, Points, Token, is_mark, tokens};
use super::reading::{Boundary, Event, Role, Step, read};
use super::{MarkFault, MarkFaultKind, Quotation, QuotationKind, Quotations};

/// Paragraph and char.
type Place = (usize, usize);

/// The quotations of a draft and the faults of its marks.
pub fn find_quotations<S: AsRef<str>>(paragraphs: &[S]) -> Quotations {
    let chars = |text: &S| text.as_ref().chars().collect();
    let draft = Draft::of(paragraphs.iter().map(chars).collect());
    let mut pieces = Vec::new();
    let mut faults = Vec::new();
    for family in Family::ALL {
        let mut walk = Walk::new(&draft, family);
        let events = draft.events(family);
        for (event, step) in events.iter().zip(read(&events)) {
            walk.step(event, step);
        }
        pieces.append(&mut walk.pieces);
        faults.append(&mut walk.faults);
    }
    let pieces = draft.outermost(pieces);
    // What stands inside of another family's quotation is read with it.
    faults.retain(|(family, fault)| {
        let at = (fault.paragraph as usize, fault.at as usize);
        !pieces
            .iter()
            .any(|p| p.closed && p.family != *family && p.start <= at && at < p.end)
    });
    let mut faults: Vec<MarkFault> = faults.into_iter().map(|(_, fault)| fault).collect();
    faults.sort_by_key(|f| (f.paragraph, f.at));
    let mut quotations: Vec<Quotation> = pieces.iter().map(|p| draft.quotation(p)).collect();
    quotations.extend(draft.block_quotes());
    quotations.retain(|q| !q.text.trim().is_empty());
    quotations.sort_by_key(|q| (q.paragraph, q.start));
    Quotations { quotations, faults }
}

/// A stretch between marks, within one paragraph or over lines that were broken by hand.
#[derive(Debug, Clone, Copy)]
struct Piece {
    family: Family,
    start: Place,
    end: Place,
    /// Both marks are there; else it ends with its paragraph or begins behind a colon.
    closed: bool,
}

struct Draft {
    paragraphs: Vec<Vec<char>>,
    /// Where the text of a block quote begins.
    blocks: Vec<Option<usize>>,
}

impl Draft {
    fn of(paragraphs: Vec<Vec<char>>) -> Self {
        let blocks = paragraphs.iter().map(|p| block_quote(p)).collect();
        Draft { paragraphs, blocks }
    }

    /// The marks of a family and the ends of the paragraphs that have a text.
    fn events(&self, family: Family) -> Vec<Event> {
        let has_text = |n: &usize| self.paragraphs[*n].iter().any(|c| !c.is_whitespace());
        let shown: Vec<usize> = (0..self.paragraphs.len()).filter(has_text).collect();
        let marks = |n: usize| match self.blocks[n] {
            Some(_) => Vec::new(),
            None => tokens(family, n, &self.paragraphs[n]),
        };
        let mut events = Vec::new();
        let mut present = shown.first().map_or(Vec::new(), |n| marks(*n));
        for (at, n) in shown.iter().enumerate() {
            let following = shown.get(at + 1);
            let next = following.map_or(Vec::new(), |n| marks(*n));
            let opens = |t: &Token| t.first && t.points != Points::Close;
            events.extend(present.drain(..).map(Event::Mark));
            events.push(Event::End(Boundary {
                paragraph: *n,
                next: following.copied(),
                next_opens: next.first().is_some_and(opens),
                broken: family != Family::Single && is_broken(&self.paragraphs[*n]),
                stop: following.is_none_or(|n| self.blocks[*n].is_some()),
            }));
            present = next;
        }
        events
    }

    /// The pieces that stand in no other one. A piece without its second mark ends where the next begins.
    fn outermost(&self, mut pieces: Vec<Piece>) -> Vec<Piece> {
        pieces.sort_by_key(|p| (!p.closed, p.start, std::cmp::Reverse(p.end)));
        let mut kept: Vec<Piece> = Vec::new();
        for mut piece in pieces {
            let inside = |p: &Piece| p.start <= piece.start && piece.start < p.end;
            let inside_closed = kept
                .iter()
                .any(|p| inside(p) && (piece.end <= p.end || !piece.closed));
            if inside_closed {
                continue;
            }
            if !piece.closed {
                let behind = kept
                    .iter()
                    .map(|p| p.start)
                    .filter(|start| *start > piece.start);
                let next = behind
                    .min()
                    .map(|(paragraph, at)| (paragraph, at.saturating_sub(1)));
                piece.end = next.map_or(piece.end, |next| next.min(piece.end));
            }
            kept.push(piece);
        }
        kept.retain(|p| p.start < p.end);
        kept.sort_by_key(|p| p.start);
        kept
    }

    fn quotation(&self, piece: &Piece) -> Quotation {
        let (first, last) = (piece.start.0, piece.end.0);
        let lines = (first..=last).map(|n| {
            let chars = &self.paragraphs[n];
            let start = if n == first { piece.start.1 } else { 0 };
            let end = if n == last { piece.end.1 } else { chars.len() };
            chars[start.min(end)..end].iter().collect::<String>()
        });
        Quotation {
            kind: QuotationKind::Marked,
            paragraph: first as u32,
            start: piece.start.1 as u32,
            end_paragraph: last as u32,
            end: piece.end.1 as u32,
            text: lines.collect::<Vec<_>>().join("\n"),
        }
    }

    fn block_quotes(&self) -> impl Iterator<Item = Quotation> {
        let blocks = self.blocks.iter().enumerate();
        blocks.filter_map(|(n, start)| {
            let (start, chars) = ((*start)?, &self.paragraphs[n]);
            Some(Quotation {
                kind: QuotationKind::Block,
                paragraph: n as u32,
                start: start as u32,
                end_paragraph: n as u32,
                end: chars.len() as u32,
                text: chars[start..].iter().collect(),
            })
        })
    }
}

/// Where the text of a block quote begins.
fn block_quote(chars: &[char]) -> Option<usize> {
    let first = chars.iter().position(|c| !c.is_whitespace())?;
    if !matches!(chars[first], '>' | '＞') {
        return None;
    }
    let text = |c: &char| !c.is_whitespace() && !matches!(c, '>' | '＞');
    let start = chars[first..].iter().position(text)?;
    Some(first + start)
}

/// True for a line that ends in the middle of a sentence.
fn is_broken(chars: &[char]) -> bool {
    let last = chars.iter().rev().find(|c| !c.is_whitespace());
    last.is_some_and(|c| !"。！？；：.!?;:…—⋯）)》】".contains(*c) && !is_mark(*c))
}

/// A walk over the marks of one family with what each was read as.
struct Walk<'a> {
    draft: &'a Draft,
    family: Family,
    /// The marks that are open, the outer one first.
    open: Vec<Token>,
    /// Where the present piece of the outer quotation begins.
    start: Place,
    /// One past the last mark that closed or stood alone.
    behind: Place,
    pieces: Vec<Piece>,
    faults: Vec<(Family, MarkFault)>,
}

impl<'a> Walk<'a> {
    fn new(draft: &'a Draft, family: Family) -> Self {
        Walk {
            draft,
            family,
            open: Vec::new(),
            start: (0, 0),
            behind: (0, 0),
            pieces: Vec::new(),
            faults: Vec::new(),
        }
    }

    fn step(&mut self, event: &Event, step: Step) {
        match (event, step) {
            (Event::Mark(token), Step::Mark(Role::Opens)) => {
                if self.open.is_empty() {
                    self.start = (token.paragraph, token.at + token.width);
                }
                self.open.push(*token);
            }
            (Event::Mark(token), Step::Mark(Role::Reopens)) => {
                self.start = (token.paragraph, token.at + token.width);
            }
            (Event::Mark(token), Step::Mark(Role::Closes)) => self.close(token),
            (Event::Mark(token), _) => self.alone(token),
            (Event::End(boundary), step) => self.end(*boundary, step),
        }
    }

    fn close(&mut self, token: &Token) {
        let Some(opening) = self.open.pop() else {
            return;
        };
        if let Some((kind, at)) = self.fault_of_pair(&opening, token) {
            self.fault(kind, at);
        }
        self.behind = (token.paragraph, token.at + token.width);
        if self.open.is_empty() {
            self.piece((token.paragraph, token.at), true);
        }
    }

    fn fault_of_pair(&self, opening: &Token, closing: &Token) -> Option<(MarkFaultKind, Place)> {
        let low = self.draft.paragraphs[opening.paragraph].get(opening.at);
        let at = |token: &Token| (token.paragraph, token.at);
        match (opening.points, closing.points) {
            (Points::Open, Points::Close) | (Points::Either, Points::Either) => None,
            // „…“ as in German is a pair.
            (Points::Open, Points::Open) if matches!(low, Some('„' | '‚')) => None,
            (Points::Close, _) => Some((MarkFaultKind::Reversed, at(opening))),
            (_, Points::Open) => Some((MarkFaultKind::Reversed, at(closing))),
            (Points::Open, Points::Either) | (Points::Either, Points::Close) => {
                Some((MarkFaultKind::Mixed, at(closing)))
            }
        }
    }

    /// A mark without a partner: the words on its open side are looked at all the same.
    fn alone(&mut self, token: &Token) {
        if token.around.no_mark < ALONE {
            return;
        }
        let at = (token.paragraph, token.at);
        let closes = token.points == Points::Close;
        self.fault(
            if closes {
                MarkFaultKind::NotOpened
            } else {
                MarkFaultKind::NotClosed
            },
            at,
        );
        if !self.open.is_empty() {
            return;
        }
        let chars = &self.draft.paragraphs[token.paragraph];
        if closes {
            let from = if self.behind.0 == token.paragraph {
                self.behind.1
            } else {
                0
            };
            let colon = chars[from..token.at]
                .iter()
                .rposition(|c| matches!(c, '：' | ':'));
            if let Some(colon) = colon {
                self.start = (token.paragraph, from + colon + 1);
                self.piece(at, false);
            }
        } else {
            self.start = (token.paragraph, token.at + token.width);
            self.piece((token.paragraph, chars.len()), false);
        }
        self.behind = (token.paragraph, token.at + token.width);
    }

    /// The end of a paragraph in which a quotation is open.
    fn end(&mut self, boundary: Boundary, step: Step) {
        let Some(outer) = self.open.first().copied() else {
            return;
        };
        if let Some(inner) = self.open.get(1).copied() {
            self.fault(MarkFaultKind::NotClosed, (inner.paragraph, inner.at));
            self.open.truncate(1);
        }
        let paragraph = boundary.paragraph;
        let whole = (paragraph, self.draft.paragraphs[paragraph].len());
        if step == Step::Dropped {
            self.open.clear();
            self.fault(MarkFaultKind::NotClosed, (outer.paragraph, outer.at));
            self.piece(whole, false);
            return;
        }
        if boundary.broken && !boundary.next_opens {
            return;
        }
        self.piece(whole, true);
        let next = boundary.next.unwrap_or(paragraph);
        let blank = self.draft.paragraphs[next]
            .iter()
            .take_while(|c| c.is_whitespace());
        self.start = (next, blank.count());
        if !boundary.next_opens {
            self.fault(MarkFaultKind::NotReopened, self.start);
        }
    }

    fn piece(&mut self, end: Place, closed: bool) {
        self.pieces.push(Piece {
            family: self.family,
            start: self.start,
            end,
            closed,
        });
    }

    fn fault(&mut self, kind: MarkFaultKind, (paragraph, at): Place) {
        let fault = MarkFault {
            kind,
            paragraph: paragraph as u32,
            at: at as u32,
        };
        self.faults.push((self.family, fault));
    }
}
