//! Which kind of material a document is, from its title and elements.

use std::sync::LazyLock;

use regex::Regex;

use super::title::{relation, strip_parenthesis};
use crate::model::{BlockKind, Document};
use crate::{DocumentType, Kind};

static SPEECH: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        "(讲话|演讲|致辞|致词|贺词|发言|讲话提纲|工作报告|致答词|开幕词|闭幕词|祝酒辞|讲稿|党课)$",
    )
    .expect("constant")
});
static LAW: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(法|条例|规定|办法|细则|规则|解释|章程|准则|修正案|法典|补充规定|安排)$")
        .expect("constant")
});
static EXAMPLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(典型|事迹|案例|先进|模范|楷模|劳模|标兵|榜样|风采|纪实|表彰|经验材料|奋斗者|最美)")
        .expect("constant")
});

static NEWS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(新闻|快讯|评论员文章|社论|专访|本报讯|简讯|要闻)").expect("constant")
});

/// Sets kind, type and relation once all fields are read.
pub(super) fn settle(document: &mut Document) {
    let title = document
        .fields
        .title
        .as_ref()
        .map(|t| t.value.clone())
        .unwrap_or_default();
    let plain = strip_parenthesis(&title).to_owned();
    document.relation = relation(&title)
        .filter(|_| document.fields.recipients.is_some() || !document.attachments.is_empty());
    document.document_type = DocumentType::of_title(&plain);
    let (kind, confidence) = decide(document, &plain);
    document.kind = kind;
    document.kind_confidence = confidence;
    if kind != Kind::Official {
        document.document_type = None;
    }
}

fn decide(document: &Document, title: &str) -> (Kind, f32) {
    let fields = &document.fields;
    let articles = document
        .outline
        .iter()
        .filter(|n| n.numbering.ends_with('条'))
        .count();
    let adopted = document
        .blocks
        .iter()
        .any(|b| b.kind == BlockKind::Adoption);
    let of_type = document.document_type.is_some();
    let issued = fields.document_number.is_some()
        || fields.recipients.is_some()
        || fields.issuer_mark.is_some();
    let spoken = fields.speaker.is_some() || fields.occasion.is_some();
    if of_type && issued && fields.speaker.as_ref().is_none_or(|s| s.confidence < 0.9) {
        return (Kind::Official, 0.97);
    }
    if SPEECH.is_match(title) || (title.ends_with("报告") && spoken && !issued) {
        return (Kind::Speech, if spoken { 0.97 } else { 0.8 });
    }
    if LAW.is_match(title) && (articles >= 3 || adopted) {
        return (Kind::Law, 0.95);
    }
    let subtitle = fields
        .subtitle
        .as_ref()
        .is_some_and(|s| EXAMPLE.is_match(&s.value));
    if (EXAMPLE.is_match(title) || subtitle) && !issued {
        return (Kind::Example, 0.8);
    }
    if of_type && fields.issuers.is_some() {
        return (Kind::Official, 0.85);
    }
    if articles >= 5 {
        return (Kind::Law, 0.75);
    }
    if issued {
        return (Kind::Official, 0.75);
    }
    if fields.occasion.is_some() && fields.speaker.is_some() {
        return (Kind::Speech, 0.75);
    }
    if NEWS.is_match(title) {
        return (Kind::Article, 0.7);
    }
    if fields.authors.is_some() || fields.publisher.is_some() || fields.publish_date.is_some() {
        return (Kind::Article, 0.6);
    }
    (Kind::Other, 0.4)
}
