//! 脚注 as Chinese humanities write it: 责任者：《题名》，出处，日期。

use super::title::in_book_marks as titled;
use super::{CitedWork, WorkKind, parts_of};

pub(super) fn cite(work: &CitedWork) -> String {
    let mut text = String::new();
    if !work.authors.is_empty() {
        text.push_str(&format!("{}：", work.authors.join("、")));
    }
    text.push_str(&titled(&work.title));
    if !work.number.is_empty() {
        text.push_str(&format!("（{}）", work.number));
    }
    let mut parts = Vec::new();
    match work.kind {
        WorkKind::Newspaper => {
            parts.push(format!("《{}》{}", work.container, day(&work.date)));
            parts.extend(some(&work.pages).map(|page| format!("第{page}版")));
        }
        WorkKind::Book => {
            parts.extend(some(&work.container).map(book_title));
            parts.push(published(work, &year(&work.date)));
            parts.extend(some(&work.pages).map(|pages| format!("第{}页", pages.replace('-', "—"))));
        }
        WorkKind::Web => {
            parts.push(day(&work.date));
            parts.extend(some(&work.url).map(str::to_owned));
            parts.extend(some(&work.accessed).map(|at| format!("{}访问", day(at))));
        }
        _ => parts.push(published(work, &day(&work.date))),
    }
    for part in parts.iter().filter(|p| !p.is_empty()) {
        text.push('，');
        text.push_str(part);
    }
    text.push('。');
    text
}

fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// 毛泽东选集: 第1卷 → 《毛泽东选集》第1卷
fn book_title(container: &str) -> String {
    match container.split_once(": ") {
        Some((name, volume)) => format!("{}{volume}", titled(name)),
        None => titled(container),
    }
}

fn published(work: &CitedWork, date: &str) -> String {
    let office = match (work.place.is_empty(), work.publisher.is_empty()) {
        (false, false) => format!("{}：{}", work.place, work.publisher),
        _ => format!("{}{}", work.place, work.publisher),
    };
    let all: Vec<&str> = [office.as_str(), date]
        .into_iter()
        .filter(|p| !p.is_empty())
        .collect();
    all.join("，")
}

fn year(date: &str) -> String {
    parts_of(date)
        .first()
        .map(|y| format!("{y}年"))
        .unwrap_or_default()
}

/// 2010-07-19 → 2010年7月19日
fn day(date: &str) -> String {
    let units = ["年", "月", "日"];
    parts_of(date)
        .iter()
        .zip(units)
        .map(|(n, unit)| format!("{n}{unit}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{chapter, newspaper, official, web};
    use super::cite;

    #[test]
    fn the_forms_of_the_kinds() {
        assert_eq!(
            cite(&newspaper()),
            "王晓东、李静：《深入基层才能摸清实情》，《青河日报》2020年5月12日，第1版。"
        );
        assert_eq!(
            cite(&official()),
            "中央创先争优活动领导小组办公室：《关于印发〈李源潮同志讲话〉的通知》（创先办〔2010〕2号），2010年7月23日。"
        );
        assert_eq!(
            cite(&chapter()),
            "毛泽东：《实践论》，《毛泽东选集》第1卷，北京：人民出版社，1991年，第282—298页。"
        );
        assert_eq!(
            cite(&web()),
            "国务院办公厅：《关于做好工作的指导意见》，2018年12月20日，http://www.example.cn/a.htm，2026年11月24日访问。"
        );
    }
}
