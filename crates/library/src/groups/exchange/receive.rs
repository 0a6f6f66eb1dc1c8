//! What comes: logs from where they are known, those of founders and moderators first; bundles.

use std::collections::BTreeSet;

use yandu_share::{GroupFile, PublicKey, Roster, StorageProblem, StoredFile};

use super::{GroupExchange, LARGEST, LibraryDoor, SyncStage, WORTH_A_BUNDLE, is_moderator, length};
use crate::LibraryError;
use crate::groups::open::Opened;
use crate::groups::row::Group;

/// Stands for the bundles among the logs that were asked for.
const BUNDLES: PublicKey = PublicKey([0; 32]);

impl<D: LibraryDoor> GroupExchange<'_, D> {
    /// Reads what is new: those first who say who belongs, then all who do.
    pub(super) fn receive(
        &mut self,
        group: &Group,
        files: &[StoredFile],
    ) -> Result<Option<(Roster, Opened)>, LibraryError> {
        self.receive_bundle(group, files)?;
        let mut asked = BTreeSet::new();
        let mut all = Opened::default();
        loop {
            let (roster, opened) = self.door.enter(|library| library.open_frames(group))?;
            all.received += opened.received;
            all.sealed = opened.sealed;
            all.from
                .extend(opened.from.into_iter().filter(|n| !n.is_empty()));
            let belongs = roster.role(&group.device).is_some();
            let logs = self.door.enter(|library| library.logs(group))?;
            let known = |device: &PublicKey| logs.get(device).map_or(0, |l| l.bytes);
            let wanted: Vec<PublicKey> = roster
                .devices()
                .into_iter()
                .filter(|d| *d != group.device && !asked.contains(d))
                .filter(|d| belongs || *d == group.charter.founder || is_moderator(&roster, d))
                .filter(|d| length(files, GroupFile::Log(*d)) > known(d))
                .collect();
            if wanted.is_empty() && asked.insert(BUNDLES) {
                let have: u64 = logs.values().map(|l| l.bytes).sum();
                if self.receive_lost(group, &roster, files, have)? {
                    continue;
                }
            }
            if wanted.is_empty() {
                all.from.sort();
                all.from.dedup();
                return Ok(Some((roster, all)));
            }
            for (n, device) in wanted.iter().enumerate() {
                if !self.tell(SyncStage::Receiving, (n, wanted.len())) {
                    return Ok(None);
                }
                asked.insert(*device);
                self.receive_log(group, device, known(device))?;
            }
        }
    }

    fn receive_log(
        &mut self,
        group: &Group,
        device: &PublicKey,
        from: u64,
    ) -> Result<(), LibraryError> {
        match self
            .storage
            .read(&GroupFile::Log(*device).to_string(), from)
        {
            Ok(bytes) if (bytes.len() as u64) < LARGEST => self.door.enter(|library| {
                library.keep_frames(group, device, &bytes)?;
                Ok(())
            }),
            Ok(_) => Ok(()),
            // Listed and yet not there: a stale listing.
            Err(error) if error.problem == StorageProblem::Missing => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// What a moderator has and no log in the storage shows any more: a log that was cut or lost after its writer left.
    fn receive_lost(
        &mut self,
        group: &Group,
        roster: &Roster,
        files: &[StoredFile],
        have: u64,
    ) -> Result<bool, LibraryError> {
        for file in files
            .iter()
            .filter(|f| (have + 1..LARGEST).contains(&f.bytes))
        {
            if let Some(GroupFile::Bundle(device)) = GroupFile::of(&file.name)
                && is_moderator(roster, &device)
            {
                let bytes = self.storage.read(&file.name, 0)?;
                let kept = self
                    .door
                    .enter(|library| library.keep_bundle(group, &bytes))?;
                return Ok(kept > 0);
            }
        }
        Ok(false)
    }

    /// One request instead of one for every member, while there is nothing here yet.
    fn receive_bundle(&mut self, group: &Group, files: &[StoredFile]) -> Result<(), LibraryError> {
        let known = self.door.enter(|library| library.logs(group))?.len();
        let of = |f: &StoredFile| GroupFile::of(&f.name);
        let logs = files
            .iter()
            .filter(|f| matches!(of(f), Some(GroupFile::Log(_))))
            .count();
        let bundles = files
            .iter()
            .filter(|f| matches!(of(f), Some(GroupFile::Bundle(_))));
        let largest = bundles
            .filter(|f| f.bytes < LARGEST)
            .max_by_key(|f| f.bytes);
        if let Some(bundle) = largest.filter(|_| known <= 1 && logs >= WORTH_A_BUNDLE) {
            let bytes = self.storage.read(&bundle.name, 0)?;
            self.door
                .enter(|library| library.keep_bundle(group, &bytes))?;
        }
        Ok(())
    }
}
