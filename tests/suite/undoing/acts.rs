//! Everything that can be done in a library, by chance.

use std::path::{Path, PathBuf};

use tempfile::TempDir;
use yandu::{
    AnnotationChange, AnnotationFile, AnnotationFilter, AnnotationFormat, AnnotationKind, Colour,
    Correction, DocumentFilter, ImportOptions, ItemChange, Library, LibraryError, ListChange,
    MetadataField, NewAnnotation, NewItem, NewNote, NewPack, NoteChange, NoteFilter, PackTrust,
    Requirement, SectionChange, Settlement, Sort, TextPositionSelector,
};

use crate::groups::member::folder;
use crate::shared::Dice;

const TITLES: [&str; 6] = ["提纲", "素材", "体会", "提纲#1|二[三]", "读后", "计划"];
const WORDS: [&str; 5] = ["必读", "重点", "基层", "心得", "九月学习"];

fn text(n: usize, edition: usize) -> String {
    let lines: Vec<String> = (0..6)
        .filter(|line| (line + edition) % 5 != 1)
        .map(|line| {
            format!(
                "第{line}项，要把第{n}件事的第{line}步落到实处，抓好第{}次检查。",
                line * 7 % 5
            )
        })
        .collect();
    format!(
        "关于第{n}件事的讲话\n\n（2024年5月{}日）\n\n同志们：\n\n{}\n",
        1 + n % 28,
        lines.join("\n\n")
    )
}

/// A folder with a library in which there is something of everything, and a pack beside it.
pub(crate) fn library() -> TempDir {
    let place = folder();
    let mut library = Library::open(&place.path().join("library")).unwrap();
    for n in 0..4 {
        let file = place.path().join(format!("讲话{n}.txt"));
        std::fs::write(&file, text(n, 0)).unwrap();
        let options = ImportOptions::default();
        library
            .import(&[file], &options, &mut |_, _, _| true)
            .unwrap();
    }
    library.set_my_name("王平").unwrap();
    let all = documents(&library);
    library.add_tag(&all[..2], "必读").unwrap();
    library.add_to_collection("九月学习", &all[1..3]).unwrap();
    let acts = Acts::new(place.path());
    let mut dice = Dice(1);
    acts.annotate(&mut library, &mut dice).unwrap();
    acts.add_note(&mut library, &mut dice).unwrap();
    let list = library.add_reading_list("第一专题", "先读讲话").unwrap();
    let item = NewItem {
        document: all[0].clone(),
        passage: None,
        section: None,
        requirement: Requirement::Required,
    };
    library.add_item(&list.id, &item).unwrap();
    pack(place.path());
    place
}

/// A pack of another library, with a text, an annotation and a list.
fn pack(place: &Path) {
    let other = folder();
    let mut library = Library::open(&other.path().join("library")).unwrap();
    let file = other.path().join("公开.txt");
    std::fs::write(&file, text(99, 0)).unwrap();
    let options = ImportOptions::default();
    library
        .import(&[file], &options, &mut |_, _, _| true)
        .unwrap();
    library.set_my_name("市委党校").unwrap();
    let id = documents(&library)[0].clone();
    Acts::new(other.path())
        .annotate(&mut library, &mut Dice(2))
        .unwrap();
    let list = library.add_reading_list("公开课", "").unwrap();
    let item = NewItem {
        document: id,
        passage: None,
        section: None,
        requirement: Requirement::Optional,
    };
    library.add_item(&list.id, &item).unwrap();
    let new = NewPack {
        title: "公开课".into(),
        lists: vec!["公开课".into()],
        annotations: true,
        ..NewPack::default()
    };
    library
        .create_pack(&new, &place.join("公开课.yandu"))
        .unwrap();
}

pub(crate) fn documents(library: &Library) -> Vec<String> {
    let filter = DocumentFilter {
        limit: 100,
        ..DocumentFilter::default()
    };
    let mut all: Vec<String> = library
        .list_documents(&filter)
        .unwrap()
        .items
        .into_iter()
        .map(|d| d.id)
        .collect();
    all.sort();
    all
}

type Done = Result<(), LibraryError>;

pub(crate) struct Acts {
    place: PathBuf,
    imported: usize,
}

impl Acts {
    pub(crate) fn new(place: &Path) -> Acts {
        Acts {
            place: place.to_owned(),
            imported: 100,
        }
    }

