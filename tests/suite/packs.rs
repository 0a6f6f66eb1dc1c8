//! Packs: from one library into another, trust, updates, damage, undo.

use std::path::{Path, PathBuf};

use yandu::{
    AnnotationKind, Colour, ImportOptions, Library, LibraryError, NewAnnotation, NewItem, NewPack,
    PackTrust, Requirement, SearchOptions, TextPositionSelector,
};

use crate::shared::{Dice, sample_folder};

struct Publisher {
    library: Library,
    speech: String,
    pack: PathBuf,
}

/// A library with the sample, an annotated speech and a reading list, and the pack of it.
fn publisher(folder: &Path) -> Publisher {
    let mut library = Library::open(&folder.join("publisher")).unwrap();
    library
        .import(
            &[sample_folder()],
            &ImportOptions::default(),
            &mut |_, _, _| true,
        )
        .unwrap();
    library.set_my_name("市委党校").unwrap();
    let list = library.list_documents(&yandu::DocumentFilter {
        kind: Some("speech".into()),
        limit: 50,
        ..yandu::DocumentFilter::default()
    });
    let speech = list
        .unwrap()
        .items
        .into_iter()
        .find(|d| d.parent.is_none())
        .unwrap()
        .id;
    let at = TextPositionSelector {
        block: 3,
        start: 0,
        end_block: 3,
        end: 6,
    };
    let new = NewAnnotation {
        kind: AnnotationKind::Comment,
        colour: Colour::Quotable,
        comment: "请大家讨论".into(),
        tags: Vec::new(),
    };
    library.add_annotation(&speech, at, &new).unwrap();
    let list = library.add_reading_list("第一专题", "先读讲话").unwrap();
    let item = NewItem {
        document: speech.clone(),
        passage: Some(at),
        section: None,
        requirement: Requirement::Required,
    };
    library.add_item(&list.id, &item).unwrap();
    let pack = folder.join("第一专题.yandu");
    let new = NewPack {
        title: "第一专题".into(),
        lists: vec!["第一专题".into()],
        annotations: true,
        ..NewPack::default()
    };
    let file = library.create_pack(&new, &pack).unwrap();
    assert_eq!((file.version, file.documents), (1, 1));
    Publisher {
        library,
        speech,
        pack,
    }
}

fn member(folder: &Path) -> Library {
    Library::open(&folder.join("member")).unwrap()
}

fn take(
    library: &mut Library,
    pack: &Path,
    trust: PackTrust,
) -> Result<yandu::PackReport, LibraryError> {
    library.import_pack(pack, trust, &mut |_, _| true)
}

#[test]
fn a_pack_brings_texts_lists_and_annotations_and_goes_as_a_whole() {
    let folder = tempfile::tempdir().unwrap();
    let publisher = publisher(folder.path());
    let mut member = member(folder.path());
    let summary = member.verify_pack(&publisher.pack).unwrap();
    assert_eq!(
        summary.fingerprint,
        publisher.library.identity().unwrap().fingerprint
    );
    assert!(!summary.pinned && summary.publisher == "市委党校");
    let refused = take(&mut member, &publisher.pack, PackTrust::Pinned).unwrap_err();
    assert!(
        matches!(refused, LibraryError::UnknownPublisher { .. }),
        "{refused}"
    );
    assert_eq!(member.count_documents().unwrap(), 0);

    let report = take(&mut member, &publisher.pack, PackTrust::New).unwrap();
    assert_eq!(
        (
            report.documents.added,
            report.lists,
            report.annotations,
            report.missing
        ),
        (1, 1, 1, 0)
    );
    let list = member.get_reading_list("第一专题").unwrap();
    let passage = list.sections[0].items[0].passage.as_ref().unwrap();
    assert!(passage.at.is_some() && list.author == "市委党校");
    let title = publisher
        .library
        .get_document(&publisher.speech)
        .unwrap()
        .title;
    let found = member.search(&title, &SearchOptions::default()).unwrap();
    assert!(found.documents >= 1);
    let again = take(&mut member, &publisher.pack, PackTrust::Pinned).unwrap_err();
    assert!(
        matches!(
            again,
            LibraryError::PackVersion {
                here: 1,
                version: 1
            }
        ),
        "{again}"
    );

    let id = member.list_packs().unwrap()[0].id.clone();
    assert_eq!(member.undo_pack(&id).unwrap(), 3);
    assert_eq!(member.count_documents().unwrap(), 0);
    assert!(
        member.list_reading_lists().unwrap().is_empty() && member.list_packs().unwrap().is_empty()
    );
}

