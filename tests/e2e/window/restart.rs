//! The window reopens as it was left, even after a kill.

use yandu_e2e::{Done, Window};

use crate::{on_sample, set};

#[tokio::test]
async fn theme_node_document_and_place_are_as_they_were_left() -> Done {
    let (home, window) = on_sample().await?;
    window.click("[id='node-kind:speech']").await?;
    window
        .until("document.querySelectorAll('[role=option]').length === 3")
        .await?;
    window.click("#row-0").await?;
    window.press("Enter").await?;
    window.until("document.querySelector('article')").await?;
    let title = window
        .text("document.querySelector('h1').textContent")
        .await?;
    for _ in 0..4 {
        window.settle().await?;
    }
    window
        .run("document.querySelector('[data-reader]').scrollTop = 400")
        .await?;
    window.press("Control+,").await?;
    set(&window, "set-theme", "dark").await?;
    window
        .until("document.documentElement.dataset.theme === 'dark'")
        .await?;
    window.screenshot("settings-dark").await?;
    window.press("Escape").await?;
    window.until("!document.querySelector('dialog')").await?;
    tokio::time::sleep(std::time::Duration::from_millis(900)).await;
    let address = window
        .text("document.querySelector('[data-address] span').textContent")
        .await?;
    assert_ne!(address, "标题", "the text was scrolled");
    window.close().await?;

    let window = Window::open(&home).await?;
    window.until("document.querySelector('article')").await?;
    assert_eq!(
        window
            .text("document.documentElement.dataset.theme")
            .await?,
        "dark"
    );
    assert_eq!(
        window
            .text("document.querySelector('h1').textContent")
            .await?,
        title
    );
    assert_eq!(
        window
            .value("document.querySelectorAll('[role=option]').length")
            .await?,
        3
    );
    window
        .until(&format!(
            "document.querySelector('[data-address] span').textContent === '{address}'"
        ))
        .await?;
    window
        .until("document.querySelector('[data-reader]').scrollTop > 100")
        .await?;
    window.close().await
}
