//! Annotations at their limits: 1,000 anchors in an edited text, 10,000 on one document, a million in the
//! library. `make bench-annotations`; YANDU_ANNOTATIONS sets another number of documents (100).

use std::path::Path;
use std::time::Instant;

use anyhow::Result;
use serde_json::json;
use yandu::{
    AnnotationFile, AnnotationFilter, AnnotationKind, AnnotationOrder, Colour, DocumentFilter,
    ImportOptions, Library, NewAnnotation, Scope, SearchOptions, TextPositionSelector,
};
use yandu_document::{FoldedText, Placement, Reanchoring};

use crate::clock::{percentile, thread_ms};
use crate::target;

const CHARS: usize = 100_000;
const ON_ONE: usize = 10_000;

pub(crate) fn run() -> Result<()> {
    println!("== re-anchoring: 1,000 anchors, a text of 100,000 chars, one char in ten edited");
    reanchoring();
    println!("\n== a library full of annotations");
    let folder = tempfile::tempdir()?;
    let documents = std::env::var("YANDU_ANNOTATIONS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(100);
    full_library(folder.path(), documents)
}

/// Numbers that are the same in every run (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % below.max(1) as u64) as usize
    }
}

const WORDS: [&str; 40] = [
    "学习",
    "工作",
    "调查研究",
    "基层",
    "群众",
    "落实",
    "问题",
    "发展",
    "改革",
    "制度",
    "干部",
    "作风",
    "服务",
    "创新",
    "责任",
    "要",
    "在",
    "把",
    "和",
    "对",
    "坚持",
    "推动",
    "加强",
    "解决",
    "做好",
    "认真",
    "深入",
    "持续",
    "切实",
    "不断",
    "的",
    "了",
    "一项",
    "一批",
    "有关",
    "重点",
    "长期",
    "全面",
    "实际",
    "成效",
];

/// Paragraphs of about 200 chars, `chars` in all.
fn text(seed: u64, chars: usize) -> Vec<String> {
    let mut numbers = Numbers(seed);
    let (mut blocks, mut length) = (Vec::new(), 0);
    while length < chars {
        let mut block = String::new();
        for n in 0..80 {
            block.push_str(WORDS[numbers.next(WORDS.len())]);
            if n % 9 == 8 {
                block.push_str(if n % 27 == 26 { "。" } else { "，" });
            }
        }
        block.push('。');
        length += block.chars().count();
        blocks.push(block);
    }
    blocks
}

fn plain(blocks: &[String]) -> FoldedText {
    let mut folded = FoldedText::default();
    for (n, block) in blocks.iter().enumerate() {
        for (at, c) in block.chars().enumerate() {
            folded.text.push(c);
            folded.origin.push((n as u32, at as u32));
        }
    }
    folded
}

fn reanchoring() {
    let blocks = text(1, CHARS);
    let mut numbers = Numbers(2);
    let edited: Vec<String> = blocks
        .iter()
        .map(|block| {
            let edit = |c: char| match numbers.next(30) {
                0 => String::new(),
                1 => "改".to_owned(),
                2 => format!("新{c}"),
                _ => c.to_string(),
            };
            block.chars().map(edit).collect()
        })
        .collect();
    let (old, new) = (plain(&blocks), plain(&edited));
    let began = thread_ms();
    let reanchoring = Reanchoring::new(&old, &new);
    let aligned = thread_ms() - began;
    let mut found = 0;
    for n in 0..1000_usize {
        let block = n % blocks.len();
        let at = TextPositionSelector {
            block: block as u32,
            start: 10,
            end_block: block as u32,
            end: 15 + (n % 76) as u32,
        };
        found += u32::from(matches!(reanchoring.place(&at), Placement::Found(_)));
    }
    let all = thread_ms() - began;
    println!("  aligned in {aligned:.0} ms; {found} of 1,000 placed without a question");
    target("1,000 anchors, CPU s", all / 1000.0, all < 1000.0, "< 1");
}

