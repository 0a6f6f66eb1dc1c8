//! What people do with a group, on a storage that works.

use yandu::{AnnotationChange, GroupRole, GroupStanding, ImportOptions, LibraryError, Removal};

use super::member::{GROUP, Member, template};
use super::storage::SharedFolder;

#[test]
fn three_members_see_the_same_and_nobody_changes_another_s() {
    let (template, folder) = (template(), SharedFolder::default());
    let [zhang, li, wang] = ["张三", "李四", "王五"].map(|n| Member::new(&template, n));
    let mut storage = folder.open();
    zhang.found(&mut storage);
    let first = zhang.say(3, "联系实际谈三点");
    zhang.sync(&mut storage).unwrap();
    li.enter_group(&zhang, &mut storage);
    assert_eq!(li.standing(), zhang.standing());
    assert_eq!(li.standing().len(), 1);

    let reply = li.with(|l| l.add_reply(&first, "同意第二点").unwrap());
    assert_eq!(reply.author, "张三");
    let refused = li.with(|l| {
        let change = AnnotationChange {
            comment: Some("改成我的".into()),
            ..AnnotationChange::default()
        };
        l.update_annotation(&first, &change)
    });
    assert!(refused.is_err());
    let private = li.with(|l| l.get_annotation(&first).unwrap());
    assert!(!private.mine);
    li.sync(&mut storage).unwrap();
    wang.enter_group(&zhang, &mut storage);
    zhang.sync(&mut storage).unwrap();
    assert_eq!(zhang.standing(), li.standing());
    assert_eq!(wang.standing(), li.standing());
    assert!(wang.standing()[0].contains("李四:同意第二点"));

    // Deleting in one's own library deletes nothing elsewhere, unless one is the author.
    li.with(|l| l.remove_annotations(std::slice::from_ref(&first)).unwrap());
    for member in [&li, &zhang, &wang] {
        member.sync(&mut storage).unwrap();
    }
    assert_eq!(zhang.standing(), wang.standing());
    assert_eq!((zhang.standing().len(), li.standing().len()), (1, 0));
    zhang.with(|l| l.remove_annotations(&[first]).unwrap());
    zhang.sync(&mut storage).unwrap();
    wang.sync(&mut storage).unwrap();
    assert_eq!(wang.standing(), Vec::<String>::new());
}

#[test]
fn only_what_is_shared_leaves_the_library_and_the_storage_reads_nothing() {
    let (template, folder) = (template(), SharedFolder::default());
    let [zhang, li] = ["张三", "李四"].map(|n| Member::new(&template, n));
    let mut storage = folder.open();
    zhang.found(&mut storage);
    let shared = zhang.say(3, "给大家看的话");
    let private = zhang.say(4, "只给自己看的话");
    zhang.with(|l| {
        l.unshare_annotations(GROUP, std::slice::from_ref(&private))
            .unwrap()
    });
    zhang.sync(&mut storage).unwrap();
    li.enter_group(&zhang, &mut storage);
    assert_eq!(li.annotations().len(), 1);
    assert_eq!(li.annotations()[0].id, shared);
    for (name, bytes) in folder.contents() {
        for words in ["给大家看的话", "张三", "第三学习小组"] {
            let found = bytes.windows(words.len()).any(|w| w == words.as_bytes());
            assert!(!found, "{words} can be read in {name}");
        }
    }
    // Taken back from the group, it stays here.
    zhang.with(|l| l.unshare_annotations(GROUP, &[shared]).unwrap());
    zhang.sync(&mut storage).unwrap();
    li.sync(&mut storage).unwrap();
    assert_eq!((li.annotations().len(), zhang.annotations().len()), (0, 2));
}

