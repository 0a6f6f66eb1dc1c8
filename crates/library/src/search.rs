//! Search: the engine's places joined with titles, texts and addresses; every mark verified.

mod near;
mod reading;

pub use near::NearItem;
pub use reading::{WhyEmpty, today};

use std::time::Instant;

use serde::Serialize;
use yandu_search::{
    Engine, Facets, Filter, Letters, Ranked, Request, Sort, Standing, Texts, Tongue,
    parse_query_on, unfold,
};

use crate::scopes::Scope;
use crate::{Library, LibraryError};

/// How a search is asked.
#[derive(Debug, Clone)]
pub struct SearchOptions {
    /// What is looked through; the order does not matter.
    pub scopes: Vec<Scope>,
    /// Filters beside the query.
    pub filters: Vec<Filter>,
    /// The order.
    pub sort: Sort,
    /// Documents to show.
    pub limit: usize,
    /// From here on.
    pub offset: usize,
    /// Hits to show of each document; 0 = all.
    pub hits: usize,
    /// Near matches in any case.
    pub near: bool,
    /// What letters that stand nowhere may be the pinyin of.
    pub letters: Letters,
    /// The language of what is said about the query and its answer.
    pub tongue: Tongue,
}

impl Default for SearchOptions {
    fn default() -> Self {
        SearchOptions {
            scopes: vec![Scope::Documents],
            filters: Vec::new(),
            sort: Sort::Relevance,
            limit: 20,
            offset: 0,
            hits: 3,
            near: false,
            letters: Letters::default(),
            tongue: Tongue::default(),
        }
    }
}

/// A hit in a document.
#[derive(Debug, Clone, Serialize)]
pub struct Passage {
    /// Its block.
    pub block: u32,
    /// First char in the block.
    pub start: u32,
    /// One past its last char, in `end_block` if that is given.
    pub end: u32,
    /// The block in which it ends, if that is another one.
    pub end_block: Option<u32>,
    /// The document in which it ends, if that is the one behind this in the file.
    pub end_document: Option<String>,
    /// 地址
    pub address: String,
    /// The original text around it.
    pub snippet: String,
    /// Chars of the snippet that are marked.
    pub marks: Vec<(u32, u32)>,
}

/// A document of an answer, or a note or annotation.
#[derive(Debug, Clone, Serialize)]
pub struct AnswerItem {
    /// Its id.
    pub id: String,
    /// 类型 of a document; `note` or `annotation`.
    pub kind: String,
    /// The document that a note or annotation is about.
    pub document: Option<String>,
    /// 标题
    pub title: String,
    /// 日期
    pub date: Option<String>,
    /// Score within this answer.
    pub score: f32,
    /// All its hits.
    pub hits: u32,
    /// The first of them.
    pub passages: Vec<Passage>,
}

/// An answer.
#[derive(Debug, Clone, Serialize)]
pub struct Answer {
    /// The query as typed.
    pub query: String,
    /// The query as understood.
    pub parsed: String,
    /// The same in words, one for each condition; the filters beside the query are among them.
    pub reading: Vec<String>,
    /// What the user should know about that, in one line; `None` if there is nothing to say.
    pub notice: Option<String>,
    /// The same, one by one.
    pub notices: Vec<String>,
    /// Documents without a date that only a condition on dates leaves out.
    pub undated: u32,
    /// Why nothing was found; empty if something was.
    pub reasons: Vec<WhyEmpty>,
    /// Nothing was found, and none of the words that were asked for stands in any text of the library.
    pub absent: bool,
    /// Documents that were searched.
    pub indexed: u32,
    /// Documents in the library.
    pub total_in_library: u32,
    /// Documents that hold it.
    pub documents: u32,
    /// Hits in them.
    pub hits: u64,
    /// Milliseconds.
    pub elapsed_ms: f64,
    /// Facets of all documents that hold it.
    pub facets: Facets,
    /// Those to show.
    pub items: Vec<AnswerItem>,
    /// Near matches, never among the exact ones; the nearest first.
    pub near: Vec<NearItem>,
    /// Other queries that could help.
    pub suggestions: Vec<String>,
}

struct Originals<'a> {
    library: &'a Library,
    scope: Scope,
}

impl Texts for Originals<'_> {
    fn original(&self, document: u64) -> Result<String, String> {
        let blocks = self.library.scope_blocks(self.scope, document as i64);
        blocks
            .map(|blocks| blocks.join("\n"))
            .map_err(|e| e.to_string())
    }
}

/// One scope's part of an answer.
struct Part {
    outcome: yandu_search::Outcome,
    searched: u32,
    items: Vec<AnswerItem>,
    near: Vec<NearItem>,
    suggestions: Vec<String>,
}

