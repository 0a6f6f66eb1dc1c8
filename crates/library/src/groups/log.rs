//! The logs: frames come from outside or are written by this device; they are kept as they are.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, params};
use yandu_share::{
    Content, DeviceKey, Ending, FrameWriter, GroupKey, KeyId, LogPlace, PublicKey, read_log,
    sealed_with, split_frames,
};

use super::row::Group;
use crate::{Library, LibraryError};

/// What this library has of a log.
#[derive(Debug, Clone)]
pub(super) struct LogRow {
    pub(super) key: i64,
    pub(super) place: LogPlace,
    pub(super) bytes: u64,
}

impl Library {
    /// What is here of the logs of a group.
    pub(super) fn logs(&self, group: &Group) -> Result<BTreeMap<PublicKey, LogRow>, LibraryError> {
        let sql = "SELECT id, device, next, previous, bytes FROM group_log WHERE grp = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([group.key])?;
        let mut logs = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let (device, previous): (String, String) = (row.get(1)?, row.get(3)?);
            let log = LogRow {
                key: row.get(0)?,
                place: LogPlace {
                    next: row.get::<_, i64>(2)? as u64,
                    previous: previous.parse()?,
                },
                bytes: row.get::<_, i64>(4)? as u64,
            };
            logs.insert(device.parse()?, log);
        }
        Ok(logs)
    }

    /// Keeps the frames that follow on what is here of a log; answers with their number. What does not follow is named in
    /// the log's row.
    pub(super) fn keep_frames(
        &mut self,
        group: &Group,
        device: &PublicKey,
        bytes: &[u8],
    ) -> Result<u32, LibraryError> {
        let key = self.log_of(group, device)?;
        let log = self.logs(group)?.remove(device);
        let place = log.map_or(LogPlace::beginning(group.root()), |l| l.place);
        let read = read_log(device, bytes, place);
        let problem = match &read.ending {
            Ending::Whole => None,
            Ending::Cut => Some("末尾不完整，下次再取".to_owned()),
            Ending::Refused(error) => Some(error.to_string()),
        };
        self.transact_texts(|connection| {
            let mut insert = connection
                .prepare_cached("INSERT INTO group_frame VALUES (?1, ?2, ?3, 0, ?4)")?;
            for frame in &read.frames {
                let sealed = sealed_with(frame.payload()).unwrap_or(KeyId([0; 8])).0;
                insert.execute(params![key, frame.sequence as i64, sealed, frame.bytes])?;
            }
            let len: usize = read.frames.iter().map(|f| f.bytes.len()).sum();
            let at = read.frames.last().map_or(place, LogPlace::behind);
            let sql = "UPDATE group_log SET next = ?2, previous = ?3, bytes = bytes + ?4, problem = ?5 WHERE id = ?1";
            let row = params![key, at.next as i64, at.previous.to_string(), len as i64, problem];
            connection.execute(sql, row)?;
            Ok(())
        })?;
        Ok(read.frames.len() as u32)
    }

    /// Keeps what is new in a bundle; answers with the number of frames.
    pub(super) fn keep_bundle(
        &mut self,
        group: &Group,
        bundle: &[u8],
    ) -> Result<u32, LibraryError> {
        let mut parts: BTreeMap<PublicKey, Vec<&[u8]>> = BTreeMap::new();
        for (device, frame) in split_frames(bundle) {
            parts.entry(device).or_default().push(frame);
        }
        let logs = self.logs(group)?;
        let mut kept = 0;
        for (device, frames) in parts {
            // A bundle carries whole logs; what is known of them is skipped.
            let known = logs.get(&device).map_or(0, |l| l.place.next) as usize;
            if let Some(new) = frames.get(known..).filter(|new| !new.is_empty()) {
                kept += self.keep_frames(group, &device, &new.concat())?;
            }
        }
        Ok(kept)
    }

    /// All frames of a log, one behind the other.
    pub(super) fn log_bytes(&self, key: i64) -> Result<Vec<u8>, LibraryError> {
        let sql = "SELECT bytes FROM group_frame WHERE log = ?1 ORDER BY sequence";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([key])?;
        let mut bytes = Vec::new();
        while let Some(row) = rows.next()? {
            bytes.extend_from_slice(row.get_ref(0)?.as_blob().unwrap_or_default());
        }
        Ok(bytes)
    }

    /// Writes a frame into the own log; what it says is taken in as if it had come.
    pub(super) fn write_frame(
        &mut self,
        group: &Group,
        content: &Content,
        key: &GroupKey,
    ) -> Result<(), LibraryError> {
        let device = self.device_key_of(&group.device)?;
        let payload = content.seal(key, group.root())?;
        let place = self.own_place(group)?;
        let frame = FrameWriter::new(&device, place).frame(&payload)?;
        self.keep_frames(group, &group.device, &frame)?;
        Ok(())
    }

    fn own_place(&self, group: &Group) -> Result<LogPlace, LibraryError> {
        let log = self.logs(group)?.remove(&group.device);
        Ok(log.map_or(LogPlace::beginning(group.root()), |l| l.place))
    }

    /// Forgets the frames of a log from one on, with what they said: they were written by a copy of this device.
    pub(super) fn forget_frames(
        &mut self,
        group: &Group,
        device: &PublicKey,
        place: LogPlace,
    ) -> Result<(), LibraryError> {
        let key = self.log_of(group, device)?;
        self.transact_texts(|connection| {
            for sql in [
                "DELETE FROM group_put WHERE log = ?1 AND sequence >= ?2",
                "DELETE FROM group_change WHERE log = ?1 AND sequence >= ?2",
                "DELETE FROM group_frame WHERE log = ?1 AND sequence >= ?2",
            ] {
                connection.execute(sql, params![key, place.next as i64])?;
            }
            let sql = "UPDATE group_log SET next = ?2, previous = ?3, problem = NULL,
                       bytes = (SELECT coalesce(sum(length(bytes)), 0) FROM group_frame WHERE log = ?1) WHERE id = ?1";
            let row = params![key, place.next as i64, place.previous.to_string()];
            connection.execute(sql, row)?;
            Ok(())
        })
    }

    /// The hash of a frame that is here, as a place behind it.
    pub(super) fn place_behind(
        &self,
        log: i64,
        sequence: u64,
    ) -> Result<Option<LogPlace>, LibraryError> {
        let sql = "SELECT bytes FROM group_frame WHERE log = ?1 AND sequence = ?2";
        let bytes: Option<Vec<u8>> = self
            .connection
            .prepare_cached(sql)?
            .query_row(params![log, sequence as i64], |r| r.get(0))
            .optional()?;
        Ok(bytes.map(|bytes| LogPlace {
            next: sequence + 1,
            previous: yandu_share::Hash::of(&bytes),
        }))
    }

    /// The key with which a log of this library is written: the present one, or one that was replaced.
    pub(super) fn device_key_of(&self, device: &PublicKey) -> Result<DeviceKey, LibraryError> {
        self.device_keys()?
            .into_iter()
            .find(|key| key.public() == *device)
            .ok_or(LibraryError::DeviceKey(self.folder.join("device.key")))
    }
}
