//! Comments in the margin, with answers (ECMA-376, 17.13.4; [MS-DOCX] 2.5.4 commentsExtended).
//!
//! A comment is one element with one id, however many paragraphs it has. An answer names the last paragraph
//! of what it answers: that is how Word hangs one below the other.

use super::look::{ParagraphLook, RunLook};
use super::paragraph::Paragraph;
use super::xml::{DECLARATION, element, part};

/// A comment.
#[derive(Debug, Clone)]
pub(crate) struct Comment {
    /// Who wrote it.
    pub(crate) author: String,
    /// When, as the clock on the wall showed it: 2026-11-24T16:00:00. Word shows it as it is.
    pub(crate) time: String,
    /// Its paragraphs.
    pub(crate) lines: Vec<String>,
    /// The number of the comment that it answers.
    pub(crate) answers: Option<u32>,
}

/// The comments of a file.
#[derive(Debug, Default)]
pub(crate) struct Comments {
    xml: String,
    extended: String,
    count: u32,
    /// Ids of paragraphs so far.
    paragraphs: u32,
    /// The last paragraph of each comment.
    last: Vec<u32>,
}

impl Comments {
    /// Adds one and answers with its number.
    pub(crate) fn add(&mut self, comment: &Comment) -> u32 {
        let id = self.count;
        self.count += 1;
        let mut lines: Vec<&str> = comment.lines.iter().map(String::as_str).collect();
        if lines.is_empty() {
            lines.push("");
        }
        let mut paragraphs = String::new();
        for (n, line) in lines.iter().enumerate() {
            self.paragraphs += 1;
            let look = ParagraphLook {
                style: Some("CommentText".to_owned()),
                ..ParagraphLook::default()
            };
            let mut paragraph = Paragraph::new(look).with_id(self.paragraphs);
            if n == 0 {
                paragraph = paragraph.comment_sign();
            }
            paragraphs.push_str(&paragraph.text(line, &RunLook::default()).xml());
        }
        let initials = initials(&comment.author);
        let number = id.to_string();
        let mut attributes = vec![("w:id", number.as_str()), ("w:author", &comment.author)];
        if !comment.time.is_empty() {
            attributes.push(("w:date", &comment.time));
        }
        attributes.push(("w:initials", &initials));
        self.xml
            .push_str(&element("w:comment", &attributes, &paragraphs));
        self.last.push(self.paragraphs);
        self.extend(comment.answers);
        id
    }

    fn extend(&mut self, answers: Option<u32>) {
        let own = format!("{:08X}", self.paragraphs);
        let parent = answers.and_then(|id| self.last.get(id as usize));
        let parent = parent.map(|paragraph| format!("{paragraph:08X}"));
        let mut attributes = vec![("w15:paraId", own.as_str())];
        if let Some(parent) = &parent {
            attributes.push(("w15:paraIdParent", parent));
        }
        attributes.push(("w15:done", "0"));
        self.extended
            .push_str(&element("w15:commentEx", &attributes, ""));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub(super) fn part(&self) -> String {
        part("w:comments", &self.xml)
    }

    pub(super) fn extended_part(&self) -> String {
        let namespaces = [
            (
                "xmlns:w15",
                "http://schemas.microsoft.com/office/word/2012/wordml",
            ),
            (
                "xmlns:mc",
                "http://schemas.openxmlformats.org/markup-compatibility/2006",
            ),
            ("mc:Ignorable", "w15"),
        ];
        let root = element("w15:commentsEx", &namespaces, &self.extended);
        format!("{DECLARATION}{root}")
    }
}

/// 王芳 → 王芳; Anna Maria Berg → AMB; 欧阳修远 → 修远: what fits in the margin.
fn initials(author: &str) -> String {
    let words: Vec<&str> = author.split_whitespace().collect();
    if !words.is_empty() && author.is_ascii() {
        let first = words.iter().filter_map(|word| word.chars().next());
        return first.take(4).flat_map(char::to_uppercase).collect();
    }
    let name: Vec<char> = author.chars().filter(|c| !c.is_whitespace()).collect();
    let from = if name.len() > 3 { name.len() - 2 } else { 0 };
    name[from..].iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comment(lines: &[&str], answers: Option<u32>) -> Comment {
        Comment {
            author: "王芳".to_owned(),
            time: "2026-11-24T16:00:00".to_owned(),
            lines: lines.iter().map(|line| (*line).to_owned()).collect(),
            answers,
        }
    }

    #[test]
    fn a_comment_of_three_lines_is_one_and_its_answer_hangs_at_the_last() {
        let mut comments = Comments::default();
        assert_eq!(comments.add(&comment(&["一", "二", "三"], None)), 0);
        assert_eq!(comments.add(&comment(&["好"], Some(0))), 1);
        let part = comments.part();
        assert_eq!(part.matches("<w:comment ").count(), 2);
        assert_eq!(part.matches("<w:p ").count(), 4);
        let extended = comments.extended_part();
        assert!(extended.contains("w15:paraId=\"00000003\" w15:done"));
        assert!(extended.contains("w15:paraId=\"00000004\" w15:paraIdParent=\"00000003\""));
    }

    #[test]
    fn initials_fit_in_the_margin() {
        assert_eq!(initials("王芳"), "王芳");
        assert_eq!(initials("anna maria Berg"), "AMB");
        assert_eq!(initials("欧阳修远"), "修远");
        assert_eq!(initials(""), "");
    }
}
