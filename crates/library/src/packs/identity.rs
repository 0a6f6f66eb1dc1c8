//! Who this device is: a key pair made at first use, kept beside the library and never in a backup or pack.

use std::io::Write;
use std::path::PathBuf;

use serde::Serialize;
use yandu_share::DeviceKey;

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

    /// The secret key of this device.
    pub(crate) fn device_key(&self) -> Result<DeviceKey, LibraryError> {
        let path = self.key_path();
        match std::fs::read(&path) {
            Ok(bytes) => {
                let secret: [u8; 32] = bytes
                    .try_into()
                    .map_err(|_| LibraryError::DeviceKey(path))?;
                Ok(DeviceKey::from_secret(&secret))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let key = DeviceKey::generate()?;
                let written = private(&path).and_then(|mut file| {
                    file.write_all(&key.secret())?;
                    file.sync_all()
                });
                written.map_err(LibraryError::io("保存设备密钥", &path))?;
                Ok(key)
            }
            Err(error) => Err(LibraryError::io("读取设备密钥", &path)(error)),
        }
    }
}

/// A new file that only this user can read.
fn private(path: &std::path::Path) -> std::io::Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
