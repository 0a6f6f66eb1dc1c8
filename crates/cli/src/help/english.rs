//! The explanations in English, by the Chinese ones that stand beside the arguments.

use std::collections::HashMap;
use std::sync::LazyLock;

/// A Chinese explanation, a tab, and the same in English.
static TABLE: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let lines = include_str!("english.tsv").lines();
    lines.filter_map(|line| line.split_once('\t')).collect()
});

/// An explanation in English; `None` for one that was not translated.
pub(super) fn of(chinese: &str) -> Option<&'static str> {
    TABLE.get(chinese).copied()
}
