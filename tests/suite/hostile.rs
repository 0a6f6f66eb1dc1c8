//! Files of bad will: bombs, names that lead out, scripts. Each is refused with a reason or becomes harmless text, in
//! little time, and nothing appears outside of the library's folder.

use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use yandu::{ImportItem, ImportOptions, ImportStatus, Library, Repair};
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

/// How long any of these may take; a debug build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

struct Place {
    folder: tempfile::TempDir,
    library: Library,
}

impl Place {
    fn new() -> Place {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(&folder.path().join("inner/library")).unwrap();
        Place { folder, library }
    }

    /// Imports a file, and looks at what lies around afterwards.
    fn import(&mut self, name: &str, bytes: &[u8]) -> Vec<ImportItem> {
        let inbox = self.folder.path().join("inner/inbox");
        std::fs::create_dir_all(&inbox).unwrap();
        let file = inbox.join(name);
        std::fs::write(&file, bytes).unwrap();
        let began = Instant::now();
        let report = self
            .library
            .import(&[file], &ImportOptions::default(), &mut |_, _, _| true)
            .unwrap();
        assert!(
            began.elapsed() < PATIENCE,
            "{name} took {:?}",
            began.elapsed()
        );
        let outside: Vec<PathBuf> = entries(self.folder.path())
            .into_iter()
            .filter(|p| !p.ends_with("inner"))
            .collect();
        assert!(outside.is_empty(), "{name} left {outside:?}");
        let beside: Vec<PathBuf> = entries(&self.folder.path().join("inner"));
        assert_eq!(beside.len(), 2, "{name} left {beside:?}");
        report.items
    }

    /// The text of what was added.
    fn text(&self, item: &ImportItem) -> String {
        let view = self
            .library
            .get_document(item.id.as_ref().unwrap())
            .unwrap();
        view.blocks
            .iter()
            .map(|b| format!("{}\n", b.text))
            .collect()
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect()
}

fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The packages of offices with one part of XML that matters.
fn offices(part: &str) -> Vec<(&'static str, Vec<u8>)> {
    let part = part.as_bytes();
    let opf = br#"<package version="3.0" xmlns="http://www.idpf.org/2007/opf"><metadata/><manifest><item id="a" href="a.xhtml"
        media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>"#;
    let container = br#"<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
        <rootfile full-path="c.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"#;
    let ofd = b"<OFD><DocBody><DocRoot>../../D/Document.xml</DocRoot></DocBody></OFD>";
    vec![
        (
            "a.docx",
            package(&[
                ("[Content_Types].xml", b"<Types/>"),
                ("word/document.xml", part),
            ]),
        ),
        (
            "a.odt",
            package(&[
                ("mimetype", b"application/vnd.oasis.opendocument.text"),
                ("content.xml", part),
            ]),
        ),
        (
            "a.ofd",
            package(&[("OFD.xml", ofd), ("D/Document.xml", part)]),
        ),
        ("b.ofd", package(&[("OFD.xml", part)])),
        (
            "a.epub",
            package(&[
                ("mimetype", b"application/epub+zip"),
                ("META-INF/container.xml", container),
                ("c.opf", opf),
                ("a.xhtml", part),
            ]),
        ),
        (
            "b.epub",
            package(&[
                ("mimetype", b"application/epub+zip"),
                ("META-INF/container.xml", part),
            ]),
        ),
    ]
}

#[test]
fn xml_bombs_stay_small() {
    let mut laughs =
        "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY e0 \"哈哈哈哈哈哈哈哈哈哈\">".to_owned();
    for n in 1..12 {
        laughs.push_str(&format!(
            "<!ENTITY e{n} \"{}\">",
            format!("&e{};", n - 1).repeat(10)
        ));
    }
    laughs.push_str("]><a><w:p xmlns:w=\"w\"><w:r><w:t>&e11;</w:t></w:r></w:p></a>");
    let outside = "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a><p>&x;</p></a>";
    let deep = format!("{}{}", "<a>".repeat(200_000), "</a>".repeat(200_000));
    let mut place = Place::new();
    for part in [laughs.as_str(), outside, deep.as_str()] {
        for (name, bytes) in offices(part) {
            for item in place.import(name, &bytes) {
                if item.id.is_some() {
                    let text = place.text(&item);
                    assert!(
                        text.len() < 100_000 && !text.contains("root:"),
                        "{name}: {} bytes",
                        text.len()
                    );
                } else {
                    assert!(item.reason.is_some(), "{name}: {item:?}");
                }
            }
        }
    }
}

#[test]
fn zip_bombs_are_refused() {
    let zeros = vec![b'0'; 64 << 20];
    let flat = package(&[
        ("零.txt", &zeros),
        ("又.txt", &zeros),
        ("再.txt", &zeros),
        ("还.txt", &zeros),
        ("五.txt", &zeros),
    ]);
    let mut nested = flat.clone();
    for _ in 0..6 {
        nested = package(&[("内.zip", &nested), ("文.txt", "一段正文。".as_bytes())]);
    }
    let many: Vec<(String, &[u8])> = (0..70_000)
        .map(|n| (format!("{n}.txt"), b"".as_slice()))
        .collect();
    let many: Vec<(&str, &[u8])> = many
        .iter()
        .map(|(name, bytes)| (name.as_str(), *bytes))
        .collect();
    let docx = package(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", &zeros),
    ]);
    let mut place = Place::new();
    for (name, bytes) in [
        ("flat.zip", flat),
        ("nested.zip", nested),
        ("many.zip", package(&many)),
        ("bomb.docx", docx),
    ] {
        let items = place.import(name, &bytes);
        let refused = items
            .iter()
            .filter(|i| matches!(i.status, ImportStatus::Refused | ImportStatus::Failed));
        assert!(
            refused.clone().count() > 0 && refused.clone().all(|i| i.reason.is_some()),
            "{name}: {} items",
            items.len()
        );
    }
    assert!(
        place
            .library
            .doctor(Repair::No)
            .unwrap()
            .iter()
            .all(|c| c.ok)
    );
}

