use std::io::Write;

use yandu_document::LineRole;

use super::*;

fn odt(body: &str, manifest: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let plain = zip::write::SimpleFileOptions::default();
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"o\" xmlns:text=\"t\" xmlns:table=\"b\"><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    for (name, text) in [
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", content.as_str()),
        ("META-INF/manifest.xml", manifest),
    ] {
        zip.start_file(name, plain).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn lines(body: &str) -> Vec<(String, LineRole)> {
    let imported = crate::import(&odt(body, ""), "a.odt", &Options::default()).unwrap();
    assert_eq!(imported.format, Format::Odt);
    let lines = imported.source.lines.into_iter();
    lines.map(|l| (l.text, l.role)).collect()
}

#[test]
fn headings_spaces_breaks_and_notes() {
    let body = "<text:h text:outline-level=\"2\">一、总 体</text:h>\
        <text:p>甲<text:s text:c=\"2\"/>乙<text:line-break/>丙\n  丁<text:note><text:note-citation>1</text:note-citation>\
        <text:note-body><text:p>脚注</text:p></text:note-body></text:note>尾</text:p>";
    assert_eq!(
        lines(body),
        [
            ("一、总 体".to_owned(), LineRole::Heading(2)),
            ("甲  乙".to_owned(), LineRole::Text),
            ("丙 丁尾".to_owned(), LineRole::Text),
            ("脚注".to_owned(), LineRole::Footnote),
        ]
    );
}

#[test]
fn deletions_and_annotations_stay_out() {
    let body = "<text:tracked-changes><text:changed-region><text:deletion><text:p>删去的</text:p></text:deletion>\
        </text:changed-region></text:tracked-changes><text:p>正<office:annotation><text:p>批注</text:p></office:annotation>文</text:p>";
    assert_eq!(lines(body), [("正文".to_owned(), LineRole::Text)]);
}

#[test]
fn rows_have_their_cells_and_a_frame_of_one_cell_is_text() {
    let cell = |text: &str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
    let body = format!(
        "<table:table><table:table-row>{}{}</table:table-row></table:table><table:table><table:table-row>{}</table:table-row></table:table>",
        cell("序号"),
        cell("内容"),
        cell("框内")
    );
    assert_eq!(
        lines(&body),
        [
            ("序号\t内容".to_owned(), LineRole::TableRow),
            ("框内".to_owned(), LineRole::Text),
        ]
    );
}

#[test]
fn an_encrypted_a_cut_and_an_empty_file_are_refused() {
    let locked = odt("<text:p>x</text:p>", "<manifest:encryption-data/>");
    let refused = |bytes: &[u8]| crate::import(bytes, "a.odt", &Options::default());
    assert!(matches!(refused(&locked), Err(ImportError::Encrypted)));
    let whole = odt("<text:p>正文</text:p>", "");
    assert!(refused(&whole[..whole.len() / 2]).is_err());
    assert!(matches!(refused(&odt("", "")), Err(ImportError::NoText)));
}

/// A flat document with these styles.
fn flat(styles: &str, body: &str) -> SourceText {
    let xml = format!(
        "<?xml version=\"1.0\"?><office:document office:mimetype=\"application/vnd.oasis.opendocument.text\"><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document>"
    );
    crate::import(xml.as_bytes(), "a.fodt", &Options::default())
        .unwrap()
        .source
}

fn texts(source: &SourceText) -> Vec<&str> {
    source.lines.iter().map(|l| l.text.as_str()).collect()
}

#[test]
fn lists_number_continue_and_nest() {
    let styles = "<text:list-style style:name=\"L\"><text:list-level-style-number text:level=\"1\" style:num-format=\"一, 二, 三, ...\" style:num-suffix=\"、\"/>\
        <text:list-level-style-number text:level=\"2\" style:num-format=\"1\" style:num-list-format=\"%1%.%2%\"/></text:list-style>";
    let item = |text: &str| format!("<text:list-item><text:p>{text}</text:p></text:list-item>");
    let body = format!(
        "<text:list xml:id=\"a\" text:style-name=\"L\"><text:list-item><text:p>甲</text:p><text:p>续</text:p><text:list>{}</text:list></text:list-item></text:list><text:p>间</text:p>\
         <text:list text:continue-list=\"a\" text:style-name=\"L\">{}</text:list><text:list text:style-name=\"L\">{}</text:list>",
        item("2020年"),
        item("乙"),
        item("丙")
    );
    let source = flat(styles, &body);
    assert_eq!(
        texts(&source),
        ["一、甲", "续", "一.1 2020年", "间", "二、乙", "一、丙"]
    );
}

#[test]
fn fields_frames_rubies_and_hidden_parts() {
    let styles = "<style:style style:name=\"H\"><style:text-properties text:display=\"none\"/></style:style>";
    let body = "<text:p>名称：<text:title>日志</text:title>（样本）<draw:frame><svg:title>图名</svg:title><draw:text-box><text:p>框</text:p></draw:text-box></draw:frame></text:p>\
        <text:p><text:ruby><text:ruby-base>堃</text:ruby-base><text:ruby-text>kūn</text:ruby-text></text:ruby>哥<text:span text:style-name=\"H\">藏</text:span></text:p>\
        <text:section text:display=\"none\"><text:p>藏</text:p></text:section>";
    let source = flat(styles, body);
    assert_eq!(
        texts(&source),
        ["名称：日志（样本）", "框", "堃哥", "注音：堃（kūn）"]
    );
}

#[test]
fn tables_in_frames_and_cells_that_cover_others() {
    let cell = |text: &str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
    let table = format!(
        "<table:table><table:table-header-rows><table:table-row><table:table-cell table:number-columns-spanned=\"2\"><text:p>宽</text:p></table:table-cell><table:covered-table-cell/>{}</table:table-row></table:table-header-rows>\
         <table:table-row>{}{}{}</table:table-row></table:table>",
        cell("窄"),
        cell("一"),
        cell("二"),
        cell("三")
    );
    let body = format!(
        "<text:p>前<draw:frame><draw:text-box>{table}</draw:text-box></draw:frame></text:p><text:p>后</text:p>"
    );
    let source = flat("", &body);
    assert_eq!(texts(&source), ["前", "宽\t\t窄", "一\t二\t三", "后"]);
    assert_eq!(
        (source.tables[0].header_rows, source.tables[0].merged.len()),
        (1, 1)
    );
}
