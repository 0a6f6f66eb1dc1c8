//! The search page: query, filters, order; an answer with counts, facets, passages.

use serde::{Deserialize, Serialize};
use yandu::{
    AnswerItem, FacetCounts, Filter, Kind, Letters, LibraryError, NearItem, Nearness, Passage,
    Scope, SearchOptions, Sort, Tongue,
};

use crate::quotations::DifferenceText;
use crate::{ApiError, Session};

/// Values of a facet that are shown.
const FACET_VALUES: usize = 12;

/// The order of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum SearchSort {
    /// 相关度
    #[default]
    Relevance,
    /// 日期
    Date,
    /// Oldest first; undated last.
    Oldest,
    /// 标题
    Title,
}

/// What can be looked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum SearchScope {
    /// 资料
    Documents,
    /// 笔记
    Notes,
    /// 批注
    Annotations,
}

/// A chip: a facet's value, or a node of the tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct SearchFilter {
    /// `kind`, `year`, `speaker`, `issuer`, `tag`, `collection`.
    pub facet: String,
    /// The value, a kind by its name on the wire.
    pub value: String,
}

/// What is asked.
#[derive(Debug, Clone, Default, Deserialize, specta::Type)]
pub struct SearchRequest {
    /// As typed.
    pub query: String,
    /// Chips.
    pub filters: Vec<SearchFilter>,
    /// The order.
    pub sort: SearchSort,
    /// First document.
    pub offset: u32,
    /// Number of documents.
    pub limit: u32,
    /// Near matches in any case.
    pub near: bool,
    /// What is looked through; none: the documents.
    pub scopes: Vec<SearchScope>,
    /// Letters that stand nowhere may be pinyin.
    pub pinyin: bool,
    /// What is said about query and answer is said in English, not in Chinese.
    pub english: bool,
}

/// A value of a facet.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct FacetValue {
    /// The value.
    pub value: String,
    /// Documents of the answer that have it.
    pub documents: u32,
}

/// A facet with its most frequent values.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct FacetGroup {
    /// `kind`, `year`, `speaker`, `issuer`, `tag`.
    pub facet: String,
    /// Its values.
    pub values: Vec<FacetValue>,
}

/// A hit.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct AnswerPassage {
    /// Its block.
    pub block: u32,
    /// Chars before it in the block.
    pub start: u32,
    /// Its last block in the same document.
    pub end_block: u32,
    /// One past its last char, in its last block.
    pub end: u32,
    /// 地址
    pub address: String,
    /// The text around it.
    pub snippet: String,
    /// Chars of the snippet that are marked.
    pub marks: Vec<(u32, u32)>,
}

/// A document of the answer, or a note or annotation.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct AnswerDocument {
    /// Its id.
    pub id: String,
    /// 类型; `note`, `annotation`.
    pub kind: String,
    /// The document that a note or annotation is about.
    pub document: Option<String>,
    /// 标题
    pub title: String,
    /// 日期
    pub date: Option<String>,
    /// All its hits.
    pub hits: u32,
    /// The first of them.
    pub passages: Vec<AnswerPassage>,
}

/// An answer.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct SearchAnswer {
    /// The query as understood.
    pub parsed: String,
    /// The conditions of the query in words, without the filters beside it.
    pub reading: Vec<String>,
    /// What the user should know about that.
    pub notices: Vec<String>,
    /// Why nothing was found.
    pub reasons: Vec<String>,
    /// Nothing was found, and the words stand in no text of the library.
    pub absent: bool,
    /// Documents that were searched.
    pub searched: u32,
    /// Documents in the library.
    pub total: u32,
    /// Documents that hold it.
    pub documents: u32,
    /// Hits in them.
    pub hits: u32,
    /// Milliseconds.
    pub elapsed_ms: u32,
    /// Facets of all documents that hold it.
    pub facets: Vec<FacetGroup>,
    /// Those to show.
    pub items: Vec<AnswerDocument>,
    /// Near matches, never among the exact ones; the nearest first.
    pub near: Vec<NearDocument>,
    /// Queries that could have been meant.
    pub suggestions: Vec<String>,
}

/// How a near match differs from what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum SearchNearness {
    /// 拼音
    Pinyin,
    /// 标点不同
    Marks,
    /// 同音字
    Homophone,
    /// 字序不同
    Swapped,
    /// 错字
    Wrong,
    /// 漏字
    Missing,
    /// 多字
    Extra,
    /// 首尾字不同
    End,
    /// 个别字不同
    Passage,
    /// 分散出现
    Scattered,
    /// 相关
    Related,
}

/// A near match.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct NearDocument {
    /// What was found.
    pub item: AnswerDocument,
    /// How it differs from what was typed.
    pub nearness: SearchNearness,
    /// What was typed beside what stands there; empty where it is no passage.
    pub differences: Vec<DifferenceText>,
}

