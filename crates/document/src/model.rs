//! The model of a parsed document.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::{Citation, Date, DocumentNumber, DocumentType, Kind, Mention, Relation, Span};

/// A value read from the text, with where it stands and how sure the rule is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Extracted<T> {
    /// The value in canonical form.
    pub value: T,
    /// Where it stands: block index and chars in it; empty when it comes from the file's claims.
    pub places: Vec<(u32, Span)>,
    /// The name of the rule, for reports and tests.
    pub rule: Cow<'static, str>,
    /// 0 to 1; below 0.7 a person should look at it.
    pub confidence: f32,
}

impl<T> Extracted<T> {
    /// A value read at `places`.
    pub(crate) fn new(value: T, rule: &'static str, confidence: f32) -> Self {
        Extracted {
            value,
            places: Vec::new(),
            rule: Cow::Borrowed(rule),
            confidence,
        }
    }

    /// The same with its places.
    pub(crate) fn at(mut self, places: Vec<(u32, Span)>) -> Self {
        self.places = places;
        self
    }
}

/// 密级: translations vary, so the Chinese word is the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ClassificationLevel {
    /// 秘密
    #[serde(rename = "秘密")]
    Confidential,
    /// 机密
    #[serde(rename = "机密")]
    Secret,
    /// 绝密
    #[serde(rename = "绝密")]
    TopSecret,
}

impl ClassificationLevel {
    /// The word on the paper.
    pub fn chinese(self) -> &'static str {
        match self {
            ClassificationLevel::Confidential => "秘密",
            ClassificationLevel::Secret => "机密",
            ClassificationLevel::TopSecret => "绝密",
        }
    }
}

/// 密级和保密期限 (GB/T 9704—2012 §7.2.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Classification {
    /// 密级
    pub level: ClassificationLevel,
    /// 保密期限 as written after ★, such as 1年.
    pub period: Option<String>,
}

/// 紧急程度 (GB/T 9704—2012 §7.2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Urgency {
    /// 特提 (telegrams)
    #[serde(rename = "特提")]
    Immediate,
    /// 特急
    #[serde(rename = "特急")]
    ExtraUrgent,
    /// 加急、急件
    #[serde(rename = "加急")]
    Urgent,
    /// 平急 (telegrams)
    #[serde(rename = "平急")]
    Routine,
}

impl Urgency {
    /// The word on the paper.
    pub fn chinese(self) -> &'static str {
        match self {
            Urgency::Immediate => "特提",
            Urgency::ExtraUrgent => "特急",
            Urgency::Urgent => "加急",
            Urgency::Routine => "平急",
        }
    }
}

/// 印发机关和印发日期 (GB/T 9704—2012 §7.4.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintLine {
    /// 印发机关
    pub office: String,
    /// 印发日期
    pub date: Date,
}

/// What 纪要 say of their meeting.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Meeting {
    /// The day of the meeting
    pub held: Option<Date>,
    /// 主持人
    pub chair: Option<String>,
    /// 出席
    pub present: Vec<String>,
    /// 列席
    pub attending: Vec<String>,
    /// 请假、缺席
    pub absent: Vec<String>,
}

