//! The gates of re-anchoring, with fixed seeds: texts are edited in a way that is known, and every
//! anchor is looked for in the edited text.

use std::ops::Range;

use yandu_document::{
    FoldedText, Placement, Reanchoring, TextPositionSelector, TextQuoteSelector, Versions,
};
use yandu_search::fold_with_origin;

use crate::shared::{Dice, sample_folder, shared};

/// A char of the edited text, with the char of the first text that it was.
type Char = (char, Option<usize>);

fn folded(blocks: &[String]) -> FoldedText {
    let mut text = FoldedText::default();
    for (n, block) in blocks.iter().enumerate() {
        let part = fold_with_origin(block);
        text.text.push_str(&part.text);
        text.origin
            .extend(part.origin.into_iter().map(|at| (n as u32, at)));
    }
    text
}

/// Blocks, the place of each char of the first text in them, and the number of those chars.
type Split = (Vec<String>, Vec<Option<(u32, u32)>>, usize);

fn split(chars: &[Char]) -> Split {
    let length = chars.iter().filter_map(|c| c.1).max().map_or(0, |m| m + 1);
    let mut places = vec![None; length];
    let mut blocks = vec![String::new()];
    let mut at = 0;
    for (c, from) in chars {
        if *c == '\n' {
            blocks.push(String::new());
            at = 0;
            continue;
        }
        if let Some(from) = from {
            places[*from] = Some((blocks.len() as u32 - 1, at));
        }
        blocks.last_mut().unwrap().push(*c);
        at += 1;
    }
    (blocks, places, length)
}

fn edit_chars(text: &[Char], percent: usize, dice: &mut Dice) -> Vec<Char> {
    let mut edited = Vec::new();
    for (c, from) in text {
        if *c == '\n' || !dice.chance(percent) {
            edited.push((*c, *from));
            continue;
        }
        let other = text[dice.below(text.len())].0;
        let other = if other == '\n' { '的' } else { other };
        match dice.below(3) {
            0 => edited.push((other, None)),
            1 => {}
            _ => edited.extend([(other, None), (*c, *from)]),
        }
    }
    edited
}

fn sentences(text: &[Char]) -> Vec<Vec<Char>> {
    let mut all = vec![Vec::new()];
    for c in text {
        all.last_mut().unwrap().push(*c);
        if matches!(c.0, '。' | '；' | '！' | '？' | '\n') {
            all.push(Vec::new());
        }
    }
    all
}

/// One in five sentences is deleted, goes elsewhere, or gets a foreign one behind it, in turn by chance.
fn edit_sentences(text: &[Char], percent: usize, foreign: &[Char], dice: &mut Dice) -> Vec<Char> {
    let strange = sentences(foreign);
    let mut kept: Vec<Vec<Char>> = Vec::new();
    let mut moved: Vec<Vec<Char>> = Vec::new();
    for sentence in sentences(text) {
        if !dice.chance(percent) {
            kept.push(sentence);
            continue;
        }
        match dice.below(3) {
            0 => {}
            1 => moved.push(sentence),
            _ => {
                let other = &strange[dice.below(strange.len())];
                kept.extend([sentence, other.iter().map(|c| (c.0, None)).collect()]);
            }
        }
    }
    for sentence in moved {
        kept.insert(dice.below(kept.len()), sentence);
    }
    kept.concat()
}

/// Paragraphs are joined and broken, marks change width or go, spaces come in.
fn edit_layout(text: &[Char], percent: usize, dice: &mut Dice) -> Vec<Char> {
    let mut edited = Vec::new();
    for (c, from) in text {
        let touched = dice.chance(percent);
        match c {
            '\n' if touched => {}
            '，' if touched => edited.push((',', *from)),
            '；' if touched => edited.push((';', *from)),
            '“' | '”' if touched => edited.push(('"', *from)),
            '《' | '》' | '（' | '）' | '、' if touched => {}
            '。' if touched => edited.extend([('。', *from), ('\n', None)]),
            _ if touched && dice.chance(20) => edited.extend([(*c, *from), ('\u{3000}', None)]),
            _ => edited.push((*c, *from)),
        }
    }
    edited
}

#[derive(Debug, Default)]
struct Tally {
    kept: u32,
    right: u32,
    wrong: u32,
    deleted: u32,
    deleted_placed: u32,
}

