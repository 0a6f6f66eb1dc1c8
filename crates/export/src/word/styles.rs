//! Styles, fonts and settings of a file.

use super::look::{Face, RunLook};
use super::xml::{element, flag, part, value};

/// What runs look like that say nothing of themselves.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Defaults {
    /// The face.
    pub(crate) face: Face,
    /// Half points.
    pub(crate) size: u32,
}

/// Fonts with their second names: a machine that lacks the first takes the second.
const FONTS: [(&str, &str, &str); 5] = [
    ("仿宋_GB2312", "仿宋", "modern"),
    ("楷体_GB2312", "楷体", "modern"),
    ("方正小标宋简体", "方正小标宋_GBK", "script"),
    ("黑体", "SimHei", "modern"),
    ("宋体", "SimSun", "auto"),
];

/// ECMA-376, 17.8.3: names, second names, the Chinese character set.
pub(super) fn font_table() -> String {
    let mut xml = String::new();
    for (name, second, family) in FONTS {
        let content = [
            value("w:altName", second),
            value("w:charset", "86"),
            value("w:family", family),
            value("w:pitch", "default"),
        ];
        xml.push_str(&element("w:font", &[("w:name", name)], &content.concat()));
    }
    part("w:fonts", &xml)
}

/// The styles: defaults, headings, footnotes, comments.
pub(super) fn styles(defaults: Defaults) -> String {
    let look = RunLook::of(defaults.face, defaults.size).properties();
    let language = element("w:lang", &[("w:val", "en-US"), ("w:eastAsia", "zh-CN")], "");
    let look = look.replace("</w:rPr>", &(language + "</w:rPr>"));
    let defaults = element("w:rPrDefault", &[], &look) + "<w:pPrDefault/>";
    let mut xml = element("w:docDefaults", &[], &defaults);
    xml.push_str(&style("paragraph", ("Normal", "Normal"), "", true));
    for level in 1..=9 {
        let (id, name) = (format!("Heading{level}"), format!("heading {level}"));
        let outline = value("w:outlineLvl", &(level - 1).to_string());
        let look = element("w:pPr", &[], &outline);
        xml.push_str(&style("paragraph", (&id, &name), &look, false));
    }
    let small = |size: u32| {
        RunLook {
            size: Some(size),
            ..RunLook::default()
        }
        .properties()
    };
    let raised = element("w:rPr", &[], &value("w:vertAlign", "superscript"));
    let spaced = element("w:spacing", &[("w:before", "0"), ("w:after", "0")], "");
    let note = element("w:pPr", &[], &spaced) + &small(18);
    xml.push_str(&style(
        "paragraph",
        ("FootnoteText", "footnote text"),
        &note,
        false,
    ));
    let mark = ("FootnoteReference", "footnote reference");
    xml.push_str(&style("character", mark, &raised, false));
    let comment = ("CommentText", "annotation text");
    xml.push_str(&style("paragraph", comment, &small(21), false));
    let sign = ("CommentReference", "annotation reference");
    xml.push_str(&style("character", sign, &small(21), false));
    part("w:styles", &xml)
}

fn style(kind: &str, (id, name): (&str, &str), look: &str, default: bool) -> String {
    let mut attributes = vec![("w:type", kind)];
    if default {
        attributes.push(("w:default", "1"));
    }
    attributes.push(("w:styleId", id));
    let based = match (kind, default) {
        ("paragraph", false) => value("w:basedOn", "Normal"),
        _ => String::new(),
    };
    let content = value("w:name", name) + &based + &flag("w:qFormat", default) + look;
    element("w:style", &attributes, &content)
}

/// Settings: even pages differ, chars keep their width, the rules of Word 2013 and later.
pub(super) fn settings(even_differs: bool, footnotes: bool) -> String {
    let mut xml = flag("w:evenAndOddHeaders", even_differs);
    xml.push_str(&value("w:characterSpacingControl", "doNotCompress"));
    if footnotes {
        let separators: String = ["-1", "0"]
            .iter()
            .map(|id| element("w:footnote", &[("w:id", id)], ""))
            .collect();
        xml.push_str(&element("w:footnotePr", &[], &separators));
    }
    let mode = [
        ("w:name", "compatibilityMode"),
        ("w:uri", "http://schemas.microsoft.com/office/word"),
        ("w:val", "15"),
    ];
    let mode = element("w:compatSetting", &mode, "");
    xml.push_str(&element("w:compat", &[], &mode));
    let language = [("w:val", "en-US"), ("w:eastAsia", "zh-CN")];
    xml.push_str(&element("w:themeFontLang", &language, ""));
    part("w:settings", &xml)
}
