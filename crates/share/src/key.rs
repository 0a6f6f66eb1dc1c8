//! Who signs: a key pair a device (ed25519, RFC 8032), and the fingerprint by which people compare it.

use std::fmt;
use std::str::FromStr;

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};

use crate::ShareError;
use crate::hash::{Hash, from_hex};

/// The secret key of this device. It is never written into anything that leaves the device.
#[derive(Clone)]
pub struct DeviceKey(SigningKey);

/// The public key of a device or publisher.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "Hash", into = "Hash")]
pub struct PublicKey(pub [u8; 32]);

impl DeviceKey {
    /// A new key.
    ///
    /// # Errors
    /// [`ShareError::NoRandomness`].
    pub fn generate() -> Result<DeviceKey, ShareError> {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).map_err(|_| ShareError::NoRandomness)?;
        Ok(DeviceKey(SigningKey::from_bytes(&secret)))
    }

    /// The key with this secret, as [`DeviceKey::secret`] gave it.
    pub fn from_secret(secret: &[u8; 32]) -> DeviceKey {
        DeviceKey(SigningKey::from_bytes(secret))
    }

    /// The secret, to be kept on this device only.
    pub fn secret(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// Its public half.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }

    /// Signs.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

impl fmt::Debug for DeviceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DeviceKey({})", self.public())
    }
}

impl PublicKey {
    /// Checks a signature, weak keys and malleable signatures refused.
    ///
    /// # Errors
    /// [`ShareError::BadSignature`].
    pub fn verify(&self, message: &[u8], signature: &[u8; 64]) -> Result<(), ShareError> {
        let key = VerifyingKey::from_bytes(&self.0).map_err(|_| ShareError::BadKey)?;
        let signature = Signature::from_bytes(signature);
        key.verify_strict(message, &signature)
            .map_err(|_| ShareError::BadSignature)
    }

    /// Eight groups of four digits, to be read aloud and compared: 96 bits of the key's hash.
    pub fn fingerprint(&self) -> String {
        let hash = Hash::of(&self.0).0;
        let group = |at: usize| {
            let three = u32::from_be_bytes([0, hash[3 * at], hash[3 * at + 1], hash[3 * at + 2]]);
            format!("{:04}", three % 10_000)
        };
        (0..8).map(group).collect::<Vec<_>>().join(" ")
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Hash(self.0).fmt(f)
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for PublicKey {
    type Err = ShareError;

    fn from_str(text: &str) -> Result<PublicKey, ShareError> {
        from_hex(text).map(PublicKey)
    }
}

/// On the wire a key is 64 hexadecimal digits, as a hash is.
impl From<Hash> for PublicKey {
    fn from(digits: Hash) -> PublicKey {
        PublicKey(digits.0)
    }
}

impl From<PublicKey> for Hash {
    fn from(key: PublicKey) -> Hash {
        Hash(key.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_signer_s_key_and_the_signed_words_fit() {
        let key = DeviceKey::generate().unwrap();
        let signature = key.sign("通知".as_bytes());
        assert!(key.public().verify("通知".as_bytes(), &signature).is_ok());
        let error = key.public().verify("通告".as_bytes(), &signature);
        assert_eq!(error, Err(ShareError::BadSignature));
        let other = DeviceKey::generate().unwrap().public();
        assert!(other.verify("通知".as_bytes(), &signature).is_err());
        assert_eq!(DeviceKey::from_secret(&key.secret()).public(), key.public());
    }

    #[test]
    fn fingerprints_are_eight_groups_of_digits() {
        let print = PublicKey([7; 32]).fingerprint();
        assert_eq!(print.split(' ').count(), 8);
        assert!(print.chars().all(|c| c == ' ' || c.is_ascii_digit()) && print.len() == 39);
        assert_ne!(print, PublicKey([8; 32]).fingerprint());
    }

    #[test]
    fn a_weak_key_signs_nothing() {
        // The neutral element, for which a signature of zeros would fit any message.
        let mut weak = [0; 32];
        weak[0] = 1;
        let mut signature = [0; 64];
        signature[0] = 1;
        assert!(PublicKey(weak).verify(b"x", &signature).is_err());
    }
}
