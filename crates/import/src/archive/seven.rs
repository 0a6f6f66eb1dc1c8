//! 7z archives.

use std::io::{Cursor, Read};

use sevenz_rust2::{Archive, ArchiveReader, EntryDecision, Error, Password};

use super::{Entry, Visit, check_count, is_wanted, unsafe_name};
use crate::zip_reader::unpack as read_within;
use crate::{ImportError, Limits, clock};

const NAME: &str = "7z";

/// Memory of dictionaries, in KiB: what 7-Zip uses at its highest usual setting, twice.
const MEMORY: usize = 128 << 10;

/// Hands over the files of a 7z archive.
pub(super) fn unpack(
    bytes: &[u8],
    limits: &Limits,
    visit: &mut Visit<'_>,
) -> Result<(), ImportError> {
    let password = Password::empty();
    let archive = Archive::read_with_memory_limit(&mut Cursor::new(bytes), &password, MEMORY)
        .map_err(reason)?;
    check_count(archive.files.len(), limits)?;
    let encrypted = (0..archive.files.len()).any(|n| archive.is_file_encrypted(n));
    if encrypted {
        return name_all(&archive, visit);
    }
    let mut reader = ArchiveReader::new_with_memory_limit(Cursor::new(bytes), password, MEMORY)
        .map_err(reason)?;
    reader.set_thread_count(1);
    let packed = bytes.len() as u64;
    let read = reader.for_each_entries_with_decision(|entry, from| {
        let _clock = clock::start(limits.time);
        let name = entry.name().replace('\\', "/");
        if entry.is_directory() || !is_wanted(&name) {
            return Ok(EntryDecision::Continue);
        }
        let content = match unsafe_name(&name) {
            Some(error) => Err(error),
            None => read_within(
                &mut &mut *from as &mut dyn Read,
                entry.size(),
                packed,
                limits,
                NAME,
            ),
        };
        let stop = matches!(content, Err(ImportError::ArchiveLimit(_)));
        let more = visit(Entry { name, content });
        Ok(if more && !stop {
            EntryDecision::Continue
        } else {
            EntryDecision::Stop
        })
    });
    read.map_err(reason)
}

/// Tells of every file of an archive that needs a password.
fn name_all(archive: &Archive, visit: &mut Visit<'_>) -> Result<(), ImportError> {
    let files = archive.files.iter().filter(|f| !f.is_directory());
    for file in files {
        let name = file.name().replace('\\', "/");
        let content = Err(ImportError::Encrypted);
        if is_wanted(&name) && !visit(Entry { name, content }) {
            break;
        }
    }
    Ok(())
}

fn reason(error: Error) -> ImportError {
    match error {
        Error::PasswordRequired | Error::MaybeBadPassword(_) => ImportError::Encrypted,
        // Without the feature of encryption the crate names the method only.
        Error::UnsupportedCompressionMethod(method) if method.contains("AES") => {
            ImportError::Encrypted
        }
        Error::MaxMemLimited { .. } => ImportError::ArchiveLimit("7z 解压所需内存过大".into()),
        other => ImportError::damaged(NAME, format!("{other:?}")),
    }
}
