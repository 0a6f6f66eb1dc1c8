//! 引文核对: marks of every kind, marks that change what is said, and what is passed over.

use std::path::Path;

use yandu::{Draft, ImportOptions, Library, PassedReason, QuotationReport, QuotationStatus};

use crate::shared::{Dice, rows, shared};

fn library(folder: &Path, texts: &[&str]) -> Library {
    let mut library = Library::open(&folder.join("library")).unwrap();
    for (n, text) in texts.iter().enumerate() {
        let file = folder.join(format!("{n}.txt"));
        std::fs::write(&file, text).unwrap();
        library
            .import(&[file], &ImportOptions::default(), &mut |_, _, _| true)
            .unwrap();
    }
    library
}

fn check(library: &mut Library, draft: &str) -> QuotationReport {
    let draft = Draft::of_text(draft);
    library
        .check_quotations(&draft, false, &mut |_, _| true)
        .unwrap()
}

fn status(library: &mut Library, draft: &str) -> QuotationStatus {
    let report = check(library, draft);
    let [quote] = &report.quotes[..] else {
        panic!("{draft}: {report:?}");
    };
    quote.status
}

#[test]
fn the_cases_of_the_field() {
    let Some(shared) = shared() else { return };
    let cases = shared.join("cases/quotes");
    let folder = tempfile::tempdir().unwrap();
    let source = std::fs::read_to_string(cases.join("source.txt")).unwrap();
    let mut library = library(folder.path(), &[&source]);
    for row in rows(&cases.join("expected.tsv")) {
        let draft = Draft::of_file(&cases.join(&row["draft"])).unwrap();
        let report = library
            .check_quotations(&draft, false, &mut |_, _| true)
            .unwrap();
        let expected = &row["statuses expected"];
        let found: Vec<&str> = report.quotes.iter().map(|q| name(q.status)).collect();
        let (statuses, warned) = match expected.strip_suffix(" or a warning") {
            Some(statuses) => (statuses, !report.faults.is_empty()),
            None => (expected.as_str(), false),
        };
        assert!(warned || found.join(";") == statuses, "{row:?}: {report:?}");
        assert!(!report.is_clean(), "{row:?}");
    }
}

fn name(status: QuotationStatus) -> &'static str {
    match status {
        QuotationStatus::Exact => "exact",
        QuotationStatus::Differs => "differs",
        QuotationStatus::NotFound => "not_found",
    }
}

#[test]
fn signs_and_marks_between_digits_count() {
    let folder = tempfile::tempdir().unwrap();
    let text = "在工作会上的讲话\n\n全年用电量同比−5%，降幅收窄。每组派出3—5人到村里去。\n\n\
                与会人员（不）同意这样做的都要说明理由。合格率提高了12.5个百分点。\n\n\
                今年要新建15个项目并全部开工。按照3∶2的比例配备干部。今年投入10,000元用于购书。\n";
    let mut library = library(folder.path(), &[text]);
    for (quoted, expected) in [
        ("全年用电量同比−5%，降幅收窄", QuotationStatus::Exact),
        ("全年用电量同比-5%，降幅收窄", QuotationStatus::Exact),
        ("全年用电量同比5%，降幅收窄", QuotationStatus::Differs),
        ("5%，降幅收窄。每组派出3—5人", QuotationStatus::Differs),
        ("每组派出3-5人到村里去", QuotationStatus::Exact),
        ("每组派出35人到村里去", QuotationStatus::Differs),
        ("与会人员（不）同意这样做的", QuotationStatus::Exact),
        ("与会人员不同意这样做的", QuotationStatus::Differs),
        ("合格率提高了12.5个百分点", QuotationStatus::Exact),
        ("合格率提高了１２．５个百分点", QuotationStatus::Exact),
        ("合格率提高了125个百分点", QuotationStatus::Differs),
        ("5个项目并全部开工", QuotationStatus::Differs),
        ("新建15个项目并全部开工", QuotationStatus::Exact),
        ("按照3:2的比例配备干部", QuotationStatus::Exact),
        ("按照32的比例配备干部", QuotationStatus::Differs),
        ("今年投入10000元用于购书", QuotationStatus::Exact),
    ] {
        let draft = format!("他说：“{quoted}”");
        assert_eq!(status(&mut library, &draft), expected, "{quoted}");
    }
}