impl Session {
    /// Searches the library.
    ///
    /// # Errors
    /// A query that says nothing or too much; what the store says.
    pub fn search(&self, request: &SearchRequest) -> Result<SearchAnswer, ApiError> {
        let scope = |scope: &SearchScope| match scope {
            SearchScope::Documents => Scope::Documents,
            SearchScope::Notes => Scope::Notes,
            SearchScope::Annotations => Scope::Annotations,
        };
        let scopes: Vec<Scope> = request.scopes.iter().map(scope).collect();
        let options = SearchOptions {
            scopes: if scopes.is_empty() {
                vec![Scope::Documents]
            } else {
                scopes
            },
            filters: request
                .filters
                .iter()
                .map(filter)
                .collect::<Result<_, _>>()?,
            sort: sort(request.sort),
            limit: request.limit as usize,
            offset: request.offset as usize,
            hits: 3,
            near: request.near,
            letters: letters(request.pinyin),
            tongue: match request.english {
                true => Tongue::English,
                false => Tongue::Chinese,
            },
        };
        let answer = self.with(|library| library.search(&request.query, &options))?;
        // The filters stand behind the conditions of the query, and the window shows them as chips of their own.
        let own = answer.reading.len().saturating_sub(request.filters.len());
        let facets = answer.facets.clone();
        Ok(SearchAnswer {
            absent: answer.absent,
            parsed: answer.parsed,
            reading: answer.reading.into_iter().take(own).collect(),
            notices: answer.notices,
            reasons: answer.reasons.into_iter().map(|why| why.message).collect(),
            searched: answer.indexed,
            total: answer.total_in_library,
            documents: answer.documents,
            hits: u32::try_from(answer.hits).unwrap_or(u32::MAX),
            elapsed_ms: answer.elapsed_ms.ceil() as u32,
            facets: [
                group("kind", facets.kind),
                group("year", facets.year),
                group("speaker", facets.speaker),
                group("issuer", facets.issuer),
                group("tag", facets.tag),
            ]
            .into(),
            items: answer.items.into_iter().map(AnswerDocument::from).collect(),
            near: answer.near.into_iter().map(NearDocument::from).collect(),
            suggestions: answer.suggestions,
        })
    }
}

pub(crate) fn sort(sort: SearchSort) -> Sort {
    match sort {
        SearchSort::Relevance => Sort::Relevance,
        SearchSort::Date => Sort::Date,
        SearchSort::Oldest => Sort::Oldest,
        SearchSort::Title => Sort::Title,
    }
}

impl From<Sort> for SearchSort {
    fn from(sort: Sort) -> Self {
        match sort {
            Sort::Relevance => SearchSort::Relevance,
            Sort::Date => SearchSort::Date,
            Sort::Oldest => SearchSort::Oldest,
            Sort::Title => SearchSort::Title,
        }
    }
}

pub(crate) fn letters(pinyin: bool) -> Letters {
    match pinyin {
        true => Letters::Pinyin,
        false => Letters::Plain,
    }
}

fn filter(chip: &SearchFilter) -> Result<Filter, ApiError> {
    let value = chip.value.clone();
    let year = || value.parse::<u32>().ok();
    let filter = match chip.facet.as_str() {
        "kind" => Kind::from_name(&value).map(Filter::Kind),
        "year" => year().map(|y| Filter::Date(y * 10_000, y * 10_000 + 1231)),
        "speaker" => Some(Filter::Speaker(value)),
        "issuer" => Some(Filter::Issuer(value)),
        "tag" => Some(Filter::Tag(value)),
        "collection" => Some(Filter::Collection(value)),
        _ => None,
    };
    filter.ok_or_else(|| LibraryError::NoSuchName(format!("{}:{}", chip.facet, chip.value)).into())
}

fn group(facet: &str, counts: FacetCounts) -> FacetGroup {
    let value = |c: yandu::FacetCount| FacetValue {
        value: c.value,
        documents: c.count,
    };
    FacetGroup {
        facet: facet.to_owned(),
        values: counts.into_iter().take(FACET_VALUES).map(value).collect(),
    }
}

impl From<NearItem> for NearDocument {
    fn from(near: NearItem) -> Self {
        NearDocument {
            item: near.item.into(),
            nearness: near.nearness.into(),
            differences: near.differences.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<Nearness> for SearchNearness {
    fn from(nearness: Nearness) -> Self {
        match nearness {
            Nearness::Pinyin => SearchNearness::Pinyin,
            Nearness::Marks => SearchNearness::Marks,
            Nearness::Homophone => SearchNearness::Homophone,
            Nearness::Swapped => SearchNearness::Swapped,
            Nearness::Wrong => SearchNearness::Wrong,
            Nearness::Missing => SearchNearness::Missing,
            Nearness::Extra => SearchNearness::Extra,
            Nearness::End => SearchNearness::End,
            Nearness::Passage => SearchNearness::Passage,
            Nearness::Scattered => SearchNearness::Scattered,
            Nearness::Related => SearchNearness::Related,
        }
    }
}

impl From<AnswerItem> for AnswerDocument {
    fn from(item: AnswerItem) -> Self {
        AnswerDocument {
            id: item.id,
            kind: item.kind,
            document: item.document,
            title: item.title,
            date: item.date,
            hits: item.hits,
            passages: item.passages.into_iter().map(AnswerPassage::from).collect(),
        }
    }
}

impl From<Passage> for AnswerPassage {
    fn from(passage: Passage) -> Self {
        // A hit that runs on into an attachment ends, in this text, with its last block.
        let beyond = passage.end_document.is_some();
        AnswerPassage {
            block: passage.block,
            start: passage.start,
            end_block: match passage.end_block {
                Some(_) if beyond => u32::MAX,
                Some(block) => block,
                None => passage.block,
            },
            end: if beyond { u32::MAX } else { passage.end },
            address: passage.address,
            snippet: passage.snippet,
            marks: passage.marks,
        }
    }
}
