//! Whatever is typed is understood somehow; a quotation of a text is that text.

use proptest::prelude::*;
use yandu_search::{Query, fold, parse_query};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn any_query_is_answered(text in "[\u{4e00}-\u{4e20}a-z0-9 “”\"「」（）()=~:：\\-ORNOT标题类型日期]{0,40}") {
        if let Ok(parsed) = parse_query(&text) {
            prop_assert!(!parsed.query.to_string().is_empty());
            prop_assert!(parsed.query.segments().iter().all(|s| !s.folded.is_empty()));
        } else {
            prop_assert!(text.chars().count() <= 40);
        }
    }

    #[test]
    fn a_quotation_is_one_segment(text in "[\u{4e00}-\u{4e40}，。“”（）《》 ]{1,60}") {
        let folded = fold(&text);
        prop_assume!(!folded.is_empty());
        match parse_query(&format!("\"{text}\"")).map(|p| p.query) {
            Ok(Query::Text(segment)) => prop_assert_eq!(segment.folded, folded),
            other => prop_assert!(false, "{:?}", other),
        }
    }
}

/// The field's name is typed before its value: the search runs at every keystroke.
#[test]
fn a_field_without_its_value_yet_is_text() {
    for query in ["标题:", "标题：", "创先争优 发文字号:", "(标题:"] {
        let parsed = parse_query(query).unwrap();
        assert!(!parsed.query.segments().is_empty(), "{query}");
    }
}
