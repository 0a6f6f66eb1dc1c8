//! The real window under test: a display of its own, a driver, and what a person does in the window.
//!
//! WebKitWebDriver starts the program itself (no tauri-driver) and hands it its environment: folders of
//! its own under a temporary home, no session bus, no accessibility bridge. It assumes Xvfb,
//! WebKitWebDriver and xdotool, which `scripts/setup window` installs. A screenshot shows the last
//! presented frame, hence the two animation frames before each.

mod gestures;
mod screen;

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

/// How long a person would wait for anything here.
const PATIENCE: Duration = Duration::from_secs(20);

/// A result of a test step.
pub type Done<T = ()> = anyhow::Result<T>;

/// Where a window under test lives.
pub struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    /// A new home.
    ///
    /// # Errors
    /// What the disk says.
    pub fn new() -> Done<Home> {
        Ok(Home {
            folder: tempfile::Builder::new().prefix("yandu-").tempdir()?,
        })
    }

    /// Its folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The folder of its library.
    pub fn library(&self) -> PathBuf {
        self.path().join("library")
    }
}

/// Ends a process with its owner.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A window of the program.
pub struct Window {
    client: Client,
    display: String,
    _driver: Running,
    _display: Running,
}

/// How a window is opened.
pub struct Opening<'a> {
    /// Where it lives.
    pub home: &'a Home,
    /// Its library; that of the home if there is none.
    pub library: Option<PathBuf>,
    /// The program; the debug build if there is none.
    pub program: Option<PathBuf>,
    /// Size of the screen and the window, px.
    pub size: (u32, u32),
}

/// The folder of the project.
pub fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn program() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| project().join("target"), PathBuf::from);
    target.join("debug/yandu")
}

impl Window {
    /// Opens a window of 1280 × 800 on the library of the home and waits until it can be used.
    ///
    /// # Errors
    /// A step that failed, by name.
    pub async fn open(home: &Home) -> Done<Window> {
        let window = Window::start(&Opening {
            home,
            library: None,
            program: None,
            size: (1280, 800),
        })
        .await?;
        window
            .until("document.querySelector('[data-ready]')")
            .await?;
        Ok(window)
    }

    /// Opens a window and waits for its page only.
    ///
    /// # Errors
    /// A step that failed, by name.
    pub async fn start(opening: &Opening<'_>) -> Done<Window> {
        let (screen, display) = start_display(opening.home.path(), opening.size)?;
        let port = free_port()?;
        let home = opening.home.path();
        let program = opening.program.clone().unwrap_or_else(program);
        if !program.exists() {
            bail!(
                "{} is not built: cargo build -p yandu-desktop",
                program.display()
            );
        }
        let driver = Command::new("WebKitWebDriver")
            .arg(format!("--port={port}"))
            .env("DISPLAY", &display)
            .env("HOME", home)
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env("XDG_RUNTIME_DIR", home)
            .env("DBUS_SESSION_BUS_ADDRESS", "disabled:")
            .env("NO_AT_BRIDGE", "1")
            .env("WEBKIT_SKIA_ENABLE_CPU_RENDERING", "1")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env(
                "YANDU_LIBRARY",
                opening
                    .library
                    .clone()
                    .unwrap_or_else(|| opening.home.library()),
            )
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("WebKitWebDriver (package webkit2gtk-driver)")?;
        let driver = Running(driver);
        let client = connect(port, &program).await?;
        client
            .set_window_size(opening.size.0, opening.size.1)
            .await?;
        let window = Window {
            client,
            display,
            _driver: driver,
            _display: screen,
        };
        window.until("document.querySelector('#app > *') || document.querySelector('[data-empty-window]')").await?;
        Ok(window)
    }

