//! The errors in English, for who asked for that. The Chinese is beside each error.

use yandu_import::{ImportError, MissingProgram};
use yandu_search::QueryError;
use yandu_share::{ShareError, StorageProblem};

use super::LibraryError;

impl LibraryError {
    /// The message in English.
    pub fn english(&self) -> String {
        let found = self.of_sharing().or_else(|| self.of_writing());
        found.unwrap_or_else(|| self.of_the_library())
    }

    /// Errors of packs and groups.
    fn of_sharing(&self) -> Option<String> {
        Some(match self {
            LibraryError::Share(error) => share(error).to_owned(),
            LibraryError::UnknownPublisher { name, fingerprint } => {
                format!("the key of \"{name}\" is not trusted yet; fingerprint {fingerprint}")
            }
            LibraryError::PackVersion { here, version } => {
                format!("version {here} of the pack is here, the file is version {version}")
            }
            LibraryError::PackBase(version) => {
                format!("this is an update; import version {version} first")
            }
            LibraryError::EmptyPack => "there is nothing to put into the pack".to_owned(),
            LibraryError::DeviceKey(path) => {
                format!(
                    "the file with this machine's key is damaged: {}",
                    path.display()
                )
            }
            LibraryError::Storage(error) => storage(error.problem).to_owned(),
            LibraryError::GroupExists => "this place has a study group already".to_owned(),
            LibraryError::NotThisGroup => "the group of the invitation is not here".to_owned(),
            LibraryError::NotAdmitted => "you are no member of this group yet".to_owned(),
            LibraryError::NotAllowed(_) => "your role in the group does not allow this".to_owned(),
            LibraryError::Classified(title) => {
                format!("《{title}》 has a classification mark and cannot be shared")
            }
            LibraryError::NotInGroup => "the group does not have this".to_owned(),
            LibraryError::NotYours(name) => format!("{name} wrote this; it cannot be changed"),
            _ => return None,
        })
    }

    /// Errors of annotations, notes and what is made of them.
    fn of_writing(&self) -> Option<String> {
        Some(match self {
            LibraryError::NoName => "you have not given your name yet".to_owned(),
            LibraryError::NoSuchPerson { wanted, known } if known.is_empty() => {
                format!("nobody is called {wanted}: the library has no annotations yet")
            }
            LibraryError::NoSuchPerson { wanted, known } => {
                format!("nobody is called {wanted}; known: {}", known.join(", "))
            }
            LibraryError::SeveralPeople { wanted, ids } => {
                let one = |(name, id): &(String, String)| format!("{name} (id {id})");
                let ids: Vec<String> = ids.iter().map(one).collect();
                format!("several people are called {wanted}: {}", ids.join(", "))
            }
            LibraryError::QuoteNotFound { title, quote } => {
                format!("《{title}》 does not have these words: {quote}")
            }
            LibraryError::QuoteAmbiguous {
                title,
                quote,
                count,
            } => format!("《{title}》 has these words {count} times: {quote}"),
            LibraryError::AcrossDocuments { title } => {
                format!("the passage runs from 《{title}》 into its attachment")
            }
            LibraryError::EmptySelection => "no words were selected".to_owned(),
            LibraryError::NotAnnotations(detail) => {
                format!("not a file of annotations: {detail}")
            }
            LibraryError::NotAPicture => "this kind of picture is not supported".to_owned(),
            LibraryError::PictureTooLarge { bytes, limit } => {
                format!(
                    "the picture has {} MB, the limit is {} MB",
                    bytes >> 20,
                    limit >> 20
                )
            }
            LibraryError::NoteTooLong { bytes, limit } => {
                format!(
                    "the note has {} kB, the limit is {} kB",
                    bytes / 1000,
                    limit / 1000
                )
            }
            LibraryError::MassDelete(count) => {
                format!("{count} documents at once are above the safety limit")
            }
            LibraryError::EmptyList(name) => format!("the reading list \"{name}\" has no items"),
            LibraryError::EmptyDraft => "the draft has no text".to_owned(),
            LibraryError::FormatMissing(name) => {
                format!("this program was built without export to {name}")
            }
            _ => return None,
        })
    }

