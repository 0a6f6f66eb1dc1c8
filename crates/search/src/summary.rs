//! What is said of a whole answer: hits, facets, and the documents that are shown. Counted by all cores.

use std::cmp::Ordering;

use crate::catalogue::Tallies;
use crate::engine::{Request, Sort};
use crate::evaluate::Match;
use crate::parts::{each, threads_for};
use crate::{Catalogue, Facets};

/// Documents that one thread counts at once.
const STRETCH: usize = 1 << 16;

/// What is said of all documents that fulfil a query.
pub(crate) struct Summary {
    pub(crate) hits: u64,
    pub(crate) facets: Facets,
    /// The documents up to the end of the page, in the order that is asked for.
    pub(crate) first: Vec<Match>,
}

/// The same of a part of them.
struct Part {
    hits: u64,
    tallies: Tallies,
    first: Vec<Match>,
}

impl Summary {
    /// Of an answer in parts.
    pub(crate) fn of(catalogue: &Catalogue, parts: &[Vec<Match>], request: &Request) -> Summary {
        let stretches: Vec<&[Match]> = parts.iter().flat_map(|part| part.chunks(STRETCH)).collect();
        let documents: usize = parts.iter().map(Vec::len).sum();
        let count = |found: &[Match]| Part {
            hits: found.iter().map(|m| u64::from(m.hits)).sum(),
            tallies: catalogue.tallies(found, |m| m.ordinal),
            first: first(catalogue, found, request),
        };
        let counted = each(&stretches, threads_for(documents as u64), |found| {
            count(found)
        });
        let all = counted.into_iter().reduce(|a, b| Part {
            hits: a.hits + b.hits,
            tallies: a.tallies.with(b.tallies),
            first: first(catalogue, &[a.first, b.first].concat(), request),
        });
        let all = all.unwrap_or_else(|| count(&[]));
        Summary {
            hits: all.hits,
            facets: catalogue.facets(all.tallies),
            first: all.first,
        }
    }
}

/// The first documents in the order that is asked for, up to the end of the page.
fn first(catalogue: &Catalogue, found: &[Match], request: &Request) -> Vec<Match> {
    let date = |m: &Match| catalogue.date(m.ordinal);
    let title = |m: &Match| catalogue.title(m.ordinal);
    let end = request.offset.saturating_add(request.limit);
    let order = |a: &Match, b: &Match| {
        let order = match request.sort {
            Sort::Relevance => b
                .score
                .total_cmp(&a.score)
                .then_with(|| date(b).cmp(&date(a))),
            Sort::Date => date(b).cmp(&date(a)),
            // Day 0 is no day: it wraps round to the end.
            Sort::Oldest => date(a).wrapping_sub(1).cmp(&date(b).wrapping_sub(1)),
            Sort::Title => title(a).cmp(title(b)),
        };
        order.then(a.ordinal.cmp(&b.ordinal))
    };
    first_by(found, end, order)
}

/// The first `end` of many, in order: whatever stands behind the last of those known is passed over.
fn first_by(found: &[Match], end: usize, order: impl Fn(&Match, &Match) -> Ordering) -> Vec<Match> {
    let room = end.saturating_mul(4).max(256);
    let mut first: Vec<Match> = Vec::with_capacity(room.min(found.len()));
    let mut last: Option<Match> = None;
    for m in found {
        if last.is_some_and(|last| order(m, &last) == Ordering::Greater) {
            continue;
        }
        first.push(*m);
        if first.len() == room && end > 0 {
            first.select_nth_unstable_by(end - 1, &order);
            first.truncate(end);
            last = first.last().copied();
        }
    }
    first.sort_unstable_by(&order);
    first.truncate(end);
    first
}
