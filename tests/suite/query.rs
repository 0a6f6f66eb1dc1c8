//! The query language on a library.

use yandu::{Library, SearchOptions};

use crate::shared::{rows, sample_library, shared};

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

/// The cases of `../shared/cases/search-query`: names of the files that a query must find, or a word of what is said.
#[test]
fn the_queries_of_newcomers_are_understood() {
    let Some(shared) = shared() else { return };
    let cases = shared.join("cases/search-query");
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(folder.path()).unwrap();
    library
        .import(
            &[cases.join("lib")],
            &yandu::ImportOptions::default(),
            &mut |_, _, _| true,
        )
        .unwrap();
    let name_of = |library: &Library, id: &str| {
        let path = library.get_document(id).unwrap().source.path;
        let name = path.rsplit('/').next().unwrap();
        name.trim_end_matches(".txt").to_owned()
    };
    let mut wrong = Vec::new();
    for row in rows(&cases.join("expected.tsv")) {
        let (query, expected) = (
            &row["query"],
            &row["files of lib/ that must be answered (NOTICE = a notice must say it)"],
        );
        let answer = library.search(query, &SearchOptions::default()).unwrap();
        let mut found: Vec<String> = answer
            .items
            .iter()
            .map(|i| name_of(&library, &i.id))
            .collect();
        found.sort();
        let right = match expected.as_str() {
            "NOTICE" => answer.notice.is_some(),
            "(none)" => found.is_empty() && !answer.absent && !answer.reasons.is_empty(),
            files => {
                found.join(" ") == files || (answer.notice.is_some() && query.contains(" or "))
            }
        };
        if !right {
            wrong.push(format!(
                "{query}: {found:?} instead of {expected}; {:?}",
                answer.notices
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn answered(library: &mut Library, query: &str) -> yandu::Answer {
    library.search(query, &SearchOptions::default()).unwrap()
}

fn reasons(library: &mut Library, query: &str) -> String {
    let answer = answered(library, query);
    assert_eq!(answer.documents, 0, "{query}");
    let reasons = answer.reasons.iter().map(|why| why.message.clone());
    reasons.collect::<Vec<_>>().join("；")
}

#[test]
fn an_empty_answer_says_why() {
    let (_folder, mut library) = sample();
    assert_eq!(
        reasons(&mut library, "隔壁的厨师"),
        "资料库中没有“隔壁的厨师”"
    );
    assert!(answered(&mut library, "隔壁的厨师").absent);
    assert_eq!(
        reasons(&mut library, "读书 隔壁的厨师"),
        "资料库中没有“隔壁的厨师”"
    );
    let filtered = reasons(&mut library, "菌菇 日期:1999");
    assert!(
        filtered.contains("日期：1999-01-01 至 1999-12-31"),
        "{filtered}"
    );
    assert!(!answered(&mut library, "菌菇 类型:法规").absent);
    let apart = reasons(&mut library, "防止 ~0 归读");
    assert!(apart.contains("相距都超过 0 字"), "{apart}");
    let marks = reasons(&mut library, "=读归读、做归做的两张皮");
    assert!(marks.contains("标点不同"), "{marks}");
    let excluded = reasons(&mut library, "菌菇 -菌菇");
    assert!(excluded.contains("要排除的词"), "{excluded}");
    let together = reasons(&mut library, "菌菇 餐饮许可");
    assert!(together.contains("菌菇 1 篇"), "{together}");
    let nobody = reasons(&mut library, "讲话人:没有这个人");
    assert!(nobody.contains("讲话人：没有这个人"), "{nobody}");
    let folder = tempfile::tempdir().unwrap();
    let mut empty = Library::open(folder.path()).unwrap();
    assert_eq!(reasons(&mut empty, "读书"), "资料库还是空的");
}

#[test]
fn words_of_a_note_are_not_said_to_be_nowhere() {
    let (_folder, mut library) = sample();
    let note = yandu::NewNote {
        title: "随想".to_owned(),
        body: "隔壁的厨师煮汤".to_owned(),
        ..yandu::NewNote::default()
    };
    library.add_note(&note).unwrap();
    let answer = answered(&mut library, "隔壁的厨师");
    assert!(answer.documents == 0 && !answer.absent);
    assert!(
        answer
            .reasons
            .iter()
            .any(|why| why.message.contains("笔记中有 1 条"))
    );
}

#[test]
fn every_answer_says_how_the_query_was_read_and_what_a_date_leaves_out() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("甲", "关于西瓜的通知\n各村：\n请种西瓜。\n2015年3月9日"),
        ("乙", "西瓜怎么种，没有写日期。"),
    ] {
        std::fs::write(folder.path().join(format!("{name}.txt")), text).unwrap();
    }
    let mut library = Library::open(&folder.path().join("库")).unwrap();
    let options = yandu::ImportOptions::default();
    library
        .import(&[folder.path().to_owned()], &options, &mut |_, _, _| true)
        .unwrap();
    for date in [
        "2015",
        "２０１５",
        "二〇一五年",
        "2015-2018",
        "2018..2015",
        "20150309",
        "2015年3月",
        "2015-03-09",
    ] {
        let answer = answered(&mut library, &format!("西瓜 日期:{date}"));
        assert_eq!((answer.documents, answer.undated), (1, 1), "{date}");
        assert!(
            answer.notice.as_ref().unwrap().contains("没有日期，未列入"),
            "{date}"
        );
        assert_eq!(answer.reading.len(), 2, "{date}");
    }
    let answer = answered(&mut library, "西瓜");
    assert_eq!((answer.undated, answer.notice), (0, None));
    assert_eq!(answer.reading, ["“西瓜”"]);
}

/// Answers count work, not time: whatever else the machine does, they are the same.
#[test]
fn near_answers_are_the_same_on_a_busy_machine() {
    let (_folder, mut library) = sample();
    let options = SearchOptions::default();
    let mut near = |query: &str| -> Vec<String> {
        let answer = library.search(query, &options).unwrap();
        let found = answer
            .near
            .iter()
            .map(|n| format!("{:?} {}", n.nearness, n.item.id));
        found.chain(answer.suggestions.iter().cloned()).collect()
    };
    let queries = ["创先正优", "读书分想会", "基曾党建", "zdjy", "高质量发战"];
    let idle: Vec<Vec<String>> = queries.iter().map(|q| near(q)).collect();
    let stop = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let busy: Vec<_> = (0..8)
        .map(|_| {
            let stop = stop.clone();
            std::thread::spawn(move || {
                while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                    std::hint::spin_loop();
                }
            })
        })
        .collect();
    let loaded: Vec<Vec<String>> = queries.iter().map(|q| near(q)).collect();
    stop.store(true, std::sync::atomic::Ordering::Relaxed);
    busy.into_iter().for_each(|thread| thread.join().unwrap());
    assert_eq!(loaded, idle);
}
