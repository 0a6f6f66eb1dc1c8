//! Near matches: question to passage on CMRC 2018.

use std::collections::HashMap;

use serde_json::Value;
use yandu::{ImportOptions, Library, SearchOptions};

use crate::shared::shared;

#[test]
fn questions_find_their_passages() {
    let Some(shared) = shared() else { return };
    let lines = |name: &str| -> Vec<Value> {
        let text = std::fs::read_to_string(shared.join("ir/cmrc2018").join(name)).unwrap();
        text.lines()
            .map(|l| serde_json::from_str(l).unwrap())
            .collect()
    };
    let texts = tempfile::tempdir().unwrap();
    for passage in lines("passages.jsonl") {
        let path = texts
            .path()
            .join(format!("{:05}.txt", passage["id"].as_u64().unwrap()));
        std::fs::write(path, passage["text"].as_str().unwrap()).unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(folder.path()).unwrap();
    let mut ids: HashMap<String, u64> = HashMap::new();
    let report = library
        .import(
            &[texts.path().to_owned()],
            &ImportOptions::default(),
            &mut |_, _, _| true,
        )
        .unwrap();
    for item in report.items {
        let number = std::path::Path::new(&item.path)
            .file_stem()
            .unwrap()
            .to_string_lossy()
            .parse()
            .unwrap();
        ids.entry(item.id.unwrap()).or_insert(number);
    }
    let options = SearchOptions {
        limit: 10,
        hits: 1,
        near: true,
        ..SearchOptions::default()
    };
    let queries = lines("queries.jsonl");
    let mut sum = 0.0;
    let mut asked = 0.0;
    for query in queries.iter().step_by(4) {
        let answer = library
            .search(
                &format!("\"{}\"", query["q"].as_str().unwrap().replace('"', "")),
                &options,
            )
            .unwrap();
        let relevant: Vec<u64> = query["rel"]
            .as_array()
            .unwrap()
            .iter()
            .map(|r| r.as_u64().unwrap())
            .collect();
        let list = answer
            .items
            .iter()
            .chain(answer.near.iter().map(|n| &n.item));
        let rank = list.take(10).position(|i| relevant.contains(&ids[&i.id]));
        sum += rank.map_or(0.0, |r| 1.0 / (r as f64 + 1.0));
        asked += 1.0;
    }
    let mrr = sum / asked;
    println!("MRR@10 {mrr:.4} over {asked} questions");
    assert!(mrr >= 0.980, "MRR@10 {mrr:.4}");
}
