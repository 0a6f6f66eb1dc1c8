//! Someone asks to be admitted.

use serde::{Deserialize, Serialize};

use super::signed;
use crate::key::{DeviceKey, PublicKey};
use crate::seal::{GroupKey, Recipient};
use crate::{Hash, ShareError};

/// A request, written by the device that asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// The device.
    pub device: PublicKey,
    /// Where keys for it are sent to.
    pub recipient: Recipient,
    /// The member that its person is, or wants to be.
    pub member: String,
    /// 姓名
    pub name: String,
    /// A device of the same person that this one replaces.
    #[serde(default)]
    pub replaces: Option<PublicKey>,
    /// UTC.
    pub at: String,
}

impl Request {
    /// Its bytes.
    ///
    /// # Errors
    /// [`ShareError::NoRandomness`].
    pub fn write(
        &self,
        device: &DeviceKey,
        door: &GroupKey,
        group: &str,
    ) -> Result<Vec<u8>, ShareError> {
        signed::write(self, (device, door), about(group))
    }

    /// Reads one, its signature checked.
    ///
    /// # Errors
    /// [`ShareError::NotForUs`], [`ShareError::BadSignature`], [`ShareError::Damaged`].
    pub fn read(bytes: &[u8], door: &GroupKey, group: &str) -> Result<Request, ShareError> {
        signed::read(bytes, door, about(group), |request: &Request| {
            request.device
        })
    }
}

fn about(group: &str) -> Hash {
    Hash::of(format!("yandu request {group}").as_bytes())
}
