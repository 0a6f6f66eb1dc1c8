//! The command line for somebody who sees it for the first time: help, errors whole and in one language, nothing made by
//! mistake, one rule for files.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

struct Newcomer {
    folder: tempfile::TempDir,
}

/// What a call answered.
struct Said {
    code: i32,
    out: String,
    err: String,
}

impl Said {
    fn of(output: Output) -> Said {
        Said {
            code: output.status.code().unwrap(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yandu-cli"));
    for name in ["LC_ALL", "LC_MESSAGES", "LANG", "YANDU_LIBRARY"] {
        command.env_remove(name);
    }
    command
}

fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/sample")
}

impl Newcomer {
    fn new() -> Newcomer {
        Newcomer {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn with_sample() -> Newcomer {
        let newcomer = Newcomer::new();
        assert_eq!(
            newcomer.say(&["import", sample().to_str().unwrap()]).code,
            0
        );
        newcomer
    }

    fn library(&self) -> PathBuf {
        self.folder.path().join("资料库")
    }

    fn say(&self, arguments: &[&str]) -> Said {
        let mut command = program();
        command.arg("--library").arg(self.library()).args(arguments);
        Said::of(command.output().unwrap())
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let said = self.say(&[&["--json"], arguments].concat());
        serde_json::from_str(&said.out).unwrap_or_else(|e| panic!("{e}: {} {}", said.out, said.err))
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_string_lossy().into_owned()
    }

    /// With text on standard input.
    fn fed(&self, arguments: &[&str], text: &[u8]) -> Output {
        let mut command = program();
        command.arg("--library").arg(self.library()).args(arguments);
        let piped = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = piped.spawn().unwrap();
        child.stdin.take().unwrap().write_all(text).unwrap();
        child.wait_with_output().unwrap()
    }

    fn id(&self, query: &str) -> String {
        self.json(&["search", query])["items"][0]["id"]
            .as_str()
            .unwrap()
            .to_owned()
    }
}

fn has_english(text: &str) -> bool {
    [
        "error",
        "Usage",
        "argument",
        "required",
        "possible",
        "unrecognized",
        "invalid",
        "default",
        "Options",
    ]
    .iter()
    .any(|word| text.contains(word))
}

#[test]
fn a_bare_call_and_help_are_help() {
    for words in [&[][..], &["help"], &["--help"], &["-h"]] {
        let said = Said::of(program().args(words).output().unwrap());
        assert_eq!(said.code, 0, "{words:?}");
        assert!(
            said.out.contains("用法：yandu-cli") && said.out.contains("search"),
            "{}",
            said.out
        );
        assert!(
            said.err.is_empty() && !has_english(&said.out),
            "{}{}",
            said.out,
            said.err
        );
    }
    for words in [&["help", "search"][..], &["search", "--help"]] {
        let said = Said::of(program().args(words).output().unwrap());
        assert!(
            said.code == 0 && said.out.contains("检索式") && said.out.contains("--limit"),
            "{}",
            said.out
        );
    }
    let said = Said::of(program().args(["note", "help"]).output().unwrap());
    assert!(said.code == 0 && said.out.contains("note"), "{}", said.out);
    let said = Said::of(program().args(["help", "serach"]).output().unwrap());
    assert!(
        said.code == 2 && said.err.contains("是否要写 search"),
        "{}",
        said.err
    );
}

#[test]
fn errors_are_whole_and_in_the_language_of_the_user() {
    let cases: [(&[&str], &str); 12] = [
        (&["show"], "缺少 <资料编号>"),
        (&["serach", "词"], "是否要写 search"),
        (&["documents", "--sort", "dat"], "可用：date、title、added"),
        (&["documents", "--kind", "诗歌"], "讲话、speech、公文"),
        (&["documents", "--limit", "abc"], "整数"),
        (&["documents", "--yaer", "2015"], "是否要写 --year"),
        (
            &["search", "词", "--from", "2016-02-30"],
            "2016年2月只有29天，没有30日",
        ),
        (&["search", "词", "--from", "待定"], "看不懂日期"),
        (&["search", "甲", "乙"], "多出了参数"),
        (&["search", "词", "--saved", "名"], "不能与"),
        (&["tag", "lst"], "是否要写 list"),
        (&["export", "abcd", "-o", "x.foo"], ".docx"),
    ];
    let newcomer = Newcomer::with_sample();
    for (words, message) in cases {
        let said = newcomer.say(words);
        assert_eq!(said.code, 2, "{words:?}: {}", said.err);
        assert!(
            said.err.starts_with("错误：") && said.err.contains(message),
            "{words:?}: {}",
            said.err
        );
        assert!(
            said.out.is_empty() && !has_english(&said.err),
            "{words:?}: {}",
            said.err
        );
        let json = newcomer.json(words);
        assert!(
            json["error"]["message"].is_string() && json["error"]["hint"].is_string(),
            "{json}"
        );
        let english = newcomer.say(&[&["--lang", "en"], words].concat());
        assert!(english.err.starts_with("Error: "), "{}", english.err);
        let typed = words.concat();
        let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c) && !typed.contains(c);
        // The kinds have Chinese names too, and values may be those.
        assert!(
            message.contains("speech") || !english.err.contains(han),
            "{}",
            english.err
        );
    }
}

#[test]
fn the_locale_decides_where_nothing_else_does() {
    let said = |name: &str, value: &str| {
        Said::of(program().env(name, value).arg("show").output().unwrap()).err
    };
    assert!(said("LANG", "en_US.UTF-8").starts_with("Error: "));
    assert!(said("LANG", "zh_CN.UTF-8").starts_with("错误："));
    assert!(said("LANG", "C").starts_with("错误："));
}

#[test]
fn a_library_that_is_mistyped_is_not_made() {
    let newcomer = Newcomer::with_sample();
    let wrong = newcomer.path("资料酷");
    for words in [
        &["search", "词"][..],
        &["documents"],
        &["tag", "list"],
        &["show", "abcd"],
        &["doctor"],
        &["note", "add", "--title", "x"],
        &["import", "--dry-run", "x.txt"],
        &["undo"],
    ] {
        let said = Said::of(
            program()
                .args(["--library", &wrong])
                .args(words)
                .output()
                .unwrap(),
        );
        assert_eq!(said.code, 3, "{words:?}: {}", said.err);
        assert!(
            said.err.contains("这里没有资料库") && said.err.contains("资料库"),
            "{}",
            said.err
        );
        assert!(!Path::new(&wrong).exists(), "{words:?}");
        assert!(!said.out.contains("没有检索到"));
    }
    let empty = newcomer.path("空");
    std::fs::create_dir(&empty).unwrap();
    let said = Said::of(
        program()
            .args(["--library", &empty, "search", "词"])
            .output()
            .unwrap(),
    );
    assert_eq!(said.code, 3);
    assert_eq!(std::fs::read_dir(&empty).unwrap().count(), 0);
    let said = Said::of(
        program()
            .args(["--library", &empty, "note", "add", "--title", "x"])
            .output()
            .unwrap(),
    );
    assert!(
        said.code == 0 && said.err.contains("已新建资料库"),
        "{}",
        said.err
    );
    let made = newcomer.path("新");
    let said = Said::of(
        program()
            .args(["--library", &made, "init"])
            .output()
            .unwrap(),
    );
    assert!(said.code == 0 && Path::new(&made).join("library.sqlite").is_file());
    let said = Said::of(
        program()
            .args(["--library", &made, "search", "词"])
            .output()
            .unwrap(),
    );
    assert!(
        said.code == 0 && said.out.contains("资料库还是空的"),
        "{}",
        said.out
    );
}

#[test]
fn what_is_found_but_not_listed_is_not_said_to_be_missing() {
    let newcomer = Newcomer::with_sample();
    let said = newcomer.say(&["search", "读书", "--limit", "0"]);
    assert!(
        said.out.contains("命中") && !said.out.contains("没有检索到"),
        "{}",
        said.out
    );
    let said = newcomer.say(&["search", "读书", "--offset", "999"]);
    assert!(
        said.out.contains("没有更多") && !said.out.contains("没有检索到"),
        "{}",
        said.out
    );
    let said = newcomer.say(&["search", "读书 类型:法规"]);
    assert!(!said.out.contains("资料库中没有这些文字"), "{}", said.out);
    let said = newcomer.say(&["search", "隔壁的厨师"]);
    assert!(
        said.out.contains("没有检索到：资料库中没有这些文字"),
        "{}",
        said.out
    );
    assert!(said.out.contains("理解为：“隔壁的厨师”"), "{}", said.out);
}

#[test]
fn lists_that_are_empty_say_so() {
    let newcomer = Newcomer::new();
    newcomer.say(&["init"]);
    for words in [
        &["documents"][..],
        &["tag", "list"],
        &["collection", "list"],
        &["word", "list"],
        &["trash", "list"],
        &["annotations"],
        &["note", "list"],
        &["reading-list", "list"],
        &["watch", "list"],
        &["pack", "list"],
        &["searches", "list"],
        &["searches", "history"],
        &["snapshots"],
        &["group", "status"],
        &["group", "sync"],
        &["duplicates", "list"],
        &["terms"],
        &["concordance", "词"],
        &["search", "词"],
        &["suggest", "词"],
    ] {
        let said = newcomer.say(words);
        assert_eq!(said.code, 0, "{words:?}: {}", said.err);
        assert!(!said.out.trim().is_empty(), "{words:?} says nothing");
        newcomer.json(words);
    }
    let filled = Newcomer::with_sample();
    let said = filled.say(&["documents", "--tag", "没有"]);
    assert!(
        said.out.contains("没有标签“没有”") && !said.out.contains("import"),
        "{}",
        said.out
    );
}

#[test]
fn dates_are_taken_as_people_write_them() {
    let newcomer = Newcomer::with_sample();
    let total = |words: &[&str]| newcomer.json(words)["total"].as_u64().unwrap();
    let of_2021 = total(&["documents", "--year", "2021"]);
    assert!(of_2021 > 0);
    for year in ["２０２１", "二〇二一", "2021年", "2021-2021"] {
        assert_eq!(total(&["documents", "--year", year]), of_2021, "{year}");
    }
    assert_eq!(
        total(&["documents", "--from", "2021", "--to", "2021"]),
        of_2021
    );
    assert_eq!(
        total(&["documents", "--from", "20210101", "--to", "2021年12月"]),
        of_2021
    );
    let found = |from: &str, to: &str| {
        newcomer.json(&["search", "读书", "--from", from, "--to", to])["documents"].clone()
    };
    assert_eq!(
        found("2021-04-08", "2021年4月8日"),
        found("20210408", "2021/4/8")
    );
    assert_eq!(found("2022", "2021"), found("2021", "2022"));
    let said = newcomer.say(&["search", "读书", "--from", "2022", "--to", "2021"]);
    assert!(said.err.contains("写反"), "{}", said.err);
}

#[test]
fn the_format_is_that_of_the_ending_and_a_dash_is_standard() {
    let newcomer = Newcomer::with_sample();
    let id = newcomer.id("讲得都很实在");
    for ending in [
        "docx", "html", "md", "txt", "csv", "xlsx", "bib", "ris", "json",
    ] {
        let target = newcomer.path(&format!("出.{ending}"));
        let said = newcomer.say(&["export", &id, "-o", &target]);
        assert_eq!(said.code, 0, "{ending}: {}", said.err);
        assert!(std::fs::metadata(&target).unwrap().len() > 0, "{ending}");
    }
    let said = newcomer.say(&["export", &id, "--format", "md", "-o", "-"]);
    assert_eq!(
        said.out,
        std::fs::read_to_string(newcomer.path("出.md")).unwrap()
    );
    let piped = newcomer.fed(&["export", &id, "--format", "docx", "-o", "-"], b"");
    assert!(
        piped.stdout.starts_with(b"PK"),
        "{}",
        String::from_utf8_lossy(&piped.stderr)
    );
    let said = newcomer.say(&["--json", "export", &id, "--format", "md", "-o", "-"]);
    assert_eq!(said.code, 2, "{}", said.err);
    let said = newcomer.say(&["concordance", "读书", "-o", "-", "--format", "csv"]);
    assert!(
        said.out.starts_with("\u{feff}前文,提法,后文"),
        "{}",
        said.out
    );
    let csv = newcomer.path("例.csv");
    assert_eq!(newcomer.say(&["concordance", "读书", "-o", &csv]).code, 0);
    assert_eq!(std::fs::read_to_string(&csv).unwrap(), said.out);
    newcomer.say(&["name", "王芳"]);
    newcomer.say(&["annotate", &id, "--quote", "讲得都很实在"]);
    for (ending, begins) in [
        ("json", "{"),
        ("csv", "\u{feff}"),
        ("md", "#"),
        ("html", "<!"),
        ("jsonld", "{"),
    ] {
        let target = newcomer.path(&format!("注.{ending}"));
        assert_eq!(
            newcomer.say(&["annotations", "-o", &target]).code,
            0,
            "{ending}"
        );
        let text = std::fs::read_to_string(&target).unwrap();
        assert!(text.starts_with(begins), "{ending}: {}", &text[..20]);
    }
    let cited = newcomer.say(&["cite", &id, "-o", "-"]);
    assert_eq!(cited.out, newcomer.say(&["cite", &id]).out);
    let bib = newcomer.path("引.bib");
    newcomer.say(&["cite", &id, "-o", &bib]);
    assert!(std::fs::read_to_string(&bib).unwrap().starts_with("@misc"));
    let backup = newcomer.fed(&["backup", "-"], b"").stdout;
    let other = Newcomer::new();
    let restored = Said::of(other.fed(&["restore", "-"], &backup));
    assert_eq!(restored.code, 0, "{}", restored.err);
    assert_eq!(
        other.json(&["documents"])["total"],
        newcomer.json(&["documents"])["total"]
    );
    let answers = newcomer.fed(&["search", "--queries", "-"], "读书\n两张皮\n".as_bytes());
    assert_eq!(String::from_utf8_lossy(&answers.stdout).lines().count(), 2);
    let imported = newcomer.fed(
        &["--json", "import", "-"],
        "关于植树的通知\n各村：\n请植树。".as_bytes(),
    );
    let report: Value = serde_json::from_slice(&imported.stdout).unwrap();
    assert_eq!(report["added"], 1, "{report}");
}

#[test]
fn files_that_are_not_there_are_named_with_their_neighbours() {
    let newcomer = Newcomer::with_sample();
    std::fs::write(newcomer.path("检索式.txt"), "读书\n").unwrap();
    let said = newcomer.say(&["search", "--queries", &newcomer.path("检索试.txt")]);
    assert!(
        said.code == 5 && said.err.contains("没有这个文件") && said.err.contains("检索式.txt"),
        "{}",
        said.err
    );
    let said = newcomer.say(&["note", "add", "--file", &newcomer.path("")]);
    assert!(said.err.contains("文件夹，不是文件"), "{}", said.err);
    let said = newcomer.say(&["show", "读书"]);
    assert!(
        said.code != 0 && said.err.contains("是否要找："),
        "{}",
        said.err
    );
    let id = newcomer.id("讲得都很实在");
    let slip = format!("{}0", &id[..7]);
    let said = newcomer.say(&["show", &slip]);
    assert!(
        said.code == 0 || said.err.contains(&id[..8]),
        "{}",
        said.err
    );
}

#[test]
fn lists_of_one_name_are_told_apart() {
    let newcomer = Newcomer::with_sample();
    let first = newcomer.json(&["reading-list", "create", "专题"])["id"]
        .as_str()
        .unwrap()
        .to_owned();
    newcomer.json(&["reading-list", "create", "专题"]);
    let said = newcomer.say(&["reading-list", "show", "专题"]);
    assert!(
        said.code == 3 && said.err.contains(&first[..8]),
        "{}",
        said.err
    );
    assert_eq!(
        newcomer.json(&["reading-list", "show", &first[..8]])["title"],
        "专题"
    );
}

fn has(value: &Value, keys: &[&str]) {
    for key in keys {
        assert!(value.get(key).is_some(), "{key}: {value}");
    }
}

/// Every key is there, also where there is nothing to say.
#[test]
fn json_has_all_its_keys() {
    let newcomer = Newcomer::with_sample();
    let answer = newcomer.json(&["search", "两张皮"]);
    has(
        &answer,
        &[
            "query",
            "parsed",
            "reading",
            "notice",
            "notices",
            "undated",
            "reasons",
            "facets",
            "items",
            "near",
            "suggestions",
        ],
    );
    has(
        &answer["items"][0],
        &[
            "id", "kind", "document", "title", "date", "score", "hits", "passages",
        ],
    );
    has(
        &answer["items"][0]["passages"][0],
        &[
            "block",
            "start",
            "end",
            "end_block",
            "end_document",
            "address",
            "snippet",
            "marks",
        ],
    );
    let none = newcomer.json(&["search", "隔壁的厨师"]);
    has(&none["reasons"][0], &["reason", "message"]);
}

#[test]
fn json_of_files_and_changes_has_all_its_keys() {
    let newcomer = Newcomer::with_sample();
    std::fs::write(
        newcomer.path("植树.txt"),
        "关于植树的通知\n各村：\n请植树。",
    )
    .unwrap();
    let report = newcomer.json(&["import", &newcomer.path("植树.txt")]);
    has(
        &report["items"][0],
        &[
            "path",
            "status",
            "id",
            "kind",
            "title",
            "reason",
            "hint",
            "needs_ocr",
            "encrypted",
            "attachments",
        ],
    );
    let id = newcomer.id("植树");
    let target = newcomer.path("植树.md");
    has(
        &newcomer.json(&["export", &id, "-o", &target]),
        &["path", "bytes", "pages", "warnings"],
    );
    has(
        &newcomer.json(&["show", &id])["blocks"][0],
        &["n", "kind", "level", "numbering", "address", "page", "text"],
    );
    newcomer.json(&["searches", "save", "树", "植树"]);
    assert_eq!(
        newcomer.json(&["searches", "rename", "树", "林"])["done"],
        true
    );
    assert_eq!(newcomer.json(&["searches", "remove", "林"])["done"], true);
}

/// A read-only mount in a namespace of its own: no protection of files stops root.
#[test]
#[cfg(target_os = "linux")]
fn a_write_protected_medium_is_searched_and_read() {
    let newcomer = Newcomer::with_sample();
    let id = newcomer.id("讲得都很实在");
    let (library, copy) = (newcomer.library(), newcomer.path("副本.backup"));
    let on_it = |words: &str| {
        let script = format!(
            "mount --bind \"$1\" \"$1\" && mount -o remount,bind,ro \"$1\" && exec \"$0\" --library \"$1\" {words}"
        );
        let output = Command::new("unshare")
            .args([
                "--mount",
                "--map-root-user",
                "sh",
                "-c",
                &script,
                env!("CARGO_BIN_EXE_yandu-cli"),
            ])
            .arg(&library)
            .env_remove("LANG")
            .env_remove("LC_ALL")
            .output();
        output.ok().map(Said::of)
    };
    let Some(said) = on_it("search 读书")
        .filter(|said| !said.err.contains("unshare") && !said.err.contains("mount"))
    else {
        use std::io::stderr;
        writeln!(
            stderr(),
            "SKIPPED: no mounts in a namespace of one's own here"
        )
        .unwrap();
        return;
    };
    assert!(
        said.code == 0 && said.out.contains("命中"),
        "{}{}",
        said.out,
        said.err
    );
    let near = on_it("search 创先正优 --scope all").unwrap();
    assert!(
        near.code == 0 && near.out.contains("创先争优"),
        "{}{}",
        near.out,
        near.err
    );
    let shown = on_it(&format!("show {id}")).unwrap();
    assert!(
        shown.code == 0 && shown.out.contains("讲得都很实在"),
        "{}",
        shown.err
    );
    others_answer_or_refuse(&on_it, &id, &copy);
}

#[cfg(target_os = "linux")]
fn others_answer_or_refuse(on_it: &dyn Fn(&str) -> Option<Said>, id: &str, copy: &str) {
    let refused = on_it(&format!("tag add 必读 {id}")).unwrap();
    assert!(
        refused.code == 3 && refused.err.contains("不能写入"),
        "{}",
        refused.err
    );
    let backup = on_it(&format!("backup {copy}")).unwrap();
    assert!(
        backup.code == 0 && Path::new(copy).is_file(),
        "{}",
        backup.err
    );
    for words in [
        "documents",
        "term 读书",
        "concordance 读书",
        "annotations",
        "note list",
        "suggest 读书",
        "cite",
    ] {
        let words = if words == "cite" {
            format!("cite {id}")
        } else {
            words.to_owned()
        };
        let said = on_it(&words).unwrap();
        assert_eq!(said.code, 0, "{words}: {}", said.err);
    }
}
