//! GB/T 9704—2012 measured on pages, the same for DOCX (through LibreOffice) and PDF.

use yandu_document::BlockKind;
use yandu_export::{Compilation, CompiledEntry};

use super::paper::{Ink, Picture, Word, lines, text, words};
use super::{block, section};

/// What a length may be off, in mm.
const TOLERANCE: f64 = 0.5;

/// A char of the body in mm.
const CHAR: f64 = 156.0 / 28.0;

/// A line in mm.
const LINE: f64 = 28.95 * 25.4 / 72.0;

fn near(name: &str, measured: f64, wanted: f64) {
    assert!(
        (measured - wanted).abs() <= TOLERANCE,
        "{name}: {measured:.2} mm, not {wanted:.2} mm"
    );
}

fn whole(entries: Vec<CompiledEntry>, list: bool) -> Compilation {
    Compilation {
        title: "学习材料汇编".to_owned(),
        author: "学习办公室".to_owned(),
        date: "2026年11月24日".to_owned(),
        list,
        sections: vec![section(entries)],
        ..Compilation::default()
    }
}

/// One paragraph without a mark, three pages long.
pub(crate) fn long_text() -> Compilation {
    let body = "人民政府工作会议通知各县区单位认真落实".repeat(100);
    let entry = CompiledEntry {
        title: "关于测量的通知".to_owned(),
        blocks: vec![
            block(BlockKind::Title, 0, "关于测量的通知"),
            block(BlockKind::Recipients, 0, "各单位："),
            block(BlockKind::Text, 0, &body),
        ],
        ..CompiledEntry::default()
    };
    whole(vec![entry], false)
}

/// 28 chars a line, 22 lines a page, the edges of the type area, the number below it.
pub(crate) fn check_long_text(pdf: &str) -> Option<()> {
    let words = words(pdf)?;
    let mut full = 0;
    for page in [2, 3] {
        let lines = lines(&words, page);
        let (number, body) = lines.split_last().unwrap();
        assert_eq!(text(number), format!("—{page}—"));
        if page == 2 {
            assert_eq!(body.len(), 22);
        }
        for (n, line) in body.iter().enumerate() {
            let chars = text(line).chars().count();
            let last = page == 3 && n + 1 == body.len();
            assert!(chars == 28 || last, "{chars} chars: {}", text(line));
            full += usize::from(chars == 28);
            near("left edge", line[0].at[0], 28.0);
            if !last {
                near("right edge", line.last().unwrap().at[2], 184.0);
            }
            near("pitch", line[0].at[1] - body[0][0].at[1], n as f64 * LINE);
        }
        check_number(pdf, page, number);
    }
    assert!(full > 40, "{full} full lines");
    Some(())
}

/// §7.5: the upper edge of the rules 7 mm below the type area, one char of 14 pt from its edge.
fn check_number(pdf: &str, page: usize, number: &[&Word]) {
    let (left, right) = (number[0].at[0], number.last().unwrap().at[2]);
    let inset = 14.0 * 25.4 / 72.0;
    match page % 2 {
        0 => near("number, left", left, 28.0 + inset),
        _ => near("number, right", right, 184.0 - inset),
    }
    let picture = Picture::of(pdf, page).unwrap();
    // The first 14 pt of the line are the rule before the number.
    let rows = picture.rows(Ink::Black, (left, left + 4.0));
    let top = rows.iter().find(|(y, inked)| *y > 262.5 && *inked > 1.0);
    near("number, below the type area", top.unwrap().0, 262.0 + 7.0);
}