/// The elements of a document, as the glossary names them. `None` means: not found in the text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Fields {
    /// 标题, its lines joined
    pub title: Option<Extracted<String>>,
    /// 副标题
    pub subtitle: Option<Extracted<String>>,
    /// 发文机关标志
    pub issuer_mark: Option<Extracted<String>>,
    /// 发文机关; several in a joint document
    pub issuers: Option<Extracted<Vec<String>>>,
    /// 发文字号
    pub document_number: Option<Extracted<DocumentNumber>>,
    /// 份号
    pub copy_number: Option<Extracted<String>>,
    /// 密级和保密期限
    pub classification: Option<Extracted<Classification>>,
    /// 紧急程度
    pub urgency: Option<Extracted<Urgency>>,
    /// 签发人
    pub signatory: Option<Extracted<Vec<String>>>,
    /// 主送机关, by group
    pub recipients: Option<Extracted<Vec<String>>>,
    /// 附件说明
    pub attachment_list: Option<Extracted<Vec<String>>>,
    /// 发文机关署名
    pub issuer_signature: Option<Extracted<String>>,
    /// The date of this wording: 成文日期; of a speech the day on which it was given; of a law the last amendment
    pub issue_date: Option<Extracted<Date>>,
    /// What a second source says where it cannot be right together with `issue_date`
    pub rival_date: Option<Extracted<Date>>,
    /// 通过日期 of the first wording of a law
    pub adoption_date: Option<Extracted<Date>>,
    /// 发布日期 of the page or newspaper; 公布日期 of a law
    pub publish_date: Option<Extracted<Date>>,
    /// 施行日期
    pub effective_date: Option<Extracted<Date>>,
    /// 附注, without its parentheses
    pub remark: Option<Extracted<String>>,
    /// 抄送机关
    pub cc_recipients: Option<Extracted<Vec<String>>>,
    /// 印发机关和印发日期
    pub print_line: Option<Extracted<PrintLine>>,
    /// 讲话人
    pub speaker: Option<Extracted<String>>,
    /// 讲话人职务
    pub speaker_roles: Option<Extracted<Vec<String>>>,
    /// 场合
    pub occasion: Option<Extracted<String>>,
    /// 地点
    pub place: Option<Extracted<String>>,
    /// 会议 of 纪要: day, chair, who was there
    pub meeting: Option<Extracted<Meeting>>,
    /// 根据记录整理、摘要 …
    pub record_note: Option<Extracted<String>>,
    /// 来源: newspaper or site
    pub publisher: Option<Extracted<String>>,
    /// 作者 of an article
    pub authors: Option<Extracted<Vec<String>>>,
    /// 网址 of a saved page
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Extracted<String>>,
    /// The day on which the page was saved
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accessed: Option<Extracted<Date>>,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// 份号、密级、紧急程度、签发人
    Marking,
    /// 发文机关标志
    IssuerMark,
    /// 发文字号
    Number,
    /// 标题
    Title,
    /// 副标题
    Subtitle,
    /// 题注: how a law was adopted
    Adoption,
    /// 主送机关
    Recipients,
    /// 日期、场合 line of a speech
    DateLine,
    /// 讲话人
    Speaker,
    /// 称呼
    Salutation,
    /// 正文 heading
    Heading,
    /// 正文
    Text,
    /// 附件说明
    AttachmentList,
    /// 发文机关署名
    Signature,
    /// 成文日期
    IssueDate,
    /// 附注
    Remark,
    /// 版记
    Imprint,
    /// Table row, cells separated by tabs
    TableRow,
    /// 脚注
    Footnote,
    /// What a web page or database put around the text
    Aside,
}

/// One paragraph of a document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// The original text, without the white space around it.
    pub text: String,
    /// What it is.
    pub kind: BlockKind,
    /// Outline level of a heading, from 1; 0 for anything else.
    pub level: u8,
    /// The numbering at its start, as written: 一、 （一） 第三条.
    pub numbering: Option<String>,
    /// Where it stands for a reader: 第二部分·第4段. The same after a re-import of the same text.
    pub address: String,
    /// Chars before it in the source text (lines joined by line breaks).
    pub offset: u32,
    /// Page of the file on which it begins, from 1; `None` for a format without pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
}

/// A section, or a point inside a paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutlineNode {
    /// Depth, from 1.
    pub level: u8,
    /// As written, without its punctuation for points: 一、 （一） 第一 一.
    pub numbering: String,
    /// The heading.
    pub title: String,
    /// Index of the block in which it begins.
    pub block: u32,
    /// Chars in that block: the whole block for a section, the point's text for a point.
    pub span: Span,
}

/// One document: a whole file, or a part that the file carries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// The kind and how sure that is.
    pub kind: Kind,
    /// Confidence of the kind, 0 to 1.
    pub kind_confidence: f32,
    /// 文种, for official documents.
    pub document_type: Option<DocumentType>,
    /// How a cover carries what its title names.
    pub relation: Option<Relation>,
    /// The elements.
    pub fields: Fields,
    /// All paragraphs in reading order, without those of the attachments.
    pub blocks: Vec<Block>,
    /// Sections and points in reading order.
    pub outline: Vec<OutlineNode>,
    /// Blocks before the first section, if any.
    pub opening: Option<(u32, u32)>,
    /// Blocks of the closing words, if any.
    pub closing: Option<(u32, u32)>,
    /// 《》 and document numbers.
    pub citations: Vec<Citation>,
    /// Persons, meetings, campaigns, quotations …
    pub mentions: Vec<Mention>,
    /// The documents that it carries, in order.
    pub attachments: Vec<Document>,
}

impl Document {
    /// The document's title, or its first words where it has none.
    pub fn display_title(&self) -> String {
        if let Some(title) = &self.fields.title {
            return title.value.clone();
        }
        let text = self
            .blocks
            .iter()
            .find(|b| b.kind != BlockKind::Aside)
            .or(self.blocks.first());
        text.map(|b| b.text.chars().take(30).collect())
            .unwrap_or_default()
    }

    /// The day for lists and sorting: 成文日期, else 发布日期.
    pub fn date(&self) -> Option<Date> {
        let fields = &self.fields;
        fields
            .issue_date
            .as_ref()
            .or(fields.publish_date.as_ref())
            .map(|d| d.value)
    }
}
