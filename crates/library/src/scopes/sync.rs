//! Keeping an index true: what it lacks is pending, what is wrong with it leads to a new one.

use std::path::PathBuf;

use yandu_search::{Payload, TextIndex};

use super::{Scope, ScopeIndex};
use crate::{Library, LibraryError};

/// Texts in one commit while catching up: bounds the memory of the overlay.
pub(crate) const COMMIT_EVERY: usize = 1000;

/// An index that lacks more texts than this is built anew: the overlay is for few.
const TOO_MANY: usize = 20_000;

impl Library {
    pub(crate) fn index_folder(&self, scope: Scope) -> Result<PathBuf, LibraryError> {
        let name = scope.index_name();
        if let Some(built) = self.scratch_index(scope).filter(|folder| folder.exists()) {
            return Ok(built);
        }
        let number = self.setting(name)?.unwrap_or_else(|| "1".to_owned());
        Ok(self.folder.join(format!("{name}-{number}")))
    }

    /// Where an index is built if the library's folder cannot be written.
    fn scratch_index(&self, scope: Scope) -> Option<PathBuf> {
        let read_only = self.read_only.as_ref()?;
        Some(read_only.scratch.path().join(scope.index_name()))
    }

    fn store_id(&self) -> Result<String, LibraryError> {
        Ok(self.setting("store")?.unwrap_or_default())
    }

    pub(crate) fn last_change(&self) -> Result<u64, LibraryError> {
        let value = self.setting("change")?.unwrap_or_default();
        Ok(value.parse().unwrap_or(0))
    }

    /// Opens an index and puts what it lacks into the overlay; any trouble leads to a new index.
    pub(crate) fn check_index(&mut self, scope: Scope) -> Result<(), LibraryError> {
        if self.at(scope).checked {
            return self.catch_up(scope);
        }
        if self.at(scope).index.is_none() {
            let folder = self.index_folder(scope)?;
            let opened = if folder.join("meta.json").exists() {
                open_index(&folder, self.is_read_only())
            } else {
                None
            };
            let ours = self.store_id()?;
            let last = self.last_change()?;
            let fits = opened.filter(|i| i.payload().store == ours && i.payload().change <= last);
            self.at_mut(scope).index = match fits {
                Some(index) => Some(index),
                None => Some(self.new_index(scope)?),
            };
        }
        let from = self
            .at(scope)
            .index
            .as_ref()
            .map_or(0, |i| i.payload().change);
        self.load_pending(scope, from)
    }

    /// A new empty index in the next numbered folder; the old ones are removed.
    fn new_index(&mut self, scope: Scope) -> Result<TextIndex, LibraryError> {
        let derived = self.at_mut(scope);
        derived.index = None;
        derived.put.clear();
        if let Some(folder) = self.scratch_index(scope) {
            let _ = std::fs::remove_dir_all(&folder);
            let mut created = TextIndex::create(&folder, &self.store_id()?)?;
            created.stop_writing();
            return Ok(created);
        }
        let name = scope.index_name();
        let number: u32 = self
            .setting(name)?
            .and_then(|n| n.parse().ok())
            .unwrap_or(0)
            + 1;
        self.set_setting(name, &number.to_string())?;
        self.remove_old_indexes(scope)?;
        let folder = self.index_folder(scope)?;
        let mut created = TextIndex::create(&folder, &self.store_id()?)?;
        created.stop_writing();
        Ok(created)
    }

