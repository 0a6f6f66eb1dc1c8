//! The manual shows what is there: its pictures exist, end-to-end tests take them, its links lead somewhere.

use std::path::Path;

fn project(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn texts(folder: &str, ending: &str) -> Vec<(String, String)> {
    let entries = std::fs::read_dir(project(folder)).unwrap();
    let paths = entries.map(|e| e.unwrap().path());
    paths
        .filter(|p| p.extension().is_some_and(|e| e == ending))
        .map(|p| {
            (
                p.file_name().unwrap().to_string_lossy().into_owned(),
                std::fs::read_to_string(p).unwrap(),
            )
        })
        .collect()
}

/// The targets of Markdown links and pictures.
fn targets(page: &str) -> impl Iterator<Item = &str> {
    page.split("](")
        .skip(1)
        .filter_map(|rest| rest.split([')', '#']).next())
}

#[test]
fn every_picture_and_link_of_the_manual_leads_somewhere() {
    let tests: String = texts("tests/e2e/window", "rs")
        .into_iter()
        .map(|(_, text)| text)
        .collect();
    let mut pictures = 0;
    for (name, page) in texts("docs/manual", "md") {
        for target in targets(&page).filter(|t| !t.starts_with("http")) {
            assert!(
                project("docs/manual").join(target).exists(),
                "{name} names {target}"
            );
            if let Some(picture) = target
                .strip_prefix("pictures/")
                .and_then(|p| p.strip_suffix(".png"))
            {
                let taken = tests.contains(&format!("screenshot(\"{picture}\")"))
                    || picture.starts_with("guide-");
                assert!(taken, "no end-to-end test takes {picture}");
                pictures += 1;
            }
        }
    }
    assert!(pictures >= 15, "{pictures} pictures");
}

#[test]
fn the_guide_has_five_steps_in_both_languages() {
    for language in ["zh-CN", "en"] {
        let words =
            std::fs::read_to_string(project(&format!("ui/src/messages/{language}.ts"))).unwrap();
        let steps = words.split("guideSteps: {").nth(1).unwrap();
        for step in ["import:", "search:", "read:", "list:", "keep:"] {
            assert!(steps.contains(step), "{language} {step}");
        }
    }
}