impl Tally {
    fn right(&self) -> f64 {
        100.0 * f64::from(self.right) / f64::from(self.kept.max(1))
    }
    fn wrong(&self) -> f64 {
        100.0 * f64::from(self.wrong) / f64::from(self.kept.max(1))
    }
    fn placed(&self) -> f64 {
        100.0 * f64::from(self.deleted_placed) / f64::from(self.deleted.max(1))
    }
}

/// Chars by which an end may differ from the truth: an edit right at the end can be seen either way.
const SLACK: usize = 2;

/// Looks for anchors of 5–80 chars of `old` in the edited text and compares with the truth.
fn look(old: &[Char], edited: &[Char], anchors: usize, dice: &mut Dice, tally: &mut Tally) {
    let (old_blocks, old_places, length) = split(old);
    let (new_blocks, new_places, _) = split(edited);
    let (old_text, new_text) = (folded(&old_blocks), folded(&new_blocks));
    let reanchoring = Reanchoring::new(&old_text, &new_text);
    for _ in 0..anchors {
        let size = 5 + dice.below(76);
        let start = dice.below(length.saturating_sub(size).max(1));
        let Some(anchor) = stretch(&old_places, start..(start + size).min(length)) else {
            continue;
        };
        let stays = |n: &usize| new_places.get(*n).copied().flatten();
        let survivors: Vec<(u32, u32)> = (start..(start + size).min(length))
            .filter_map(|n| stays(&n))
            .collect();
        let placement = reanchoring.place(&anchor);
        if survivors.len() * 2 < size {
            tally.deleted += 1;
            tally.deleted_placed += u32::from(matches!(placement, Placement::Found(_)));
            continue;
        }
        // A stretch that was torn apart has no one true place.
        let (low, high) = (
            survivors.iter().min().unwrap(),
            survivors.iter().max().unwrap(),
        );
        let truth = new_text.range_of(&position(*low, *high));
        if truth.len() > size * 2 {
            continue;
        }
        tally.kept += 1;
        if let Placement::Found(candidate) = placement {
            let got = new_text.range_of(&candidate.position);
            let right =
                got.start.abs_diff(truth.start) <= SLACK && got.end.abs_diff(truth.end) <= SLACK;
            tally.right += u32::from(right);
            // Half of it in common is a blemish, less is another place.
            let common = got
                .end
                .min(truth.end)
                .saturating_sub(got.start.max(truth.start));
            tally.wrong += u32::from(common * 2 < truth.len());
        }
    }
}

fn position(first: (u32, u32), last: (u32, u32)) -> TextPositionSelector {
    TextPositionSelector {
        block: first.0,
        start: first.1,
        end_block: last.0,
        end: last.1 + 1,
    }
}

fn stretch(places: &[Option<(u32, u32)>], range: Range<usize>) -> Option<TextPositionSelector> {
    let mut there = range.filter_map(|n| places.get(n).copied().flatten());
    let first = there.next()?;
    Some(position(first, there.next_back().unwrap_or(first)))
}

fn chars_of(text: &str) -> Vec<Char> {
    let mut n = 0;
    let mut number = |c: char| {
        if c == '\n' {
            return None;
        }
        n += 1;
        Some(n - 1)
    };
    text.chars().map(|c| (c, number(c))).collect()
}

/// A sample of thirty of them.
fn texts() -> Vec<Vec<Char>> {
    let texts = all_texts();
    let step = (texts.len() / 30).max(1);
    texts.into_iter().step_by(step).take(30).collect()
}

/// Real documents of some length; on a machine without them the sample library's.
fn all_texts() -> Vec<Vec<Char>> {
    let mut paths: Vec<std::path::PathBuf> = Vec::new();
    if let Some(folder) = shared() {
        collect(&folder.join("corpus"), &mut paths);
    }
    collect(&sample_folder(), &mut paths);
    paths.sort();
    let mut texts = Vec::new();
    for path in &paths {
        let Ok(text) = std::fs::read_to_string(path) else {
            continue;
        };
        let text: Vec<&str> = text
            .lines()
            .map(str::trim)
            .filter(|l| !l.is_empty())
            .collect();
        let chars = chars_of(&text.join("\n"));
        if (1500..60_000).contains(&chars.len()) {
            texts.push(chars);
        }
    }
    texts
}

