//! A compilation as one row of pieces: what stands one below the other, each with its role.
//!
//! Writers dress roles; the order and the words are here, so that all forms say the same.

use yandu_document::{BlockKind, char_len};

use super::{AnnotationPlace, Compilation, CompiledEntry, CompiledSection};
use crate::{ExportedAnnotation, ExportedBlock};

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Title of the whole
    Title,
    /// 编者 and day
    Byline,
    /// 前言, 思考题, 批注 …: a small heading
    Label,
    /// A paragraph of an introduction
    Introduction,
    /// Title of a section of the list
    Section,
    /// An entry of the list: its title
    Entry,
    /// 必读, 期限, 字数
    Particulars,
    /// 导读
    Guide,
    /// 思考题
    Question,
    /// Begins a text: in forms with pages, a new page
    TextBegin,
    /// Begins what the text before it carries, an attachment of it: in forms with pages, a new page
    PartBegin,
    /// A block of a text
    Text(BlockKind, u8),
    /// 出处 below a text
    Source,
    /// Why a text is not there
    Missing,
    /// An annotation: the quotation
    Quotation,
    /// An annotation: what was written to it
    Comment,
    /// Title of a note
    NoteTitle,
    /// A paragraph of a note
    Note,
}

impl Role {
    /// The name on the wire and in templates.
    pub fn name(self) -> &'static str {
        match self {
            Role::Title => "title",
            Role::Byline => "byline",
            Role::Label => "label",
            Role::Introduction => "introduction",
            Role::Section => "section",
            Role::Entry => "entry",
            Role::Particulars => "particulars",
            Role::Guide => "guide",
            Role::Question => "question",
            Role::TextBegin => "text_begin",
            Role::PartBegin => "part_begin",
            Role::Text(..) => "text",
            Role::Source => "source",
            Role::Missing => "missing",
            Role::Quotation => "quotation",
            Role::Comment => "comment",
            Role::NoteTitle => "note_title",
            Role::Note => "note",
        }
    }
}

/// A footnote and where its mark stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FootnoteMark {
    /// Chars of the piece before the mark.
    pub at: u32,
    /// What the footnote says.
    pub text: String,
}

/// A piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What it is.
    pub role: Role,
    /// Its text; one line but for [`Role::Text`] of a broken line.
    pub text: String,
    /// Its footnotes, in order.
    pub footnotes: Vec<FootnoteMark>,
    /// The entry to which it belongs, from 0.
    pub entry: Option<usize>,
    /// 0 for the text of the entry itself, from 1 for what it carries.
    pub part: u32,
    /// A paragraph that begins with a heading: （一）…。…
    pub run_in: bool,
}

impl Piece {
    /// The text, cut at the marks of its footnotes; what a mark says stands with the text before it.
    pub fn stretches(&self) -> Vec<(String, Option<&str>)> {
        let chars: Vec<char> = self.text.chars().collect();
        let mut stretches = Vec::new();
        let mut from = 0;
        for mark in &self.footnotes {
            let to = (mark.at as usize).clamp(from, chars.len());
            stretches.push((chars[from..to].iter().collect(), Some(mark.text.as_str())));
            from = to;
        }
        stretches.push((chars[from..].iter().collect(), None));
        stretches
    }
}

/// Chars of a cell beyond which a column gets no wider.
const WIDEST: u32 = 30;

/// The share of each column of a table in its width, by what its cells hold.
pub fn column_shares(rows: &[Vec<&str>]) -> Vec<u32> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(1);
    let longest = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        let longest = cells.map(|cell| char_len(cell)).max();
        longest.unwrap_or(1).clamp(3, WIDEST)
    };
    (0..columns).map(longest).collect()
}

/// The pieces of a compilation, in order.
pub fn pieces(compilation: &Compilation, place: AnnotationPlace) -> Vec<Piece> {
    let mut row = Row {
        pieces: Vec::new(),
        entry: None,
        part: 0,
        place,
    };
    row.front(compilation);
    if compilation.list {
        row.list(compilation);
    }
    if compilation.has_texts() || !compilation.list {
        for (n, entry) in compilation.entries().enumerate() {
            row.entry = Some(n);
            row.text(entry, compilation.list);
        }
    }
    row.pieces
}

struct Row {
    pieces: Vec<Piece>,
    entry: Option<usize>,
    part: u32,
    place: AnnotationPlace,
}

