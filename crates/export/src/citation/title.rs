//! Titles in book marks.

/// A title in 《》; book marks inside alternate with their depth: 《关于〈关于《…》的通知〉的通知》
/// (GB/T 15834—2011, 4.15.3.4), however the title itself has them.
pub fn in_book_marks(title: &str) -> String {
    let mut depth = 1_usize;
    let mut marked = String::from("《");
    for c in title.chars() {
        match c {
            '《' | '〈' => {
                marked.push(if depth.is_multiple_of(2) {
                    '《'
                } else {
                    '〈'
                });
                depth += 1;
            }
            '》' | '〉' => {
                depth = depth.saturating_sub(1).max(1);
                marked.push(if depth.is_multiple_of(2) {
                    '》'
                } else {
                    '〉'
                });
            }
            other => marked.push(other),
        }
    }
    marked.push('》');
    marked
}

#[cfg(test)]
mod tests {
    use super::in_book_marks;

    #[test]
    fn marks_alternate_with_depth() {
        for (title, marked) in [
            ("实践论", "《实践论》"),
            ("关于印发《讲话》的通知", "《关于印发〈讲话〉的通知》"),
            (
                "关于转发《关于学习〈读本〉的通知》的通知",
                "《关于转发〈关于学习《读本》的通知〉的通知》",
            ),
            (
                "关于转发《关于学习《读本》的通知》的通知",
                "《关于转发〈关于学习《读本》的通知〉的通知》",
            ),
            ("读〈甲〉和《乙》", "《读〈甲〉和〈乙〉》"),
            ("没有合上》的", "《没有合上〉的》"),
        ] {
            assert_eq!(in_book_marks(title), marked);
        }
    }
}
