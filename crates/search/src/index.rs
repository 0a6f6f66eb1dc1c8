//! The tantivy index of folded texts: a derivative that can be thrown away and built again.

mod read_only;

use std::path::Path;

use tantivy::indexer::{LogMergePolicy, NoMergePolicy};
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, Term};

use crate::tokenizer::Bigrams;
use crate::words::Words;
use crate::{FOLD_VERSION, SearchError};
use read_only::ReadOnlyFolder;

/// Raised with every change of schema, tokenizers or shipped phrases.
const SCHEMA_VERSION: u32 = 2;

/// Bytes of memory for each indexing thread.
const THREAD_BUDGET: usize = 64 << 20;

/// The format that an index must have: schema, fold and tantivy's own.
pub fn index_format() -> String {
    format!(
        "{SCHEMA_VERSION}.{FOLD_VERSION}.{}",
        tantivy::INDEX_FORMAT_VERSION
    )
}

/// What a commit says of itself: whose index it is and how far it has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payload {
    /// The library's id.
    pub store: String,
    /// Last change number of the library that the index holds.
    pub change: u64,
}

impl Payload {
    fn write(&self) -> String {
        format!("{}:{}:{}", self.store, index_format(), self.change)
    }

    fn read(text: &str) -> Result<Payload, SearchError> {
        let mut parts = text.split(':');
        let (store, format, change) = (parts.next(), parts.next(), parts.next());
        let change = change.and_then(|c| c.parse().ok());
        match (store, format, change) {
            (Some(store), Some(format), Some(change)) if format == index_format() => Ok(Payload {
                store: store.to_owned(),
                change,
            }),
            _ => Err(SearchError::Format {
                found: text.to_owned(),
            }),
        }
    }
}

/// One document's text as the index takes it.
#[derive(Debug, Clone, Default)]
pub struct IndexedText {
    /// The library's number of the document.
    pub document: u64,
    /// Folded title.
    pub title: String,
    /// Folded text of all blocks, and behind it the beginning of the part that follows in the file.
    pub text: String,
    /// Chars of `text` that are the document's own.
    pub own: u32,
    /// For each block the number of folded chars before it.
    pub starts: Vec<u32>,
    /// What the fold makes equal and the text nevertheless says, see [`crate::Forms`]; in order.
    pub forms: Vec<String>,
}

#[derive(Clone, Copy)]
pub(crate) struct Fields {
    pub(crate) grams: Field,
    pub(crate) words: Field,
    pub(crate) title: Field,
    pub(crate) forms: Field,
    pub(crate) document: Field,
    pub(crate) own: Field,
    pub(crate) starts: Field,
}

/// Names of the fast fields, for readers of columns.
pub(crate) const DOCUMENT: &str = "document";
pub(crate) const OWN: &str = "own";
pub(crate) const STARTS: &str = "starts";

/// The index on disk.
pub struct TextIndex {
    index: Index,
    pub(crate) fields: Fields,
    reader: IndexReader,
    writer: Option<IndexWriter>,
    payload: Payload,
}

impl TextIndex {
    /// Creates an empty index in an empty folder.
    ///
    /// # Errors
    /// What tantivy or the disk says.
    pub fn create(folder: &Path, store: &str) -> Result<Self, SearchError> {
        Self::create_with_threads(folder, store, 1)
    }

    /// The same, written by so many threads from the start.
    ///
    /// # Errors
    /// What tantivy or the disk says.
    pub fn create_with_threads(
        folder: &Path,
        store: &str,
        threads: usize,
    ) -> Result<Self, SearchError> {
        std::fs::create_dir_all(folder)?;
        let index = Index::create_in_dir(folder, schema())?;
        let payload = Payload {
            store: store.to_owned(),
            change: 0,
        };
        let mut created = Self::with(index, payload.clone())?;
        created.start_writing(threads)?;
        created.commit(&payload)?;
        Ok(created)
    }

    /// Opens an index.
    ///
    /// # Errors
    /// [`SearchError::Format`] for another format; every error means: build it anew.
    pub fn open(folder: &Path) -> Result<Self, SearchError> {
        Self::opened(Index::open_in_dir(folder)?)
    }

    /// Opens an index in a folder that cannot be written: no lock file, nothing else is made there.
    ///
    /// # Errors
    /// As [`TextIndex::open`]; every attempt to write is an error too.
    pub fn open_read_only(folder: &Path) -> Result<Self, SearchError> {
        Self::opened(Index::open(ReadOnlyFolder::open(folder)?)?)
    }

    fn opened(index: Index) -> Result<Self, SearchError> {
        let payload = Payload::read(&index.load_metas()?.payload.unwrap_or_default())?;
        if index.schema() != schema() {
            return Err(SearchError::Format {
                found: "schema".to_owned(),
            });
        }
        Self::with(index, payload)
    }

    fn with(index: Index, payload: Payload) -> Result<Self, SearchError> {
        index.tokenizers().register("bigrams", Bigrams::default());
        index.tokenizers().register("words", Words);
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        let fields = fields(&index.schema())?;
        Ok(TextIndex {
            index,
            fields,
            reader,
            writer: None,
            payload,
        })
    }

    /// What the last commit says.
    pub fn payload(&self) -> &Payload {
        &self.payload
    }

