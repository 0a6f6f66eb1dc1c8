//! Two passages beside each other, for people.

use similar::{Algorithm, DiffOp, capture_diff_slices};
use yandu_document::{Alignment, Stretch, align};

use super::Difference;
use super::units::Unit;

/// The fewest edits between two passages; passages of many thousand chars are compared line by line of the
/// Myers algorithm, which knows no exchange.
pub(super) fn aligned<T: PartialEq + Ord + std::hash::Hash + Copy>(
    left: &[T],
    right: &[T],
) -> Alignment {
    align(left, right).unwrap_or_else(|| coarse(left, right))
}

fn coarse<T: Ord + std::hash::Hash>(left: &[T], right: &[T]) -> Alignment {
    let mut edits = 0;
    let stretch = |op: DiffOp| {
        let equal = matches!(op, DiffOp::Equal { .. });
        if !equal {
            edits += op.old_range().len().max(op.new_range().len()) as u32;
        }
        Stretch {
            left: op.old_range(),
            right: op.new_range(),
            equal,
        }
    };
    let ops = capture_diff_slices(Algorithm::Myers, left, right);
    let stretches = ops.into_iter().map(stretch).collect();
    Alignment { stretches, edits }
}

/// Both texts beside each other, char by char; exchanged neighbours are one difference.
pub(crate) fn differences(draft: &str, source: &str) -> Vec<Difference> {
    let draft: Vec<char> = draft.chars().collect();
    let source: Vec<char> = source.chars().collect();
    let found = aligned(&draft, &source);
    let text = |chars: &[char]| chars.iter().collect();
    let shown = found
        .stretches
        .into_iter()
        .map(|s| difference(s.equal, text(&draft[s.left]), text(&source[s.right])));
    shown.collect()
}

/// Both texts beside each other by what counts; what does not count goes with what stands before it.
pub(super) fn differences_that_count(
    (draft, draft_units): (&str, &[Unit]),
    (source, source_units): (&str, &[Unit]),
) -> Vec<Difference> {
    let found = aligned(draft_units, source_units);
    let mut shown = Vec::new();
    let (mut left, mut right) = (Cut::new(draft, draft_units), Cut::new(source, source_units));
    for stretch in found.stretches {
        let (draft, source) = (left.until(stretch.left.end), right.until(stretch.right.end));
        shown.push(difference(stretch.equal, draft, source));
    }
    shown
}

fn difference(equal: bool, draft: String, source: String) -> Difference {
    let op = match (equal, draft.is_empty(), source.is_empty()) {
        (true, ..) => "equal",
        (false, false, true) => "insert",
        (false, true, false) => "delete",
        (false, ..) => "replace",
    };
    Difference { op, draft, source }
}

/// Cuts a text at its units.
struct Cut<'a> {
    chars: Vec<char>,
    units: &'a [Unit],
    at: usize,
}

impl<'a> Cut<'a> {
    fn new(text: &str, units: &'a [Unit]) -> Self {
        Cut {
            chars: text.chars().collect(),
            units,
            at: 0,
        }
    }

    /// From the last cut up to this unit.
    fn until(&mut self, unit: usize) -> String {
        let end = self
            .units
            .get(unit)
            .map_or(self.chars.len(), |u| u.at as usize);
        let from = self.at.min(end);
        self.at = end;
        self.chars[from..end].iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::units::units;
    use super::*;

    fn shown(draft: &str, source: &str) -> Vec<(&'static str, String, String)> {
        let found = differences_that_count((draft, &units(draft)), (source, &units(source)));
        found
            .into_iter()
            .map(|d| (d.op, d.draft, d.source))
            .collect()
    }

    fn own(op: &'static str, draft: &str, source: &str) -> (&'static str, String, String) {
        (op, draft.to_owned(), source.to_owned())
    }

    #[test]
    fn exchanged_chars_are_one_difference_and_commas_none() {
        assert_eq!(
            shown("讀书贵坚在持，好", "读书，贵在坚持好"),
            [
                own("equal", "讀书贵", "读书，贵"),
                own("replace", "坚在", "在坚"),
                own("equal", "持，好", "持好")
            ]
        );
    }

    #[test]
    fn a_sign_that_is_left_out_is_shown() {
        assert_eq!(
            shown("同比5%", "同比−5%"),
            [
                own("equal", "同比", "同比"),
                own("delete", "", "−"),
                own("equal", "5%", "5%")
            ]
        );
    }
}
