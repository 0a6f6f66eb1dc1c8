//! Names of authors: which part is the family's, and how the words for "and others" follow the language.

use yandu_document::split_name;

/// A person's name in its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) family: String,
    pub(super) given: String,
}

/// The parts of a person's name: 诸葛平, John Maynard Keynes, Keynes, John. `None` for a name that has no
/// such parts: 阿沛·阿旺晋美, an office.
pub(super) fn parts(name: &str) -> Option<Name> {
    let own = |family: &str, given: &str| Name {
        family: family.trim().to_owned(),
        given: given.trim().to_owned(),
    };
    if let Some((family, given)) = split_name(name) {
        return Some(own(family, given));
    }
    if !is_latin(name) {
        return None;
    }
    match name.split_once(',') {
        Some((family, given)) => Some(own(family, given)),
        None => name
            .rsplit_once(' ')
            .map(|(given, family)| own(family, given)),
    }
}

/// A name as GB/T 7714 prints it: 诸葛平; KEYNES J M in 2015, Keynes J M in 2025.
pub(super) fn printed(name: &str, corporate: bool, capitals: bool) -> String {
    if corporate || !is_latin(name) {
        return name.to_owned();
    }
    let Some(name) = parts(name) else {
        return name.to_owned();
    };
    let initials = name.given.split_whitespace().map(|given| {
        let joined: Vec<String> = given.split('-').filter_map(initial).collect();
        joined.join("-")
    });
    let initials: Vec<String> = initials.filter(|i| !i.is_empty()).collect();
    let family = match capitals {
        true => name.family.to_uppercase(),
        false => name.family,
    };
    let printed = format!("{family} {}", initials.join(" "));
    printed.trim_end().to_owned()
}

fn initial(given: &str) -> Option<String> {
    let first = given.chars().find(|c| c.is_alphabetic())?;
    Some(first.to_uppercase().collect())
}

fn is_latin(name: &str) -> bool {
    name.chars().any(char::is_alphabetic) && name.chars().all(|c| c < '\u{250}')
}

/// The language of a work as far as its citation needs it, as a BCP 47 tag.
pub(super) fn language(title: &str) -> &'static str {
    let any = |low: char, high: char| title.chars().any(|c| (low..=high).contains(&c));
    if any('\u{3041}', '\u{30ff}') {
        "ja"
    } else if any('\u{ac00}', '\u{d7a3}') {
        "ko"
    } else if any('\u{3400}', '\u{9fff}') {
        "zh-CN"
    } else if any('\u{400}', '\u{4ff}') {
        "ru"
    } else if title.chars().any(|c| c.is_ascii_alphabetic()) {
        "en"
    } else {
        "zh-CN"
    }
}

/// "And others" in that language (GB/T 7714—2015, 8.1.2: 等 or the word that corresponds).
pub(super) fn and_others(language: &str) -> &'static str {
    match language {
        "ja" => "他",
        "ko" => "외",
        "ru" => "и др.",
        "en" => "et al.",
        _ => "等",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_parts() {
        let shown = |name: &str| parts(name).map(|n| format!("{}|{}", n.family, n.given));
        assert_eq!(shown("诸葛平").as_deref(), Some("诸葛|平"));
        assert_eq!(
            shown("John Maynard Keynes").as_deref(),
            Some("Keynes|John Maynard")
        );
        assert_eq!(shown("Keynes, J. M.").as_deref(), Some("Keynes|J. M."));
        assert_eq!(shown("阿沛·阿旺晋美"), None);
        assert_eq!(printed("John Maynard Keynes", false, true), "KEYNES J M");
        assert_eq!(printed("Godard, Jean-Luc", false, false), "Godard J-L");
        assert_eq!(printed("World Bank", true, true), "World Bank");
        assert_eq!(printed("诸葛平", false, true), "诸葛平");
    }

    #[test]
    fn others_in_the_language_of_the_work() {
        for (title, tag, others) in [
            ("实践论", "zh-CN", "等"),
            ("General Theory", "en", "et al."),
            ("日本の歴史", "ja", "他"),
            ("Капитал", "ru", "и др."),
        ] {
            assert_eq!(language(title), tag);
            assert_eq!(and_others(language(title)), others);
        }
    }
}
