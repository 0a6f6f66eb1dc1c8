//! A paragraph and its runs.

use super::look::{ParagraphLook, RunLook};
use super::xml::{element, escape, value};

/// A paragraph under construction.
#[derive(Debug, Clone, Default)]
pub(crate) struct Paragraph {
    look: ParagraphLook,
    /// Its id in the file, where something refers to it.
    id: Option<u32>,
    content: String,
}

impl Paragraph {
    /// An empty one.
    pub(crate) fn new(look: ParagraphLook) -> Self {
        Paragraph {
            look,
            ..Paragraph::default()
        }
    }

    /// Its look, for changes after its making.
    pub(crate) fn look(&mut self) -> &mut ParagraphLook {
        &mut self.look
    }

    pub(super) fn with_id(mut self, id: u32) -> Self {
        self.id = Some(id);
        self
    }

    /// Adds text; line breaks and tabs in it are those of the paragraph.
    pub(crate) fn text(mut self, text: &str, look: &RunLook) -> Self {
        let mut inner = String::new();
        for (n, line) in text.split('\n').enumerate() {
            if n > 0 {
                inner.push_str("<w:br/>");
            }
            for (n, piece) in line.split('\t').enumerate() {
                if n > 0 {
                    inner.push_str("<w:tab/>");
                }
                if !piece.is_empty() {
                    let space = [("xml:space", "preserve")];
                    inner.push_str(&element("w:t", &space, &escape(piece)));
                }
            }
        }
        if !inner.is_empty() {
            self.run(look, &inner);
        }
        self
    }

    /// Adds a field with the text that it shows until somebody computes it. Each of its parts has a run:
    /// LibreOffice shows the instruction of one that shares a run.
    pub(crate) fn field(mut self, instruction: &str, shown: &str, look: &RunLook) -> Self {
        let part = |kind: &str| element("w:fldChar", &[("w:fldCharType", kind)], "");
        let instruction = format!(" {} ", escape(instruction));
        let space = [("xml:space", "preserve")];
        // Dirty: Word fills it in when it opens the file.
        let begin = [("w:fldCharType", "begin"), ("w:dirty", "true")];
        self.run(look, &element("w:fldChar", &begin, ""));
        self.run(look, &element("w:instrText", &space, &instruction));
        self.run(look, &part("separate"));
        self = self.text(shown, look);
        self.run(look, &part("end"));
        self
    }

    /// Adds the mark of a footnote.
    pub(crate) fn footnote_mark(mut self, id: u32) -> Self {
        let look = RunLook {
            style: Some("FootnoteReference"),
            ..RunLook::default()
        };
        let reference = element("w:footnoteReference", &[("w:id", &id.to_string())], "");
        self.run(&look, &reference);
        self
    }

    /// Adds the number at the beginning of a footnote.
    pub(super) fn footnote_number(mut self) -> Self {
        let look = RunLook {
            style: Some("FootnoteReference"),
            ..RunLook::default()
        };
        self.run(&look, "<w:footnoteRef/>");
        self
    }

    /// Adds the sign at the beginning of a comment.
    pub(super) fn comment_sign(mut self) -> Self {
        let look = RunLook {
            style: Some("CommentReference"),
            ..RunLook::default()
        };
        self.run(&look, "<w:annotationRef/>");
        self
    }

    /// Begins the passage of a comment.
    pub(crate) fn comment_start(mut self, id: u32) -> Self {
        let id = id.to_string();
        let start = element("w:commentRangeStart", &[("w:id", &id)], "");
        self.content.push_str(&start);
        self
    }

    /// Ends the passage of a comment and refers to it.
    pub(crate) fn comment_end(mut self, id: u32) -> Self {
        let id = id.to_string();
        let end = element("w:commentRangeEnd", &[("w:id", &id)], "");
        self.content.push_str(&end);
        let look = RunLook {
            style: Some("CommentReference"),
            ..RunLook::default()
        };
        self.run(&look, &element("w:commentReference", &[("w:id", &id)], ""));
        self
    }

    /// Begins a place that fields lead to.
    pub(crate) fn bookmark_start(mut self, id: u32, name: &str) -> Self {
        let attributes = [("w:id", &*id.to_string()), ("w:name", name)];
        self.content
            .push_str(&element("w:bookmarkStart", &attributes, ""));
        self
    }

    /// Ends it.
    pub(crate) fn bookmark_end(mut self, id: u32) -> Self {
        self.content
            .push_str(&value_id("w:bookmarkEnd", &id.to_string()));
        self
    }

    fn run(&mut self, look: &RunLook, inner: &str) {
        let run = element("w:r", &[], &(look.properties() + inner));
        self.content.push_str(&run);
    }

    pub(super) fn xml(&self) -> String {
        let content = self.look.properties() + &self.content;
        match self.id {
            Some(id) => element("w:p", &[("w14:paraId", &format!("{id:08X}"))], &content),
            None => element("w:p", &[], &content),
        }
    }
}

fn value_id(name: &str, id: &str) -> String {
    element(name, &[("w:id", id)], "")
}

/// A paragraph of a style without a look of its own.
pub(super) fn styled(style: &str, content: &str) -> String {
    let properties = element("w:pPr", &[], &value("w:pStyle", style));
    element("w:p", &[], &(properties + content))
}
