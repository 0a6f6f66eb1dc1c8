//! The package: what `docx-rs` has no words for is put in here.

use std::io::Cursor;

use docx_rs::Docx;

use super::dress::FOOTNOTE_NUMBER;
use crate::ExportError;

/// Fonts with their second names: a machine that lacks the first takes the second.
const FONTS: [(&str, &str, &str); 5] = [
    ("仿宋_GB2312", "仿宋", "modern"),
    ("楷体_GB2312", "楷体", "modern"),
    ("方正小标宋简体", "方正小标宋_GBK", "script"),
    ("黑体", "SimHei", "modern"),
    ("宋体", "SimSun", "auto"),
];

/// Packs a document.
pub(super) fn pack(docx: Docx) -> Result<Vec<u8>, ExportError> {
    let mut parts = docx.build();
    parts.font_table = font_table().into_bytes();
    let footnotes = String::from_utf8_lossy(&parts.footnotes);
    let number = format!("<w:t xml:space=\"preserve\">{FOOTNOTE_NUMBER}</w:t>");
    // A footnote without this has no number of its own in Word.
    parts.footnotes = footnotes.replace(&number, "<w:footnoteRef/>").into_bytes();
    let mut bytes = Cursor::new(Vec::new());
    parts
        .pack(&mut bytes)
        .map_err(|e| ExportError::of("DOCX")(&e))?;
    Ok(bytes.into_inner())
}

/// ECMA-376, 17.8.3: names, second names, the Chinese character set.
fn font_table() -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
         <w:fonts xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">",
    );
    for (name, second, family) in FONTS {
        xml.push_str(&format!(
            "<w:font w:name=\"{name}\"><w:altName w:val=\"{second}\"/><w:charset w:val=\"86\"/>\
             <w:family w:val=\"{family}\"/><w:pitch w:val=\"default\"/></w:font>"
        ));
    }
    xml.push_str("</w:fonts>");
    xml
}
