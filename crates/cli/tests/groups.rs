//! `group` end to end, and the promise that nothing asks the network before a group needs it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::Value;

struct Member {
    library: PathBuf,
    /// Days by which its clock is wrong.
    clock: i32,
}

impl Member {
    fn new(folder: &Path, name: &str, clock: i32) -> Member {
        let member = Member {
            library: folder.join(name),
            clock,
        };
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/sample");
        assert!(
            member
                .run(&["import", &sample.to_string_lossy()])
                .status
                .success()
        );
        member
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let program = env!("CARGO_BIN_EXE_yandu-cli");
        let mut command = match self.clock {
            0 => Command::new(program),
            days => {
                let mut command = Command::new("faketime");
                command.args(["-f", &format!("{days:+}d"), program]);
                command
            }
        };
        command.args(arguments).env("YANDU_LIBRARY", &self.library);
        command.output().unwrap()
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let output = self.run(&[&["--json"], arguments].concat());
        let said = String::from_utf8_lossy(&output.stdout);
        serde_json::from_str(&said)
            .unwrap_or_else(|e| panic!("{e}: {said}{}", String::from_utf8_lossy(&output.stderr)))
    }

    /// The id of the speech on reading, and what the group says in it.
    fn document(&self) -> String {
        let found = self.json(&["search", "三本账"]);
        found["items"][0]["id"].as_str().unwrap().to_owned()
    }

    fn say(&self, words: &str) {
        let document = self.document();
        let quote = "第二本是产业账";
        let annotation = self.json(&["annotate", &document, "--quote", quote, "--comment", words]);
        let id = annotation["id"].as_str().unwrap().to_owned();
        self.json(&["group", "share", "三组", "--annotation", &id]);
    }

    fn words(&self) -> Vec<String> {
        let session = self.json(&["group", "session", "三组", &self.document()]);
        let comments = session["comments"].as_array().unwrap().iter();
        let mut words: Vec<String> = comments
            .map(|c| {
                let a = &c["annotation"];
                format!(
                    "{}：{}",
                    a["author"].as_str().unwrap(),
                    a["comment"].as_str().unwrap()
                )
            })
            .collect();
        words.sort();
        words
    }
}

/// Days by which a clock can be set wrong here: none where `faketime` is missing.
#[expect(clippy::print_stderr, reason = "the one loud line of a skipped test")]
fn wrong(days: i32) -> i32 {
    let here = Command::new("faketime").arg("--version").output().is_ok();
    let required = std::env::var_os("YANDU_ALL_TOOLS").is_some();
    assert!(here || !required, "faketime is not installed");
    if !here {
        eprintln!("SKIPPED: faketime is not installed, all clocks are right");
        return 0;
    }
    days
}

#[test]
fn three_members_talk_through_a_folder_with_clocks_wrong_by_a_day() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("storage");
    std::fs::create_dir(&place).unwrap();
    let at = place.to_string_lossy().into_owned();
    let zhang = Member::new(folder.path(), "zhang", 0);
    let li = Member::new(folder.path(), "li", wrong(-1));
    let wang = Member::new(folder.path(), "wang", wrong(1));
    let made = zhang.json(&["group", "create", "三组", "--at", &at, "--name", "张三"]);
    assert_eq!(made["group"].as_str().unwrap().len(), 32);
    let invitation = folder.path().join("三组.yandu-invite");
    let invitation = invitation.to_string_lossy();
    zhang.json(&["group", "invite", "三组", "-o", &invitation]);
    for (member, name) in [(&li, "李四"), (&wang, "王五")] {
        member.json(&["group", "join", &invitation, "--name", name]);
        zhang.json(&["group", "sync", "三组"]);
        let members = zhang.json(&["group", "members", "三组"]);
        assert_eq!(members["requests"][0]["name"], name);
        zhang.json(&["group", "admit", "三组", name]);
        zhang.json(&["group", "sync", "三组"]);
        member.json(&["group", "sync", "三组"]);
    }
    zhang.say("张三的话");
    li.say("李四的话");
    wang.say("王五的话");
    for _ in 0..2 {
        for member in [&zhang, &li, &wang] {
            member.json(&["group", "sync"]);
        }
    }
    let expected = ["张三：张三的话", "李四：李四的话", "王五：王五的话"];
    for member in [&zhang, &li, &wang] {
        let mut words = member.words();
        words.sort();
        let mut wanted = expected.map(str::to_owned);
        wanted.sort();
        assert_eq!(words, wanted);
    }
    let minutes = folder.path().join("纪要.docx");
    zhang.json(&["group", "minutes", "三组", "-o", &minutes.to_string_lossy()]);
    assert!(std::fs::metadata(&minutes).unwrap().len() > 4_000);

    // Exit codes: a wrong address, refused, and a storage that is away.
    let wrong = li.run(&["group", "create", "四组", "--at", "ftp://a"]);
    assert_eq!(wrong.status.code(), Some(2), "{wrong:?}");
    let denied = li.run(&["group", "remove", "三组", "张三"]);
    assert_eq!(denied.status.code(), Some(3));
    std::fs::remove_dir_all(&place).unwrap();
    let away = zhang.run(&["group", "sync", "三组"]);
    assert_eq!(away.status.code(), Some(5), "{away:?}");
    let said = String::from_utf8_lossy(&away.stderr).into_owned();
    assert!(
        said.contains("存储位置上没有") && said.contains("建议："),
        "{said}"
    );
    let status = zhang.json(&["group", "status", "三组"]);
    assert!(
        status["groups"][0]["line"]
            .as_str()
            .unwrap()
            .contains("最近一次没有成功")
    );
    zhang.json(&["group", "leave", "三组"]);
}

#[test]
fn nothing_asks_the_network_before_a_group_lies_there() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let proxy = format!("http://{}", listener.local_addr().unwrap());
    let asked = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&asked);
    std::thread::spawn(move || {
        for _ in listener.incoming().flatten() {
            counter.fetch_add(1, Ordering::Relaxed);
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let library = folder.path().join("library");
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/sample");
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yandu-cli"));
        command.args(arguments).env("YANDU_LIBRARY", &library);
        for name in [
            "http_proxy",
            "https_proxy",
            "all_proxy",
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "ALL_PROXY",
        ] {
            command.env(name, &proxy);
        }
        command.output().unwrap()
    };
    let place = folder.path().join("storage");
    std::fs::create_dir(&place).unwrap();
    let at = place.to_string_lossy().into_owned();
    for arguments in [
        vec!["import", &sample.to_string_lossy()],
        vec!["search", "学习"],
        vec!["duplicates", "list"],
        vec!["pack", "identity"],
        vec!["group", "status"],
        vec!["group", "sync"],
        vec!["name", "王芳"],
        vec!["group", "create", "文件夹小组", "--at", &at],
        vec!["group", "sync"],
        vec!["doctor"],
    ] {
        let output = run(&arguments);
        assert!(output.status.success(), "{arguments:?}: {output:?}");
    }
    assert_eq!(asked.load(Ordering::Relaxed), 0);
    // With a group on a server the counter counts: it would have counted before.
    let refused = run(&[
        "group",
        "create",
        "远程小组",
        "--at",
        "http://dav.invalid/group",
    ]);
    assert!(!refused.status.success());
    assert!(asked.load(Ordering::Relaxed) > 0);
}
