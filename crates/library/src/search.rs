//! Search: the engine's places joined with titles, texts and addresses; every mark verified.

use std::time::Instant;

use serde::Serialize;
use yandu_search::{
    Engine, Facets, Filter, Place, Ranked, Request, Sort, Texts, literal_key, parse_query,
    place_in_blocks,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_block: Option<u32>,
    /// The document in which it ends, if that is the one behind this in the file.
    #[serde(skip_serializing_if = "Option::is_none")]
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
    #[serde(skip_serializing_if = "Option::is_none")]
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
    /// What the user should know about that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice: Option<&'static str>,
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
    /// Near matches, never among the exact ones.
    pub near: Vec<AnswerItem>,
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
    near: Vec<AnswerItem>,
}

/// Chars of a snippet before and behind the hit.
const BEFORE: usize = 24;
const BEHIND: usize = 60;

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
        let parsed = parse_query(query)?;
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
            notice: parsed.notice,
            indexed: 0,
            total_in_library: 0,
            documents: 0,
            hits: 0,
            elapsed_ms: 0.0,
            facets: Facets::default(),
            items: Vec::new(),
            near: Vec::new(),
            suggestions: Vec::new(),
        };
        for (n, part) in parts.into_iter().enumerate() {
            answer.indexed += part.searched;
            answer.total_in_library += part.searched;
            answer.documents += part.outcome.documents;
            answer.hits += part.outcome.hits;
            answer.items.extend(part.items);
            answer.near.extend(part.near);
            // The first scope's values are those to filter by.
            if n == 0 {
                answer.facets = part.outcome.facets;
            }
        }
        if several {
            order(&mut answer.items, options.sort);
            answer.items.truncate(end);
            answer.items.drain(..options.offset.min(answer.items.len()));
        }
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
        let (page, near) = (
            std::mem::take(&mut outcome.page),
            std::mem::take(&mut outcome.near),
        );
        let catalogue = self.at(scope).catalogue.as_ref();
        Ok(Part {
            searched: catalogue.map_or(0, yandu_search::Catalogue::len) as u32,
            items: self.items(scope, page, request.hits)?,
            near: self.items(scope, near, request.hits)?,
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

    fn run_unguarded(
        &self,
        scope: Scope,
        request: &Request,
    ) -> Result<yandu_search::Outcome, LibraryError> {
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
        Ok(engine.search(request)?)
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
            let entry = catalogue.entry(found.ordinal);
            let key = entry.document as i64;
            let mut passages = self.passages(scope, key, &found.places)?;
            if hits > 0 {
                passages.truncate(hits);
            }
            let (sql, kind) = match scope {
                Scope::Documents => (
                    "SELECT uid, title, date, NULL FROM document WHERE id = ?1",
                    entry.about.kind().name(),
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

    fn passages(
        &self,
        scope: Scope,
        key: i64,
        places: &[Place],
    ) -> Result<Vec<Passage>, LibraryError> {
        let mut passages = Vec::new();
        let mut reader = BlockReader {
            library: self,
            scope,
            key,
            first: u32::MAX,
            blocks: Vec::new(),
            own: 0,
        };
        for place in places {
            passages.extend(reader.passage(place)?);
        }
        Ok(passages)
    }
}

/// Reads the blocks from a place on, over the end of the document into the next part of its file.
struct BlockReader<'a> {
    library: &'a Library,
    scope: Scope,
    key: i64,
    first: u32,
    /// Text and address of the blocks from `first` on.
    blocks: Vec<(String, String)>,
    /// How many of them are the document's own; the others begin the next part.
    own: usize,
}

impl BlockReader<'_> {
    fn passage(&mut self, place: &Place) -> Result<Option<Passage>, LibraryError> {
        if self.first != place.block {
            self.first = place.block;
            self.blocks.clear();
            self.own = 0;
        }
        let marked = loop {
            let blocks = &self.blocks;
            let mut short = false;
            let marked = place_in_blocks(&place.needle, place.offset, |n| {
                let block = blocks.get(n as usize).map(|b| b.0.as_str());
                short |= block.is_none();
                block
            });
            if marked.is_some() || !short || !self.read_next()? {
                break marked;
            }
        };
        let Some(marked) = marked else {
            return Ok(None);
        };
        let (text, address) = &self.blocks[0];
        let (end_block, end_document) = self.end_of(marked.blocks as usize)?;
        if let Some(literal) = &place.literal {
            let end = if marked.blocks == 0 {
                marked.end
            } else {
                u32::MAX
            };
            if !literal_stands(text, literal, marked.start, end) {
                return Ok(None);
            }
        }
        let end = if marked.blocks == 0 {
            marked.end
        } else {
            text.chars().count() as u32
        };
        let (snippet, mark) = snippet(text, marked.start as usize, end as usize);
        Ok(Some(Passage {
            block: place.block,
            start: marked.start,
            end: marked.end,
            end_block,
            end_document,
            address: address.clone(),
            snippet,
            marks: vec![mark],
        }))
    }

    fn end_of(&self, blocks: usize) -> Result<(Option<u32>, Option<String>), LibraryError> {
        if blocks == 0 {
            return Ok((None, None));
        }
        if blocks < self.own {
            return Ok((Some(self.first + blocks as u32), None));
        }
        let mut rest = (blocks - self.own) as u32;
        for key in self.library.following(self.key)? {
            let sql = "SELECT blocks, uid FROM document WHERE id = ?1";
            let (count, uid): (u32, String) = self
                .library
                .connection
                .prepare_cached(sql)?
                .query_row([key], |r| Ok((r.get(0)?, r.get(1)?)))?;
            if rest < count {
                return Ok((Some(rest), Some(uid)));
            }
            rest -= count;
        }
        Ok((None, None))
    }

    fn read_next(&mut self) -> Result<bool, LibraryError> {
        if self.own == self.blocks.len() {
            let next =
                self.library
                    .scope_block(self.scope, self.key, self.first + self.own as u32)?;
            if let Some(block) = next {
                self.blocks.push(block);
                self.own += 1;
                return Ok(true);
            }
        }
        if self.scope != Scope::Documents {
            return Ok(false);
        }
        let mut skip = self.blocks.len() - self.own;
        for key in self.library.following(self.key)? {
            let mut n = 0;
            while let Some(block) = self.library.block_text(key, n)? {
                if skip == 0 {
                    self.blocks.push(block);
                    return Ok(true);
                }
                skip -= 1;
                n += 1;
            }
        }
        Ok(false)
    }
}

/// Orders what several scopes answered.
fn order(items: &mut [AnswerItem], sort: Sort) {
    match sort {
        Sort::Relevance => items.sort_by(|a, b| b.score.total_cmp(&a.score)),
        Sort::Date => items.sort_by(|a, b| b.date.cmp(&a.date)),
        Sort::Title => items.sort_by(|a, b| a.title.cmp(&b.title)),
    }
}

/// Does the literal text, marks included, cover the found chars?
fn literal_stands(text: &str, literal: &str, start: u32, end: u32) -> bool {
    let key = literal_key(literal);
    let chars: Vec<char> = text.chars().collect();
    let (from, to) = (
        (start as usize).saturating_sub(4),
        (end as usize).saturating_add(4).min(chars.len()),
    );
    let window: String = chars[from.min(chars.len())..to].iter().collect();
    literal_key(&window).contains(&key)
}

/// The text around chars `start..end`, cut at clause marks, and the mark in it.
fn snippet(text: &str, start: usize, end: usize) -> (String, (u32, u32)) {
    let chars: Vec<char> = text.chars().collect();
    let clause = |c: &char| matches!(c, '。' | '；' | '，' | '！' | '？');
    let low = start.saturating_sub(BEFORE);
    let from = match low {
        0 => 0,
        _ => chars[low..start]
            .iter()
            .position(clause)
            .map_or(low, |at| low + at + 1),
    };
    let high = (end + BEHIND).min(chars.len());
    let to = if high == chars.len() {
        high
    } else {
        chars[end..high]
            .iter()
            .rposition(clause)
            .map_or(high, |at| end + at + 1)
    };
    let lead = usize::from(from > 0);
    let mut snippet = String::new();
    snippet.extend((from > 0).then_some('…'));
    snippet.extend(&chars[from..to]);
    snippet.extend((to < chars.len()).then_some('…'));
    let mark = ((start - from + lead) as u32, (end - from + lead) as u32);
    (snippet, mark)
}
