//! The address of a storage, as people write it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{StorageError, StorageProblem};

/// Where a group lies. The passwords are apart: an address travels in invitations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Address {
    /// A folder: a stick, a share, what a sync program keeps.
    Folder(String),
    /// WebDAV, `http://` or `https://`.
    WebDav(String),
    /// S3 and what speaks as it does.
    S3 {
        /// 桶
        bucket: String,
        /// The folder in it.
        root: String,
        /// `https://…`
        endpoint: String,
        /// 区域
        region: String,
    },
}

/// Name and password, or S3's two keys. Kept on this device only.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secret {
    /// 用户名 or access key id.
    pub user: String,
    /// 密码 or secret access key.
    pub password: String,
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({})", self.user)
    }
}

impl Address {
    /// Does an exchange send requests over a network?
    pub fn is_remote(&self) -> bool {
        !matches!(self, Address::Folder(_))
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Address::Folder(path) | Address::WebDav(path) => f.write_str(path),
            Address::S3 {
                bucket,
                root,
                endpoint,
                region,
            } => write!(
                f,
                "s3://{bucket}/{root}?endpoint={endpoint}&region={region}"
            ),
        }
    }
}

impl From<Address> for String {
    fn from(address: Address) -> String {
        address.to_string()
    }
}

impl TryFrom<String> for Address {
    type Error = StorageError;

    fn try_from(text: String) -> Result<Address, StorageError> {
        text.parse()
    }
}

impl FromStr for Address {
    type Err = StorageError;

    fn from_str(text: &str) -> Result<Address, StorageError> {
        let text = text.trim();
        let bad = || StorageError {
            problem: StorageProblem::BadAddress,
            detail: text.to_owned(),
        };
        if text.starts_with("http://") || text.starts_with("https://") {
            let host = text.split("//").nth(1).unwrap_or_default();
            // A password in an address would travel in invitations.
            let plain = !host.is_empty() && !host.starts_with('/') && !host.contains('@');
            return plain
                .then(|| Address::WebDav(text.trim_end_matches('/').to_owned()))
                .ok_or_else(bad);
        }
        let Some(rest) = text.strip_prefix("s3://") else {
            let folder = !text.is_empty() && !text.contains("://");
            return folder
                .then(|| Address::Folder(text.to_owned()))
                .ok_or_else(bad);
        };
        let (place, options) = rest.split_once('?').unwrap_or((rest, ""));
        let (bucket, root) = place.split_once('/').unwrap_or((place, ""));
        let option = |name: &str| {
            let pairs = options.split('&').filter_map(|pair| pair.split_once('='));
            pairs
                .into_iter()
                .find(|(n, _)| *n == name)
                .map(|(_, v)| v.to_owned())
        };
        let endpoint = option("endpoint").ok_or_else(bad)?;
        if bucket.is_empty() || !endpoint.starts_with("http") {
            return Err(bad());
        }
        Ok(Address::S3 {
            bucket: bucket.to_owned(),
            root: root.trim_matches('/').to_owned(),
            endpoint,
            region: option("region").unwrap_or_else(|| "us-east-1".to_owned()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_people_write_them() {
        for text in [
            "/media/usb/学习小组",
            r"D:\小组",
            "https://dav.example.cn/group",
            "s3://bucket/a/b?endpoint=http://127.0.0.1:9000&region=cn-1",
        ] {
            assert_eq!(text.parse::<Address>().unwrap().to_string(), text);
        }
        for bad in [
            "",
            "https://",
            "https://张三:密码@dav.example.cn/",
            "ftp://x/y",
            "s3://bucket",
            "s3:///a?endpoint=http://x",
        ] {
            let error = bad.parse::<Address>().unwrap_err();
            assert_eq!(error.problem, StorageProblem::BadAddress, "{bad}");
        }
        let dav: Address = "https://dav.example.cn/group/".parse().unwrap();
        assert_eq!(dav.to_string(), "https://dav.example.cn/group");
    }
}
