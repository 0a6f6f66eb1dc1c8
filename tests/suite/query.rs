//! The query language on a library.

use yandu::{Library, SearchOptions};

use crate::shared::sample_library;

fn sample() -> (tempfile::TempDir, Library) {
    let folder = tempfile::tempdir().unwrap();
    let library = sample_library(folder.path());
    (folder, library)
}

fn titles(library: &mut Library, query: &str) -> Vec<String> {
    let answer = library.search(query, &SearchOptions::default()).unwrap();
    let mut titles: Vec<String> = answer.items.into_iter().map(|i| i.title).collect();
    titles.sort();
    titles
}

#[test]
fn operators_mean_what_they_say() {
    let (_folder, mut library) = sample();
    let both = titles(&mut library, "读书 笔记");
    let first = titles(&mut library, "读书");
    assert!(!both.is_empty() && both.iter().all(|t| first.contains(t)));
    let either = titles(&mut library, "菌菇 OR 餐饮许可");
    assert_eq!(either.len(), 2);
    let without = titles(&mut library, "读书 -笔记");
    assert!(first.len() > without.len() && without.iter().all(|t| first.contains(t)));
    assert_eq!(titles(&mut library, "(菌菇 OR 餐饮许可) 窗口").len(), 1);
    assert_eq!(titles(&mut library, "类型:讲话 周明远").len(), 1);
    assert_eq!(titles(&mut library, "文号:青政办发[2022]15号").len(), 1);
    assert_eq!(titles(&mut library, "讲话人:林致远 日期:2021").len(), 1);
    assert_eq!(titles(&mut library, "讲话人:林致远 日期:2022").len(), 0);
    assert_eq!(titles(&mut library, "标题:纪要").len(), 1);
}

#[test]
fn near_counts_characters_between() {
    let (_folder, mut library) = sample();
    // 要防止“读归读、做归做”的两张皮现象: two chars stand between 做 and 两张皮 once the marks are gone.
    assert_eq!(titles(&mut library, "防止 ~2 归读").len(), 1);
    assert_eq!(titles(&mut library, "防止 ~0 归读").len(), 0);
    assert_eq!(titles(&mut library, "归读 ~2 防止").len(), 1);
}

#[test]
fn a_literal_search_minds_the_marks() {
    let (_folder, mut library) = sample();
    assert_eq!(titles(&mut library, "读归读做归做").len(), 0);
    assert_eq!(titles(&mut library, "读归读、做归做的两张皮").len(), 1);
    assert_eq!(titles(&mut library, "=读归读、做归做”的两张皮").len(), 1);
    assert_eq!(titles(&mut library, "=读归读、做归做的两张皮").len(), 0);
}

#[test]
fn script_and_width_are_equal() {
    let (_folder, mut library) = sample();
    assert_eq!(titles(&mut library, "举办读书分享会").len(), 1);
    assert_eq!(titles(&mut library, "舉辦讀書分享會").len(), 1);
    assert_eq!(titles(&mut library, "青政办发〔２０２２〕15号").len(), 1);
}

#[test]
fn facets_follow_tags_at_once() {
    let (_folder, mut library) = sample();
    let answer = library.search("读书", &SearchOptions::default()).unwrap();
    let ids: Vec<String> = answer.items.iter().map(|i| i.id.clone()).collect();
    library.add_tag(&ids[..2], "重点").unwrap();
    let answer = library
        .search("读书 标签:重点", &SearchOptions::default())
        .unwrap();
    assert_eq!(answer.documents, 2);
    assert_eq!(
        (
            answer.facets.tag[0].value.as_str(),
            answer.facets.tag[0].count
        ),
        ("重点", 2)
    );
    assert_eq!(answer.facets.kind.iter().map(|f| f.count).sum::<u32>(), 2);
}

#[test]
fn a_process_has_one_dictionary() {
    let (_folder, mut library) = sample();
    titles(&mut library, "这里没有这样的一句话");
    assert_eq!(yandu::dictionary_instances(), 1);
}

#[test]
fn clause_marks_left_out_lead_to_the_first_near_match() {
    let (_folder, mut library) = sample();
    let answer = library
        .search("好记性不如烂笔头有笔记才有积累", &SearchOptions::default())
        .unwrap();
    assert_eq!(answer.documents, 0);
    assert!(
        answer.near[0].item.title.contains("读书活动推进会议"),
        "{:?}",
        answer.near[0]
    );
}

#[test]
fn a_user_word_changes_no_exact_answer() {
    let (_folder, mut library) = sample();
    let before = titles(&mut library, "民情账");
    library.add_user_words(&["民情账".to_owned()]).unwrap();
    assert_eq!(titles(&mut library, "民情账"), before);
    assert_eq!(library.list_user_words().unwrap(), ["民情账"]);
    let near = library
        .search(
            "老何的民情账产业账公心账分别记的是什么",
            &SearchOptions::default(),
        )
        .unwrap()
        .near;
    assert!(near[0].item.title.contains("三本账"), "{near:?}");
}
