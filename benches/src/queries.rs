//! The texts of the library, folded, and random cuts of them.

use anyhow::Result;
use yandu::{DocumentFilter, DocumentOrder, Library};
use yandu_search::fold;

/// The folded texts that every engine gets.
pub(crate) struct Texts {
    pub(crate) documents: Vec<String>,
    pub(crate) paragraphs: Vec<String>,
}

impl Texts {
    pub(crate) fn of(library: &Library) -> Result<Self> {
        let filter = DocumentFilter {
            limit: u32::MAX,
            order: DocumentOrder::Added,
            ..DocumentFilter::default()
        };
        let mut texts = Texts {
            documents: Vec::new(),
            paragraphs: Vec::new(),
        };
        for item in library.list_documents(&filter)?.items {
            let blocks: Vec<String> = library
                .get_document(&item.id)?
                .blocks
                .iter()
                .map(|b| fold(&b.text))
                .collect();
            texts.documents.push(blocks.concat());
            texts
                .paragraphs
                .extend(blocks.into_iter().filter(|b| !b.is_empty()));
        }
        Ok(texts)
    }

    pub(crate) fn megabytes(&self) -> f64 {
        self.documents.iter().map(String::len).sum::<usize>() as f64 / 1e6
    }

    /// `count` random cuts of Han characters of this length.
    pub(crate) fn cuts(&self, length: usize, count: usize) -> Vec<String> {
        let mut state: u64 = 20_100_719 + length as u64;
        let mut below = |n: usize| {
            state = state
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            ((state >> 33) as usize) % n.max(1)
        };
        let mut cuts = Vec::new();
        while cuts.len() < count {
            let text = &self.paragraphs[below(self.paragraphs.len())];
            let chars: Vec<char> = text.chars().collect();
            if chars.len() <= length {
                continue;
            }
            let from = below(chars.len() - length);
            let cut = &chars[from..from + length];
            if cut.iter().all(|c| matches!(c, '\u{4e00}'..='\u{9fff}')) {
                cuts.push(cut.iter().collect());
            }
        }
        cuts
    }
}
