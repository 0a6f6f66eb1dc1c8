//! What a mail carries: each attachment is read like a file of its own and becomes a part of the mail's document.

use yandu_document::{SourceLine, SourceText};

use crate::marks::{Shelf, nest};
use crate::{Imported, Options, archive, is_archive};

/// Mails within mails within archives.
const DEEPEST: u32 = 3;
/// Attachments of one mail.
const MOST: usize = 200;

/// A mail that is being put together.
pub(crate) struct Letter<'o> {
    pub(crate) source: SourceText,
    pub(crate) shelf: Shelf,
    pub(crate) warnings: Vec<String>,
    options: &'o Options,
}

impl<'o> Letter<'o> {
    pub(crate) fn new(options: &'o Options) -> Self {
        Letter {
            source: SourceText::default(),
            shelf: Shelf::default(),
            warnings: Vec::new(),
            options,
        }
    }

    /// Adds a line of the head, `发件人：…`, unless there is nothing to say.
    pub(crate) fn head(&mut self, label: &str, value: &str) {
        let value = value.trim();
        if !value.is_empty() {
            let line = SourceLine::plain(format!("{label}：{value}"));
            self.source.lines.push(line);
        }
    }

    /// Adds the lines of the body.
    pub(crate) fn body(&mut self, imported: Imported) {
        self.warnings.extend(imported.warnings);
        let mut source = imported.source;
        crate::marks::settle(&mut source);
        let lines = nest(source, &mut self.shelf);
        self.source.lines.extend(lines);
    }

    /// Adds an attachment; an archive is as many as it holds.
    pub(crate) fn attach(&mut self, name: &str, bytes: &[u8]) {
        if !is_archive(bytes) {
            self.part(name, bytes);
            return;
        }
        let mut entries = Vec::new();
        let limits = &self.options.limits;
        let visited = archive::visit(bytes, limits, &mut |entry| {
            entries.push((entry.name, entry.content));
            entries.len() < MOST
        });
        if let Err(error) = visited {
            self.warnings.push(format!("附件“{name}”没有读入：{error}"));
        }
        for (entry, content) in entries {
            let name = format!("{name}/{entry}");
            match content {
                Ok(bytes) => self.part(&name, &bytes),
                Err(error) => self.warnings.push(format!("附件“{name}”没有读入：{error}")),
            }
        }
    }

    fn part(&mut self, name: &str, bytes: &[u8]) {
        let nested = self.options.nested + 1;
        if nested > DEEPEST || self.source.parts.len() >= MOST {
            self.warnings
                .push(format!("附件“{name}”没有读入：嵌套过深或附件过多"));
            return;
        }
        let options = Options {
            nested,
            ..self.options.clone()
        };
        match crate::import(bytes, name, &options) {
            Ok(imported) => self.add(name, imported),
            Err(error) => self.warnings.push(format!("附件“{name}”没有读入：{error}")),
        }
    }

    fn add(&mut self, name: &str, imported: Imported) {
        let told = imported
            .warnings
            .into_iter()
            .map(|w| format!("附件“{name}”：{w}"));
        self.warnings.extend(told);
        if !imported.unread_pages.is_empty() {
            let pages = imported.unread_pages.len();
            self.warnings
                .push(format!("附件“{name}”有 {pages} 页是图片，没有读入"));
        }
        self.source.parts.push(self.source.lines.len() as u32);
        let number = self.source.parts.len();
        self.source
            .lines
            .push(SourceLine::plain(format!("附件{number}")));
        let title = imported.source.claims.title.clone();
        let lines = nest(imported.source, &mut self.shelf);
        let begins = lines.iter().find(|l| !l.text.trim().is_empty());
        // A mail's own head names its subject first.
        if let Some(title) = title.filter(|t| begins.is_none_or(|l| l.text.trim() != t.trim())) {
            self.source.lines.push(SourceLine::plain(title));
        }
        self.source.lines.extend(lines);
    }

    /// The finished letter.
    pub(crate) fn finish(mut self, format: crate::Format) -> Imported {
        self.shelf.give(&mut self.source, &mut self.warnings);
        Imported {
            warnings: self.warnings,
            ..Imported::new(format, self.source)
        }
    }
}
