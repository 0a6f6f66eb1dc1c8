//! What a title can hold, in 128 bits: of a million titles nearly all are passed over without being read.
//!
//! Two bits for each bigram (a Bloom filter). It says of a text that it is not there, never that it is.

/// The bits of a folded text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Signature(u128);

impl Signature {
    /// The bits of all bigrams of a folded text; a text of one char has none.
    pub(super) fn of(folded: &str) -> Signature {
        let mut bits = 0;
        let mut before = None;
        for c in folded.chars() {
            if let Some(before) = before {
                bits |= bits_of(before, c);
            }
            before = Some(c);
        }
        Signature(bits)
    }

    /// False if the text of `part` does not stand in the text of this one.
    pub(super) fn may_hold(self, part: Signature) -> bool {
        self.0 & part.0 == part.0
    }
}

fn bits_of(a: char, b: char) -> u128 {
    let mixed = (a as u64) << 21 | b as u64;
    let mixed = mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    1 << (mixed >> 57) | 1 << (mixed >> 50 & 127)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_never_denied_and_most_others_are() {
        let title = "在青河镇基层党建工作会议上的讲话";
        let chars: Vec<char> = title.chars().collect();
        let whole = Signature::of(title);
        for from in 0..chars.len() {
            for to in from..=chars.len() {
                let part: String = chars[from..to].iter().collect();
                assert!(whole.may_hold(Signature::of(&part)), "{part}");
            }
        }
        let others = "森林防火垃圾分类粮食安全义务教育食品监管矛盾调解厕所改造";
        let others: Vec<char> = others.chars().collect();
        let passed = others.windows(2).filter(|pair| {
            let text: String = pair.iter().collect();
            whole.may_hold(Signature::of(&text))
        });
        assert!(passed.count() * 4 < others.len());
    }
}
