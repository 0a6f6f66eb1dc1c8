//! Near search: what was typed with one wrong, missing, surplus or swapped character is found among the
//! first three near matches, and an exact answer is the same with and without them.

use yandu::{ImportOptions, Library, Nearness, SearchOptions};
use yandu_search::fold;

use crate::shared::{Dice, corpus_library, sample_library};

fn options(near: bool) -> SearchOptions {
    SearchOptions {
        limit: 3,
        hits: 1,
        near,
        ..SearchOptions::default()
    }
}

/// One error in a text, from the second char to the last but one where it is short.
fn spoilt(dice: &mut Dice, cut: &[char], alphabet: &[char]) -> Vec<char> {
    let mut typed = cut.to_vec();
    let at = dice.below(cut.len());
    match dice.below(4) {
        0 => typed[at] = alphabet[dice.below(alphabet.len())],
        1 => drop(typed.remove(at)),
        2 => typed.insert(at, alphabet[dice.below(alphabet.len())]),
        _ => typed.swap(at, if at == 0 { 1 } else { at - 1 }),
    }
    typed
}

fn texts_of(library: &Library) -> Vec<String> {
    let filter = yandu::DocumentFilter {
        limit: u32::MAX,
        ..Default::default()
    };
    let items = library.list_documents(&filter).unwrap().items;
    let text = |id: &str| {
        let blocks = library.get_document(id).unwrap().blocks;
        blocks.iter().map(|b| fold(&b.text)).collect()
    };
    items.iter().map(|item| text(&item.id)).collect()
}

/// True if what was cut stands in one of the first three.
fn found(library: &mut Library, typed: &str, cut: &str) -> Option<bool> {
    let answer = library
        .search(&format!("\"{typed}\""), &options(false))
        .unwrap();
    if answer.documents > 0 {
        return None;
    }
    Some(answer.near.iter().any(|near| {
        let blocks = library.get_document(&near.item.id).unwrap().blocks;
        let text: String = blocks.iter().map(|b| fold(&b.text)).collect();
        text.contains(cut)
    }))
}

#[test]
fn a_thousand_errors_of_one_character() {
    let Some(mut library) = corpus_library() else {
        return;
    };
    let texts = texts_of(&library);
    let alphabet: Vec<char> = texts.iter().take(200).flat_map(|t| t.chars()).collect();
    let (mut dice, mut asked, mut right) = (Dice(8), 0, 0);
    let mut missed = Vec::new();
    while asked < 1000 {
        let text: Vec<char> = texts[dice.below(texts.len())].chars().collect();
        let length = 4 + dice.below(17);
        if text.len() < length + 1 {
            continue;
        }
        let from = dice.below(text.len() - length);
        let cut = &text[from..from + length];
        if !cut.iter().all(|c| c.is_alphabetic()) {
            continue;
        }
        let typed: String = spoilt(&mut dice, cut, &alphabet).iter().collect();
        let cut: String = cut.iter().collect();
        match found(&mut library, &typed, &cut) {
            None => continue,
            Some(true) => right += 1,
            Some(false) => missed.push(format!("{typed} <- {cut}")),
        }
        asked += 1;
    }
    println!("{right} of {asked} among the first three");
    assert!(right >= 950, "{right} of {asked}: {missed:#?}");
}

#[test]
fn kinds_are_told_apart_and_differences_shown() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.txt");
    let text = "深入开展创先争优活动。不忘初心、牢记使命。\n加强党的全面领导，全过程人民民主。";
    std::fs::write(&file, text).unwrap();
    let mut library = Library::open(&folder.path().join("library")).unwrap();
    library
        .import(&[file], &ImportOptions::default(), &mut |_, _, _| true)
        .unwrap();
    let cases = [
        ("创先正优", Nearness::Homophone, "创先争优"),
        ("全过成人民民主", Nearness::Homophone, "全过程人民民主"),
        ("不忘初心牢记使命", Nearness::Marks, "不忘初心、牢记使命"),
        ("创争先优", Nearness::Swapped, "创先争优"),
        ("创先夺优", Nearness::Wrong, "创先争优"),
        ("加强的全面领导", Nearness::Missing, "加强党的全面领导"),
        ("加强我党的全面领导", Nearness::Extra, "加强党的全面领导"),
        ("窗先正优", Nearness::Homophone, "创先争优"),
    ];
    for (typed, nearness, stands) in cases {
        let answer = library.search(typed, &options(false)).unwrap();
        assert_eq!((answer.documents, answer.items.len()), (0, 0), "{typed}");
        let near = &answer.near[0];
        assert_eq!(near.nearness, nearness, "{typed}");
        let source: String = near.differences.iter().map(|d| d.source.as_str()).collect();
        let draft: String = near.differences.iter().map(|d| d.draft.as_str()).collect();
        assert_eq!((draft, source), (typed.to_owned(), fold(stands)));
        assert_eq!(answer.suggestions[0], fold(stands));
        let passage = &near.item.passages[0];
        let marked = |(from, to): (u32, u32)| -> String {
            let chars = passage.snippet.chars().skip(from as usize);
            chars.take((to - from) as usize).collect()
        };
        assert_eq!(marked(passage.marks[0]), stands, "{typed}");
    }
}

#[test]
fn an_exact_answer_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = sample_library(folder.path());
    for query in [
        "读书",
        "三本账",
        "工作",
        "读书 OR 会议",
        "类型:讲话 学习",
        "会义",
    ] {
        let items = |library: &mut Library, near| {
            let answer = library.search(query, &options(near)).unwrap();
            let items = answer.items.into_iter().map(|i| (i.id, i.hits));
            (answer.documents, answer.hits, items.collect::<Vec<_>>())
        };
        let exact = items(&mut library, false);
        assert_eq!(exact, items(&mut library, true), "{query}");
        let answer = library.search(query, &options(true)).unwrap();
        let twice = |id: &String| answer.items.iter().any(|item| item.id == *id);
        assert!(
            !answer.near.iter().any(|near| twice(&near.item.id)),
            "{query}"
        );
    }
}

#[test]
fn a_long_passage_with_some_errors_and_words_far_apart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.txt");
    let text = "各级党组织要把理论学习摆在首要位置，坚持读原著、学原文、悟原理。\n会议要求，年底前报送总结材料。";
    std::fs::write(&file, text).unwrap();
    let mut library = Library::open(&folder.path().join("library")).unwrap();
    library
        .import(&[file], &ImportOptions::default(), &mut |_, _, _| true)
        .unwrap();
    let typed = "各级党组织应把理论学习放在首要位置坚持读原著";
    let answer = library.search(typed, &options(false)).unwrap();
    assert_eq!(answer.near[0].nearness, Nearness::Passage);
    assert!(answer.near[0].differences.iter().any(|d| d.op == "replace"));
    let answer = library.search("理论学习总结材料", &options(false)).unwrap();
    assert_eq!(answer.near[0].nearness, Nearness::Scattered);
    let answer = library
        .search("怎样组织理论学习培训", &options(false))
        .unwrap();
    assert_eq!(answer.near[0].nearness, Nearness::Related);
}