fn collect(folder: &std::path::Path, paths: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|e| e == "txt" || e == "md") {
            paths.push(path);
        }
    }
}

const ANCHORS: usize = 60;

#[expect(clippy::print_stdout, reason = "docs/testing.md quotes the figures")]
fn run(edit: impl Fn(&[Char], &[Char], &mut Dice) -> Vec<Char>) -> Tally {
    let texts = texts();
    let mut tally = Tally::default();
    for (n, text) in texts.iter().enumerate() {
        let mut dice = Dice(n as u64 + 20_101_112);
        let edited = edit(text, &texts[(n + 1) % texts.len()], &mut dice);
        look(text, &edited, ANCHORS, &mut dice, &mut tally);
    }
    println!(
        "{} texts: right {:.1} %, wrong {:.2} %, deleted and placed {:.1} % {tally:?}",
        texts.len(),
        tally.right(),
        tally.wrong(),
        tally.placed()
    );
    tally
}

#[test]
fn chars_edited_one_in_ten() {
    let tally = run(|text, _, dice| edit_chars(text, 10, dice));
    assert!(tally.right() >= 99.0 && tally.wrong() <= 0.3, "{tally:?}");
}

#[test]
fn chars_edited_one_in_five() {
    let tally = run(|text, _, dice| edit_chars(text, 20, dice));
    assert!(tally.right() >= 95.0 && tally.wrong() <= 0.5, "{tally:?}");
}

#[test]
fn sentences_edited_one_in_five() {
    let tally = run(|text, foreign, dice| edit_sentences(text, 20, foreign, dice));
    assert!(tally.right() >= 97.0, "{tally:?}");
    assert!(tally.deleted > 50 || tally.kept < 500, "{tally:?}");
    assert!(tally.placed() <= 10.0, "{tally:?}");
}

#[test]
fn layout_and_marks_edited_one_in_five() {
    let tally = run(|text, _, dice| edit_layout(text, 20, dice));
    assert!(tally.right() >= 99.0 && tally.wrong() <= 0.3, "{tally:?}");
}

/// A paragraph of the edited text: its text, and which paragraph of the first text it was.
type Paragraph = (String, Option<usize>);

/// How the paragraphs of a text are edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Revision {
    Deleted,
    Inserted,
    Moved,
    Renumbered,
    All,
}

/// What became of anchors on paragraphs that were not touched, and on those that were.
#[derive(Debug, Default)]
struct Follow {
    /// Anchors on words that are the same before and after.
    untouched: u32,
    found: u32,
    asked: u32,
    gone: u32,
    /// Found, but not where they are now.
    wrong: u32,
    /// On paragraphs that are there twice: whichever is taken, the words are the same.
    twins: u32,
    deleted: u32,
    /// Found although their paragraph was deleted.
    placed: u32,
    /// On numbers that changed.
    renumbered: u32,
    /// Found although the words are not the same any more.
    silent: u32,
}

/// A paragraph that begins like another one and goes on like a third: 第…条, 要…, 有的….
/// Both are still there: words of a deleted one that turn up in a new one have not gone.
fn alike(paragraphs: &[Paragraph], like: usize, dice: &mut Dice) -> String {
    let (like, other) = (
        &paragraphs[like].0,
        &paragraphs[dice.below(paragraphs.len())].0,
    );
    let kept = like.chars().count() * (1 + dice.below(6)) / 8;
    let begin: String = like.chars().take(kept).collect();
    let rest = kept.min(other.chars().count() / 2);
    let end: String = other.chars().skip(rest).collect();
    format!("{begin}{end}")
}

/// Edits one paragraph in twelve.
fn revise(old: &[String], revision: Revision, dice: &mut Dice) -> Vec<Paragraph> {
    let mut new: Vec<Paragraph> = old.iter().cloned().zip((0..).map(Some)).collect();
    let does = |one| revision == one || revision == Revision::All;
    let edits = 1 + old.len() / 12;
    for _ in 0..if does(Revision::Deleted) { edits } else { 0 } {
        new.remove(dice.below(new.len()));
    }
    for _ in 0..if does(Revision::Moved) { edits } else { 0 } {
        let paragraph = new.remove(dice.below(new.len()));
        new.insert(dice.below(new.len()), paragraph);
    }
    for _ in 0..if does(Revision::Inserted) { edits } else { 0 } {
        let at = dice.below(new.len());
        let added = alike(&new, at, dice);
        new.insert(at + dice.below(2), (added, None));
    }
    if does(Revision::Renumbered) {
        new.remove(dice.below(new.len() / 2));
        renumber(&mut new);
    }
    new
}

