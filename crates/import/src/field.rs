//! Fields of Word that show what their code says: EQ (拼音指南, 带圈字符, fractions), SYMBOL, MACROBUTTON.
//!
//! Of a ruby the base is the text and the reading stands beside it ([`crate::marks`]); of an enclosed char the
//! char. The switches are those of "Field codes: EQ (Equation) field" in Word's reference.

use crate::marks;
use crate::number_format::written;

/// Groups within groups; a real equation has a few.
const DEEPEST: u32 = 20;

/// What a field without a result shows; `None` if its code says nothing of that.
pub(crate) fn shown(code: &str) -> Option<String> {
    let code = code.trim();
    let (name, rest) = code.split_once(char::is_whitespace).or_else(|| {
        let at = code.find('\\')?;
        Some(code.split_at(at))
    })?;
    match name.to_ascii_uppercase().as_str() {
        "EQ" => {
            let text = Equation::new(rest).elements(0, false).concat();
            Some(text.replace(RAISED, "").trim().to_owned())
        }
        "SYMBOL" => symbol(rest),
        "MACROBUTTON" | "GOTOBUTTON" => {
            let text = rest.trim_start().split_once(char::is_whitespace);
            text.map(|(_, text)| text.trim().to_owned())
        }
        _ => None,
    }
}

/// `SYMBOL 9633 \u`: a char by its number, of Unicode or of a symbol font.
fn symbol(rest: &str) -> Option<String> {
    let number = rest.split_whitespace().next()?;
    let code = match number.strip_prefix("0x").or(number.strip_prefix("0X")) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    let unicode = rest.contains("\\u") || rest.contains("\\U");
    if unicode {
        return char::from_u32(code).map(String::from);
    }
    let wingdings = rest.to_ascii_lowercase().contains("wingdings");
    if wingdings {
        return pictograph(code).map(String::from);
    }
    None
}

/// The Unicode char of a place in Wingdings (with or without 0xF000) that forms and lists of offices use.
pub(crate) fn pictograph(code: u32) -> Option<char> {
    Some(match code & 0xFF {
        0x6C => '●',
        0x6D => '○',
        0x6E => '■',
        0x6F | 0x70 | 0x71 | 0x72 | 0xA8 => '□',
        0x75 => '◆',
        0x77 => '◆',
        0x76 => '❖',
        0xA1 => '○',
        0xA4 => '◉',
        0xFB => '✗',
        0xFC => '✓',
        0xFD => '☒',
        0xFE => '☑',
        code @ 0x81..=0x8A => char::from_u32('①' as u32 + code - 0x81)?,
        code @ 0x8C..=0x95 => char::from_u32('❶' as u32 + code - 0x8C)?,
        _ => return None,
    })
}

/// Shapes that are drawn around a char.
fn is_shape(text: &str) -> bool {
    let mut chars = text.trim().chars();
    let shape = |c| {
        matches!(
            c,
            '○' | '〇' | '◯' | '□' | '△' | '◇' | '☐' | '￣' | '_' | '/' | '＿'
        )
    };
    chars.next().is_some_and(shape) && chars.next().is_none()
}

struct Equation<'a> {
    chars: std::iter::Peekable<std::str::Chars<'a>>,
}

impl<'a> Equation<'a> {
    fn new(code: &'a str) -> Self {
        Equation {
            chars: code.chars().peekable(),
        }
    }

    /// The elements up to the end or the closing bracket. `within`: a comma or semicolon parts them.
    fn elements(&mut self, depth: u32, within: bool) -> Vec<String> {
        let mut elements = vec![String::new()];
        while let Some(c) = self.chars.next() {
            let Some(last) = elements.last_mut() else {
                break;
            };
            match c {
                '\\' => {
                    let text = self.switch(depth);
                    last.push_str(&text);
                }
                ')' if within => return elements,
                ',' | ';' if within => elements.push(String::new()),
                '(' if within && depth < DEEPEST => {
                    let inner = self.elements(depth + 1, true).join(",");
                    last.push_str(&format!("({inner})"));
                }
                c => last.push(c),
            }
        }
        elements
    }

    /// A switch with its options and its elements.
    fn switch(&mut self, depth: u32) -> String {
        let Some(first) = self.chars.next() else {
            return String::new();
        };
        if first == '*' {
            self.skip_format();
            return String::new();
        }
        if !first.is_ascii_alphabetic() {
            return first.to_string();
        }
        let mut options = String::new();
        let mut bracket = None;
        while let Some(&c) = self.chars.peek() {
            if c == '(' {
                break;
            }
            self.chars.next();
            if c == '\\' {
                let name: String =
                    std::iter::from_fn(|| self.chars.next_if(char::is_ascii_alphabetic)).collect();
                // \bc\{ names the bracket with a char of its own.
                if matches!(name.as_str(), "bc" | "lc" | "rc") {
                    self.chars.next_if_eq(&'\\');
                    bracket = self.chars.next().or(bracket);
                }
                options.push_str(&name);
                options.push(' ');
            }
        }
        if self.chars.next().is_none() || depth >= DEEPEST {
            return String::new();
        }
        let elements = self.elements(depth + 1, true);
        shape(first, &options, bracket, elements)
    }

