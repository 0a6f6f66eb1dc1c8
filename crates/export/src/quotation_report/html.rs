//! HTML: one file, no script, nothing from elsewhere. Colour never stands alone: signs say the same.

use super::{ReportedCheck, ReportedQuotation, ReportedStretch};
use crate::escape::html as escape;

const STYLE: &str = "body{max-width:46em;margin:2em auto;padding:0 1em;\
font:16px/1.8 'Noto Serif CJK SC',SimSun,serif;color:#222}h1{font-size:1.5em}h2{font-size:1.1em}\
article{border-left:6px solid #2f7d4a;padding:.2em 1em;margin:1em 0}article.open{border-color:#b3521c}\
.about{color:#555;font-size:.9em;margin:.2em 0}del{background:#fbe3d6;color:#8a3310}\
ins{background:#dff0e3;color:#1f5c35;text-decoration:none;border-bottom:2px solid}blockquote{margin:.2em 0}";

/// Writes a report as one HTML file.
pub fn write_quotation_html(check: &ReportedCheck) -> String {
    let title = format!("引文核对：{}", check.title);
    let mut html = format!(
        "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n<title>{0}</title>\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<h1>{0}</h1>\n<p class=\"about\">{1}　{2}</p>\n",
        escape(&title),
        escape(&check.date),
        escape(&check.summary)
    );
    for quotation in &check.quotations {
        write_quotation(&mut html, quotation);
    }
    for (heading, lines) in check.lists() {
        html.push_str(&format!("<h2>{heading}</h2>\n<ul>\n"));
        for line in lines {
            html.push_str(&format!("<li>{}</li>\n", escape(line)));
        }
        html.push_str("</ul>\n");
    }
    html.push_str("</body>\n</html>\n");
    html
}

fn write_quotation(html: &mut String, quotation: &ReportedQuotation) {
    let class = if quotation.open {
        " class=\"open\""
    } else {
        ""
    };
    html.push_str(&format!(
        "<article{class}>\n<p class=\"about\">{} · {}</p>\n<blockquote>{}</blockquote>\n",
        escape(&quotation.place),
        escape(&quotation.status),
        words(quotation)
    ));
    let lines = [
        ("出处", &quotation.source),
        ("原文", &quotation.source_text),
    ];
    for (name, text) in lines.into_iter().filter(|(_, text)| !text.is_empty()) {
        html.push_str(&format!(
            "<p class=\"about\">{name}：{}</p>\n",
            escape(text)
        ));
    }
    if !quotation.others.is_empty() {
        html.push_str(&format!(
            "<p class=\"about\">另见：{}</p>\n",
            escape(&quotation.others.join("；"))
        ));
    }
    html.push_str("</article>\n");
}

fn words(quotation: &ReportedQuotation) -> String {
    if quotation.stretches.is_empty() {
        return escape(&quotation.text);
    }
    let shown = quotation.stretches.iter().map(|stretch| match stretch {
        ReportedStretch::Equal(text) => escape(text),
        ReportedStretch::Changed(draft, source) => {
            let mut shown = String::new();
            if !draft.is_empty() {
                shown.push_str(&format!("<del>{}</del>", escape(draft)));
            }
            if !source.is_empty() {
                shown.push_str(&format!("<ins>{}</ins>", escape(source)));
            }
            shown
        }
    });
    shown.collect()
}