    /// Closes the window.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn close(self) -> Done {
        Ok(self.client.close().await?)
    }

    /// What an expression of the page is.
    ///
    /// # Errors
    /// What the page says.
    pub async fn value(&self, expression: &str) -> Done<Value> {
        let script = format!("return ({expression})");
        self.client
            .execute(&script, vec![])
            .await
            .with_context(|| expression.to_owned())
    }

    /// The text of an expression of the page.
    ///
    /// # Errors
    /// It is none.
    pub async fn text(&self, expression: &str) -> Done<String> {
        let value = self.value(expression).await?;
        Ok(value
            .as_str()
            .with_context(|| format!("{expression} = {value}"))?
            .to_owned())
    }

    /// Runs statements in the page.
    ///
    /// # Errors
    /// What the page says.
    pub async fn run(&self, script: &str) -> Done<Value> {
        self.client
            .execute(script, vec![])
            .await
            .with_context(|| script.to_owned())
    }

    /// Waits until an expression of the page is true.
    ///
    /// # Errors
    /// It did not become so; a screenshot is left.
    pub async fn until(&self, expression: &str) -> Done {
        let began = Instant::now();
        loop {
            let value = self.value(&format!("!!({expression})")).await;
            if matches!(value, Ok(Value::Bool(true))) {
                return Ok(());
            }
            if began.elapsed() > PATIENCE {
                let _ = self.screenshot("failed").await;
                let root = project().join("screenshots/failed-screen.png");
                let _ = Command::new("import")
                    .args(["-window", "root", &root.display().to_string()])
                    .env("DISPLAY", &self.display)
                    .status();
                bail!("did not become true: {expression} ({value:?})");
            }
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
    }

    /// Runs a script that calls `arguments[0]` with its answer.
    ///
    /// # Errors
    /// What the page says.
    pub async fn wait_for(&self, script: &str) -> Done<Value> {
        Ok(self.client.execute_async(script, vec![]).await?)
    }

    /// Clicks the first element of a selector, as a person does.
    ///
    /// # Errors
    /// There is none.
    pub async fn click(&self, selector: &str) -> Done {
        self.until(&format!("document.querySelector({})", json!(selector)))
            .await?;
        // What is being drawn anew is gone by the time of the click: look again.
        let mut tries = 0;
        loop {
            let element = self.client.find(Locator::Css(selector)).await?;
            match element.click().await {
                Ok(()) => return Ok(()),
                Err(error) if tries == 5 => {
                    return Err(error).with_context(|| format!("click {selector}"));
                }
                Err(_) => tries += 1,
            }
            self.settle().await?;
        }
    }

    /// Clicks the button or node with this text.
    ///
    /// # Errors
    /// There is none.
    pub async fn click_text(&self, text: &str) -> Done {
        let mark = format!(
            "[...document.querySelectorAll('button, [role=treeitem], [role=option], [role=menuitem], summary')]
               .find((e) => e.offsetParent !== null && e.textContent.trim().startsWith({}))",
            json!(text)
        );
        self.until(&mark).await?;
        self.run(&format!("({mark}).setAttribute('data-wanted', '')"))
            .await?;
        self.click("[data-wanted]").await?;
        self.run("document.querySelectorAll('[data-wanted]').forEach((e) => e.removeAttribute('data-wanted'))").await?;
        Ok(())
    }

    /// Presses keys as `Control+Shift+f`, wherever the focus is.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn press(&self, keys: &str) -> Done {
        let parts: Vec<char> = keys.split('+').map(key).collect();
        let mut actions = KeyActions::new("keyboard".to_owned());
        for value in &parts {
            actions = actions.then(KeyAction::Down { value: *value });
        }
        for value in parts.iter().rev() {
            actions = actions.then(KeyAction::Up { value: *value });
        }
        self.client
            .perform_actions(actions)
            .await
            .with_context(|| format!("press {keys}"))?;
        Ok(())
    }

    /// Types text where the focus is.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn type_text(&self, text: &str) -> Done {
        let element = self.client.active_element().await?;
        element
            .send_keys(text)
            .await
            .with_context(|| format!("type {text}"))?;
        Ok(())
    }

    /// Takes the focus to an element.
    ///
    /// # Errors
    /// There is none.
    pub async fn focus(&self, selector: &str) -> Done {
        self.until(&format!("document.querySelector({})", json!(selector)))
            .await?;
        self.run(&format!(
            "document.querySelector({}).focus()",
            json!(selector)
        ))
        .await?;
        Ok(())
    }

    /// Keeps a screenshot of the presented frame in `screenshots/`, which git ignores.
    ///
    /// # Errors
    /// What the driver or the disk says.
    pub async fn screenshot(&self, name: &str) -> Done {
        self.settle().await?;
        let folder = project().join("screenshots");
        std::fs::create_dir_all(&folder)?;
        std::fs::write(
            folder.join(format!("{name}.png")),
            self.client.screenshot().await?,
        )?;
        Ok(())
    }

    /// Waits until what was changed is on the screen.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn settle(&self) -> Done {
        let frames = "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done(true)))";
        self.client.execute_async(frames, vec![]).await?;
        Ok(())
    }

    /// Runs axe-core on the page; answers with its serious findings.
    ///
    /// # Errors
    /// axe-core is not installed (`npm ci` in ui/).
    pub async fn axe(&self) -> Done<Vec<String>> {
        let file = project().join("ui/node_modules/axe-core/axe.min.js");
        let axe = std::fs::read_to_string(&file).with_context(|| file.display().to_string())?;
        self.client.execute(&axe, vec![]).await?;
        let ask = "const done = arguments[0]; axe.run().then((r) => done(r.violations
            .filter((v) => ['serious', 'critical'].includes(v.impact))
            .map((v) => v.id + ': ' + v.nodes.slice(0, 3).map((n) => n.target.join(' ') + ' ' + n.failureSummary).join(' | '))))";
        let found = self.client.execute_async(ask, vec![]).await?;
        Ok(serde_json::from_value(found)?)
    }
}

