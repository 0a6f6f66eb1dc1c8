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
    markdown_part(text, true)
}

/// For a part of a line of Markdown: CommonMark, and what GitHub, Pandoc and Obsidian add to it. Addresses
/// of the web become links that end where they end. `begins`: the part begins its line.
pub(crate) fn markdown_part(text: &str, begins: bool) -> String {
    let text = if begins {
        text.trim_start_matches([' ', '\t'])
    } else {
        text
    };
    let chars: Vec<char> = text.chars().collect();
    let mut escaped = String::with_capacity(text.len());
    let mut n = 0;
    while n < chars.len() {
        if let Some(end) = address_end(&chars, n) {
            let address: String = chars[n..end].iter().collect();
            escaped.push_str(&format!("<{address}>"));
            n = end;
            continue;
        }
        if special(&chars, n) || (begins && special_at_start(&chars, n)) {
            escaped.push('\\');
        }
        escaped.push(chars[n]);
        n += 1;
    }
    escaped
}

/// Chars that mean something wherever they stand, and those that do beside others.
fn special(chars: &[char], n: usize) -> bool {
    let before = n.checked_sub(1).and_then(|n| chars.get(n)).copied();
    let after = chars.get(n + 1).copied();
    let word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    match chars[n] {
        '\\' | '`' | '*' | '_' | '<' | '[' | ']' | '|' | '~' | '$' | '^' | '{' | '}' => true,
        // ==marked==, %%hidden%%, -- as a dash
        c @ ('=' | '%' | '-') => before == Some(c) || after == Some(c),
        '&' => entity(&chars[n..]),
        // A tag, and the end of a heading
        '#' => before.is_none_or(char::is_whitespace),
        '@' => word(after) && !word(before),
        // An address that is no link of ours shall be none of GitHub's.
        ':' => word(before) && chars[n + 1..].starts_with(&['/', '/']),
        // GitHub makes a link of www. and of all that follows without a space.
        '.' => {
            n >= 3
                && chars[n - 3..n].iter().all(|c| c.eq_ignore_ascii_case(&'w'))
                && !word(n.checked_sub(4).map(|n| chars[n]))
        }
        _ => false,
    }
}

/// Chars that mean something at the beginning of a line: lists, quotes, rules, definitions, title blocks.
fn special_at_start(chars: &[char], n: usize) -> bool {
    match chars[n] {
        '>' | '-' | '+' | '=' | ':' | '%' => n == 0,
        '.' | ')' => (1..=9).contains(&n) && chars[..n].iter().all(char::is_ascii_digit),
        _ => false,
    }
}

/// &nbsp; and &#20013;
fn entity(chars: &[char]) -> bool {
    let name = chars[1..]
        .iter()
        .take_while(|c| c.is_ascii_alphanumeric() || **c == '#');
    let length = name.count();
    length > 0 && chars.get(length + 1) == Some(&';')
}

/// Where an address of the web that begins at `n` ends; `None` if none begins there.
fn address_end(chars: &[char], n: usize) -> Option<usize> {
    let word = |c: char| c.is_ascii_alphanumeric();
    if !chars[n].is_ascii_alphabetic() || n.checked_sub(1).is_some_and(|n| word(chars[n])) {
        return None;
    }
    let scheme = ["https://", "http://", "ftp://"]
        .into_iter()
        .find(|scheme| {
            let begins = chars[n..].iter().zip(scheme.chars());
            begins.filter(|(a, b)| a.eq_ignore_ascii_case(b)).count() == scheme.len()
        })?;
    let inside = |c: &&char| c.is_ascii_graphic() && !"<>\"`\\{}|^".contains(**c);
    let mut end = n + chars[n..].iter().take_while(inside).count();
    while end > n + scheme.len() {
        let open = chars[n..end].iter().filter(|c| **c == '(').count();
        let closed = chars[n..end].iter().filter(|c| **c == ')').count();
        match chars[end - 1] {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | '~' => end -= 1,
            ')' if closed > open => end -= 1,
            _ => break,
        }
    }
    let names = (n..end).any(|at| chars[at] == '&' && entity(&chars[at..]));
    (end > n + scheme.len() && !names).then_some(end)
}

/// For a cell of CSV: what would be a formula gets an apostrophe in front.
pub(crate) fn cell(text: &str) -> String {
    // Excel for Chinese takes the wide signs for the narrow ones.
    if text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n']) {
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
        assert_eq!(
            markdown("~~一~~ $x$ ==二== 50%"),
            "\\~\\~一\\~\\~ \\$x\\$ \\=\\=二\\=\\= 50%"
        );
        assert_eq!(markdown("&nbsp; R&D"), "\\&nbsp; R&D");
        assert_eq!(markdown("= 一"), "\\= 一");
    }

    #[test]
    fn addresses_are_links_that_end_where_they_end() {
        assert_eq!(
            markdown("见https://a.cn/x_y?b=1，请看"),
            "见<https://a.cn/x_y?b=1>，请看"
        );
        assert_eq!(markdown("(http://a.cn/(b))."), "(<http://a.cn/(b)>).");
        assert_eq!(markdown("www.gov.cn"), "www\\.gov.cn");
        assert_eq!(markdown("http://"), "http\\://");
        assert_eq!(markdown("http://a.cn/?a&lt;b"), "http\\://a.cn/?a\\&lt;b");
    }

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(cell("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(cell("一、二"), "一、二");
    }
}
