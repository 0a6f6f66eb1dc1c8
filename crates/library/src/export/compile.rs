//! What an export is made of, collected in order: texts, annotations, notes, questions.

use yandu_document::{BlockKind, Date};
use yandu_export::{
    CitationStyle, Compilation, CompiledEntry, CompiledNote, CompiledSection, ExportedBlock, cite,
};
use yandu_import::note_lines;

use super::{ExportContent, ExportSubject};
use crate::annotations::{AnnotationFilter, AnnotationOrder};
use crate::notes::NoteFilter;
use crate::people::FIRST_NAME;
use crate::{DocumentView, Library, LibraryError, ReadingListItem, TextPositionSelector};

impl Library {
    /// Everything that was asked for, in order.
    pub(crate) fn compilation(
        &self,
        subject: &ExportSubject,
        content: &ExportContent,
    ) -> Result<Compilation, LibraryError> {
        match subject {
            ExportSubject::Document(id) => self.document_compilation(id, content),
            ExportSubject::ReadingList(list) => self.list_compilation(list, content),
            ExportSubject::Minutes(minutes) => self.minutes_compilation(minutes),
        }
    }

    fn document_compilation(
        &self,
        id: &str,
        content: &ExportContent,
    ) -> Result<Compilation, LibraryError> {
        let view = self.get_document(id)?;
        let mut entry = self.entry(&view, None, true, content)?;
        self.attach(&view, &mut entry, content, &[])?;
        // The document is all there is: it needs no word on where it comes from.
        entry.citation.clear();
        Ok(Compilation {
            title: view.title,
            date: today(),
            sections: vec![CompiledSection {
                entries: vec![entry],
                ..CompiledSection::default()
            }],
            ..Compilation::default()
        })
    }

    fn list_compilation(
        &self,
        list: &str,
        content: &ExportContent,
    ) -> Result<Compilation, LibraryError> {
        let view = self.get_reading_list(list)?;
        if view.items == 0 {
            return Err(LibraryError::EmptyList(view.title));
        }
        let own: Vec<String> = view.sections.iter().flat_map(whole_documents).collect();
        let mut sections = Vec::new();
        for section in view.sections {
            let mut entries = Vec::new();
            for item in &section.items {
                let document = self.get_document(&item.document)?;
                let mut entry = self.entry(&document, Some(item), content.texts, content)?;
                if item.passage.is_none() {
                    self.attach(&document, &mut entry, content, &own)?;
                }
                entries.push(entry);
            }
            sections.push(CompiledSection {
                title: section.title,
                introduction: section.introduction,
                entries,
            });
        }
        Ok(Compilation {
            title: view.title,
            // Who has not said a name is no author to print.
            author: Some(view.author)
                .filter(|name| name != FIRST_NAME)
                .unwrap_or_default(),
            date: today(),
            introduction: view.introduction,
            questions: if content.questions {
                view.questions
            } else {
                Vec::new()
            },
            sections,
            list: true,
        })
    }

    fn entry(
        &self,
        view: &DocumentView,
        item: Option<&ReadingListItem>,
        texts: bool,
        content: &ExportContent,
    ) -> Result<CompiledEntry, LibraryError> {
        let passage = item.and_then(|item| item.passage.as_ref());
        let passage_chars = item.filter(|item| item.passage.is_some());
        let chars = passage_chars.map_or(view.chars, |item| item.chars);
        let mut entry = CompiledEntry {
            title: view.title.clone(),
            source: view.speaker.clone().or_else(|| view.issuer.clone()),
            date: view.date.as_deref().and_then(|day| day.parse().ok()),
            number: view.document_number.clone(),
            passage: passage.map(|p| p.address.clone()),
            requirement: item.map(|item| item.requirement.chinese().to_owned()),
            due: item
                .and_then(|item| item.due.as_deref())
                .and_then(|day| day.parse().ok()),
            guide: item.map(|item| item.guide.clone()).unwrap_or_default(),
            chars,
            minutes: chars.div_ceil(crate::CHARS_A_MINUTE),
            citation: cite(&self.cited_work_of(view)?, CitationStyle::Footnote),
            ..CompiledEntry::default()
        };
        if let (true, Some(item)) = (content.questions, item) {
            entry.questions.clone_from(&item.questions);
        }
        if texts {
            let at = passage.map(|p| p.at);
            self.text(view, at, &mut entry);
        }
        if content.annotations {
            self.entry_annotations(view, passage.and_then(|p| p.at), &mut entry)?;
        }
        if content.notes {
            entry.notes = self.entry_notes(&view.id)?;
        }
        Ok(entry)
    }

    /// Puts what a document carries into its entry; what is an entry of its own (`own`) is not put there twice.
    fn attach(
        &self,
        view: &DocumentView,
        entry: &mut CompiledEntry,
        content: &ExportContent,
        own: &[String],
    ) -> Result<(), LibraryError> {
        if !content.attachments {
            return Ok(());
        }
        for attached in view.attachments.iter().filter(|a| !own.contains(&a.id)) {
            let view = self.get_document(&attached.id)?;
            let mut part = self.entry(
                &view,
                None,
                content.texts || !entry.blocks.is_empty(),
                content,
            )?;
            part.attached = true;
            entry.chars += part.chars;
            entry.attachments.push(part);
        }
        entry.minutes = entry.chars.div_ceil(crate::CHARS_A_MINUTE);
        Ok(())
    }

