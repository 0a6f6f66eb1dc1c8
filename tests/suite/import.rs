//! Import into a library: duplicates, versions, reports, undo, kinds of bad input.

use std::fs;
use std::path::{Path, PathBuf};

use yandu::{ImportOptions, ImportReport, ImportStatus, Library, SearchOptions};

struct Bench {
    _folder: tempfile::TempDir,
    files: PathBuf,
    library: Library,
}

fn bench() -> Bench {
    let folder = tempfile::tempdir().unwrap();
    let files = folder.path().join("files");
    fs::create_dir(&files).unwrap();
    let library = Library::open(&folder.path().join("library")).unwrap();
    Bench {
        _folder: folder,
        files,
        library,
    }
}

impl Bench {
    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.files.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    fn import(&mut self, paths: &[PathBuf]) -> ImportReport {
        self.library
            .import(paths, &ImportOptions::default(), &mut |_, _, _| true)
            .unwrap()
    }

    fn hits(&mut self, query: &str) -> u64 {
        self.library
            .search(query, &SearchOptions::default())
            .unwrap()
            .hits
    }
}

#[test]
fn the_same_bytes_and_the_same_text_are_duplicates() {
    let mut b = bench();
    let first = b.write("a.txt", "读书是学习，使用也是学习。");
    let same = b.write("b.txt", "读书是学习，使用也是学习。");
    let reset = b.write("c.md", "读书是学习，\n\n“使用”也是学习。");
    let report = b.import(&[first, same, reset]);
    let statuses: Vec<ImportStatus> = report.items.iter().map(|i| i.status).collect();
    assert_eq!(
        statuses,
        [
            ImportStatus::Added,
            ImportStatus::Duplicate,
            ImportStatus::Duplicate
        ]
    );
    assert_eq!(report.items[0].id, report.items[2].id);
}

#[test]
fn the_same_path_with_new_content_is_a_new_version() {
    let mut b = bench();
    let path = b.write("a.txt", "第一版的文字在这里。");
    let added = b.import(std::slice::from_ref(&path));
    b.write("a.txt", "第二版的文字改了。");
    let updated = b.import(&[path]);
    assert_eq!(updated.updated, 1);
    assert_eq!(added.items[0].id, updated.items[0].id);
    assert_eq!((b.hits("第一版的文字"), b.hits("第二版的文字")), (0, 1));
    let count = b.library.undo_import(None).unwrap();
    assert_eq!(count, 1);
    assert_eq!((b.hits("第一版的文字"), b.hits("第二版的文字")), (1, 0));
    assert_eq!(b.library.undo_import(None).unwrap(), 1);
    assert_eq!(b.hits("第一版的文字"), 0);
}

#[test]
fn bad_files_are_lines_of_the_report() {
    let mut b = bench();
    b.write("空.txt", "");
    b.write("空白.txt", "  \n\n");
    b.write("零.docx", "");
    b.write("图.txt", [0x89, b'P', b'N', b'G', 0, 1, 2, 3]);
    b.write(
        "噪声.txt",
        (0..9000_u32)
            .map(|n| (n.wrapping_mul(2654435761) >> 13) as u8)
            .collect::<Vec<u8>>(),
    );
    b.write(
        "断.zip",
        &b"PK\x03\x04\x14\x00\x00\x00\x08\x00truncated"[..],
    );
    b.write(
        "断.docx",
        &b"PK\x03\x04\x14\x00\x00\x00\x08\x00word/document.xml[Content_Types].xml"[..],
    );
    b.write("好.txt", "这一份是好的文件。");
    let mut report = b.import(&[b.files.clone(), b.files.join("没有.txt")]);
    assert_eq!((report.added, report.updated, report.duplicates), (1, 0, 0));
    assert_eq!(report.items.len(), 9);
    report.items.retain(|i| i.status != ImportStatus::Added);
    for item in &report.items {
        assert!(
            item.reason.as_ref().is_some_and(|r| !r.is_empty()) && item.hint.is_some(),
            "{item:?}"
        );
    }
    assert_eq!(b.hits("好的文件"), 1);
    assert!(
        b.library
            .doctor(yandu::Repair::No)
            .unwrap()
            .iter()
            .all(|c| c.ok)
    );
}