/// When the program of a home began (ms since 1970, to 10 ms) and the memory (PSS, kB) of it and of
/// the processes of its web view.
///
/// # Errors
/// It does not run.
pub fn processes(home: &Path, program: &Path) -> Done<(f64, u64)> {
    let wanted = format!("HOME={}", home.display());
    let (mut began, mut memory) = (None, 0);
    for entry in std::fs::read_dir("/proc")?.flatten() {
        let folder = entry.path();
        let environ = std::fs::read(folder.join("environ")).unwrap_or_default();
        let ours = environ
            .split(|b| *b == 0)
            .any(|line| line == wanted.as_bytes());
        let exe = std::fs::read_link(folder.join("exe")).unwrap_or_default();
        if !ours || exe.ends_with("WebKitWebDriver") {
            continue;
        }
        let rollup = std::fs::read_to_string(folder.join("smaps_rollup")).unwrap_or_default();
        let pss = rollup
            .lines()
            .find_map(|l| l.strip_prefix("Pss:")?.trim().strip_suffix(" kB"));
        memory += pss
            .and_then(|kb| kb.trim().parse::<u64>().ok())
            .unwrap_or(0);
        if exe == program.canonicalize()? {
            let stat = std::fs::read_to_string(folder.join("stat"))?;
            let ticks = stat
                .rsplit(')')
                .next()
                .and_then(|rest| rest.split_whitespace().nth(19)?.parse::<f64>().ok());
            let uptime = std::fs::read_to_string("/proc/uptime")?;
            let up = uptime
                .split_whitespace()
                .next()
                .and_then(|s| s.parse::<f64>().ok());
            let now = std::time::SystemTime::now()
                .duration_since(std::time::UNIX_EPOCH)?
                .as_secs_f64();
            began = ticks
                .zip(up)
                .map(|(ticks, up)| (now - up + ticks / 100.0) * 1000.0);
        }
    }
    Ok((began.context("the program does not run")?, memory))
}

async fn connect(port: u16, program: &Path) -> Done<Client> {
    let options = json!({ "webkitgtk:browserOptions": { "binary": program, "args": [] } });
    let capabilities = options.as_object().cloned().unwrap_or_default();
    let began = Instant::now();
    loop {
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities.clone());
        match builder.connect(&format!("http://127.0.0.1:{port}")).await {
            Ok(client) => return Ok(client),
            Err(error) if began.elapsed() > PATIENCE => return Err(error.into()),
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

fn start_display(home: &Path, size: (u32, u32)) -> Done<(Running, String)> {
    let said = home.join("display");
    let file = std::fs::File::create(&said)?;
    let child = Command::new("Xvfb")
        .args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            &format!("{}x{}x24", size.0, size.1),
        ])
        .stdout(file)
        .stderr(Stdio::null())
        .spawn()
        .context("Xvfb (package xvfb)")?;
    let running = Running(child);
    let began = Instant::now();
    loop {
        let number = std::fs::read_to_string(&said)?;
        if number.ends_with('\n') {
            return Ok((running, format!(":{}", number.trim())));
        }
        if began.elapsed() > PATIENCE {
            bail!("Xvfb did not start");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn free_port() -> Done<u16> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?
        .local_addr()?
        .port())
}

/// The WebDriver value of a key.
fn key(name: &str) -> char {
    match name {
        "Control" => '\u{e009}',
        "Shift" => '\u{e008}',
        "Alt" => '\u{e00a}',
        "Enter" => '\u{e007}',
        "Escape" => '\u{e00c}',
        "Tab" => '\u{e004}',
        "Delete" => '\u{e017}',
        "ArrowLeft" => '\u{e012}',
        "ArrowUp" => '\u{e013}',
        "ArrowRight" => '\u{e014}',
        "ArrowDown" => '\u{e015}',
        "F2" => '\u{e032}',
        "F3" => '\u{e033}',
        "F6" => '\u{e036}',
        "F7" => '\u{e037}',
        "Home" => '\u{e011}',
        "F10" => '\u{e03a}',
        other => other.chars().next().unwrap_or(' '),
    }
}