impl Row {
    fn add(&mut self, role: Role, text: impl Into<String>) {
        self.pieces.push(Piece {
            role,
            text: text.into(),
            footnotes: Vec::new(),
            entry: self.entry,
            part: self.part,
            run_in: false,
        });
    }

    fn paragraphs(&mut self, role: Role, text: &str) {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.for_each(|line| self.add(role, line));
    }

    fn questions(&mut self, questions: &[String]) {
        if questions.is_empty() {
            return;
        }
        self.add(Role::Label, "思考题");
        for (n, question) in questions.iter().enumerate() {
            self.add(Role::Question, format!("{}. {question}", n + 1));
        }
    }

    fn front(&mut self, compilation: &Compilation) {
        if !compilation.list {
            return;
        }
        self.add(Role::Title, &compilation.title);
        let by = [&compilation.author, &compilation.date];
        let by: Vec<&str> = by
            .into_iter()
            .map(String::as_str)
            .filter(|part| !part.is_empty())
            .collect();
        self.add(Role::Byline, by.join("　"));
        if !compilation.introduction.trim().is_empty() {
            self.add(Role::Label, "前言");
            self.paragraphs(Role::Introduction, &compilation.introduction);
        }
        self.questions(&compilation.questions);
    }

    fn list(&mut self, compilation: &Compilation) {
        let texts = compilation.has_texts();
        let mut number = 0;
        for section in &compilation.sections {
            self.entry = None;
            if section.entries.is_empty() && section.introduction.trim().is_empty() {
                continue;
            }
            self.section(section);
            for entry in &section.entries {
                self.entry = Some(number);
                number += 1;
                self.add(Role::Entry, format!("{number}. {}", entry.heading()));
                let about = entry.about();
                let particulars = match about.is_empty() {
                    true => entry.particulars(),
                    false => format!("{about} · {}", entry.particulars()),
                };
                self.add(Role::Particulars, particulars);
                if let Some(attached) = entry.carries() {
                    self.add(Role::Particulars, attached);
                }
                if !texts {
                    self.around(entry, true);
                    let carried = entry.attachments.iter();
                    carried.for_each(|attached| self.around(attached, true));
                }
            }
        }
        self.entry = None;
    }

    fn section(&mut self, section: &CompiledSection) {
        if !section.title.is_empty() {
            self.add(Role::Section, &section.title);
        }
        self.paragraphs(Role::Introduction, &section.introduction);
    }

    fn text(&mut self, entry: &CompiledEntry, list: bool) {
        self.add(Role::TextBegin, &entry.title);
        if list {
            self.paragraphs(Role::Guide, &entry.guide);
        }
        if let Some(reason) = &entry.missing {
            self.add(Role::Text(BlockKind::Title, 0), &entry.title);
            self.add(Role::Missing, reason);
        } else if entry.passage.is_some() {
            self.add(Role::Text(BlockKind::Title, 0), &entry.title);
        }
        let mut imprint = Vec::new();
        self.blocks(entry, &mut imprint);
        for (n, attached) in entry.attachments.iter().enumerate() {
            self.part = n as u32 + 1;
            self.attachment(attached, &mut imprint);
        }
        self.part = 0;
        // 版记 stands at the end of everything (GB/T 9704—2012, 7.4).
        self.pieces.extend(imprint);
        if !entry.blocks.is_empty() && !entry.citation.is_empty() {
            self.add(Role::Source, format!("出处：{}", entry.citation));
        }
        self.around(entry, self.place == AnnotationPlace::Appendix);
        for attached in &entry.attachments {
            self.around(attached, self.place == AnnotationPlace::Appendix);
        }
    }

    fn attachment(&mut self, attached: &CompiledEntry, imprint: &mut Vec<Piece>) {
        let only_imprint = |b: &ExportedBlock| b.kind == BlockKind::Imprint;
        if !attached.blocks.iter().all(only_imprint) || attached.missing.is_some() {
            self.add(Role::PartBegin, &attached.title);
        }
        if let Some(reason) = &attached.missing {
            self.add(Role::Text(BlockKind::Title, 0), &attached.title);
            self.add(Role::Missing, reason);
        }
        self.blocks(attached, imprint);
    }

