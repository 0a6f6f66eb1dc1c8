//! The commands, one file a noun.

mod annotations;
mod copies;
mod documents;
mod export;
mod group;
mod import;
mod labels;
mod near;
mod notes;
mod pack;
mod quotations;
mod reading_lists;
mod search;
mod searches;
mod shell;
mod terms;
mod watch;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use yandu::{ErrorCode, Library, LibraryError, Repair};

use crate::arguments::{Arguments, Command};
use crate::failure::Failure;
use crate::output::Output;

/// Runs a command.
pub(crate) fn run(arguments: &Arguments, output: &Output) -> Result<ExitCode, Failure> {
    match &arguments.command {
        Command::Completions { shell } => Ok(shell::completions(*shell, output)),
        Command::Man { folder } => shell::man(folder.as_deref(), output),
        command => match open(arguments)? {
            Opened::Whole(library) => run_in(*library, command, output),
            Opened::Damaged(folder, error) => copies::rescue(&folder, error, command, output),
        },
    }
}

/// A library, or what is wrong with it.
enum Opened {
    Whole(Box<Library>),
    Damaged(PathBuf, LibraryError),
}

fn open(arguments: &Arguments) -> Result<Opened, Failure> {
    let folder = library_folder(arguments)?;
    match Library::open(&folder) {
        Ok(library) => Ok(Opened::Whole(Box::new(library))),
        Err(error) if error.code() == ErrorCode::Damaged => Ok(Opened::Damaged(folder, error)),
        Err(error) => Err(error.into()),
    }
}

fn run_in(mut library: Library, command: &Command, output: &Output) -> Result<ExitCode, Failure> {
    match command {
        Command::Import(import) => return import::run(&mut library, import, output),
        Command::Documents(list) => documents::list(&library, list, output)?,
        Command::Show(show) => documents::show(&library, show, output)?,
        Command::Search(search) => return search::run(&mut library, search, output),
        Command::Searches(searches) => searches::run(&mut library, searches, output)?,
        Command::Suggest(suggest) => searches::suggest(&mut library, suggest, output)?,
        Command::Similar { id, limit } => near::similar(&mut library, id, *limit, output)?,
        Command::Compare { left, right } => near::compare(&library, left, right, output)?,
        Command::Duplicates(duplicates) => near::duplicates(&mut library, duplicates, output)?,
        Command::Pack(pack) => return self::pack::run(&mut library, pack, output),
        Command::Group(group) => return self::group::run(&mut library, group, output),
        Command::Watch(watch) => self::watch::run(&mut library, watch, output)?,
        Command::ReadAgain { id, encoding } => {
            near::read_again(&mut library, id, encoding.as_deref(), output)?;
        }
        Command::Tag(tag) => labels::tag(&mut library, tag, output)?,
        Command::Collection(collection) => labels::collection(&mut library, collection, output)?,
        Command::Trash(trash) => labels::trash(&mut library, trash, output)?,
        Command::Word(word) => labels::word(&mut library, word, output)?,
        Command::Terms(terms) => terms::propose(&mut library, terms, output)?,
        Command::Cite { ids, style } => documents::cite(&library, ids, *style, output)?,
        Command::Term { text, by } => terms::term(&mut library, text, *by, output)?,
        Command::Concordance { .. } => {
            terms::concordance(&mut library, command, output)?;
        }
        Command::CheckQuotes(check) => return quotations::run(&mut library, check, output),
        Command::Export(export) => return self::export::run(&library, export, output),
        Command::ReadingList(list) => reading_lists::run(&mut library, list, output)?,
        Command::Annotate(annotate) => annotations::annotate(&mut library, annotate, output)?,
        Command::Annotations(list) => return annotations::annotations(&mut library, list, output),
        Command::Note(note) => notes::note(&mut library, note, output)?,
        Command::Redo => labels::redo(&mut library, output)?,
        Command::Undo(undo) => labels::undo(&mut library, undo, output)?,
        Command::Backup { file } => copies::backup(&library, file, output)?,
        Command::Restore { file } => copies::restore(library, file, output)?,
        Command::Snapshots { create } => copies::snapshots(&library, *create, output)?,
        Command::Doctor {
            repair,
            rebuild_index,
        } => {
            let repair = match (rebuild_index, repair) {
                (true, _) => Repair::RebuildIndex,
                (false, true) => Repair::Yes,
                (false, false) => Repair::No,
            };
            return copies::doctor(&mut library, repair, output);
        }
        // These two need no library: they were answered before one was opened.
        Command::Completions { .. } | Command::Man { .. } => {}
    }
    Ok(ExitCode::SUCCESS)
}

/// `--library`, `YANDU_LIBRARY`, or the platform's data folder.
fn library_folder(arguments: &Arguments) -> Result<PathBuf, Failure> {
    if let Some(folder) = &arguments.library {
        return Ok(folder.clone());
    }
    if let Some(folder) = std::env::var_os("YANDU_LIBRARY").filter(|f| !f.is_empty()) {
        return Ok(PathBuf::from(folder));
    }
    Library::default_folder().ok_or_else(|| {
        Failure::refused(
            "找不到系统数据目录".to_owned(),
            "请用 --library 指定资料库文件夹",
        )
    })
}

/// True from the moment on at which Ctrl+C was pressed.
fn stop_on_interrupt() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let seen = stop.clone();
    let _ = ctrlc::set_handler(move || seen.store(true, Ordering::Relaxed));
    stop
}
