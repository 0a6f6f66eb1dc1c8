//! An invitation: all that a newcomer needs but to be admitted. A file or a code; both are the same text.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::charter::Charter;
use crate::ShareError;
use crate::base64_text::{decode, encode};
use crate::packed::{pack, unpack};
use crate::seal::GroupKey;
use crate::storage::Address;

/// Who has it can ask to be admitted and read who belongs to the group, not what the group writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// Which group.
    pub charter: Charter,
    /// The key of the door: charter, requests and membership are sealed with it.
    pub door: GroupKey,
    /// Where the group is; without a password.
    pub address: Address,
}

const BEGINS: &str = "yandu-invite-1.";
const MOST: u64 = 64 << 10;

impl fmt::Display for Invitation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let json = serde_json::to_vec(self).map_err(|_| fmt::Error)?;
        write!(
            f,
            "{BEGINS}{}",
            encode(&pack(&json).map_err(|_| fmt::Error)?)
        )
    }
}

impl FromStr for Invitation {
    type Err = ShareError;

    /// White space is dropped: mail and chat programs break long lines.
    fn from_str(text: &str) -> Result<Invitation, ShareError> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let bytes = text.strip_prefix(BEGINS).and_then(decode);
        let packed = bytes.ok_or(ShareError::NotAnInvitation)?;
        let json = unpack(&packed, MOST).map_err(|_| ShareError::NotAnInvitation)?;
        serde_json::from_slice(&json).map_err(|_| ShareError::NotAnInvitation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DeviceKey;

    #[test]
    fn an_invitation_survives_a_mail_program_and_nothing_else_is_one() {
        let founder = DeviceKey::generate().unwrap();
        let invitation = Invitation {
            charter: Charter {
                id: "0f".repeat(16),
                title: "第三学习小组".into(),
                founder: founder.public(),
                recipient: founder.recipient(),
                member: "ab".repeat(16),
                name: "张三".into(),
                texts: true,
                created_at: "2026-11-24T08:00:00Z".into(),
            },
            door: GroupKey::generate().unwrap(),
            address: Address::Folder("/media/usb/小组".into()),
        };
        let code = invitation.to_string();
        let broken = code.replace('a', "a\n ");
        assert_eq!(broken.parse::<Invitation>().unwrap(), invitation);
        for bad in ["", "yandu-invite-1.", "你好", &code[..code.len() - 9]] {
            assert_eq!(
                bad.parse::<Invitation>(),
                Err(ShareError::NotAnInvitation),
                "{bad}"
            );
        }
    }
}