impl Library {
    /// Opens the index and reads the catalogue, so that the first search does not wait for them.
    ///
    /// # Errors
    /// What the store says.
    pub fn prepare_search(&mut self) -> Result<(), LibraryError> {
        self.check_index(Scope::Documents)?;
        self.load_catalogue(Scope::Documents)
    }

    /// Searches the library.
    ///
    /// # Errors
    /// [`LibraryError::Query`] for a query that says nothing or too much; else what the store says.
    pub fn search(&mut self, query: &str, options: &SearchOptions) -> Result<Answer, LibraryError> {
        let started = Instant::now();
        let parsed = parse_query_on(query, today())?;
        let several = options.scopes.len() > 1;
        let end = options.offset.saturating_add(options.limit);
        let request = Request {
            query: parsed.query,
            filters: options.filters.clone(),
            sort: options.sort,
            offset: if several { 0 } else { options.offset },
            limit: if several { end } else { options.limit },
            hits: options.hits,
            near: options.near,
            letters: options.letters,
        };
        let mut parts = Vec::new();
        for scope in Scope::ALL
            .into_iter()
            .filter(|s| options.scopes.contains(s))
        {
            // Who writes no notes does not wait for an index of them.
            if scope == Scope::Documents || self.any_in(scope)? {
                parts.push(self.search_scope(scope, &request)?);
            }
        }
        let mut answer = Answer {
            query: query.to_owned(),
            parsed: request.query.to_string(),
            reading: reading::of(&request, options.tongue),
            notice: None,
            notices: Vec::new(),
            undated: 0,
            reasons: Vec::new(),
            absent: false,
            indexed: 0,
            total_in_library: 0,
            documents: 0,
            hits: 0,
            elapsed_ms: 0.0,
            facets: Facets::default(),
            items: Vec::new(),
            near: Vec::new(),
            suggestions: reading::better(&parsed.notices),
        };
        for (n, part) in parts.into_iter().enumerate() {
            answer.indexed += part.searched;
            answer.total_in_library += part.searched;
            answer.documents += part.outcome.documents;
            answer.hits += part.outcome.hits;
            answer.items.extend(part.items);
            answer.near.extend(part.near);
            answer.suggestions.extend(part.suggestions);
            // The first scope's values are those to filter by.
            if n == 0 {
                answer.facets = part.outcome.facets;
            }
        }
        // Each scope's are in order; a stable sort keeps that.
        answer.near.sort_by_key(|n| n.nearness);
        if several {
            order(&mut answer.items, options.sort);
            answer.items.truncate(end);
            answer.items.drain(..options.offset.min(answer.items.len()));
        }
        self.explain(&mut answer, &request, &parsed.notices, options)?;
        answer.elapsed_ms = started.elapsed().as_secs_f64() * 1000.0;
        Ok(answer)
    }

    fn search_scope(&mut self, scope: Scope, request: &Request) -> Result<Part, LibraryError> {
        self.check_index(scope)?;
        self.load_catalogue(scope)?;
        let mut outcome = self.run_or_rebuild(scope, request)?;
        // Near matches come from the index alone: what waits in the overlay must be there for them.
        if !self.at(scope).pending.is_empty() && (request.near || outcome.documents == 0) {
            self.flush_scope(scope)?;
            outcome = self.run_or_rebuild(scope, request)?;
        }
        let page = std::mem::take(&mut outcome.page);
        let found = std::mem::take(&mut outcome.near);
        let mut near = self.near_items(scope, found.matches, request.hits)?;
        if scope == Scope::Documents && outcome.documents == 0 {
            near = self.with_passages(request, near)?;
        }
        let catalogue = self.at(scope).catalogue.as_ref();
        Ok(Part {
            searched: catalogue.map_or(0, yandu_search::Catalogue::len) as u32,
            items: self.items(scope, page, request.hits)?,
            near,
            suggestions: found.suggestions.iter().map(|s| unfold(s)).collect(),
            outcome,
        })
    }

    /// Runs a search. Whatever is wrong with the index, SQLite has the texts: build it and ask again.
    fn run_or_rebuild(
        &mut self,
        scope: Scope,
        request: &Request,
    ) -> Result<yandu_search::Outcome, LibraryError> {
        match self.run(scope, request) {
            Err(LibraryError::Search(_)) => {
                self.rebuild_index(scope)?;
                self.load_catalogue(scope)?;
                self.run(scope, request)
            }
            other => other,
        }
    }

    /// Runs a search; a panic over damaged index files is an error of the index like any other.
    fn run(&self, scope: Scope, request: &Request) -> Result<yandu_search::Outcome, LibraryError> {
        let run = std::panic::AssertUnwindSafe(|| self.run_unguarded(scope, request));
        std::panic::catch_unwind(run).unwrap_or_else(|_| {
            let damaged = std::io::Error::new(std::io::ErrorKind::InvalidData, "索引文件已损坏");
            Err(LibraryError::Search(yandu_search::SearchError::Io(damaged)))
        })
    }