    /// All others.
    fn of_the_library(&self) -> String {
        match self {
            LibraryError::NotFound(id) => format!("no document with this id: {id}"),
            LibraryError::Ambiguous(id) => format!("several documents begin with {id}"),
            LibraryError::ShortId(id) => format!("the id is too short: {id}"),
            LibraryError::NameTaken(name) => format!("the name exists: {name}"),
            LibraryError::NoSuchName(name) => format!("not found: {name}"),
            LibraryError::SeveralNamed { name, ids, .. } => {
                format!("{} are called \"{name}\": {}", ids.len(), ids.join(", "))
            }
            LibraryError::Locked(path) => {
                format!("another program uses the library: {}", path.display())
            }
            LibraryError::Newer { path, .. } => {
                format!(
                    "the library was written by a newer version: {}",
                    path.display()
                )
            }
            LibraryError::MissingProgram(_) => {
                "a program that is needed is not installed".to_owned()
            }
            LibraryError::UnsafePlace { path, .. } => {
                format!("a library is not safe in this folder: {}", path.display())
            }
            LibraryError::ReadOnly => {
                "the library's folder cannot be written: only searching and reading work".to_owned()
            }
            LibraryError::NoLibrary(path) => format!("there is no library: {}", path.display()),
            LibraryError::NotALibrary(path) => format!("not a library: {}", path.display()),
            LibraryError::Damaged { path, detail } => {
                format!("the library is damaged: {} ({detail})", path.display())
            }
            LibraryError::InvalidValue { value, .. } => {
                format!("the field cannot have the value \"{value}\"")
            }
            LibraryError::NothingToUndo => "there is nothing to undo".to_owned(),
            LibraryError::LastIsImport { name, batch } => {
                format!(
                    "the last step was \"{name}\" (import {batch}), which has an undo of its own"
                )
            }
            LibraryError::LastIsPack { name, .. } => {
                format!("the last step was \"{name}\", which has an undo of its own")
            }
            LibraryError::CannotUndo(name) => {
                format!(
                    "\"{name}\" can no longer be undone or redone: what it touched has changed since"
                )
            }
            LibraryError::NothingToRedo => "there is nothing to redo".to_owned(),
            LibraryError::UnknownName { value, .. } => format!("unknown name: {value}"),
            LibraryError::NothingThere { id, .. } => format!("not found: {id}"),
            LibraryError::Query(QueryError::TooLong(chars)) => {
                format!("the query is too long: {chars} characters")
            }
            LibraryError::Query(QueryError::Empty) => {
                "the query is empty (marks and blanks only)".to_owned()
            }
            LibraryError::Search(_) => "the full-text index failed".to_owned(),
            LibraryError::Import(error) => import(error),
            LibraryError::Export(error) => format!("the file could not be written: {error}"),
            LibraryError::DiskFull(path) => format!("the disk is full: {}", path.display()),
            LibraryError::Sqlite(error) => format!("the database failed: {error}"),
            LibraryError::Io { path, source, .. } => format!("{}: {source}", path.display()),
            #[cfg(feature = "pdf")]
            LibraryError::Pdf(error) => format!("the PDF could not be made: {error}"),
            LibraryError::Content(detail) => format!("stored content cannot be read: {detail}"),
            // Said by the two above.
            other => other.to_string(),
        }
    }

