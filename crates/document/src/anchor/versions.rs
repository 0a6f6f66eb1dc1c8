//! Two versions of a text with their marks, in which anchors are followed.

use super::reanchor::{Candidate, Placement, Reanchoring};
use super::selector::{FoldedText, TextPositionSelector, TextQuoteSelector};
use super::words::same_words;

/// The blocks of a text, and the text without its marks.
type Blocks<'a> = (&'a [String], &'a FoldedText);

/// Two versions of a text, aligned, with their marks.
pub struct Versions<'a> {
    reanchoring: Reanchoring<'a>,
    old: Vec<&'a str>,
    new: Vec<&'a str>,
}

impl<'a> Versions<'a> {
    /// Aligns them; nearly linear in their length.
    pub fn new(old: Blocks<'a>, new: Blocks<'a>) -> Self {
        Versions {
            reanchoring: Reanchoring::new(old.1, new.1),
            old: old.0.iter().map(String::as_str).collect(),
            new: new.0.iter().map(String::as_str).collect(),
        }
    }

    /// Returns what became of the stretch `at` of the old text, which was marked for its words `exact`.
    ///
    /// [`Placement::Found`] only if the place is sure *and* the words there are the same, with the same marks:
    /// words that changed are never taken silently, however sure their place is.
    pub fn follow(&self, at: &TextPositionSelector, exact: &str) -> Placement {
        let (candidate, sure) = match self.reanchoring.place(at) {
            Placement::Found(candidate) => (candidate, true),
            Placement::Moved(candidate) => (candidate, false),
            Placement::Gone => return Placement::Gone,
        };
        let texts = (&self.old[..], &self.new[..]);
        let position = self.reanchoring.with_marks(at, texts, &candidate.position);
        let said = TextQuoteSelector::of(&self.new, &position).exact;
        let candidate = Candidate {
            position,
            ..candidate
        };
        if sure && same_words(&said, exact) {
            Placement::Found(candidate)
        } else {
            Placement::Moved(candidate)
        }
    }
}
