//! Three libraries through a folder, WebDAV and S3, and what goes wrong there.

use yandu::{Address, GroupStanding, LibraryError, RemoteStorage, Secret, Storage, StorageProblem};

use super::member::{GROUP, Member, template};
use super::scribe::Scribe;
use super::servers::{Apache, Moto, PASSWORD, USER, Way};
use super::storage::SharedFolder;

fn secret(password: &str) -> Secret {
    Secret {
        user: USER.into(),
        password: password.into(),
    }
}

fn dav(port: u16, password: &str) -> RemoteStorage {
    let address: Address = format!("http://127.0.0.1:{port}").parse().unwrap();
    RemoteStorage::new(&address, &secret(password)).unwrap()
}

/// Founds, joins twice, talks, removes; everyone sees the same.
fn three_members_talk(storage: &mut dyn Storage) -> [Member; 3] {
    let template = template();
    let [zhang, li, wang] = ["张三", "李四", "王五"].map(|n| Member::new(&template, n));
    zhang.found(storage);
    let document = zhang.document();
    zhang.with(|l| l.share_materials(GROUP, &[document]).unwrap());
    let first = zhang.say(3, "先谈谈学习体会");
    zhang.sync(storage).unwrap();
    li.enter_group(&zhang, storage);
    wang.enter_group(&zhang, storage);
    li.with(|l| l.add_reply(&first, "我也谈一点").unwrap());
    wang.say(8, "有个问题");
    for _ in 0..2 {
        for member in [&li, &wang, &zhang] {
            member.sync(storage).unwrap();
        }
    }
    assert_eq!(zhang.discussion().len(), 2);
    assert_eq!(zhang.discussion(), li.discussion());
    assert_eq!(zhang.discussion(), wang.discussion());
    let before = storage.requests();
    let report = wang.sync(storage).unwrap();
    assert!(
        report.received == 0 && storage.requests() - before <= 2,
        "{report:?}"
    );
    [zhang, li, wang]
}

#[test]
fn through_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let address = Address::Folder(folder.path().to_string_lossy().into_owned());
    let mut storage = RemoteStorage::new(&address, &Secret::default()).unwrap();
    let [zhang, ..] = three_members_talk(&mut storage);
    // The stick is pulled out: nothing is lost, and the line says so.
    let kept = zhang.discussion();
    std::fs::remove_dir_all(folder.path()).unwrap();
    let error = zhang.sync(&mut storage).unwrap_err();
    assert!(matches!(&error, LibraryError::Storage(e) if e.problem == StorageProblem::Missing));
    assert_eq!(zhang.discussion(), kept);
    let line = zhang.with(|l| l.get_group(GROUP).unwrap().line);
    assert!(line.contains("最近一次没有成功"), "{line}");
    // An empty stick in its place gets what this member has, and the charter.
    std::fs::create_dir(folder.path()).unwrap();
    zhang.sync(&mut storage).unwrap();
    assert_eq!(zhang.discussion(), kept);
    assert!(folder.path().join("yandu.group").exists());
}

#[test]
fn through_webdav() {
    let Some(mut apache) = Apache::start() else {
        return;
    };
    let way = Way::to(apache.port);
    let mut storage = dav(way.port, PASSWORD);
    let [zhang, li, _] = three_members_talk(&mut storage);

    let wrong = zhang.sync(&mut dav(way.port, "falsch")).unwrap_err();
    assert!(
        matches!(&wrong, LibraryError::Storage(e) if e.problem == StorageProblem::Refused),
        "{wrong:?}"
    );

    // The line is cut in the middle of the own log; the next exchange sends it again.
    for n in 10..30 {
        zhang.say(n, &"一段比较长的发言。".repeat(40));
    }
    way.cut_after(2_500);
    let cut = zhang.sync(&mut dav(way.port, PASSWORD)).unwrap_err();
    assert!(matches!(&cut, LibraryError::Storage(_)), "{cut:?}");
    let expected = zhang.discussion();
    way.mend();
    let _ = li.sync(&mut dav(way.port, PASSWORD)).unwrap();
    zhang.sync(&mut dav(way.port, PASSWORD)).unwrap();
    li.sync(&mut dav(way.port, PASSWORD)).unwrap();
    assert_eq!(
        (li.discussion().len(), li.discussion()),
        (22, expected.clone())
    );

    apache.stop();
    let gone = li.sync(&mut dav(way.port, PASSWORD)).unwrap_err();
    assert!(
        matches!(&gone, LibraryError::Storage(e) if e.problem == StorageProblem::Unreachable),
        "{gone:?}"
    );
    assert_eq!(li.discussion(), expected);
    apache.restart();
    li.sync(&mut dav(way.port, PASSWORD)).unwrap();
    let view = li.with(|l| l.get_group(GROUP).unwrap());
    assert!(view.status.failure.is_none() && view.standing == GroupStanding::Member);
}

