//! The language in which the program speaks: asked for with `--lang`, else that of the system.

use std::ffi::OsString;

use crate::arguments::Language;

impl Language {
    /// The language for these arguments. They are looked at before they are parsed, since what is wrong with them must be
    /// said in the right language.
    pub(crate) fn of(words: &[OsString]) -> Language {
        let named = |text: &str| match text {
            "en" => Some(Language::En),
            "zh" => Some(Language::Zh),
            _ => None,
        };
        let mut asked = None;
        for (n, word) in words.iter().enumerate() {
            let word = word.to_string_lossy();
            let value = match word.strip_prefix("--lang") {
                Some("") => words.get(n + 1).map(|w| w.to_string_lossy().into_owned()),
                Some(rest) => rest.strip_prefix('=').map(str::to_owned),
                None => None,
            };
            asked = value.as_deref().and_then(named).or(asked);
        }
        asked.unwrap_or_else(|| Language::of_locale(|name| std::env::var(name).ok()))
    }

    /// English where the locale is English, Chinese everywhere else: most of those who have the texts read Chinese, and
    /// a machine without a locale says nothing about them.
    fn of_locale(variable: impl Fn(&str) -> Option<String>) -> Language {
        let names = ["LC_ALL", "LC_MESSAGES", "LANG"];
        let mut set = names.iter().filter_map(|name| variable(name));
        match set.find(|value| !value.is_empty()) {
            Some(locale) if locale == "en" || locale.starts_with("en_") => Language::En,
            _ => Language::Zh,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_argument_goes_before_the_locale() {
        let words = |text: &str| text.split(' ').map(OsString::from).collect::<Vec<_>>();
        assert_eq!(
            Language::of(&words("yandu-cli --lang en search")),
            Language::En
        );
        assert_eq!(
            Language::of(&words("yandu-cli search --lang=zh")),
            Language::Zh
        );
    }

    #[test]
    fn a_locale_that_is_not_english_is_chinese() {
        let of = |all: &'static str, lang: &'static str| {
            Language::of_locale(move |name| match name {
                "LC_ALL" => Some(all.to_owned()),
                "LANG" => Some(lang.to_owned()),
                _ => None,
            })
        };
        assert_eq!(of("", "en_US.UTF-8"), Language::En);
        assert_eq!(of("", "zh_CN.UTF-8"), Language::Zh);
        assert_eq!(of("C", "en_US.UTF-8"), Language::Zh);
        assert_eq!(of("", ""), Language::Zh);
    }
}