    /// A sentence for each document whose attachments do not go with it.
    pub(super) fn left_out(&self, subject: &ExportSubject) -> Result<Vec<String>, LibraryError> {
        let ids = match subject {
            ExportSubject::Document(id) => vec![id.clone()],
            ExportSubject::ReadingList(list) => {
                let view = self.get_reading_list(list)?;
                view.sections.iter().flat_map(whole_documents).collect()
            }
            ExportSubject::Minutes(_) => Vec::new(),
        };
        let mut sentences = Vec::new();
        for id in &ids {
            let view = self.get_document(id)?;
            let parts = view.attachments.iter().filter(|a| !ids.contains(&a.id));
            let titles: String = parts.map(|a| format!("《{}》", a.title)).collect();
            if !titles.is_empty() {
                sentences.push(format!("《{}》的附件没有导出：{titles}", view.title));
            }
        }
        Ok(sentences)
    }

    /// The blocks of a document or passage; `Some(None)` is a passage that the text has no more.
    fn text(
        &self,
        view: &DocumentView,
        at: Option<Option<TextPositionSelector>>,
        entry: &mut CompiledEntry,
    ) {
        let block = |b: &crate::BlockView| ExportedBlock {
            text: b.text.clone(),
            kind: b.block_kind(),
            level: b.level,
        };
        match at {
            None => entry.blocks = view.blocks.iter().map(block).collect(),
            Some(Some(at)) => {
                entry.first_block = at.block;
                let range = at.block as usize..=at.end_block as usize;
                let blocks = view.blocks.get(range).unwrap_or_default();
                entry.blocks = blocks.iter().map(block).collect();
                cut(&mut entry.blocks, at);
            }
            Some(None) => {
                entry.missing = Some("原文已改动，找不到这段节选".to_owned());
            }
        }
        if entry.blocks.is_empty() && entry.missing.is_none() {
            entry.missing = Some("资料没有正文".to_owned());
        }
    }

    fn entry_annotations(
        &self,
        view: &DocumentView,
        within: Option<TextPositionSelector>,
        entry: &mut CompiledEntry,
    ) -> Result<(), LibraryError> {
        let filter = AnnotationFilter {
            document: Some(view.id.clone()),
            order: AnnotationOrder::Text,
            limit: u32::MAX,
            ..AnnotationFilter::default()
        };
        let mut annotations = self.exported_annotations(&filter)?;
        if let Some(at) = within {
            annotations.retain_mut(|a| {
                let Some(place) = &mut a.position else {
                    return false;
                };
                let inside = (place.block, place.start) >= (at.block, at.start)
                    && (place.end_block, place.end) <= (at.end_block, at.end);
                // The first block was cut: what stands in it moves to the left.
                if place.block == at.block {
                    place.start = place.start.saturating_sub(at.start);
                }
                if place.end_block == at.block {
                    place.end = place.end.saturating_sub(at.start);
                }
                inside
            });
        }
        entry.annotations = annotations;
        Ok(())
    }

    fn entry_notes(&self, document: &str) -> Result<Vec<CompiledNote>, LibraryError> {
        let filter = NoteFilter {
            document: Some(document.to_owned()),
            limit: u32::MAX,
            ..NoteFilter::default()
        };
        let mut notes = Vec::new();
        for summary in self.list_notes(&filter)?.items {
            let note = self.get_note(&summary.id)?;
            notes.push(CompiledNote {
                paragraphs: note_lines(&note.body),
                title: note.title,
                author: note.author,
            });
        }
        Ok(notes)
    }
}

/// Ids of the documents that a section has as a whole.
fn whole_documents(section: &crate::ReadingListSection) -> Vec<String> {
    let whole = section.items.iter().filter(|item| item.passage.is_none());
    whole.map(|item| item.document.clone()).collect()
}

/// Cuts the first and the last block to a passage, with marks where something was left out.
fn cut(blocks: &mut [ExportedBlock], at: TextPositionSelector) {
    let chars = |text: &str, from: u32, to: Option<u32>| -> String {
        let to = to.map_or(usize::MAX, |to| to as usize);
        let text = text.chars().enumerate();
        text.filter(|(n, _)| *n >= from as usize && *n < to)
            .map(|(_, c)| c)
            .collect()
    };
    let last = blocks.len().saturating_sub(1);
    for (n, block) in blocks.iter_mut().enumerate() {
        let from = if n == 0 { at.start } else { 0 };
        let to = (n == last).then_some(at.end);
        block.text = chars(&block.text, from, to);
        // Part of a heading is no heading.
        if block.kind == BlockKind::Title {
            block.kind = BlockKind::Text;
        }
    }
}

/// The day, for people.
pub(crate) fn today() -> String {
    // The day of who reads it: here, not in Greenwich.
    chinese_day(&jiff::ZonedDateTime::now().date().to_string())
}

/// A day for people: 2010年7月19日.
pub(crate) fn chinese_day(day: &str) -> String {
    Date::read(day).map_or(day.to_owned(), |d| d.chinese())
}