    /// Where a folded text stands in documents, the oldest first; see [`Engine::stands_in`].
    pub(crate) fn stands_in(
        &mut self,
        folded: &str,
        documents: usize,
        hits: usize,
    ) -> Result<Vec<Standing>, LibraryError> {
        self.ask_or_rebuild(|engine| engine.stands_in(folded, documents, hits))
    }

    /// Where most stretches of a text stand together; see [`Engine::gather`].
    pub(crate) fn gather(
        &mut self,
        pieces: &[yandu_search::Piece],
        chars: usize,
        documents: usize,
    ) -> Result<Vec<yandu_search::Gathering>, LibraryError> {
        self.ask_or_rebuild(|engine| engine.gather(pieces, chars, documents))
    }

    /// Does a folded text stand in a document? See [`Engine::holds`].
    pub(crate) fn holds(&mut self, folded: &str) -> Result<bool, LibraryError> {
        self.ask_or_rebuild(|engine| engine.holds(folded))
    }

    fn ask_or_rebuild<T>(
        &mut self,
        ask: impl Fn(&Engine<'_>) -> Result<T, yandu_search::SearchError>,
    ) -> Result<T, LibraryError> {
        match self.with_engine(Scope::Documents, &ask) {
            Err(LibraryError::Search(_)) => {
                self.rebuild_index(Scope::Documents)?;
                self.load_catalogue(Scope::Documents)?;
                self.with_engine(Scope::Documents, ask)
            }
            other => other,
        }
    }

    /// Opens what [`Library::stands_in`] looks at.
    pub(crate) fn open_documents(&mut self) -> Result<(), LibraryError> {
        self.check_index(Scope::Documents)?;
        self.load_catalogue(Scope::Documents)
    }

    fn run_unguarded(
        &self,
        scope: Scope,
        request: &Request,
    ) -> Result<yandu_search::Outcome, LibraryError> {
        self.with_engine(scope, |engine| engine.search(request))
    }

    pub(crate) fn with_engine<T>(
        &self,
        scope: Scope,
        ask: impl FnOnce(&Engine<'_>) -> Result<T, yandu_search::SearchError>,
    ) -> Result<T, LibraryError> {
        let missing = || LibraryError::Content("全文索引未打开".to_owned());
        let derived = self.at(scope);
        let texts = Originals {
            library: self,
            scope,
        };
        let engine = Engine {
            index: derived.index.as_ref().ok_or_else(missing)?,
            catalogue: derived.catalogue.as_ref().ok_or_else(missing)?,
            pending: &derived.pending,
            texts: &texts,
        };
        Ok(ask(&engine)?)
    }

    fn items(
        &self,
        scope: Scope,
        ranked: Vec<Ranked>,
        hits: usize,
    ) -> Result<Vec<AnswerItem>, LibraryError> {
        let mut items = Vec::with_capacity(ranked.len());
        for found in ranked {
            let Some(catalogue) = &self.at(scope).catalogue else {
                break;
            };
            let key = catalogue.document(found.ordinal) as i64;
            let mut passages = self.passages(scope, key, &found.places)?;
            if hits > 0 {
                passages.truncate(hits);
            }
            let (sql, kind) = match scope {
                Scope::Documents => (
                    "SELECT uid, title, date, NULL FROM document WHERE id = ?1",
                    catalogue.kind(found.ordinal).name(),
                ),
                Scope::Notes => (
                    "SELECT n.uid, n.title, substr(n.modified_at, 1, 10), d.uid FROM note n
                     LEFT JOIN document d ON d.id = n.document WHERE n.id = ?1",
                    "note",
                ),
                Scope::Annotations => (
                    "SELECT a.uid, d.title, substr(a.modified_at, 1, 10), d.uid FROM annotation a
                     JOIN document d ON d.id = a.document WHERE a.id = ?1",
                    "annotation",
                ),
            };
            let mut statement = self.connection.prepare_cached(sql)?;
            items.push(statement.query_row([key], |row| {
                Ok(AnswerItem {
                    id: row.get(0)?,
                    kind: kind.to_owned(),
                    document: row.get(3)?,
                    title: row.get(1)?,
                    date: row.get(2)?,
                    score: found.score,
                    hits: found.hits,
                    passages,
                })
            })?);
        }
        Ok(items)
    }
}

/// Orders what several scopes answered.
fn order(items: &mut [AnswerItem], sort: Sort) {
    match sort {
        Sort::Relevance => items.sort_by(|a, b| b.score.total_cmp(&a.score)),
        Sort::Date => items.sort_by(|a, b| b.date.cmp(&a.date)),
        Sort::Oldest => {
            items.sort_by(|a, b| (a.date.is_none(), &a.date).cmp(&(b.date.is_none(), &b.date)))
        }
        Sort::Title => items.sort_by(|a, b| a.title.cmp(&b.title)),
    }
}
