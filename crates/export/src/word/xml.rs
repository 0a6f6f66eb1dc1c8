//! Elements as text. Whatever people wrote is escaped, and chars that XML 1.0 forbids are left out.

/// An element with attributes and content that is XML already; one without content closes itself.
pub(super) fn element(name: &str, attributes: &[(&str, &str)], content: &str) -> String {
    let mut xml = format!("<{name}");
    for (key, value) in attributes {
        xml.push_str(&format!(" {key}=\"{}\"", escape(value)));
    }
    if content.is_empty() {
        xml.push_str("/>");
    } else {
        xml.push_str(&format!(">{content}</{name}>"));
    }
    xml
}

/// An element with nothing but its `w:val`.
pub(super) fn value(name: &str, value: &str) -> String {
    element(name, &[("w:val", value)], "")
}

/// The element if `wanted`, which says yes by being there.
pub(super) fn flag(name: &str, wanted: bool) -> String {
    match wanted {
        true => element(name, &[], ""),
        false => String::new(),
    }
}

/// Text for content and for attributes in double quotes.
pub(super) fn escape(text: &str) -> String {
    let allowed = |c: &char| !matches!(c, '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    let kept: String = text.chars().filter(allowed).collect();
    crate::escape::html(&kept)
}

/// The declaration that begins every part.
pub(super) const DECLARATION: &str =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// The namespaces of a part of the main document.
pub(super) const NAMESPACES: [(&str, &str); 7] = [
    (
        "xmlns:w",
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        "xmlns:r",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        "xmlns:mc",
        "http://schemas.openxmlformats.org/markup-compatibility/2006",
    ),
    (
        "xmlns:w14",
        "http://schemas.microsoft.com/office/word/2010/wordml",
    ),
    (
        "xmlns:wp",
        "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    ),
    (
        "xmlns:wps",
        "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    ),
    ("mc:Ignorable", "w14"),
];

/// A part whose root has those namespaces.
pub(super) fn part(root: &str, content: &str) -> String {
    format!("{DECLARATION}{}", element(root, &NAMESPACES, content))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_no_mark_up_and_what_xml_forbids_is_left_out() {
        assert_eq!(
            escape("<a & \"b\">\u{1}\u{ffff}𠮷"),
            "&lt;a &amp; &quot;b&quot;&gt;𠮷"
        );
        assert_eq!(element("w:p", &[], ""), "<w:p/>");
        assert_eq!(value("w:jc", "both"), "<w:jc w:val=\"both\"/>");
    }
}
