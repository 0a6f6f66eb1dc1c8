//! What helps to find: pinyin, suggestions, saved searches and the history, similar documents, new terms.

use yandu::{
    ImportOptions, Letters, Library, LibraryError, Nearness, QuickKind, SearchOptions, Sort,
    SuggestionKind,
};
use yandu_search::fold;

use crate::shared::{corpus_library, sample_library};

/// The first letters of a title, by a table of another source than the product's: what people type.
fn initials(title: &str) -> Option<String> {
    use pinyin::ToPinyin;
    let folded: String = fold(title)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect();
    let letters = folded.chars().map(|c| match c.to_pinyin() {
        Some(reading) => reading.first_letter().chars().next(),
        None => c.is_ascii_alphanumeric().then_some(c),
    });
    letters.collect()
}

#[test]
fn initials_find_five_hundred_titles() {
    let Some(mut library) = corpus_library() else {
        return;
    };
    let filter = yandu::DocumentFilter {
        limit: u32::MAX,
        ..Default::default()
    };
    let titles = library.list_documents(&filter).unwrap().items;
    let step = (titles.len() / 500).max(1);
    let (mut asked, mut whole) = (0, 0);
    let mut missed = Vec::new();
    for item in titles.iter().step_by(step) {
        let Some(typed) = initials(&item.title).filter(|t| t.len() >= 4) else {
            continue;
        };
        if asked == 500 {
            break;
        }
        asked += 1;
        // Copies of a text have one title; to find one of them is to find it.
        let mut found = |typed: &str| {
            let targets = library.quick_open(typed, Letters::Pinyin, 5).unwrap();
            targets.iter().any(|t| t.title == item.title)
        };
        let all = found(&typed);
        whole += u32::from(all);
        if !all {
            missed.push(format!("{typed} {}", item.title));
        }
    }
    println!("{whole} of {asked} titles by their initials");
    assert!(asked >= 400, "{asked}");
    assert!(whole * 100 >= asked * 95, "{whole} of {asked}: {missed:#?}");
}

#[test]
fn letters_that_stand_nowhere_are_pinyin() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.txt");
    std::fs::write(
        &file,
        "推动高质量发展的意见\n\n各地要把高质量发展放在首位。\n",
    )
    .unwrap();
    let mut library = Library::open(&folder.path().join("library")).unwrap();
    library
        .import(&[file], &ImportOptions::default(), &mut |_, _, _| true)
        .unwrap();
    let answer = library.search("gzlfz", &SearchOptions::default()).unwrap();
    assert_eq!(answer.documents, 0);
    assert_eq!(answer.near[0].nearness, Nearness::Pinyin);
    assert_eq!(answer.suggestions, ["高质量发展"]);
    let plain = SearchOptions {
        letters: Letters::Plain,
        ..SearchOptions::default()
    };
    let answer = library.search("gzlfz", &plain).unwrap();
    assert!(answer.suggestions.is_empty(), "{:?}", answer.suggestions);
    assert!(answer.near.iter().all(|n| n.nearness != Nearness::Pinyin));
}

#[test]
fn tags_and_speakers_are_opened_and_suggested_by_pinyin() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = sample_library(folder.path());
    let filter = yandu::DocumentFilter {
        limit: u32::MAX,
        ..Default::default()
    };
    let items = library.list_documents(&filter).unwrap().items;
    library.add_tag(&[items[0].id.clone()], "基层治理").unwrap();
    let targets = library.quick_open("jczl", Letters::Pinyin, 5).unwrap();
    assert_eq!(
        (targets[0].kind, targets[0].title.as_str()),
        (QuickKind::Tag, "基层治理")
    );
    assert!(
        library
            .quick_open("jczl", Letters::Plain, 5)
            .unwrap()
            .is_empty()
    );
    let speaker = items.iter().find_map(|i| i.speaker.clone()).unwrap();
    let typed = initials(&speaker).unwrap();
    let targets = library.quick_open(&typed, Letters::Pinyin, 9).unwrap();
    assert!(
        targets
            .iter()
            .any(|t| t.kind == QuickKind::Speaker && t.title == speaker)
    );
    let suggestions = library.suggest("jczl", Letters::Pinyin, 9).unwrap();
    assert_eq!(suggestions[0].kind, SuggestionKind::Tag);
    let answer = library
        .search(&suggestions[0].query, &SearchOptions::default())
        .unwrap();
    assert_eq!(answer.documents, 1);
}

#[test]
fn saved_searches_are_kept_renamed_removed_and_undone() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = sample_library(folder.path());
    library
        .save_search("要点", "读书 类型:讲话", Sort::Date)
        .unwrap();
    let taken = library.save_search("要点", "别的", Sort::Date);
    assert!(matches!(taken, Err(LibraryError::NameTaken(_))));
    let empty = library.save_search("空", "“”", Sort::Date);
    assert!(matches!(empty, Err(LibraryError::Query(_))));
    library.rename_search("要点", "讲话要点").unwrap();
    let saved = library.saved_search("讲话要点").unwrap();
    assert_eq!(
        (saved.query.as_str(), saved.sort),
        ("读书 类型:讲话", Sort::Date)
    );
    library.remove_search("讲话要点").unwrap();
    assert!(library.list_searches().unwrap().is_empty());
    assert_eq!(library.undo().unwrap().name, "删除已存检索");
    drop(library);
    let library = Library::open(folder.path()).unwrap();
    assert_eq!(library.list_searches().unwrap().len(), 1);
}

