//! Which encoding bytes are in that are no Unicode: the detector's answer, looked at with what the languages have.
//!
//! The detector is right about long texts. Short Chinese ones it takes for anything, so they get a second chance; and
//! what would become Chinese without being it (Cyrillic, EUC-TW, noise) must not: the chars of a real text are usual
//! ones almost everywhere.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, SHIFT_JIS};

use super::TextEncoding;

/// Bytes that are looked at: as many say as much as all.
const SAMPLE: usize = 256 << 10;

/// Share of the Han chars of a text that are usual ones; real texts have more than 0.97.
pub(super) const USUAL: f64 = 0.85;
/// Han chars from which on that says something.
const ENOUGH: usize = 20;

/// Share of kana in a Japanese text, and of syllables in a Korean one.
const KANA: f64 = 0.15;
const HANGUL: f64 = 0.85;

/// What a text is in; `None` for what nobody can read in any of the known ways.
pub(super) fn detect(bytes: &[u8]) -> Option<TextEncoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    if is_euc_tw(sample) {
        return None;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    let guess = detector.guess(None, Utf8Detection::Allow);
    // Chinese also has kana in its code page, so Japanese is asked for by its share.
    for page in [SHIFT_JIS, EUC_JP] {
        if share(sample, page, is_kana).is_some_and(|kana| kana >= KANA) {
            return Some(TextEncoding::of(page));
        }
    }
    if guess == EUC_KR && share(sample, EUC_KR, is_hangul).is_some_and(|hangul| hangul >= HANGUL) {
        return Some(TextEncoding::of(EUC_KR));
    }
    let known = TextEncoding::of(guess);
    if !matches!(known, TextEncoding::Other(_)) {
        return is_chinese(sample, guess)
            .then_some(known)
            .or_else(|| other_page(sample, guess));
    }
    let hinted = detector.guess(Some(b"cn"), Utf8Detection::Allow);
    let chinese = [hinted, GB18030].into_iter().find(|page| {
        let page = TextEncoding::of(page).decoder();
        (page == GB18030 || page == BIG5) && is_surely_chinese(sample, page)
    });
    if let Some(page) = chinese {
        return Some(TextEncoding::of(page));
    }
    // Without kana or hangul, Japanese or Korean would be a mere guess.
    let doubtful = [SHIFT_JIS, EUC_JP, EUC_KR].contains(&guess);
    (!doubtful).then_some(known)
}

/// The other Chinese code page, where the text is usual in it.
fn other_page(sample: &[u8], guess: &'static Encoding) -> Option<TextEncoding> {
    let other = if guess == BIG5 { GB18030 } else { BIG5 };
    is_surely_chinese(sample, other).then(|| TextEncoding::of(other))
}

/// The text without the char that the sample may cut.
fn decoded(sample: &[u8], page: &'static Encoding) -> (String, usize) {
    let (text, _) = page.decode_without_bom_handling(sample);
    let broken = text.chars().filter(|c| *c == '\u{fffd}').count();
    (text.into_owned(), broken)
}

/// Share of the chars beyond ASCII that are of a kind; `None` where the bytes do not fit.
fn share(sample: &[u8], page: &'static Encoding, is: fn(char) -> bool) -> Option<f64> {
    let (text, broken) = decoded(sample, page);
    let wide = text.chars().filter(|c| !c.is_ascii());
    let (all, found) = wide.fold((0_usize, 0_usize), |(all, found), c| {
        (all + 1, found + usize::from(is(c)))
    });
    (all > 0 && broken * 200 <= all.max(200)).then(|| found as f64 / all as f64)
}

fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}')
}

fn is_hangul(c: char) -> bool {
    matches!(c, '\u{ac00}'..='\u{d7a3}')
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}')
}

/// A char that GB 2312 or Big5 counts among the frequent ones.
fn is_usual(c: char) -> bool {
    let mut text = [0; 4];
    let text = c.encode_utf8(&mut text);
    let first = |page: &'static Encoding| page.encode(text).0.first().copied().unwrap_or(0);
    matches!(first(GB18030), 0xB0..=0xD7) && GB18030.encode(text).0.get(1) >= Some(&0xA1)
        || matches!(first(BIG5), 0xA4..=0xC6)
}

/// How many Han chars a text has, and which share of them is usual.
pub(super) fn usual_share(text: &str) -> (usize, f64) {
    // Every text is made of a few thousand chars: each is looked up once.
    let mut counts: std::collections::HashMap<char, usize> = std::collections::HashMap::new();
    text.chars()
        .filter(|c| is_han(*c))
        .for_each(|c| *counts.entry(c).or_default() += 1);
    let all: usize = counts.values().sum();
    let usual: usize = counts
        .iter()
        .filter(|(c, _)| is_usual(**c))
        .map(|(_, n)| n)
        .sum();
    (
        all,
        if all == 0 {
            0.0
        } else {
            usual as f64 / all as f64
        },
    )
}

/// True unless a text shows by its chars that it is not Chinese in this page. Chars of four bytes are of GB18030 only, and
/// who writes them writes rare ones.
fn is_chinese(sample: &[u8], page: &'static Encoding) -> bool {
    let (text, broken) = decoded(sample, TextEncoding::of(page).decoder());
    let (han, usual) = usual_share(&text);
    han < ENOUGH || usual >= USUAL || broken == 0 && has_four_bytes(sample)
}

fn has_four_bytes(sample: &[u8]) -> bool {
    let is_one = |w: &[u8]| matches!(w, [0x81..=0xFE, 0x30..=0x39, 0x81..=0xFE, 0x30..=0x39]);
    sample.windows(4).any(is_one)
}

/// True if everything fits and the chars are usual ones.
fn is_surely_chinese(sample: &[u8], page: &'static Encoding) -> bool {
    let (text, broken) = decoded(sample, page);
    let (han, usual) = usual_share(&text);
    let wide = text.chars().filter(|c| !c.is_ascii()).count();
    broken <= 1 && han * 2 >= wide && han > 0 && usual >= 0.95
}

/// EUC-TW shows by its chars of four bytes (CNS 11643 beyond plane 1): 8E, a plane, two high bytes.
fn is_euc_tw(sample: &[u8]) -> bool {
    let (mut long, mut short, mut at) = (0_usize, 0_usize, 0);
    while at < sample.len() {
        at += match sample[at..] {
            [0x8E, 0xA1..=0xB0, 0xA1..=0xFE, 0xA1..=0xFE, ..] => {
                long += 1;
                4
            }
            [0xA1..=0xFE, 0xA1..=0xFE, ..] => {
                short += 1;
                2
            }
            [0..=0x7F, ..] => 1,
            // Any other pair is of GBK or Big5.
            _ if at + 4 > sample.len() => 1,
            _ => return false,
        };
    }
    long > 0 && short > 0
}