    /// The blocks of a text; its 版记 goes to `imprint`.
    fn blocks(&mut self, entry: &CompiledEntry, imprint: &mut Vec<Piece>) {
        for (n, block) in entry.blocks.iter().enumerate() {
            let footnotes = match self.place {
                AnnotationPlace::Footnotes => footnotes(entry, n as u32),
                AnnotationPlace::Appendix => Vec::new(),
            };
            self.block(block, footnotes);
            if block.kind == BlockKind::Imprint {
                imprint.extend(self.pieces.pop());
            }
        }
    }

    /// A block of a text; the lines of a title are one piece.
    fn block(&mut self, block: &ExportedBlock, mut footnotes: Vec<FootnoteMark>) {
        let role = text_role(block);
        let title = Role::Text(BlockKind::Title, 0);
        match self.pieces.last_mut() {
            Some(piece) if role == title && piece.role == title => {
                let before = char_len(&piece.text) + 1;
                footnotes.iter_mut().for_each(|mark| mark.at += before);
                piece.text.push('\n');
                piece.text.push_str(&block.text);
                piece.footnotes.extend(footnotes);
            }
            _ => {
                self.add(role, &block.text);
                if let Some(piece) = self.pieces.last_mut() {
                    piece.footnotes = footnotes;
                    let text = Role::Text(BlockKind::Text, 0);
                    piece.run_in = block.kind == BlockKind::Heading && role == text;
                }
            }
        }
    }

    /// What goes with an entry: annotations, questions, notes.
    fn around(&mut self, entry: &CompiledEntry, all: bool) {
        if entry.blocks.is_empty() && entry.missing.is_none() {
            self.paragraphs(Role::Guide, &entry.guide);
        }
        let listed = |a: &&ExportedAnnotation| all || entry.place(a).is_none();
        let annotations: Vec<_> = entry.annotations.iter().filter(listed).collect();
        if !annotations.is_empty() && !entry.attached {
            self.add(Role::Label, "批注");
        } else if !annotations.is_empty() {
            self.add(Role::Label, format!("附件《{}》的批注", entry.title));
        }
        for annotation in annotations {
            let quotation = annotation.quote.exact.replace('\n', " ");
            let quotation = match annotation.address.is_empty() {
                true => format!("“{quotation}”"),
                false => format!("“{quotation}”（{}）", annotation.address),
            };
            self.add(Role::Quotation, quotation);
            self.add(Role::Comment, spoken(annotation));
        }
        self.questions(&entry.questions);
        for note in &entry.notes {
            self.add(Role::NoteTitle, format!("笔记：{}", note.title));
            for paragraph in &note.paragraphs {
                self.paragraphs(Role::Note, paragraph);
            }
        }
    }
}

/// A heading that goes on as a paragraph is a paragraph: 第一，…。…
fn text_role(block: &ExportedBlock) -> Role {
    const LONGEST: u32 = 60;
    let sentence = block.text.trim_end_matches('。').contains('。');
    match block.kind {
        BlockKind::Title => Role::Text(BlockKind::Title, 0),
        BlockKind::Heading if sentence || char_len(&block.text) > LONGEST => {
            Role::Text(BlockKind::Text, 0)
        }
        kind => Role::Text(kind, block.level),
    }
}

/// The footnotes whose passages end in a block.
fn footnotes(entry: &CompiledEntry, block: u32) -> Vec<FootnoteMark> {
    let ends = |a: &ExportedAnnotation| {
        let at = entry.place(a)?;
        (at.end_block == block).then(|| FootnoteMark {
            at: at.end,
            text: spoken(a),
        })
    };
    let mut marks: Vec<FootnoteMark> = entry.annotations.iter().filter_map(ends).collect();
    marks.sort_by_key(|mark| mark.at);
    marks
}

/// 【要点】批注（作者） with its replies, in one line.
fn spoken(annotation: &ExportedAnnotation) -> String {
    let mut text = format!("【{}】", annotation.colour_name);
    text.push_str(&annotation.comment.replace('\n', " "));
    if !annotation.tags.is_empty() {
        text.push_str(&format!("（标签：{}）", annotation.tags.join("、")));
    }
    text.push_str(&format!("（{}）", annotation.author));
    for reply in &annotation.replies {
        let words = reply.comment.replace('\n', " ");
        text.push_str(&format!("　{}回复：{words}", reply.author));
    }
    if !annotation.place_note.is_empty() {
        text.push_str(&format!("（{}）", annotation.place_note));
    }
    text
}
