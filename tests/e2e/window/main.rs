//! End to end in the real window: what only the whole can prove. Rules are tested where they live.

mod appearance;
mod first_start;
mod keyboard;
mod restart;
mod search;
mod trouble;

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
