//! What a page says about its document: the information table, the page title, the source line.

use dom_query::Document;
use yandu_document::Claims;

/// 索引号 / 发文机关 / 成文日期 … as the open-government pages print them.
pub(super) fn read_table(page: &Document) -> Claims {
    let mut claims = Claims::default();
    let cells: Vec<String> = page
        .select("td, th, dt, dd")
        .nodes()
        .iter()
        .map(|n| n.text().trim().to_owned())
        .collect();
    for pair in cells.windows(2) {
        if pair[0].chars().count() > 14 {
            continue;
        }
        let label: String = pair[0]
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '：' | ':'))
            .collect();
        let value = pair[1].split_whitespace().collect::<Vec<_>>().join(" ");
        if value.is_empty() || value.chars().count() > 200 {
            continue;
        }
        let slot = match label.as_str() {
            "标题" | "名称" => &mut claims.title,
            "发文机关" | "发布机构" | "制发机关" => &mut claims.issuer,
            "发文字号" | "文号" => &mut claims.document_number,
            "成文日期" | "生成日期" => {
                claims.issue_date = claims.issue_date.or(value.parse().ok());
                continue;
            }
            "发布日期" | "公开日期" => {
                claims.publish_date = claims.publish_date.or(value.parse().ok());
                continue;
            }
            _ => continue,
        };
        slot.get_or_insert(value);
    }
    claims
}

/// The page title without the name of its site.
pub(super) fn page_title(page: &Document) -> Option<String> {
    let heading = page
        .select("h1")
        .nodes()
        .first()
        .map(|n| n.text().trim().to_owned());
    let title = heading.filter(|t| t.chars().count() >= 4).or_else(|| {
        let title = page
            .select("title")
            .nodes()
            .first()?
            .text()
            .trim()
            .to_owned();
        let cut = title
            .find(['_', '|'])
            .or_else(|| title.rfind(" - "))
            .or_else(|| title.rfind("--"));
        Some(title[..cut.unwrap_or(title.len())].trim().to_owned())
    })?;
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    (title.chars().count() >= 4).then_some(title)
}

/// The line of author, source and day beside the title, where it stands outside of the main text: what names an author
/// must be found by a search.
pub(super) fn info_line(page: &Document) -> Option<String> {
    let selection = page.select("p, div, span, td");
    let mut lines = selection
        .nodes()
        .iter()
        .filter(|n| n.element_children().len() <= 6)
        .map(|n| n.text().split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|text| (6..=100).contains(&text.chars().count()));
    let labels = [
        "来源：",
        "来源:",
        "作者：",
        "作者:",
        "记者：",
        "记者:",
        "通讯员",
        "撰文：",
    ];
    lines.find(|text| labels.iter().any(|label| text.contains(label)) && !text.contains('。'))
}

/// 来源：青河日报　2020年5月12日, in a short element near the title.
pub(super) fn read_source_line(page: &Document, claims: &mut Claims) {
    let selection = page.select("p, div, span");
    let lines = selection
        .nodes()
        .iter()
        .filter(|n| n.element_children().len() <= 4);
    for text in lines.map(|n| n.text()).filter(|t| t.chars().count() <= 60) {
        let Some(at) = text.find("来源：").or_else(|| text.find("来源:")) else {
            continue;
        };
        let name = text[at..]
            .split(['：', ':'])
            .nth(1)
            .unwrap_or("")
            .split_whitespace()
            .next();
        if let (Some(name), None) = (name.filter(|n| !n.is_empty()), &claims.publisher) {
            claims.publisher = Some(name.to_owned());
        }
        if let (Some((date, ..)), None) =
            (yandu_document::date::find_date(&text), claims.publish_date)
        {
            claims.publish_date = Some(date);
        }
        return;
    }
}