/// 第…条 counted from the first again.
fn renumber(paragraphs: &mut [Paragraph]) {
    let mut n = 0;
    for (text, _) in paragraphs {
        let end = text
            .find('条')
            .filter(|at| text.starts_with('第') && *at < 24);
        if let Some(end) = end {
            n += 1;
            *text = format!("第{}{}", chinese(n), &text[end..]);
        }
    }
}

fn chinese(n: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let tens = match n / 10 % 10 {
        0 => if n < 100 { "" } else { "零" }.to_owned(),
        1 if n < 100 => "十".to_owned(),
        t => format!("{}十", DIGITS[t]),
    };
    let hundreds = match n / 100 {
        0 => String::new(),
        h => format!("{}百", DIGITS[h % 10]),
    };
    format!("{hundreds}{tens}{}", DIGITS[n % 10])
}

/// A whole paragraph, a whole sentence, or a piece of a sentence.
fn anchor_in(text: &str, dice: &mut Dice) -> (u32, u32) {
    let chars: Vec<char> = text.chars().collect();
    let length = chars.len();
    match dice.below(3) {
        0 => (0, length as u32),
        1 => {
            let end = |n: &usize| "。；！？".contains(chars[*n]);
            let ends: Vec<usize> = (0..length).filter(end).collect();
            let at = dice.below(ends.len().max(1));
            let start = if at == 0 { 0 } else { ends[at - 1] + 1 };
            (start as u32, ends.get(at).map_or(length, |n| n + 1) as u32)
        }
        _ => {
            let size = (3 + dice.below(28)).min(length);
            let start = dice.below(length - size + 1);
            (start as u32, (start + size) as u32)
        }
    }
}

/// A text and its revision.
struct Revised<'a> {
    old: &'a [String],
    new: &'a [Paragraph],
    blocks: Vec<String>,
}

impl Revised<'_> {
    /// Where the words of an anchor in a paragraph are now; `None` if they are not the same any more.
    fn truth(&self, block: usize, (start, end): (u32, u32)) -> Option<TextPositionSelector> {
        let now = self.new.iter().position(|p| p.1 == Some(block))?;
        let (was, is) = (&self.old[block], &self.blocks[now]);
        if was == is {
            return Some(position((now as u32, start), (now as u32, end - 1)));
        }
        let number = |text: &str| text.chars().position(|c| c == '条').unwrap_or(0) as u32;
        let (before, after) = (number(was), number(is));
        let moved = |n: u32| n - before + after;
        let behind = start >= before;
        behind.then(|| position((now as u32, moved(start)), (now as u32, moved(end) - 1)))
    }

    /// How often a paragraph is there, before or after.
    fn copies(&self, block: usize) -> usize {
        let words = fold_with_origin(&self.old[block]).text;
        let same = |b: &&String| fold_with_origin(b).text == words;
        let count = |all: &[String]| all.iter().filter(same).count();
        count(self.old).max(count(&self.blocks))
    }
}

