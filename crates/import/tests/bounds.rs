//! Every format under its limits: files of all formats with bytes flipped, cut off and spliced in, each read in at most ten
//! seconds and 500 MB, and rings of all kinds of objects.
//!
//! It is a program of its own, without the usual harness, because it also serves as the worker that reads PDF and OFD.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test that reports and panics"
)]

use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use yandu_import::{ImportError, Options, archive, import, is_archive};
use zip::write::SimpleFileOptions;

/// Mutations of the whole run; `YANDU_MUTATIONS` for more.
const MUTATIONS: usize = 3_000;
/// What one file may take: the limit of the readers, and a busy machine.
const SLOWEST: Duration = Duration::from_secs(12);
/// Kilobytes of this process at its highest.
const MEMORY: u64 = 500 << 10;
/// Bytes of a sample: larger ones say no more and take longer.
const LARGEST: u64 = 200_000;

fn main() -> ExitCode {
    if let Some(code) = yandu_import::serve_reader() {
        return code;
    }
    yandu_import::offer_reader();
    rings();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("YANDU_SHARED").map_or(folder, PathBuf::from);
    let samples = samples(&folder);
    if samples.is_empty() {
        println!("SKIPPED: no real files at {}", folder.display());
        return ExitCode::SUCCESS;
    }
    mutations(&samples);
    ExitCode::SUCCESS
}

/// Reads one file as the library does; panics if it takes too long.
fn read(name: &str, bytes: &[u8]) -> (Duration, Result<usize, String>) {
    let options = Options::default();
    let begun = Instant::now();
    let mut entries = 0;
    let result = if is_archive(bytes) {
        let visited = archive::visit(bytes, &options.limits, &mut |entry| {
            entries += 1;
            let content = entry.content;
            let _ = content.and_then(|bytes| import(&bytes, &entry.name, &options));
            entries < 50
        });
        visited.map(|()| entries)
    } else {
        import(bytes, name, &options).map(|i| i.source.lines.len())
    };
    let took = begun.elapsed();
    if took > SLOWEST {
        let kept = std::env::temp_dir().join(format!("bounds-{name}"));
        std::fs::write(&kept, bytes).unwrap();
        panic!("{name} took {took:?}, kept as {}", kept.display());
    }
    (took, result.map_err(|e: ImportError| e.to_string()))
}

/// Kilobytes that this process had at its highest; 0 where nobody says.
fn highest() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    line.and_then(|l| l.split_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}

struct Sample {
    name: String,
    bytes: Vec<u8>,
}

/// Small files of every format.
fn samples(folder: &Path) -> Vec<Sample> {
    let kinds = [
        "doc", "docx", "epub", "html", "md", "odt", "ofd", "pdf", "rtf", "txt", "zip",
    ];
    let mut found = Vec::new();
    for kind in kinds {
        let Ok(files) = std::fs::read_dir(folder.join("samples").join(kind)) else {
            continue;
        };
        let mut files: Vec<PathBuf> = files.map(|f| f.unwrap().path()).collect();
        files.sort();
        let small = |f: &PathBuf| f.metadata().is_ok_and(|m| m.is_file() && m.len() < LARGEST);
        for file in files.into_iter().filter(small).take(6) {
            found.push(Sample {
                name: file.file_name().unwrap().to_string_lossy().into_owned(),
                bytes: std::fs::read(&file).unwrap(),
            });
        }
    }
    found
}

/// The same numbers on every machine (SplitMix64).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
}

fn mutations(samples: &[Sample]) {
    let told = std::env::var("YANDU_MUTATIONS").ok();
    let count = told.and_then(|n| n.parse().ok()).unwrap_or(MUTATIONS);
    let mut dice = Dice(17);
    let (mut slowest, mut well) = (Duration::ZERO, 0);
    for n in 0..count {
        let sample = &samples[n % samples.len()];
        let other = &samples[dice.below(samples.len())];
        // A damaged zip fails at once: half of them are damaged inside.
        let inside = sample.bytes.starts_with(b"PK") && dice.below(2) == 0;
        let bytes = if inside {
            mutated_inside(&sample.bytes, &other.bytes, &mut dice)
        } else {
            mutated(&sample.bytes, &other.bytes, &mut dice)
        };
        let (took, result) = read(&sample.name, &bytes);
        slowest = slowest.max(took);
        well += usize::from(result.is_ok());
        assert!(highest() < MEMORY, "{}: {} kB", sample.name, highest());
    }
    println!(
        "{count} mutations of {} samples: {well} read, slowest {slowest:?}, highest {} MB",
        samples.len(),
        highest() >> 10
    );
}

fn mutated(bytes: &[u8], other: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    match dice.below(3) {
        0 => {
            for _ in 0..1 + dice.below(20) {
                let at = dice.below(bytes.len());
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << dice.below(8);
                }
            }
        }
        1 => bytes.truncate(dice.below(bytes.len())),
        _ => {
            let from = dice.below(other.len());
            let to = (from + dice.below(2_000)).min(other.len());
            let at = dice.below(bytes.len());
            let until = (at + dice.below(500)).min(bytes.len());
            bytes.splice(at..until, other[from..to].iter().copied());
        }
    }
    bytes
}