    /// The next step in English.
    pub fn english_hint(&self) -> Option<&'static str> {
        Some(match self {
            LibraryError::NotFound(_) => "it may be in the trash; ids are in the list of documents",
            LibraryError::Ambiguous(_) => "give more characters of the id",
            LibraryError::ShortId(_) => "give four characters or more",
            LibraryError::NameTaken(_) => "choose another name",
            LibraryError::SeveralNamed { .. } => "use the id",
            LibraryError::NoSuchName(_) => "check the name",
            LibraryError::NoName => "run yandu-cli name NAME, then repeat this command",
            LibraryError::NoSuchPerson { .. } => {
                "check the name, or give the first digits of the id"
            }
            LibraryError::SeveralPeople { .. } => "give one of the ids instead",
            LibraryError::Locked(_) => "close the window, or wait for the other command",
            LibraryError::Newer { .. } => "update the program; the library was not changed",
            LibraryError::UnsafePlace { .. } => "choose a folder on a local disk",
            LibraryError::ReadOnly => {
                "remove the write protection, or back up and restore to another folder"
            }
            LibraryError::NoLibrary(_) => "check the folder; an import makes a library",
            LibraryError::NotALibrary(_) => "check the folder of --library",
            LibraryError::Damaged { .. } => "run doctor, or restore a snapshot",
            LibraryError::DeviceKey(_) => "restore the file from a backup, or move it away",
            LibraryError::UnknownPublisher { .. } => {
                "compare the fingerprint with the publisher, then add --trust"
            }
            LibraryError::PackVersion { .. } => "there is nothing to import",
            LibraryError::PackBase(_) => "ask the publisher for the whole pack",
            LibraryError::EmptyPack => "choose documents, a collection or reading lists",
            LibraryError::Storage(_) => "check address, user and password, and the network",
            LibraryError::GroupExists => "choose an empty folder, or ask for an invitation",
            LibraryError::NotThisGroup => "check that the address is the moderator's",
            LibraryError::NotAdmitted => "wait to be admitted, then sync again",
            LibraryError::NotAllowed(_) => "ask the founder or a moderator",
            LibraryError::Classified(_) => "texts with a classification mark stay on this machine",
            LibraryError::NotInGroup => "share it with the group and sync first",
            LibraryError::MissingProgram(missing) => program(*missing),
            LibraryError::Share(_) => "ask the sender again",
            LibraryError::InvalidValue { .. } => {
                "dates are written 2010-07-19; a title is not empty"
            }
            LibraryError::QuoteNotFound { .. } => "copy the words from the document",
            LibraryError::QuoteAmbiguous { .. } => "quote more, or add --prefix or --suffix",
            LibraryError::AcrossDocuments { .. } => "annotate both documents",
            LibraryError::EmptySelection => "select words first",
            LibraryError::UnknownName { .. } => "a colour is its name or a number from 1 to 5",
            LibraryError::NothingThere { .. } => "it may have been removed; undo brings it back",
            LibraryError::NotYours(_) => "reply, or write one of your own",
            LibraryError::NotAnnotations(_) => "choose a JSON-LD file of annotations",
            LibraryError::NotAPicture => "PNG, JPEG, GIF and WebP are supported",
            LibraryError::PictureTooLarge { .. } => "make the picture smaller",
            LibraryError::NoteTooLong { .. } => "divide the note",
            LibraryError::MassDelete(_) => "delete them in parts",
            LibraryError::Query(QueryError::TooLong(_)) => "search for a part of it",
            LibraryError::Query(QueryError::Empty) => "type some words",
            LibraryError::Search(_) => "run doctor --rebuild-index",
            LibraryError::Import(_) => "save the file again in its own program, or choose another",
            LibraryError::Export(_) => "try another format",
            LibraryError::Sqlite(_) | LibraryError::Io { .. } => {
                "check the room on the disk and the rights to the folder"
            }
            LibraryError::DiskFull(_) => "the reserve was freed: save once more, then make room",
            #[cfg(feature = "pdf")]
            LibraryError::Pdf(_) => "install a Chinese font, or export DOCX",
            LibraryError::EmptyList(_) => "add documents to the list first",
            LibraryError::EmptyDraft => "choose another file",
            LibraryError::FormatMissing(_) => "export DOCX and convert it",
            LibraryError::Content(_) => "run doctor",
            LibraryError::NothingToUndo | LibraryError::NothingToRedo => return None,
            LibraryError::LastIsImport { .. } => "run yandu-cli undo --import",
            LibraryError::LastIsPack { .. } => "run yandu-cli pack undo",
            LibraryError::CannotUndo(_) => {
                "the step was taken off the list; the others are not affected"
            }
        })
    }
}

