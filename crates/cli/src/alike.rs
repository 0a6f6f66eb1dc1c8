//! Names that may have been meant: of commands, values, files.

/// How alike two names must be, from 0 to 1 (Jaro), to be worth asking about.
const ALIKE: f64 = 0.75;

/// The name nearest to what was typed, if any is near.
pub(crate) fn nearest<'n>(typed: &str, known: &[&'n str]) -> Option<&'n str> {
    let typed = typed.to_lowercase();
    let begins = |name: &&&str| name.to_lowercase().starts_with(&typed) && !typed.is_empty();
    if let Some(name) = known.iter().find(begins) {
        return Some(name);
    }
    let likeness = |name: &str| strsim::jaro(&typed, &name.to_lowercase());
    let best = known
        .iter()
        .max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    best.copied().filter(|name| likeness(name) > ALIKE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_understood() {
        let known = ["search", "similar", "show", "讲话", "公文"];
        assert_eq!(nearest("serach", &known), Some("search"));
        assert_eq!(nearest("simmilar", &known), Some("similar"));
        assert_eq!(nearest("讲", &known), Some("讲话"));
        assert_eq!(nearest("xyz", &known), None);
        assert_eq!(nearest("", &known), None);
    }
}
