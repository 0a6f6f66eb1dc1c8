//! Texts with a blank between any two characters, as some PDF and scan programs write them. They stay as they are: the
//! search, titles and headings read over the blanks. The reader is told once a file.

use yandu_document::SourceLine;

/// Characters of one line from which on it is no title that was spaced for its looks.
const LONG: usize = 15;

/// Characters of a line that counts, and lines from which on they are no titles.
const SHORT: usize = 6;
const SEVERAL: usize = 3;

/// What to say of the lines; `None` if none of them is spaced out.
pub(crate) fn notice(lines: &[SourceLine]) -> Option<String> {
    let spaced: Vec<usize> = lines.iter().map(|line| spaced_out(&line.text)).collect();
    let long = spaced.iter().filter(|chars| **chars >= LONG).count();
    let count = spaced.iter().filter(|chars| **chars >= SHORT).count();
    (long > 0 || count >= SEVERAL)
        .then(|| format!("有 {count} 段文字的字与字之间夹有空格：原文照存，检索时按连续文字处理"))
}

/// Han characters of a line with a blank between almost any two of them; 0 for another line.
fn spaced_out(line: &str) -> usize {
    let chars: Vec<char> = line.trim().chars().collect();
    let han = chars.iter().filter(|c| is_han(**c)).count();
    if han < SHORT {
        return 0;
    }
    let together = chars
        .windows(2)
        .filter(|pair| is_han(pair[0]) && is_han(pair[1]))
        .count();
    // A tab is the border of a cell: a row of single characters is a table.
    let apart = chars
        .windows(3)
        .filter(|c| is_han(c[0]) && c[1] != '\t' && c[1].is_whitespace() && is_han(c[2]))
        .count();
    if apart * 2 >= han && together * 10 <= apart {
        han
    } else {
        0
    }
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '〇')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> bool {
        let lines: Vec<SourceLine> = text.lines().map(SourceLine::plain).collect();
        notice(&lines).is_some()
    }

    #[test]
    fn spaced_out_texts_are_told_of() {
        assert!(told(
            "中 央 创 先 争 优 活 动 领 导 小 组 在 京 召 开 座 谈 会"
        ));
        assert!(told(
            "中 央 创 先 争 优\n活 动 领 导 小 组\n召 开 座 谈 会 议，部 署"
        ));
        assert!(told(
            "要 坚 持 改 革 ， 要 扩 大 开 放 ， 要 促 进 发 展 。"
        ));
    }

    #[test]
    fn titles_names_and_tables_are_not() {
        assert!(!told("中 共 青 阳 县 委 员 会 文 件\n\n关于开展活动的通知"));
        assert!(!told(
            "王 伟 李 娜\n张三 李四 王五 赵六 钱七 孙八 周九 吴十"
        ));
        assert!(!told(
            "甲\t乙\t丙\t丁\t戊\t己\t庚\t辛\t壬\t癸\t子\t丑\t寅\t卯\t辰\t巳\t午"
        ));
        assert!(!told("We have a plan for the next year and more."));
    }
}
