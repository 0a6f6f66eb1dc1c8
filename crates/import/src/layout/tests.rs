use yandu_document::LineRole;

use super::*;

const SIZE: f32 = 10.0;

/// A line of chars of 10 units beside each other, from `x`.
fn put(page: &mut Page, x: f32, y: f32, text: &str) {
    for (n, c) in text.chars().enumerate() {
        page.glyphs.push(Glyph {
            c,
            x: x + SIZE * n as f32,
            y,
            advance: SIZE,
            size: SIZE,
            turn: Turn::Right,
        });
    }
}

fn page(number: u32) -> Page {
    Page {
        number,
        width: 300.0,
        height: 400.0,
        ..Page::default()
    }
}

fn flow(pages: &[Page], bookmarks: &[Bookmark]) -> Flow {
    super::flow(pages.iter().map(lines::lay).collect(), bookmarks)
}

fn texts(pages: &[Page]) -> Vec<String> {
    flow(pages, &[]).lines.into_iter().map(|l| l.text).collect()
}

#[test]
fn paragraphs_go_on_across_lines_and_pages() {
    let mut first = page(1);
    put(&mut first, 120.0, 60.0, "关于读书的通知");
    put(
        &mut first,
        70.0,
        300.0,
        "现将有关事项通知如下，请各单位认真",
    );
    put(
        &mut first,
        50.0,
        320.0,
        "贯彻执行，并把情况报告市委办公室，不",
    );
    put(&mut first, 140.0, 390.0, "—1—");
    let mut second = page(2);
    put(&mut second, 50.0, 60.0, "得拖延。");
    put(&mut second, 70.0, 80.0, "此件公开发布。");
    put(&mut second, 140.0, 390.0, "—2—");
    let flow = flow(&[first, second], &[]);
    let found: Vec<&str> = flow.lines.iter().map(|l| l.text.as_str()).collect();
    let body = "现将有关事项通知如下，请各单位认真贯彻执行，并把情况报告市委办公室，不得拖延。";
    assert_eq!(found, ["关于读书的通知", body, "此件公开发布。"]);
    let starts: Vec<(u32, u32)> = flow.pages.iter().map(|p| (p.number, p.line)).collect();
    assert_eq!(starts, [(1, 0), (2, 2)]);
}

#[test]
fn a_page_written_backwards_is_sorted() {
    let mut one = page(1);
    for (n, line) in ["第三行。", "第二行。", "第一行。"].into_iter().enumerate() {
        put(&mut one, 50.0, 200.0 - 20.0 * n as f32, line);
    }
    assert_eq!(texts(&[one]), ["第一行。", "第二行。", "第三行。"]);
}

#[test]
fn cells_keep_their_lines_together() {
    let mut one = page(1);
    put(&mut one, 50.0, 100.0, "单位");
    put(&mut one, 150.0, 100.0, "任务");
    put(&mut one, 50.0, 120.0, "教育局");
    put(&mut one, 150.0, 120.0, "组织读书");
    put(&mut one, 150.0, 135.0, "活动");
    let flow = flow(&[one], &[]);
    let found: Vec<&str> = flow.lines.iter().map(|l| l.text.as_str()).collect();
    assert_eq!(found, ["单位\t任务", "教育局\t组织读书活动"]);
    assert!(flow.lines.iter().all(|l| l.role == LineRole::TableRow));
}

#[test]
fn columns_are_read_one_after_the_other() {
    let mut one = page(1);
    for (n, line) in [
        "左一左一左一左一",
        "左二左二左二左二",
        "左三左三左三左三",
        "左四。",
    ]
    .into_iter()
    .enumerate()
    {
        put(
            &mut one,
            if n == 0 { 40.0 } else { 20.0 },
            100.0 + 20.0 * n as f32,
            line,
        );
    }
    for (n, line) in [
        "右一右一右一右一",
        "右二右二右二右二",
        "右三右三右三右三",
        "右四。",
    ]
    .into_iter()
    .enumerate()
    {
        put(
            &mut one,
            if n == 0 { 180.0 } else { 160.0 },
            100.0 + 20.0 * n as f32,
            line,
        );
    }
    let found = texts(&[one]);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].ends_with("左四。") && found[1].ends_with("右四。"));
}

#[test]
fn what_is_printed_twice_is_read_once() {
    let mut one = page(1);
    put(&mut one, 50.0, 100.0, "决定");
    put(&mut one, 50.3, 100.0, "决定");
    for (n, c) in ['通', '通', '知', '知'].into_iter().enumerate() {
        let x = 50.0 + SIZE * (n / 2) as f32 + 0.3 * (n % 2) as f32;
        put(&mut one, x, 130.0, &c.to_string());
    }
    assert_eq!(texts(&[one]), ["决定", "通知"]);
}

