//! Collections in their usual forms, and single texts that look like them.

use super::super::line::lines;
use super::{Parts, find};
use crate::{LineRole, SourceLine, SourceText};

/// Lines of a text file; `#` makes headings.
fn parts(text: &str) -> Option<Vec<String>> {
    let source = SourceText {
        lines: text.lines().map(line).collect(),
        ..SourceText::default()
    };
    let lines = lines(&source);
    let Parts { texts, .. } = find(&lines)?;
    Some(texts.iter().map(|r| lines[r.start].text.clone()).collect())
}

fn line(text: &str) -> SourceLine {
    let level = text.chars().take_while(|c| *c == '#').count();
    let mut line = SourceLine::plain(text.trim_start_matches(['#', ' ']));
    if level > 0 {
        line.role = LineRole::Heading(level as u8);
    }
    line
}

const BODY: &str = "今年以来，全乡上下齐心协力，修渠引水，平整土地，改造旧房，群众的日子一天比一天好。这些变化来之不易，离不开大家的努力。下一步要把好的做法坚持下去，把不足的地方补起来，让每个村子都有新的面貌，让每户人家都有新的盼头，让每项工作都有新的起色。";

#[test]
fn speeches_one_after_another() {
    let text = format!(
        "在春耕动员会上的讲话\n（2019年3月1日）\n周明\n同志们：\n{BODY}\n{BODY}\n在防汛工作会议上的讲话\n（2019年6月2日）\n周明\n同志们：\n{BODY}\n{BODY}\n"
    );
    assert_eq!(
        parts(&text).unwrap(),
        ["在春耕动员会上的讲话", "在防汛工作会议上的讲话"]
    );
}

#[test]
fn news_of_a_day() {
    let item = |title: &str| format!("### {title}\n本报讯（记者 李平）{BODY}\n");
    let text = format!(
        "# 青河要闻 20190301\n## 摘要\n1.修渠；\n2.开学。\n## 详细\n{}{}{}",
        item("水渠修到家门口"),
        item("新学校开学"),
        item("敬老院添新床")
    );
    assert_eq!(
        parts(&text).unwrap(),
        ["水渠修到家门口", "新学校开学", "敬老院添新床"]
    );
}

#[test]
fn circulars_with_numbers() {
    let text = format!(
        "关于做好春耕工作的通知\n南政发〔2019〕3号\n各村：\n{BODY}\n南坪乡人民政府\n2019年3月1日\n关于做好防汛工作的通知\n南政发〔2019〕9号\n各村：\n{BODY}\n南坪乡人民政府\n2019年6月1日\n"
    );
    assert_eq!(parts(&text).unwrap().len(), 2);
}

#[test]
fn a_circular_and_what_it_carries_is_one_text() {
    let text = format!(
        "南坪乡人民政府文件\n南政发〔2019〕3号\n关于印发《周明同志在春耕动员会上的讲话》的通知\n各村：\n现将讲话印发给你们。\n南坪乡人民政府\n2019年3月5日\n在春耕动员会上的讲话\n（2019年3月1日）\n周明\n{BODY}\n{BODY}\n"
    );
    assert_eq!(parts(&text), None);
}

#[test]
fn a_report_with_headings_is_one_text() {
    let text =
        format!("# 调研报告\n## 基本情况\n{BODY}\n## 主要问题\n{BODY}\n## 几点建议\n{BODY}\n");
    assert_eq!(parts(&text), None);
    let text = format!(
        "# 典型案例\n## 基本案情\n2007年2月28日，原告购车。\n{BODY}\n## 裁判结果\n{BODY}\n"
    );
    assert_eq!(parts(&text), None);
}

#[test]
fn a_page_that_shows_its_text_twice_is_one_text() {
    let speech =
        format!("在春耕动员会上的讲话\n（2019年3月1日，南坪）\n周明\n同志们：\n{BODY}\n{BODY}\n");
    assert_eq!(
        parts(&format!("关键词：\n春耕 动员\n{speech}{speech}")),
        None
    );
}
