//! Kinds of study material, the fifteen types of official documents, and how one carries another.

use serde::{Deserialize, Serialize};

/// What a document is for its reader; the first filter of the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// 讲话
    Speech,
    /// 公文
    Official,
    /// 典型材料
    Example,
    /// 法规
    Law,
    /// 新闻: reports, telegrams, transcripts of broadcasts
    News,
    /// 文章: commentary, theory, essays
    Article,
    /// 其他
    Other,
}

impl Kind {
    /// All kinds, in the order in which they are listed.
    pub const ALL: [Kind; 7] = [
        Kind::Speech,
        Kind::Official,
        Kind::Example,
        Kind::Law,
        Kind::News,
        Kind::Article,
        Kind::Other,
    ];

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Speech => "speech",
            Kind::Official => "official",
            Kind::Example => "example",
            Kind::Law => "law",
            Kind::News => "news",
            Kind::Article => "article",
            Kind::Other => "other",
        }
    }

    /// The name in the window.
    pub fn chinese(self) -> &'static str {
        match self {
            Kind::Speech => "讲话",
            Kind::Official => "公文",
            Kind::Example => "典型材料",
            Kind::Law => "法规",
            Kind::News => "新闻",
            Kind::Article => "文章",
            Kind::Other => "其他",
        }
    }

    /// Reads either name; `None` for anything else.
    pub fn from_name(name: &str) -> Option<Kind> {
        let lower = name.to_ascii_lowercase();
        let known = Kind::ALL
            .into_iter()
            .find(|k| k.name() == lower || k.chinese() == name);
        known.or(match name {
            "通知公文" | "通知" | "官方文件" => Some(Kind::Official),
            "典型" | "案例" => Some(Kind::Example),
            "法律" => Some(Kind::Law),
            "新闻报道" | "报道" | "消息" => Some(Kind::News),
            _ => None,
        })
    }
}

/// What people call the kinds, beside their names. A type of official document is a 公文.
const OTHER_NAMES: [(Kind, &[&str]); 6] = [
    (
        Kind::Speech,
        &[
            "演讲",
            "演说",
            "讲话稿",
            "讲稿",
            "演讲稿",
            "发言",
            "发言稿",
            "致辞",
            "致词",
            "党课",
            "speeches",
            "talk",
            "address",
        ],
    ),
    (
        Kind::Official,
        &[
            "文件",
            "红头文件",
            "政府文件",
            "官方",
            "规范性文件",
            "document",
            "notice",
            "circular",
        ],
    ),
    (
        Kind::Example,
        &[
            "典型事迹",
            "先进典型",
            "先进事迹",
            "事迹",
            "经验",
            "经验材料",
            "案例材料",
            "材料",
            "case",
            "model",
        ],
    ),
    (
        Kind::Law,
        &[
            "法律法规",
            "法",
            "条例",
            "规章",
            "规定",
            "办法",
            "党内法规",
            "制度",
            "laws",
            "regulation",
        ],
    ),
    (
        Kind::Article,
        &[
            "评论",
            "社论",
            "理论文章",
            "论文",
            "新闻",
            "报道",
            "消息",
            "essay",
            "news",
        ],
    ),
    (Kind::Other, &["其它", "others"]),
];

impl Kind {
    /// The kind that a word means: its name, what people call it, or the beginning of one name only.
    pub fn meant_by(word: &str) -> Option<Kind> {
        let word = word.trim().to_lowercase();
        if word.is_empty() {
            return None;
        }
        let called = |(kind, names): &(Kind, &[&str])| names.contains(&&*word).then_some(*kind);
        let official = || {
            let types = DocumentType::ALL.iter();
            let mut named = types.filter(|t| t.chinese() == word);
            named.next().map(|_| Kind::Official)
        };
        let known = Kind::from_name(&word).or_else(|| OTHER_NAMES.iter().find_map(called));
        known.or_else(official).or_else(|| {
            let begins = |k: &Kind| k.name().starts_with(&word) || k.chinese().starts_with(&word);
            let mut fitting = Kind::ALL.into_iter().filter(begins);
            fitting.next().filter(|_| fitting.next().is_none())
        })
    }
}

