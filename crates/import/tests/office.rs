//! Documents that LibreOffice wrote: the same text with every feature, as DOCX, DOC, ODT, RTF, EPUB and HTML, against what we
//! gave it. Needs `soffice` (scripts/setup test); says so where it is missing.

use std::path::{Path, PathBuf};
use std::process::Command;

use yandu_import::{Options, import};

/// Share of the chars that must be there, and that may be more, in a thousand.
const LEAST: usize = 999;
const MOST_MORE: usize = 1;

/// A line of the document.
struct Line {
    /// Its number as LibreOffice shows it, and as its HTML does; its EPUB has none.
    label: String,
    html_label: String,
    text: String,
}

impl Line {
    fn plain(text: &str) -> Self {
        Line {
            label: String::new(),
            html_label: String::new(),
            text: text.to_owned(),
        }
    }

    fn shown(&self, format: &str) -> String {
        let label = match format {
            "html" => &self.html_label,
            "epub" => "",
            _ => &self.label,
        };
        squeeze(&format!("{label}{}", self.text))
    }
}

/// A part of the document: its XML, what is shown of it, and which formats cannot hold it.
struct Piece {
    xml: String,
    shown: Vec<Line>,
    not_in: &'static [&'static str],
}

fn piece(xml: impl Into<String>, shown: &[&str]) -> Piece {
    Piece {
        xml: xml.into(),
        shown: shown.iter().map(|s| Line::plain(s)).collect(),
        not_in: &[],
    }
}

/// Formats of numbers as LibreOffice names them, what stands behind the number, the labels that it shows. In HTML it knows
/// decimal numbers, letters and Roman ones.
const FORMATS: [(&str, &str, &[&str]); 10] = [
    (
        "一, 二, 三, ...",
        "、",
        &[
            "一、",
            "二、",
            "三、",
            "四、",
            "五、",
            "六、",
            "七、",
            "八、",
            "九、",
            "十、",
            "十一、",
            "十二、",
        ],
    ),
    ("甲, 乙, 丙, ...", "、", &["甲、", "乙、", "丙、"]),
    ("子, 丑, 寅, ...", "、", &["子、", "丑、", "寅、"]),
    ("壹, 贰, 叁, ...", "、", &["壹、", "贰、", "叁、"]),
    ("①, ②, ③, ...", "", &["①", "②", "③"]),
    ("1", ".", &["1.", "2.", "3."]),
    ("a", ")", &["a)", "b)", "c)"]),
    ("A", ".", &["A.", "B.", "C."]),
    ("i", ".", &["i.", "ii.", "iii.", "iv."]),
    ("I", ".", &["I.", "II.", "III."]),
];

/// Sentences of our own, as many as are asked for.
fn sentence(n: usize) -> String {
    const WHO: [&str; 5] = ["各村", "办公室", "值班人员", "工作组", "档案员"];
    const WHAT: [&str; 7] = [
        "登记台账",
        "核对名册",
        "巡查水库",
        "整理卷宗",
        "报送材料",
        "走访农户",
        "清点物资",
    ];
    const WHEN: [&str; 3] = ["月底前", "汛期内", "每周五"];
    let (who, what, when) = (WHO[n % 5], WHAT[n % 7], WHEN[n % 3]);
    format!("{who}应当在{when}{what}，并把第{n}次的结果记入簿册。")
}

/// Sentences, each another one.
struct Sentences(usize);

impl Sentences {
    fn next(&mut self) -> String {
        self.0 += 1;
        sentence(self.0)
    }
}

/// The styles of the lists, and all pieces of the document.
fn pieces() -> (String, Vec<Piece>) {
    let mut sentences = Sentences(0);
    let mut styles = String::new();
    let mut all = Vec::new();
    for n in 0..FORMATS.len() {
        let (style, list) = list(n, &mut sentences);
        styles.push_str(&style);
        all.push(list);
        all.push(plain(&sentences.next()));
    }
    let (style, list) = nested_list(&mut sentences);
    styles.push_str(&style);
    all.push(list);
    all.push(table());
    all.extend(floating(&mut sentences));
    all.extend(marked(&mut sentences));
    for _ in 0..20 {
        all.push(plain(&sentences.next()));
    }
    (styles, all)
}

/// A list of one of the formats, and its style.
fn list(n: usize, sentences: &mut Sentences) -> (String, Piece) {
    let (format, suffix, labels) = FORMATS[n];
    let style = format!(
        "<text:list-style style:name=\"L{n}\"><text:list-level-style-number text:level=\"1\" style:num-format=\"{format}\" style:num-suffix=\"{suffix}\"/></text:list-style>"
    );
    let mut xml = format!("<text:list text:style-name=\"L{n}\">");
    let mut shown = Vec::new();
    for (at, label) in labels.iter().enumerate() {
        let text = sentences.next();
        xml.push_str(&format!(
            "<text:list-item><text:p>{text}</text:p></text:list-item>"
        ));
        let html_label = match format {
            "a" | "A" | "i" | "I" => format!("{}.", label.trim_end_matches(suffix)),
            _ => format!("{}.", at + 1),
        };
        shown.push(numbered(label, &html_label, &text));
    }
    xml.push_str("</text:list>");
    let not_in = &[];
    (style, Piece { xml, shown, not_in })
}