fn follow_all(revised: &Revised<'_>, dice: &mut Dice, tally: &mut Follow) {
    let old = revised.old;
    let (before, after) = (folded(old), folded(&revised.blocks));
    let versions = Versions::new((old, &before), (&revised.blocks, &after));
    let texts: Vec<&str> = old.iter().map(String::as_str).collect();
    let now: Vec<&str> = revised.blocks.iter().map(String::as_str).collect();
    for _ in 0..120 {
        let block = dice.below(old.len());
        let (start, end) = anchor_in(&old[block], dice);
        let at = position((block as u32, start), (block as u32, end - 1));
        let exact = TextQuoteSelector::of(&texts, &at).exact;
        if exact.chars().all(|c| !c.is_alphanumeric()) {
            continue;
        }
        let placement = versions.follow(&at, &exact);
        if let Placement::Found(c) = &placement {
            let same = TextQuoteSelector::of(&now, &c.position).exact == exact;
            tally.silent += u32::from(!same);
        }
        let there = revised.new.iter().any(|p| p.1 == Some(block));
        match (there, revised.truth(block, (start, end))) {
            (false, _) => {
                tally.deleted += 1;
                let found = matches!(placement, Placement::Found(_));
                tally.placed += u32::from(found && !now.contains(&texts[block]));
            }
            (true, None) => tally.renumbered += 1,
            (true, Some(_)) if revised.copies(block) > 1 => tally.twins += 1,
            (true, Some(truth)) => {
                tally.untouched += 1;
                match &placement {
                    Placement::Found(c) if c.position == truth => tally.found += 1,
                    Placement::Found(_) => tally.wrong += 1,
                    Placement::Moved(_) => tally.asked += 1,
                    Placement::Gone => tally.gone += 1,
                }
                if !matches!(&placement, Placement::Found(c) if c.position == truth) {
                    show(&exact, texts[block], &placement);
                }
            }
        }
    }
}

#[expect(clippy::print_stdout, reason = "says which anchor a gate fails on")]
fn show(exact: &str, paragraph: &str, placement: &Placement) {
    if std::env::var_os("YANDU_SHOW").is_some() {
        println!("{exact}\n  in {paragraph}\n  {placement:?}");
    }
}

/// The paragraphs of real laws, speeches, circulars and reports.
fn paragraphs() -> Vec<Vec<String>> {
    let text = |chars: Vec<Char>| chars.into_iter().map(|c| c.0).collect::<String>();
    let lines = |text: String| text.lines().map(str::to_owned).collect::<Vec<String>>();
    let all = all_texts().into_iter().map(|t| lines(text(t)));
    all.filter(|p| p.len() >= 12).collect()
}

/// 90 texts, each with 120 anchors; `YANDU_ALL` takes all of them.
#[expect(clippy::print_stdout, reason = "docs/testing.md quotes the figures")]
fn revised(revision: Revision) -> Follow {
    let texts = paragraphs();
    let most = std::env::var_os("YANDU_ALL").map_or(90, |_| texts.len());
    let step = (texts.len() / most).max(1);
    let mut tally = Follow::default();
    for (n, text) in texts.iter().enumerate().step_by(step) {
        let mut dice = Dice(n as u64 * 31 + revision as u64);
        let new = revise(text, revision, &mut dice);
        let revised = Revised {
            old: text,
            new: &new,
            blocks: new.iter().map(|p| p.0.clone()).collect(),
        };
        follow_all(&revised, &mut dice, &mut tally);
    }
    println!("{revision:?} of {} texts: {tally:?}", texts.len());
    tally
}

/// Untouched words keep their anchor, all of them; nothing is found elsewhere, or where it was deleted.
fn holds(revision: Revision) {
    let tally = revised(revision);
    assert_eq!(
        (tally.wrong, tally.placed, tally.silent),
        (0, 0, 0),
        "{tally:?}"
    );
    assert_eq!(tally.found, tally.untouched, "{tally:?}");
    assert!(tally.untouched > 200, "{tally:?}");
}

#[test]
fn anchors_hold_when_paragraphs_are_deleted() {
    holds(Revision::Deleted);
}

#[test]
fn anchors_hold_when_paragraphs_that_begin_alike_are_inserted() {
    holds(Revision::Inserted);
}

#[test]
fn anchors_hold_when_paragraphs_are_moved() {
    holds(Revision::Moved);
}

#[test]
fn anchors_hold_when_articles_are_renumbered() {
    holds(Revision::Renumbered);
}

#[test]
fn anchors_hold_when_all_of_that_happens() {
    let tally = revised(Revision::All);
    assert_eq!(
        (tally.wrong, tally.silent, tally.gone),
        (0, 0, 0),
        "{tally:?}"
    );
    // The very words of a deleted paragraph stand elsewhere too, with the same words beside them.
    assert!(tally.placed * 50 <= tally.deleted, "{tally:?}");
    // A few words of an article that went elsewhere under another number: a person is asked.
    assert!(tally.asked * 500 <= tally.untouched, "{tally:?}");
}