    /// Does one thing; answers with which.
    pub(crate) fn one(&mut self, library: &mut Library, dice: &mut Dice) -> String {
        let n = dice.below(60);
        let done = match n {
            0..=6 => self.add_note(library, dice),
            7..=18 => self.change_note(library, dice),
            19..=24 => self.label(library, dice),
            25..=27 => self.search(library, dice),
            28..=31 => self.annotate(library, dice),
            32..=38 => self.change_annotation(library, dice),
            39..=47 => self.list(library, dice),
            48..=51 => self.describe(library, dice),
            52..=55 => self.import(library, dice),
            56 => self.update(library, dice),
            57 => self.update(library, dice),
            58 => self.pack(library),
            _ => self.exchange(library),
        };
        format!("act {n}: {done:?}")
    }

    fn some(library: &Library, dice: &mut Dice) -> Result<String, LibraryError> {
        let all = documents(library);
        match all.is_empty() {
            true => Err(LibraryError::NothingToUndo),
            false => Ok(all[dice.below(all.len())].clone()),
        }
    }

    fn body(library: &Library, dice: &mut Dice) -> String {
        let title = TITLES[dice.below(TITLES.len())];
        let about = Self::some(library, dice)
            .ok()
            .and_then(|id| library.get_document(&id).ok());
        let about = about.map_or(String::new(), |d| format!("读[[{}]]。", d.title));
        let more = "学习的目的全在于运用。".repeat(dice.below(4));
        format!(
            "见 [[{title}]] 和 [[{}|别的]]。{about}{more}",
            TITLES[dice.below(3)]
        )
    }

    pub(crate) fn add_note(&self, library: &mut Library, dice: &mut Dice) -> Done {
        let new = NewNote {
            title: TITLES[dice.below(TITLES.len())].to_owned(),
            body: Self::body(library, dice),
            document: if dice.chance(30) {
                Some(Self::some(library, dice)?)
            } else {
                None
            },
            tags: if dice.chance(40) {
                vec![WORDS[dice.below(5)].to_owned()]
            } else {
                Vec::new()
            },
        };
        library.add_note(&new).map(drop)
    }

    fn change_note(&self, library: &mut Library, dice: &mut Dice) -> Done {
        let filter = NoteFilter {
            trashed: dice.chance(15),
            ..NoteFilter::default()
        };
        let all = library.list_notes(&filter)?.items;
        if all.is_empty() {
            return self.add_note(library, dice);
        }
        // Often the one that was written last: writing goes on.
        let n = if dice.chance(50) {
            0
        } else {
            dice.below(all.len())
        };
        let id = all[n].id.clone();
        let words = |title: Option<String>, body: Option<String>| NoteChange {
            title,
            body,
            ..NoteChange::default()
        };
        match dice.below(10) {
            0 => library.trash_notes(&[id]).map(drop),
            1 => library.restore_notes(&[id]).map(drop),
            2 => {
                let versions = library.list_note_versions(&id)?;
                let n = versions.get(dice.below(versions.len())).map_or(9, |v| v.n);
                library.restore_note_version(&id, n).map(drop)
            }
            3 => {
                let tags = NoteChange {
                    tags: Some(vec![WORDS[dice.below(5)].to_owned()]),
                    document: dice.chance(50).then(String::new),
                    ..NoteChange::default()
                };
                library.update_note(&id, &tags).map(drop)
            }
            4 | 5 => {
                let title = format!(
                    "{}{}",
                    TITLES[dice.below(TITLES.len())],
                    ["", "二"][dice.below(2)]
                );
                library
                    .update_note(&id, &words(Some(title), None))
                    .map(drop)
            }
            6 => library
                .update_note(&id, &words(None, Some(Self::body(library, dice))))
                .map(drop),
            _ => {
                let body = library.get_note(&id)?.body;
                let typed = match dice.below(4) {
                    0 => body.chars().take(body.chars().count() * 9 / 10).collect(),
                    1 => Self::body(library, dice),
                    _ => format!("{body}接着写[[{}]]。", TITLES[dice.below(6)]),
                };
                let title = dice.chance(20).then(|| TITLES[dice.below(6)].to_owned());
                library.type_note(&id, &words(title, Some(typed))).map(drop)
            }
        }
    }

