//! 提法: counts against counting by hand, the first appearance, the concordance.

use yandu::{DocumentFilter, ImportOptions, Library, TermGrouping};

use crate::shared::{sample_library, shared};

#[test]
fn counts_are_those_of_counting_by_hand() {
    let Some(shared) = shared() else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(folder.path()).unwrap();
    let from = shared.join("corpus/speeches/government-work-reports");
    library
        .import(&[from], &ImportOptions::default(), &mut |_, _, _| true)
        .unwrap();
    for term in ["实事求是", "科学发展", "改革开放", "高质量发展"] {
        let mut documents = 0;
        let mut occurrences = 0;
        let mut first: Option<String> = None;
        let all = DocumentFilter {
            limit: u32::MAX,
            ..DocumentFilter::default()
        };
        for item in library.list_documents(&all).unwrap().items {
            let view = library.get_document(&item.id).unwrap();
            let text: String = view
                .blocks
                .iter()
                .map(|b| yandu_search::fold(&b.text))
                .collect();
            let count = text.matches(term).count() as u64;
            documents += u32::from(count > 0);
            occurrences += count;
            if let (true, Some(date)) = (count > 0, &view.date)
                && first.as_ref().is_none_or(|f| date < f)
            {
                first = Some(date.clone());
            }
        }
        let view = library.term(term, TermGrouping::Year).unwrap();
        assert_eq!(
            (view.documents, view.occurrences),
            (documents, occurrences),
            "{term}"
        );
        assert_eq!(
            view.first.as_ref().and_then(|f| f.date.clone()),
            first,
            "{term}"
        );
        let sum: u64 = view.counts.iter().map(|c| c.occurrences).sum();
        assert_eq!(sum, occurrences, "{term}");
        let lines = library.concordance(term, 12, 0, usize::MAX).unwrap();
        assert_eq!(lines.total, occurrences, "{term}");
        assert_eq!(lines.lines.len() as u64, occurrences, "{term}");
        let fits = |l: &yandu::ConcordanceLine| yandu_search::fold(&l.term) == term;
        assert!(lines.lines.iter().all(fits), "{term}");
    }
}

#[test]
fn a_concordance_comes_in_pages_that_fit_together() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = sample_library(folder.path());
    let whole = library.concordance("工作", 8, 0, usize::MAX).unwrap();
    assert!(whole.lines.len() > 7, "{}", whole.lines.len());
    let mut pages = Vec::new();
    for offset in (0..whole.lines.len()).step_by(3) {
        pages.extend(library.concordance("工作", 8, offset, 3).unwrap().lines);
    }
    assert_eq!(pages, whole.lines);
    let csv = String::from_utf8(library.concordance_csv("工作", 8).unwrap()).unwrap();
    assert!(csv.starts_with('\u{feff}'));
    assert_eq!(csv.matches("\r\n").count(), whole.lines.len() + 1);
}

#[test]
fn groupings_agree_and_an_empty_term_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = sample_library(folder.path());
    let mut sums = Vec::new();
    for by in [
        TermGrouping::Year,
        TermGrouping::Kind,
        TermGrouping::Speaker,
    ] {
        let view = library.term("工作", by).unwrap();
        let sum: u64 = view.counts.iter().map(|c| c.occurrences).sum();
        sums.push((sum, view.occurrences));
    }
    assert!(
        sums.iter()
            .all(|(sum, all)| sum == all && *sum == sums[0].0)
    );
    assert!(library.term("《》", TermGrouping::Year).is_err());
    assert_eq!(
        library
            .term("没有这个提法", TermGrouping::Year)
            .unwrap()
            .documents,
        0
    );
}
