//! Markdown, HTML, CSV and XLSX read back: what people wrote means itself, titles are one line, days are days.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod office;

use std::io::Read;

use office::{block, section};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use yandu_document::BlockKind;
use yandu_export::{
    AnnotationPlace, Compilation, CompiledEntry, ExportedBlock, write_compilation_csv,
    write_compilation_html, write_compilation_markdown, write_compilation_text,
    write_compilation_xlsx,
};

/// Lines that Markdown, or what GitHub, Pandoc and Obsidian make of it, would read as something else.
const LINES: [&str; 34] = [
    "~~不是删除线~~ 和 ~不是下标~ 和 ~~~",
    "每件$5，两件$10，$x^2$和$$y$$",
    "&nbsp;和&copy;和&#20013;和&#x4e2d;和R&D",
    "==不是高亮== 和 a = b",
    "= 不是标题",
    "===",
    "%%不是注释%% 和 50%",
    "% 不是题目",
    "- 不是列表",
    "---",
    "+ 不是列表",
    "* 不是列表",
    "***",
    "1. 不是列表",
    "2) 不是列表",
    "123456789. 不是列表",
    "# 不是标题",
    "#标签 和 C# 和 一 #标签 #",
    "> 不是引用",
    ": 不是定义",
    "| 不是 | 表格 |",
    "`不是代码` 和 ``` 和 \\反斜线\\",
    "*不是*强调 _也_不是 **不是** __不是__",
    "<b>不是</b> <https://a.cn> <!-- 不是 --> <?php ?>",
    "[不是链接](http://a.cn) ![不是图](b.png) [^1] [[双链]] [x]: http://a.cn",
    "{#编号} {.类} {{模板}}",
    "上标^2^，下标~3~，H~2~O",
    "网址https://www.example.com/a_b_c?x=1&y=2，请看（http://a.cn/(b)）。",
    "www.example.com/a_b，电邮 zhang_san@example.com，@某人 和 @somebody",
    "http://a.cn/?x&lt;y 和 http:// 和 HTTPS://A.CN/~user/",
    "——破折号……省略号--连字符",
    "\u{f8f0}1\u{f8f1} 私用区的字",
    "　　全角空格开头",
    "行末两个空格  ",
];

/// The text of each paragraph and heading, and the places of links.
fn read_back(markdown: &str) -> (Vec<String>, Vec<String>) {
    let mut options = Options::all();
    options.remove(Options::ENABLE_SMART_PUNCTUATION);
    let (mut texts, mut links) = (Vec::new(), Vec::new());
    let mut open = None;
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Tag::Paragraph | Tag::Heading { .. }) => open = Some(String::new()),
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_)) => texts.extend(open.take()),
            Event::Start(Tag::Link { dest_url, .. }) => links.push(dest_url.into_string()),
            Event::End(TagEnd::Link) | Event::Start(Tag::MetadataBlock(_)) => {}
            Event::End(TagEnd::MetadataBlock(_)) => {}
            Event::Text(text) => {
                if let Some(open) = &mut open {
                    open.push_str(&text);
                }
            }
            Event::SoftBreak | Event::HardBreak => open.as_mut().unwrap().push('\n'),
            other => panic!("{other:?} after {:?}", texts.last()),
        }
    }
    (texts, links)
}

fn whole(blocks: Vec<ExportedBlock>) -> Compilation {
    let entry = CompiledEntry {
        title: "题目".to_owned(),
        blocks,
        ..CompiledEntry::default()
    };
    Compilation {
        title: "题目".to_owned(),
        sections: vec![section(vec![entry])],
        ..Compilation::default()
    }
}

#[test]
fn what_people_wrote_is_no_markdown() {
    for kind in [BlockKind::Text, BlockKind::Title, BlockKind::Heading] {
        for line in LINES {
            let blocks = vec![block(kind, 1, line)];
            let markdown = write_compilation_markdown(&whole(blocks), AnnotationPlace::Footnotes);
            let (texts, _) = read_back(&markdown);
            let trimmed = |text: &str| text.trim_matches([' ', '\u{3000}']).to_owned();
            let texts: Vec<String> = texts.iter().map(|t| trimmed(t)).collect();
            assert_eq!(texts, [trimmed(line)], "{markdown}");
        }
    }
    // All of them as lines of one paragraph: each begins a line.
    let all = LINES.map(str::trim_end).join("\n");
    let blocks = vec![block(BlockKind::Text, 0, &all)];
    let markdown = write_compilation_markdown(&whole(blocks), AnnotationPlace::Footnotes);
    assert_eq!(read_back(&markdown).0, [all], "{markdown}");
}

