//! Near duplicates of the corpus, works, and reading a file again.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use yandu::{
    AnnotationFilter, AnnotationKind, Colour, ImportOptions, ImportStatus, Library, NearKind,
    NewAnnotation, SearchOptions, TextPositionSelector,
};
use yandu_search::{Likeness, fold};

use crate::shared::{Dice, shared};

fn import(library: &mut Library, folder: &Path) {
    let report = library
        .import(
            &[folder.to_owned()],
            &ImportOptions::default(),
            &mut |_, _, _| true,
        )
        .unwrap();
    assert_eq!(report.failed, 0, "{:?}", report.items);
}

/// Texts of the corpus that are long enough to be judged.
fn corpus_texts(shared: &Path, most: usize) -> Vec<String> {
    let mut files: Vec<_> = ["speeches", "circulars", "laws", "news"]
        .iter()
        .flat_map(|f| yandu_import::discover(&[shared.join("corpus").join(f)]))
        .map(|f| f.path)
        .collect();
    files.sort();
    let step = (files.len() / most).max(1);
    let text = |path: &std::path::PathBuf| std::fs::read_to_string(path).ok();
    let long = |text: &String| (400..20_000).contains(&text.chars().count());
    files
        .iter()
        .step_by(step)
        .filter_map(text)
        .filter(long)
        .collect()
}

/// The same text as another site prints it: other punctuation marks, a frame, one char of a hundred changed.
fn another_site(text: &str, dice: &mut Dice) -> String {
    let mut copy = String::from("青河在线 > 要闻 > 正文\n来源：青河日报  字号：大 中 小\n");
    for c in text.chars() {
        match c {
            '，' => copy.push(','),
            '。' if dice.chance(30) => copy.push('．'),
            c if c >= '一' && dice.chance(1) => copy.push('某'),
            c => copy.push(c),
        }
    }
    copy.push_str("\n责任编辑：李某  打印本页  关闭窗口\n");
    copy
}

/// A third of the paragraphs, those in the middle.
fn excerpt(text: &str) -> String {
    let lines: Vec<&str> = text.lines().filter(|l| !l.trim().is_empty()).collect();
    lines[lines.len() / 3..2 * lines.len() / 3].join("\n")
}

#[test]
fn pairs_of_the_corpus_are_found_and_nothing_else() {
    let Some(shared) = shared() else { return };
    let folder = tempfile::tempdir().unwrap();
    let inbox = folder.path().join("inbox");
    std::fs::create_dir(&inbox).unwrap();
    let mut dice = Dice(20_261_124);
    for (n, text) in corpus_texts(&shared, 500).iter().enumerate() {
        let write = |name: &str, text: &str| {
            std::fs::write(inbox.join(format!("{n:04}-{name}.txt")), text).unwrap()
        };
        write("a", text);
        match n % 4 {
            0 => write("b", &another_site(text, &mut dice)),
            1 => write("c", &excerpt(text)),
            _ => {}
        }
    }
    let mut library = Library::open(&folder.path().join("library")).unwrap();
    import(&mut library, &inbox);
    library.find_near_duplicates(&mut |_, _| true).unwrap();
    let found: HashSet<(String, String)> = library
        .list_near_duplicates()
        .unwrap()
        .into_iter()
        .map(|p| pair(p.id, p.other))
        .collect();

    // The truth: every pair, all shingles, no samples.
    let texts = texts(&library);
    let mut truth = HashSet::new();
    for (a, b) in sharing(&texts) {
        let likeness = Likeness::of(&texts[a].1, &texts[b].1);
        if likeness.resemblance >= 0.5 || likeness.containment >= 0.8 {
            truth.insert(pair(texts[a].0.clone(), texts[b].0.clone()));
        }
    }
    let both = found.intersection(&truth).count() as f64;
    let (precision, recall) = (both / found.len() as f64, both / truth.len() as f64);
    println!(
        "{} texts, {} pairs: precision {precision:.3}, recall {recall:.3}",
        texts.len(),
        truth.len()
    );
    assert!(truth.len() > 150, "{}", truth.len());
    assert!(
        precision >= 0.98 && recall >= 0.9,
        "precision {precision:.3}, recall {recall:.3}"
    );
}

fn pair(a: String, b: String) -> (String, String) {
    if a < b { (a, b) } else { (b, a) }
}

/// Ids and folded texts of the covers.
fn texts(library: &Library) -> Vec<(String, String)> {
    let filter = yandu::DocumentFilter {
        limit: u32::MAX,
        ..yandu::DocumentFilter::default()
    };
    let all = library.list_documents(&filter).unwrap().items;
    all.into_iter()
        .map(|d| {
            let view = library.get_document(&d.id).unwrap();
            let text = view.blocks.iter().map(|b| fold(&b.text)).collect();
            (view.id, text)
        })
        .collect()
}

/// Pairs that share any of every hundredth shingle of either: all that could be alike.
fn sharing(texts: &[(String, String)]) -> HashSet<(usize, usize)> {
    let mut holders: HashMap<Vec<char>, Vec<usize>> = HashMap::new();
    for (n, (_, text)) in texts.iter().enumerate() {
        let chars: Vec<char> = text.chars().collect();
        let mut own: HashSet<Vec<char>> = HashSet::new();
        for window in chars.windows(12) {
            let sum: u32 = window.iter().map(|c| *c as u32).sum();
            if sum.is_multiple_of(23) && own.insert(window.to_vec()) {
                holders.entry(window.to_vec()).or_default().push(n);
            }
        }
    }
    let mut pairs = HashSet::new();
    for holder in holders.values().filter(|h| h.len() < 60) {
        for (n, a) in holder.iter().enumerate() {
            pairs.extend(holder[..n].iter().map(|b| (*b, *a)));
        }
    }
    pairs
}

