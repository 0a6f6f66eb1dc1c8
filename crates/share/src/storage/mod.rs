//! Where a group lies: a flat folder that someone else keeps. It may be slow, stale, cut or gone; nothing here trusts it.

mod address;
#[cfg(feature = "remote")]
mod remote;

use thiserror::Error;

pub use address::{Address, Secret};
#[cfg(feature = "remote")]
pub use remote::RemoteStorage;

/// A file as a storage lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// Its name.
    pub name: String,
    /// Its length, bytes.
    pub bytes: u64,
}

/// What a group needs of a storage. No locks, no appending, no conditions: real servers answer differently.
pub trait Storage: Send {
    /// The files.
    ///
    /// # Errors
    /// What the storage says.
    fn list(&mut self) -> Result<Vec<StoredFile>, StorageError>;

    /// A file from a byte on; empty if it is shorter.
    ///
    /// # Errors
    /// [`StorageProblem::Missing`], and what the storage says.
    fn read(&mut self, name: &str, from: u64) -> Result<Vec<u8>, StorageError>;

    /// Writes a file whole.
    ///
    /// # Errors
    /// What the storage says; the file may be there in part then.
    fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), StorageError>;

    /// Removes a file; one that is not there is no error.
    ///
    /// # Errors
    /// What the storage says.
    fn remove(&mut self, name: &str) -> Result<(), StorageError>;

    /// Requests so far.
    fn requests(&self) -> u32;
}

/// Why a storage did not do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StorageProblem {
    /// No such file or folder.
    Missing,
    /// Name or password are wrong, or the right is missing.
    Refused,
    /// No answer: server gone, no network, too slow.
    Unreachable,
    /// No room.
    Full,
    /// Too many requests.
    Busy,
    /// The address is none.
    BadAddress,
    /// Anything else.
    Other,
}

/// Why a storage did not do it, with what it said.
#[derive(Debug, Clone, Error, PartialEq, Eq)]
#[error("{}", problem.message())]
pub struct StorageError {
    /// Which sort.
    pub problem: StorageProblem,
    /// What the storage said.
    pub detail: String,
}

impl StorageProblem {
    fn message(self) -> &'static str {
        match self {
            StorageProblem::Missing => "存储位置上没有这个文件或文件夹",
            StorageProblem::Refused => "存储拒绝访问：用户名或密码不对，或没有权限",
            StorageProblem::Unreachable => "存储没有回应",
            StorageProblem::Full => "存储空间已满",
            StorageProblem::Busy => "存储要求稍后再试",
            StorageProblem::BadAddress => "存储地址无法识别",
            StorageProblem::Other => "存储出错",
        }
    }

    /// What the user can do next.
    pub fn hint(self) -> &'static str {
        match self {
            StorageProblem::Missing => "请检查地址；U盘请先插好",
            StorageProblem::Refused => "请核对用户名和密码",
            StorageProblem::Unreachable => "请检查网络，稍后会自动重试",
            StorageProblem::Full => "请清理存储空间",
            StorageProblem::Busy => "稍后会自动重试",
            StorageProblem::BadAddress => {
                "请填写文件夹路径、https:// 开头的 WebDAV 地址，或 s3://桶/文件夹?endpoint=…"
            }
            StorageProblem::Other => "请稍后重试；若反复出现，请把详情发给管理员",
        }
    }
}
