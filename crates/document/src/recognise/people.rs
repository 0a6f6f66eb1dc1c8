//! Who speaks, who issues, who wrote: settled once the kind is known.
//!
//! Only a speech has a 讲话人. A report has people in it, a document has an issuer, an article has authors.

use std::sync::LazyLock;

use regex::Regex;

use super::evidence::Signs;
use crate::Kind;
use crate::model::{BlockKind, Document, Extracted};

/// The subject of a communique's first sentence.
static SESSION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        "^(\\p{Han}{4,40}?(?:全体会议|代表大会))[，,]?\\s?(?:于|在|[0-9０-９一二三四五六七八九十])",
    )
    .expect("constant")
});

/// Keeps, moves or drops the persons that the parser found.
pub(super) fn settle(document: &mut Document, signs: &Signs) {
    let kind = document.kind;
    let fields = &mut document.fields;
    if kind != Kind::Speech {
        let speaker = fields.speaker.take();
        fields.speaker_roles = None;
        // A name alone under the title of an article is its author.
        if let (Kind::Article, None, Some(name)) = (kind, &fields.authors, speaker) {
            let author = Extracted::new(vec![name.value], "name-line", name.confidence.min(0.7));
            fields.authors = Some(author.at(name.places));
        }
    } else if let Some(speaker) = &mut fields.speaker {
        let sure = signs.said_title || signs.saluted || signs.date_line;
        if speaker.rule == "speaker-line" && fields.speaker_roles.is_none() && !sure {
            speaker.confidence = speaker.confidence.min(0.6);
        }
    }
    if matches!(kind, Kind::News | Kind::Law | Kind::Example) {
        fields.occasion = None;
    }
    if kind == Kind::Official && fields.issuers.is_none() {
        read_session(document);
    }
}

/// The session that adopts a communique issues it.
fn read_session(document: &mut Document) {
    let title = document
        .fields
        .title
        .as_ref()
        .and_then(|t| t.value.strip_suffix("公报").map(str::to_owned));
    let text = document.blocks.iter().find(|b| b.kind == BlockKind::Text);
    let found = text.and_then(|b| Some(SESSION.captures(&b.text)?[1].to_owned()));
    let session = title
        .filter(|t| t.ends_with("会议") || t.ends_with("大会"))
        .or(found);
    if let Some(session) = session {
        document.fields.issuers = Some(Extracted::new(vec![session], "session", 0.85));
    }
}