#[test]
fn who_is_removed_reads_and_writes_no_more() {
    let (template, folder) = (template(), SharedFolder::default());
    let [zhang, li, wang] = ["张三", "李四", "王五"].map(|n| Member::new(&template, n));
    let mut storage = folder.open();
    zhang.found(&mut storage);
    li.enter_group(&zhang, &mut storage);
    wang.enter_group(&zhang, &mut storage);
    li.say(5, "离开之前的话");
    li.sync(&mut storage).unwrap();
    zhang.sync(&mut storage).unwrap();
    let denied = wang.with(|l| l.remove_from_group(GROUP, &Removal::Member("李四".into())));
    assert!(denied.is_err());
    zhang.with(|l| l.set_role(GROUP, "王五", GroupRole::Moderator).unwrap());
    zhang.sync(&mut storage).unwrap();
    wang.sync(&mut storage).unwrap();
    wang.with(|l| {
        l.remove_from_group(GROUP, &Removal::Member("李四".into()))
            .unwrap()
    });
    wang.say(6, "新的一期");
    wang.sync(&mut storage).unwrap();
    li.say(7, "被移出之后的话");
    li.sync(&mut storage).unwrap();
    zhang.sync(&mut storage).unwrap();
    wang.sync(&mut storage).unwrap();
    assert_eq!(zhang.standing(), wang.standing());
    let words = zhang.standing().join("\n");
    assert!(
        words.contains("离开之前的话") && !words.contains("被移出之后的话"),
        "{words}"
    );
    assert!(!li.standing().join("\n").contains("新的一期"));
    let view = li.with(|l| l.get_group(GROUP).unwrap());
    assert_eq!(view.standing, GroupStanding::Removed);
    // By a new invitation he comes back, and reads what he missed.
    li.exchange(&mut storage, |e| e.leave(GROUP)).unwrap();
    li.enter_group(&wang, &mut storage);
    li.say(8, "回来了");
    li.sync(&mut storage).unwrap();
    zhang.sync(&mut storage).unwrap();
    // What he shared meanwhile is shared now that he belongs again.
    let words = zhang.standing().join("\n");
    assert!(
        words.contains("回来了") && words.contains("被移出之后的话"),
        "{words}"
    );
    assert!(li.standing().join("\n").contains("新的一期"));
}

#[test]
fn a_moderator_hides_what_does_not_belong_and_a_member_cannot() {
    let (template, folder) = (template(), SharedFolder::default());
    let [zhang, li, wang] = ["张三", "李四", "王五"].map(|n| Member::new(&template, n));
    let mut storage = folder.open();
    zhang.found(&mut storage);
    li.enter_group(&zhang, &mut storage);
    wang.enter_group(&zhang, &mut storage);
    let id = li.say(5, "广告");
    li.sync(&mut storage).unwrap();
    zhang.sync(&mut storage).unwrap();
    wang.sync(&mut storage).unwrap();
    assert!(
        wang.with(|l| l.hide_in_group(GROUP, &id, Some("无关")))
            .is_err()
    );
    zhang.with(|l| l.hide_in_group(GROUP, &id, Some("与学习无关")).unwrap());
    assert_eq!(zhang.standing(), Vec::<String>::new());
    zhang.sync(&mut storage).unwrap();
    wang.sync(&mut storage).unwrap();
    assert_eq!(wang.standing(), Vec::<String>::new());
    zhang.with(|l| l.hide_in_group(GROUP, &id, None).unwrap());
    zhang.sync(&mut storage).unwrap();
    wang.sync(&mut storage).unwrap();
    assert_eq!((wang.standing().len(), zhang.standing().len()), (1, 1));
}

