//! The portable edition: everything that system, web view and plugins would put into the user's home goes beside the
//! program. They take their folders from the environment when a process begins, so the program starts once more in one
//! of its own.

use std::path::Path;
use std::process::{Command, ExitCode};

/// Says that the environment is the portable one already.
const STARTED: &str = "YANDU_PORTABLE";

/// Variables that name a user's folders, and the folder that each gets. An unknown one does no harm.
const FOLDERS: [(&str, &str); 5] = [
    ("XDG_CONFIG_HOME", "config"),
    ("XDG_DATA_HOME", "share"),
    ("XDG_CACHE_HOME", "cache"),
    ("APPDATA", "config"),
    ("LOCALAPPDATA", "cache"),
];

/// Starts the program again with its folders beside it, if it is portable; how that ended. `None`: go on.
pub(crate) fn restarted() -> Option<ExitCode> {
    let folder = yandu_api::portable_folder()?;
    if std::env::var_os(STARTED).is_some() {
        return None;
    }
    let program = std::env::current_exe().ok()?;
    let mut command = Command::new(program);
    command.args(std::env::args_os().skip(1)).env(STARTED, "1");
    for (variable, name) in FOLDERS {
        let place = folder.join(name);
        // A folder that cannot be made is told by the library, which says more.
        let _ = std::fs::create_dir_all(&place);
        command.env(variable, place);
    }
    run(command, &folder)
}

#[cfg(unix)]
fn run(mut command: Command, folder: &Path) -> Option<ExitCode> {
    use std::os::unix::process::CommandExt;
    // It comes back only if the program could not be started; then it goes on as one that is installed.
    let _ = (command.exec(), folder);
    None
}

#[cfg(not(unix))]
fn run(mut command: Command, _folder: &Path) -> Option<ExitCode> {
    let status = command.status().ok()?;
    Some(match status.success() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}