#[test]
fn the_history_keeps_the_last_queries_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = sample_library(folder.path());
    for n in 0..210 {
        library.remember_query(&format!("检索{n}"), n).unwrap();
    }
    library.remember_query("检索50", 7).unwrap();
    library.remember_query("  ", 7).unwrap();
    let history = library.search_history(1000).unwrap();
    assert_eq!(history.len(), 200);
    assert_eq!(
        (history[0].query.as_str(), history[0].documents),
        ("检索50", 7)
    );
    let suggestions = library.suggest("检索50", Letters::Pinyin, 9).unwrap();
    assert!(
        suggestions.iter().all(|s| s.query != "检索50"),
        "what is typed is no suggestion"
    );
    let suggestions = library.suggest("检索20", Letters::Pinyin, 9).unwrap();
    assert_eq!(suggestions[0].kind, SuggestionKind::Asked);
    library.forget_queries(Some("检索50")).unwrap();
    assert_eq!(library.search_history(1000).unwrap().len(), 199);
    library.forget_queries(None).unwrap();
    assert!(library.search_history(10).unwrap().is_empty());
}

#[test]
fn similar_documents_share_their_telling_words() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = sample_library(folder.path());
    let texts = [
        (
            "a.txt",
            "河道巡查制度\n\n村级河长每周巡河一次，清理河道垃圾，记录巡河日志。",
        ),
        (
            "b.txt",
            "巡河工作情况\n\n河长带头巡河，河道垃圾日产日清，巡河日志完整。",
        ),
        (
            "c.txt",
            "食堂管理办法\n\n食堂按时供餐，厨师持证上岗，每天公布菜谱。",
        ),
    ];
    for (name, text) in texts {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let paths: Vec<_> = texts.iter().map(|t| folder.path().join(t.0)).collect();
    let report = library
        .import(&paths, &ImportOptions::default(), &mut |_, _, _| true)
        .unwrap();
    let ids: Vec<String> = report.items.into_iter().filter_map(|i| i.id).collect();
    let similar = library.similar_documents(&ids[0], 3).unwrap();
    assert_eq!(similar[0].id, ids[1], "{similar:?}");
    assert!(
        similar[0].words.iter().any(|w| w.contains("河")),
        "{similar:?}"
    );
    assert!(similar.iter().all(|s| s.id != ids[0] && s.likeness <= 1.0));
    let unknown = library.similar_documents("nothing", 3);
    assert!(matches!(unknown, Err(LibraryError::NotFound(_))));
}

#[test]
fn new_terms_rank_at_once_and_change_no_exact_answer() {
    let Some(mut library) = corpus_library() else {
        return;
    };
    let terms = library
        .propose_terms(40, &mut |_, _| true)
        .unwrap()
        .unwrap();
    println!(
        "{:?}",
        terms.iter().map(|t| t.text.as_str()).collect::<Vec<_>>()
    );
    assert!(terms.len() >= 20, "{terms:?}");
    assert!(terms.iter().all(|t| t.documents >= 3 && t.occurrences >= 5));
    assert!(
        library
            .propose_terms(40, &mut |done, _| done < 5)
            .unwrap()
            .is_none()
    );

    let words: Vec<String> = terms.iter().map(|t| t.text.clone()).collect();
    let exact = |library: &mut Library| -> Vec<(u32, u64)> {
        let mut answers = Vec::new();
        for word in &words {
            let answer = library.search(word, &SearchOptions::default()).unwrap();
            answers.push((answer.documents, answer.hits));
        }
        answers
    };
    let before = exact(&mut library);
    library.add_user_words(&words).unwrap();
    assert_eq!(exact(&mut library), before);
    assert!(
        library
            .propose_terms(200, &mut |_, _| true)
            .unwrap()
            .unwrap()
            .iter()
            .all(|t| !words.contains(&t.text))
    );
    // The best related text for the word and something that stands nowhere holds the word whole.
    let near = SearchOptions {
        near: true,
        ..SearchOptions::default()
    };
    let word = words
        .iter()
        .max_by_key(|word| word.chars().count())
        .unwrap();
    let asked = format!("怎样看待{word}的问题呢");
    let answer = library.search(&asked, &near).unwrap();
    let first = &answer.near[0].item.id;
    let text: String = library
        .get_document(first)
        .unwrap()
        .blocks
        .iter()
        .map(|b| fold(&b.text))
        .collect();
    assert!(
        text.contains(word),
        "{asked}: {:?} {:?}",
        answer.near[0].nearness,
        answer.near[0].item.title
    );
    library.remove_user_words(&words).unwrap();
    assert!(library.list_user_words().unwrap().is_empty());
}

#[test]
fn a_limit_without_bound_is_no_overflow() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = sample_library(folder.path());
    let options = SearchOptions {
        limit: usize::MAX,
        ..SearchOptions::default()
    };
    let answer = library.search("读书活动推进办法纲要", &options).unwrap();
    assert_eq!(answer.documents, 0);
}
