use super::*;

/// A file of one page with this content; F1 is GBK without a font file, F2 a simple font with a table.
fn file(content: &str) -> Vec<u8> {
    let table = "1 begincodespacerange <00><FF> endcodespacerange 2 beginbfchar <41><00660066> <42><4E00> endbfchar";
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R/F2 7 0 R>>>>>>".to_owned(),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
        "<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/GBK-EUC-H/DescendantFonts[6 0 R]>>".to_owned(),
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/SimSun/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>"
            .to_owned(),
        "<</Type/Font/Subtype/TrueType/BaseFont/AAAAAA+X/FirstChar 65/Widths[600 1000 600]/ToUnicode 8 0 R>>".to_owned(),
        format!("<</Length {}>>stream\n{table}\nendstream", table.len()),
    ];
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        places.push(bytes.len());
        bytes.extend(format!("{} 0 obj\n{object}\nendobj\n", n + 1).bytes());
    }
    let start = bytes.len();
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for place in places {
        bytes.extend(format!("{place:010} 00000 n \n").bytes());
    }
    bytes.extend(
        format!(
            "trailer<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n",
            objects.len() + 1
        )
        .bytes(),
    );
    bytes
}

fn lines(content: &str) -> Vec<String> {
    let imported = Pdf.import(&file(content), &Options::default()).unwrap();
    imported.source.lines.into_iter().map(|l| l.text).collect()
}

fn gbk(text: &str) -> String {
    let (bytes, _, _) = encoding_rs::GBK.encode(text);
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

#[test]
fn a_predefined_cmap_needs_no_font() {
    let content = format!(
        "BT /F1 16 Tf 80 700 Td <{}> Tj 0 -40 Td <{}> Tj ET",
        gbk("2010〕2号"),
        gbk("关于")
    );
    assert_eq!(lines(&content), ["2010〕2号", "关于"]);
}

#[test]
fn one_code_can_be_several_chars() {
    let dashes: String = "feff20142014".to_owned();
    let content = format!(
        "BT /F2 10 Tf 80 700 Td (A) Tj ET BT /F1 16 Tf 80 600 Td /Span <</ActualText <{dashes}>>> BDC <{}> Tj EMC <{}> Tj ET",
        gbk("——"),
        gbk("完")
    );
    assert_eq!(lines(&content), ["ff", "——完"]);
}

#[test]
fn page_numbers_of_a_tagged_file_are_artifacts() {
    let content = format!(
        "/Artifact <</Type/Pagination>> BDC BT /F1 9 Tf 280 700 Td <{}> Tj ET EMC BT /F1 16 Tf 80 600 Td <{}> Tj ET",
        gbk("第一页"),
        gbk("正文")
    );
    assert_eq!(lines(&content), ["正文"]);
}

#[test]
fn a_slanted_text_is_a_watermark() {
    let content = format!(
        "BT /F1 60 Tf 0.7 0.7 -0.7 0.7 100 300 Tm <{}> Tj ET BT /F1 16 Tf 1 0 0 1 80 600 Tm <{}> Tj ET",
        gbk("样稿"),
        gbk("正文")
    );
    assert_eq!(lines(&content), ["正文"]);
}

#[test]
fn a_cut_file_is_no_short_text() {
    let whole = file(&format!(
        "BT /F1 16 Tf 80 700 Td <{}> Tj ET",
        gbk("关于读书的通知")
    ));
    assert!(crate::import(&whole, "a.pdf", &Options::default()).is_ok());
    for len in [9, 100, whole.len() / 3] {
        assert!(
            crate::import(&whole[..len], "a.pdf", &Options::default()).is_err(),
            "{len}"
        );
    }
}

#[test]
fn a_text_that_speaks_of_pdf_is_a_text_and_a_header_may_come_late() {
    let text = "文件以 %PDF-1.4 开头。";
    let imported = crate::import(text.as_bytes(), "a.txt", &Options::default()).unwrap();
    assert_eq!(
        (imported.format, imported.source.plain().as_str()),
        (Format::Plain, text)
    );
    let mut late = b"HTTP/1.1 200 OK\n\n".to_vec();
    late.extend(file(&format!(
        "BT /F1 16 Tf 80 700 Td <{}> Tj ET",
        gbk("关于")
    )));
    let imported = crate::import(&late, "a.pdf", &Options::default()).unwrap();
    assert_eq!(
        (imported.format, imported.source.plain().as_str()),
        (Format::Pdf, "关于")
    );
}