#[test]
fn discussed_marks_and_minutes() {
    let (template, folder) = (template(), SharedFolder::default());
    let [zhang, li] = ["张三", "李四"].map(|n| Member::new(&template, n));
    let mut storage = folder.open();
    zhang.found(&mut storage);
    li.enter_group(&zhang, &mut storage);
    let id = zhang.say(5, "要抓落实");
    zhang.sync(&mut storage).unwrap();
    li.sync(&mut storage).unwrap();
    li.with(|l| l.add_reply(&id, "建议先定清单").unwrap());
    li.with(|l| l.set_discussed(GROUP, &id, true).unwrap());
    li.sync(&mut storage).unwrap();
    zhang.sync(&mut storage).unwrap();
    let document = zhang.document();
    let session = zhang.with(|l| l.group_session(GROUP, &document).unwrap());
    assert!(session.comments[0].discussed);
    let materials = zhang.with(|l| l.list_group_materials(GROUP).unwrap());
    assert_eq!((materials[0].annotations, materials[0].undiscussed), (1, 0));
    let minutes = yandu::Minutes {
        group: GROUP.into(),
        date: Some("2026-11-24".into()),
        ..yandu::Minutes::default()
    };
    let target = tempfile::tempdir().unwrap();
    let path = target.path().join("纪要.md");
    zhang.with(|l| {
        let subject = yandu::ExportSubject::Minutes(minutes);
        let content = yandu::ExportContent::default();
        let prepared = l.prepare_export(&subject, yandu::ExportFormat::Markdown, &content);
        prepared.unwrap().write(&path, &mut |_, _| true).unwrap();
    });
    let text = std::fs::read_to_string(&path).unwrap();
    for words in [
        "第三学习小组学习纪要",
        "时间：2026年11月24日",
        "参加人员：张三、李四",
        "张三认为：要抓落实",
        "李四回应：建议先定清单",
        "二、待研究的问题",
    ] {
        assert!(text.contains(words), "{words} is not in\n{text}");
    }
}

#[test]
fn a_text_travels_and_what_was_said_about_it_stands_then() {
    let (template, folder) = (template(), SharedFolder::default());
    let zhang = Member::new(&template, "张三");
    let li = Member::open(super::member::folder(), "李四");
    let mut storage = folder.open();
    zhang.found(&mut storage);
    let document = zhang.document();
    zhang.with(|l| l.share_materials(GROUP, &[document]).unwrap());
    zhang.say(3, "先读这一条");
    zhang.sync(&mut storage).unwrap();
    li.enter_group(&zhang, &mut storage);
    assert_eq!(li.standing(), zhang.standing());
    let materials = li.with(|l| l.list_group_materials(GROUP).unwrap());
    assert_eq!((materials.len(), materials[0].by.as_str()), (1, "张三"));
    assert!(materials[0].document.is_some() && materials[0].waiting == 0);
}

#[test]
fn a_marked_document_is_not_shared() {
    let (template, folder) = (template(), SharedFolder::default());
    let zhang = Member::new(&template, "张三");
    let mut storage = folder.open();
    zhang.found(&mut storage);
    let inbox = super::member::folder();
    let file = inbox.path().join("密.txt");
    std::fs::write(&file, "机密★1年\n青河市人民政府文件\n青政发〔2021〕1号\n关于读书的通知\n各单位：\n现将有关事项通知如下。\n青河市人民政府\n2021年1月1日").unwrap();
    let options = ImportOptions {
        allow_classified: true,
        ..ImportOptions::default()
    };
    let report = zhang.with(|l| l.import(&[file], &options, &mut |_, _, _| true).unwrap());
    let document = report.items[0].id.clone().unwrap();
    let refused = zhang.with(|l| l.share_materials(GROUP, &[document]));
    assert!(
        matches!(refused, Err(LibraryError::Classified(_))),
        "{refused:?}"
    );
    zhang.sync(&mut storage).unwrap();
    assert!(
        zhang
            .with(|l| l.list_group_materials(GROUP).unwrap())
            .is_empty()
    );
}

