//! The texts of the booklet: pieces one below the other.

use yandu_document::BlockKind;

use super::super::pieces::{Piece, Role};
use super::super::title::joined_title;
use super::Paper;
use super::dress::dress;
use super::table::is_row;
use crate::word::Paragraph;

impl Paper {
    pub(super) fn booklet(&mut self, pieces: &[Piece]) {
        for group in pieces.chunk_by(|a, b| is_row(a) && is_row(b)) {
            if is_row(&group[0]) {
                self.table(&group.iter().collect::<Vec<_>>());
                continue;
            }
            group.iter().for_each(|piece| self.booklet_piece(piece));
        }
    }

    fn booklet_piece(&mut self, piece: &Piece) {
        match piece.role {
            // The cover has said title and author; the caller began the page.
            Role::Title | Role::Byline | Role::TextBegin => return,
            Role::PartBegin => {
                self.fresh_page = true;
                return;
            }
            _ => {}
        }
        let dress = dress(piece.role, self.layout);
        let mut piece = piece.clone();
        if piece.role == Role::Text(BlockKind::Title, 0) && piece.footnotes.is_empty() {
            piece.text = joined_title(&piece.text);
        }
        let paragraph = Paragraph::new(dress.paragraph());
        let paragraph = self.titled(&piece, paragraph, |paper, paragraph| {
            paper.runs(paragraph, &piece, &dress, None)
        });
        self.add(paragraph);
    }
}