    fn label(&self, library: &mut Library, dice: &mut Dice) -> Done {
        let (id, word) = ([Self::some(library, dice)?], WORDS[dice.below(5)]);
        match dice.below(9) {
            0 | 1 => library.add_tag(&id, word).map(drop),
            2 => library.remove_tag(&id, word).map(drop),
            3 => library.add_collection(word).map(drop),
            4 => library.remove_collection(word).map(drop),
            5 => library.add_to_collection(word, &id).map(drop),
            6 => library.remove_from_collection(word, &id).map(drop),
            7 => library.add_user_words(&[format!("{word}工作")]),
            _ => library.remove_user_words(&[format!("{word}工作")]),
        }
    }

    fn search(&self, library: &mut Library, dice: &mut Dice) -> Done {
        let word = WORDS[dice.below(5)];
        match dice.below(3) {
            0 => library
                .save_search(word, "落到实处", Sort::default())
                .map(drop),
            1 => library.rename_search(word, WORDS[dice.below(5)]),
            _ => library.remove_search(word),
        }
    }

    pub(crate) fn annotate(&self, library: &mut Library, dice: &mut Dice) -> Done {
        let id = Self::some(library, dice)?;
        let new = NewAnnotation {
            kind: AnnotationKind::Comment,
            colour: Colour::KeyPoint,
            comment: "要联系实际".to_owned(),
            tags: if dice.chance(40) {
                vec![WORDS[dice.below(5)].to_owned()]
            } else {
                Vec::new()
            },
        };
        library
            .add_annotation(&id, Self::stretch(dice), &new)
            .map(drop)
    }

    fn stretch(dice: &mut Dice) -> TextPositionSelector {
        let block = 2 + dice.below(4) as u32;
        let start = dice.below(8) as u32;
        TextPositionSelector {
            block,
            start,
            end_block: block,
            end: start + 1 + dice.below(20) as u32,
        }
    }

    fn change_annotation(&self, library: &mut Library, dice: &mut Dice) -> Done {
        let all = library
            .list_annotations(&AnnotationFilter::default())?
            .items;
        if all.is_empty() {
            return self.annotate(library, dice);
        }
        let view = &all[dice.below(all.len())];
        let id = view.id.clone();
        let reply = view.replies.first().map(|r| r.id.clone());
        match dice.below(8) {
            0 => {
                let change = AnnotationChange {
                    comment: Some("改过的意见".to_owned()),
                    tags: Some(vec![WORDS[dice.below(5)].to_owned()]),
                    ..AnnotationChange::default()
                };
                library.update_annotation(&id, &change).map(drop)
            }
            1 => library
                .resize_annotation(&id, Self::stretch(dice))
                .map(drop),
            2 => library.remove_annotations(&[id]).map(drop),
            3 | 4 => library.add_reply(&id, "同意").map(drop),
            5 => match reply {
                Some(reply) => library.update_reply(&reply, "很同意").map(drop),
                None => Ok(()),
            },
            6 => match reply {
                Some(reply) => library.remove_reply(&reply).map(drop),
                None => Ok(()),
            },
            _ => {
                let settlement = [
                    Settlement::Confirm,
                    Settlement::Keep,
                    Settlement::Place(Self::stretch(dice)),
                ];
                library
                    .settle_annotation(&id, settlement[dice.below(3)])
                    .map(drop)
            }
        }
    }

    fn list(&self, library: &mut Library, dice: &mut Dice) -> Done {
        let lists = library.list_reading_lists()?;
        if lists.is_empty() || dice.chance(15) {
            return library.add_reading_list(WORDS[dice.below(5)], "").map(drop);
        }
        let view = library.get_reading_list(&lists[dice.below(lists.len())].id)?;
        let section = view.sections.first().map(|s| s.id.clone());
        let item = view
            .sections
            .iter()
            .flat_map(|s| &s.items)
            .next()
            .map(|i| i.id.clone());
        match (dice.below(12), section, item) {
            (0, ..) => {
                let change = ListChange {
                    title: Some(WORDS[dice.below(5)].to_owned()),
                    ..ListChange::default()
                };
                library.update_reading_list(&view.id, &change).map(drop)
            }
            (1, ..) => library.remove_reading_list(&view.id).map(drop),
            (2, ..) => library.copy_reading_list(&view.id, "副本").map(drop),
            (3, ..) => library
                .add_section(&view.id, WORDS[dice.below(5)])
                .map(drop),
            (4, Some(section), _) => {
                let change = SectionChange {
                    introduction: Some("先读这些".to_owned()),
                    ..SectionChange::default()
                };
                library.update_section(&section, &change).map(drop)
            }
            (5, Some(section), _) => library
                .move_section(&section, dice.below(3) as u32)
                .map(drop),
            (6, Some(section), _) => library.remove_section(&section).map(drop),
            (7, Some(section), Some(item)) => library.move_item(&item, &section, 0).map(drop),
            (8, _, Some(item)) => {
                let change = ItemChange {
                    finished: Some(dice.chance(50)),
                    guide: Some("抓住要点".to_owned()),
                    ..ItemChange::default()
                };
                library.update_item(&item, &change).map(drop)
            }
            (9, _, Some(item)) => library.remove_item(&item).map(drop),
            _ => {
                let new = NewItem {
                    document: Self::some(library, dice)?,
                    passage: dice.chance(50).then(|| Self::stretch(dice)),
                    section: None,
                    requirement: Requirement::Optional,
                };
                library.add_item(&view.id, &new).map(drop)
            }
        }
    }

