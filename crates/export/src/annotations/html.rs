//! HTML: one file without scripts and without anything from elsewhere.

use crate::escape;

use super::{AnnotatedDocument, AnnotationExport, ExportedAnnotation, day};

const STYLE: &str = "body{max-width:42em;margin:2em auto;padding:0 1em;font:16px/1.8 'Noto Serif CJK SC',SimSun,serif;color:#222}\
h1,h2{font-family:'Noto Sans CJK SC',SimHei,sans-serif;line-height:1.4}h2{font-size:1.2em;margin-top:2em}\
article{border-left:6px solid #bbb;padding:.2em 1em;margin:1.2em 0}blockquote{margin:0;text-indent:0;white-space:pre-wrap}\
p{margin:.4em 0;white-space:pre-wrap}.about{color:#555;font-size:.85em}.reply{padding-left:1em}\
.key_point{border-color:#c79a00}.doubt{border-color:#b3521c}.quotable{border-color:#2f7d4a}.practice{border-color:#2b6cb0}\
.to_check{border-color:#7a4fa3}";

/// Writes annotations as one HTML file.
pub fn write_html(export: &AnnotationExport) -> String {
    let title = match &export.documents[..] {
        [one] => format!("批注：{}", one.heading()),
        _ => "批注".to_owned(),
    };
    let title = escape::html(&title);
    let mut html = format!(
        "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<h1>批注</h1>\n"
    );
    for document in &export.documents {
        write_document(&mut html, document);
    }
    html.push_str("</body>\n</html>\n");
    html
}

fn write_document(html: &mut String, document: &AnnotatedDocument) {
    html.push_str(&format!(
        "<section>\n<h2>{}</h2>\n",
        escape::html(&document.heading())
    ));
    for annotation in &document.annotations {
        write_annotation(html, annotation);
    }
    html.push_str("</section>\n");
}

fn write_annotation(html: &mut String, annotation: &ExportedAnnotation) {
    html.push_str(&format!(
        "<article class=\"{}\">\n<blockquote>{}</blockquote>\n",
        escape::html(&annotation.colour),
        escape::html(&annotation.quote.exact)
    ));
    let mut about = vec![
        annotation.colour_name.clone(),
        annotation.address.clone(),
        annotation.tags.join("、"),
        annotation.author.clone(),
        day(&annotation.local_time).to_owned(),
        annotation.place_note.clone(),
    ];
    about.retain(|part| !part.is_empty());
    html.push_str(&format!(
        "<p class=\"about\">{}</p>\n",
        escape::html(&about.join(" · "))
    ));
    if !annotation.comment.is_empty() {
        html.push_str(&format!("<p>{}</p>\n", escape::html(&annotation.comment)));
    }
    for reply in &annotation.replies {
        html.push_str(&format!(
            "<p class=\"reply\">{}（{}）：{}</p>\n",
            escape::html(&reply.author),
            day(&reply.local_time),
            escape::html(&reply.comment)
        ));
    }
    html.push_str("</article>\n");
}
