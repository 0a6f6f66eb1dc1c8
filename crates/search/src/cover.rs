//! Which bigrams a substring is looked for by: those that cover it, and a rare one where all of them are frequent.

use tantivy::postings::TermInfo;
use tantivy::schema::Field;
use tantivy::{SegmentReader, Term};

use crate::SearchError;

/// Documents that all covering grams must have before another one is looked for to lead.
const WORTH_A_LEADER: u32 = 1000;

/// Documents of the rarest gram from which blocks are read whole.
const DENSE: u32 = 4096;

/// How often as frequent another gram may be, so that its blocks are worth being read whole.
const DENSER: u32 = 16;

/// The bigrams of a substring in one segment, the rarest first, each with its chars from the start of the substring.
pub(crate) struct Cover {
    pub(crate) grams: Vec<(TermInfo, u32)>,
}

impl Cover {
    /// Of a substring of two chars or more; `None` if the segment cannot hold it.
    pub(crate) fn of(
        reader: &SegmentReader,
        field: Field,
        needle: &str,
    ) -> Result<Option<Cover>, SearchError> {
        let chars: Vec<char> = needle.chars().collect();
        let grams: Vec<(String, u32)> = covering_grams(&chars, 0).collect();
        let Some(mut cover) = Self::of_grams(reader, field, &grams)? else {
            return Ok(None);
        };
        // Where two frequent words meet, the bigram between them is rare: it leads, though it covers nothing new.
        let least = cover.grams[0].0.doc_freq;
        if least <= WORTH_A_LEADER {
            return Ok(Some(cover));
        }
        let inverted = reader.inverted_index(field)?;
        let mut leader: Option<(TermInfo, u32)> = None;
        for offset in 1..chars.len() - 2 {
            let gram: String = chars[offset..offset + 2].iter().collect();
            let Some(info) = inverted.get_term_info(&Term::from_field_text(field, &gram))? else {
                return Ok(None);
            };
            if info.doc_freq < leader.as_ref().map_or(least / 2, |(info, _)| info.doc_freq) {
                leader = Some((info, offset as u32));
            }
        }
        cover.grams.splice(0..0, leader);
        Ok(Some(cover))
    }

    /// Of bigrams that stand so many chars after the start; `None` if the segment lacks one.
    pub(crate) fn of_grams(
        reader: &SegmentReader,
        field: Field,
        grams: &[(String, u32)],
    ) -> Result<Option<Cover>, SearchError> {
        let inverted = reader.inverted_index(field)?;
        let mut found = Vec::with_capacity(grams.len());
        for (gram, offset) in grams {
            match inverted.get_term_info(&Term::from_field_text(field, gram))? {
                Some(info) => found.push((info, *offset)),
                None => return Ok(None),
            }
        }
        found.sort_by_key(|(info, _)| info.doc_freq);
        Ok(Some(Cover { grams: found }))
    }

    /// True if all grams are so frequent that most of their blocks hold a document of the answer.
    pub(crate) fn is_dense(&self) -> bool {
        let frequency = |at: Option<&(TermInfo, u32)>| at.map_or(0, |(info, _)| info.doc_freq);
        let (least, most) = (
            frequency(self.grams.first()),
            frequency(self.grams.iter().max_by_key(|(info, _)| info.doc_freq)),
        );
        self.grams.len() > 1 && least >= DENSE && most / DENSER <= least
    }
}

/// The bigrams that cover a text of two chars or more, `at` chars after the start.
pub(crate) fn covering_grams(chars: &[char], at: u32) -> impl Iterator<Item = (String, u32)> {
    covering(chars.len()).into_iter().map(move |offset| {
        let gram = chars[offset..offset + 2].iter().collect();
        (gram, at + offset as u32)
    })
}

/// Offsets of the bigrams that cover `length` chars: every second one, and the last.
pub(crate) fn covering(length: usize) -> Vec<usize> {
    if length < 2 {
        return Vec::new();
    }
    let mut offsets: Vec<usize> = (0..length - 1).step_by(2).collect();
    if offsets.last() != Some(&(length - 2)) {
        offsets.push(length - 2);
    }
    offsets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coverings() {
        assert_eq!(covering(2), [0]);
        assert_eq!(covering(3), [0, 1]);
        assert_eq!(covering(4), [0, 2]);
        assert_eq!(covering(5), [0, 2, 3]);
    }
}
