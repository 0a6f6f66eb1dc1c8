//! What takes more than a click: selecting text by the mouse, ending the program the hard way.

use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use fantoccini::actions::{InputSource, MouseActions, PointerAction};

use crate::{Done, Home, Window};

/// Names a range of the page in scripts: the place of a text inside the reader.
fn place(text: &str) -> String {
    format!(
        "(() => {{ const walker = document.createTreeWalker(document.querySelector('article'), NodeFilter.SHOW_TEXT);
           for (let node = walker.nextNode(); node; node = walker.nextNode()) {{
             const at = node.nodeValue.indexOf({text});
             if (at < 0) continue;
             const range = document.createRange();
             range.setStart(node, at); range.setEnd(node, at + {text}.length);
             node.parentElement.scrollIntoView({{ block: 'center' }});
             return range; }} }})()",
        text = serde_json::json!(text)
    )
}

impl Window {
    /// Selects a text of the reader as a hand does: press, drag, release. The text stands in one line.
    ///
    /// # Errors
    /// It is not there.
    pub async fn select_by_mouse(&self, text: &str) -> Done {
        self.select_between(text, text).await
    }

    /// Selects from the start of one text to the end of another one, over whatever lies between.
    ///
    /// # Errors
    /// One of them is not there.
    pub async fn select_between(&self, first: &str, last: &str) -> Done {
        let ((left, _), y) = self.extent(first).await?;
        let ((_, right), end_y) = self.extent(last).await?;
        let to = |x: i64, y: i64, ms: u64| PointerAction::MoveTo {
            duration: Some(Duration::from_millis(ms)),
            x: x as f64,
            y: y as f64,
        };
        let hand = MouseActions::new("hand".to_owned())
            .then(to(left + 1, y, 0))
            .then(PointerAction::Down { button: 0 })
            .then(to((left + right) / 2, (y + end_y) / 2, 60))
            .then(to(right - 1, end_y, 60))
            .then(PointerAction::Up { button: 0 });
        self.client.perform_actions(hand).await?;
        Ok(())
    }

    /// Clicks into a text of the reader.
    ///
    /// # Errors
    /// It is not there.
    pub async fn click_at_text(&self, text: &str) -> Done {
        let ((left, right), y) = self.extent(text).await?;
        let hand = MouseActions::new("hand".to_owned())
            .then(PointerAction::MoveTo {
                duration: None,
                x: ((left + right) / 2) as f64,
                y: y as f64,
            })
            .then(PointerAction::Down { button: 0 })
            .then(PointerAction::Up { button: 0 });
        self.client.perform_actions(hand).await?;
        Ok(())
    }

    /// Left and right edge of a text of the reader and the middle of its line, px in the window.
    async fn extent(&self, text: &str) -> Done<((i64, i64), i64)> {
        self.until(&place(text)).await?;
        for _ in 0..4 {
            self.settle().await?;
        }
        let number = |of: &str| {
            let expression = format!("Math.round({}.getClientRects()[0].{of})", place(text));
            async move {
                let value = self.value(&expression).await?;
                value.as_i64().context("a place in the window")
            }
        };
        let (left, right) = (number("left").await?, number("right").await?);
        let (top, bottom) = (number("top").await?, number("bottom").await?);
        Ok(((left, right), (top + bottom) / 2))
    }

    /// Ends the program as a power cut would: no word to it before.
    ///
    /// # Errors
    /// It does not run.
    pub async fn kill(self, home: &Home, program: &Path) -> Done {
        let program = program.canonicalize()?;
        let mut killed = false;
        for entry in std::fs::read_dir("/proc")?.flatten() {
            let folder = entry.path();
            let wanted = format!("HOME={}", home.path().display());
            let environ = std::fs::read(folder.join("environ")).unwrap_or_default();
            let ours = environ
                .split(|b| *b == 0)
                .any(|line| line == wanted.as_bytes());
            let exe = std::fs::read_link(folder.join("exe")).unwrap_or_default();
            if ours && exe == program {
                let id = folder.file_name().context("a process")?;
                std::process::Command::new("kill")
                    .arg("-9")
                    .arg(id)
                    .status()?;
                killed = true;
            }
        }
        anyhow::ensure!(killed, "the program does not run");
        tokio::time::sleep(Duration::from_millis(300)).await;
        Ok(())
    }
}
