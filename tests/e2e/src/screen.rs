//! What happens outside the page: the system's dialogs, a real drag and drop, a click anywhere on the screen.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use crate::{Done, PATIENCE, Running, Window, project};

impl Window {
    /// Answers the folder or file dialog of the system with a path (ASCII).
    ///
    /// # Errors
    /// There is no dialog.
    pub async fn answer_dialog(&self, path: &Path) -> Done {
        let began = Instant::now();
        let dialog = loop {
            if let Some(dialog) = self.dialog()? {
                break dialog;
            }
            if began.elapsed() > PATIENCE {
                bail!("no dialog");
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        };
        self.xdotool(&["windowfocus", &dialog])?;
        tokio::time::sleep(Duration::from_millis(500)).await;
        self.xdotool(&["key", "ctrl+l"])?;
        self.xdotool(&["key", "ctrl+a"])?;
        self.xdotool(&["type", "--delay", "10", &path.display().to_string()])?;
        tokio::time::sleep(Duration::from_millis(500)).await;
        // The first Return may only take what the dialog has completed.
        while self.dialog()?.is_some() {
            if began.elapsed() > PATIENCE {
                bail!("the dialog did not take {}", path.display());
            }
            self.xdotool(&["key", "Return"])?;
            tokio::time::sleep(Duration::from_millis(700)).await;
        }
        Ok(())
    }

    /// The X window of an open dialog: the visible one that is not the window itself.
    fn dialog(&self) -> Done<Option<String>> {
        for id in self
            .xdotool(&["search", "--onlyvisible", "--class", "yandu"])?
            .split_whitespace()
        {
            let name = self.xdotool(&["getwindowname", id])?;
            if !["研读", "", "yandu", "Yandu"].contains(&name.trim()) {
                return Ok(Some(id.to_owned()));
            }
        }
        Ok(None)
    }

    /// Drags a file from another window and drops it on ours.
    ///
    /// # Errors
    /// python3-gi or xdotool is missing.
    pub async fn drop_file(&self, path: &Path) -> Done {
        // Debian's own Python: only that one has the bindings of the package python3-gi.
        let source = Command::new("/usr/bin/python3")
            .arg(project().join("tests/e2e/drag-source.py"))
            .arg(path)
            .env("DISPLAY", &self.display)
            .env("NO_AT_BRIDGE", "1")
            .spawn()
            .context("python3 (package python3-gi)")?;
        let _source = Running(source);
        let began = Instant::now();
        while self
            .xdotool(&["search", "--onlyvisible", "--name", "drag-source"])?
            .is_empty()
        {
            if began.elapsed() > PATIENCE {
                bail!("the source of the drag did not open");
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
        self.xdotool(&["mousemove", "1150", "705", "mousedown", "1"])?;
        for (x, y) in [
            (1140, 690),
            (1100, 650),
            (1000, 600),
            (900, 500),
            (700, 450),
            (600, 400),
            (590, 395),
        ] {
            tokio::time::sleep(Duration::from_millis(150)).await;
            self.xdotool(&["mousemove", &x.to_string(), &y.to_string()])?;
        }
        self.until("document.body.textContent.includes('松开鼠标')")
            .await?;
        self.xdotool(&["mouseup", "1"])?;
        self.until("!document.body.textContent.includes('松开鼠标')")
            .await
    }

    /// Clicks a point of the screen, as on the native menu. Pixels.
    ///
    /// # Errors
    /// xdotool is missing.
    pub fn click_at(&self, x: u32, y: u32) -> Done {
        self.xdotool(&["mousemove", &x.to_string(), &y.to_string(), "click", "1"])?;
        Ok(())
    }

    fn xdotool(&self, arguments: &[&str]) -> Done<String> {
        let output = Command::new("xdotool")
            .args(arguments)
            .env("DISPLAY", &self.display)
            .output();
        Ok(String::from_utf8_lossy(&output.context("xdotool")?.stdout).into_owned())
    }
}
