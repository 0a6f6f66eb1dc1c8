//! 引文核对: quotations cut from real texts, a third of them changed, a third invented.

use std::path::Path;

use yandu::{Draft, ImportOptions, Library, QuotationMark, QuotationReport, QuotationStatus, Sort};

use crate::shared::{Dice, sample_library, shared};

fn check(library: &mut Library, text: &str) -> QuotationReport {
    let draft = Draft::of_text(text);
    library
        .check_quotations(&draft, false, &mut |_, _| true)
        .unwrap()
}

/// Chars that are not used in marks, and that make a wrong word anywhere.
const WRONG: [char; 6] = ['猫', '饼', '靴', '凳', '虾', '琴'];

/// Invented sentences: subject, verb and object that no official text puts together.
fn invented(dice: &mut Dice) -> String {
    let of = |dice: &mut Dice, words: &[&str]| words[dice.below(words.len())].to_owned();
    let who = of(
        dice,
        &[
            "隔壁的厨师",
            "会飞的书桌",
            "三只松鼠",
            "昨夜的月亮",
            "退休的船长",
            "雨中的邮差",
        ],
    );
    let how = of(
        dice,
        &["悄悄地", "一边唱歌一边", "慢吞吞地", "在屋顶上", "戴着草帽"],
    );
    let does = of(dice, &["煮着", "追赶", "收藏了", "忘记了", "缝补", "数着"]);
    let what = of(
        dice,
        &[
            "一锅蓝色的汤",
            "去年的影子",
            "会打喷嚏的雨伞",
            "七十二颗纽扣",
            "没有声音的钢琴",
        ],
    );
    let end = of(
        dice,
        &[
            "，然后睡着了",
            "，谁也没有说话",
            "，直到春天来临",
            "，像往常一样",
        ],
    );
    format!("{who}{how}{does}{what}{end}")
}

#[test]
fn two_hundred_quotations_are_judged_right() {
    let Some(shared) = shared() else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(folder.path()).unwrap();
    let from = ["speeches", "circulars"].map(|f| shared.join("corpus").join(f));
    library
        .import(&from, &ImportOptions::default(), &mut |_, _, _| true)
        .unwrap();
    let list = library
        .list_documents(&yandu::DocumentFilter {
            limit: u32::MAX,
            ..yandu::DocumentFilter::default()
        })
        .unwrap();
    let mut dice = Dice(20_261_124);
    let mut wrong = Vec::new();
    let mut judged = [0; 3];
    for n in 0..200 {
        let kind = n % 3;
        let (text, id) = match kind {
            2 => (invented(&mut dice), String::new()),
            _ => cut(&library, &list.items, &mut dice),
        };
        let text = match kind {
            1 => loop {
                let changed = changed(&text, &mut dice);
                // Changes that undo one another leave a quotation that is exact.
                if !text.contains(&changed) {
                    break changed;
                }
            },
            _ => text,
        };
        let report = check(&mut library, &format!("有人说：“{text}”这值得一想。"));
        let [quote] = &report.quotes[..] else {
            wrong.push(format!("{n}: {} quotes for {text}", report.quotes.len()));
            continue;
        };
        let expected = [
            QuotationStatus::Exact,
            QuotationStatus::Differs,
            QuotationStatus::NotFound,
        ][kind];
        let sources = quote.source.iter().chain(&quote.others);
        let source = kind == 2 || sources.into_iter().any(|s| s.document == id);
        if quote.status != expected || (!source && kind == 1) {
            wrong.push(format!("{n}: {:?} for {text}", quote.status));
        }
        judged[kind] += 1;
    }
    assert_eq!(judged, [67, 67, 66]);
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}

/// A stretch of 12 to 60 chars of one block, without marks of quotation.
fn cut(
    library: &Library,
    documents: &[yandu::DocumentSummary],
    dice: &mut Dice,
) -> (String, String) {
    loop {
        let document = &documents[dice.below(documents.len())];
        let view = library.get_document(&document.id).unwrap();
        let block = &view.blocks[dice.below(view.blocks.len())];
        let chars: Vec<char> = block.text.chars().collect();
        let length = 12 + dice.below(49);
        if chars.len() < length + 2 {
            continue;
        }
        let start = dice.below(chars.len() - length);
        let text: String = chars[start..start + length].iter().collect();
        let han = text.chars().filter(|c| ('一'..='龥').contains(c)).count();
        // Half a number is another number.
        let numeral = |c: &char| {
            c.is_ascii_digit()
                || "０１２３４５６７８９一二三四五六七八九十百千万亿%.．".contains(*c)
        };
        let whole = !numeral(&chars[start]) && !numeral(&chars[start + length - 1]);
        if whole
            && han >= 12
            && !text.contains(['“', '”', '"', '「', '」', '『', '』', '…', '\t', '\n'])
        {
            return (text, document.id.clone());
        }
    }
}

/// One to three Chinese chars replaced, left out or put in.
fn changed(text: &str, dice: &mut Dice) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for _ in 0..=dice.below(3) {
        let at = loop {
            let at = dice.below(chars.len());
            if ('一'..='龥').contains(&chars[at]) {
                break at;
            }
        };
        let other = WRONG[dice.below(WRONG.len())];
        match dice.below(3) {
            0 => chars[at] = other,
            1 => chars.insert(at, other),
            // What is left out in the middle is a change; at an end it is a shorter quotation.
            _ if at > 0 && at + 1 < chars.len() => {
                chars.remove(at);
            }
            _ => chars[at] = other,
        }
    }
    chars.into_iter().collect()
}

