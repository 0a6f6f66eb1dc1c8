//! Files that a command reads or writes: `-` is standard input or output, in every command alike.
//!
//! A file that a command writes has the format that was asked for, else that of its ending. Where the file goes to
//! standard output nothing else does.

use std::fs::File;
use std::io::{IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::alike::nearest;
use crate::failure::Failure;
use crate::output::Output;

/// True for `-`.
pub(crate) fn is_standard(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// The bytes of a file or of standard input.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = match is_standard(path) {
        true => std::io::stdin().read_to_end(&mut bytes),
        false => File::open(path).and_then(|mut file| file.read_to_end(&mut bytes)),
    };
    read.map(|_| bytes)
        .map_err(|error| unreadable(path, &error))
}

/// The text of a file or of standard input.
pub(crate) fn read_text(path: &Path) -> Result<String, Failure> {
    let refused = |_| {
        let shown = path.display();
        Failure::refused(format!("不是 UTF-8 文本：{shown}"), "请先转换编码").in_english(
            format!("not UTF-8 text: {shown}"),
            "convert its encoding first",
        )
    };
    String::from_utf8(read(path)?).map_err(refused)
}

/// Why a file cannot be read, and which one may have been meant.
pub(crate) fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    use std::io::ErrorKind::{IsADirectory, NotFound, PermissionDenied};
    let shown = path.display();
    let (chinese, english) = match error.kind() {
        NotFound => (
            format!("没有这个文件：{shown}"),
            format!("no such file: {shown}"),
        ),
        IsADirectory => (
            format!("这是文件夹，不是文件：{shown}"),
            format!("a folder, not a file: {shown}"),
        ),
        PermissionDenied => (
            format!("没有读取权限：{shown}"),
            format!("no permission to read: {shown}"),
        ),
        _ => (
            format!("无法读取文件：{shown}（{error}）"),
            format!("cannot read {shown}: {error}"),
        ),
    };
    let failure = Failure::storage(chinese).in_english(english, "");
    match neighbour(path).filter(|_| error.kind() == NotFound) {
        Some(near) => {
            let near = near.display();
            failure.hinted(format!("是否要写 {near}"), format!("did you mean {near}?"))
        }
        None => failure,
    }
}

/// The file of the same folder whose name is nearest to one that is not there.
pub(crate) fn neighbour(path: &Path) -> Option<PathBuf> {
    let folder = match path.parent() {
        Some(folder) if folder.as_os_str().is_empty() => Path::new("."),
        Some(folder) => folder,
        None => return None,
    };
    let entries = std::fs::read_dir(folder).ok()?.flatten();
    let names: Vec<String> = entries
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let typed = path.file_name()?.to_string_lossy();
    Some(path.with_file_name(nearest(&typed, &names)?))
}

/// A file to read by its path: standard input is kept in a temporary one.
pub(crate) struct InputFile {
    path: PathBuf,
    _kept: Option<TempDir>,
}

impl InputFile {
    /// The file at a path, or standard input.
    pub(crate) fn open(path: &Path) -> Result<InputFile, Failure> {
        if !is_standard(path) {
            return Ok(InputFile {
                path: path.to_owned(),
                _kept: None,
            });
        }
        let kept = tempfile::tempdir().map_err(|e| no_temporary_file(&e))?;
        let target = kept.path().join("标准输入");
        std::fs::write(&target, read(path)?).map_err(|e| no_temporary_file(&e))?;
        Ok(InputFile {
            path: target,
            _kept: Some(kept),
        })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

fn no_temporary_file(error: &std::io::Error) -> Failure {
    Failure::storage(format!("无法写临时文件（{error}）"))
        .in_english(format!("cannot write a temporary file: {error}"), "")
}

/// A file to write by its path: what goes to standard output is written to a temporary one first.
pub(crate) struct OutputFile {
    path: PathBuf,
    kept: Option<TempDir>,
}

impl OutputFile {
    /// A place for a file with an ending. From here on nothing but the file goes to standard output, if that is the place.
    pub(crate) fn at(path: &Path, ending: &str, output: &Output) -> Result<OutputFile, Failure> {
        if !is_standard(path) {
            return Ok(OutputFile {
                path: path.to_owned(),
                kept: None,
            });
        }
        give_way(path, output)?;
        const TEXT: [&str; 9] = [
            "md",
            "txt",
            "html",
            "csv",
            "json",
            "jsonld",
            "bib",
            "ris",
            "yandu-invite",
        ];
        if std::io::stdout().is_terminal() && !TEXT.contains(&ending) {
            return Err(Failure::refused(
                format!("{} 不能写到终端", ending.to_uppercase()),
                "请用 -o 指定文件，或用 > 写入文件",
            )
            .in_english(
                format!("{} cannot be written to a terminal", ending.to_uppercase()),
                "name a file with -o, or redirect the output",
            ));
        }
        let kept = tempfile::tempdir().map_err(|e| no_temporary_file(&e))?;
        Ok(OutputFile {
            path: kept.path().join(format!("out.{ending}")),
            kept: Some(kept),
        })
    }

    /// Where to write.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Gives the written file to standard output, if that is its place.
    pub(crate) fn finish(self) -> Result<(), Failure> {
        if self.kept.is_none() {
            return Ok(());
        }
        let bytes = std::fs::read(&self.path).map_err(|e| no_temporary_file(&e))?;
        to_stdout(&bytes)
    }
}

/// Writes bytes to a file, whole or not at all, or to standard output.
pub(crate) fn write(path: &Path, bytes: &[u8], output: &Output) -> Result<(), Failure> {
    if is_standard(path) {
        give_way(path, output)?;
        return to_stdout(bytes);
    }
    Ok(yandu::write_beside(path, bytes)?)
}

/// Leaves standard output to the file, if that is where it goes.
pub(crate) fn give_way(path: &Path, output: &Output) -> Result<(), Failure> {
    if !is_standard(path) {
        return Ok(());
    }
    if output.json {
        return Err(Failure::usage(
            output
                .say(
                    "--json 和 -o - 都要用标准输出，不能同时使用",
                    "--json and -o - both need standard output",
                )
                .to_owned(),
            output
                .say("请把文件写到别处", "write the file elsewhere")
                .to_owned(),
        ));
    }
    output.give_way();
    Ok(())
}

/// A closed pipe is the reader's choice, no error.
pub(crate) fn to_stdout(bytes: &[u8]) -> Result<(), Failure> {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::storage(format!("无法写到标准输出（{error}）"))
                .in_english(format!("cannot write to standard output: {error}"), ""))
        }
        _ => Ok(()),
    }
}

/// The format that was named, else that of the file's ending, else what stands for neither.
pub(crate) fn format_of<F: Copy>(
    named: Option<F>,
    path: Option<&Path>,
    of_ending: impl Fn(&str) -> Option<F>,
    known: &str,
) -> Result<Option<F>, Failure> {
    if named.is_some() {
        return Ok(named);
    }
    let Some(path) = path else { return Ok(None) };
    if path.is_dir() {
        return Err(unreadable(
            path,
            &std::io::Error::from(std::io::ErrorKind::IsADirectory),
        ));
    }
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    match ending.as_deref().and_then(&of_ending) {
        Some(format) => Ok(Some(format)),
        None => {
            let shown = path.display();
            Err(Failure::usage(
                format!("不知道用什么格式写 {shown}"),
                format!("请用 --format 指定，或用这些扩展名之一：{known}"),
            )
            .in_english(
                format!("unknown format of {shown}"),
                format!("name it with --format, or use one of these endings: {known}"),
            ))
        }
    }
}
