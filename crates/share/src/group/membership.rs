//! Changes of membership. They stand in the logs of those who may make them and count for nothing elsewhere.

use serde::{Deserialize, Serialize};

use crate::PublicKey;
use crate::seal::{KeyId, Recipient, WrappedKey};

/// What a member may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupRole {
    /// 组员
    Member,
    /// 管理员: admits and removes members, hides what does not belong, writes bundles.
    Moderator,
    /// 创建者: appoints moderators too.
    Founder,
}

/// Where a change of membership stands: the frame of a device and the line in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ChangeId {
    /// Whose log.
    pub device: PublicKey,
    /// Which frame.
    pub sequence: u64,
    /// Which line, from 0.
    pub line: u32,
}

/// An admission ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdmissionEnd {
    /// Which admission.
    pub admission: ChangeId,
    /// The last frame of the device that counts; `None`: none of them does.
    pub last: Option<u64>,
}

/// A change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum MembershipChange {
    /// A device is admitted.
    Admit {
        /// The device.
        device: PublicKey,
        /// Where its keys are sent to.
        recipient: Recipient,
        /// The member whose device it is.
        member: String,
        /// 姓名
        name: String,
        /// What the member may do with it.
        role: GroupRole,
        /// The first frame of it that counts.
        from: u64,
        /// The keys of all epochs so far, for it.
        keys: Vec<WrappedKey>,
    },
    /// Admissions end.
    Remove {
        /// Which, and at which frames: the order of arrival makes no difference.
        ends: Vec<AdmissionEnd>,
    },
    /// What is written from now on is sealed with a new key.
    Epoch {
        /// One more than the highest that its maker knew.
        number: u32,
        /// Which key it is.
        key: KeyId,
        /// For every device of the group.
        keys: Vec<WrappedKey>,
    },
    /// Keys for devices that lack them.
    Keys {
        /// The keys.
        keys: Vec<WrappedKey>,
    },
    /// The writer leaves the group with this device; frames behind this one do not count.
    Leave,
}