    fn describe(&self, library: &mut Library, dice: &mut Dice) -> Done {
        let (id, other) = (Self::some(library, dice)?, Self::some(library, dice)?);
        let trashed = DocumentFilter {
            trashed: true,
            limit: 5,
            ..DocumentFilter::default()
        };
        match dice.below(8) {
            0 | 1 => {
                let title = Correction {
                    field: MetadataField::Title,
                    value: TITLES[dice.below(6)].to_owned(),
                };
                let date = Correction {
                    field: MetadataField::Date,
                    value: format!("2020-01-0{}", 1 + dice.below(9)),
                };
                library.correct_metadata(&id, &[title, date]).map(drop)
            }
            2 => library.confirm_metadata(&[id]).map(drop),
            3 => library.trash_documents(&[id]).map(drop),
            4 => {
                let gone = library.list_documents(&trashed)?.items;
                let gone: Vec<String> = gone.into_iter().take(1).map(|d| d.id).collect();
                library.restore_documents(&gone).map(drop)
            }
            5 => library.join_work(&id, &other).map(drop),
            6 => library.leave_work(&id),
            _ => library.keep_apart(&id, &other).map(drop),
        }
    }

    fn import(&mut self, library: &mut Library, dice: &mut Dice) -> Done {
        let mut files = Vec::new();
        for _ in 0..1 + dice.below(2) {
            self.imported += 1;
            let file = self.place.join(format!("新{}.txt", self.imported));
            // Never the same text twice: one that is in the trash would be a duplicate.
            let unique = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
            let body = format!(
                "{}\n\n附记{}。\n",
                text(self.imported, 0),
                unique.unwrap().as_nanos()
            );
            std::fs::write(&file, body).unwrap();
            files.push(file);
        }
        let options = ImportOptions {
            collection: dice.chance(50).then(|| WORDS[dice.below(5)].to_owned()),
            ..ImportOptions::default()
        };
        library
            .import(&files, &options, &mut |_, _, _| true)
            .map(drop)
    }

    /// A document gets another version.
    fn update(&mut self, library: &mut Library, dice: &mut Dice) -> Done {
        let id = Self::some(library, dice)?;
        self.imported += 1;
        let file = self.place.join(format!("改{}.txt", self.imported));
        let unique = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let body = format!(
            "{}\n\n附记{}。\n",
            text(dice.below(4), 1 + dice.below(4)),
            unique.unwrap().as_nanos()
        );
        std::fs::write(&file, body).unwrap();
        let options = ImportOptions {
            replaces: Some(id),
            collection: dice.chance(30).then(|| WORDS[dice.below(5)].to_owned()),
            ..ImportOptions::default()
        };
        library
            .import(&[file], &options, &mut |_, _, _| true)
            .map(drop)
    }

    fn pack(&self, library: &mut Library) -> Done {
        let file = self.place.join("公开课.yandu");
        library
            .import_pack(&file, PackTrust::New, &mut |_, _| true)
            .map(drop)
    }

    /// Annotations go out in a file and come in again.
    fn exchange(&self, library: &mut Library) -> Done {
        let bytes =
            library.export_annotations(&AnnotationFilter::default(), AnnotationFormat::JsonLd)?;
        let text = String::from_utf8(bytes).unwrap();
        let changed = text
            .replace("联系实际", "联系工作实际")
            .replace("urn:uuid:", "urn:uuid:ab");
        let file = AnnotationFile {
            name: "批注.jsonld".to_owned(),
            bytes: changed.as_bytes(),
            document: None,
        };
        library.import_annotations(&file).map(drop)
    }
}