#[test]
fn a_file_beyond_the_limit_is_refused_unread() {
    let mut b = bench();
    let path = b.files.join("大.txt");
    fs::File::create(&path).unwrap().set_len(200 << 20).unwrap();
    let report = b.import(&[path]);
    assert_eq!(report.refused, 1);
    assert!(report.items[0].reason.as_ref().unwrap().contains("过大"));
}

#[test]
fn a_wrong_encoding_is_refused_and_the_right_one_taken() {
    let mut b = bench();
    let path = b.write("a.txt", [0xC3, 0xBB, 0xD3, 0xD0, 0xB5, 0xF7, 0xB2, 0xE9]);
    let mut options = ImportOptions::default();
    options.set_encoding("utf-8").unwrap();
    let report = b
        .library
        .import(std::slice::from_ref(&path), &options, &mut |_, _, _| true)
        .unwrap();
    assert_eq!(report.refused, 1);
    options.set_encoding("gb18030").unwrap();
    b.library
        .import(&[path], &options, &mut |_, _, _| true)
        .unwrap();
    assert_eq!(b.hits("没有调查"), 1);
    assert!(options.set_encoding("ebcdic").is_err());
}

#[test]
fn a_cancel_keeps_what_was_reported() {
    let mut b = bench();
    for n in 0..100 {
        b.write(
            &format!("{n:03}.txt"),
            format!("第{n}号文件的内容是独一无二的{n}。"),
        );
    }
    let mut seen = 0;
    let files = b.files.clone();
    let report = b
        .library
        .import(&[files], &ImportOptions::default(), &mut |_, _, _| {
            seen += 1;
            seen < 40
        });
    let report = report.unwrap();
    assert!(report.cancelled && report.added >= 40 && report.added < 100);
    assert_eq!(b.library.count_documents().unwrap(), report.added);
    assert_eq!(b.hits("独一无二"), u64::from(report.added));
}

#[test]
fn a_dry_run_changes_nothing() {
    let mut b = bench();
    let path = b.write("a.txt", "只是看看会怎样。");
    let options = ImportOptions {
        dry_run: true,
        ..ImportOptions::default()
    };
    let report = b
        .library
        .import(&[path], &options, &mut |_, _, _| true)
        .unwrap();
    assert_eq!((report.added, report.batch), (1, None));
    assert_eq!(b.library.count_documents().unwrap(), 0);
}

#[test]
fn a_classified_text_needs_a_word() {
    let mut b = bench();
    let path = b.write("a.txt", "机密★1年\n青川市人民政府文件\n青政发〔2021〕3号\n关于样例的通知\n各单位：\n现通知如下，请认真执行。\n");
    assert_eq!(b.import(std::slice::from_ref(&path)).refused, 1);
    assert!(
        !b.library.folder().join("originals").exists(),
        "nothing of it may be kept"
    );
    let options = ImportOptions {
        allow_classified: true,
        ..ImportOptions::default()
    };
    let report = b
        .library
        .import(&[path], &options, &mut |_, _, _| true)
        .unwrap();
    assert_eq!(report.added, 1);
}

#[test]
fn originals_come_back_byte_for_byte() {
    let mut b = bench();
    let bytes = "原件的每一个字节都要保留。\r\n".as_bytes();
    let path = b.write("a.txt", bytes);
    let id = b.import(&[path]).items[0].id.clone().unwrap();
    let sha256 = b.library.get_document(&id).unwrap().source.sha256;
    assert_eq!(b.library.original(&sha256).unwrap(), bytes);
}

#[test]
fn unicode_oddities_do_no_harm() {
    let mut b = bench();
    let text = "控制字符\u{1}\u{7f}与零宽\u{200b}字符，𠮷野家，e\u{301}。".repeat(3);
    let path = b.write("a.txt", &text);
    assert_eq!(b.import(&[path]).added, 1);
    assert_eq!(b.hits("零宽字符，𠮷野家，é"), 3);
    assert!(Path::new(&b.files).exists());
}
