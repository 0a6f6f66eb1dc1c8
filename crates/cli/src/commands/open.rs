//! Which library a command works on, and whether it may make one.
//!
//! A command that only looks never makes anything. An import and its like make the library that they fill; a note or a
//! list makes one in a folder that is there and empty, or where libraries lie by default: a folder that is not there is
//! more likely mistyped.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use yandu::{ErrorCode, Library, LibraryError};

use crate::alike::nearest;
use crate::arguments::{
    Arguments, Collection, Command, Group, Note, Pack, ReadingList, Searches, Watch, Word,
};
use crate::failure::Failure;
use crate::output::Output;

/// A library, or what is wrong with it.
pub(super) enum Opened {
    Whole(Box<Library>),
    Damaged(PathBuf, LibraryError),
}

/// Whether a command may make a library.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Makes {
    Always,
    WhereItIsMeant,
    Never,
}

fn makes(command: &Command) -> Makes {
    match command {
        Command::Import(import) if import.dry_run => Makes::Never,
        Command::Import(_)
        | Command::Init
        | Command::Restore { .. }
        | Command::Pack(Pack::Import { .. })
        | Command::Group(Group::Create { .. } | Group::Join { .. }) => Makes::Always,
        Command::Note(Note::Add { .. })
        | Command::Collection(Collection::Create { .. })
        | Command::ReadingList(ReadingList::Create { .. })
        | Command::Word(Word::Add { .. })
        | Command::Searches(Searches::Save { .. })
        | Command::Watch(Watch::Add { .. }) => Makes::WhereItIsMeant,
        _ => Makes::Never,
    }
}

/// A folder, and whether the user named it on this command line.
struct Place {
    folder: PathBuf,
    named: bool,
}

/// `--library`, `YANDU_LIBRARY`, or the platform's data folder.
fn place(arguments: &Arguments) -> Result<Place, Failure> {
    if let Some(folder) = &arguments.library {
        return Ok(Place {
            folder: folder.clone(),
            named: true,
        });
    }
    let set = std::env::var_os("YANDU_LIBRARY").filter(|f| !f.is_empty());
    let folder = set.map(PathBuf::from).or_else(Library::default_folder);
    let none = || {
        Failure::refused(
            "找不到系统数据目录".to_owned(),
            "请用 --library 指定资料库文件夹",
        )
        .in_english(
            "this system has no folder for data",
            "name the library with --library",
        )
    };
    Ok(Place {
        folder: folder.ok_or_else(none)?,
        named: false,
    })
}

fn is_empty(folder: &Path) -> bool {
    std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

/// Opens the library of a command.
pub(super) fn open(arguments: &Arguments, output: &Output) -> Result<Opened, Failure> {
    let place = place(arguments)?;
    let may = match makes(&arguments.command) {
        Makes::Always => true,
        Makes::WhereItIsMeant => !place.named || is_empty(&place.folder),
        Makes::Never => false,
    };
    let there = place.folder.join("library.sqlite").is_file();
    let opened = match may {
        true => Library::open(&place.folder),
        false => Library::open_existing(&place.folder),
    };
    match opened {
        Ok(library) => {
            if !there {
                let shown = place.folder.display();
                output.aside(match output.english {
                    true => format!("New library: {shown}"),
                    false => format!("已新建资料库：{shown}"),
                });
            }
            Ok(Opened::Whole(Box::new(library)))
        }
        Err(error) if error.code() == ErrorCode::Damaged => {
            Ok(Opened::Damaged(place.folder, error))
        }
        Err(LibraryError::NoLibrary(_)) => Err(no_library(&place)),
        Err(error) => Err(error.into()),
    }
}

/// `init`
pub(super) fn init(arguments: &Arguments, output: &Output) -> Result<ExitCode, Failure> {
    let place = place(arguments)?;
    let there = place.folder.join("library.sqlite").is_file();
    let library = Library::open(&place.folder)?;
    let shown = library.folder().display();
    if output.json {
        output.json(&serde_json::json!({ "library": library.folder(), "created": !there }))?;
    } else {
        output.note(match (there, output.english) {
            (false, false) => format!("已新建资料库：{shown}"),
            (false, true) => format!("New library: {shown}"),
            (true, false) => format!("资料库已在这里：{shown}"),
            (true, true) => format!("The library is there already: {shown}"),
        });
    }
    Ok(ExitCode::SUCCESS)
}

fn no_library(place: &Place) -> Failure {
    let shown = place.folder.display();
    if !place.named {
        return Failure::refused(
            format!("还没有资料库：{shown}"),
            "用 import 导入文件或文件夹，会自动建立；资料库在别处时用 --library 指定",
        )
        .in_english(
            format!("there is no library yet: {shown}"),
            "import files or folders to make one, or name another with --library",
        );
    }
    let what = if place.folder.is_file() {
        "这是文件，不是资料库文件夹"
    } else {
        "这里没有资料库"
    };
    let near = libraries_near(&place.folder);
    let list: Vec<String> = near.iter().map(|p| p.display().to_string()).collect();
    let (hint, english) = match list.is_empty() {
        true => (
            "请检查文件夹是否写对；要新建资料库，请用 init 或 import".to_owned(),
            "check the folder; init and import make a new library".to_owned(),
        ),
        false => (
            format!("是否要写 --library {}", list.join("、")),
            format!("did you mean --library {}?", list.join(" or ")),
        ),
    };
    Failure::refused(format!("{what}：{shown}"), &hint)
        .in_english(format!("there is no library: {shown}"), english)
}

/// Libraries that may have been meant: inside the folder, or beside it with a name alike.
fn libraries_near(folder: &Path) -> Vec<PathBuf> {
    let is_library = |path: &Path| path.join("library.sqlite").is_file();
    let below = ["library", "data/library", "yandu"].map(|name| folder.join(name));
    let mut near: Vec<PathBuf> = below.into_iter().filter(|path| is_library(path)).collect();
    let parent = folder.parent().map(|p| {
        if p.as_os_str().is_empty() {
            Path::new(".")
        } else {
            p
        }
    });
    let (Some(parent), Some(name)) = (parent, folder.file_name()) else {
        return near;
    };
    if is_library(parent) {
        near.push(parent.to_owned());
    }
    let entries = std::fs::read_dir(parent).into_iter().flatten().flatten();
    let libraries = entries.filter(|e| is_library(&e.path()));
    let names: Vec<String> = libraries
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let beside = nearest(&name.to_string_lossy(), &names).or(match names[..] {
        [only] => Some(only),
        _ => None,
    });
    near.extend(beside.map(|name| parent.join(name)));
    near
}

/// Names the documents that may have been meant where one was not found.
pub(super) fn with_alike_documents(library: &Library, failure: Failure) -> Failure {
    let Some(typed) = &failure.missing else {
        return failure;
    };
    let found = library.documents_like(typed).unwrap_or_default();
    if found.is_empty() {
        return failure;
    }
    let list: Vec<String> = found
        .iter()
        .map(|(id, title, date)| {
            let date = date
                .as_deref()
                .map(|d| format!("，{d}"))
                .unwrap_or_default();
            format!("{} 《{title}》{date}", &id[..8.min(id.len())])
        })
        .collect();
    let list = list.join("；");
    failure.hinted(format!("是否要找：{list}"), format!("did you mean: {list}"))
}