/// A document that goes up, with everything that a 版头 and a 版记 can have.
pub(crate) fn official_document() -> Compilation {
    let body = "为贯彻落实上级部署，现将有关情况报告如下，请认真研究。";
    let blocks = vec![
        block(BlockKind::Marking, 0, "000012"),
        block(BlockKind::Marking, 0, "机密★1年"),
        block(BlockKind::Marking, 0, "特急"),
        block(BlockKind::IssuerMark, 0, "南 坪 乡 人 民 政 府 文 件"),
        block(BlockKind::Number, 0, "南政发〔2020〕6号　　签发人：李建国"),
        block(
            BlockKind::Title,
            0,
            "南坪乡人民政府关于加强农村人居环境\n整治工作的请示",
        ),
        block(BlockKind::Recipients, 0, "县人民政府："),
        block(BlockKind::Text, 0, body),
        block(BlockKind::Heading, 1, "一、总体要求"),
        block(
            BlockKind::Heading,
            2,
            "（一）加强领导。各村要成立专班。要按季通报。",
        ),
        block(
            BlockKind::AttachmentList,
            0,
            "附件：1. 农村人居环境整治三年行动方案和任务分工一览表",
        ),
        block(BlockKind::AttachmentList, 0, "2. 名单"),
        block(BlockKind::Signature, 0, "南坪乡人民政府办公室"),
        block(BlockKind::IssueDate, 0, "2020年3月1日"),
        block(BlockKind::Remark, 0, "（联系人：王芳）"),
        block(
            BlockKind::Imprint,
            0,
            "抄送：县委办公室，县人大常委会办公室，县政协办公室，县纪委监委，县法院。",
        ),
        block(
            BlockKind::Imprint,
            0,
            "南坪乡人民政府办公室　　2020年3月2日印发",
        ),
    ];
    let attached = CompiledEntry {
        title: "名单".to_owned(),
        blocks: vec![
            block(BlockKind::Marking, 0, "附件1"),
            block(BlockKind::Title, 0, "任务分工一览表"),
            block(BlockKind::Text, 0, &body.repeat(3)),
        ],
        attached: true,
        ..CompiledEntry::default()
    };
    let entry = CompiledEntry {
        title: "请示".to_owned(),
        blocks,
        attachments: vec![attached],
        ..CompiledEntry::default()
    };
    whole(vec![entry], false)
}

/// `first` is the upper edge of a word of the body on the first line of a page, from the long text.
pub(crate) fn check_official_document(pdf: &str, first: f64) -> Option<()> {
    let words = words(pdf)?;
    let picture = Picture::of(pdf, 1)?;
    let red = picture.rows(Ink::Red, (0.0, 210.0));
    let mark = red.iter().find(|(_, inked)| *inked > 0.5).unwrap().0;
    near("mark, below the type area's upper edge", mark, 37.0 + 35.0);
    let rules = picture.rules(Ink::Red, 155.0);
    assert_eq!(rules.len(), 1, "one red rule: {rules:?}");
    let above = picture.rows(Ink::Black, (28.0, 184.0)).into_iter();
    let mut number = above.filter(|(y, inked)| *y < rules[0].0 && *inked > 0.0);
    near(
        "red rule, below the number",
        rules[0].0 - number.next_back().unwrap().0,
        4.0,
    );
    check_grid(&words, first);
    let places: Vec<(String, [f64; 4])> = (1..=2).flat_map(|p| places(&words, p)).collect();
    let find = |needle: &str| {
        let found = places.iter().find(|(text, _)| text.contains(needle));
        found.unwrap_or_else(|| panic!("{needle} in {places:?}")).1
    };
    near("签发人, right edge", find("李建国")[2], 184.0 - CHAR);
    near("number, left edge", find("南政发")[0], 28.0 + CHAR);
    let (name, day) = (find("南坪乡人民政府办公室"), find("2020年3月1日"));
    near("name, right edge", name[2], 184.0 - 2.0 * CHAR);
    near(
        "date, behind the name's first char",
        day[0] - name[0],
        2.0 * CHAR,
    );
    near("date, below the name", day[1] - name[1], LINE);
    let blank = find("附件：1.")[1] - find("要按季通报")[1];
    near("附件说明, a blank line below the text", blank, 2.0 * LINE);
    let blank = name[1] - find("2.名单")[1];
    near("name, a blank line below 附件说明", blank, 2.0 * LINE);
    check_imprint(pdf, &words)
}

