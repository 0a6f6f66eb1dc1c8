//! Question to passage: the ranking of near matches beside plain bigrams and plain jieba.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{
    IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions, Value as _,
};
use tantivy::tokenizer::{NgramTokenizer, TextAnalyzer, TokenStream};
use tantivy::{Index, TantivyDocument, Term};
use yandu::{ImportOptions, Library, SearchOptions};
use yandu_search::fold;

use crate::target;

pub(crate) fn compare(shared: &Path, folder: &Path) -> Result<()> {
    let lines = |name: &str| -> Result<Vec<Value>> {
        let text = std::fs::read_to_string(shared.join("ir/cmrc2018").join(name))
            .context("no CMRC 2018")?;
        text.lines().map(|l| Ok(serde_json::from_str(l)?)).collect()
    };
    let passages: Vec<(u64, String)> = lines("passages.jsonl")?
        .iter()
        .map(|p| {
            (
                p["id"].as_u64().unwrap_or(0),
                p["text"].as_str().unwrap_or_default().to_owned(),
            )
        })
        .collect();
    let questions: Vec<(String, Vec<u64>)> = lines("queries.jsonl")?
        .iter()
        .map(|q| {
            let relevant = q["rel"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_u64)
                .collect();
            (
                q["q"].as_str().unwrap_or_default().replace('"', ""),
                relevant,
            )
        })
        .collect();
    let bigram = TextAnalyzer::builder(NgramTokenizer::new(2, 2, false)?).build();
    let jieba = TextAnalyzer::from(tantivy_jieba::JiebaTokenizer::new());
    let plain_bigram = plain(&passages, &questions, bigram)?;
    let plain_jieba = plain(&passages, &questions, jieba)?;
    let yandu = ours(&passages, &questions, folder)?;
    println!(
        "  plain bigram {plain_bigram:.4}, plain jieba {plain_jieba:.4}, Yandu {yandu:.4} ({} questions)",
        questions.len()
    );
    target("MRR@10", yandu, yandu >= 0.980, ">= .980");
    target(
        "above the better plain one",
        yandu - plain_bigram.max(plain_jieba),
        yandu >= plain_bigram.max(plain_jieba),
        ">= 0",
    );
    Ok(())
}

fn reciprocal(list: impl Iterator<Item = u64>, relevant: &[u64]) -> f64 {
    list.take(10)
        .position(|id| relevant.contains(&id))
        .map_or(0.0, |rank| 1.0 / (rank as f64 + 1.0))
}

fn plain(
    passages: &[(u64, String)],
    questions: &[(String, Vec<u64>)],
    mut analyzer: TextAnalyzer,
) -> Result<f64> {
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("own")
        .set_index_option(IndexRecordOption::WithFreqs);
    let text = schema.add_text_field(
        "text",
        TextOptions::default().set_indexing_options(indexing),
    );
    let id = schema.add_u64_field("id", STORED);
    let index = Index::create_in_ram(schema.build());
    index.tokenizers().register("own", analyzer.clone());
    let mut writer = index.writer_with_num_threads(1, 100 << 20)?;
    for (number, passage) in passages {
        let mut document = TantivyDocument::default();
        document.add_u64(id, *number);
        document.add_text(text, fold(passage));
        writer.add_document(document)?;
    }
    writer.commit()?;
    let searcher = index.reader()?.searcher();
    let mut sum = 0.0;
    for (question, relevant) in questions {
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        let folded = fold(question);
        let mut stream = analyzer.token_stream(&folded);
        while let Some(token) = stream.next() {
            let term = Term::from_field_text(text, &token.text);
            clauses.push((
                Occur::Should,
                Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)),
            ));
        }
        let top = searcher.search(
            &BooleanQuery::new(clauses),
            &TopDocs::with_limit(10).order_by_score(),
        )?;
        let mut ids = Vec::new();
        for (_, address) in top {
            let document: TantivyDocument = searcher.doc(address)?;
            ids.extend(document.get_first(id).and_then(|v| v.as_u64()));
        }
        sum += reciprocal(ids.into_iter(), relevant);
    }
    Ok(sum / questions.len() as f64)
}

fn ours(
    passages: &[(u64, String)],
    questions: &[(String, Vec<u64>)],
    folder: &Path,
) -> Result<f64> {
    let texts = folder.join("cmrc");
    std::fs::create_dir_all(&texts)?;
    for (number, passage) in passages {
        std::fs::write(texts.join(format!("{number:05}.txt")), passage)?;
    }
    let mut library = Library::open(&folder.join("cmrc-library"))?;
    let report = library.import(&[texts], &ImportOptions::default(), &mut |_, _, _| true)?;
    library.flush_index()?;
    let number = |path: &str| {
        Path::new(path)
            .file_stem()
            .and_then(|s| s.to_str()?.parse().ok())
            .unwrap_or(u64::MAX)
    };
    let mut ids: HashMap<String, u64> = HashMap::new();
    for item in report.items {
        ids.entry(item.id.unwrap_or_default())
            .or_insert(number(&item.path));
    }
    let options = SearchOptions {
        limit: 10,
        hits: 1,
        near: true,
        ..SearchOptions::default()
    };
    let mut sum = 0.0;
    for (question, relevant) in questions {
        // A question of marks alone asks nothing; it counts as missed.
        let Ok(answer) = library.search(&format!("\"{question}\""), &options) else {
            continue;
        };
        let list = answer
            .items
            .iter()
            .chain(answer.near.iter().map(|n| &n.item))
            .filter_map(|i| ids.get(&i.id).copied());
        sum += reciprocal(list, relevant);
    }
    Ok(sum / questions.len() as f64)
}
