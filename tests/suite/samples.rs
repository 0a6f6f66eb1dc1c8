//! Every row of the samples' expected.tsv.

use std::path::Path;

use yandu_import::{Format, ImportError, Options, archive, import, is_archive};

use crate::shared::{rows, shared, squeeze};

/// The text of a file; of an archive, the names and texts of its files.
fn text_of(path: &Path) -> String {
    let bytes = std::fs::read(path).unwrap();
    // The one sample that asks for a password names it.
    let password = path.to_string_lossy().contains("userpw-123456");
    let options = Options {
        password: password.then(|| "123456".to_owned()),
        ..Options::default()
    };
    let read = |bytes: &[u8], name: &str| {
        import(bytes, name, &options)
            .map(|i| i.source.plain())
            .unwrap_or_else(|e| format!("[{e}]"))
    };
    if !is_archive(&bytes) {
        return read(&bytes, &path.to_string_lossy());
    }
    let mut text = String::new();
    archive::visit(&bytes, &options.limits, &mut |entry| {
        let content = entry
            .content
            .map(|b| read(&b, &entry.name))
            .unwrap_or_else(|e| format!("[{e}]"));
        text.push_str(&format!("{}\n{content}\n", entry.name));
        true
    })
    .unwrap();
    text
}

#[test]
fn samples_give_what_they_must() {
    let Some(shared) = shared() else { return };
    let mut wrong = Vec::new();
    for folder in [
        "txt", "md", "html", "docx", "odt", "rtf", "doc", "epub", "ofd", "pdf", "zip",
    ] {
        let folder = shared.join("samples").join(folder);
        for row in rows(&folder.join("expected.tsv")) {
            let text = squeeze(&text_of(&folder.join(&row["file"])));
            let parts = |column: &str| {
                let cell = row.get(column).cloned().unwrap_or_default();
                cell.split(" / ")
                    .map(squeeze)
                    .filter(|p| !p.is_empty())
                    .collect::<Vec<_>>()
            };
            wrong.extend(
                parts("must_contain")
                    .into_iter()
                    .filter(|p| !text.contains(p))
                    .map(|p| format!("{}: lacks {p}", row["file"])),
            );
            wrong.extend(
                parts("must_not_contain")
                    .into_iter()
                    .filter(|p| text.contains(p))
                    .map(|p| format!("{}: has {p}", row["file"])),
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_cannot_be_read_is_said_not_guessed() {
    let Some(shared) = shared() else { return };
    let read = |name: &str| {
        let bytes = std::fs::read(shared.join("samples").join(name)).unwrap();
        import(&bytes, name, &Options::default())
    };
    let locked = read("pdf/news-userpw-123456.pdf").unwrap_err();
    assert!(matches!(locked, ImportError::Encrypted), "{locked}");
    let garbled = read("pdf/seed-no-tounicode.pdf").unwrap_err();
    assert!(
        matches!(garbled, ImportError::NeedsOcr { garbled: true, .. }),
        "{garbled}"
    );
    let scan = read("pdf/seed-scan.pdf").unwrap_err();
    assert!(
        matches!(
            scan,
            ImportError::NeedsOcr {
                pages: 2,
                garbled: false
            }
        ),
        "{scan}"
    );
    let partly = read("ofd/pua-glyphs.ofd").unwrap();
    assert_eq!(partly.unread_pages, [2, 3]);
    let private = |c: char| ('\u{e000}'..='\u{f8ff}').contains(&c);
    assert!(!partly.source.plain().contains(private));
}

#[test]
fn hostile_archive_is_held_within_limits() {
    let Some(shared) = shared() else { return };
    let bytes = std::fs::read(shared.join("samples/zip/hostile.zip")).unwrap();
    let (mut unsafe_paths, mut bombs, mut texts) = (0, 0, 0);
    archive::visit(&bytes, &Options::default().limits, &mut |entry| {
        match entry.content {
            Err(ImportError::UnsafePath(_)) => unsafe_paths += 1,
            Err(ImportError::ArchiveLimit(_)) => bombs += 1,
            Ok(bytes)
                if import(&bytes, &entry.name, &Options::default())
                    .is_ok_and(|i| i.format == Format::Plain) =>
            {
                texts += 1
            }
            _ => {}
        }
        true
    })
    .unwrap();
    assert!(
        unsafe_paths >= 2 && bombs >= 1 && texts >= 1,
        "{unsafe_paths} {bombs} {texts}"
    );
}