fn two_editions(folder: &Path) -> (Library, String, String) {
    let inbox = folder.join("inbox");
    std::fs::create_dir(&inbox).unwrap();
    let body: String = (1..40)
        .map(|n| {
            format!("第{n}点，要认真组织干部职工第{n}次学习，结合单位实际交流体会、形成报告。\n")
        })
        .collect();
    std::fs::write(inbox.join("一.txt"), format!("关于读书的讲话\n{body}")).unwrap();
    std::fs::write(
        inbox.join("二.txt"),
        format!("关于读书的讲话（摘自青河在线）\n来源：青河日报\n{body}"),
    )
    .unwrap();
    let mut library = Library::open(&folder.join("library")).unwrap();
    import(&mut library, &inbox);
    library.find_near_duplicates(&mut |_, _| true).unwrap();
    let pairs = library.list_near_duplicates().unwrap();
    assert_eq!((pairs.len(), pairs[0].kind), (1, NearKind::Same));
    (library, pairs[0].id.clone(), pairs[0].other.clone())
}

fn annotate(library: &mut Library, document: &str, word: &str) {
    let view = library.get_document(document).unwrap();
    let (block, at) = view
        .blocks
        .iter()
        .find_map(|b| {
            b.text
                .find(word)
                .map(|at| (b.n, b.text[..at].chars().count() as u32))
        })
        .unwrap();
    let at = TextPositionSelector {
        block,
        start: at,
        end_block: block,
        end: at + word.chars().count() as u32,
    };
    let new = NewAnnotation {
        kind: AnnotationKind::Comment,
        colour: Colour::Quotable,
        comment: word.to_owned(),
        tags: Vec::new(),
    };
    library.add_annotation(document, at, &new).unwrap();
}

fn annotated(library: &Library, document: &str) -> usize {
    let filter = AnnotationFilter {
        document: Some(document.to_owned()),
        limit: 50,
        ..AnnotationFilter::default()
    };
    library.list_annotations(&filter).unwrap().items.len()
}

#[test]
fn joined_editions_stay_searched_and_share_annotations() {
    let folder = tempfile::tempdir().unwrap();
    // The longer one has the frame of the site: its words are nowhere else.
    let (mut library, other, keep) = two_editions(folder.path());
    annotate(&mut library, &other, "第12次学习");
    annotate(&mut library, &other, "来源");
    let joined = library.join_work(&keep, &other).unwrap();
    assert_eq!((joined.carried, joined.stayed), (1, 1));
    assert_eq!(
        (annotated(&library, &keep), annotated(&library, &other)),
        (1, 1)
    );
    assert_eq!(library.editions_of(&keep).unwrap()[0].id, other);
    assert!(library.list_near_duplicates().unwrap().is_empty());
    let answer = library
        .search("第12次学习", &SearchOptions::default())
        .unwrap();
    assert_eq!(answer.documents, 2);
    library.undo().unwrap();
    assert_eq!(annotated(&library, &other), 2);
    assert!(library.editions_of(&keep).unwrap().is_empty());
    assert_eq!(library.list_near_duplicates().unwrap().len(), 1);
}

#[test]
fn what_is_said_to_be_different_is_not_shown_again() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, one, other) = two_editions(folder.path());
    library.keep_apart(&other, &one).unwrap();
    library.find_near_duplicates(&mut |_, _| true).unwrap();
    assert!(library.list_near_duplicates().unwrap().is_empty());
    assert_eq!(library.near_duplicates_of(&one).unwrap().len(), 1);
    library.undo().unwrap();
    assert_eq!(library.list_near_duplicates().unwrap().len(), 1);
}

#[test]
fn a_file_in_the_wrong_encoding_is_read_again_and_annotations_follow() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("短.txt");
    // 關讀學習通會議單 in Big5, which is some text in GBK too.
    let bytes = b"\xc3\xf6\xc5\xaa\xbe\xc7\xb2\xdf\xb3\x71\xb7\x7c\xc4\xb3\xb3\xe6";
    std::fs::write(&file, bytes).unwrap();
    let mut library = Library::open(&folder.path().join("library")).unwrap();
    let mut options = ImportOptions::default();
    options.set_encoding("gbk").unwrap();
    let report = library
        .import(&[file], &options, &mut |_, _, _| true)
        .unwrap();
    let id = report.items[0].id.clone().unwrap();
    assert_ne!(library.get_document(&id).unwrap().title, "關讀學習通會議單");
    let previews = library.encoding_previews(&id).unwrap();
    let right = previews.iter().find(|p| p.encoding == "big5").unwrap();
    assert_eq!(right.text.as_deref(), Some("關讀學習通會議單"));
    assert!(
        previews
            .iter()
            .any(|p| p.current && p.encoding == "gb18030")
    );
    options.set_encoding("big5").unwrap();
    let item = library.read_again(&id, &options).unwrap();
    assert_eq!(
        (item.status, item.id.as_deref()),
        (ImportStatus::Updated, Some(id.as_str()))
    );
    let view = library.get_document(&id).unwrap();
    assert_eq!((view.title.as_str(), view.version), ("關讀學習通會議單", 2));
    assert_eq!(
        library
            .search("关读学习", &SearchOptions::default())
            .unwrap()
            .documents,
        1
    );
}
