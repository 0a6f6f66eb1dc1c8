//! Which marks belong together: the reading of a draft's marks that supposes the fewest faults.
//!
//! Every mark can open, close, open a paragraph once more (GB/T 15834—2011, 4.8.3.5) or stand alone. A
//! cost says how odd each reading is; the cheapest path over all marks of a family is taken (Viterbi,
//! 1967), so one wrong mark never shifts those behind it. At most two marks are open at a time.

use super::marks::{ALONE, Points, Token};

/// What a mark was read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Belongs to no pair.
    Alone,
    Opens,
    Closes,
    /// Opens a further paragraph of the same quotation.
    Reopens,
}

/// The end of a paragraph.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Boundary {
    /// The paragraph that ends.
    pub(super) paragraph: usize,
    /// The next one with a text.
    pub(super) next: Option<usize>,
    /// The next paragraph begins with a mark of this family that can open.
    pub(super) next_opens: bool,
    /// The paragraph ends in the middle of a sentence: its lines were broken by hand.
    pub(super) broken: bool,
    /// No quotation goes on behind it.
    pub(super) stop: bool,
}

/// What happens in a draft, in its order.
#[derive(Debug, Clone, Copy)]
pub(super) enum Event {
    Mark(Token),
    End(Boundary),
}

/// What was made of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Mark(Role),
    /// The open quotation ends here without its mark.
    Dropped,
    /// The open quotation goes on, or none is open.
    Kept,
}

/// None open; one of three kinds; two of them.
const STATES: usize = 13;

/// A further mark of the same family inside of a quotation.
const NESTED: u32 = 40;

/// A quotation that goes on in a paragraph that does not open it once more.
const NOT_REOPENED: u32 = 70;
const BROKEN_LINE: u32 = 30;
const REOPENED: u32 = 5;

/// Reads the marks of one family.
pub(super) fn read(events: &[Event]) -> Vec<Step> {
    let mut costs = [None; STATES];
    costs[0] = Some(0);
    let mut trail: Vec<[Option<(u8, Step)>; STATES]> = Vec::with_capacity(events.len());
    for event in events {
        let mut next: [Option<u32>; STATES] = [None; STATES];
        let mut from = [None; STATES];
        for (state, cost) in costs.iter().enumerate() {
            let Some(cost) = *cost else { continue };
            for (to, step, more) in steps(Open::of(state), event) {
                let to = to.state();
                if next[to].is_none_or(|known| cost + more < known) {
                    next[to] = Some(cost + more);
                    from[to] = Some((state as u8, step));
                }
            }
        }
        costs = next;
        trail.push(from);
    }
    back(&costs, &trail)
}

fn back(costs: &[Option<u32>; STATES], trail: &[[Option<(u8, Step)>; STATES]]) -> Vec<Step> {
    let reached = costs.iter().enumerate();
    let best = reached.filter_map(|(state, cost)| Some((cost.as_ref()?, state)));
    let mut state = best.min().map_or(0, |(_, state)| state);
    let mut steps = Vec::with_capacity(trail.len());
    for from in trail.iter().rev() {
        let (before, step) = from[state].unwrap_or((0, Step::Kept));
        steps.push(step);
        state = before as usize;
    }
    steps.reverse();
    steps
}

/// The marks that are open, the outer one first.
#[derive(Debug, Clone, Copy)]
struct Open {
    outer: Option<Points>,
    inner: Option<Points>,
}

impl Open {
    const KINDS: [Points; 3] = [Points::Open, Points::Close, Points::Either];

    fn of(state: usize) -> Self {
        let kind = |n: usize| Some(Self::KINDS[n % 3]);
        match state {
            0 => Open {
                outer: None,
                inner: None,
            },
            1..=3 => Open {
                outer: kind(state - 1),
                inner: None,
            },
            _ => Open {
                outer: kind((state - 4) / 3),
                inner: kind(state - 4),
            },
        }
    }

    fn state(self) -> usize {
        let number = |points: Points| Self::KINDS.iter().position(|k| *k == points).unwrap_or(0);
        match (self.outer, self.inner) {
            (None, _) => 0,
            (Some(outer), None) => 1 + number(outer),
            (Some(outer), Some(inner)) => 4 + 3 * number(outer) + number(inner),
        }
    }

    fn with(self, points: Points) -> Option<Self> {
        match (self.outer, self.inner) {
            (None, _) => Some(Open {
                outer: Some(points),
                inner: None,
            }),
            (Some(_), None) => Some(Open {
                inner: Some(points),
                ..self
            }),
            (Some(_), Some(_)) => None,
        }
    }

    fn without_last(self) -> Self {
        match self.inner {
            Some(_) => Open {
                inner: None,
                ..self
            },
            None => Open {
                outer: None,
                inner: None,
            },
        }
    }

    fn last(self) -> Option<Points> {
        self.inner.or(self.outer)
    }
}

/// Where an event can lead, with what it costs.
fn steps(open: Open, event: &Event) -> Vec<(Open, Step, u32)> {
    match event {
        Event::Mark(token) => mark_steps(open, token),
        Event::End(boundary) => end_steps(open, *boundary),
    }
}

fn mark_steps(open: Open, token: &Token) -> Vec<(Open, Step, u32)> {
    let around = token.around;
    let mut steps = vec![(open, Step::Mark(Role::Alone), around.no_mark)];
    if let Some(opened) = open.with(token.points) {
        let nested = if open.outer.is_some() { NESTED } else { 0 };
        let cost = nested + around.against_opening;
        steps.push((opened, Step::Mark(Role::Opens), cost));
    }
    if let Some(last) = open.last() {
        let cost = pair(last, token.points) + around.against_closing;
        steps.push((open.without_last(), Step::Mark(Role::Closes), cost));
    }
    let opens = token.points != Points::Close;
    if token.first && opens && open.outer.is_some() && open.inner.is_none() {
        steps.push((open, Step::Mark(Role::Reopens), 0));
    }
    steps
}

/// How odd it is that these two make a pair.
fn pair(opening: Points, closing: Points) -> u32 {
    match (opening, closing) {
        (Points::Open, Points::Close) | (Points::Either, Points::Either) => 0,
        (Points::Open, Points::Either) | (Points::Either, Points::Close) => 80,
        (Points::Open, Points::Open) | (Points::Close, Points::Close) => 100,
        (Points::Close, _) | (Points::Either, Points::Open) => 120,
    }
}

fn end_steps(open: Open, boundary: Boundary) -> Vec<(Open, Step, u32)> {
    let Some(outer) = open.outer else {
        return vec![(open, Step::Kept, 0)];
    };
    let inner = if open.inner.is_some() { ALONE } else { 0 };
    let mut steps = vec![(Open::of(0), Step::Dropped, ALONE + inner)];
    let goes_on = match (boundary.stop, boundary.next_opens, outer) {
        (true, ..) => None,
        (false, true, _) => Some(REOPENED),
        // A straight mark may as well open something else in the next paragraph.
        (false, false, Points::Open) if boundary.broken => Some(BROKEN_LINE),
        (false, false, Points::Open) => Some(NOT_REOPENED),
        (false, false, _) => None,
    };
    if let Some(cost) = goes_on {
        let kept = Open {
            inner: None,
            ..open
        };
        steps.push((kept, Step::Kept, cost + inner));
    }
    steps
}