#[test]
fn through_s3() {
    let Some(moto) = Moto::start() else {
        return;
    };
    let way = Way::to(moto.port);
    let address = format!(
        "s3://xiaozu/a/b?endpoint=http://127.0.0.1:{}&region=us-east-1",
        way.port
    );
    let mut storage = RemoteStorage::new(&address.parse().unwrap(), &secret("key")).unwrap();
    let [zhang, li, _] = three_members_talk(&mut storage);
    zhang.say(12, &"一段比较长的发言。".repeat(400));
    way.cut_after(1_500);
    assert!(zhang.sync(&mut storage).is_err());
    way.mend();
    let mut storage = RemoteStorage::new(&address.parse().unwrap(), &secret("key")).unwrap();
    zhang.sync(&mut storage).unwrap();
    li.sync(&mut storage).unwrap();
    assert_eq!(li.discussion(), zhang.discussion());
}

#[test]
fn a_newcomer_to_fifty_members_asks_seldom() {
    let Some(apache) = Apache::start() else {
        return;
    };
    let (template, folder) = (template(), SharedFolder::default());
    let founder = Member::new(&template, "张三");
    founder.found(&mut folder.open());
    founder.say(1, "请大家发言");
    founder.sync(&mut folder.open()).unwrap();
    let mut scribes: Vec<Scribe> = (0..49)
        .map(|n| Scribe::ask(&founder, &folder, &format!("组员{n}")))
        .collect();
    founder.sync(&mut folder.open()).unwrap();
    for n in 0..49 {
        founder.with(|l| l.admit(GROUP, &format!("组员{n}"), None).unwrap());
    }
    founder.sync(&mut folder.open()).unwrap();
    let model = scribes[0].model(&folder);
    for scribe in &mut scribes {
        scribe.say(&folder, &model, 200);
    }
    let way = Way::to(apache.port);
    let put = |folder: &SharedFolder| {
        for (name, bytes) in folder.contents() {
            std::fs::write(apache.files().join(name), bytes).unwrap();
        }
        let at = apache.files();
        let _ = std::process::Command::new("chown")
            .args(["-R", "www-data:www-data"])
            .arg(at)
            .status();
    };
    put(&folder);
    // Without a bundle: the founder was not there since the others wrote.
    let alone = Member::new(&template, "新来甲");
    let code = founder.with(|l| l.invite(GROUP).unwrap());
    alone.join(&mut dav(way.port, PASSWORD), &code).unwrap();
    founder.sync(&mut dav(way.port, PASSWORD)).unwrap();
    founder.with(|l| l.admit(GROUP, "新来甲", None).unwrap());
    std::fs::remove_file(bundle_of(&apache)).unwrap();
    let mut storage = dav(way.port, PASSWORD);
    founder.sync(&mut storage).unwrap();
    std::fs::remove_file(bundle_of(&apache)).unwrap();
    let mut storage = dav(way.port, PASSWORD);
    alone.sync(&mut storage).unwrap();
    assert_eq!(alone.annotations().len(), 9_801);
    assert!(storage.requests() <= 60, "{}", storage.requests());
    let before = storage.requests();
    alone.sync(&mut storage).unwrap();
    assert!(storage.requests() - before <= 2);
    // With a bundle: a handful.
    let second = Member::new(&template, "新来乙");
    second.join(&mut dav(way.port, PASSWORD), &code).unwrap();
    founder.sync(&mut dav(way.port, PASSWORD)).unwrap();
    founder.with(|l| l.admit(GROUP, "新来乙", None).unwrap());
    founder.sync(&mut dav(way.port, PASSWORD)).unwrap();
    let mut storage = dav(way.port, PASSWORD);
    second.sync(&mut storage).unwrap();
    assert_eq!(second.annotations().len(), 9_801);
    assert!(storage.requests() <= 8, "{}", storage.requests());
    assert!(way.connections() > 0);
}

fn bundle_of(apache: &Apache) -> std::path::PathBuf {
    let files = std::fs::read_dir(apache.files()).unwrap();
    let mut bundles = files
        .map(|f| f.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "bundle"));
    bundles.next().unwrap()
}
