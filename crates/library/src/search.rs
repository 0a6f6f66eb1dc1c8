//! Search: the engine's places joined with titles, texts and addresses; every mark verified.

use std::time::Instant;

use serde::Serialize;
use yandu_search::{
    Engine, Facets, Filter, Place, Ranked, Request, Sort, Texts, literal_key, parse_query,
    place_in_blocks,
};

use crate::documents::block_key;
use crate::{Library, LibraryError};

/// How a search is asked.
#[derive(Debug, Clone)]
pub struct SearchOptions {
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

/// A document of an answer.
#[derive(Debug, Clone, Serialize)]
pub struct AnswerItem {
    /// Its id.
    pub id: String,
    /// 类型
    pub kind: String,
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

struct Originals<'a>(&'a rusqlite::Connection);

impl Texts for Originals<'_> {
    fn original(&self, document: u64) -> Result<String, String> {
        let key = document as i64;
        let read = || -> rusqlite::Result<Vec<String>> {
            let mut statement = self
                .0
                .prepare_cached("SELECT text FROM block WHERE id >= ?1 AND id < ?2 ORDER BY id")?;
            statement
                .query_map([block_key(key, 0), block_key(key + 1, 0)], |r| r.get(0))?
                .collect()
        };
        read()
            .map(|blocks| blocks.join("\n"))
            .map_err(|e| e.to_string())
    }
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
        self.check_index()?;
        self.load_catalogue()
    }

    /// Searches the library.
    ///
    /// # Errors
    /// [`LibraryError::Query`] for a query that says nothing or too much; else what the store says.
    pub fn search(&mut self, query: &str, options: &SearchOptions) -> Result<Answer, LibraryError> {
        let started = Instant::now();
        let parsed = parse_query(query)?;
        self.check_index()?;
        self.load_catalogue()?;
        let request = Request {
            query: parsed.query,
            filters: options.filters.clone(),
            sort: options.sort,
            offset: options.offset,
            limit: options.limit,
            hits: options.hits,
            near: options.near,
        };
        let mut outcome = self.run_or_rebuild(&request)?;
        // Near matches come from the index alone: what waits in the overlay must be there for them.
        if !self.pending.is_empty() && (options.near || outcome.documents == 0) {
            self.flush_index()?;
            outcome = self.run_or_rebuild(&request)?;
        }
        let searched = self
            .catalogue
            .as_ref()
            .map_or(0, yandu_search::Catalogue::len) as u32;
        let items = self.items(outcome.page, options.hits)?;
        let near = self.items(outcome.near, options.hits)?;
        Ok(Answer {
            query: query.to_owned(),
            parsed: request.query.to_string(),
            notice: parsed.notice,
            indexed: searched,
            total_in_library: searched,
            documents: outcome.documents,
            hits: outcome.hits,
            elapsed_ms: started.elapsed().as_secs_f64() * 1000.0,
            facets: outcome.facets,
            items,
            near,
            suggestions: Vec::new(),
        })
    }

    /// Runs a search. Whatever is wrong with the index, SQLite has the texts: build it and ask again.
    fn run_or_rebuild(&mut self, request: &Request) -> Result<yandu_search::Outcome, LibraryError> {
        match self.run(request) {
            Err(LibraryError::Search(_)) => {
                self.rebuild_index()?;
                self.load_catalogue()?;
                self.run(request)
            }
            other => other,
        }
    }

    /// Runs a search; a panic over damaged index files is an error of the index like any other.
    fn run(&self, request: &Request) -> Result<yandu_search::Outcome, LibraryError> {
        let run = std::panic::AssertUnwindSafe(|| self.run_unguarded(request));
        std::panic::catch_unwind(run).unwrap_or_else(|_| {
            let damaged = std::io::Error::new(std::io::ErrorKind::InvalidData, "索引文件已损坏");
            Err(LibraryError::Search(yandu_search::SearchError::Io(damaged)))
        })
    }

    fn run_unguarded(&self, request: &Request) -> Result<yandu_search::Outcome, LibraryError> {
        let missing = || LibraryError::Content("全文索引未打开".to_owned());
        let engine = Engine {
            index: self.index.as_ref().ok_or_else(missing)?,
            catalogue: self.catalogue.as_ref().ok_or_else(missing)?,
            pending: &self.pending,
            texts: &Originals(&self.connection),
        };
        Ok(engine.search(request)?)
    }

    fn items(&self, ranked: Vec<Ranked>, hits: usize) -> Result<Vec<AnswerItem>, LibraryError> {
        let mut items = Vec::with_capacity(ranked.len());
        for document in ranked {
            let Some(catalogue) = &self.catalogue else {
                break;
            };
            let entry = catalogue.entry(document.ordinal);
            let key = entry.document as i64;
            let mut passages = self.passages(key, &document.places)?;
            if hits > 0 {
                passages.truncate(hits);
            }
            let mut statement = self
                .connection
                .prepare_cached("SELECT uid, date FROM document WHERE id = ?1")?;
            let (id, date) = statement.query_row([key], |row| Ok((row.get(0)?, row.get(1)?)))?;
            items.push(AnswerItem {
                id,
                kind: entry.kind.name().to_owned(),
                title: entry.title.clone(),
                date,
                score: document.score,
                hits: document.hits,
                passages,
            });
        }
        Ok(items)
    }

    fn passages(&self, key: i64, places: &[Place]) -> Result<Vec<Passage>, LibraryError> {
        let mut passages = Vec::new();
        let mut reader = BlockReader {
            library: self,
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
            let next = self
                .library
                .block_text(self.key, self.first + self.own as u32)?;
            if let Some(block) = next {
                self.blocks.push(block);
                self.own += 1;
                return Ok(true);
            }
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
