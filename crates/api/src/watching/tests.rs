use std::sync::mpsc::Sender;

use super::*;
use crate::{ListRequest, Places};

fn session(folder: &Path) -> Arc<Session> {
    let session = Arc::new(Session::new(Places {
        library: Some(folder.join("library")),
        ..Places::default()
    }));
    session.open();
    session
}

fn telling(send: Sender<WatchEvent>) -> impl Fn(WatchEvent) + Send + 'static {
    move |event| drop(send.send(event))
}

fn titles(session: &Session) -> Vec<(String, String)> {
    let page = session
        .list_documents(&ListRequest {
            limit: 50,
            ..ListRequest::default()
        })
        .unwrap();
    let mut rows: Vec<(String, String)> = page
        .rows
        .into_iter()
        .map(|row| {
            let path = session.get_document(&row.id).unwrap().path;
            (row.title, path)
        })
        .collect();
    rows.sort();
    rows
}

#[test]
fn files_come_in_change_move_and_go() {
    let folder = tempfile::tempdir().unwrap();
    let session = session(folder.path());
    let inbox = folder.path().join("inbox");
    std::fs::create_dir_all(inbox.join("下级")).unwrap();
    let inbox = inbox.canonicalize().unwrap();
    std::fs::write(
        inbox.join("a.txt"),
        "关于读书的通知\n现将有关事项通知如下。",
    )
    .unwrap();
    session
        .add_watched_folder(&inbox.to_string_lossy(), Some("收件"))
        .unwrap();
    let (send, events) = channel();
    session.start_watching(telling(send)).unwrap();
    let wait = || events.recv_timeout(Duration::from_secs(40)).unwrap();
    assert!(matches!(wait(), WatchEvent::Imported(r) if r.added == 1));

    std::fs::write(inbox.join("下级/b.txt"), "关于调研的通知\n请认真组织。").unwrap();
    std::fs::write(inbox.join("c.txt.part"), "写了一半").unwrap();
    assert!(matches!(wait(), WatchEvent::Imported(r) if r.added == 1 && r.failed + r.refused == 0));

    std::fs::write(
        inbox.join("a.txt"),
        "关于读书的通知\n现将有关事项补充通知如下。",
    )
    .unwrap();
    assert!(matches!(wait(), WatchEvent::Imported(r) if r.updated == 1));

    std::fs::rename(inbox.join("下级/b.txt"), inbox.join("新名.txt")).unwrap();
    assert!(matches!(wait(), WatchEvent::Gone(1)));
    std::fs::remove_file(inbox.join("a.txt")).unwrap();
    assert!(matches!(wait(), WatchEvent::Gone(1)));
    session.stop_watching();
    let found = titles(&session);
    assert_eq!(found[0], ("关于读书的通知".into(), String::new()));
    assert!(found[1].1.ends_with("新名.txt"), "{found:?}");
    assert_eq!(found.len(), 2);
}

#[test]
fn a_folder_that_is_away_takes_nothing_away() {
    let folder = tempfile::tempdir().unwrap();
    let session = session(folder.path());
    let inbox = folder.path().join("inbox");
    std::fs::create_dir(&inbox).unwrap();
    std::fs::write(inbox.join("a.txt"), "关于读书的通知\n正文。").unwrap();
    let row = session
        .add_watched_folder(&inbox.to_string_lossy(), None)
        .unwrap();
    let (send, events) = channel();
    let tell = telling(send);
    assert!(session.take_in(i64::from(row.id), &tell).unwrap());
    assert!(matches!(events.try_recv(), Ok(WatchEvent::Imported(_))));
    std::fs::rename(&inbox, folder.path().join("away")).unwrap();
    assert!(session.take_in(i64::from(row.id), &tell).unwrap());
    assert!(events.try_recv().is_err());
    assert!(!titles(&session)[0].1.is_empty());
    assert!(!session.list_watched_folders().unwrap()[0].reachable);
}

#[test]
fn the_library_s_own_folder_is_not_watched() {
    let folder = tempfile::tempdir().unwrap();
    let session = session(folder.path());
    assert!(
        session
            .add_watched_folder(&folder.path().to_string_lossy(), None)
            .is_err()
    );
    let inbox = folder.path().join("inbox");
    std::fs::create_dir_all(inbox.join("below")).unwrap();
    session
        .add_watched_folder(&inbox.to_string_lossy(), None)
        .unwrap();
    assert!(
        session
            .add_watched_folder(&inbox.join("below").to_string_lossy(), None)
            .is_err()
    );
}
