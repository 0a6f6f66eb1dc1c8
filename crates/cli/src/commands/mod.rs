//! The commands, one file a noun.

mod annotations;
mod copies;
mod documents;
mod export;
mod group;
mod import;
mod labels;
mod name;
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

mod open;

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use yandu::{Library, Repair};

use crate::arguments::{Arguments, Command, Language};
use crate::failure::Failure;
use crate::output::Output;
use open::Opened;

/// Runs a command.
pub(crate) fn run(arguments: &Arguments, output: &Output) -> Result<ExitCode, Failure> {
    let command = &arguments.command;
    match command {
        Command::Help { command } => {
            let language = if output.english {
                Language::En
            } else {
                Language::Zh
            };
            return Ok(help(command, language, output));
        }
        Command::Completions { shell } => return shell::completions(*shell, output),
        Command::Man { folder } => return shell::man(folder.as_deref(), output),
        Command::Init => return open::init(arguments, output),
        _ => {}
    }
    let mut library = match open::open(arguments, output)? {
        Opened::Whole(library) => *library,
        Opened::Damaged(folder, error) => {
            return copies::rescue(&folder, error, command, output);
        }
    };
    if let Command::Restore { file } = command {
        copies::restore(library, file, output)?;
        return Ok(ExitCode::SUCCESS);
    }
    let done = run_in(&mut library, command, output);
    done.map_err(|failure| open::with_alike_documents(&library, failure))
}

/// Prints the help of a command, or says that there is none of that name.
pub(crate) fn help(path: &[String], language: Language, output: &Output) -> ExitCode {
    match crate::help::text(path, language) {
        Ok(text) => {
            output.line(text.trim_end());
            ExitCode::SUCCESS
        }
        Err((word, known)) => {
            let names: Vec<&str> = known.iter().map(String::as_str).collect();
            let meant = crate::alike::nearest(&word, &names);
            let english = language == Language::En;
            let message = match english {
                true => format!(
                    "there is no command \"{word}\"; possible: {}",
                    known.join(", ")
                ),
                false => format!("没有“{word}”这个命令，可用：{}", known.join("、")),
            };
            let hint = match (meant, english) {
                (Some(meant), true) => format!("did you mean {meant}?"),
                (Some(meant), false) => format!("是否要写 {meant}？"),
                (None, true) => "see yandu-cli help".to_owned(),
                (None, false) => "运行 yandu-cli help 查看全部命令".to_owned(),
            };
            output.fail(&Failure::usage(message, hint))
        }
    }
}

fn run_in(library: &mut Library, command: &Command, output: &Output) -> Result<ExitCode, Failure> {
    match command {
        Command::Import(import) => return import::run(library, import, output),
        Command::Documents(list) => documents::list(library, list, output)?,
        Command::Show(show) => documents::show(library, show, output)?,
        Command::Search(search) => return search::run(library, search, output),
        Command::Searches(searches) => searches::run(library, searches, output)?,
        Command::Suggest(suggest) => searches::suggest(library, suggest, output)?,
        Command::Similar { id, limit } => near::similar(library, id, *limit, output)?,
        Command::Compare { left, right } => near::compare(library, left, right, output)?,
        Command::Duplicates(duplicates) => near::duplicates(library, duplicates, output)?,
        Command::Pack(pack) => return self::pack::run(library, pack, output),
        Command::Group(group) => return self::group::run(library, group, output),
        Command::Watch(watch) => self::watch::run(library, watch, output)?,
        Command::ReadAgain { id, encoding } => {
            near::read_again(library, id, encoding.as_deref(), output)?;
        }
        Command::Tag(tag) => labels::tag(library, tag, output)?,
        Command::Collection(collection) => labels::collection(library, collection, output)?,
        Command::Trash(trash) => labels::trash(library, trash, output)?,
        Command::Word(word) => labels::word(library, word, output)?,
        Command::Terms(terms) => terms::propose(library, terms, output)?,
        Command::Cite(cite) => documents::cite(library, cite, output)?,
        Command::Term(term) => terms::term(library, term, output)?,
        Command::Concordance(wanted) => terms::concordance(library, wanted, output)?,
        Command::CheckQuotes(check) => return quotations::run(library, check, output),
        Command::Export(export) => return self::export::run(library, export, output),
        Command::ReadingList(list) => reading_lists::run(library, list, output)?,
        Command::Annotate(annotate) => annotations::annotate(library, annotate, output)?,
        Command::Annotations(list) => return annotations::annotations(library, list, output),
        Command::Name { name } => self::name::run(library, name.as_deref(), output)?,
        Command::Note(note) => notes::note(library, note, output)?,
        Command::Redo => labels::redo(library, output)?,
        Command::Undo(undo) => labels::undo(library, undo, output)?,
        Command::Backup { file } => copies::backup(library, file, output)?,
        Command::Snapshots { create } => copies::snapshots(library, *create, output)?,
        Command::Doctor {
            repair,
            rebuild_index,
        } => {
            let repair = match (rebuild_index, repair) {
                (true, _) => Repair::RebuildIndex,
                (false, true) => Repair::Yes,
                (false, false) => Repair::No,
            };
            return copies::doctor(library, repair, output);
        }
        // These were answered before a library was opened, or take it whole.
        Command::Completions { .. }
        | Command::Man { .. }
        | Command::Help { .. }
        | Command::Init
        | Command::Restore { .. } => {}
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes a file or standard output, and says so.
fn written(path: &std::path::Path, bytes: &[u8], output: &Output) -> Result<(), Failure> {
    crate::files::write(path, bytes, output)?;
    if crate::files::is_standard(path) {
        return Ok(());
    }
    if output.json {
        return output.json(&serde_json::json!({ "path": path, "bytes": bytes.len() }));
    }
    let (shown, size) = (path.display(), bytes.len());
    output.note(match output.english {
        true => format!("Written to {shown} ({size} bytes)"),
        false => format!("已写入 {shown}（{size} 字节）"),
    });
    Ok(())
}

/// True from the moment on at which Ctrl+C was pressed.
fn stop_on_interrupt() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let seen = stop.clone();
    let _ = ctrlc::set_handler(move || seen.store(true, Ordering::Relaxed));
    stop
}
