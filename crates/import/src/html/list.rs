//! The numbers of ordered lists: `start`, `reversed`, `value`, `type`, and the style that says the same.

use dom_query::NodeRef;

use crate::number_format::written;

/// A list that is open.
pub(super) struct List {
    /// The next number; `None` for a list without numbers.
    next: Option<i64>,
    step: i64,
    style: String,
}

impl List {
    /// The list of an `ol` or `ul`.
    pub(super) fn of(node: &NodeRef<'_>, ordered: bool) -> Self {
        let style = style_of(node).unwrap_or_default();
        let counts = ordered || !matches!(style.as_str(), "" | "disc" | "circle" | "square");
        let reversed = node.has_attr("reversed");
        let items = || node.children_it(false).filter(|n| n.has_name("li")).count() as i64;
        let first = number(node, "start").unwrap_or_else(|| if reversed { items() } else { 1 });
        List {
            next: (counts && style != "none").then_some(first),
            step: if reversed { -1 } else { 1 },
            style,
        }
    }

    /// The label of the next item.
    pub(super) fn label(&mut self, item: &NodeRef<'_>) -> String {
        let Some(next) = self.next else {
            return String::new();
        };
        let value = number(item, "value").unwrap_or(next);
        self.next = Some(value.saturating_add(self.step));
        let style = style_of(item).unwrap_or_else(|| self.style.clone());
        let Ok(positive) = u32::try_from(value) else {
            return format!("{value}. ");
        };
        label(positive, &style)
    }
}

fn number(node: &NodeRef<'_>, name: &str) -> Option<i64> {
    node.attr(name)?.trim().parse().ok()
}

/// The style of a list's numbers: `type` keeps its case, as `A` is not `a`.
fn style_of(node: &NodeRef<'_>) -> Option<String> {
    let css = node.attr("style").unwrap_or_default().to_ascii_lowercase();
    let declared = css.split(';').find_map(|declaration| {
        let (name, value) = declaration.split_once(':')?;
        matches!(name.trim(), "list-style-type" | "list-style").then(|| value.trim().to_owned())
    });
    let kind = || node.attr("type").map(|t| t.trim().to_owned());
    declared.or_else(kind).filter(|s| !s.is_empty())
}

/// A number as browsers show it (CSS Counter Styles 3).
fn label(value: u32, style: &str) -> String {
    let name = style.split_whitespace().next().unwrap_or_default();
    let (format, end) = match name {
        "none" | "disc" | "circle" | "square" => return String::new(),
        "a" | "lower-alpha" | "lower-latin" => ("lowerLetter", ". "),
        "A" | "upper-alpha" | "upper-latin" => ("upperLetter", ". "),
        "i" | "lower-roman" => ("lowerRoman", ". "),
        "I" | "upper-roman" => ("upperRoman", ". "),
        "decimal-leading-zero" => ("decimalZero", ". "),
        "cjk-ideographic" | "simp-chinese-informal" => ("chineseCountingThousand", "、"),
        "trad-chinese-informal" => ("taiwaneseCountingThousand", "、"),
        "simp-chinese-formal" => ("chineseLegalSimplified", "、"),
        "trad-chinese-formal" => ("ideographLegalTraditional", "、"),
        "cjk-decimal" => ("ideographDigital", "、"),
        "cjk-heavenly-stem" => ("ideographTraditional", "、"),
        "cjk-earthly-branch" => ("ideographZodiac", "、"),
        _ => ("decimal", ". "),
    };
    format!("{}{end}", written(value, format))
}