/// The lines of a page with their edges; the upper one is that of its Chinese chars.
fn places(words: &[Word], page: usize) -> Vec<(String, [f64; 4])> {
    let lines = lines(words, page).into_iter().map(|line| {
        let tall = |w: &&&Word| w.text.chars().any(|c| c > '\u{2e80}');
        let upper = line.iter().find(tall).unwrap_or(&line[0]).at[1];
        let at = [line[0].at[0], upper, line[line.len() - 1].at[2], 0.0];
        (text(&line), at)
    });
    lines.collect()
}

/// Every line of the body stands on the grid of 22 lines, the title's lines among them.
fn check_grid(words: &[Word], first: f64) {
    let height = |w: &Word| w.at[3] - w.at[1];
    let body = words
        .iter()
        .find(|w| w.text.contains("县人民政府："))
        .unwrap();
    let mut seen = 0;
    for word in words
        .iter()
        .filter(|w| (height(w) - height(body)).abs() < 0.1)
    {
        let lines = (word.at[1] - first) / LINE;
        near(&word.text, (lines - lines.round()) * LINE, 0.0);
        seen += 1;
    }
    assert!(seen > 12, "{seen} words of the body's size");
    let title = |needle: &str| words.iter().find(|w| w.text.contains(needle)).unwrap();
    let (one, two) = (title("环境").at[1], title("整治工作").at[1]);
    near("title's lines", two - one, LINE);
}

/// §7.4: on the last page; rules over the whole width, the last on the edge of the type area.
fn check_imprint(pdf: &str, words: &[Word]) -> Option<()> {
    let last = words.last().unwrap().page;
    let places = places(words, last);
    let find = |needle: &str| places.iter().find(|(text, _)| text.contains(needle));
    let inset = 14.0 * 25.4 / 72.0;
    let printed = find("2020年3月2日印发").unwrap().1;
    near("印发日期, right edge", printed[2], 184.0 - inset);
    let copies = find("抄送：").unwrap().1;
    near("抄送, left edge", copies[0], 28.0 + inset);
    let rules = Picture::of(pdf, last)?.rules(Ink::Black, 155.0);
    assert_eq!(rules.len(), 3, "{rules:?}");
    near("last rule, on the edge of the type area", rules[2].1, 262.0);
    let widths: Vec<f64> = rules.iter().map(|(from, to)| to - from).collect();
    assert!(widths[0] > widths[1] && widths[2] > widths[1], "{widths:?}");
    Some(())
}

/// Seven texts whose signature stands at the end of a page, a line lower each.
pub(crate) fn closings() -> Compilation {
    let entry = |lines: usize| {
        let mut blocks = vec![block(BlockKind::Title, 0, "关于测量的通知")];
        blocks.extend((0..lines).map(|_| block(BlockKind::Text, 0, "请认真落实。")));
        let last =
            "现将有关事项通知如下，请各单位结合实际认真抓好落实，有关情况及时报告，".repeat(2);
        blocks.push(block(BlockKind::Text, 0, &last));
        blocks.push(block(BlockKind::Signature, 0, "学习办公室"));
        blocks.push(block(BlockKind::IssueDate, 0, "2020年3月1日"));
        CompiledEntry {
            title: format!("第{lines}篇"),
            blocks,
            ..CompiledEntry::default()
        }
    };
    whole((13..20).map(entry).collect(), true)
}

/// No page has a signature and nothing of the text; name and date stand on one.
pub(crate) fn check_closings(pdf: &str) -> Option<()> {
    let words = words(pdf)?;
    let mut turned = 0;
    let names = words
        .iter()
        .filter(|w| w.text == "学习办公室" && w.at[0] > 100.0);
    let names: Vec<&Word> = names.collect();
    assert_eq!(names.len(), 7);
    for name in names {
        let lines = lines(&words, name.page);
        let at = lines.iter().position(|l| text(l) == name.text).unwrap();
        assert_eq!(text(&lines[at + 1]), "2020年3月1日", "page {}", name.page);
        assert!(at > 0, "page {} has a signature alone", name.page);
        turned += usize::from(at < 6);
    }
    assert!(turned > 0, "no signature came to a new page");
    Some(())
}