    pub(crate) fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    /// Starts writing with so many threads; a writer that is open already stays.
    ///
    /// # Errors
    /// What tantivy says, such as a lock held by another process.
    pub fn start_writing(&mut self, threads: usize) -> Result<(), SearchError> {
        self.writer(threads).map(|_| ())
    }

    fn writer(&mut self, threads: usize) -> Result<&mut IndexWriter, SearchError> {
        match &mut self.writer {
            Some(writer) => Ok(writer),
            slot => {
                let writer = self
                    .index
                    .writer_with_num_threads(threads, THREAD_BUDGET * threads)?;
                let mut policy = LogMergePolicy::default();
                policy.set_del_docs_ratio_before_merge(0.3);
                writer.set_merge_policy(Box::new(policy));
                Ok(slot.insert(writer))
            }
        }
    }

    /// Adds a document's text in place of an earlier one.
    ///
    /// # Errors
    /// What tantivy says.
    pub fn put(&mut self, text: &IndexedText, replaces: bool) -> Result<(), SearchError> {
        let fields = self.fields;
        let writer = self.writer(1)?;
        if replaces {
            writer.delete_term(Term::from_field_u64(fields.document, text.document));
        }
        let mut document = TantivyDocument::default();
        document.add_u64(fields.document, text.document);
        document.add_text(fields.grams, &text.text);
        // Words serve the ranking: the neighbour's beginning does not count for this document.
        let own = text
            .text
            .char_indices()
            .nth(text.own as usize)
            .map_or(text.text.len(), |(at, _)| at);
        document.add_text(fields.words, &text.text[..own]);
        document.add_text(fields.title, &text.title);
        for term in &text.forms {
            document.add_text(fields.forms, term);
        }
        let has_tail = own < text.text.len();
        document.add_u64(
            fields.own,
            if has_tail {
                u64::from(text.own)
            } else {
                u64::from(u32::MAX)
            },
        );
        text.starts
            .iter()
            .for_each(|start| document.add_u64(fields.starts, u64::from(*start)));
        writer.add_document(document)?;
        Ok(())
    }

    /// Removes a document.
    ///
    /// # Errors
    /// What tantivy says.
    pub fn remove(&mut self, document: u64) -> Result<(), SearchError> {
        let field = self.fields.document;
        self.writer(1)?
            .delete_term(Term::from_field_u64(field, document));
        Ok(())
    }

    /// Makes what was put durable and visible. A commit costs 100–250 ms.
    ///
    /// # Errors
    /// What tantivy says; the index must then be built anew.
    pub fn commit(&mut self, payload: &Payload) -> Result<(), SearchError> {
        let text = payload.write();
        let writer = self.writer(1)?;
        let mut prepared = writer.prepare_commit()?;
        prepared.set_payload(&text);
        prepared.commit()?;
        self.payload = payload.clone();
        self.reader.reload()?;
        Ok(())
    }

    /// Ends writing: waits for merges and drops the writer's threads and memory.
    ///
    /// # Errors
    /// What tantivy says.
    pub fn finish_writing(&mut self) -> Result<(), SearchError> {
        if let Some(writer) = self.writer.take() {
            writer.wait_merging_threads()?;
            self.reader.reload()?;
        }
        Ok(())
    }

    /// Ends writing at once; merges under way are given up.
    pub fn stop_writing(&mut self) {
        if let Some(writer) = self.writer.take() {
            writer.set_merge_policy(Box::new(NoMergePolicy));
            drop(writer);
        }
    }

    /// Checks the checksum of every file; the names of damaged ones.
    ///
    /// # Errors
    /// What tantivy or the disk says.
    pub fn damaged_files(&self) -> Result<Vec<String>, SearchError> {
        let damaged = self.index.validate_checksum()?;
        Ok(damaged
            .into_iter()
            .map(|path| path.display().to_string())
            .collect())
    }

    /// Documents in the index, deleted ones excepted.
    pub fn documents(&self) -> u64 {
        self.searcher().num_docs()
    }
}

fn schema() -> Schema {
    let mut schema = Schema::builder();
    let text = |tokenizer: &str, record| {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_index_option(record);
        TextOptions::default().set_indexing_options(indexing)
    };
    schema.add_text_field(
        "grams",
        text("bigrams", IndexRecordOption::WithFreqsAndPositions),
    );
    schema.add_text_field("words", text("words", IndexRecordOption::WithFreqs));
    schema.add_text_field("title", text("words", IndexRecordOption::WithFreqs));
    schema.add_text_field("forms", text("raw", IndexRecordOption::Basic));
    schema.add_u64_field(DOCUMENT, FAST | INDEXED);
    schema.add_u64_field(OWN, FAST);
    schema.add_u64_field(STARTS, FAST);
    schema.build()
}

fn fields(schema: &Schema) -> Result<Fields, SearchError> {
    Ok(Fields {
        grams: schema.get_field("grams")?,
        words: schema.get_field("words")?,
        title: schema.get_field("title")?,
        forms: schema.get_field("forms")?,
        document: schema.get_field(DOCUMENT)?,
        own: schema.get_field(OWN)?,
        starts: schema.get_field(STARTS)?,
    })
}