#[test]
fn addresses_of_the_web_are_links_that_end_where_they_end() {
    let text = "网址https://www.example.com/a_b?x=1&y=2，请看（http://a.cn/(b)）。";
    let blocks = vec![block(BlockKind::Text, 0, text)];
    let markdown = write_compilation_markdown(&whole(blocks), AnnotationPlace::Footnotes);
    let links = read_back(&markdown).1;
    assert_eq!(
        links,
        ["https://www.example.com/a_b?x=1&y=2", "http://a.cn/(b)"]
    );
}

fn broken_title() -> Compilation {
    let mut whole = whole(vec![
        block(BlockKind::Title, 0, "关于印发《南坪乡"),
        block(BlockKind::Title, 0, "农村人居环境整治方案》的通知"),
        block(BlockKind::Text, 0, "现印发给你们。"),
    ]);
    whole.title = "关于印发《南坪乡农村人居环境整治方案》的通知".to_owned();
    whole
}

#[test]
fn a_title_of_several_lines_is_one_heading() {
    let whole = broken_title();
    let markdown = write_compilation_markdown(&whole, AnnotationPlace::Footnotes);
    let heading = format!("\n# {}\n", whole.title);
    assert!(markdown.contains(&heading), "{markdown}");
    let html = write_compilation_html(&whole, AnnotationPlace::Footnotes);
    assert!(
        html.contains(&format!("<title>{}</title>", whole.title)),
        "{html}"
    );
    assert!(html.contains(&format!(">{}</h1>", whole.title)), "{html}");
    let text = write_compilation_text(&whole);
    assert!(
        text.contains(&format!("\u{feff}{}\r\n", whole.title)),
        "{text}"
    );
}

/// A list with days of this century, of one before Excel's count, and none.
fn dated() -> Compilation {
    let entry = |title: &str, date: &str| CompiledEntry {
        title: title.to_owned(),
        date: date.parse().ok(),
        due: "2026-12-01".parse().ok(),
        chars: 1200,
        ..CompiledEntry::default()
    };
    let entries = vec![
        entry("=1+1", "2020-03-01"),
        entry("＝1+1", "1898-06-11"),
        entry("三-2", ""),
    ];
    Compilation {
        title: "清单".to_owned(),
        sections: vec![section(entries)],
        list: true,
        ..Compilation::default()
    }
}

#[test]
fn days_are_days_in_csv_and_xlsx() {
    let csv = String::from_utf8(write_compilation_csv(&dated()).unwrap()).unwrap();
    let rows: Vec<Vec<&str>> = csv.lines().map(|row| row.split(',').collect()).collect();
    let column = |name: &str| rows[0].iter().position(|c| *c == name).unwrap();
    let days: Vec<&str> = rows[1..].iter().map(|r| r[column("日期")]).collect();
    assert_eq!(days, ["2020-03-01", "1898-06-11", ""]);
    assert!(rows[1..].iter().all(|r| r[column("期限")] == "2026-12-01"));
    // Neither sign makes a formula, in whatever language the spreadsheet is.
    assert_eq!(rows[1][column("题目")], "'=1+1");
    assert_eq!(rows[2][column("题目")], "'＝1+1");

    let xlsx = write_compilation_xlsx(&dated()).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(xlsx)).unwrap();
    let mut part = |name: &str| {
        let mut text = String::new();
        archive
            .by_name(name)
            .unwrap()
            .read_to_string(&mut text)
            .unwrap();
        text
    };
    let sheet = part("xl/worksheets/sheet1.xml");
    // 2020-03-01 is day 43891 of Excel's count, 2026-12-01 day 46357.
    assert_eq!(sheet.matches("<v>43891</v>").count(), 1, "{sheet}");
    assert_eq!(sheet.matches("<v>46357</v>").count(), 3);
    assert!(!sheet.contains("<f>"), "no cell is a formula");
    assert!(part("xl/styles.xml").contains("yyyy"));
    // What Excel cannot count stands as people write it.
    assert!(part("xl/sharedStrings.xml").contains("1898年6月11日"));
}
