//! The command line keeps its contract: fields, exit codes, one clear line for every bad input.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

struct Cli {
    folder: tempfile::TempDir,
}

impl Cli {
    fn new() -> Self {
        Cli {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn with_sample() -> Self {
        let cli = Cli::new();
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/sample");
        assert!(
            cli.run(&["import", sample.to_str().unwrap()])
                .status
                .success()
        );
        cli
    }

    fn library(&self) -> PathBuf {
        self.folder.path().join("library")
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_yandu-cli"))
            .args(arguments)
            .env("YANDU_LIBRARY", self.library())
            .output()
            .unwrap()
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let output = self.run(&[&["--json"], arguments].concat());
        serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|e| panic!("{e}: {}", text(&output.stdout)))
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_string_lossy().into_owned()
    }

    /// Exit code and the lines of stderr.
    fn fails(&self, arguments: &[&str]) -> (i32, Vec<String>) {
        let output = self.run(arguments);
        (
            output.status.code().unwrap(),
            text(&output.stderr).lines().map(str::to_owned).collect(),
        )
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn import_answers_with_its_report() {
    let cli = Cli::new();
    let good = cli.file("好.txt", "这是好的文件。");
    let empty = cli.file("空.txt", "");
    let report = cli.json(&["import", &good, &empty, "/没有/这个文件.txt"]);
    assert_eq!(
        (&report["added"], &report["refused"], &report["failed"]),
        (&1.into(), &1.into(), &1.into())
    );
    assert_eq!(report["items"][0]["status"], "added");
    assert!(
        report["items"][1]["reason"]
            .as_str()
            .unwrap()
            .contains("空")
    );
    assert_eq!(cli.run(&["import", &empty]).status.code(), Some(1));
}

#[test]
fn a_circular_is_one_item_with_its_speech() {
    let cli = Cli::with_sample();
    let found = cli.json(&["search", "文号:青读办〔2021〕3号"]);
    let id = found["items"][0]["id"].as_str().unwrap().to_owned();
    let document = cli.json(&["show", &id[..8]]);
    assert_eq!(document["document_type"], "通知");
    assert_eq!(document["attachments"][0]["kind"], "speech");
    let speech = cli.json(&["show", document["attachments"][0]["id"].as_str().unwrap()]);
    assert_eq!(
        (&speech["speaker"], &speech["date"]),
        (&"林致远".into(), &"2021-04-08".into())
    );
    assert_eq!(speech["parent"], document["id"]);
    assert!(speech["confidence"]["speaker"].as_f64().unwrap() > 0.99);
    let levels: Vec<u64> = speech["outline"]
        .as_array()
        .unwrap()
        .iter()
        .map(|n| n["level"].as_u64().unwrap())
        .collect();
    assert_eq!(levels, [1, 2, 2, 2, 1, 2, 2, 1]);
    let outline = cli.json(&["show", &id, "--part", "outline"]);
    assert!(outline.get("blocks").is_none() && outline.get("outline").is_some());
}

#[test]
fn search_answers_with_places_and_facets() {
    let cli = Cli::with_sample();
    let answer = cli.json(&["search", "两张皮", "--hits", "0"]);
    assert_eq!(
        (&answer["documents"], &answer["hits"]),
        (&1.into(), &1.into())
    );
    assert_eq!(answer["indexed"], answer["total_in_library"]);
    let passage = &answer["items"][0]["passages"][0];
    let document = cli.json(&["show", answer["items"][0]["id"].as_str().unwrap()]);
    let (block, start, end) = (
        passage["block"].as_u64().unwrap(),
        passage["start"].as_u64().unwrap(),
        passage["end"].as_u64().unwrap(),
    );
    let text = document["blocks"][block as usize]["text"].as_str().unwrap();
    let marked: String = text
        .chars()
        .skip(start as usize)
        .take((end - start) as usize)
        .collect();
    assert_eq!(marked, "两张皮");
    assert_eq!(answer["facets"]["kind"][0]["value"], "speech");
    let none = cli.json(&["search", "读书", "--kind", "law"]);
    assert_eq!(none["documents"], 0);
    let dated = cli.json(&["search", "读书", "--from", "2022-01-01", "--sort", "date"]);
    assert!(
        dated["items"]
            .as_array()
            .unwrap()
            .iter()
            .all(|i| i["date"].as_str().unwrap() >= "2022")
    );
}

/// Tables are made at the first near search; they must not use up its time.
#[test]
fn the_first_search_of_a_process_knows_homophones() {
    let cli = Cli::with_sample();
    let answer = cli.json(&["search", "创先正优"]);
    assert_eq!(answer["documents"], 0);
    assert_eq!(answer["near"][0]["nearness"], "homophone", "{answer}");
    assert_eq!(answer["suggestions"][0], "创先争优");
}

#[test]
fn many_queries_give_one_line_each() {
    let cli = Cli::with_sample();
    let file = cli.file("queries.txt", "读书\n“”\n两张皮\n");
    let output = cli.run(&["search", "--queries", &file]);
    let lines: Vec<Value> = text(&output.stdout)
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[1]["error"]["code"], "usage");
    assert_eq!(lines[2]["hits"], 1);
}

#[test]
fn exit_codes_and_messages() {
    let cli = Cli::with_sample();
    let long = "长".repeat(5000);
    let cases: [(&[&str], i32, &str); 9] = [
        (&["documents", "--kind", "诗歌"], 2, "未知的类型"),
        (&["search", "“”"], 2, "检索词为空"),
        (&["search", &long], 2, "检索词过长"),
        (&["show", "ffffffff"], 3, "没有找到资料"),
        (&["show", "ab"], 2, "编号太短"),
        (&["collection", "delete", "没有"], 3, "没有找到"),
        (&["restore", "/没有/备份"], 5, "/没有/备份"),
        (&["import", "--encoding", "ebcdic", "x"], 2, "未知的编码"),
        (&["search", "--queries", "/没有"], 5, "/没有"),
    ];
    for (arguments, exit, message) in cases {
        let (code, lines) = cli.fails(arguments);
        assert_eq!(code, exit, "{arguments:?}: {lines:?}");
        assert!(
            lines[0].starts_with("错误：") && lines[0].contains(message),
            "{lines:?}"
        );
        let json = cli.json(arguments);
        assert!(
            json["error"]["message"].as_str().unwrap().contains(message),
            "{json}"
        );
    }
}

#[test]
fn unpaired_marks_are_answered_and_said() {
    let cli = Cli::with_sample();
    for query in ["“读书", "(读书", "\"读书"] {
        let answer = cli.json(&["search", query]);
        assert!(
            answer["documents"].as_u64().unwrap() > 0 && answer["notice"].is_string(),
            "{query}"
        );
    }
}

#[test]
fn two_processes_and_a_damaged_library() {
    let cli = Cli::with_sample();
    let held = yandu::Library::open(&cli.library()).unwrap();
    let (code, lines) = cli.fails(&["documents"]);
    assert_eq!(code, 3, "{lines:?}");
    assert!(lines[0].contains("正被另一个程序使用") && lines[1].starts_with("建议："));
    drop(held);
    let damaged = Cli::new();
    std::fs::create_dir_all(damaged.library()).unwrap();
    std::fs::write(
        damaged.library().join("library.sqlite"),
        "不是数据库".repeat(400),
    )
    .unwrap();
    let (code, lines) = damaged.fails(&["documents"]);
    assert_eq!(code, 4, "{lines:?}");
}

#[test]
fn tags_collections_trash_and_undo() {
    let cli = Cli::with_sample();
    let id = cli.json(&["search", "菌菇"])["items"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    cli.json(&["tag", "add", "必读", &id]);
    cli.json(&["collection", "add", "九月", &id]);
    assert_eq!(cli.json(&["documents", "--tag", "必读"])["total"], 1);
    assert_eq!(cli.json(&["documents", "--collection", "九月"])["total"], 1);
    cli.json(&["trash", "add", &id]);
    assert_eq!(cli.json(&["trash", "list"])["total"], 1);
    assert_eq!(cli.json(&["undo"])["undone"], "移入回收站");
    assert_eq!(cli.json(&["trash", "list"])["total"], 0);
    cli.json(&["undo", "--import"]);
    assert_eq!(cli.json(&["documents"])["total"], 0);
}

#[test]
fn copies_and_doctor() {
    let cli = Cli::with_sample();
    let backup = cli.folder.path().join("备份.yandu");
    assert!(
        cli.json(&["backup", backup.to_str().unwrap()])["bytes"]
            .as_u64()
            .unwrap()
            > 0
    );
    let total = cli.json(&["documents"])["total"].clone();
    cli.json(&["undo", "--import"]);
    assert_eq!(
        cli.json(&["restore", backup.to_str().unwrap()])["documents"],
        total
    );
    assert!(
        !cli.json(&["snapshots"])["snapshots"]
            .as_array()
            .unwrap()
            .is_empty()
    );
    let checks = cli.json(&["doctor", "--rebuild-index"]);
    assert!(
        checks["checks"]
            .as_array()
            .unwrap()
            .iter()
            .all(|c| c["ok"] == true),
        "{checks}"
    );
}

#[test]
fn passages_are_annotated_listed_exported_and_imported() {
    let cli = Cli::with_sample();
    let documents = cli.json(&["documents", "--limit", "100"]);
    let id = documents["items"][0]["id"].as_str().unwrap().to_owned();
    let shown = cli.json(&["show", &id, "--part", "text"]);
    let blocks = shown["blocks"].as_array().unwrap();
    let long = |b: &&Value| b["text"].as_str().unwrap().chars().count() > 30;
    let quote: String = blocks.iter().find(long).unwrap()["text"]
        .as_str()
        .unwrap()
        .chars()
        .take(24)
        .collect();
    let marked = cli.json(&[
        "annotate",
        &id[..8],
        "--quote",
        &quote,
        "--colour",
        "金句",
        "--comment",
        "好",
        "--tag",
        "方法",
    ]);
    assert_eq!(marked["exact"], quote.as_str());
    assert!(
        marked["id"].is_string()
            && marked["block"].is_u64()
            && marked["start"].is_u64()
            && marked["end"].is_u64()
    );
    let list = cli.json(&["annotations", &id[..8]]);
    assert_eq!(
        (&list["total"], &list["items"][0]["colour"]),
        (&1.into(), &"quotable".into())
    );
    let found = cli.json(&["search", &quote, "--scope", "annotations"]);
    assert_eq!(found["items"][0]["id"], marked["id"]);
    let file = cli.folder.path().join("out.jsonld");
    let path = file.to_str().unwrap();
    // Annotations leave with a name only.
    assert!(cli.json(&["name"])["name"].is_null());
    let (code, lines) = cli.fails(&["annotations", "-o", path]);
    assert_eq!(code, 3);
    assert!(
        lines.iter().any(|l| l.contains("yandu-cli name")),
        "{lines:?}"
    );
    assert_eq!(cli.json(&["name", "王芳"])["name"], "王芳");
    assert_eq!(cli.json(&["annotations", "--person", "王芳"])["total"], 1);
    let (code, lines) = cli.fails(&["annotations", "--person", "李四"]);
    assert!(code == 3 && lines[0].contains("王芳"), "{lines:?}");
    assert!(
        cli.json(&["annotations", "-o", path])["bytes"]
            .as_u64()
            .unwrap()
            > 100
    );
    let again = cli.json(&["annotations", "--import", path]);
    assert_eq!(
        (&again["added"], &again["duplicates"]),
        (&0.into(), &1.into())
    );
    cli.run(&["annotations", "--remove", marked["id"].as_str().unwrap()]);
    assert_eq!(cli.json(&["annotations"])["total"], 0);
    let back = cli.json(&["annotations", "--import", path]);
    assert_eq!(back["added"], 1);
    for format in ["md", "html", "csv", "jsonld"] {
        let output = cli.run(&["annotations", "--format", format]);
        assert!(text(&output.stdout).contains(&quote), "{format}");
    }
    assert_eq!(cli.json(&["undo"])["undone"], "导入批注");
    assert_eq!(cli.json(&["redo"])["redone"], "导入批注");
    let (code, lines) = cli.fails(&["annotate", &id, "--quote", "这一句话在里面是没有的"]);
    assert_eq!((code, lines.len()), (3, 2), "{lines:?}");
    let (code, _) = cli.fails(&["annotations", "--format", "docx"]);
    assert_eq!(code, 3);
    let (code, _) = cli.fails(&["annotate", &id, "--quote", &quote, "--colour", "红"]);
    assert_eq!(code, 2);
}

#[test]
fn notes_are_written_linked_and_taken_back() {
    let cli = Cli::with_sample();
    let title = cli.json(&["documents"])["items"][0]["title"]
        .as_str()
        .unwrap()
        .to_owned();
    let body = format!("读了[[{title}]]");
    let added = cli.json(&[
        "note", "add", "--title", "读后", "--body", &body, "--tag", "心得",
    ]);
    let id = added["id"].as_str().unwrap();
    assert_eq!(added["links"][0]["target"]["title"], title.as_str());
    let file = cli.file("note.md", "# 新的一稿\n\n**改写**过了");
    assert_eq!(
        cli.json(&["note", "edit", id, "--file", &file])["title"],
        "读后"
    );
    assert_eq!(cli.json(&["note", "history", id])["versions"][0]["n"], 1);
    assert_eq!(
        cli.json(&["search", "改写过了", "--scope", "notes"])["documents"],
        1
    );
    cli.run(&["note", "remove", id]);
    assert_eq!(cli.json(&["note", "list"])["total"], 0);
    cli.run(&["undo"]);
    let shown = cli.json(&["note", "show", &id[..6]]);
    assert_eq!(shown["tags"][0], "心得");
    let begun = cli.json(&["note", "add", "--template", "学习心得"]);
    assert!(begun["body"].as_str().unwrap().contains("联系实际"));
    let (code, lines) = cli.fails(&["note", "show", "ffffffff"]);
    assert_eq!((code, lines.len()), (3, 2), "{lines:?}");
}

#[test]
fn reading_lists_are_filled_ordered_and_read() {
    let cli = Cli::with_sample();
    let documents = cli.json(&["documents", "--limit", "3"]);
    let ids: Vec<&str> = (0..3)
        .map(|n| documents["items"][n]["id"].as_str().unwrap())
        .collect();
    assert_eq!(
        cli.json(&["reading-list", "create", "专题一"])["title"],
        "专题一"
    );
    cli.json(&[
        "reading-list",
        "add",
        "专题一",
        ids[0],
        ids[1],
        "--section",
        "基本篇目",
    ]);
    let view = cli.json(&[
        "reading-list",
        "add",
        "专题一",
        ids[2],
        "--section",
        "延伸",
        "--optional",
    ]);
    assert_eq!(
        (
            &view["items"],
            &view["sections"][1]["items"][0]["requirement"]
        ),
        (&3.into(), &"optional".into())
    );
    let second = view["sections"][0]["items"][1]["id"].clone();
    let moved = cli.json(&["reading-list", "move", "专题一", "2", "--to", "1"]);
    assert_eq!(moved["sections"][0]["items"][0]["id"], second);
    assert_eq!(
        cli.json(&["reading-list", "progress", "专题一", "1", "3"])["finished"],
        2
    );
    assert_eq!(
        cli.json(&["reading-list", "create", "专题二", "--from", "专题一"])["finished"],
        0
    );
    assert_eq!(
        cli.json(&["reading-list", "list"])["lists"][0]["title"],
        "专题二"
    );
    assert_eq!(
        cli.json(&["reading-list", "remove", "专题二", "1"])["items"],
        2
    );
    cli.run(&["reading-list", "remove", "专题二"]);
    assert_eq!(
        cli.json(&["reading-list", "list"])["lists"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let (code, lines) = cli.fails(&["reading-list", "show", "没有的清单"]);
    assert_eq!((code, lines.len()), (3, 2), "{lines:?}");
}

#[test]
fn documents_are_cited() {
    let cli = Cli::with_sample();
    let documents = cli.json(&["documents", "--kind", "speech"]);
    let id = documents["items"][0]["id"].as_str().unwrap();
    let speaker = documents["items"][0]["speaker"].as_str().unwrap();
    let text = |style: &str| {
        cli.json(&["cite", id, "--style", style])["text"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert!(text("gb7714").starts_with(&format!("{speaker}. ")) && text("gb7714").contains("[Z]"));
    assert!(text("footnote").starts_with(&format!("{speaker}：《")));
    assert!(text("bibtex").starts_with("@misc{yandu"));
    assert!(text("ris").starts_with("TY  - UNPB"));
    let list: Value = serde_json::from_str(&text("csl-json")).unwrap();
    assert_eq!(list[0]["type"], "speech");
    assert_eq!(cli.fails(&["cite", id, "--style", "apa"]).0, 2);
}

#[test]
fn an_export_answers_with_its_file_and_refuses_in_one_line() {
    let cli = Cli::with_sample();
    let found = cli.json(&["search", "讲得都很实在"]);
    let id = found["items"][0]["id"].as_str().unwrap().to_owned();
    for format in [
        "docx", "html", "md", "txt", "xlsx", "csv", "bibtex", "ris", "csl-json",
    ] {
        let path = cli.folder.path().join(format!("out.{format}"));
        let path = path.to_str().unwrap();
        let file = cli.json(&["export", &id, "--format", format, "-o", path]);
        assert_eq!(file["path"], path);
        let size = std::fs::metadata(path).unwrap().len();
        assert_eq!(file["bytes"].as_u64(), Some(size), "{format}");
    }
    let (code, lines) = cli.fails(&["export", &id, "--format", "docx", "-o", "/nowhere/a.docx"]);
    assert_eq!(code, 5);
    assert!(lines[0].contains("/nowhere/a.docx"), "{lines:?}");
    let (code, _) = cli.fails(&["export", &id, "--format", "doc", "-o", "a.doc"]);
    assert_eq!(code, 2);
    let (code, lines) = cli.fails(&[
        "export",
        "--reading-list",
        "没有",
        "--format",
        "md",
        "-o",
        "a.md",
    ]);
    assert!(code != 0 && lines[0].contains("没有"), "{lines:?}");
}

#[test]
#[cfg(unix)]
fn a_full_disk_leaves_the_old_file_and_nothing_beside_it() {
    let cli = Cli::with_sample();
    let long: String = (0..4000)
        .map(|n| format!("第{n}段讲修渠引水。\n"))
        .collect();
    let long = cli.file("长文.txt", &long);
    let id = cli.json(&["import", &long])["items"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let out = cli.folder.path().join("out");
    std::fs::create_dir(&out).unwrap();
    let target = out.join("长文.md");
    std::fs::write(&target, "old").unwrap();
    // No file may grow beyond 35 kB (SQLite needs 32 of its own): the write fails half way, as on a full disk.
    let script = "trap '' XFSZ; ulimit -f 66; exec \"$0\" export \"$1\" --format md -o \"$2\"";
    let output = Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_yandu-cli"), &id])
        .arg(&target)
        .env("YANDU_LIBRARY", cli.library())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(5), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("长文.md"));
    assert_eq!(std::fs::read_to_string(&target).unwrap(), "old");
    assert_eq!(std::fs::read_dir(&out).unwrap().count(), 1);
}

#[test]
fn quotations_terms_and_concordance_keep_their_fields() {
    let cli = Cli::with_sample();
    let draft = cli.file(
        "稿.md",
        "他说：“刚才，三个单位作了交流，讲得都很实在”。又说“隔壁的厨师煮着一锅蓝色的汤”。",
    );
    let output = cli.run(&["--json", "check-quotes", &draft]);
    assert_eq!(output.status.code(), Some(1));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["quotes"][0]["status"], "exact");
    assert!(report["quotes"][0]["document"].is_string() && report["quotes"][0]["start"].is_u64());
    assert_eq!(report["quotes"][1]["status"], "not_found");
    assert!(report["passed"].is_array() && report["faults"].is_array());
    let (code, _) = cli.fails(&["check-quotes", "/nowhere.docx"]);
    assert_ne!(code, 0);
    let term = cli.json(&["term", "读书", "--by", "kind"]);
    assert!(term["first"]["document"].is_string());
    assert!(term["counts"][0]["documents"].is_u64() && term["counts"][0]["occurrences"].is_u64());
    let csv = cli.run(&["concordance", "读书", "--format", "csv"]);
    assert!(text(&csv.stdout).starts_with("\u{feff}前文,提法,后文"));
}

#[test]
#[cfg(unix)]
fn an_argument_that_is_no_text_is_refused_and_not_a_panic() {
    use std::os::unix::ffi::OsStrExt;
    let cli = Cli::with_sample();
    let output = Command::new(env!("CARGO_BIN_EXE_yandu-cli"))
        .arg("show")
        .arg(std::ffi::OsStr::from_bytes(b"\xE8\xB5"))
        .env("YANDU_LIBRARY", cli.library())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
    assert!(!text(&output.stderr).contains("panicked"));
}

/// A PDF of one page whose fourth object is an array of `count` numbers.
fn pdf_with_array(count: usize) -> Vec<u8> {
    let array = format!("[{}]", "1 ".repeat(count));
    let content = "BT /F1 16 Tf 80 700 Td <b9d8d3dab6c1cae9b5c4cda8d6aa> Tj ET";
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>",
        "<</Type/Page/Parent 2 0 R/Contents 7 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        &array,
        "<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/GBK-EUC-H/DescendantFonts[6 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/SimSun/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>",
        &format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
    ];
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut table = String::new();
    for (n, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", bytes.len()));
        bytes.extend(format!("{} 0 obj\n{object}\nendobj\n", n + 1).bytes());
    }
    let start = bytes.len();
    let end = format!(
        "xref\n0 8\n0000000000 65535 f \n{table}trailer<</Size 8/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    );
    bytes.extend(end.bytes());
    bytes
}

/// A PDF without a table, whose stream of objects unpacks from 12 MB to 768.
fn greedy_pdf() -> Vec<u8> {
    // 81 repeats the byte behind it 128 times (ISO 32000-1, 7.4.5).
    let packed = b"\x81 ".repeat(6_000_000);
    let mut bytes = b"%PDF-1.5\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n".to_vec();
    bytes.extend(b"2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n");
    bytes.extend(b"3 0 obj\n<</Type/Page/Parent 2 0 R>>\nendobj\n");
    let keys = format!(
        "/N 1/First 4/Filter/RunLengthDecode/Length {}",
        packed.len()
    );
    bytes.extend(format!("4 0 obj\n<</Type/ObjStm{keys}>>stream\n").bytes());
    bytes.extend(packed);
    bytes.extend(b"\nendstream\nendobj\ntrailer<</Root 1 0 R>>\n");
    bytes
}

#[test]
fn a_large_pdf_is_read_aside_and_a_greedy_one_refused() {
    let cli = Cli::new();
    // It is read in a process of its own, and comes back the same.
    let large = cli.file("large.pdf", pdf_with_array(600_000));
    let report = cli.json(&["import", &large]);
    assert_eq!(
        (&report["added"], &report["items"][0]["title"]),
        (&1.into(), &"关于读书的通知".into())
    );
    let limits = Command::new("prlimit").arg("--version").output().is_ok();
    if limits {
        let greedy = cli.file("greedy.pdf", greedy_pdf());
        let report = cli.json(&["import", &greedy]);
        let item = &report["items"][0];
        assert_eq!(item["status"], "refused");
        assert!(
            item["reason"].as_str().unwrap().contains("内存超过"),
            "{item}"
        );
    }
}
