//! The lines of a title (GB/T 9704—2012, 7.3.1): as few as possible, of like length, broken at the sense.

use super::official::halves;

/// Joins the lines that a title had in its source: with a space only between Latin words.
pub fn joined_title(text: &str) -> String {
    let mut joined = String::new();
    for line in text.split('\n').map(str::trim).filter(|l| !l.is_empty()) {
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if latin(joined.chars().last()) && latin(line.chars().next()) {
            joined.push(' ');
        }
        joined.push_str(line);
    }
    joined
}

/// The lines of a title on paper of `most` halves of a char: those of its source where they fit and are
/// needed, else new ones.
pub fn title_lines(text: &str, most: u32) -> Vec<String> {
    let whole = joined_title(text);
    if halves(&whole) <= most {
        return vec![whole];
    }
    let lines: Vec<String> = text.split('\n').map(|l| l.trim().to_owned()).collect();
    let few = halves(&whole).div_ceil(most) as usize + 1;
    if lines.len() > 1 && lines.len() <= few && lines.iter().all(|l| halves(l) <= most) {
        return lines;
    }
    balanced(&whole, most)
}

/// The cheapest division: the square of the chars that a line lacks or has too much, and what a break costs there.
fn balanced(text: &str, most: u32) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let width = |from: usize, to: usize| -> u32 {
        let text: String = chars[from..to].iter().collect();
        halves(&text)
    };
    let count = width(0, chars.len()).div_ceil(most);
    let aim = width(0, chars.len()) / count.max(1);
    // best[n]: cost of the first n chars, and where their last line begins.
    let mut best: Vec<Option<(u32, usize)>> = vec![None; chars.len() + 1];
    best[0] = Some((0, 0));
    for to in 1..=chars.len() {
        for from in (0..to).rev() {
            let long = width(from, to);
            if long > most {
                break;
            }
            let Some((before, _)) = best[from] else {
                continue;
            };
            let cost = before + long.abs_diff(aim).pow(2) / 4 + break_cost(&chars, to);
            if best[to].is_none_or(|(least, _)| cost < least) {
                best[to] = Some((cost, from));
            }
        }
    }
    let mut lines = Vec::new();
    let mut to = chars.len();
    while to > 0 {
        // A run of most halves always ends somewhere, so every place has a way back.
        let from = best[to].map_or(0, |(_, from)| from);
        lines.push(chars[from..to].iter().collect());
        to = from;
    }
    lines.reverse();
    lines
}

/// What it costs to break before a char; the end costs nothing.
fn break_cost(chars: &[char], at: usize) -> u32 {
    let (Some(before), Some(after)) = (chars.get(at - 1), chars.get(at)) else {
        return 0;
    };
    let next: String = chars[at..].iter().take(2).collect();
    match (*before, *after) {
        (a, b) if a.is_ascii_alphanumeric() && b.is_ascii_alphanumeric() => 10_000,
        (_, '》' | '〉' | '）' | '”' | '、' | '，' | '：' | '；' | '。' | '〕') => {
            10_000
        }
        ('《' | '〈' | '（' | '“' | '〔', _) => 10_000,
        (_, '的' | '等' | '号' | '年' | '月' | '日') => 60,
        ('、' | '》' | '）', _) | (_, '《') => 4,
        ('的' | '于' | '和', _) => 8,
        _ if next == "关于" => 2,
        _ => 40,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_of_several_lines_is_one_title() {
        assert_eq!(
            joined_title("关于印发《南坪乡\n农村人居环境整治方案》的通知"),
            "关于印发《南坪乡农村人居环境整治方案》的通知"
        );
        assert_eq!(joined_title("Rural\nHomes\n2020"), "Rural Homes 2020");
    }

    #[test]
    fn lines_are_of_like_length_and_never_break_a_mark_off() {
        let long =
            "南坪乡人民政府关于印发《南坪乡农村人居环境整治三年行动方案（2020—2022年）》的通知";
        let lines = title_lines(long, 40);
        assert_eq!(lines.concat(), long);
        assert_eq!(lines.len(), 3, "{lines:?}");
        for line in &lines {
            assert!(
                halves(line) <= 40 && !line.starts_with(['》', '）', '的']),
                "{lines:?}"
            );
        }
        assert_eq!(title_lines("短标题\n的通知", 40), ["短标题的通知"]);
        let own = ["中国共产党中央委员会办公厅文件", "关于印发重要讲话的通知"];
        assert_eq!(title_lines(&own.join("\n"), 40), own);
    }

    #[test]
    fn a_word_longer_than_a_line_is_broken_all_the_same() {
        let lines = title_lines(&"a".repeat(100), 40);
        assert_eq!(lines.concat().len(), 100);
    }
}
