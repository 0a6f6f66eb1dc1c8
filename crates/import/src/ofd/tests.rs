use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;

use super::*;

fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn text(x: f32, y: f32, words: &str) -> String {
    format!(
        r#"<o:TextObject Boundary="{x} {y} 180 5" Size="5"><o:TextCode X="0" Y="4" DeltaX="g 99 5">{words}</o:TextCode></o:TextObject>"#
    )
}

fn page(content: &str) -> String {
    format!(
        r#"<o:Page xmlns:o="urn:x"><o:Content><o:Layer>{content}</o:Layer></o:Content></o:Page>"#
    )
}

const ENTRY: &str = "<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>";

fn lines(document: &str, parts: &[(&str, &str)]) -> Result<Vec<String>, ImportError> {
    let mut all = vec![("OFD.xml", ENTRY), ("Doc_0/Document.xml", document)];
    all.extend_from_slice(parts);
    let bytes = package(&all);
    assert!(Ofd.sniff(&bytes, ""));
    let imported = Ofd.import(&bytes, &Options::default())?;
    Ok(imported.source.lines.into_iter().map(|l| l.text).collect())
}

#[test]
fn objects_are_read_by_place_and_paths_leniently() {
    let document = r#"<Document><CommonData><PageArea><PhysicalBox>0 0 210 297</PhysicalBox></PageArea></CommonData>
        <Pages><Page ID="1" BaseLoc="\pages\P0"/></Pages></Document>"#;
    let below = text(30.0, 120.0, "现将有关事项通知如下。");
    let above = text(60.0, 100.0, "关于读书的通知");
    let foot = text(100.0, 285.0, "— 1 —");
    let content = page(&format!("{foot}{below}{above}"));
    let found = lines(document, &[("Doc_0/Pages/P0/Content.xml", &content)]).unwrap();
    assert_eq!(found, ["关于读书的通知", "现将有关事项通知如下。"]);
}

#[test]
fn a_template_of_one_page_is_its_form_and_of_several_is_stationery() {
    let document = r#"<Document><CommonData><TemplatePage ID="7" BaseLoc="T7.xml"/><TemplatePage ID="8" BaseLoc="T8.xml"/>
        </CommonData><Pages><Page BaseLoc="P0.xml"/><Page BaseLoc="P1.xml"/></Pages></Document>"#;
    let with = |templates: &str, words: &str| {
        let uses: String = templates
            .chars()
            .map(|id| format!(r#"<Template TemplateID="{id}"/>"#))
            .collect();
        format!(
            "<Page>{uses}<Content>{}</Content></Page>",
            text(30.0, 150.0, words)
        )
    };
    let found = lines(
        document,
        &[
            ("Doc_0/P0.xml", &with("78", "第一页。")),
            ("Doc_0/P1.xml", &with("8", "第二页。")),
            ("Doc_0/T7.xml", &page(&text(80.0, 60.0, "立案决定书"))),
            ("Doc_0/T8.xml", &page(&text(80.0, 50.0, "电子公文系统"))),
        ],
    );
    assert_eq!(found.unwrap(), ["立案决定书", "第一页。", "第二页。"]);
}

#[test]
fn private_chars_are_no_text() {
    let document = r#"<Document><Pages><Page BaseLoc="P0.xml"/></Pages></Document>"#;
    let content = page(&text(30.0, 100.0, "正文\u{e001}\u{e002}"));
    let error = lines(document, &[("Doc_0/P0.xml", &content)]).unwrap_err();
    assert!(matches!(
        error,
        ImportError::NeedsOcr {
            pages: 1,
            garbled: true
        }
    ));
}

#[test]
fn a_drawing_that_names_itself_ends() {
    let document = r#"<Document><CommonData><PublicRes>R.xml</PublicRes></CommonData>
        <Pages><Page BaseLoc="P0.xml"/></Pages></Document>"#;
    let unit = format!(
        r#"<Res><CompositeGraphicUnit ID="5"><Content>{}<CompositeObject ResourceID="5"/></Content></CompositeGraphicUnit></Res>"#,
        text(30.0, 100.0, "印")
    );
    let content = page(r#"<CompositeObject ResourceID="5"/>"#);
    let found = lines(
        document,
        &[("Doc_0/R.xml", &unit), ("Doc_0/P0.xml", &content)],
    );
    assert!(found.unwrap().concat().contains('印'));
}