fn numbered(label: &str, html_label: &str, text: &str) -> Line {
    Line {
        label: label.to_owned(),
        html_label: html_label.to_owned(),
        text: text.to_owned(),
    }
}

fn nested_list(sentences: &mut Sentences) -> (String, Piece) {
    let style = "<text:list-style style:name=\"M\"><text:list-level-style-number text:level=\"1\" style:num-format=\"一, 二, 三, ...\" style:num-suffix=\"、\"/>\
        <text:list-level-style-number text:level=\"2\" style:num-format=\"一, 二, 三, ...\" style:num-prefix=\"（\" style:num-suffix=\"）\"/></text:list-style>";
    let [a, b, c, d] = std::array::from_fn(|_| sentences.next());
    let xml = format!(
        "<text:list text:style-name=\"M\"><text:list-item><text:p>{a}</text:p><text:list><text:list-item><text:p>{b}</text:p></text:list-item><text:list-item><text:p>{c}</text:p></text:list-item></text:list></text:list-item>\
         <text:list-item><text:p>{d}</text:p></text:list-item></text:list>"
    );
    let shown = vec![
        numbered("一、", "1.", &a),
        numbered("（一）", "1.", &b),
        numbered("（二）", "2.", &c),
        numbered("二、", "2.", &d),
    ];
    let not_in = &[];
    (style.to_owned(), Piece { xml, shown, not_in })
}

fn table() -> Piece {
    let cell = |text: &str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
    let (a, b, c, d) = (
        cell("序号一"),
        cell("姓名二"),
        cell("事由三"),
        cell("窄格乙"),
    );
    let wide = "<table:table-cell table:number-columns-spanned=\"2\"><text:p>宽格甲</text:p></table:table-cell><table:covered-table-cell/>";
    let xml = format!(
        "<table:table><table:table-column table:number-columns-repeated=\"3\"/><table:table-header-rows><table:table-row>{a}{b}{c}</table:table-row></table:table-header-rows>\
         <table:table-row>{wide}{d}</table:table-row></table:table>"
    );
    Piece {
        // The EPUB of LibreOffice has no header rows.
        not_in: &["epub"],
        ..piece(xml, &["序号一姓名二事由三", "宽格甲窄格乙"])
    }
}

/// A note of two paragraphs, and a text box. The pages of HTML and EPUB show the number of a note in the text.
fn floating(sentences: &mut Sentences) -> Vec<Piece> {
    let [before, note, more, behind, anchor, boxed] = std::array::from_fn(|_| sentences.next());
    let with_note = format!(
        "<text:p>{before}<text:note text:note-class=\"footnote\"><text:note-citation>1</text:note-citation><text:note-body><text:p>{note}</text:p><text:p>{more}</text:p></text:note-body></text:note>{behind}</text:p>"
    );
    let with_box = format!(
        "<text:p>{anchor}<draw:frame text:anchor-type=\"paragraph\" svg:width=\"6cm\" svg:height=\"2cm\"><draw:text-box><text:p>{boxed}</text:p></draw:text-box></draw:frame></text:p>"
    );
    let whole = format!("{before}{behind}");
    vec![
        Piece {
            not_in: &["html", "epub"],
            ..piece(with_note, &[&whole, &note, &more])
        },
        piece(with_box, &[&anchor, &boxed]),
    ]
}

/// A ruby, hidden words and a hidden section, a field, a new page, a deletion that is only marked.
fn marked(sentences: &mut Sentences) -> Vec<Piece> {
    let [kept, hidden] = std::array::from_fn(|_| sentences.next());
    let ruby = "<text:p>前面的<text:ruby><text:ruby-base>堃</text:ruby-base><text:ruby-text>kūn</text:ruby-text></text:ruby>哥说过这话。</text:p>";
    let with_hidden = format!(
        "<text:p>{kept}<text:s text:c=\"2\"/><text:tab/><text:span text:style-name=\"H\">{hidden}</text:span>行前</text:p>"
    );
    let field = "<text:p>文件名称：<text:title>巡护日志</text:title>（样本）</text:p>";
    let page = "<text:p text:style-name=\"B\">换页之后的一段。</text:p>";
    let deletion = "<text:p>改前<text:change text:change-id=\"c1\"/>改后。</text:p>";
    vec![
        Piece {
            not_in: &["html", "epub"],
            ..piece(ruby, &["前面的堃哥说过这话。", "注音：堃（kūn）"])
        },
        // HTML and EPUB of LibreOffice show what is hidden and what was deleted, and its EPUB drops fields.
        Piece {
            not_in: &["html", "epub"],
            ..piece(with_hidden, &[&format!("{kept}行前")])
        },
        Piece {
            not_in: &["epub"],
            ..piece(field, &["文件名称：巡护日志（样本）"])
        },
        piece(page, &["换页之后的一段。"]),
        Piece {
            not_in: &["html", "epub"],
            ..piece(deletion, &["改前改后。"])
        },
    ]
}

