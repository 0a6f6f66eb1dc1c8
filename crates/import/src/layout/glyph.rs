//! A char where a page shows it.

use std::collections::BTreeMap;

/// The direction in which a line of chars runs on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Turn {
    /// Left to right.
    Right,
    /// Top to bottom: a page that lies on its side, or vertical writing.
    Down,
    /// Right to left, upside down.
    Left,
    /// Bottom to top.
    Up,
    /// Any other direction, in degrees from 0 to 359, clockwise from left to right.
    Slanted(u16),
}

impl Turn {
    /// The direction that is nearest to a vector; y grows downwards.
    pub(crate) fn of(dx: f32, dy: f32) -> Turn {
        let (across, down) = (dx.abs(), dy.abs());
        if across.min(down) > 0.2 * across.max(down) {
            let degrees = dy.atan2(dx).to_degrees().rem_euclid(360.0);
            return Turn::Slanted(degrees.round() as u16 % 360);
        }
        match (across >= down, dx >= 0.0, dy >= 0.0) {
            (true, true, _) => Turn::Right,
            (true, false, _) => Turn::Left,
            (false, _, true) => Turn::Down,
            (false, _, false) => Turn::Up,
        }
    }

    fn is_slanted(self) -> bool {
        matches!(self, Turn::Slanted(_))
    }
}

/// One char.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Glyph {
    pub(crate) c: char,
    /// Where it begins.
    pub(crate) x: f32,
    /// Its baseline, from the top of the page.
    pub(crate) y: f32,
    /// How far the line goes on.
    pub(crate) advance: f32,
    /// Height of the font.
    pub(crate) size: f32,
    pub(crate) turn: Turn,
}

/// A page with its chars in the order of the file.
#[derive(Debug, Clone, Default)]
pub(crate) struct Page {
    /// From 1, as the file counts.
    pub(crate) number: u32,
    pub(crate) width: f32,
    pub(crate) height: f32,
    pub(crate) glyphs: Vec<Glyph>,
    /// Several layers, whose order says nothing about the order of reading.
    pub(crate) mixed: bool,
    /// Chars of which only the shape is known.
    pub(crate) unreadable: usize,
    /// Share of the page that pictures cover.
    pub(crate) picture: f32,
}

/// The glyphs of one direction, turned to run left to right.
#[derive(Debug)]
pub(super) struct View {
    pub(super) turn: Turn,
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) glyphs: Vec<Glyph>,
}

impl Page {
    /// The glyphs by their directions: first the one that most of them have, then the others in a fixed order.
    pub(super) fn views(&self) -> Vec<View> {
        let mut counts: BTreeMap<Turn, usize> = BTreeMap::new();
        self.glyphs
            .iter()
            .for_each(|g| *counts.entry(g.turn).or_default() += 1);
        let straight = counts.iter().filter(|(turn, _)| !turn.is_slanted());
        // Upright wins where two have as many.
        let most = straight.rev().max_by_key(|(_, count)| **count);
        let first = most.map_or(Turn::Right, |(turn, _)| *turn);
        let others = counts.keys().copied().filter(|turn| *turn != first);
        std::iter::once(first)
            .chain(others)
            .map(|turn| self.view(turn))
            .collect()
    }

    fn view(&self, turn: Turn) -> View {
        let (width, height) = (self.width, self.height);
        let (sin, cos) = match turn {
            Turn::Slanted(degrees) => f32::from(degrees).to_radians().sin_cos(),
            _ => (0.0, 1.0),
        };
        let glyphs = self.glyphs.iter().filter(|g| g.turn == turn).map(|g| {
            let (x, y) = match turn {
                Turn::Right => (g.x, g.y),
                Turn::Down => (g.y, width - g.x),
                Turn::Left => (width - g.x, height - g.y),
                Turn::Up => (height - g.y, g.x),
                Turn::Slanted(_) => (g.x * cos + g.y * sin, g.y * cos - g.x * sin),
            };
            Glyph { x, y, ..*g }
        });
        let sideways = matches!(turn, Turn::Down | Turn::Up);
        let (width, height) = if sideways {
            (height, width)
        } else {
            (width, height)
        };
        View {
            turn,
            width,
            height,
            glyphs: glyphs.collect(),
        }
    }
}
