//! Secrets: the keys with which a group's content is encrypted (XChaCha20-Poly1305), and how a key is wrapped for one
//! device (HPKE, RFC 9180: X25519, HKDF-SHA256, ChaCha20-Poly1305).
//!
//! A sealed content names its key, so whoever has several finds the right one. What is sealed is packed before (zstd).

use std::fmt;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use serde::{Deserialize, Serialize};

use crate::hash::Hash;
use crate::key::DeviceKey;
use crate::packed::{pack, unpack};
use crate::{PublicKey, ShareError};

type Encapsulated = <X25519HkdfSha256 as Kem>::EncappedKey;

const NONCE: usize = 24;
const ID: usize = 8;
const ENCAPSULATED: usize = 32;

/// A secret that the members share.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Hash", into = "Hash")]
pub struct GroupKey([u8; 32]);

/// Which key it is; says nothing of the key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct KeyId(pub [u8; ID]);

/// A key for the eyes of one device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrappedKey {
    /// Which key.
    pub key: KeyId,
    /// The device that can unwrap it.
    pub device: PublicKey,
    /// The encapsulated key and the sealed secret, base64.
    #[serde(with = "crate::base64_text")]
    pub wrapped: Vec<u8>,
}

impl GroupKey {
    /// A new one.
    ///
    /// # Errors
    /// [`ShareError::NoRandomness`].
    pub fn generate() -> Result<GroupKey, ShareError> {
        Ok(GroupKey(random()?))
    }

    /// The secret bytes, to be kept on this device.
    pub fn secret(&self) -> [u8; 32] {
        self.0
    }

    /// The key of these bytes.
    pub fn from_secret(secret: [u8; 32]) -> GroupKey {
        GroupKey(secret)
    }

    /// Which one it is.
    pub fn id(&self) -> KeyId {
        let hash = Hash::of(&[b"yandu key id".as_slice(), &self.0].concat());
        let mut id = [0; ID];
        id.copy_from_slice(&hash.0[..ID]);
        KeyId(id)
    }

    /// Seals a content; `about` is not in it but must be the same when it is opened.
    ///
    /// # Errors
    /// [`ShareError::NoRandomness`].
    pub fn seal(&self, about: &[u8], content: &[u8]) -> Result<Vec<u8>, ShareError> {
        let nonce: [u8; NONCE] = random()?;
        let packed = pack(content)?;
        let payload = Payload {
            msg: &packed,
            aad: about,
        };
        let sealed = self.cipher().encrypt(&XNonce::from(nonce), payload);
        let sealed = sealed.map_err(|_| ShareError::NotForUs)?;
        Ok([&self.id().0, nonce.as_slice(), &sealed].concat())
    }

    /// Opens what [`GroupKey::seal`] made, at most `limit` bytes of it.
    ///
    /// # Errors
    /// [`ShareError::NotForUs`] for another key or a changed content, [`ShareError::TooLarge`].
    pub fn open(&self, about: &[u8], sealed: &[u8], limit: u64) -> Result<Vec<u8>, ShareError> {
        if sealed_with(sealed) != Some(self.id()) || sealed.len() < ID + NONCE {
            return Err(ShareError::NotForUs);
        }
        let (nonce, msg) = sealed[ID..].split_at(NONCE);
        let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| ShareError::NotForUs)?;
        let payload = Payload { msg, aad: about };
        let packed = self.cipher().decrypt(&XNonce::from(nonce), payload);
        unpack(&packed.map_err(|_| ShareError::NotForUs)?, limit)
    }

    /// Wraps this key for a device.
    ///
    /// # Errors
    /// [`ShareError::BadKey`].
    pub fn wrap(&self, device: PublicKey, recipient: &Recipient) -> Result<WrappedKey, ShareError> {
        let bad = |_| ShareError::BadKey;
        let public = <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(&recipient.0).map_err(bad)?;
        let (encapsulated, sealed) = hpke::single_shot_seal::<
            ChaCha20Poly1305,
            HkdfSha256,
            X25519HkdfSha256,
        >(&OpModeS::Base, &public, INFO, &self.0, &device.0)
        .map_err(bad)?;
        Ok(WrappedKey {
            key: self.id(),
            device,
            wrapped: [encapsulated.to_bytes().as_slice(), &sealed].concat(),
        })
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.0.into())
    }
}

const INFO: &[u8] = b"yandu group key";

/// The key that a sealed content names.
pub fn sealed_with(sealed: &[u8]) -> Option<KeyId> {
    let id = sealed.get(..ID)?.try_into().ok()?;
    Some(KeyId(id))
}

