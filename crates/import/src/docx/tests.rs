use std::io::Write;

use yandu_document::LineRole;

use super::*;

/// A package of these parts; `word/document.xml` gets this body.
fn docx(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let document = format!("<w:document><w:body>{body}</w:body></w:document>");
    let types = ("[Content_Types].xml", "<Types/>");
    for (name, text) in [types, ("word/document.xml", &document)]
        .iter()
        .chain(parts)
    {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn imported(body: &str, parts: &[(&str, &str)]) -> Imported {
    crate::import(&docx(body, parts), "a.docx", &Options::default()).unwrap()
}

fn lines(body: &str, parts: &[(&str, &str)]) -> Vec<String> {
    let lines = imported(body, parts).source.lines.into_iter();
    lines.map(|l| l.text).collect()
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn rels(kind: &str, id: &str, target: &str) -> String {
    format!(
        "<Relationships><Relationship Id=\"{id}\" Type=\"http://x/{kind}\" Target=\"{target}\"/></Relationships>"
    )
}

#[test]
fn relations_name_the_main_part_whatever_its_case() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let document = format!("<w:document><w:body>{}</w:body></w:document>", p("正文"));
    let relations = rels("officeDocument", "1", "/Word/Other.xml");
    for (name, text) in [
        ("[content_types].xml", "<Types/>"),
        ("_rels/.rels", &relations),
        ("word/other.xml", &document),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    let imported = crate::import(&bytes, "a", &Options::default()).unwrap();
    assert_eq!(imported.source.plain(), "正文");
}

#[test]
fn hidden_text_follows_run_char_style_and_paragraph_style() {
    let styles = "<w:styles><w:style w:type=\"paragraph\" w:styleId=\"h\"><w:rPr><w:vanish/></w:rPr></w:style>\
        <w:style w:type=\"character\" w:styleId=\"c\"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>";
    let body = "<w:p><w:pPr><w:pStyle w:val=\"h\"/></w:pPr><w:r><w:t>藏</w:t></w:r><w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>露</w:t></w:r>\
        <w:r><w:rPr><w:rStyle w:val=\"c\"/></w:rPr><w:t>反</w:t></w:r></w:p>\
        <w:p><w:r><w:t>前</w:t></w:r><w:r><w:rPr><w:rStyle w:val=\"c\"/></w:rPr><w:t>藏</w:t></w:r><w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>后</w:t></w:r></w:p>";
    assert_eq!(
        lines(body, &[("word/styles.xml", styles)]),
        ["露反", "前后"]
    );
}

#[test]
fn a_deleted_mark_joins_paragraphs_and_a_deleted_row_goes() {
    let body = format!(
        "<w:p><w:pPr><w:rPr><w:del w:id=\"1\"/></w:rPr></w:pPr><w:r><w:t>上半</w:t></w:r></w:p>{}\
         <w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>",
        p("下半"),
        p("删"),
        p("删"),
        p("一"),
        p("二")
    );
    assert_eq!(lines(&body, &[]), ["上半下半", "一\t二"]);
}

#[test]
fn notes_of_several_paragraphs_and_breaks_within_one() {
    let notes = format!(
        "<w:footnotes><w:footnote w:id=\"2\">{}<w:p><w:r><w:t>二</w:t></w:r><w:r><w:tab/><w:t>段</w:t></w:r></w:p></w:footnote></w:footnotes>",
        p("一段")
    );
    let body = "<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r><w:r><w:br w:type=\"page\"/></w:r><w:r><w:t>附件1</w:t></w:r></w:p>";
    assert_eq!(
        lines(body, &[("word/footnotes.xml", &notes)]),
        ["甲", "附件1", "一段", "二\t段"]
    );
}

#[test]
fn fields_show_results_and_eq_its_base() {
    let field = |code: &str, result: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>{code}</w:instrText></w:r>{result}<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
        )
    };
    let result = "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>果</w:t></w:r>";
    let body = format!(
        "<w:p>{}{}{}</w:p>",
        field("REF x", result),
        field(r"EQ \o\ad(\s\up 9(mì),密)", ""),
        field("PAGE", "")
    );
    assert_eq!(lines(&body, &[]), ["果密", "注音：密（mì）"]);
    // A field that never ends swallows nothing.
    let open = "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>X</w:instrText></w:r><w:r><w:t>正文</w:t></w:r></w:p>";
    assert_eq!(lines(open, &[]), ["正文"]);
}

#[test]
fn rubies_keep_the_base_in_one_piece() {
    let body = "<w:p><w:r><w:ruby><w:rt><w:r><w:t>kūn</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>堃</w:t></w:r></w:rubyBase></w:ruby></w:r><w:r><w:t>哥</w:t></w:r></w:p>";
    assert_eq!(lines(body, &[]), ["堃哥", "注音：堃（kūn）"]);
}

#[test]
fn boxes_hold_tables_and_cells_cover_others() {
    let cell = |properties: &str, text: &str| {
        format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(text))
    };
    let table = format!(
        "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>{}{}</w:tr><w:tr>{}{}{}</w:tr><w:tr>{}{}{}</w:tr></w:tbl>",
        cell("", "一"),
        cell("<w:gridSpan w:val=\"2\"/>", "二"),
        cell("<w:vMerge w:val=\"restart\"/>", "三"),
        cell("", "四"),
        cell("", "五"),
        cell("<w:vMerge/>", ""),
        cell("", "六"),
        cell("", "七"),
    );
    let body = format!(
        "<w:p><w:r><w:t>前</w:t></w:r><w:r><w:pict><v:textbox><w:txbxContent>{table}{}</w:txbxContent></v:textbox></w:pict></w:r></w:p>{}",
        p("框"),
        p("后")
    );
    let source = imported(&body, &[]).source;
    let texts: Vec<&str> = source.lines.iter().map(|l| l.text.as_str()).collect();
    assert_eq!(
        texts,
        ["前", "一\t二\t", "三\t四\t五", "\t六\t七", "框", "后"]
    );
    assert_eq!(source.lines[1].role, LineRole::TableRow);
    let table = &source.tables[0];
    assert_eq!(
        (table.rows.as_slice(), table.header_rows),
        ([1, 2, 3].as_slice(), 1)
    );
    let merged: Vec<_> = table
        .merged
        .iter()
        .map(|m| (m.row, m.column, m.rows, m.columns))
        .collect();
    assert_eq!(merged, [(0, 1, 1, 2), (1, 0, 2, 1)]);
}

