//! Two texts side by side: which paragraphs answer each other, and which characters differ.
//!
//! Paragraphs are aligned by their folded text, so width, 繁/简 and quotation marks make no pair
//! differ; the characters that are shown as different are those of the originals. It assumes texts
//! that a person can read; beyond the time limit the rest is shown as it stands, without pairs.

use std::ops::Range;
use std::time::{Duration, Instant};

use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};
use yandu_search::fold_strict;

use crate::annotations::{texts_of, version_text};
use crate::{Library, LibraryError};

/// For one comparison; a person waits.
const TIME_LIMIT: Duration = Duration::from_secs(2);

/// Share of equal chars from which two paragraphs are one, changed.
const SAME_PARAGRAPH: f32 = 0.4;

/// A line of the comparison: a paragraph of either text, or one of each.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct ComparedRow {
    /// Block of the first text.
    pub left: Option<u32>,
    /// Block of the second text.
    pub right: Option<u32>,
    /// Chars of the first block that differ.
    pub left_marks: Vec<(u32, u32)>,
    /// Chars of the second block that differ.
    pub right_marks: Vec<(u32, u32)>,
}

/// Two texts side by side.
#[derive(Debug, Clone, Serialize)]
pub struct Comparison {
    /// In the order of the texts.
    pub rows: Vec<ComparedRow>,
    /// Rows that are not equal.
    pub differences: u32,
}

impl Library {
    /// Compares two documents.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`].
    pub fn compare_documents(&self, left: &str, right: &str) -> Result<Comparison, LibraryError> {
        let left = self.blocks_of(self.row_of(left)?)?;
        let right = self.blocks_of(self.row_of(right)?)?;
        let left: Vec<String> = left.into_iter().map(|b| b.text).collect();
        let right: Vec<String> = right.into_iter().map(|b| b.text).collect();
        Ok(compare(&left, &right))
    }

    /// Compares an earlier version of a document with the present one, line by line; `None` if that
    /// version is not kept.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`].
    pub fn compare_version(
        &self,
        id: &str,
        version: u32,
    ) -> Result<Option<Vec<LinePair>>, LibraryError> {
        let key = self.row_of(id)?;
        let Some(earlier) = version_text(&self.connection, key, i64::from(version))? else {
            return Ok(None);
        };
        Ok(Some(line_pairs(
            &earlier,
            &texts_of(&self.connection, key)?,
        )))
    }
}

/// Lines of two texts that answer each other, with the chars that differ.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct LinePair {
    /// Line of the first text.
    pub left: Option<String>,
    /// Line of the second text.
    pub right: Option<String>,
    /// Chars of the first that differ.
    pub left_marks: Vec<(u32, u32)>,
    /// Chars of the second that differ.
    pub right_marks: Vec<(u32, u32)>,
}

/// Two texts, line by line.
pub(crate) fn compare_lines(left: &str, right: &str) -> Vec<LinePair> {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    line_pairs(&lines(left), &lines(right))
}

fn line_pairs(left: &[String], right: &[String]) -> Vec<LinePair> {
    let line = |texts: &[String], n: Option<u32>| texts.get(n? as usize).cloned();
    let pair = |row: ComparedRow| LinePair {
        left: line(left, row.left),
        right: line(right, row.right),
        left_marks: row.left_marks,
        right_marks: row.right_marks,
    };
    compare(left, right).rows.into_iter().map(pair).collect()
}

fn compare(left: &[String], right: &[String]) -> Comparison {
    let deadline = Instant::now() + TIME_LIMIT;
    let folded = |texts: &[String]| texts.iter().map(|t| fold_strict(t)).collect::<Vec<_>>();
    let (a, b) = (folded(left), folded(right));
    let mut rows = Vec::new();
    for op in capture_diff_slices_deadline(Algorithm::Patience, &a, &b, Some(deadline)) {
        match op {
            DiffOp::Equal {
                old_index,
                new_index,
                len,
            } => {
                rows.extend((0..len).map(|n| row(Some(old_index + n), Some(new_index + n))));
            }
            DiffOp::Delete {
                old_index, old_len, ..
            } => {
                rows.extend((0..old_len).map(|n| whole(Some(old_index + n), None, left, right)));
            }
            DiffOp::Insert {
                new_index, new_len, ..
            } => {
                rows.extend((0..new_len).map(|n| whole(None, Some(new_index + n), left, right)));
            }
            DiffOp::Replace {
                old_index,
                old_len,
                new_index,
                new_len,
            } => {
                let texts = (left, right);
                let ranges = (
                    old_index..old_index + old_len,
                    new_index..new_index + new_len,
                );
                replaced(texts, ranges, deadline, &mut rows);
            }
        }
    }
    let differs = |r: &&ComparedRow| !r.left_marks.is_empty() || !r.right_marks.is_empty();
    let differences = rows.iter().filter(differs).count() as u32;
    Comparison { rows, differences }
}

