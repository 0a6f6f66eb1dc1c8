//! What all stories of a document share: the package, styles, lists, pictures, and what was left out.

use std::collections::HashMap;

use yandu_document::{LineRole, SourceLine};

use super::NAME;
use super::body;
use super::styles::Styles;
use crate::marks::{Shelf, nest};
use crate::numbering::Numbering;
use crate::package::{Package, Relation};
use crate::xml::{Node, attribute, events};
use crate::{ImportError, Options};

/// Notes by kind and id.
pub(super) type Notes = HashMap<(&'static str, String), Vec<SourceLine>>;

/// Documents within documents.
const DEEPEST: u32 = 3;

/// What all stories share.
pub(super) struct Context<'p, 'a> {
    pub(super) package: &'p mut Package<'a>,
    pub(super) styles: Styles,
    pub(super) numbering: Numbering,
    pub(super) shelf: Shelf,
    pub(super) options: &'p Options,
    /// Pictures that the file holds by a name of its own (Word 2003 XML).
    pub(super) binaries: HashMap<String, Vec<u8>>,
    /// Embedded objects and charts whose content was not read.
    pub(super) objects: usize,
    pub(super) charts: usize,
    /// Warnings of headers and of inserted documents that were not read.
    pub(super) unread: Vec<String>,
    comments: usize,
}

impl<'p, 'a> Context<'p, 'a> {
    pub(super) fn new(package: &'p mut Package<'a>, options: &'p Options) -> Self {
        Context {
            package,
            styles: Styles::default(),
            numbering: Numbering::default(),
            shelf: Shelf::default(),
            options,
            binaries: HashMap::new(),
            objects: 0,
            charts: 0,
            unread: Vec::new(),
            comments: 0,
        }
    }

    /// What a part refers to; nothing where its list is broken.
    pub(super) fn relations(&mut self, part: &str) -> Result<Vec<Relation>, ImportError> {
        self.package.relations(part)
    }

    /// The notes of footnotes.xml or endnotes.xml, by id.
    pub(super) fn notes(
        &mut self,
        part: &str,
        element: &'static str,
    ) -> Result<Notes, ImportError> {
        let xml = self.package.text(part)?;
        if xml.is_empty() {
            return Ok(Notes::new());
        }
        let story = body::Story {
            relations: self.relations(part)?,
            note_element: Some(element),
            ..body::Story::default()
        };
        let read = body::read(self, &xml, story)?;
        let mut notes = Notes::new();
        for (id, lines) in read.notes {
            let lines = lines.into_iter().filter(|l| !l.text.trim().is_empty());
            let lines: Vec<SourceLine> = lines
                .map(|line| SourceLine {
                    text: line.text.trim().to_owned(),
                    role: LineRole::Footnote,
                })
                .collect();
            notes.insert((element, id), lines);
        }
        Ok(notes)
    }

    pub(super) fn count_comments(&mut self, part: &str) -> Result<(), ImportError> {
        let xml = self.package.text(part)?;
        let mut count = 0;
        events(NAME, &xml, |node| {
            if let Node::Open(e) = node {
                count += usize::from(
                    e.local_name().as_ref() == "comment" && attribute(e, "id").is_some(),
                );
            }
        })?;
        self.comments += count;
        Ok(())
    }

    /// The lines of a document that is inserted into this one, read by whatever importer it needs.
    pub(super) fn inserted(&mut self, part: &str) -> Result<Vec<SourceLine>, ImportError> {
        let bytes = self.package.read(part)?.unwrap_or_default();
        let nested = self.options.nested + 1;
        let read = if nested > DEEPEST {
            None
        } else {
            let options = Options {
                nested,
                ..self.options.clone()
            };
            crate::import(&bytes, part, &options).ok()
        };
        match read {
            Some(imported) => Ok(nest(imported.source, &mut self.shelf)),
            None => {
                let name = part.rsplit('/').next().unwrap_or(part);
                self.unread.push(format!("插入的文件“{name}”没有读入"));
                Ok(Vec::new())
            }
        }
    }

    /// What is missing in the text, for the user.
    pub(super) fn warnings(&self) -> Vec<String> {
        let counted = [
            (self.objects, "个嵌入对象（表格、公式等）中的文字没有读入"),
            (self.charts, "个图表中的数据没有读入"),
            (self.comments, "条批注没有收入正文"),
        ];
        let counted = counted.into_iter().filter(|(count, _)| *count > 0);
        let mut warnings: Vec<String> = counted.map(|(n, text)| format!("{n} {text}")).collect();
        warnings.extend(self.unread.iter().cloned());
        warnings
    }
}