#[test]
fn lines_down_the_page_are_columns_from_the_right() {
    let mut one = page(1);
    for (column, line) in ["學而時習之", "不亦說乎"].into_iter().enumerate() {
        for (n, c) in line.chars().enumerate() {
            one.glyphs.push(Glyph {
                c,
                x: 250.0 - 20.0 * column as f32,
                y: 50.0 + SIZE * n as f32,
                advance: SIZE,
                size: SIZE,
                turn: Turn::Down,
            });
        }
    }
    assert_eq!(texts(&[one]), ["學而時習之", "不亦說乎"]);
}

#[test]
fn heads_of_every_page_go_and_bookmarks_are_headings() {
    let pages: Vec<Page> = (1..=3)
        .map(|n| {
            let mut one = page(n);
            put(&mut one, 100.0, 20.0, "工作手册");
            put(
                &mut one,
                50.0,
                200.0,
                ["总则", "附则", "其他。"][n as usize - 1],
            );
            put(&mut one, 250.0, 390.0, &format!("第{n}页"));
            one
        })
        .collect();
    let bookmark = Bookmark {
        title: "总 则".into(),
        level: 2,
    };
    let flow = flow(&pages, &[bookmark]);
    let found: Vec<&str> = flow.lines.iter().map(|l| l.text.as_str()).collect();
    assert_eq!(found, ["工作手册", "总则", "附则", "其他。"]);
    assert_eq!(flow.lines[1].role, LineRole::Heading(2));
}

#[test]
fn a_caption_that_every_page_begins_with_is_text() {
    let pages: Vec<Page> = (1..=3)
        .map(|n| {
            let mut one = page(n);
            put(&mut one, 50.0, 40.0, "春节来临之际，");
            put(
                &mut one,
                50.0,
                56.0,
                ["慰问一。", "慰问二。", "慰问三。"][n as usize - 1],
            );
            one
        })
        .collect();
    let found = texts(&pages).concat();
    assert_eq!(found.matches("春节来临之际").count(), 3, "{found}");
}

#[test]
fn a_title_on_both_pages_stays_once_and_single_lines_stay() {
    let pages: Vec<Page> = (1..=2)
        .map(|n| {
            let mut one = page(n);
            put(&mut one, 50.0, 30.0, "附件二：物资清单");
            put(
                &mut one,
                50.0,
                100.0,
                ["棉被三十条。", "手电二十支。"][n as usize - 1],
            );
            one
        })
        .collect();
    assert_eq!(
        texts(&pages),
        ["附件二：物资清单", "棉被三十条。", "手电二十支。"]
    );
    let cards: Vec<Page> = (1..=4)
        .map(|n| {
            let mut one = page(n);
            put(&mut one, 50.0, 30.0, &format!("学习卡片第{n}号"));
            one
        })
        .collect();
    assert_eq!(texts(&cards).len(), 4);
}

#[test]
fn turned_lines_come_after_the_page_and_part_no_paragraph() {
    let mut first = page(1);
    put(
        &mut first,
        70.0,
        300.0,
        "现将有关事项通知如下，请各单位认真",
    );
    put(
        &mut first,
        50.0,
        320.0,
        "贯彻执行，并把情况报告市委办公室，不",
    );
    for (n, c) in "表头".chars().enumerate() {
        first.glyphs.push(Glyph {
            c,
            x: 20.0,
            y: 100.0 + SIZE * n as f32,
            advance: SIZE,
            size: SIZE,
            turn: Turn::Down,
        });
    }
    let mut second = page(2);
    put(&mut second, 50.0, 60.0, "得拖延。");
    put(&mut second, 70.0, 80.0, "此件公开发布。");
    let found = texts(&[first, second]);
    let body = "现将有关事项通知如下，请各单位认真贯彻执行，并把情况报告市委办公室，不得拖延。";
    assert_eq!(found, [body, "表头", "此件公开发布。"]);
}

#[test]
fn columns_written_across_are_read_down() {
    let mut one = page(1);
    for n in 0..8 {
        let y = 100.0 + 20.0 * n as f32;
        put(&mut one, 20.0, y, &format!("左边第{n}行的文字写满"));
        put(&mut one, 160.0, y, &format!("右边第{n}行的文字写满"));
    }
    let found = texts(&[one]).concat();
    let at = |what: &str| found.find(what).unwrap();
    assert!(at("左边第7行") < at("右边第0行"), "{found}");
}