#[test]
fn a_restored_backup_and_a_cloned_device_lose_nothing() {
    let (template, folder) = (template(), SharedFolder::default());
    let [zhang, li] = ["张三", "李四"].map(|n| Member::new(&template, n));
    let mut storage = folder.open();
    zhang.found(&mut storage);
    li.enter_group(&zhang, &mut storage);
    li.say(3, "第一句");
    li.sync(&mut storage).unwrap();
    let old = li.clone_folder();
    li.say(4, "第二句");
    li.sync(&mut storage).unwrap();

    // An old backup: the storage remembers what was written since.
    let restored = Member::open(old, "李四");
    restored.sync(&mut storage).unwrap();
    let words = restored.standing().join("\n");
    assert!(
        words.contains("第一句") && words.contains("第二句"),
        "{words}"
    );
    assert!(restored.annotations().iter().all(|a| a.mine));

    // Both write on: the second one to exchange sees it, and goes on under a new key.
    li.say(5, "甲机的话");
    li.sync(&mut storage).unwrap();
    restored.say(6, "乙机的话");
    restored.sync(&mut storage).unwrap();
    let line = restored.with(|l| l.get_group(GROUP).unwrap());
    assert_eq!(line.standing, GroupStanding::Waiting);
    zhang.sync(&mut storage).unwrap();
    let requests = zhang.with(|l| l.list_group_requests(GROUP).unwrap());
    assert_eq!((requests.len(), requests[0].replaces), (1, true));
    assert_eq!(requests[0].claims.as_deref(), Some("李四"));
    zhang.with(|l| l.admit(GROUP, &requests[0].device, None).unwrap());
    zhang.sync(&mut storage).unwrap();
    restored.sync(&mut storage).unwrap();
    zhang.sync(&mut storage).unwrap();
    let words = zhang.standing().join("\n");
    for said in ["第一句", "第二句", "甲机的话", "乙机的话"] {
        assert_eq!(words.matches(said).count(), 1, "{said} in\n{words}");
    }
    assert_eq!(zhang.standing(), restored.standing());
}

#[test]
fn annotations_are_shared_as_they_come_and_lists_with_progress_travel() {
    let (template, folder) = (template(), SharedFolder::default());
    let [zhang, li] = ["张三", "李四"].map(|n| Member::new(&template, n));
    let mut storage = folder.open();
    zhang.found(&mut storage);
    li.enter_group(&zhang, &mut storage);
    let document = zhang.document();
    zhang.with(|l| {
        l.share_all_in(GROUP, std::slice::from_ref(&document))
            .unwrap()
    });
    let first = zhang.say(3, "先写的");
    zhang.say(4, "后写的");
    zhang.with(|l| l.unshare_annotations(GROUP, &[first]).unwrap());
    let list = zhang.with(|l| l.add_reading_list("第一专题", "先读讲话").unwrap());
    let item = yandu::NewItem {
        document,
        passage: None,
        section: None,
        requirement: yandu::Requirement::Required,
    };
    zhang.with(|l| l.add_item(&list.id, &item).unwrap());
    zhang.with(|l| {
        l.share_lists(GROUP, std::slice::from_ref(&list.id))
            .unwrap()
    });
    zhang.sync(&mut storage).unwrap();
    li.sync(&mut storage).unwrap();
    assert_eq!(li.annotations().len(), 1);
    assert_eq!(li.annotations()[0].comment, "后写的");

    // What was read stays read when the list changes; how far one is, is told if one wants.
    let view = li.with(|l| l.get_reading_list("第一专题").unwrap());
    let read = yandu::ItemChange {
        finished: Some(true),
        ..yandu::ItemChange::default()
    };
    li.with(|l| l.update_item(&view.sections[0].items[0].id, &read).unwrap());
    li.with(|l| l.share_progress(GROUP, "第一专题", true).unwrap());
    let change = yandu::ListChange {
        introduction: Some("请于月底前读完".into()),
        ..yandu::ListChange::default()
    };
    zhang.with(|l| l.update_reading_list(&list.id, &change).unwrap());
    zhang.sync(&mut storage).unwrap();
    li.sync(&mut storage).unwrap();
    zhang.sync(&mut storage).unwrap();
    let view = li.with(|l| l.get_reading_list("第一专题").unwrap());
    assert_eq!(view.introduction, "请于月底前读完");
    assert!(view.sections[0].items[0].finished_at.is_some());
    let members = zhang.with(|l| l.list_group_members(GROUP).unwrap());
    let told = members.iter().find(|m| m.name == "李四").unwrap();
    assert_eq!(told.progress, [("第一专题".to_owned(), 1, 1)]);
}
