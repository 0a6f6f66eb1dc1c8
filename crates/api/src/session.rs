//! The window's library: opened once, beside the start of the page; used by one request at a time.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use serde::Serialize;
use yandu::{Library, LibraryError};

use crate::exports::WorkDesk;
use crate::groups::GroupDesk;
use crate::import::ImportDesk;
use crate::quotations::Checked;
use crate::settings::{Settings, read_settings, write_settings};
use crate::watching::WatchDesk;
use crate::{ApiError, ApiErrorCode};

/// Where things are.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// The library's folder; `None` where the platform has no folder for data.
    pub library: Option<PathBuf>,
    /// The file of the window's settings; `None`: they are not kept.
    pub settings: Option<PathBuf>,
}

/// What the page needs at its start.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct Opening {
    /// The settings, as they were left.
    pub settings: Settings,
    /// The library's folder.
    pub folder: String,
    /// Why the library could not be opened.
    pub error: Option<ApiError>,
    /// Version of the program.
    pub version: String,
}

/// What the commands of the window work on.
pub struct Session {
    pub(crate) places: Places,
    library: OnceLock<Mutex<Result<Library, ApiError>>>,
    settings: Mutex<Settings>,
    pub(crate) imports: ImportDesk,
    pub(crate) watch: WatchDesk,
    pub(crate) work: WorkDesk,
    pub(crate) groups: GroupDesk,
    pub(crate) checked: Mutex<Checked>,
}

impl Session {
    /// A session whose library is not open yet; requests wait for [`Session::open`].
    pub fn new(places: Places) -> Session {
        let settings = places.settings.as_deref().map(read_settings);
        Session {
            places,
            library: OnceLock::new(),
            settings: Mutex::new(settings.unwrap_or_default()),
            imports: ImportDesk::default(),
            watch: WatchDesk::default(),
            work: WorkDesk::default(),
            groups: GroupDesk::default(),
            checked: Mutex::default(),
        }
    }

    /// Opens the library. A failure is kept and said to whoever asks: the window lives in either case.
    pub fn open(&self) {
        self.library.get_or_init(|| Mutex::new(self.open_library()));
    }

    /// Tries again to open a library that could not be opened.
    ///
    /// # Errors
    /// Why it still cannot.
    pub fn reopen(&self) -> Result<(), ApiError> {
        let mut library = self.lock();
        if library.is_err() {
            *library = self.open_library();
        }
        library.as_ref().map(|_| ()).map_err(Clone::clone)
    }

    /// What the page needs at its start.
    pub fn opening(&self) -> Opening {
        Opening {
            settings: self.settings(),
            folder: self
                .places
                .library
                .as_deref()
                .unwrap_or(Path::new(""))
                .display()
                .to_string(),
            error: self.lock().as_ref().err().cloned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }

    /// The window's settings.
    pub fn settings(&self) -> Settings {
        self.settings
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Keeps the window's settings.
    ///
    /// # Errors
    /// What the disk says; the settings hold for this session in any case.
    pub fn save_settings(&self, settings: Settings) -> Result<(), ApiError> {
        self.settings
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone_from(&settings);
        match &self.places.settings {
            Some(file) => write_settings(file, &settings),
            None => Ok(()),
        }
    }

    /// Uses the library, once it is open.
    pub(crate) fn with<T>(
        &self,
        work: impl FnOnce(&mut Library) -> Result<T, LibraryError>,
    ) -> Result<T, ApiError> {
        match &mut *self.lock() {
            Ok(library) => Ok(work(library)?),
            Err(error) => Err(error.clone()),
        }
    }

    pub(crate) fn lock(&self) -> std::sync::MutexGuard<'_, Result<Library, ApiError>> {
        // A panic in a request leaves SQLite's transaction rolled back: the library is whole.
        self.library
            .wait()
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn open_library(&self) -> Result<Library, ApiError> {
        let Some(folder) = &self.places.library else {
            return Err(ApiError::new(
                ApiErrorCode::Refused,
                "找不到系统数据目录",
                "请设置环境变量 YANDU_LIBRARY",
            ));
        };
        let mut library = Library::open(folder)?;
        library.prepare_search()?;
        Ok(library)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ListRequest;

    pub(crate) fn places(folder: &Path) -> Places {
        Places {
            library: Some(folder.join("library")),
            settings: Some(folder.join("settings.json")),
        }
    }

    #[test]
    fn an_empty_library_is_summed_up() {
        let folder = tempfile::tempdir().unwrap();
        let session = Session::new(places(folder.path()));
        session.open();
        assert_eq!(session.opening().error, None);
        assert_eq!(session.tree().unwrap().documents, 0);
    }

    #[test]
    fn a_locked_library_is_said_and_opened_once_it_is_free() {
        let folder = tempfile::tempdir().unwrap();
        let first = Session::new(places(folder.path()));
        first.open();
        let second = Session::new(places(folder.path()));
        second.open();
        let error = second.list_documents(&ListRequest::default()).unwrap_err();
        assert_eq!(error.code, ApiErrorCode::Locked);
        assert!(error.hint.is_some());
        drop(first);
        second.reopen().unwrap();
        assert_eq!(second.tree().unwrap().documents, 0);
    }

    #[test]
    fn settings_survive_and_a_broken_file_means_the_defaults() {
        let folder = tempfile::tempdir().unwrap();
        let session = Session::new(places(folder.path()));
        let mut settings = session.settings();
        settings.reader.size = 24;
        session.save_settings(settings.clone()).unwrap();
        assert_eq!(Session::new(places(folder.path())).settings(), settings);
        std::fs::write(folder.path().join("settings.json"), "{ not json").unwrap();
        assert_eq!(
            Session::new(places(folder.path())).settings(),
            Settings::default()
        );
    }
}
