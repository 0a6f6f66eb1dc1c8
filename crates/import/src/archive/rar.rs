//! RAR archives of all versions.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use rars::{
    ArchiveMember, ArchiveReadOptions, ArchiveReader, Error, ErrorKind, ExtractionDecision,
    ExtractionErrorAction,
};

use super::names::{code_page, decoded};
use super::{Entry, Visit, check_count, is_wanted, unsafe_name};
use crate::{ImportError, Limits};

const NAME: &str = "RAR";

/// Bytes of the dictionary of RAR 5, and of all that the reader needs.
const DICTIONARY: u64 = 256 << 20;
const WORKSPACE: u64 = 384 << 20;

/// Hands over the files of a RAR archive.
pub(super) fn unpack(
    bytes: &[u8],
    limits: &Limits,
    visit: &mut Visit<'_>,
) -> Result<(), ImportError> {
    let options = ArchiveReadOptions::new()
        .with_max_header_count(limits.entries as u64 + 1000)
        .with_max_member_output_bytes(limits.file)
        .with_max_total_output_bytes(limits.archive)
        .with_rar50_dictionary_size_limit(DICTIONARY)
        .with_max_reader_workspace_bytes(WORKSPACE);
    let archive = ArchiveReader::read_with_options(bytes, options).map_err(|e| reason(&e))?;
    let members: Vec<ArchiveMember> = archive.members().collect();
    check_count(members.len(), limits)?;
    let solid = members.iter().any(ArchiveMember::is_solid);
    let legacy = members.iter().filter(|m| !m.name_is_unicode());
    let page = code_page(legacy.map(|m| m.meta.name.as_slice()));
    let state = RefCell::new(State {
        open: None,
        more: true,
        visit,
    });
    let name_of = |member: &ArchiveMember| decoded(&member.meta.name, page);
    let done = archive.extract_with_control_and_errors(
        options,
        |member| {
            let mut state = state.borrow_mut();
            state.finish(None);
            if !state.more {
                return Ok(ExtractionDecision::Stop);
            }
            let name = name_of(member);
            if member.meta.is_directory {
                return Ok(ExtractionDecision::Skip);
            }
            let refusal = match () {
                () if member.meta.is_encrypted => Some(ImportError::Encrypted),
                () => unsafe_name(&name),
            };
            if !is_wanted(&name) || refusal.is_some() {
                if let Some(error) = refusal {
                    state.tell(name, Err(error));
                }
                // Of a solid archive what comes later needs what comes before.
                let pass = solid && !member.meta.is_encrypted;
                return Ok(match pass {
                    true => ExtractionDecision::Extract(Box::new(io::sink())),
                    false if solid => ExtractionDecision::Stop,
                    false => ExtractionDecision::Skip,
                });
            }
            let bytes = Rc::new(RefCell::new(Vec::new()));
            state.open = Some((name, bytes.clone()));
            Ok(ExtractionDecision::Extract(Box::new(Sink(bytes))))
        },
        |_, error| {
            state.borrow_mut().finish(Some(reason(error)));
            Ok(ExtractionErrorAction::Continue)
        },
    );
    let mut state = state.into_inner();
    match done {
        Ok(_) => {
            state.finish(None);
            Ok(())
        }
        Err(error) => {
            let reason = reason(&error);
            if state.open.is_some() {
                state.finish(Some(reason));
                return Ok(());
            }
            Err(reason)
        }
    }
}

struct State<'v, 'f> {
    /// The file that is being unpacked.
    open: Option<(String, Rc<RefCell<Vec<u8>>>)>,
    more: bool,
    visit: &'v mut Visit<'f>,
}

impl State<'_, '_> {
    fn finish(&mut self, error: Option<ImportError>) {
        if let Some((name, bytes)) = self.open.take() {
            let bytes = std::mem::take(&mut *bytes.borrow_mut());
            self.tell(name, error.map_or(Ok(bytes), Err));
        }
    }

    fn tell(&mut self, name: String, content: Result<Vec<u8>, ImportError>) {
        self.more = self.more && (self.visit)(Entry { name, content });
    }
}

/// Keeps what is unpacked.
struct Sink(Rc<RefCell<Vec<u8>>>);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn reason(error: &Error) -> ImportError {
    match error.kind() {
        ErrorKind::PasswordRequired | ErrorKind::BadPassword => ImportError::Encrypted,
        ErrorKind::ResourceLimit => ImportError::ArchiveLimit("RAR 解压后过大".into()),
        _ if matches!(error, Error::FeatureDisabled { .. }) => ImportError::Encrypted,
        _ => ImportError::damaged(NAME, error),
    }
}