fn full_library(folder: &Path, documents: usize) -> Result<()> {
    let files = folder.join("files");
    std::fs::create_dir_all(&files)?;
    for n in 0..=documents {
        let title = format!("第{n}次会议上的讲话");
        std::fs::write(
            files.join(format!("{n}.txt")),
            format!("{title}\n\n{}", text(n as u64, CHARS).join("\n\n")),
        )?;
    }
    let mut library = Library::open(&folder.join("library"))?;
    library.import(&[files], &ImportOptions::default(), &mut |_, _, _| true)?;
    let list = library.list_documents(&DocumentFilter {
        limit: documents as u32 + 1,
        ..DocumentFilter::default()
    })?;
    let ids: Vec<String> = list.items.into_iter().map(|d| d.id).collect();
    let began = Instant::now();
    for id in &ids[1..] {
        let bytes = collection(&library, id)?;
        let file = AnnotationFile {
            name: "bench".to_owned(),
            bytes: &bytes,
            document: Some(id.clone()),
        };
        library.import_annotations(&file)?;
    }
    let all = library
        .list_annotations(&AnnotationFilter {
            limit: 1,
            ..AnnotationFilter::default()
        })?
        .total;
    println!(
        "  {all} annotations on {documents} documents, imported in {:.0} s",
        began.elapsed().as_secs_f64()
    );
    opening(&library, &ids)?;
    filters(&library, &ids[1])?;
    writing(&mut library, &ids[1])?;
    searching(library)
}

/// Annotations of a document as a file of another member.
fn collection(library: &Library, id: &str) -> Result<Vec<u8>> {
    let blocks = library.get_document(id)?.blocks;
    let mut numbers = Numbers(id.len() as u64);
    let mut items = Vec::with_capacity(ON_ONE);
    let mut starts = Vec::with_capacity(blocks.len());
    let mut length = 0;
    for block in &blocks {
        starts.push(length);
        length += block.text.chars().count() + 1;
    }
    for n in 0..ON_ONE {
        let block = 1 + numbers.next(blocks.len() - 1);
        let chars: Vec<char> = blocks[block].text.chars().collect();
        let start = numbers.next(chars.len().saturating_sub(40));
        let end = (start + 5 + numbers.next(30)).min(chars.len());
        let exact: String = chars[start..end].iter().collect();
        let colour = Colour::ALL[n % 5].name();
        items.push(json!({
            "id": format!("urn:bench:{id}:{n}"), "type": "Annotation", "motivation": "commenting",
            "creator": { "id": format!("urn:bench:person:{}", n % 8), "type": "Person", "name": format!("成员{}", n % 8) },
            "created": "2026-01-02T03:04:05Z",
            "body": [{ "type": "TextualBody", "value": format!("第{n}条体会：联系实际再想一想"), "purpose": "commenting" },
                     { "type": "TextualBody", "value": format!("标签{}", n % 12), "purpose": "tagging" }],
            "target": { "source": "urn:bench", "styleClass": colour, "selector": [
                { "type": "TextPositionSelector", "start": starts[block] + start, "end": starts[block] + end },
                { "type": "TextQuoteSelector", "exact": exact }] },
        }));
    }
    Ok(serde_json::to_vec(&items)?)
}

