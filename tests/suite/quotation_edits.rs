//! 引文核对 against slips that were seeded into real texts: the finding is "differs", the edits are few, and
//! no text of the library is nearer than the one that is named.

use yandu::{CheckedQuotation, Draft, Library, QuotationStatus};
use yandu_document::nearest;
use yandu_search::{fold, fold_loose};

use crate::shared::{Dice, corpus_library};

/// A slip of somebody who types.
#[derive(Debug, Clone, Copy)]
enum Slip {
    Exchanged,
    Left,
    Doubled,
    Other,
}

const SLIPS: [Slip; 4] = [Slip::Exchanged, Slip::Left, Slip::Doubled, Slip::Other];

fn slip(chars: &mut Vec<char>, slip: Slip, dice: &mut Dice) {
    let han = |c: char| ('一'..='龥').contains(&c);
    loop {
        let at = 1 + dice.below(chars.len() - 2);
        let (before, here) = (chars[at - 1], chars[at]);
        if !han(before) || !han(here) || before == here {
            continue;
        }
        match slip {
            Slip::Exchanged => chars.swap(at - 1, at),
            Slip::Left => drop(chars.remove(at)),
            Slip::Doubled => chars.insert(at, here),
            Slip::Other => chars[at] = ['的', '是', '在', '和', '了', '有'][dice.below(6)],
        }
        return;
    }
}

/// All texts of the library as the search folds them, loosely.
fn texts(library: &Library) -> Vec<String> {
    let filter = yandu::DocumentFilter {
        limit: u32::MAX,
        ..yandu::DocumentFilter::default()
    };
    let list = library.list_documents(&filter).unwrap().items;
    let folded = list.iter().map(|item| {
        let blocks = library.get_document(&item.id).unwrap().blocks;
        blocks.iter().map(|b| fold_loose(&fold(&b.text))).collect()
    });
    folded.collect()
}

/// Words that stand in one block between sentence marks, `length` chars long.
fn cut(texts: &[String], length: usize, dice: &mut Dice) -> Vec<char> {
    loop {
        let text: Vec<char> = texts[dice.below(texts.len())].chars().collect();
        if text.len() < length + 2 {
            continue;
        }
        let start = dice.below(text.len() - length);
        let cut = &text[start..start + length];
        // A passage is never cut inside of a number: the one that is found may be longer.
        let numeral = |c: &char| "一二三四五六七八九十百千万亿".contains(*c);
        let whole = !cut.first().is_some_and(numeral) && !cut.last().is_some_and(numeral);
        if whole && cut.iter().all(|c| ('一'..='龥').contains(c)) {
            return cut.to_vec();
        }
    }
}

fn check(library: &mut Library, text: &str) -> CheckedQuotation {
    let draft = Draft::of_text(&format!("有人说：“{text}”"));
    let report = library.check_quotations(&draft, false, &mut |_, _| true);
    let report = report.unwrap();
    assert_eq!(report.quotes.len(), 1, "{text}: {report:?}");
    report.quotes[0].clone()
}

fn stands(texts: &[String], words: &[char]) -> bool {
    let words: String = words.iter().collect();
    texts.iter().any(|text| text.contains(&words))
}

fn edits_to(words: &[char], passage: &str) -> u32 {
    let passage: Vec<char> = fold_loose(&fold(passage)).chars().collect();
    yandu_document::align(words, &passage).unwrap().edits
}

#[test]
fn one_slip_in_a_short_quotation_is_one_difference() {
    let Some(mut library) = corpus_library() else {
        return;
    };
    let texts = texts(&library);
    let mut dice = Dice(20_261_127);
    let mut wrong = Vec::new();
    let mut judged = 0;
    while judged < 120 {
        let kind = if judged < 60 {
            Slip::Exchanged
        } else {
            SLIPS[judged % 4]
        };
        let mut words = cut(&texts, 7 + judged % 14, &mut dice);
        slip(&mut words, kind, &mut dice);
        // What somebody else wrote like this is no slip.
        if words.len() < 6 || stands(&texts, &words) {
            continue;
        }
        judged += 1;
        let text: String = words.iter().collect();
        let quote = check(&mut library, &text);
        let edits = quote.source.as_ref().map(|s| edits_to(&words, &s.text));
        if (quote.status, edits) != (QuotationStatus::Differs, Some(1)) {
            wrong.push(format!("{kind:?} {text}: {:?} {edits:?}", quote.status));
        }
    }
    // Of a slip in seven characters that run over a mark too little is left to look for: 119 of 120 are found.
    assert!(
        wrong.len() <= 2,
        "{} of 120\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn no_text_is_nearer_than_the_one_that_is_named() {
    let Some(mut library) = corpus_library() else {
        return;
    };
    let texts = texts(&library);
    let mut dice = Dice(4_711);
    let mut wrong = Vec::new();
    let mut judged = 0;
    while judged < 9 {
        let mut words = cut(&texts, 14 + 3 * judged, &mut dice);
        for n in 0..1 + judged % 3 {
            slip(&mut words, SLIPS[(judged + n) % 4], &mut dice);
        }
        if stands(&texts, &words) {
            continue;
        }
        judged += 1;
        let text: String = words.iter().collect();
        let quote = check(&mut library, &text);
        let named = quote.source.as_ref().map(|s| edits_to(&words, &s.text));
        // Every text of the library, char by char.
        let nearest = texts.iter().filter_map(|text| {
            let text: Vec<char> = text.chars().collect();
            nearest(&words, &text).map(|(_, edits)| edits)
        });
        let least = nearest.min();
        if named != least {
            wrong.push(format!("{text}: {named:?}, but {least:?}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of 9\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
