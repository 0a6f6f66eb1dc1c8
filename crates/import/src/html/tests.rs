use super::*;

fn read(html: &str) -> SourceText {
    let imported = crate::import(html.as_bytes(), "a.html", &Options::default());
    imported.unwrap().source
}

fn lines(body: &str) -> Vec<String> {
    let page = format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head><body>{body}</body></html>"
    );
    read(&page).lines.into_iter().map(|l| l.text).collect()
}

#[test]
fn lists_count_as_they_say() {
    let body = "<ol start=5><li>甲<li value=9>乙<li>丙</ol><ol type=A reversed><li>丁<li>戊</ol>\
        <ol style='list-style-type: cjk-ideographic'><li>己</ol><ol style='list-style:none'><li>庚</ol><ul><li>辛</ul>";
    let found = lines(body);
    assert_eq!(
        found,
        [
            "5. 甲",
            "9. 乙",
            "10. 丙",
            "B. 丁",
            "A. 戊",
            "一、己",
            "庚",
            "辛"
        ]
    );
}

#[test]
fn blocks_end_lines_and_pre_keeps_its_own() {
    let body = "<figure><figcaption>图一</figcaption></figure><aside>旁注</aside><address>地址</address><pre>一\n　　二\n\n  三</pre>\
        <div style='white-space: pre-wrap'>四\n五</div><p>六<br>七</p>";
    assert_eq!(
        lines(body),
        [
            "图一",
            "旁注",
            "地址",
            "一",
            "　　二",
            "  三",
            "四",
            "五",
            "六",
            "七"
        ]
    );
}

#[test]
fn tables_have_captions_and_cells_that_cover_others() {
    let body = "<table><caption>表一</caption><thead><tr><th>甲<th colspan=2>乙</thead><tr><td rowspan=2>丙<td>丁<td>戊<tr><td>己<td>庚</table>";
    let source = read(&format!("<html><body>{body}</body></html>"));
    let texts: Vec<&str> = source.lines.iter().map(|l| l.text.as_str()).collect();
    assert_eq!(texts, ["表一", "甲\t乙\t", "丙\t丁\t戊", "\t己\t庚"]);
    let table = &source.tables[0];
    assert_eq!(
        (table.rows.as_slice(), table.header_rows),
        ([1, 2, 3].as_slice(), 1)
    );
    assert_eq!(table.merged.len(), 2);
}

#[test]
fn rubies_are_found_by_both() {
    let body = "<p><ruby>堃<rp>(</rp><rt>kūn</rt><rp>)</rp></ruby>哥</p>";
    assert_eq!(lines(body), ["堃哥", "注音：堃（kūn）"]);
}

#[test]
fn a_picture_of_the_page_itself_is_kept() {
    let source = read(
        "<html><body><p>甲<img alt='图' src='data:image/png;base64,UE5H'>乙</p></body></html>",
    );
    assert_eq!(source.plain(), "甲乙");
    assert_eq!(source.pictures[0].bytes, b"PNG");
    assert_eq!(
        (source.pictures[0].at, source.pictures[0].alt.as_str()),
        (1, "图")
    );
}

#[test]
fn fragments_are_pages_and_markdown_is_not() {
    let sniffed = |text: &str, name: &str| Html.sniff(text.as_bytes(), name);
    assert!(sniffed("<p>一</p>", "a.txt"));
    assert!(sniffed("<title>一</title><font size=3>二</font>", "a.htm"));
    assert!(sniffed("正文<b>粗</b>", "a.html"));
    assert!(sniffed("<!-- a --><!-- b --><div>一</div>", "a"));
    assert!(!sniffed("<p align=center>一</p>\n\n# 题", "a.md"));
    assert!(!sniffed("正文<b>粗</b>", "a.txt"));
    assert!(!sniffed("<p 不是网页", "a.txt"));
}

#[test]
fn charsets_are_believed_where_the_bytes_agree() {
    let utf16: Vec<u8> = "<html><meta charset=\"unicode\"><p>双字节</p></html>"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    for bytes in [utf16.clone(), [vec![0xFF, 0xFE], utf16].concat()] {
        let imported = crate::import(&bytes, "a.html", &Options::default()).unwrap();
        assert_eq!(imported.source.plain(), "双字节");
    }
    let (japanese, _, _) =
        encoding_rs::EUC_JP.encode("<html><meta charset=euc-jp><p>ありがとう</p></html>");
    let imported = crate::import(&japanese, "a.html", &Options::default()).unwrap();
    assert_eq!(imported.source.plain(), "ありがとう");
}

#[test]
fn the_text_is_where_the_sentences_are() {
    let sentence =
        "为进一步提高办事效率，现就有关事项说明如下，请各有关科室遵照执行并做好宣传解释工作。";
    let menu = "<nav><a href=/>首页</a></nav>";
    let teaser = format!("<article><p>{sentence}</p></article>");
    let long = format!("<p>{sentence}</p>").repeat(9);
    // Two editors beside each other, and the words between them.
    let two = format!(
        "{menu}<div class=TRS_Editor><p>上{sentence}</p></div><p>编者按语</p><div class=TRS_Editor><p>下{sentence}</p></div>"
    );
    let found = lines(&two);
    assert_eq!(found.len(), 3, "{found:?}");
    assert_eq!(found[1], "编者按语");
    // A teaser before the text, with and without a name for the text.
    let named = lines(&format!(
        "{menu}{teaser}<article><p>开头</p>{long}</article>"
    ));
    assert_eq!(named[0], "开头");
    let unnamed = lines(&format!(
        "{menu}{teaser}<div class=xyz><p>开头</p>{long}</div>"
    ));
    assert!(unnamed.iter().filter(|l| l.contains("科室")).count() >= 9);
}
