//! A char where a page shows it.

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
}

impl Turn {
    /// The direction that is nearest to a vector; `None` for a slanted one, which marks a page but is no text.
    pub(crate) fn of(dx: f32, dy: f32) -> Option<Turn> {
        let (across, down) = (dx.abs(), dy.abs());
        if across.min(down) > 0.2 * across.max(down) {
            return None;
        }
        Some(match (across >= down, dx >= 0.0, dy >= 0.0) {
            (true, true, _) => Turn::Right,
            (true, false, _) => Turn::Left,
            (false, _, true) => Turn::Down,
            (false, _, false) => Turn::Up,
        })
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

impl Page {
    /// The glyphs of the direction that most of them have, turned to run left to right, with the size of the
    /// page so turned. What runs across the text (a stamp, a mark in the margin) is left out.
    pub(super) fn upright(&self) -> (f32, f32, Vec<Glyph>) {
        let turns = [Turn::Right, Turn::Down, Turn::Left, Turn::Up];
        let count = |turn: Turn| self.glyphs.iter().filter(|g| g.turn == turn).count();
        let most = turns.into_iter().rev().max_by_key(|t| count(*t));
        let most = most.unwrap_or(Turn::Right);
        let (width, height) = (self.width, self.height);
        let glyphs = self.glyphs.iter().filter(|g| g.turn == most).map(|g| {
            let (x, y) = match most {
                Turn::Right => (g.x, g.y),
                Turn::Down => (g.y, width - g.x),
                Turn::Left => (width - g.x, height - g.y),
                Turn::Up => (height - g.y, g.x),
            };
            Glyph { x, y, ..*g }
        });
        let sideways = matches!(most, Turn::Down | Turn::Up);
        let (width, height) = if sideways {
            (height, width)
        } else {
            (width, height)
        };
        (width, height, glyphs.collect())
    }
}