    fn remove_old_indexes(&self, scope: Scope) -> Result<(), LibraryError> {
        let entries =
            std::fs::read_dir(&self.folder).map_err(LibraryError::io("列出", &self.folder))?;
        for path in entries.flatten().map(|e| e.path()) {
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned());
            let number = name
                .as_deref()
                .and_then(|n| n.strip_prefix(scope.index_name())?.strip_prefix('-'));
            if number.is_some() {
                // A folder that cannot be removed now is tried again at the next rebuild.
                let _ = std::fs::remove_dir_all(&path);
            }
        }
        Ok(())
    }

    /// The texts written since `change`, from SQLite; those in the trash too, since they can come back.
    fn load_pending(&mut self, scope: Scope, change: u64) -> Result<(), LibraryError> {
        let now = self.last_change()?;
        let keys = self.changed_since(scope, change)?;
        if scope != Scope::Documents && keys.len() > TOO_MANY {
            return self.rebuild_index(scope);
        }
        self.at_mut(scope).pending.clear();
        for key in keys {
            if let Some(text) = self.scope_text(scope, key)? {
                // The writer may hold a text that was taken back since.
                self.at_mut(scope).put.remove(&(key as u64));
                self.at_mut(scope).pending.put(text);
            }
        }
        let derived = self.at_mut(scope);
        derived.checked = true;
        derived.synced = now;
        self.commit_many(scope)
    }

    /// Notes and annotations that are more than the overlay is for go into their index.
    fn commit_many(&mut self, scope: Scope) -> Result<(), LibraryError> {
        if scope != Scope::Documents && self.at(scope).pending.len() > COMMIT_EVERY {
            self.commit_or_rebuild(scope)?;
            self.release_index_writer(scope);
        }
        Ok(())
    }

    fn changed_since(&self, scope: Scope, change: u64) -> Result<Vec<i64>, LibraryError> {
        let sql = match scope {
            Scope::Documents => {
                "SELECT id FROM document INDEXED BY document_change WHERE change > ?1 ORDER BY id"
            }
            Scope::Notes => "SELECT note FROM note_change WHERE change > ?1 ORDER BY note",
            Scope::Annotations => {
                "SELECT annotation FROM annotation_change WHERE change > ?1 ORDER BY annotation"
            }
        };
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([change as i64], |r| r.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Takes the notes and annotations that were written since the last look into overlay and catalogue.
    fn catch_up(&mut self, scope: Scope) -> Result<(), LibraryError> {
        let now = self.last_change()?;
        let synced = self.at(scope).synced;
        if scope == Scope::Documents || synced == now {
            return Ok(());
        }
        let keys = self.changed_since(scope, synced)?;
        if keys.len() > COMMIT_EVERY {
            self.at_mut(scope).catalogue = None;
        }
        for key in keys {
            if let Some(text) = self.scope_text(scope, key)? {
                self.at_mut(scope).put.remove(&(key as u64));
                self.at_mut(scope).pending.put(text);
            }
            if self.at(scope).catalogue.is_some() {
                self.at_mut(scope).stale.insert(key);
            }
        }
        self.at_mut(scope).synced = now;
        self.commit_many(scope)
    }

    /// Commits what is pending, in every scope that was used. Whatever goes wrong with an index, a new
    /// one is built.
    ///
    /// # Errors
    /// What SQLite or the disk says.
    pub fn flush_index(&mut self) -> Result<(), LibraryError> {
        for scope in Scope::ALL {
            if scope == Scope::Documents || self.at(scope).checked {
                self.flush_scope(scope)?;
            }
        }
        Ok(())
    }

    pub(crate) fn flush_scope(&mut self, scope: Scope) -> Result<(), LibraryError> {
        self.check_index(scope)?;
        if !self.at(scope).pending.is_empty() {
            self.commit_or_rebuild(scope)?;
        }
        self.release_index_writer(scope);
        Ok(())
    }

    pub(crate) fn commit_or_rebuild(&mut self, scope: Scope) -> Result<(), LibraryError> {
        if self.at(scope).pending.is_empty() {
            return Ok(());
        }
        match self.commit_pending(scope) {
            Ok(()) => Ok(()),
            Err(_) => self.rebuild_index(scope),
        }
    }

    /// Puts what the index writer has not got yet and commits.
    fn commit_pending(&mut self, scope: Scope) -> Result<(), LibraryError> {
        let payload = Payload {
            store: self.store_id()?,
            change: match scope {
                Scope::Documents => self.last_change()?,
                Scope::Notes | Scope::Annotations => self.at(scope).synced,
            },
        };
        let derived = self.at_mut(scope);
        let Some(index) = &mut derived.index else {
            return Ok(());
        };
        for text in derived
            .pending
            .texts()
            .filter(|t| !derived.put.contains(&t.document))
        {
            index.put(text, true)?;
        }
        index.commit(&payload)?;
        derived.pending.clear();
        derived.put.clear();
        Ok(())
    }

    pub(crate) fn release_index_writer(&mut self, scope: Scope) {
        if let Some(index) = &mut self.at_mut(scope).index {
            // A merge that fails costs speed, not truth.
            let _ = index.finish_writing();
        }
    }

    /// Builds the index of the documents anew from SQLite, and the others when they are used next.
    ///
    /// # Errors
    /// What SQLite or the disk says.
    pub fn rebuild_indexes(&mut self) -> Result<(), LibraryError> {
        self.refuse_read_only()?;
        for scope in [Scope::Notes, Scope::Annotations] {
            *self.at_mut(scope) = ScopeIndex::default();
            self.remove_old_indexes(scope)?;
        }
        self.rebuild_index(Scope::Documents)
    }

    /// Builds an index anew from SQLite.
    pub(crate) fn rebuild_index(&mut self, scope: Scope) -> Result<(), LibraryError> {
        self.at_mut(scope).pending.clear();
        let now = self.last_change()?;
        let created = self.new_index(scope)?;
        self.at_mut(scope).index = Some(created);
        let keys: Vec<i64> = {
            let sql = format!("SELECT id FROM {} ORDER BY id", scope.table());
            let mut statement = self.connection.prepare(&sql)?;
            let rows = statement.query_map([], |r| r.get(0))?;
            rows.collect::<Result<_, _>>()?
        };
        let threads = std::thread::available_parallelism()
            .map_or(1, usize::from)
            .min(4);
        if let Some(index) = &mut self.at_mut(scope).index {
            index.start_writing(threads)?;
        }
        for key in keys {
            if let (Some(text), Some(index)) =
                (self.scope_text(scope, key)?, &mut self.at_mut(scope).index)
            {
                index.put(&text, false)?;
            }
        }
        self.at_mut(scope).synced = now;
        self.commit_pending(scope)?;
        self.release_index_writer(scope);
        self.at_mut(scope).checked = true;
        Ok(())
    }
}

/// Tantivy panics on some damaged files; for us that is one more reason to build the index anew.
fn open_index(folder: &std::path::Path, read_only: bool) -> Option<TextIndex> {
    let open = || match read_only {
        true => TextIndex::open_read_only(folder),
        false => TextIndex::open(folder),
    };
    std::panic::catch_unwind(open).ok()?.ok()
}
