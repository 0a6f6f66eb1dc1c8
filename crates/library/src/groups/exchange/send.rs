//! What goes: the charter if it is gone, the own log, materials, the bundle. Materials of others come here too, for their
//! files lie beside.

use rusqlite::params;
use yandu_share::{GroupFile, PublicKey, Roster, StoredFile};

use super::{
    Ended, GroupExchange, LibraryDoor, SyncReport, SyncStage, WORTH_A_BUNDLE, is_moderator, length,
};
use crate::LibraryError;
use crate::groups::log::LogRow;
use crate::groups::row::Group;

impl<D: LibraryDoor> GroupExchange<'_, D> {
    /// The own log, if the storage has not all of it; the charter, if it is gone or cut and this device signed it.
    pub(super) fn send(&mut self, group: &Group, files: &[StoredFile]) -> Result<(), LibraryError> {
        if group.device == group.charter.founder {
            let device = self
                .door
                .enter(|library| library.device_key_of(&group.device))?;
            let bytes = group.charter.write(&device, &group.door)?;
            if length(files, GroupFile::Charter) != bytes.len() as u64 {
                self.storage
                    .write(&GroupFile::Charter.to_string(), &bytes)?;
            }
        }
        let bytes = self.door.enter(|library| {
            let logs = library.logs(group)?;
            Ok(logs.get(&group.device).map_or(0, |l| l.bytes))
        })?;
        if bytes != length(files, GroupFile::Log(group.device)) {
            self.send_log(&group.charter.id)?;
        }
        Ok(())
    }

    pub(super) fn send_log(&mut self, id: &str) -> Result<(), LibraryError> {
        let (group, bytes) = self.door.enter(|library| {
            let group = library.group(id)?;
            let log = library.log_of(&group, &group.device)?;
            let bytes = library.log_bytes(log)?;
            Ok((group, bytes))
        })?;
        self.storage
            .write(&GroupFile::Log(group.device).to_string(), &bytes)?;
        self.door.enter(|library| {
            let sql = "UPDATE study_group SET uploaded = ?2 WHERE id = ?1";
            library
                .connection
                .execute(sql, params![group.key, bytes.len() as i64])?;
            Ok(())
        })
    }

    pub(super) fn materials(
        &mut self,
        group: &Group,
        files: &[StoredFile],
        report: &mut SyncReport,
    ) -> Result<Option<Ended>, LibraryError> {
        let stored: Vec<GroupFile> = files
            .iter()
            .filter_map(|f| GroupFile::of(&f.name))
            .collect();
        let to_store = self
            .door
            .enter(|library| library.texts_to_store(group, &stored))?;
        let to_fetch = self
            .door
            .enter(|library| library.texts_to_fetch(group, &stored))?;
        let total = to_store.len() + to_fetch.len();
        for (n, (file, sha256)) in to_store.iter().enumerate() {
            if !self.tell(SyncStage::Materials, (n, total)) {
                return Ok(Some(Ended));
            }
            let sealed = self.door.enter(|library| {
                let roster = library.roster(group)?;
                let key = library.writing_key(group, &roster)?;
                library.sealed_text(group, &key, sha256)
            })?;
            self.storage.write(&file.to_string(), &sealed)?;
        }
        for (n, (file, material)) in to_fetch.iter().enumerate() {
            if !self.tell(SyncStage::Materials, (to_store.len() + n, total)) {
                return Ok(Some(Ended));
            }
            let sealed = self.storage.read(&file.to_string(), 0)?;
            let taken = self
                .door
                .enter(|library| library.take_text(group, material, &sealed))?;
            match taken {
                Some(_) => report.materials += 1,
                None => report
                    .problems
                    .push(format!("《{}》的正文与目录不符，没有导入", material.title)),
            }
        }
        Ok(None)
    }

    /// Moderators keep a bundle for newcomers, when it would be a quarter longer than the last one, and for everyone when a
    /// log in the storage is shorter than it was.
    pub(super) fn send_bundle(
        &mut self,
        group: &Group,
        roster: &Roster,
        files: &[StoredFile],
    ) -> Result<(), LibraryError> {
        let logs = self.door.enter(|library| library.logs(group))?;
        let bytes: u64 = logs.values().map(|l| l.bytes).sum();
        let file = GroupFile::Bundle(group.device);
        let stored = length(files, file);
        let short = |(device, log): (&PublicKey, &LogRow)| {
            *device != group.device && length(files, GroupFile::Log(*device)) < log.bytes
        };
        let enough = logs.len() >= WORTH_A_BUNDLE && bytes > stored * 5 / 4
            || bytes > stored && logs.iter().any(short);
        if !is_moderator(roster, &group.device) || !enough {
            return Ok(());
        }
        let mut bundle = Vec::with_capacity(bytes as usize);
        for log in logs.values() {
            bundle.extend(self.door.enter(|library| library.log_bytes(log.key))?);
        }
        Ok(self.storage.write(&file.to_string(), &bundle)?)
    }
}