fn share(error: &ShareError) -> &'static str {
    match error {
        ShareError::NotAPack => "not a pack",
        ShareError::Damaged(_) => "the content is damaged",
        ShareError::BadSignature => "the signature does not match: it was changed",
        ShareError::Newer(_) => "it was made by a newer version",
        ShareError::TooLarge(_) => "it is above a limit",
        ShareError::BadKey => "the key cannot be read",
        ShareError::NotForUs => "it cannot be opened: sealed for others, or changed",
        ShareError::NotAnInvitation => "not an invitation",
        ShareError::NoRandomness => "the system could not make a key",
    }
}

fn storage(problem: StorageProblem) -> &'static str {
    match problem {
        StorageProblem::Missing => "the storage does not have this file or folder",
        StorageProblem::Refused => "the storage refused: wrong user or password, or no right",
        StorageProblem::Unreachable => "the storage does not answer",
        StorageProblem::Full => "the storage is full",
        StorageProblem::Busy => "the storage asks to try later",
        StorageProblem::BadAddress => "the address of the storage cannot be read",
        StorageProblem::Other => "the storage failed",
    }
}

fn program(missing: MissingProgram) -> &'static str {
    match missing {
        MissingProgram::Tesseract => {
            "install tesseract-ocr, tesseract-ocr-chi-sim and poppler-utils"
        }
        MissingProgram::Chinese => "install tesseract-ocr-chi-sim",
        MissingProgram::Poppler => "install poppler-utils",
    }
}

fn import(error: &ImportError) -> String {
    match error {
        ImportError::Empty => "the file is empty".to_owned(),
        ImportError::NoMaterial => "there is nothing to import in the archive".to_owned(),
        ImportError::NoText => "there is no text in the file".to_owned(),
        ImportError::Foreign(format) => format!("the format is not supported: {}", format.name()),
        ImportError::TooMuchMemory { megabytes } => {
            format!("reading took more than {megabytes} MB of memory and was stopped")
        }
        ImportError::UnsupportedEncoding(name) => format!("the encoding is not supported: {name}"),
        ImportError::Binary => "the content is not text".to_owned(),
        ImportError::Unsupported(format) => format!("the format is not supported: {format}"),
        ImportError::TooLarge { size, limit } => {
            format!("the file has {size} bytes, the limit is {limit}")
        }
        ImportError::Encrypted => "the file is encrypted".to_owned(),
        ImportError::TooSlow { seconds } => {
            format!("reading took longer than {seconds} s and was stopped")
        }
        ImportError::Recognition(detail) => format!("OCR failed: {detail}"),
        ImportError::Cancelled => "cancelled".to_owned(),
        ImportError::NeedsOcr { pages, .. } => format!("{pages} pages need OCR"),
        ImportError::Damaged { format, detail } => format!("damaged {format} file: {detail}"),
        ImportError::WrongEncoding(name) => format!("the file is not {name}"),
        ImportError::UnknownEncoding(name) => {
            format!(
                "unknown encoding: {name}; possible: utf-8, utf-16le, utf-16be, gb18030, gbk, big5"
            )
        }
        ImportError::ArchiveLimit(detail) => format!("the archive is above a limit: {detail}"),
        ImportError::UnsafePath(path) => format!("unsafe path in the archive: {path}"),
        ImportError::Io { source, .. } => source.to_string(),
    }
}
