//! A small document with its signature behind it, sealed: charters and requests.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::key::{DeviceKey, PublicKey};
use crate::seal::GroupKey;
use crate::{Hash, ShareError};

/// Bytes of such a document, opened.
const MOST: u64 = 64 << 10;
const SIGNATURE: usize = 64;

/// Signs and seals.
pub(super) fn write(
    value: &impl Serialize,
    (signer, seal): (&DeviceKey, &GroupKey),
    about: Hash,
) -> Result<Vec<u8>, ShareError> {
    let mut bytes = serde_json::to_vec(value).map_err(ShareError::damaged)?;
    let signature = signer.sign(&[&about.0, bytes.as_slice()].concat());
    bytes.extend_from_slice(&signature);
    seal.seal(&about.0, &bytes)
}

/// Opens, and checks the signature of the signer that the document itself, or the caller, names.
pub(super) fn read<T: DeserializeOwned>(
    bytes: &[u8],
    seal: &GroupKey,
    about: Hash,
    signer: impl FnOnce(&T) -> PublicKey,
) -> Result<T, ShareError> {
    let bytes = seal.open(&about.0, bytes, MOST)?;
    let at = bytes.len().checked_sub(SIGNATURE);
    let (json, signature) = bytes.split_at(at.ok_or(ShareError::BadSignature)?);
    let value: T = serde_json::from_slice(json).map_err(ShareError::damaged)?;
    let signature = signature.try_into().map_err(|_| ShareError::BadSignature)?;
    signer(&value).verify(&[&about.0, json].concat(), signature)?;
    Ok(value)
}
