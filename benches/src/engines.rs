//! The same queries to every engine.

use std::path::Path;

use anyhow::Result;
use rusqlite::Connection;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::PhraseQuery;
use tantivy::schema::{IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{TokenStream, Tokenizer};
use tantivy::{Index, TantivyDocument, Term};
use yandu::{Library, SearchOptions};

use crate::clock::{percentile, thread_ms};
use crate::queries::Texts;
use crate::target;

/// Lengths of the queries, and how many of each.
const LENGTHS: [usize; 8] = [2, 3, 4, 5, 6, 8, 12, 20];
const COUNT: usize = 60;

struct Row {
    p50: f64,
    p99: f64,
}

/// Runs the queries of these lengths; `ask` answers with the number of documents or paragraphs found.
fn run(
    name: &str,
    texts: &Texts,
    lengths: &[usize],
    mut ask: impl FnMut(&str) -> Result<u64>,
    truth: &dyn Fn(&str) -> u64,
) -> Result<Row> {
    let (mut times, mut found, mut expected) = (Vec::new(), 0, 0);
    for length in lengths {
        for query in texts.cuts(*length, COUNT) {
            ask(&query)?;
            let before = thread_ms();
            let count = ask(&query)?;
            times.push(thread_ms() - before);
            found += count;
            expected += truth(&query);
        }
    }
    let row = Row {
        p50: percentile(&mut times, 0.5),
        p99: percentile(&mut times, 0.99),
    };
    println!(
        "  {name:<48} p50 {:>9.3}  p99 {:>9.3}  recall {:.3}",
        row.p50,
        row.p99,
        found as f64 / expected.max(1) as f64
    );
    Ok(row)
}

/// The times of our own queries alone.
pub(crate) fn ours(library: &mut Library, texts: &Texts) -> Result<()> {
    let documents = |q: &str| texts.documents.iter().filter(|t| t.contains(q)).count() as u64;
    let options = SearchOptions {
        limit: 20,
        hits: 1,
        ..SearchOptions::default()
    };
    let mut ask = |q: &str| {
        let answer = library.search(&format!("\"{q}\""), &options)?;
        Ok(u64::from(answer.documents))
    };
    for lengths in [&LENGTHS[..1], &LENGTHS[1..]] {
        let name = format!("Yandu, whole call, {lengths:?} characters");
        run(&name, texts, lengths, &mut ask, &documents)?;
    }
    Ok(())
}

pub(crate) fn compare(library: &mut Library, texts: &Texts, folder: &Path) -> Result<()> {
    let documents = |q: &str| texts.documents.iter().filter(|t| t.contains(q)).count() as u64;
    let paragraphs = |q: &str| texts.paragraphs.iter().filter(|t| t.contains(q)).count() as u64;
    let three = &LENGTHS[1..];
    let options = SearchOptions {
        limit: 20,
        hits: 1,
        ..SearchOptions::default()
    };
    let mut ours = |q: &str| {
        Ok(u64::from(
            library.search(&format!("\"{q}\""), &options)?.documents,
        ))
    };

    let whole = run(
        "Yandu, whole call, 3 and more characters",
        texts,
        three,
        &mut ours,
        &documents,
    )?;
    let two = run(
        "Yandu, whole call, 2 characters",
        texts,
        &[2],
        &mut ours,
        &documents,
    )?;

    let trigram = fts(folder, "trigram.sqlite", "trigram", &texts.paragraphs)?;
    let by_paragraph = run(
        "FTS5 trigram, bare, paragraphs",
        texts,
        three,
        |q| ask_fts(&trigram, q),
        &paragraphs,
    )?;
    let like = run(
        "FTS5 trigram + LIKE, 2 characters",
        texts,
        &[2],
        |q| ask_like(&trigram, q),
        &paragraphs,
    )?;
    let trigram_whole = fts(
        folder,
        "trigram-documents.sqlite",
        "trigram",
        &texts.documents,
    )?;
    let by_document = run(
        "FTS5 trigram, bare, documents",
        texts,
        three,
        |q| ask_fts(&trigram_whole, q),
        &documents,
    )?;
    let figures = Figures {
        whole,
        two,
        by_paragraph,
        by_document,
        like,
    };
    others(texts, folder)?;
    figures.judge();
    Ok(())
}

/// What finds less, and what scans.
fn others(texts: &Texts, folder: &Path) -> Result<()> {
    let documents = |q: &str| texts.documents.iter().filter(|t| t.contains(q)).count() as u64;
    let paragraphs = |q: &str| texts.paragraphs.iter().filter(|t| t.contains(q)).count() as u64;
    let unicode = fts(folder, "unicode61.sqlite", "unicode61", &texts.paragraphs)?;
    run(
        "FTS5 unicode61, paragraphs",
        texts,
        &LENGTHS,
        |q| ask_fts(&unicode, q),
        &paragraphs,
    )?;
    let jieba = Jieba::new(&texts.paragraphs)?;
    run(
        "tantivy + tantivy-jieba, phrase, paragraphs",
        texts,
        &LENGTHS,
        |q| jieba.ask(q),
        &paragraphs,
    )?;
    run(
        "plain scan in memory (memmem), documents",
        texts,
        &[2, 6],
        |q| Ok(scan(texts, q)),
        &documents,
    )?;

    Ok(())
}

/// What the targets look at.
struct Figures {
    whole: Row,
    two: Row,
    by_paragraph: Row,
    by_document: Row,
    like: Row,
}

impl Figures {
    fn judge(&self) {
        let Figures {
            whole,
            two,
            by_paragraph,
            by_document,
            like,
        } = self;
        target(
            "p50 against FTS5 trigram by paragraph (ours / theirs)",
            whole.p50 / by_paragraph.p50,
            whole.p50 <= 4.0 * by_paragraph.p50,
            "<= 4",
        );
        target(
            "p99, FTS5 trigram by paragraph / ours",
            by_paragraph.p99 / whole.p99,
            by_paragraph.p99 >= 3.0 * whole.p99,
            ">= 3",
        );
        target(
            "p50 against FTS5 trigram by document (ours / theirs)",
            whole.p50 / by_document.p50,
            whole.p50 <= 4.0 * by_document.p50,
            "<= 4",
        );
        target(
            "p99, FTS5 trigram by document / ours",
            by_document.p99 / whole.p99,
            by_document.p99 >= 3.0 * whole.p99,
            ">= 3",
        );
        target(
            "2 characters, trigram + LIKE / ours (p50)",
            like.p50 / two.p50,
            like.p50 >= 300.0 * two.p50,
            ">= 300",
        );
    }
}

/// A table of FTS5 with its texts.
pub(crate) fn fts(
    folder: &Path,
    name: &str,
    tokenizer: &str,
    texts: &[String],
) -> Result<Connection> {
    let mut connection = Connection::open(folder.join(name))?;
    connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA mmap_size = 1073741824;")?;
    connection.execute_batch(&format!(
        "CREATE VIRTUAL TABLE t USING fts5 (text, tokenize = '{tokenizer}')"
    ))?;
    let transaction = connection.transaction()?;
    {
        let mut insert = transaction.prepare("INSERT INTO t (text) VALUES (?1)")?;
        for text in texts {
            insert.execute([text])?;
        }
    }
    transaction.commit()?;
    connection.execute("INSERT INTO t (t) VALUES ('optimize')", [])?;
    Ok(connection)
}

/// Top 20 by rank, and the count.
fn ask_fts(connection: &Connection, query: &str) -> Result<u64> {
    let phrase = format!("\"{query}\"");
    let mut top =
        connection.prepare_cached("SELECT rowid FROM t WHERE t MATCH ?1 ORDER BY rank LIMIT 20")?;
    top.query_map([&phrase], |r| r.get::<_, i64>(0))?
        .for_each(drop);
    let mut count = connection.prepare_cached("SELECT count(*) FROM t WHERE t MATCH ?1")?;
    Ok(count.query_row([&phrase], |r| r.get::<_, u32>(0))?.into())
}

fn ask_like(connection: &Connection, query: &str) -> Result<u64> {
    let pattern = format!("%{query}%");
    let mut count = connection.prepare_cached("SELECT count(*) FROM t WHERE text LIKE ?1")?;
    Ok(count.query_row([&pattern], |r| r.get::<_, u32>(0))?.into())
}

fn scan(texts: &Texts, query: &str) -> u64 {
    let finder = memchr::memmem::Finder::new(query);
    texts
        .documents
        .iter()
        .filter(|t| finder.find(t.as_bytes()).is_some())
        .count() as u64
}

/// tantivy as the manual of tantivy-jieba sets it up.
struct Jieba {
    index: Index,
    field: tantivy::schema::Field,
}

impl Jieba {
    fn new(texts: &[String]) -> Result<Self> {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("jieba")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let field = schema.add_text_field(
            "text",
            TextOptions::default().set_indexing_options(indexing),
        );
        let index = Index::create_in_ram(schema.build());
        index
            .tokenizers()
            .register("jieba", tantivy_jieba::JiebaTokenizer::new());
        let mut writer = index.writer_with_num_threads(1, 100 << 20)?;
        for text in texts {
            let mut document = TantivyDocument::default();
            document.add_text(field, text);
            writer.add_document(document)?;
        }
        writer.commit()?;
        Ok(Jieba { index, field })
    }

    fn ask(&self, query: &str) -> Result<u64> {
        let mut tokenizer = tantivy_jieba::JiebaTokenizer::new();
        let mut stream = tokenizer.token_stream(query);
        let mut terms = Vec::new();
        while let Some(token) = stream.next() {
            terms.push((
                token.position,
                Term::from_field_text(self.field, &token.text),
            ));
        }
        let searcher = self.index.reader()?.searcher();
        let top = TopDocs::with_limit(20).order_by_score();
        let count = match &terms[..] {
            [] => 0,
            [(_, term)] => {
                let query =
                    tantivy::query::TermQuery::new(term.clone(), IndexRecordOption::WithFreqs);
                searcher.search(&query, &(top, Count))?.1
            }
            _ => {
                searcher
                    .search(&PhraseQuery::new_with_offset(terms), &(top, Count))?
                    .1
            }
        };
        Ok(count as u64)
    }
}