/// Damages one part of a package and packs it again.
fn mutated_inside(bytes: &[u8], other: &[u8], dice: &mut Dice) -> Vec<u8> {
    let Ok(mut package) = zip::ZipArchive::new(Cursor::new(bytes)) else {
        return bytes.to_vec();
    };
    let chosen = dice.below(package.len());
    let mut packed = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for n in 0..package.len() {
        let Ok(mut part) = package.by_index(n) else {
            continue;
        };
        let name = String::from_utf8_lossy(part.name_raw()).into_owned();
        let mut content = Vec::new();
        let _ = part.read_to_end(&mut content);
        if n == chosen {
            content = mutated(&content, other, dice);
        }
        if packed
            .start_file(name, SimpleFileOptions::default())
            .is_ok()
        {
            packed.write_all(&content).unwrap();
        }
    }
    packed.finish().unwrap().into_inner()
}

const PAGE: &str = "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>>>";
const TEXT: &str = "BT /F1 12 Tf 50 700 Td (Text of the page) Tj ET /X Do";

fn form(inner: &str) -> String {
    format!("<</Subtype/Form/BBox[0 0 9 9]{inner}/Length 5>>stream\n/X Do\nendstream")
}

/// The objects of a file of one page, whose drawing draws itself.
fn usual(n: usize) -> String {
    match n {
        1 => "<</Type/Catalog/Pages 2 0 R>>".into(),
        2 => "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>".into(),
        3 => PAGE.into(),
        4 => format!("<</Length {}>>stream\n{TEXT}\nendstream", TEXT.len()),
        5 => "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".into(),
        _ => form("/Resources<</XObject<</X 6 0 R>>>>"),
    }
}

/// What is changed of the usual objects so that they lead back to themselves.
fn changes() -> Vec<(&'static str, Vec<(usize, String)>)> {
    let catalog = |more: &str| format!("<</Type/Catalog/Pages 2 0 R{more}>>");
    let page = |more: &str| PAGE.replace("/Contents", &format!("{more}/Contents"));
    let content = |keys: &str| format!("<<{keys}>>stream\n{TEXT}\nendstream");
    vec![
        ("drawing", vec![]),
        (
            "bookmarks",
            vec![
                (1, catalog("/Outlines 7 0 R")),
                (7, "<</First 8 0 R>>".into()),
                (8, "<</Title(a)/Next 9 0 R/First 8 0 R>>".into()),
                (9, "<</Title(b)/Next 8 0 R/Parent 7 0 R>>".into()),
            ],
        ),
        (
            "page tree",
            vec![
                (2, "<</Type/Pages/Kids[2 0 R 7 0 R 3 0 R]/Count 3>>".into()),
                (7, "<</Type/Pages/Kids[2 0 R 7 0 R]/Parent 7 0 R>>".into()),
            ],
        ),
        (
            "parents",
            vec![
                (2, "<</Type/Pages/Kids[3 0 R]/Parent 7 0 R>>".into()),
                (7, "<</Type/Pages/Parent 2 0 R>>".into()),
            ],
        ),
        (
            "contents",
            vec![
                (3, PAGE.replace("4 0 R", "[4 0 R 7 0 R]")),
                (7, "[7 0 R 4 0 R]".into()),
            ],
        ),
        (
            "font",
            vec![(
                5,
                "<</Subtype/Type0/DescendantFonts[5 0 R]/ToUnicode 5 0 R/Encoding 5 0 R>>".into(),
            )],
        ),
        ("length", vec![(4, content("/Length 4 0 R"))]),
        (
            "filter",
            vec![(4, content("/Filter 7 0 R/Length 53")), (7, "7 0 R".into())],
        ),
        (
            "layer",
            vec![
                (1, catalog("/OCProperties<</D<</OFF[9 0 R]>>>>")),
                (6, form("/OC 7 0 R")),
                (7, "<</Type/OCMD/VE 8 0 R>>".into()),
                (8, "[/Not 8 0 R]".into()),
                (9, "<</Type/OCG>>".into()),
            ],
        ),
        (
            "field",
            vec![
                (3, page("/Annots[7 0 R]")),
                (
                    7,
                    "<</Subtype/Widget/FT/Tx/Parent 7 0 R/V 7 0 R/Rect[0 0 9 9]>>".into(),
                ),
            ],
        ),
    ]
}

/// PDFs whose objects lead back to themselves end, and keep the text that is there.
fn rings() {
    for (name, changes) in changes() {
        let most = changes.iter().map(|(n, _)| *n).max().unwrap_or(0).max(6);
        let object = |n: usize| {
            let changed = changes.iter().find(|(at, _)| *at == n);
            changed.map_or_else(|| usual(n), |(_, object)| object.clone())
        };
        let bytes = pdf(&(1..=most).map(object).collect::<Vec<_>>());
        let begun = Instant::now();
        let read = import(&bytes, "ring.pdf", &Options::default());
        assert!(begun.elapsed() < Duration::from_secs(5), "{name}");
        // A font that is its own descendant has no chars; everything else has the text.
        if name != "font" {
            let text = read.map(|i| i.source.plain());
            let text = text.unwrap_or_else(|e| panic!("{name}: {e}"));
            assert!(text.contains("Text of the page"), "{name}: {text}");
        }
    }
    println!("rings of objects end");
}

fn pdf(objects: &[String]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.5\n".to_vec();
    let mut places = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        places.push(bytes.len());
        bytes.extend(format!("{} 0 obj\n{object}\nendobj\n", n + 1).bytes());
    }
    let start = bytes.len();
    let size = objects.len() + 1;
    bytes.extend(format!("xref\n0 {size}\n0000000000 65535 f \n").bytes());
    for place in places {
        bytes.extend(format!("{place:010} 00000 n \n").bytes());
    }
    // The table before this one is this one.
    let trailer = format!("trailer<</Size {size}/Root 1 0 R/Prev {start}>>");
    bytes.extend(format!("{trailer}\nstartxref\n{start}\n%%EOF\n").bytes());
    bytes
}