fn a_sentence(library: &Library) -> (String, yandu::DocumentView) {
    let list = library
        .list_documents(&yandu::DocumentFilter {
            limit: 50,
            ..yandu::DocumentFilter::default()
        })
        .unwrap();
    for item in &list.items {
        let view = library.get_document(&item.id).unwrap();
        let sentence = view.blocks.iter().find_map(|b| {
            let mut sentences = b.text.split_inclusive('。');
            let sentence = sentences.find(|s| s.chars().count() > 24 && !s.contains(['“', '”']));
            sentence.filter(|s| s.ends_with('。')).map(str::to_owned)
        });
        if let Some(sentence) = sentence {
            return (sentence, view);
        }
    }
    panic!("the sample has no sentence");
}

#[test]
fn what_is_copied_without_marks_is_found_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = sample_library(folder.path());
    let (sentence, view) = a_sentence(&library);
    let report = check(
        &mut library,
        &format!("我认为，工作要做实。{sentence}以上是体会。"),
    );
    let [run] = &report.quotes[..] else {
        panic!("{report:?}");
    };
    assert_eq!(
        (run.mark, run.status),
        (QuotationMark::Unmarked, QuotationStatus::Exact)
    );
    assert_eq!(run.source.as_ref().unwrap().document, view.id);
    assert_eq!(run.draft_start, 10);
}

#[test]
fn punctuation_counts_only_if_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = sample_library(folder.path());
    let (sentence, _) = a_sentence(&library);
    let other = sentence.replacen('，', "；", 1).replace('。', "！");
    let draft = Draft::of_text(&format!("“{other}”"));
    let mut status = |marks| {
        let report = library.check_quotations(&draft, marks, &mut |_, _| true);
        report.unwrap().quotes[0].clone()
    };
    let loose = status(false);
    assert_eq!(loose.status, QuotationStatus::Exact, "{loose:?}");
    let strict = status(true);
    assert_eq!(strict.status, QuotationStatus::Differs);
    assert!(strict.differences.iter().any(|d| d.op == "replace"));
}

#[test]
fn a_block_quote_short_words_and_the_named_text() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = sample_library(folder.path());
    let (sentence, view) = a_sentence(&library);
    let text = format!("> {sentence}\n据《{}》，要抓“落实”。", view.title);
    let report = check(&mut library, &text);
    assert_eq!(report.passed.len(), 1);
    assert_eq!(
        (report.passed[0].text.as_str(), report.passed[0].stands),
        ("落实", true)
    );
    assert_eq!(report.quotes.len(), 1);
    assert_eq!(report.quotes[0].mark, QuotationMark::Block);
    assert_eq!(report.quotes[0].status, QuotationStatus::Exact);
}

#[test]
fn a_check_can_be_stopped_and_an_empty_draft_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = sample_library(folder.path());
    let draft = Draft::of_text("“一句很长很长的引文在这里”\n第二段");
    let report = library
        .check_quotations(&draft, false, &mut |_, _| false)
        .unwrap();
    assert!(report.cancelled && report.quotes.is_empty());
    let file = folder.path().join("空.txt");
    std::fs::write(&file, "\n\n").unwrap();
    assert!(Draft::of_file(&file).is_err());
    assert!(Draft::of_file(Path::new("/nowhere/稿.docx")).is_err());
}

#[test]
fn the_report_says_what_differs_in_both_forms() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = sample_library(folder.path());
    let (sentence, view) = a_sentence(&library);
    let mut chars: Vec<char> = sentence.chars().collect();
    chars[8] = '猫';
    let wrong: String = chars.into_iter().collect();
    let report = check(&mut library, &format!("“{wrong}”"));
    assert_eq!(report.quotes[0].status, QuotationStatus::Differs);
    for name in ["报告.html", "报告.docx"] {
        let target = folder.path().join(name);
        library
            .write_quotation_report(&report, "<b>稿子</b>", &target)
            .unwrap();
        let text = Draft::of_file(&target).unwrap().paragraphs.join("\n");
        assert!(
            text.contains("有出入") && text.contains(&view.title),
            "{text}"
        );
        assert!(text.contains("<b>稿子</b>") || name.ends_with("html"));
    }
    let page = std::fs::read_to_string(folder.path().join("报告.html")).unwrap();
    assert!(page.contains("<del>猫</del>") && page.contains("&lt;b&gt;稿子"));
}

#[test]
fn the_oldest_document_comes_first() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = sample_library(folder.path());
    let options = yandu::SearchOptions {
        sort: Sort::Oldest,
        limit: 100,
        ..yandu::SearchOptions::default()
    };
    let answer = library.search("工作", &options).unwrap();
    let dates: Vec<_> = answer.items.iter().map(|i| i.date.clone()).collect();
    let mut sorted = dates.clone();
    sorted.sort_by_key(|d| (d.is_none(), d.clone()));
    assert!(answer.items.len() > 2);
    assert_eq!(dates, sorted);
}