    /// `\* jc2`, `\* "Font:宋体"`: how it looks.
    fn skip_format(&mut self) {
        while self.chars.next_if_eq(&' ').is_some() {}
        if self.chars.next_if_eq(&'"').is_some() {
            for c in self.chars.by_ref() {
                if c == '"' {
                    break;
                }
            }
        } else {
            while self
                .chars
                .next_if(|c| !c.is_whitespace() && *c != '\\')
                .is_some()
            {}
        }
        while self.chars.next_if_eq(&' ').is_some() {}
    }
}

/// The text of a switch.
fn shape(switch: char, options: &str, bracket: Option<char>, elements: Vec<String>) -> String {
    let raised = options.contains("up") || options.contains("do");
    match switch.to_ascii_lowercase() {
        'o' => overlay(elements),
        // A raised element is a reading where it lies over another one; overlay() looks for it.
        's' if raised => format!("{RAISED}{}", elements.concat()),
        'f' => elements.join("/"),
        'r' => {
            let (degree, inner) = match elements.as_slice() {
                [inner] => ("", inner.as_str()),
                [degree, inner, ..] => (degree.trim(), inner.as_str()),
                [] => ("", ""),
            };
            let degree = match degree {
                "" | "2" => "√".to_owned(),
                "3" => "∛".to_owned(),
                other => format!("{other}√"),
            };
            degree + inner
        }
        'b' => {
            let open = bracket.unwrap_or('(');
            let close = match open {
                '(' => ')',
                '[' => ']',
                '{' => '}',
                '<' => '>',
                '（' => '）',
                other => other,
            };
            format!("{open}{}{close}", elements.join(","))
        }
        'a' => elements.join(" "),
        'l' => elements.join(","),
        'i' => {
            let sign = if options.contains("su") {
                '∑'
            } else if options.contains("pr") {
                '∏'
            } else {
                '∫'
            };
            format!("{sign}{}", elements.join(" "))
        }
        'd' => String::new(),
        _ => elements.concat(),
    }
}

/// Begins a raised element; no char of a text.
const RAISED: char = '\u{fdd5}';

/// Elements over each other: a reading over its base, a shape around a char.
fn overlay(elements: Vec<String>) -> String {
    let (raised, base): (Vec<String>, Vec<String>) = elements
        .into_iter()
        .partition(|e| e.trim_start().starts_with(RAISED));
    let shapes = base.iter().filter(|e| is_shape(e)).count();
    let inner: Vec<&String> = base
        .iter()
        .filter(|e| shapes == base.len() || !is_shape(e))
        .collect();
    let text: String = inner.iter().map(|e| e.trim()).collect();
    let reading = raised.concat().replace(RAISED, "");
    let circle = base.iter().any(|e| matches!(e.trim(), "○" | "〇" | "◯"));
    if circle && let Some(number) = text.parse().ok().filter(|n| (1..=50).contains(n)) {
        return written(number, "decimalEnclosedCircle");
    }
    if base.is_empty() {
        return reading;
    }
    format!("{text}{}", marks::reading(&text, &reading))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(code: &str) -> String {
        marks::without(&shown(code).unwrap_or_default())
    }

    #[test]
    fn the_base_of_a_ruby_is_the_text() {
        let code = r#" EQ \* jc2 \* "Font:宋体" \* hps10 \o\ad(\s\up 9(miǎn),勉)"#;
        assert_eq!(text(code), "勉");
        assert!(shown(code).is_some_and(|t| t.contains("miǎn")));
        assert_eq!(text(r"EQ \o(\s\up 8(2),\s\do 3(n))"), "2n");
    }

    #[test]
    fn an_enclosed_char_is_the_char() {
        assert_eq!(text(r"eq \o\ac(○,密)"), "密");
        assert_eq!(text(r"EQ \o\ac(□,印)"), "印");
        assert_eq!(text(r"EQ \o\ac(○,3)"), "③");
        assert_eq!(text(r"eq\o\ac(○,密)"), "密");
    }

    #[test]
    fn fractions_roots_brackets() {
        assert_eq!(text(r"EQ \f(1,2)"), "1/2");
        assert_eq!(text(r"EQ \r(3,x)"), "∛x");
        assert_eq!(text(r"EQ \b\bc\[(a;b)"), "[a,b]");
        assert_eq!(text(r"EQ x\s\up5(2)"), "x2");
        assert_eq!(text(r"EQ \f(a\,b,c)"), "a,b/c");
    }

    #[test]
    fn other_fields() {
        assert_eq!(shown(r"SYMBOL 9633 \u").as_deref(), Some("□"));
        assert_eq!(shown(r#"SYMBOL 254 \f "Wingdings""#).as_deref(), Some("☑"));
        assert_eq!(
            shown("MACROBUTTON NoMacro [点击输入]").as_deref(),
            Some("[点击输入]")
        );
        assert_eq!(shown(r#"HYPERLINK "http://a.invalid""#), None);
        let deep = format!("EQ {}", r"\f(".repeat(100_000));
        assert!(shown(&deep).is_some());
    }
}
