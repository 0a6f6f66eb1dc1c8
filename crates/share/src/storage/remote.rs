//! A storage through Apache OpenDAL, one request at a time, each with a limit of time.

use std::sync::{LazyLock, Once};
use std::time::Duration;

use opendal::layers::TimeoutLayer;
use opendal::{ErrorKind, Operator, services};
use tokio::runtime::{Builder, Runtime};

use super::{Address, Secret, Storage, StorageError, StorageProblem, StoredFile};

/// A request that answers nothing for so long is given up.
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// A folder, a WebDAV server or S3.
pub struct RemoteStorage {
    address: Address,
    secret: Secret,
    /// Made at the first request: making one for a folder creates the folder.
    operator: Option<Operator>,
    runtime: &'static Runtime,
    requests: u32,
}

impl RemoteStorage {
    /// Prepares a storage; nothing is sent yet.
    ///
    /// # Errors
    /// The operating system starts no thread.
    pub fn new(address: &Address, secret: &Secret) -> Result<RemoteStorage, StorageError> {
        Ok(RemoteStorage {
            address: address.clone(),
            secret: secret.clone(),
            operator: None,
            runtime: runtime()?,
            requests: 0,
        })
    }

    /// A folder that is away must not look like an empty one: a stick may be pulled out.
    fn check_folder(&self) -> Result<(), StorageError> {
        match &self.address {
            Address::Folder(path) if !std::path::Path::new(path).is_dir() => Err(StorageError {
                problem: StorageProblem::Missing,
                detail: path.clone(),
            }),
            _ => Ok(()),
        }
    }

    fn operator(&mut self) -> Result<Operator, StorageError> {
        let operator = match self.operator.take() {
            Some(operator) => operator,
            None => operator(&self.address, &self.secret).map_err(|e| problem(&e))?,
        };
        self.operator = Some(operator.clone());
        Ok(operator)
    }

    /// One request, begun and counted. It is waited for over a channel, not by the runtime: the caller may be on a runtime
    /// of its own, as the commands of the window are, where that would panic.
    fn ask<T, F>(&mut self, request: impl FnOnce(Operator) -> F) -> Result<T, StorageError>
    where
        T: Send + 'static,
        F: Future<Output = opendal::Result<T>> + Send + 'static,
    {
        self.check_folder()?;
        self.requests += 1;
        let (tell, hear) = std::sync::mpsc::channel();
        let asked = request(self.operator()?);
        self.runtime.spawn(async move { tell.send(asked.await) });
        match hear.recv() {
            Ok(answer) => answer.map_err(|e| problem(&e)),
            Err(error) => Err(StorageError {
                problem: StorageProblem::Other,
                detail: error.to_string(),
            }),
        }
    }
}

fn operator(address: &Address, secret: &Secret) -> opendal::Result<Operator> {
    let operator = match address {
        // A folder is written beside and renamed, so that no one reads half a file.
        Address::Folder(path) => {
            let folder = services::Fs::default().root(path);
            Operator::new(folder.atomic_write_dir(&format!("{path}/.yandu")))
        }
        Address::WebDav(url) => {
            let server = services::Webdav::default().endpoint(url);
            let server = server.username(&secret.user).password(&secret.password);
            // The folder exists; asking for it again would double the requests.
            Operator::new(server.disable_create_dir(true))
        }
        Address::S3 {
            bucket,
            root,
            endpoint,
            region,
        } => {
            let server = services::S3::default().bucket(bucket).root(root);
            let server = server.endpoint(endpoint).region(region);
            let server = server.access_key_id(&secret.user);
            let server = server.secret_access_key(&secret.password);
            // Only what was typed counts, not what lies on this machine.
            Operator::new(server.disable_config_load().disable_ec2_metadata())
        }
    };
    if address.is_remote() {
        install_transport();
    }
    let limit = TimeoutLayer::new().with_timeout(TIME_LIMIT);
    Ok(operator?.layer(limit.with_io_timeout(TIME_LIMIT)))
}

impl Storage for RemoteStorage {
    fn list(&mut self) -> Result<Vec<StoredFile>, StorageError> {
        let entries = self.ask(|operator| async move { operator.list("/").await })?;
        let files = entries.iter().filter(|e| e.metadata().is_file());
        Ok(files
            .map(|entry| StoredFile {
                name: entry.name().to_owned(),
                bytes: entry.metadata().content_length(),
            })
            .collect())
    }