fn plain(text: &str) -> Piece {
    piece(format!("<text:p>{text}</text:p>"), &[text])
}

fn document() -> (String, Vec<Piece>) {
    let (lists, pieces) = pieces();
    let body: String = pieces.iter().map(|p| p.xml.as_str()).collect();
    let spaces = ["office", "text", "table", "style", "draw"]
        .map(|n| {
            let long = if n == "draw" { "drawing" } else { n };
            format!("xmlns:{n}=\"urn:oasis:names:tc:opendocument:xmlns:{long}:1.0\"")
        })
        .join(" ");
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document {spaces} xmlns:svg=\"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0\" xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:meta=\"urn:oasis:names:tc:opendocument:xmlns:meta:1.0\" office:version=\"1.2\" office:mimetype=\"application/vnd.oasis.opendocument.text\">\
         <office:meta><dc:title>巡护日志</dc:title></office:meta>\
         <office:automatic-styles><style:style style:name=\"H\" style:family=\"text\"><style:text-properties text:display=\"none\"/></style:style>\
         <style:style style:name=\"B\" style:family=\"paragraph\"><style:paragraph-properties fo:break-before=\"page\"/></style:style>{lists}</office:automatic-styles>\
         <office:body><office:text><text:tracked-changes><text:changed-region xml:id=\"c1\" text:id=\"c1\"><text:deletion><office:change-info><dc:creator>x</dc:creator><dc:date>2024-01-01T00:00:00</dc:date></office:change-info><text:p>删去的话</text:p></text:deletion></text:changed-region></text:tracked-changes>{body}</office:text></office:body></office:document>"
    );
    (xml, pieces)
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Has LibreOffice write a file in another format.
fn convert(folder: &Path, file: &Path, format: &str) -> Option<PathBuf> {
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let status = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", format, "--outdir"])
        .arg(folder)
        .arg(file)
        .output()
        .ok()?;
    let extension = format.split(':').next().unwrap_or(format);
    let made = folder.join("a").with_extension(extension);
    (status.status.success() && made.exists()).then_some(made)
}

/// What is wrong with a file that was read.
fn faults(format: &str, text: &str, pieces: &[Piece]) -> Vec<String> {
    let whole = squeeze(text);
    let wanted = pieces.iter().filter(|p| !p.not_in.contains(&format));
    let (mut all, mut missing, mut lines) = (0, 0, Vec::new());
    for shown in wanted.flat_map(|p| &p.shown) {
        let shown = shown.shown(format);
        all += shown.chars().count();
        if !whole.contains(&shown) {
            missing += shown.chars().count();
            lines.push(format!("{format} lacks {shown}"));
        }
    }
    if missing * 1000 <= all * (1000 - LEAST) {
        lines.clear();
    }
    if pieces.iter().all(|p| !p.not_in.contains(&format)) {
        let more = whole.chars().count().saturating_sub(all);
        if more * 1000 > all * MOST_MORE {
            let known: Vec<String> = pieces
                .iter()
                .flat_map(|p| &p.shown)
                .map(|l| l.shown(format))
                .collect();
            let odd = text
                .lines()
                .map(squeeze)
                .filter(|l| !known.iter().any(|k| k.contains(l.as_str()) || l == k));
            let odd: Vec<String> = odd.collect();
            lines.push(format!(
                "{format} has {more} chars more than {all}: {odd:?}"
            ));
        }
    }
    lines
}

#[test]
fn what_libreoffice_writes_is_what_it_was_given() {
    let folder = tempfile::tempdir().unwrap();
    let (xml, pieces) = document();
    let file = folder.path().join("a.fodt");
    std::fs::write(&file, &xml).unwrap();
    let read = |bytes: &[u8], name: &str| {
        let imported = import(bytes, name, &Options::default());
        imported.map_or_else(|e| format!("[{e}]"), |i| i.source.plain())
    };
    let mut wrong = faults("fodt", &read(xml.as_bytes(), "a.fodt"), &pieces);
    for format in ["docx", "doc", "odt", "rtf", "html", "epub"] {
        let Some(made) = convert(folder.path(), &file, format) else {
            let why = format!("soffice writes no {format} here (scripts/setup test installs it)");
            assert!(std::env::var_os("YANDU_ALL_TOOLS").is_none(), "{why}");
            eprintln!("SKIPPED: {why}");
            continue;
        };
        let bytes = std::fs::read(&made).unwrap();
        wrong.extend(faults(
            format,
            &read(&bytes, &made.to_string_lossy()),
            &pieces,
        ));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
