//! Packs in the window: look at one, take it in, take it back, make one.

use std::path::Path;

use serde::{Deserialize, Serialize};
use yandu::{NewPack, PackTrust};

use crate::exports::WorkProgress;
use crate::{ApiError, Session};

/// What a pack says of itself, its signature and contents checked.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct PackRow {
    /// Its id.
    pub id: String,
    /// 标题
    pub title: String,
    /// 版本
    pub version: u32,
    /// The version that is here.
    pub installed: Option<u32>,
    /// When it was made, UTC.
    pub created_at: String,
    /// As the publisher calls itself.
    pub publisher: String,
    /// Eight groups of four digits.
    pub fingerprint: String,
    /// The key is trusted already.
    pub pinned: bool,
    /// Documents in it.
    pub documents: u32,
    /// Reading lists in it.
    pub lists: u32,
    /// Documents with annotations in it.
    pub annotated: u32,
}

/// What an import of a pack did.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct PackAnswer {
    /// Its id, for taking it back.
    pub id: String,
    /// New documents.
    pub added: u32,
    /// New versions.
    pub updated: u32,
    /// Documents that are here already.
    pub duplicates: u32,
    /// Documents that were not taken.
    pub problems: u32,
    /// Reading lists.
    pub lists: u32,
    /// Annotations.
    pub annotations: u32,
    /// The user ended it.
    pub cancelled: bool,
}

/// What goes into a pack.
#[derive(Debug, Clone, Default, Deserialize, specta::Type)]
pub struct PackRequest {
    /// 标题
    pub title: String,
    /// Ids of documents.
    pub documents: Vec<String>,
    /// A collection.
    pub collection: Option<String>,
    /// Ids of reading lists.
    pub lists: Vec<String>,
    /// Annotations too.
    pub annotations: bool,
}

/// A pack that was written.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct PackFileAnswer {
    /// 版本
    pub version: u32,
    /// Documents in it.
    pub documents: u32,
    /// Documents with a classification mark, which were left out.
    pub left_out: Vec<String>,
}

/// Who this device is.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct IdentityAnswer {
    /// The name under which its person writes.
    pub name: String,
    /// Eight groups of four digits.
    pub fingerprint: String,
}

impl Session {
    /// Checks a pack whole.
    ///
    /// # Errors
    /// It is none, damaged, or signed by another key.
    pub fn verify_pack(&self, path: &str) -> Result<PackRow, ApiError> {
        let pack = self.with(|library| library.verify_pack(Path::new(path)))?;
        Ok(PackRow {
            id: pack.id,
            title: pack.title,
            version: pack.version,
            installed: pack.installed,
            created_at: pack.created_at,
            publisher: pack.publisher,
            fingerprint: pack.fingerprint,
            pinned: pack.pinned,
            documents: pack.documents,
            lists: pack.lists,
            annotated: pack.annotated,
        })
    }

    /// Takes a pack in; `trust` says that the user has compared the fingerprint.
    ///
    /// # Errors
    /// As [`Session::verify_pack`]; a publisher that is not trusted, a version that is here.
    pub fn import_pack(
        &self,
        path: &str,
        trust: bool,
        mut hear: impl FnMut(WorkProgress),
    ) -> Result<PackAnswer, ApiError> {
        let mut go_on = self.work.begin(&mut hear);
        let trust = if trust {
            PackTrust::New
        } else {
            PackTrust::Pinned
        };
        let report = self.with(|library| {
            library.import_pack(Path::new(path), trust, &mut |done, total| {
                go_on(done as usize, total as usize)
            })
        })?;
        let documents = report.documents;
        Ok(PackAnswer {
            id: report.pack.id,
            added: documents.added,
            updated: documents.updated,
            duplicates: documents.duplicates,
            problems: documents.refused + documents.failed,
            lists: report.lists,
            annotations: report.annotations,
            cancelled: documents.cancelled,
        })
    }

    /// Takes back what a pack brought.
    ///
    /// # Errors
    /// It is not here.
    pub fn undo_pack(&self, id: &str) -> Result<u32, ApiError> {
        let count = self.with(|library| library.undo_pack(id))?;
        Ok(count as u32)
    }

    /// Makes a pack.
    ///
    /// # Errors
    /// Nothing to pack; the disk.
    pub fn create_pack(
        &self,
        request: &PackRequest,
        path: &str,
    ) -> Result<PackFileAnswer, ApiError> {
        let new = NewPack {
            title: request.title.clone(),
            documents: request.documents.clone(),
            collection: request.collection.clone(),
            lists: request.lists.clone(),
            annotations: request.annotations,
            update: false,
        };
        let file = self.with(|library| library.create_pack(&new, Path::new(path)))?;
        Ok(PackFileAnswer {
            version: file.version,
            documents: file.documents,
            left_out: file.left_out,
        })
    }

    /// Who this device is.
    ///
    /// # Errors
    /// The disk.
    pub fn identity(&self) -> Result<IdentityAnswer, ApiError> {
        let identity = self.with(|library| library.identity())?;
        Ok(IdentityAnswer {
            name: identity.name,
            fingerprint: identity.fingerprint,
        })
    }
}