    fn read(&mut self, name: &str, from: u64) -> Result<Vec<u8>, StorageError> {
        let name = name.to_owned();
        let bytes =
            self.ask(|operator| async move { operator.read_with(&name).range(from..).await })?;
        Ok(bytes.to_vec())
    }

    fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), StorageError> {
        let (name, bytes) = (name.to_owned(), bytes.to_vec());
        self.ask(|operator| async move { operator.write(&name, bytes).await })?;
        Ok(())
    }

    fn remove(&mut self, name: &str) -> Result<(), StorageError> {
        let name = name.to_owned();
        self.ask(|operator| async move { operator.delete(&name).await })
    }

    fn requests(&self) -> u32 {
        self.requests
    }
}

/// One for the process: the HTTP client keeps its connections for all storages, and a connection lives on the runtime that
/// opened it. With a worker of its own it goes on while nobody waits.
fn runtime() -> Result<&'static Runtime, StorageError> {
    static RUNTIME: LazyLock<std::io::Result<Runtime>> = LazyLock::new(|| {
        let mut builder = Builder::new_multi_thread();
        builder
            .worker_threads(1)
            .thread_name("storage")
            .enable_all()
            .build()
    });
    RUNTIME.as_ref().map_err(|e| StorageError {
        problem: StorageProblem::Other,
        detail: e.to_string(),
    })
}

/// The HTTP client, with ring for TLS and the system's certificates; once a process, at the first network storage.
fn install_transport() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // An error says that one is installed, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        opendal_http_transport_reqwest::install_default();
    });
}

fn problem(error: &opendal::Error) -> StorageError {
    let detail = error.to_string();
    let lower = detail.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let problem = match error.kind() {
        ErrorKind::NotFound => StorageProblem::Missing,
        ErrorKind::PermissionDenied => StorageProblem::Refused,
        ErrorKind::RateLimited => StorageProblem::Busy,
        ErrorKind::ConfigInvalid => StorageProblem::BadAddress,
        _ if says(&["401", "403", "unauthorized", "forbidden"]) => StorageProblem::Refused,
        _ if says(&["no space", "insufficient storage", "507"]) => StorageProblem::Full,
        _ if says(&["send http request", "timeout", "timed out", "connection"])
            || error.is_temporary() =>
        {
            StorageProblem::Unreachable
        }
        _ => StorageProblem::Other,
    };
    StorageError { problem, detail }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_written_whole_and_one_that_is_away_is_not_empty() {
        let folder = std::env::temp_dir().join(format!("yandu-storage-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let address = Address::Folder(folder.to_string_lossy().into_owned());
        let mut storage = RemoteStorage::new(&address, &Secret::default()).unwrap();
        assert_eq!(storage.list().unwrap(), []);
        storage.write("a.log", "甲乙".as_bytes()).unwrap();
        let listed = storage.list().unwrap();
        let file = StoredFile {
            name: "a.log".into(),
            bytes: 6,
        };
        assert_eq!(listed, [file]);
        assert_eq!(storage.read("a.log", 3).unwrap(), "乙".as_bytes());
        assert_eq!(storage.read("a.log", 6).unwrap(), b"");
        let missing = storage.read("b.log", 0).unwrap_err();
        assert_eq!(missing.problem, StorageProblem::Missing);
        storage.remove("a.log").unwrap();
        storage.remove("a.log").unwrap();
        assert_eq!(storage.list().unwrap(), []);
        std::fs::remove_dir_all(&folder).unwrap();
        let mut again = RemoteStorage::new(&address, &Secret::default()).unwrap();
        assert!(
            again.list().is_err() && !folder.exists(),
            "a stick that is away is not made anew"
        );
        let away = storage.list().unwrap_err();
        assert_eq!(away.problem, StorageProblem::Missing);
        assert!(storage.write("a.log", b"x").is_err() && !folder.exists());
    }

    #[test]
    fn it_can_be_used_on_a_runtime() {
        let folder = std::env::temp_dir().to_string_lossy().into_owned();
        let runtime = Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let address = Address::Folder(folder);
            let mut storage = RemoteStorage::new(&address, &Secret::default()).unwrap();
            assert!(storage.read("no-such.log", 0).is_err());
        });
    }

    #[test]
    fn a_server_that_is_not_there_is_unreachable() {
        let address = Address::WebDav("http://127.0.0.1:9/".into());
        let mut storage = RemoteStorage::new(&address, &Secret::default()).unwrap();
        assert_eq!(storage.requests(), 0);
        let error = storage.list().unwrap_err();
        assert_eq!(
            error.problem,
            StorageProblem::Unreachable,
            "{}",
            error.detail
        );
    }
}
