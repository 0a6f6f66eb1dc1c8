//! What goes to the storage of a group and comes from it.

use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::Ordering;

use yandu::{
    Address, GroupExchange, Invitation, LibraryDoor, LibraryError, NewGroup, RemoteStorage, Secret,
    SyncReport,
};

use super::Door;
use crate::arguments::{Group, Login};
use crate::commands::stop_on_interrupt;
use crate::failure::Failure;
use crate::files;
use crate::output::Output;

pub(super) fn run(door: Door<'_>, command: &Group, output: &Output) -> Result<ExitCode, Failure> {
    match command {
        Group::Create {
            title,
            at,
            login,
            texts,
        } => {
            let new = NewGroup {
                title: title.clone(),
                address: at.parse().map_err(LibraryError::from)?,
                secret: secret(login)?,
                texts: *texts,
            };
            set_name(&door, login)?;
            let mut storage = open(&new.address, &new.secret)?;
            let id = exchange(&door, (&mut storage, false), output, |e| e.found(&new))?;
            say(output, &id, "小组已建立，用 group invite 邀请成员")?;
        }
        Group::Join {
            invitation,
            at,
            login,
        } => {
            let mut invitation = read_invitation(invitation)?;
            if let Some(at) = at {
                invitation.address = at.parse().map_err(LibraryError::from)?;
            }
            let secret = secret(login)?;
            set_name(&door, login)?;
            let mut storage = open(&invitation.address, &secret)?;
            let joined = |e: &mut GroupExchange<'_, Door<'_>>| e.join(&invitation, &secret);
            let id = exchange(&door, (&mut storage, false), output, joined)?;
            say(
                output,
                &id,
                "已提交申请，请管理员核对指纹后接纳，然后运行 group sync",
            )?;
        }
        Group::Leave { group } => {
            let mut storage = storage_of(&door, group)?;
            exchange(&door, (&mut storage, false), output, |e| e.leave(group))?;
            say(output, group, "已退出小组，本机已有的内容仍在")?;
        }
        Group::Sync { group, deletions } => {
            return sync(&door, group.as_deref(), *deletions, output);
        }
        _ => {}
    }
    Ok(ExitCode::SUCCESS)
}

/// One after the other; a group that fails does not keep the next one waiting.
fn sync(
    door: &Door<'_>,
    group: Option<&str>,
    deletions: bool,
    output: &Output,
) -> Result<ExitCode, Failure> {
    let mut groups = Vec::new();
    match group {
        Some(group) => groups.push(door.enter(|l| l.get_group(group))?),
        None => groups = door.enter(|l| l.list_groups())?,
    }
    groups.retain(|g| g.standing != yandu::GroupStanding::Left);
    if groups.is_empty() {
        output.note(output.say("还没有加入任何小组", "no group was joined yet"));
        if output.json {
            let none: [&str; 0] = [];
            output.json(&serde_json::json!({ "groups": none }))?;
        }
    }
    let mut failed = None;
    for view in groups {
        let report = storage_of(door, &view.id).and_then(|mut storage| {
            exchange(door, (&mut storage, deletions), output, |e| {
                e.sync(&view.id)
            })
        });
        match report {
            Ok(report) => tell(door, &view.id, &report, output)?,
            Err(failure) => {
                output.note(format!("{}：没有同步成功", view.title));
                failed = failed.or(Some(failure));
            }
        }
    }
    failed.map_or(Ok(ExitCode::SUCCESS), Err)
}

fn tell(door: &Door<'_>, group: &str, report: &SyncReport, output: &Output) -> Result<(), Failure> {
    if output.json {
        return output.json(&serde_json::json!({ "group": group, "report": report }));
    }
    let view = door.enter(|l| l.get_group(group))?;
    if report.cancelled {
        output.note(format!("{}：已取消，已收到的内容仍在", view.title));
        return Ok(());
    }
    output.note(format!("{}：{}", view.title, view.line));
    for problem in report.problems.iter().skip(1) {
        output.note(format!("  {problem}"));
    }
    Ok(())
}

fn exchange<'l, T>(
    door: &Door<'l>,
    (storage, deletions): (&mut RemoteStorage, bool),
    output: &Output,
    what: impl FnOnce(&mut GroupExchange<'_, Door<'l>>) -> Result<T, LibraryError>,
) -> Result<T, Failure> {
    let stop = stop_on_interrupt();
    let bar = output.bar();
    let mut progress = |progress: yandu::SyncProgress| {
        bar.set_length(u64::from(progress.total));
        bar.set_position(u64::from(progress.done));
        !stop.load(Ordering::Relaxed)
    };
    let mut exchange = GroupExchange {
        door,
        storage,
        progress: &mut progress,
        deletions,
    };
    let result = what(&mut exchange);
    bar.finish_and_clear();
    door.enter(|l| l.flush_index())?;
    Ok(result?)
}

fn storage_of(door: &Door<'_>, group: &str) -> Result<RemoteStorage, Failure> {
    let (address, secret) = door.enter(|l| l.group_place(group))?;
    open(&address, &secret)
}

fn open(address: &Address, secret: &Secret) -> Result<RemoteStorage, Failure> {
    Ok(RemoteStorage::new(address, secret).map_err(LibraryError::from)?)
}

/// The code itself, or a file with it.
fn read_invitation(given: &str) -> Result<Invitation, Failure> {
    let path = Path::new(given);
    let code = match files::is_standard(path) || path.is_file() {
        true => files::read_text(path)?,
        false => given.to_owned(),
    };
    let invitation = code.parse::<Invitation>();
    Ok(invitation.map_err(LibraryError::from)?)
}

/// The password never stands in the arguments: other users of the machine see those.
fn secret(login: &Login) -> Result<Secret, Failure> {
    let password = match &login.password_file {
        Some(path) => files::read_text(path)?,
        None => std::env::var("YANDU_GROUP_PASSWORD").unwrap_or_default(),
    };
    Ok(Secret {
        user: login.user.clone(),
        password: password.trim_end_matches(['\r', '\n']).to_owned(),
    })
}

fn set_name(door: &Door<'_>, login: &Login) -> Result<(), Failure> {
    match &login.name {
        Some(name) => Ok(door.enter(|l| l.set_my_name(name))?),
        None => Ok(()),
    }
}

fn say(output: &Output, group: &str, words: &str) -> Result<(), Failure> {
    if output.json {
        return output.json(&serde_json::json!({ "group": group }));
    }
    output.note(words);
    Ok(())
}