#[test]
fn pictures_have_their_place() {
    let body = "<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:drawing><wp:docPr descr=\"图一\"/><a:blip r:embed=\"i\"/></w:drawing></w:r><w:r><w:t>乙</w:t></w:r></w:p>";
    let relations = rels("image", "i", "media/a.png");
    let source = imported(
        body,
        &[
            ("word/_rels/document.xml.rels", &relations),
            ("word/media/a.png", "PNG"),
        ],
    )
    .source;
    assert_eq!(source.plain(), "甲乙");
    let picture = &source.pictures[0];
    assert_eq!(
        (
            picture.line,
            picture.at,
            picture.name.as_str(),
            picture.alt.as_str()
        ),
        (0, 1, "a.png", "图一")
    );
    assert_eq!(picture.bytes, b"PNG");
}

#[test]
fn a_red_head_in_the_header_is_the_documents_and_others_are_named() {
    let head = format!(
        "<w:hdr>{}{}</w:hdr>",
        p("青河市人民政府文件"),
        p("青政发〔2023〕5号")
    );
    let relations = rels("header", "h", "header1.xml");
    let sections = "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"h\"/></w:sectPr>";
    let body = format!("{}{sections}", p("关于读书的通知"));
    let parts = |head| {
        [
            ("word/_rels/document.xml.rels", relations.as_str()),
            ("word/header1.xml", head),
        ]
    };
    let read = imported(&body, &parts(&head));
    assert_eq!(read.source.lines[0].text, "青河市人民政府文件");
    assert!(read.warnings.is_empty());
    let other = format!("<w:hdr>{}</w:hdr>", p("内部资料　注意保存"));
    let read = imported(&body, &parts(&other));
    assert_eq!(read.source.plain(), "关于读书的通知");
    assert!(read.warnings[0].contains("内部资料"));
}

#[test]
fn an_inserted_page_is_read_and_inserts_itself_no_further() {
    let relations = rels("aFChunk", "a", "a.htm");
    let page = "<html><body><p>并入的网页</p></body></html>";
    let body = format!("{}<w:altChunk r:id=\"a\"/>{}", p("前"), p("后"));
    let parts = [
        ("word/_rels/document.xml.rels", relations.as_str()),
        ("word/a.htm", page),
    ];
    assert_eq!(lines(&body, &parts), ["前", "并入的网页", "后"]);
    let parts = [
        ("word/_rels/document.xml.rels", relations.as_str()),
        ("word/a.htm", ""),
    ];
    assert!(imported(&body, &parts).warnings[0].contains("a.htm"));
}

#[test]
fn one_xml_file_holds_a_package_or_a_document_of_2003() {
    let read = |xml: &str| {
        crate::import(xml.as_bytes(), "a.doc", &Options::default())
            .unwrap()
            .source
            .plain()
    };
    let flat = format!(
        "<?xml version=\"1.0\"?><pkg:package><pkg:part pkg:name=\"/word/document.xml\"><pkg:xmlData><w:document><w:body>{}</w:body></w:document></pkg:xmlData></pkg:part></pkg:package>",
        p("平面包")
    );
    assert_eq!(read(&flat), "平面包");
    let list = "<w:lists><w:listDef w:listDefId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:nfc w:val=\"39\"/><w:lvlText w:val=\"%1、\"/></w:lvl></w:listDef><w:list w:ilfo=\"1\"><w:ilst w:val=\"0\"/></w:list></w:lists>";
    let old = format!(
        "<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?><w:wordDocument>{list}<w:body><wx:sect><w:p><w:pPr><w:listPr><w:ilvl w:val=\"0\"/><w:ilfo w:val=\"1\"/></w:listPr></w:pPr>\
         <w:r><w:t>总则</w:t></w:r><w:r><w:footnote>{}</w:footnote></w:r><aml:annotation w:type=\"Word.Deletion\"><aml:content><w:r><w:delText>删</w:delText></w:r></aml:content></aml:annotation></w:p></wx:sect></w:body></w:wordDocument>",
        p("注")
    );
    assert_eq!(read(&old), "一、总则\n注");
}
