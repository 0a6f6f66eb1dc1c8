//! `group`: the library stays with this process, so it is entered without waiting.

mod exchange;
mod show;

use std::cell::RefCell;
use std::process::ExitCode;

use yandu::{GroupRole, Library, LibraryDoor, LibraryError, Removal};

use crate::arguments::Group;
use crate::failure::Failure;
use crate::output::Output;

/// The one user of the library.
pub(super) struct Door<'l>(RefCell<&'l mut Library>);

impl LibraryDoor for Door<'_> {
    fn enter<T>(
        &self,
        work: impl FnOnce(&mut Library) -> Result<T, LibraryError>,
    ) -> Result<T, LibraryError> {
        work(&mut self.0.borrow_mut())
    }
}

pub(crate) fn run(
    library: &mut Library,
    command: &Group,
    output: &Output,
) -> Result<ExitCode, Failure> {
    match command {
        Group::Create { .. } | Group::Join { .. } | Group::Sync { .. } | Group::Leave { .. } => {
            return exchange::run(Door(RefCell::new(library)), command, output);
        }
        Group::Invite {
            group,
            output: file,
        } => {
            show::invite(library, group, file.as_deref(), output)?;
        }
        Group::Members { group } => show::members(library, group, output)?,
        Group::Status { group } => show::status(library, group.as_deref(), output)?,
        Group::Session { group, document } => {
            show::session(library, group, document.as_deref(), output)?;
        }
        Group::Minutes { .. } => show::minutes(library, command, output)?,
        change => {
            apply(library, change)?;
            match output.json {
                true => output.json(&serde_json::json!({ "done": true }))?,
                false => output.note("已记下，下次同步时告诉小组"),
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What is written here now and travels with the next exchange.
fn apply(library: &mut Library, command: &Group) -> Result<(), Failure> {
    match command {
        Group::Admit {
            group,
            request,
            as_member,
        } => library.admit(group, request, as_member.as_deref())?,
        Group::Remove {
            group,
            member,
            device,
        } => {
            let removal = match (member, device) {
                (Some(member), _) => Removal::Member(member.clone()),
                (None, device) => Removal::Device(device.clone().unwrap_or_default()),
            };
            library.remove_from_group(group, &removal)?;
        }
        Group::Role {
            group,
            member,
            role,
        } => {
            let role = match role.as_str() {
                "moderator" => GroupRole::Moderator,
                _ => GroupRole::Member,
            };
            library.set_role(group, member, role)?;
        }
        Group::Share {
            group,
            documents,
            annotations,
            lists,
            progress,
        } => {
            library.share_materials(group, documents)?;
            library.share_annotations(group, annotations)?;
            library.share_lists(group, lists)?;
            for list in progress {
                library.share_progress(group, list, true)?;
            }
        }
        Group::Unshare { group, annotations } => library.unshare_annotations(group, annotations)?,
        Group::Discussed {
            group,
            annotations,
            not,
        } => {
            for annotation in annotations {
                library.set_discussed(group, annotation, !not)?;
            }
        }
        Group::Hide {
            group,
            annotation,
            reason,
        } => library.hide_in_group(group, annotation, reason.as_deref())?,
        _ => {}
    }
    Ok(())
}