#[test]
fn an_update_needs_its_base_and_only_its_own_publisher() {
    let folder = tempfile::tempdir().unwrap();
    let mut publisher = publisher(folder.path());
    let update = folder.path().join("更新.yandu");
    let new = NewPack {
        title: "第一专题".into(),
        documents: publisher
            .library
            .list_documents(&yandu::DocumentFilter {
                limit: 50,
                ..yandu::DocumentFilter::default()
            })
            .unwrap()
            .items
            .into_iter()
            .map(|d| d.id)
            .collect(),
        lists: vec!["第一专题".into()],
        update: true,
        ..NewPack::default()
    };
    let file = publisher.library.create_pack(&new, &update).unwrap();
    assert_eq!((file.version, file.base), (2, Some(1)));
    let mut member = member(folder.path());
    let early = take(&mut member, &update, PackTrust::New).unwrap_err();
    assert!(matches!(early, LibraryError::PackBase(1)), "{early}");
    take(&mut member, &publisher.pack, PackTrust::New).unwrap();
    let report = take(&mut member, &update, PackTrust::Pinned).unwrap();
    assert!(
        report.documents.added > 5 && report.missing == 0,
        "{report:?}"
    );

    // Somebody else's pack of the same id: the key is another one, and it is not pinned for this pack.
    let mut other = Library::open(&folder.path().join("other")).unwrap();
    take(&mut other, &publisher.pack, PackTrust::New).unwrap();
    assert!(other.verify_pack(&update).unwrap().pinned);
    assert_ne!(
        other.identity().unwrap().key,
        publisher.library.identity().unwrap().key
    );
}

#[test]
fn a_marked_document_stays_at_home() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(&folder.path().join("library")).unwrap();
    library.set_my_name("市委党校").unwrap();
    let file = folder.path().join("密.txt");
    std::fs::write(&file, "机密★1年\n青河市人民政府文件\n青政发〔2021〕1号\n关于读书的通知\n各单位：\n现将有关事项通知如下。\n青河市人民政府\n2021年1月1日").unwrap();
    let options = ImportOptions {
        allow_classified: true,
        ..ImportOptions::default()
    };
    let report = library
        .import(&[file], &options, &mut |_, _, _| true)
        .unwrap();
    assert_eq!(report.added, 1);
    let new = NewPack {
        title: "包".into(),
        documents: report.items.iter().filter_map(|i| i.id.clone()).collect(),
        ..NewPack::default()
    };
    let error = library
        .create_pack(&new, &folder.path().join("包.yandu"))
        .unwrap_err();
    assert!(matches!(error, LibraryError::EmptyPack), "{error}");
}

#[test]
fn damaged_packs_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let publisher = publisher(folder.path());
    let mut member = member(folder.path());
    let bytes = std::fs::read(&publisher.pack).unwrap();
    let copy = folder.path().join("copy.yandu");
    let mut dice = Dice(20_261_124);
    let mut refused = 0;
    for _ in 0..200 {
        let mut damaged = bytes.clone();
        let at = dice.below(damaged.len());
        if dice.chance(30) {
            damaged.truncate(at);
        } else {
            damaged[at] ^= 1 << dice.below(8);
        }
        std::fs::write(&copy, &damaged).unwrap();
        match take(&mut member, &copy, PackTrust::New) {
            Err(_) => {
                refused += 1;
                assert_eq!(member.count_documents().unwrap(), 0);
                assert!(member.list_packs().unwrap().is_empty());
            }
            // A bit of the zip's own that nobody reads.
            Ok(report) => {
                // After the first undo the text is in the trash, and is said to be.
                assert_eq!(report.documents.added + report.documents.duplicates, 1);
                member.undo_pack(&report.pack.id).unwrap();
            }
        }
    }
    assert!(refused > 150, "{refused}");
}

#[test]
fn a_cover_in_a_list_comes_with_what_it_carries() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(&folder.path().join("publisher")).unwrap();
    let file = folder.path().join("notice.txt");
    let plan = "抓好清淤疏浚、岸坡整治、污水截流，逐段建立台账，按季通报进度。沿河道路要硬化到组，护栏要安装到位，\
沟渠要疏通到田，公共河段要有人管护，每个村至少配备一名管护员。";
    let text = format!(
        "关于印发《东岭镇河道治理方案》的通知\n\n各村：\n\n现将《东岭镇河道治理方案》印发给你们，请执行。\n\n\
东岭镇人民政府\n\n2021年5月6日\n\n东岭镇河道治理方案\n\n一、总体要求\n\n{plan}\n\n二、主要任务\n\n{plan}\n"
    );
    std::fs::write(&file, text).unwrap();
    let report = library
        .import(&[file], &ImportOptions::default(), &mut |_, _, _| true)
        .unwrap();
    let cover = report.items[0].id.clone().unwrap();
    assert_eq!(report.items[0].attachments.len(), 1);
    library.set_my_name("市委党校").unwrap();
    let list = library.add_reading_list("清单", "").unwrap();
    let item = NewItem {
        document: cover,
        passage: None,
        section: None,
        requirement: Requirement::Required,
    };
    library.add_item(&list.id, &item).unwrap();
    let pack = folder.path().join("清单.yandu");
    let new = NewPack {
        title: "清单".into(),
        lists: vec!["清单".into()],
        ..NewPack::default()
    };
    library.create_pack(&new, &pack).unwrap();
    let mut member = member(folder.path());
    take(&mut member, &pack, PackTrust::New).unwrap();
    let list = member.get_reading_list("清单").unwrap();
    let attached = &list.sections[0].items[0].attachments;
    assert_eq!(attached.len(), 1);
    let text = member.get_document(&attached[0].id).unwrap();
    assert!(text.blocks.iter().any(|b| b.text.contains("岸坡整治")));
}
