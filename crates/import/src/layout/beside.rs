//! Lines that run across the text of their pages: turned ones are read once, watermarks are left out and named.

use std::collections::{HashMap, HashSet};

use super::lines::{Bearing, LaidPage, Line};

/// Slanted words so much larger than the text are a watermark.
const LARGE: f32 = 1.8;

/// Keeps of these lines what is text; answers with a warning about the rest.
pub(super) fn settle(pages: &mut [LaidPage]) -> Option<String> {
    let usual = usual_size(pages);
    let mut times: HashMap<String, usize> = HashMap::new();
    let slanted = pages
        .iter()
        .flat_map(|p| &p.lines)
        .filter(|l| l.bearing == Bearing::Slanted);
    for line in slanted {
        *times.entry(squeeze(&line.text)).or_default() += 1;
    }
    let mark = |line: &Line| {
        let often = times.get(&squeeze(&line.text)).is_some_and(|n| *n > 1);
        line.bearing == Bearing::Slanted && (often || line.size > LARGE * usual)
    };
    let mut seen: HashSet<String> = HashSet::new();
    let mut words: Vec<String> = Vec::new();
    for page in pages.iter_mut() {
        page.lines.retain(|line| {
            if mark(line) {
                words.push(squeeze(&line.text));
                return false;
            }
            line.bearing == Bearing::Along || seen.insert(squeeze(&line.text))
        });
    }
    words.sort();
    words.dedup();
    words.truncate(3);
    (!words.is_empty()).then(|| format!("斜排的水印未收入正文：{}", words.join("、")))
}

/// The size of most chars.
fn usual_size(pages: &[LaidPage]) -> f32 {
    let mut chars: HashMap<u32, usize> = HashMap::new();
    for line in pages
        .iter()
        .flat_map(|p| &p.lines)
        .filter(|l| l.bearing == Bearing::Along)
    {
        *chars.entry((line.size * 2.0) as u32).or_default() += line.text.chars().count();
    }
    let most = chars
        .into_iter()
        .max_by_key(|(size, chars)| (*chars, *size));
    most.map_or(f32::MAX, |(size, _)| size as f32 / 2.0)
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
