//! Real servers on this machine: Debian's Apache with mod_dav, moto for S3, and a way to them that can break.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use tempfile::TempDir;

pub(crate) const USER: &str = "xuexi";
pub(crate) const PASSWORD: &str = "xiaozu-2026";

/// Is it here? Where all tools must be, their absence fails the test; elsewhere one loud line says that it is skipped.
#[expect(clippy::print_stderr, reason = "the one loud line of a skipped test")]
fn present(program: Option<PathBuf>, name: &str) -> Option<PathBuf> {
    let required = std::env::var_os("YANDU_ALL_TOOLS").is_some();
    assert!(program.is_some() || !required, "{name} is not installed");
    if program.is_none() {
        eprintln!("SKIPPED: {name} is not installed");
    }
    program
}

/// A port that is free now.
fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

fn wait_for(port: u16) {
    let begin = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(
            begin.elapsed() < Duration::from_secs(60),
            "no server on port {port}"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Apache with one folder behind a password.
pub(crate) struct Apache {
    process: Option<Child>,
    pub(crate) port: u16,
    folder: TempDir,
}

impl Apache {
    pub(crate) fn start() -> Option<Apache> {
        let places = ["/usr/sbin/apache2", "/usr/sbin/httpd"];
        let here = places.iter().map(PathBuf::from).find(|p| p.exists());
        let program = present(here, "Apache (apache2)")?;
        // Apache gives up its rights: a folder in the home of root would be closed to it.
        let folder = tempfile::tempdir_in("/tmp").unwrap();
        let mut apache = Apache {
            process: None,
            port: free_port(),
            folder,
        };
        std::fs::create_dir(apache.files()).unwrap();
        apache.configure();
        apache.run(&program);
        Some(apache)
    }

    /// The folder that the server shows.
    pub(crate) fn files(&self) -> PathBuf {
        self.folder.path().join("dav")
    }

    pub(crate) fn stop(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _ = Command::new("kill").arg(process.id().to_string()).status();
            let _ = process.wait();
        }
    }

    pub(crate) fn restart(&mut self) {
        self.run(Path::new("/usr/sbin/apache2"));
    }

    fn run(&mut self, program: &Path) {
        let mut command = Command::new(program);
        command
            .args(["-DFOREGROUND", "-f"])
            .arg(self.folder.path().join("apache.conf"));
        command.stdout(Stdio::null()).stderr(Stdio::null());
        // It ends its whole process group, which must not be ours.
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        self.process = Some(command.spawn().unwrap());
        wait_for(self.port);
    }

    fn configure(&self) {
        let folder = self.folder.path();
        let hash = Command::new("htpasswd")
            .args(["-nbB", USER, PASSWORD])
            .output()
            .unwrap();
        std::fs::write(folder.join("passwords"), hash.stdout).unwrap();
        let modules = [
            "mpm_prefork",
            "authn_core",
            "authn_file",
            "authz_core",
            "authz_user",
            "auth_basic",
            "dav",
            "dav_fs",
        ];
        let load = |name: &&str| {
            format!("LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n")
        };
        let modules: String = modules.iter().map(load).collect();
        let (at, port) = (folder.display(), self.port);
        let configuration = format!(
            "{modules}
ServerRoot {at}
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile {at}/apache.pid
DefaultRuntimeDir {at}
ErrorLog {at}/error.log
User www-data
Group www-data
DavLockDB {at}/lock
DocumentRoot {at}/dav
<Directory {at}/dav>
Dav On
AuthType Basic
AuthName group
AuthUserFile {at}/passwords
Require valid-user
</Directory>
"
        );
        std::fs::write(folder.join("apache.conf"), configuration).unwrap();
        // Only root can give files away; who is not root runs Apache as oneself.
        let _ = Command::new("chmod").args(["755"]).arg(folder).status();
        let _ = Command::new("chown")
            .args(["-R", "www-data:www-data"])
            .arg(folder)
            .status();
    }
}

impl Drop for Apache {
    fn drop(&mut self) {
        self.stop();
    }
}

/// moto, which answers as S3 does.
pub(crate) struct Moto {
    process: Child,
    pub(crate) port: u16,
}

impl Moto {
    pub(crate) fn start() -> Option<Moto> {
        let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/moto/bin/moto_server");
        let program = present(own.exists().then_some(own), "moto (target/moto)")?;
        let port = free_port();
        let mut command = Command::new(program);
        command.args(["-H", "127.0.0.1", "-p", &port.to_string()]);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let process = command.spawn().unwrap();
        wait_for(port);
        let moto = Moto { process, port };
        moto.make_bucket("xiaozu");
        Some(moto)
    }

    fn make_bucket(&self, name: &str) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let request = format!(
            "PUT /{name} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Between a library and a server: counts connections, and can cut one in the middle of what is sent up.
pub(crate) struct Way {
    pub(crate) port: u16,
    /// Bytes that still go up before the line is cut; negative: all.
    left: Arc<AtomicI64>,
    connections: Arc<AtomicU32>,
}

impl Way {
    pub(crate) fn to(server: u16) -> Way {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let way = Way {
            port: listener.local_addr().unwrap().port(),
            left: Arc::new(AtomicI64::new(-1)),
            connections: Arc::default(),
        };
        let (left, connections) = (Arc::clone(&way.left), Arc::clone(&way.connections));
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                connections.fetch_add(1, Ordering::Relaxed);
                let Ok(upstream) = TcpStream::connect(("127.0.0.1", server)) else {
                    continue;
                };
                let left = Arc::clone(&left);
                std::thread::spawn(move || carry(client, upstream, &left));
            }
        });
        way
    }

    /// Cuts the line after so many bytes more.
    pub(crate) fn cut_after(&self, bytes: i64) {
        self.left.store(bytes, Ordering::Relaxed);
    }

    pub(crate) fn mend(&self) {
        self.cut_after(-1);
    }

    pub(crate) fn connections(&self) -> u32 {
        self.connections.load(Ordering::Relaxed)
    }
}

fn carry(client: TcpStream, server: TcpStream, left: &AtomicI64) {
    let (mut back_from, mut back_to) = (server.try_clone().unwrap(), client.try_clone().unwrap());
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut back_from, &mut back_to);
        let _ = back_to.shutdown(Shutdown::Both);
    });
    let (mut from, mut to) = (client, server);
    let mut buffer = [0; 1024];
    while let Ok(read) = from.read(&mut buffer) {
        let limit = left.load(Ordering::Relaxed);
        let allowed = if limit < 0 {
            read
        } else {
            read.min(limit as usize)
        };
        if read == 0 || to.write_all(&buffer[..allowed]).is_err() {
            break;
        }
        if limit >= 0 {
            left.store(limit - allowed as i64, Ordering::Relaxed);
            if allowed < read {
                break;
            }
        }
    }
    let _ = to.shutdown(Shutdown::Both);
    let _ = from.shutdown(Shutdown::Both);
}
