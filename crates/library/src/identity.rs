//! Who this device is: a key pair made at first use, kept beside the library and never in a backup or pack.
//!
//! A key that was replaced, because a copy of this library wrote with it too, is kept: it speaks for the new one.

use std::io::Write;
use std::path::{Path, PathBuf};

use serde::Serialize;
use yandu_share::{DeviceKey, PublicKey};

use crate::{Library, LibraryError};

/// What others see of this device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Identity {
    /// The name under which its person writes.
    pub name: String,
    /// The public key, hexadecimal.
    pub key: String,
    /// Eight groups of four digits, to be compared by voice.
    pub fingerprint: String,
}

impl Library {
    /// Who this device is; the key is made now if there is none yet.
    ///
    /// # Errors
    /// The disk; no randomness.
    pub fn identity(&self) -> Result<Identity, LibraryError> {
        let key = self.device_key()?.public();
        Ok(Identity {
            name: self.my_name()?,
            key: key.to_string(),
            fingerprint: key.fingerprint(),
        })
    }

    fn key_path(&self) -> PathBuf {
        self.folder.join("device.key")
    }

    fn replaced_key_path(&self, n: u32) -> PathBuf {
        self.folder.join(format!("device-{n}.key"))
    }

    /// The secret key of this device.
    pub(crate) fn device_key(&self) -> Result<DeviceKey, LibraryError> {
        let path = self.key_path();
        match read_key(&path)? {
            Some(key) => Ok(key),
            None => {
                let key = DeviceKey::generate()?;
                write_private(&path, &key.secret())?;
                Ok(key)
            }
        }
    }

    /// The present key, then those that were replaced, the last one first.
    pub(crate) fn device_keys(&self) -> Result<Vec<DeviceKey>, LibraryError> {
        let mut keys = Vec::new();
        for n in 1.. {
            match read_key(&self.replaced_key_path(n))? {
                Some(key) => keys.push(key),
                None => break,
            }
        }
        keys.push(self.device_key()?);
        keys.reverse();
        Ok(keys)
    }

    /// Gives this device a new key in place of `old`, unless that was done already.
    pub(crate) fn replace_device_key(&self, old: &PublicKey) -> Result<DeviceKey, LibraryError> {
        let present = self.device_key()?;
        if present.public() != *old {
            return Ok(present);
        }
        let replaced = self.device_keys()?.len() as u32;
        write_private(&self.replaced_key_path(replaced), &present.secret())?;
        let path = self.key_path();
        std::fs::remove_file(&path).map_err(LibraryError::io("更换设备密钥", &path))?;
        self.device_key()
    }
}

fn read_key(path: &Path) -> Result<Option<DeviceKey>, LibraryError> {
    match std::fs::read(path) {
        Ok(bytes) => {
            let secret: Result<[u8; 32], _> = bytes.try_into();
            let secret = secret.map_err(|_| LibraryError::DeviceKey(path.to_owned()))?;
            Ok(Some(DeviceKey::from_secret(&secret)))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(LibraryError::io("读取设备密钥", path)(error)),
    }
}

/// Writes a new file that only this user can read.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> Result<(), LibraryError> {
    let written = private(path).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.map_err(LibraryError::io("保存密钥", path))
}

fn private(path: &Path) -> std::io::Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
