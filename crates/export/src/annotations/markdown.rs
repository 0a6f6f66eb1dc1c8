//! Markdown: a chapter a document, a quotation an annotation.

use crate::escape;

use super::{AnnotatedDocument, AnnotationExport, ExportedAnnotation, day};

/// Writes annotations as Markdown.
pub fn write_markdown(export: &AnnotationExport) -> String {
    let mut text = String::from("# 批注\n");
    for document in &export.documents {
        write_document(&mut text, document);
    }
    text
}

fn write_document(text: &mut String, document: &AnnotatedDocument) {
    text.push_str(&format!("\n## {}\n", escape::markdown(&document.heading())));
    for annotation in &document.annotations {
        write_annotation(text, annotation);
    }
}

fn write_annotation(text: &mut String, annotation: &ExportedAnnotation) {
    text.push('\n');
    for line in annotation.quote.exact.lines() {
        text.push_str(&format!("> {}\n", escape::markdown(line)));
    }
    let mut about = vec![annotation.colour_name.clone(), annotation.address.clone()];
    about.extend(annotation.tags.iter().map(|tag| format!("标签：{tag}")));
    about.push(annotation.author.clone());
    about.push(day(&annotation.local_time).to_owned());
    about.push(annotation.place_note.clone());
    about.retain(|part| !part.is_empty());
    text.push_str(&format!("\n*{}*\n", escape::markdown(&about.join(" · "))));
    if !annotation.comment.is_empty() {
        text.push_str(&format!("\n{}\n", lines(&annotation.comment)));
    }
    for reply in &annotation.replies {
        let head = format!("{}（{}）：", reply.author, day(&reply.local_time));
        text.push_str(&format!(
            "\n- {}{}\n",
            escape::markdown(&head),
            lines(&reply.comment)
        ));
    }
}

/// Lines of one paragraph stay lines.
fn lines(comment: &str) -> String {
    let lines: Vec<String> = comment.lines().map(escape::markdown).collect();
    lines.join("  \n")
}