/// Median of 15, wall ms.
fn median(mut work: impl FnMut() -> Result<()>) -> Result<f64> {
    let mut times = Vec::new();
    for _ in 0..15 {
        let began = Instant::now();
        work()?;
        times.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(percentile(&mut times, 0.5))
}

fn of(document: &str) -> AnnotationFilter {
    AnnotationFilter {
        document: Some(document.to_owned()),
        order: AnnotationOrder::Text,
        ..AnnotationFilter::default()
    }
}

fn opening(library: &Library, ids: &[String]) -> Result<()> {
    let text = |id: &str| library.get_document(id).map(|_| ());
    let bare = median(|| Ok(text(&ids[0])?))?;
    let annotated = median(|| Ok(text(&ids[1])?))?;
    let rows = median(|| {
        let list = library.list_annotations(&of(&ids[1]))?;
        anyhow::ensure!(
            list.items.len() == ON_ONE,
            "{} annotations",
            list.items.len()
        );
        Ok(())
    })?;
    println!(
        "  the text of a document without annotations: {bare:.1} ms; with 10,000: {annotated:.1} ms"
    );
    println!("  its 10,000 annotations, which come beside the text: {rows:.0} ms");
    target(
        "opening the text, with / without",
        annotated / bare,
        annotated / bare <= 2.0,
        "<= 2",
    );
    Ok(())
}

fn filters(library: &Library, id: &str) -> Result<()> {
    let page = AnnotationFilter {
        limit: 100,
        ..AnnotationFilter::default()
    };
    let author = library.list_people()?.into_iter().map(|p| p.id).next();
    let cases = [
        (
            "of one document: a colour",
            AnnotationFilter {
                colours: vec![Colour::Doubt],
                ..of(id)
            },
        ),
        (
            "of one document: a tag",
            AnnotationFilter {
                tag: Some("标签3".to_owned()),
                ..of(id)
            },
        ),
        (
            "of one document: a person",
            AnnotationFilter {
                author: author.clone(),
                ..of(id)
            },
        ),
        ("of the library: all, first page", page.clone()),
        (
            "of the library: a colour",
            AnnotationFilter {
                colours: vec![Colour::Doubt],
                ..page.clone()
            },
        ),
        (
            "of the library: a tag",
            AnnotationFilter {
                tag: Some("标签3".to_owned()),
                ..page.clone()
            },
        ),
        (
            "of the library: a person",
            AnnotationFilter {
                author,
                ..page.clone()
            },
        ),
        (
            "of the library: what needs a look",
            AnnotationFilter {
                unsettled: true,
                ..page.clone()
            },
        ),
        (
            "of the library: all, the middle page",
            AnnotationFilter {
                offset: 500_000,
                ..page
            },
        ),
    ];
    for (name, filter) in cases {
        let ms = median(|| {
            library
                .list_annotations(&filter)
                .map(|_| ())
                .map_err(Into::into)
        })?;
        target(&format!("filter {name}, ms"), ms, ms < 50.0, "< 50");
    }
    Ok(())
}

fn writing(library: &mut Library, id: &str) -> Result<()> {
    let new = NewAnnotation {
        kind: AnnotationKind::Comment,
        colour: Colour::KeyPoint,
        comment: "刚刚写下的一条批注".to_owned(),
        tags: Vec::new(),
    };
    let at = TextPositionSelector {
        block: 2,
        start: 3,
        end_block: 2,
        end: 12,
    };
    let ms = median(|| {
        library
            .add_annotation(id, at, &new)
            .map(|_| ())
            .map_err(Into::into)
    })?;
    println!("  adding an annotation, durable: {ms:.1} ms");
    Ok(())
}

fn searching(library: Library) -> Result<()> {
    let options = SearchOptions {
        scopes: vec![Scope::Annotations],
        ..SearchOptions::default()
    };
    let folder = library.folder().to_owned();
    drop(library);
    let mut library = Library::open(&folder)?;
    library.prepare_search()?;
    let began = Instant::now();
    let first = library.search("刚刚写下的一条批注", &options)?;
    println!(
        "  after a start, the first search of annotations (it reads their catalogue): {:.2} s",
        began.elapsed().as_secs_f64()
    );
    anyhow::ensure!(first.documents == 15, "{} found", first.documents);
    let ms = median(|| {
        library
            .search("写下的一条", &options)
            .map(|_| ())
            .map_err(Into::into)
    })?;
    println!(
        "  a search of {} annotations: {ms:.1} ms",
        first.total_in_library
    );
    Ok(())
}
