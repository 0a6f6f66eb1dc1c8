//! Where a library may lie: a local disk, no sync folder. SQLite's locks do not hold elsewhere.

use std::path::{Component, Path};

/// Folders that a sync client copies while we write.
const SYNCED: [&str; 12] = [
    "Dropbox",
    "OneDrive",
    "Google Drive",
    "GoogleDrive",
    "iCloud Drive",
    "Mobile Documents",
    "Nutstore",
    "坚果云",
    "百度网盘",
    "BaiduNetdisk",
    "BaiduSyncdisk",
    "WPS云盘",
];

const NETWORK: [&str; 8] = [
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "fuse.sshfs",
    "9p",
    "davfs",
];

/// Why a library must not lie in `folder`; `None` if it may.
pub(crate) fn refusal(folder: &Path) -> Option<&'static str> {
    let synced = folder.components().any(|part| match part {
        Component::Normal(name) => SYNCED.iter().any(|s| name.to_string_lossy().starts_with(s)),
        _ => false,
    });
    if synced {
        return Some("同步盘会在写入时复制文件，可能损坏资料库");
    }
    is_on_network(folder).then_some("网络文件系统上的文件锁不可靠")
}

/// True for a folder on another machine, as far as the mounts or the path tell.
pub(crate) fn is_on_network(folder: &Path) -> bool {
    let mounts = std::fs::read_to_string("/proc/self/mounts").unwrap_or_default();
    let kind = mounts
        .lines()
        .filter_map(|line| {
            let mut words = line.split(' ').skip(1);
            Some((words.next()?, words.next()?))
        })
        .filter(|(point, _)| folder.starts_with(point))
        .max_by_key(|(point, _)| point.len())
        .map(|(_, kind)| kind);
    kind.is_some_and(|k| NETWORK.contains(&k)) || folder.to_string_lossy().starts_with(r"\\")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sync_folders_are_refused() {
        assert!(refusal(Path::new("/home/a/Dropbox/库")).is_some());
        assert!(refusal(Path::new("/home/a/坚果云/库")).is_some());
        assert!(refusal(Path::new("/tmp/库")).is_none());
    }
}
