//! Text of people in mark-up and spreadsheets: it means itself.

/// For HTML, in text and in attributes in double quotes.
pub(crate) fn html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// For one line of Markdown.
pub(crate) fn markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (n, c) in text.chars().enumerate() {
        let special = matches!(c, '\\' | '`' | '*' | '_' | '<' | '[' | ']' | '|')
            || (n == 0 && matches!(c, '#' | '>' | '-' | '+' | '='))
            || (c == '.' && n < 4 && text.chars().take(n).all(|d| d.is_ascii_digit()) && n > 0);
        if special {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// For a cell of CSV: what would be a formula gets an apostrophe in front.
pub(crate) fn cell(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{cell, markdown};

    #[test]
    fn words_of_people_are_no_mark_up() {
        assert_eq!(markdown("# 一 *二* <b>"), "\\# 一 \\*二\\* \\<b>");
        assert_eq!(markdown("1. 一"), "1\\. 一");
        assert_eq!(markdown("3.14 和 a.b"), "3\\.14 和 a.b");
    }

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(cell("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(cell("一、二"), "一、二");
    }
}
