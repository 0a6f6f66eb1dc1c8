//! End to end in the real window: what only the whole can prove. Rules are tested where they live.

mod annotations;
mod appearance;
mod exports;
mod finding;
mod first_start;
mod groups;
mod imports;
mod keyboard;
mod notes;
mod reading_lists;
mod restart;
mod search;
mod security;
mod trouble;

use std::path::PathBuf;

use yandu_e2e::{Done, Home, Window};

/// A home whose library holds the sample.
fn with_sample() -> Done<Home> {
    let home = Home::new()?;
    let mut library = yandu::Library::open(&home.library())?;
    let sample = yandu_e2e::project().join("assets/sample");
    library.import(
        &[sample],
        &yandu::ImportOptions::default(),
        &mut |_, _, _| true,
    )?;
    library.flush_index()?;
    Ok(home)
}

/// The library of a home, once the window that had it is gone.
fn library(home: &Home) -> Done<yandu::Library> {
    let mut tries = 0;
    loop {
        match yandu::Library::open(&home.library()) {
            Err(yandu::LibraryError::Locked(_)) if tries < 100 => tries += 1,
            opened => return Ok(opened?),
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
}

/// A window on the sample.
async fn on_sample() -> Done<(Home, Window)> {
    let home = with_sample()?;
    let window = Window::open(&home).await?;
    window
        .until("document.querySelectorAll('[role=option]').length > 10")
        .await?;
    Ok((home, window))
}

/// Asks the search box and waits for the answer to this query.
async fn ask(window: &Window, query: &str) -> Done {
    window.focus("#search-box").await?;
    window
        .run("document.getElementById('search-box').select()")
        .await?;
    window.type_text(query).await?;
    window
        .until("document.querySelector('[data-complete]')")
        .await
}

/// A folder of text files to import.
fn inbox(home: &Home, count: usize, text: impl Fn(usize) -> String) -> Done<PathBuf> {
    let inbox = home.path().join("inbox");
    std::fs::create_dir_all(&inbox)?;
    for n in 0..count {
        std::fs::write(inbox.join(format!("{n:04}.txt")), text(n))?;
    }
    Ok(inbox)
}

/// The place that was jumped to is on the screen.
const JUMPED_TO_IS_SEEN: &str =
    "(() => { const place = [...CSS.highlights.get('now')][0].getBoundingClientRect();
    const view = document.querySelector('[data-reader]').getBoundingClientRect();
    return place.top >= view.top && place.bottom <= view.bottom })()";

/// Chooses a value of a list in the open settings.
async fn set(window: &Window, id: &str, value: &str) -> Done {
    let list = format!("document.getElementById('{id}')");
    window.until(&list).await?;
    window
        .run(&format!("{list}.value = '{value}'; {list}.dispatchEvent(new Event('change', {{ bubbles: true }}))"))
        .await?;
    Ok(())
}
