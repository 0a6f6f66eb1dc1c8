//! 小组 itself: what never changes.

use serde::{Deserialize, Serialize};

use super::signed;
use crate::key::{DeviceKey, PublicKey};
use crate::seal::{GroupKey, Recipient};
use crate::{Hash, ShareError};

/// What the founder signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charter {
    /// 32 hexadecimal digits.
    pub id: String,
    /// 名称
    pub title: String,
    /// The device that made the group.
    pub founder: PublicKey,
    /// Where keys for it are sent to.
    pub recipient: Recipient,
    /// The member id of the founder.
    pub member: String,
    /// The founder's name.
    pub name: String,
    /// The texts of shared materials lie in the storage too, sealed.
    pub texts: bool,
    /// UTC.
    pub created_at: String,
}

impl Charter {
    /// From which the logs of this group begin.
    pub fn root(&self) -> Hash {
        root_of(&self.id)
    }

    /// Its bytes.
    ///
    /// # Errors
    /// [`ShareError::NoRandomness`].
    pub fn write(&self, founder: &DeviceKey, door: &GroupKey) -> Result<Vec<u8>, ShareError> {
        signed::write(self, (founder, door), about(&self.id))
    }

    /// Reads the charter of the group that an invitation names.
    ///
    /// # Errors
    /// [`ShareError::NotForUs`], [`ShareError::BadSignature`], [`ShareError::Damaged`].
    pub fn read(
        bytes: &[u8],
        door: &GroupKey,
        (id, founder): (&str, PublicKey),
    ) -> Result<Charter, ShareError> {
        signed::read(bytes, door, about(id), |_: &Charter| founder)
    }
}

/// From which the logs of a group begin.
pub(super) fn root_of(id: &str) -> Hash {
    Hash::of(format!("yandu group {id}").as_bytes())
}

fn about(id: &str) -> Hash {
    Hash::of(format!("yandu charter {id}").as_bytes())
}