macro_rules! document_types {
    ($($variant:ident $wire:literal $chinese:literal),* $(,)?) => {
        /// 文种: the fifteen types of 党政机关公文处理工作条例 (2012) §8.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum DocumentType {
            $(#[doc = $chinese] #[serde(rename = $wire)] $variant),*
        }

        impl DocumentType {
            /// All fifteen, in the regulation's order.
            pub const ALL: [DocumentType; 15] = [$(DocumentType::$variant),*];

            /// The type noun as it ends a title.
            pub fn chinese(self) -> &'static str {
                match self { $(DocumentType::$variant => $chinese),* }
            }

            /// The name on the wire.
            pub fn name(self) -> &'static str {
                match self { $(DocumentType::$variant => $wire),* }
            }
        }
    };
}

document_types! {
    Resolution "resolution" "决议", Decision "decision" "决定", Order "order" "令",
    Communique "communique" "公报", Announcement "announcement" "公告",
    PublicNotice "public_notice" "通告", Opinion "opinion" "意见", Notice "notice" "通知",
    Circular "circular" "通报", Report "report" "报告",
    RequestForInstructions "request_for_instructions" "请示", Reply "reply" "批复",
    Proposal "proposal" "议案", Letter "letter" "函", Minutes "minutes" "纪要",
}

impl DocumentType {
    /// The type whose noun ends `title`; a parenthesis at the end such as （试行） must be gone.
    pub fn of_title(title: &str) -> Option<DocumentType> {
        DocumentType::ALL
            .into_iter()
            .find(|t| title.ends_with(t.chinese()))
    }
}

/// How a cover carries the document in its title.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Relation {
    /// 印发
    Prints,
    /// 转发
    Forwards,
    /// 批转
    Approves,
    /// 公布、颁布、发布
    Promulgates,
}

impl Relation {
    /// The relation that a cover's title names.
    pub fn of_title(title: &str) -> Option<Relation> {
        let verbs = [
            ("印发", Relation::Prints),
            ("批转", Relation::Approves),
            ("转发", Relation::Forwards),
            ("公布", Relation::Promulgates),
            ("颁布", Relation::Promulgates),
            ("发布", Relation::Promulgates),
        ];
        let first = verbs
            .into_iter()
            .filter_map(|(verb, r)| title.find(verb).map(|at| (at, r)));
        first
            .min_by_key(|(at, _)| *at)
            .map(|(_, relation)| relation)
    }

    /// The verb of a cover's title.
    pub fn chinese(self) -> &'static str {
        match self {
            Relation::Prints => "印发",
            Relation::Forwards => "转发",
            Relation::Approves => "批转",
            Relation::Promulgates => "公布",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn type_is_the_last_noun() {
        assert_eq!(
            DocumentType::of_title("关于印发意见的通知"),
            Some(DocumentType::Notice)
        );
        assert_eq!(
            DocumentType::of_title("关于同意申办的复函"),
            Some(DocumentType::Letter)
        );
        assert_eq!(DocumentType::of_title("国务院工作规则"), None);
    }

    #[test]
    fn kinds_are_read_by_both_names() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_name(kind.name()), Some(kind));
            assert_eq!(Kind::from_name(kind.chinese()), Some(kind));
        }
        assert_eq!(Kind::from_name("诗歌"), None);
    }

    #[test]
    fn kinds_are_meant_by_other_words_and_by_beginnings() {
        for (word, kind) in [
            ("演讲", Kind::Speech),
            ("讲", Kind::Speech),
            ("sp", Kind::Speech),
            ("文件", Kind::Official),
            ("批复", Kind::Official),
            ("典", Kind::Example),
            ("条例", Kind::Law),
            ("Law", Kind::Law),
            ("新闻", Kind::News),
            ("其它", Kind::Other),
        ] {
            assert_eq!(Kind::meant_by(word), Some(kind), "{word}");
        }
        // 文 begins 文章 alone; o begins official and other.
        assert_eq!(Kind::meant_by("o"), None);
        assert_eq!(Kind::meant_by("诗歌"), None);
        assert_eq!(Kind::meant_by(" "), None);
    }

    #[test]
    fn the_first_verb_names_the_relation() {
        assert_eq!(
            Relation::of_title("关于转发印发办法的通知"),
            Some(Relation::Forwards)
        );
        assert_eq!(Relation::of_title("关于开展工作的通知"), None);
    }
}
