//! `doctor`: checks everything, repairs what can be repaired, names what cannot with the last good snapshot.
//!
//! The index and leftovers are mended. What is wrong with the database or the originals is said: only a copy has it.

mod database;

use std::path::Path;

use serde::Serialize;

use crate::scopes::Scope;
use crate::{Library, LibraryError};

/// One check.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct Check {
    /// Its name.
    pub name: &'static str,
    /// True if all is well (now).
    pub ok: bool,
    /// What was found or done.
    pub detail: String,
}

/// What doctor may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repair {
    /// Look only.
    No,
    /// Mend what it can.
    Yes,
    /// Also build the index anew.
    RebuildIndex,
}

impl Library {
    /// Checks the library.
    ///
    /// # Errors
    /// What SQLite or the disk says while looking; what is wrong is a check that is not ok.
    pub fn doctor(&mut self, repair: Repair) -> Result<Vec<Check>, LibraryError> {
        let mut checks = self.check_truth()?;
        let whole = checks.iter().all(|check| check.ok);
        checks.push(self.check_leftovers(repair)?);
        match self.check_indexes(repair) {
            Ok(indexes) => checks.extend(indexes),
            // Of a damaged database no index can be made; that was said above.
            Err(error) if !whole => checks.push(Check {
                name: "index",
                ok: false,
                detail: error.to_string(),
            }),
            Err(error) => return Err(error),
        }
        Ok(checks)
    }

    fn check_indexes(&mut self, repair: Repair) -> Result<Vec<Check>, LibraryError> {
        let mut checks = Vec::new();
        for scope in Scope::ALL {
            if scope == Scope::Documents || self.rows_in(scope)? > 0 {
                checks.push(self.check_scope(scope, repair)?);
            }
        }
        Ok(checks)
    }

    /// Half-written files of a killed import: harmless, and removed when repairing.
    fn check_leftovers(&self, repair: Repair) -> Result<Check, LibraryError> {
        let mut leftovers = Vec::new();
        find_leftovers(&self.folder.join("originals"), &mut leftovers);
        find_leftovers(&self.folder.join("snapshots"), &mut leftovers);
        if repair != Repair::No {
            for path in &leftovers {
                std::fs::remove_file(path).map_err(LibraryError::io("删除残留文件", path))?;
            }
        }
        Ok(Check {
            name: "leftovers",
            ok: true,
            detail: format!("残留的临时文件 {} 个", leftovers.len()),
        })
    }

    /// Texts of a scope that a search may answer with.
    fn rows_in(&self, scope: Scope) -> Result<u32, LibraryError> {
        let sql = match scope {
            Scope::Documents => "SELECT count(*) FROM document WHERE trashed_at IS NULL",
            Scope::Notes => "SELECT count(*) FROM note",
            Scope::Annotations => "SELECT count(*) FROM annotation",
        };
        Ok(self.connection.query_row(sql, [], |r| r.get(0))?)
    }

    fn check_scope(&mut self, scope: Scope, repair: Repair) -> Result<Check, LibraryError> {
        let (name, noun) = match scope {
            Scope::Documents => ("index", "资料"),
            Scope::Notes => ("notes-index", "笔记"),
            Scope::Annotations => ("annotations-index", "批注"),
        };
        self.check_index(scope)?;
        if repair == Repair::RebuildIndex {
            self.rebuild_index(scope)?;
            return Ok(Check {
                name,
                ok: true,
                detail: format!("{noun}的全文索引已重建"),
            });
        }
        let pending = self.at(scope).pending.len();
        if pending > 0 {
            // Catching up is no repair: search was complete without it.
            self.flush_scope(scope)?;
        }
        let index = self.at(scope).index.as_ref();
        let damaged = match index {
            Some(index) => index
                .damaged_files()
                .unwrap_or_else(|e| vec![e.to_string()]),
            None => vec!["未打开".to_owned()],
        };
        let alive = self.rows_in(scope)?;
        let held = index.map_or(0, yandu_search::TextIndex::documents);
        let mut ok = damaged.is_empty() && held >= u64::from(alive);
        let mut detail = format!("索引 {held}，{noun} {alive}，补录 {pending}");
        if !ok && repair == Repair::Yes {
            self.rebuild_index(scope)?;
            ok = true;
            detail.push_str("；已重建");
        } else if !damaged.is_empty() {
            detail = format!("{detail}；损坏：{}", damaged.join("、"));
        }
        Ok(Check { name, ok, detail })
    }
}

fn find_leftovers(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for path in entries.flatten().map(|e| e.path()) {
        if path.is_dir() {
            find_leftovers(&path, found);
        } else if path.extension().is_some_and(|e| e == "tmp") {
            found.push(path);
        }
    }
}