#[test]
fn a_zip_that_lies_about_its_sizes_is_refused() {
    let mut bytes = package(&[("大.txt", &vec![b'a'; 5 << 20])]);
    // The size that the central directory states, made small: what unpacks is more.
    let at = bytes.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
    bytes[at + 24..at + 28].copy_from_slice(&9_u32.to_le_bytes());
    let mut place = Place::new();
    for item in place.import("lies.zip", &bytes) {
        assert!(
            item.status != ImportStatus::Added || place.text(&item).len() <= 5 << 20,
            "{item:?}"
        );
    }
}

#[test]
fn names_in_archives_never_become_paths() {
    let names = [
        "../../out.txt",
        "/etc/out.txt",
        "C:\\out.txt",
        "..\\..\\out.txt",
        "a/../../out.txt",
        "\u{202e}txt.exe",
        "con.txt",
        "a\nb.txt",
        "'; DROP TABLE document; --.txt",
        "<img src=x onerror=alert(1)>.txt",
        "%2e%2e%2fout.txt",
        "~/out.txt",
        "$(touch out).txt",
    ];
    let long = format!("{}.txt", "长".repeat(3000));
    let mut place = Place::new();
    for (n, name) in names.into_iter().chain([long.as_str()]).enumerate() {
        let bytes = package(&[(name, format!("第{n}份各不相同的材料。").as_bytes())]);
        for item in place.import("names.zip", &bytes) {
            let leads_out = ["..", "/etc", "C:"].iter().any(|way| name.starts_with(way))
                || name.contains("/../");
            assert_eq!(
                item.status == ImportStatus::Added,
                !leads_out,
                "{name}: {item:?}"
            );
        }
    }
    assert!(
        place
            .library
            .doctor(Repair::No)
            .unwrap()
            .iter()
            .all(|c| c.ok)
    );
}

#[test]
fn web_pages_and_markdown_leave_nothing_that_runs() {
    let html = "<html><head><title>网页材料</title><base href='http://outside/'><meta http-equiv=refresh content='0;url=http://outside'>
        <script>steal()</script><style>@import 'http://outside/a.css'</style></head><body onload='steal()'>
        <h1>关于网页材料的说明</h1><p>正文第一段，写的是网页材料的内容，应当保留。<img src='http://outside/p.png' onerror='steal()'></p><script>steal()</script>
        <p>正文第二段，<a href='javascript:steal()'>一个链接</a>也是正文。</p><iframe src='http://outside'></iframe><svg onload='steal()'></svg>
        <object data='http://outside'></object><form action='http://outside'><input name=a></form></body></html>";
    let markdown = "# 标记材料\n\n正文[链接](javascript:steal())和![图](http://outside/p.png)。\n\n<script>steal()</script>\n\n<img src=x onerror=steal()>\n";
    let mut place = Place::new();
    for (name, bytes) in [("a.html", html), ("a.md", markdown)] {
        let items = place.import(name, bytes.as_bytes());
        assert_eq!(
            items[0].status,
            ImportStatus::Added,
            "{name}: {:?}",
            items[0]
        );
        let text = place.text(&items[0]);
        assert!(
            text.contains("正文") && text.contains("链接"),
            "{name}: {text}"
        );
        for word in [
            "steal",
            "<script",
            "onerror",
            "javascript:",
            "<iframe",
            "refresh",
            "@import",
        ] {
            assert!(!text.contains(word), "{name} keeps {word}: {text}");
        }
    }
}