fn row(left: Option<usize>, right: Option<usize>) -> ComparedRow {
    ComparedRow {
        left: left.map(|n| n as u32),
        right: right.map(|n| n as u32),
        left_marks: Vec::new(),
        right_marks: Vec::new(),
    }
}

/// A paragraph that only one text has.
fn whole(l: Option<usize>, r: Option<usize>, left: &[String], right: &[String]) -> ComparedRow {
    let all = |text: &String| vec![(0, text.chars().count() as u32)];
    ComparedRow {
        left_marks: l.map_or(Vec::new(), |n| all(&left[n])),
        right_marks: r.map_or(Vec::new(), |n| all(&right[n])),
        ..row(l, r)
    }
}

/// Pairs the paragraphs of a changed stretch in order: each with the next one that is like it.
fn replaced(
    (left, right): (&[String], &[String]),
    (old, new): (Range<usize>, Range<usize>),
    deadline: Instant,
    rows: &mut Vec<ComparedRow>,
) {
    let mut next = new.start;
    for l in old {
        let like = (next..new.end.min(next + 8)).find_map(|r| {
            let pair = changed(&left[l], &right[r], deadline)?;
            Some((r, pair))
        });
        let Some((r, (left_marks, right_marks))) = like else {
            rows.push(whole(Some(l), None, left, right));
            continue;
        };
        rows.extend((next..r).map(|n| whole(None, Some(n), left, right)));
        rows.push(ComparedRow {
            left_marks,
            right_marks,
            ..row(Some(l), Some(r))
        });
        next = r + 1;
    }
    rows.extend((next..new.end).map(|n| whole(None, Some(n), left, right)));
}

type Marks = Vec<(u32, u32)>;

/// The chars that differ, `None` if the two are not one paragraph.
fn changed(left: &str, right: &str, deadline: Instant) -> Option<(Marks, Marks)> {
    let (a, b): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let longer = a.len().max(b.len());
    if Instant::now() >= deadline || a.len().min(b.len()) * 4 < longer {
        return None;
    }
    let (mut left_marks, mut right_marks, mut equal) = (Vec::new(), Vec::new(), 0);
    for op in capture_diff_slices_deadline(Algorithm::Myers, &a, &b, Some(deadline)) {
        if let DiffOp::Equal { len, .. } = op {
            equal += len;
            continue;
        }
        let (old, new) = (op.old_range(), op.new_range());
        if !old.is_empty() {
            left_marks.push((old.start as u32, old.end as u32));
        }
        if !new.is_empty() {
            right_marks.push((new.start as u32, new.end as u32));
        }
    }
    (equal as f32 >= longer as f32 * SAME_PARAGRAPH).then_some((left_marks, right_marks))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(lines: &[&str]) -> Vec<String> {
        lines.iter().map(|l| (*l).to_owned()).collect()
    }

    #[test]
    fn a_changed_word_a_new_paragraph_and_one_that_went() {
        let left = texts(&[
            "关于学习的通知",
            "各单位要认真学习文件。",
            "第一段要删去的内容。",
            "特此通知。",
        ]);
        let right = texts(&[
            "关于学习的通知",
            "各单位要深入学习文件。",
            "特此通知。",
            "附件：学习计划",
        ]);
        let comparison = compare(&left, &right);
        let changed = comparison.rows.iter().find(|r| r.left == Some(1)).unwrap();
        assert_eq!(changed.right, Some(1));
        assert_eq!(
            (changed.left_marks.clone(), changed.right_marks.clone()),
            (vec![(4, 6)], vec![(4, 6)])
        );
        assert!(
            comparison
                .rows
                .iter()
                .any(|r| r.left == Some(2) && r.right.is_none())
        );
        assert!(
            comparison
                .rows
                .iter()
                .any(|r| r.left.is_none() && r.right == Some(3))
        );
        assert_eq!(comparison.differences, 3);
    }

    #[test]
    fn every_paragraph_stands_once_and_in_order() {
        let left = texts(&["甲乙丙丁", "一", "二", "三", "戊己庚辛"]);
        let right = texts(&["三", "甲乙丙", "四", "戊己庚辛", "二"]);
        let comparison = compare(&left, &right);
        let order = |side: fn(&ComparedRow) -> Option<u32>| {
            comparison.rows.iter().filter_map(side).collect::<Vec<_>>()
        };
        assert_eq!(order(|r| r.left), [0, 1, 2, 3, 4]);
        assert_eq!(order(|r| r.right), [0, 1, 2, 3, 4]);
    }

    #[test]
    fn marks_and_width_make_no_difference() {
        let comparison = compare(&texts(&["“两张皮”ＡＢ"]), &texts(&["「两张皮」AB"]));
        assert_eq!(comparison.differences, 0);
    }
}