#[test]
fn the_place_that_says_the_same_is_found_among_those_that_do_not() {
    let folder = tempfile::tempdir().unwrap();
    let one = "第一次讲话\n\n2001年1月1日\n\n每组派出3—5人到村里去住一个月。\n";
    let two = "第二次讲话\n\n2002年1月1日\n\n每组派出35人到村里去住一个月。\n";
    let mut library = library(folder.path(), &[one, two]);
    let report = check(&mut library, "“每组派出35人到村里去住一个月”");
    assert_eq!(report.quotes[0].status, QuotationStatus::Exact);
    assert_eq!(
        report.quotes[0].source.as_ref().unwrap().title,
        "第二次讲话"
    );
}

#[test]
fn what_is_passed_over_is_listed() {
    let folder = tempfile::tempdir().unwrap();
    let text =
        "在工作会上的讲话\n\n读书贵在坚持，一日不读口生。要抓落实，不要搞花架子，更不要装样子。\n";
    let mut library = library(folder.path(), &[text]);
    let report = check(
        &mut library,
        "要抓“落实”，反对“两张皮”，他说：“是的。”还有“……”。",
    );
    assert!(report.quotes.is_empty(), "{report:?}");
    let passed: Vec<_> = report
        .passed
        .iter()
        .map(|p| (p.text.as_str(), p.reason, p.stands))
        .collect();
    assert_eq!(
        passed,
        [
            ("落实", PassedReason::Term, true),
            ("两张皮", PassedReason::Term, false),
            ("是的。", PassedReason::Short, false),
            ("……", PassedReason::NoWords, false)
        ]
    );
    // Somebody's words are read, however few.
    assert_eq!(
        status(&mut library, "他说：“要抓落实”"),
        QuotationStatus::Exact
    );
    assert_eq!(
        status(&mut library, "他说：“要捉落实”"),
        QuotationStatus::NotFound
    );
    // So are the few words behind ……, and they must stand in the same text.
    let report = check(&mut library, "“读书贵在坚持……口生……花架子”");
    let found: Vec<&str> = report.quotes.iter().map(|q| name(q.status)).collect();
    assert_eq!(found, ["exact", "exact", "exact"]);
    let report = check(&mut library, "“读书贵在坚持……手生”");
    assert_eq!(report.quotes[1].status, QuotationStatus::NotFound);
}

/// Marks that a typist may choose, and how a draft may spoil them.
const PAIRS: [(&str, &str); 12] = [
    ("“", "”"),
    ("‘", "’"),
    ("\"", "\""),
    ("＂", "＂"),
    ("'", "'"),
    ("「", "」"),
    ("『", "』"),
    ("〝", "〞"),
    ("«", "»"),
    ("”", "”"),
    ("“", "“"),
    ("“", "\""),
];

#[test]
fn no_draft_with_a_wrong_quotation_is_clean() {
    let folder = tempfile::tempdir().unwrap();
    let text = "在读书会上的讲话\n\n读书贵在坚持，一日不读口生，一日不写手生。\n\n\
                读书要联系实际，不能为读而读，更不能装样子。\n";
    let mut library = library(folder.path(), &[text]);
    let right = [
        "读书贵在坚持，一日不读口生",
        "读书要联系实际，不能为读而读",
        "一日不写手生，读书要联系实际",
    ];
    let wrong = [
        "读书贵在坚强，一日不读口生",
        "读书要联系实际，不能为学而读",
        "一日不写笔生，读书要联系实际",
    ];
    let mut dice = Dice(77);
    for n in 0..400 {
        // One quotation of up to four is wrong, between others that are right, in one paragraph or several.
        let count = 1 + dice.below(4);
        let bad = dice.below(count);
        let mut draft = String::new();
        for k in 0..count {
            let (open, close) = PAIRS[dice.below(PAIRS.len())];
            let words = if k == bad {
                wrong[dice.below(3)]
            } else {
                right[dice.below(3)]
            };
            let lead = ["他说", "又讲到：", "文件指出，", "所谓"][dice.below(4)];
            let (open, close) = match dice.below(8) {
                0 => (open, ""),
                1 => ("", close),
                _ => (open, close),
            };
            let behind = ["，很对。", "。", "\n", "，"][dice.below(4)];
            draft.push_str(&format!("{lead}{open}{words}{close}{behind}"));
        }
        let report = check(&mut library, &draft);
        assert!(!report.is_clean(), "{n}: {draft}\n{report:?}");
    }
}