/// Where keys for a device are sent to: the public half of the key with which it unwraps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Hash", into = "Hash")]
pub struct Recipient(pub [u8; 32]);

impl DeviceKey {
    /// Where keys for this device are sent to.
    pub fn recipient(&self) -> Recipient {
        let mut bytes = [0; 32];
        bytes.copy_from_slice(&self.unwrapping().1.to_bytes());
        Recipient(bytes)
    }

    /// Unwraps a key that was sent to this device.
    ///
    /// # Errors
    /// [`ShareError::NotForUs`].
    pub fn unwrap_key(&self, wrapped: &WrappedKey) -> Result<GroupKey, ShareError> {
        let not_for_us = |_| ShareError::NotForUs;
        if wrapped.device != self.public() || wrapped.wrapped.len() < ENCAPSULATED {
            return Err(ShareError::NotForUs);
        }
        let (encapsulated, sealed) = wrapped.wrapped.split_at(ENCAPSULATED);
        let encapsulated = Encapsulated::from_bytes(encapsulated).map_err(not_for_us)?;
        let secret = hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
            &OpModeR::Base,
            &self.unwrapping().0,
            &encapsulated,
            INFO,
            sealed,
            &self.public().0,
        )
        .map_err(not_for_us)?;
        let key = GroupKey(secret.try_into().map_err(|_| ShareError::NotForUs)?);
        (key.id() == wrapped.key)
            .then_some(key)
            .ok_or(ShareError::NotForUs)
    }

    /// Made out of the secret of the device, so that there is one secret to keep.
    fn unwrapping(
        &self,
    ) -> (
        <X25519HkdfSha256 as Kem>::PrivateKey,
        <X25519HkdfSha256 as Kem>::PublicKey,
    ) {
        let seed = Hash::of(&[b"yandu unwrapping".as_slice(), &self.secret()].concat());
        X25519HkdfSha256::derive_keypair(&seed.0)
    }
}

pub(crate) fn random<const N: usize>() -> Result<[u8; N], ShareError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| ShareError::NoRandomness)?;
    Ok(bytes)
}

impl fmt::Debug for GroupKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "GroupKey({:?})", self.id())
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// On the wire a secret is 64 hexadecimal digits.
impl From<Hash> for GroupKey {
    fn from(digits: Hash) -> GroupKey {
        GroupKey(digits.0)
    }
}

impl From<GroupKey> for Hash {
    fn from(key: GroupKey) -> Hash {
        Hash(key.0)
    }
}

impl From<Hash> for Recipient {
    fn from(digits: Hash) -> Recipient {
        Recipient(digits.0)
    }
}

impl From<Recipient> for Hash {
    fn from(recipient: Recipient) -> Hash {
        Hash(recipient.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_key_and_the_circumstances_open_a_content() {
        let (key, other) = (GroupKey::generate().unwrap(), GroupKey::generate().unwrap());
        let sealed = key.seal(b"group", "大家的意见".as_bytes()).unwrap();
        assert_eq!(sealed_with(&sealed), Some(key.id()));
        assert_eq!(
            key.open(b"group", &sealed, 100).unwrap(),
            "大家的意见".as_bytes()
        );
        for wrong in [
            other.open(b"group", &sealed, 100),
            key.open(b"another", &sealed, 100),
            key.open(b"group", &sealed[..20], 100),
        ] {
            assert_eq!(wrong, Err(ShareError::NotForUs));
        }
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(key.open(b"group", &changed, 100).is_err(), "{at}");
        }
        assert!(matches!(
            key.open(b"group", &sealed, 3),
            Err(ShareError::TooLarge(_))
        ));
    }

    #[test]
    fn a_key_is_unwrapped_by_the_device_that_it_is_for() {
        let (device, other) = (
            DeviceKey::generate().unwrap(),
            DeviceKey::generate().unwrap(),
        );
        let key = GroupKey::generate().unwrap();
        let wrapped = key.wrap(device.public(), &device.recipient()).unwrap();
        assert_eq!(device.unwrap_key(&wrapped).unwrap(), key);
        assert!(other.unwrap_key(&wrapped).is_err());
        let mut changed = wrapped.clone();
        changed.wrapped[40] ^= 1;
        assert!(device.unwrap_key(&changed).is_err());
        let mut renamed = wrapped;
        renamed.device = other.public();
        assert!(other.unwrap_key(&renamed).is_err());
    }
}
