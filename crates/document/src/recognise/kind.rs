//! Which kind of material a text is: rules where they are sure, the classifier where they are not.

use super::classifier::KindModel;
use super::evidence::{Evidence, Signs};
use super::features::features;
use crate::Kind;

/// A kind and how sure it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Verdict {
    pub(super) kind: Kind,
    pub(super) confidence: f32,
}

fn verdict(kind: Kind, confidence: f32) -> Option<Verdict> {
    Some(Verdict { kind, confidence })
}

/// Decides the kind of a document whose elements and outline are read.
pub(super) fn decide(evidence: &Evidence) -> Verdict {
    if let Some(sure) = by_rule(&evidence.signs) {
        return sure;
    }
    let likely = KindModel::shipped().likelihoods(&features(evidence));
    let best = Kind::ALL
        .into_iter()
        .zip(&likely)
        .max_by(|a, b| a.1.total_cmp(b.1));
    let (kind, confidence) = best.map_or((Kind::Other, 0.0), |(kind, p)| (kind, *p));
    doubt(Verdict { kind, confidence }, &evidence.signs)
}

/// How much a sign speaks for a kind or against it, as log-odds: what somebody who sorts such texts would say. The
/// classifier learns what is missing from it.
type Judgement = (fn(&Signs) -> bool, &'static [(Kind, f32)]);

const JUDGEMENTS: &[Judgement] = &[
    (|s| s.said_title, &[(Kind::Speech, 2.5)]),
    (|s| s.spoken_at && s.said_title, &[(Kind::Speech, 1.5)]),
    (|s| s.saluted, &[(Kind::Speech, 2.5)]),
    (|s| s.date_line, &[(Kind::Speech, 1.5)]),
    (|s| s.speaker && !s.dateline, &[(Kind::Speech, 1.0)]),
    (|s| s.occasion, &[(Kind::Speech, 0.7)]),
    (
        |s| s.first_person,
        &[(Kind::Speech, 1.2), (Kind::Article, 0.5), (Kind::Law, -1.5)],
    ),
    (|s| s.we_address, &[(Kind::Speech, 1.0)]),
    (|s| s.reports_to, &[(Kind::Speech, 3.5)]),
    (|s| s.speaks, &[(Kind::Speech, 1.5)]),
    (|s| s.letter_head && !s.dateline, &[(Kind::Speech, 2.0)]),
    (|s| s.thanks, &[(Kind::Speech, 1.5)]),
    (|s| s.letter, &[(Kind::Speech, 1.5)]),
    (|s| s.of_type, &[(Kind::Official, 1.5)]),
    (|s| s.of_type && s.issuer_title, &[(Kind::Official, 1.5)]),
    (|s| s.of_type && s.about_title, &[(Kind::Official, 1.5)]),
    (|s| s.numbered, &[(Kind::Official, 2.0)]),
    (|s| s.addressed, &[(Kind::Official, 1.5)]),
    (|s| s.masthead, &[(Kind::Official, 2.0)]),
    (|s| s.signed && !s.saluted, &[(Kind::Official, 1.0)]),
    (|s| s.directed, &[(Kind::Official, 2.0)]),
    (|s| s.communique, &[(Kind::Official, 3.0)]),
    (|s| s.meeting_subject && s.plenary, &[(Kind::Official, 3.0)]),
    (|s| s.plenary && s.no_title, &[(Kind::Official, 1.5)]),
    (|s| s.full_text && s.of_type, &[(Kind::Official, 3.0)]),
    (|s| s.law_title, &[(Kind::Law, 2.0)]),
    (|s| s.adopted, &[(Kind::Law, 1.0), (Kind::Official, 1.0)]),
    (|s| s.amends && !s.of_type, &[(Kind::Law, 2.5)]),
    (|s| s.articles, &[(Kind::Law, 2.5)]),
    (|s| s.many_articles, &[(Kind::Law, 2.0)]),
    (|s| s.ruled, &[(Kind::Law, 2.0)]),
    (
        |s| s.dateline,
        &[(Kind::News, 3.5), (Kind::Law, -2.0), (Kind::Other, -1.0)],
    ),
    (|s| s.late_dateline, &[(Kind::News, 0.8)]),
    (|s| s.many_datelines, &[(Kind::News, 4.0)]),
    (|s| s.wired_tail, &[(Kind::News, 2.5)]),
    (|s| s.told && !s.first_person, &[(Kind::News, 1.5)]),
    (|s| s.reporter, &[(Kind::News, 1.5)]),
    (|s| s.reports_told, &[(Kind::News, 1.5)]),
    (|s| s.happened_title, &[(Kind::News, 1.2)]),
    (|s| s.broadcast_title, &[(Kind::News, 3.0)]),
    (|s| s.honoured_title, &[(Kind::Example, 3.0)]),
    (
        |s| s.honoured_title && s.quoted_title,
        &[(Kind::Example, 1.5)],
    ),
    (|s| s.case_title, &[(Kind::Example, 2.0)]),
    (
        |s| s.case_headings,
        &[(Kind::Example, 4.5), (Kind::Law, -1.0)],
    ),
    (|s| s.practice_headings, &[(Kind::Example, 1.5)]),
    (|s| s.profile, &[(Kind::Example, 1.2)]),
    (|s| s.argued_title, &[(Kind::Article, 1.8)]),
    (|s| s.byline, &[(Kind::Article, 1.5)]),
    (|s| s.encyclopedia, &[(Kind::Other, 2.0)]),
    (|s| s.traditional, &[(Kind::Other, 1.5)]),
    (|s| s.short, &[(Kind::Other, 1.5)]),
    (
        |_| true,
        &[(Kind::Other, 1.5), (Kind::Article, 0.5), (Kind::Law, -1.0)],
    ),
];

/// Returns the sum of the judgements for each kind, in the order of [`Kind::ALL`].
pub(super) fn points(s: &Signs) -> [f32; Kind::ALL.len()] {
    let mut points = [0.0; Kind::ALL.len()];
    for (holds, worth) in JUDGEMENTS {
        if holds(s) {
            worth
                .iter()
                .for_each(|(kind, value)| points[*kind as usize] += value);
        }
    }
    points
}

/// What the forms alone prove.
pub(super) fn by_rule(s: &Signs) -> Option<Verdict> {
    let spoken = s.said_title && (s.date_line || s.saluted || s.speaker || s.occasion);
    let marks = [s.numbered, s.addressed, s.masthead, s.signed && s.of_type];
    let marks = marks.iter().filter(|m| **m).count();
    if s.of_type && marks >= 2 && !s.dateline && !s.saluted {
        return verdict(Kind::Official, 0.98);
    }
    if s.law_title && (s.adopted && s.ruled || s.articles) && !s.dateline {
        return verdict(Kind::Law, 0.98);
    }
    if spoken && (s.date_line || s.saluted) && !s.dateline && !s.reports_told && !s.happened_title {
        return verdict(Kind::Speech, 0.98);
    }
    None
}

/// The classifier knows whole texts; of ten characters it knows nothing.
fn doubt(mut verdict: Verdict, s: &Signs) -> Verdict {
    if s.short {
        verdict.confidence = verdict.confidence.min(0.6);
    }
    verdict
}
