//! What helps to find: suggestions and pinyin in the box, near matches with their differences, saved searches and the
//! history in the tree, similar documents, new terms, the guide.

use yandu_e2e::{Done, Home, Window};

use crate::{ask, on_sample};

#[tokio::test]
async fn letters_suggest_and_a_wrong_character_is_shown_as_near() -> Done {
    let (_home, window) = on_sample().await?;
    ask(&window, "cxzy").await?;
    window
        .until("document.querySelector('#suggestions mark')?.textContent === '创先争优'")
        .await?;
    window.screenshot("suggestions").await?;
    window.press("ArrowDown").await?;
    window.press("Enter").await?;
    window.until("document.getElementById('search-box').value === '创先争优' && document.querySelector('.hits mark')").await?;

    // 先 and 正 are homophones of nothing here but of each other's neighbours: 创先正优 for 创先争优.
    ask(&window, "创先正优").await?;
    window
        .until("document.querySelector('[data-near]')?.textContent.includes('创先争优')")
        .await?;
    let exact = window
        .text("document.querySelector('[data-complete]').textContent")
        .await?;
    assert!(exact.contains("检索了 15 篇中的 15 篇"), "{exact}");
    assert_eq!(
        window
            .value("document.querySelectorAll('.hits[data-exact] > li').length")
            .await?,
        0
    );
    window.screenshot("near").await?;
    window.close().await
}

#[tokio::test]
async fn a_search_is_saved_asked_again_and_the_history_remembers() -> Done {
    let (_home, window) = on_sample().await?;
    ask(&window, "读书").await?;
    window.press("Enter").await?;
    window.click("[data-save-search]").await?;
    window
        .until("document.querySelector('#search-name')")
        .await?;
    window
        .run("document.getElementById('search-name').select()")
        .await?;
    window.type_text("book").await?;
    window.press("Enter").await?;
    window.until("[...document.querySelectorAll('[role=treeitem]')].some((e) => e.textContent.includes('book'))").await?;
    ask(&window, "调查").await?;
    window.click_text("book").await?;
    window
        .until("document.getElementById('search-box').value === '读书'")
        .await?;
    window.screenshot("saved-search").await?;
    window.click("#node-history").await?;
    window
        .until("document.querySelector('[data-pane=history]')?.textContent.includes('读书')")
        .await?;
    window.screenshot("history").await?;
    window.close().await
}

#[tokio::test]
async fn the_guide_leads_through_its_steps() -> Done {
    let home = Home::new()?;
    let window = Window::open(&home).await?;
    window.click_text("使用引导").await?;
    for (step, there) in [
        (
            "import",
            "document.querySelector('footer').textContent.includes('15 篇')",
        ),
        ("search", "document.querySelector('.hits mark')"),
        ("read", "document.querySelector('article [data-block]')"),
        (
            "list",
            "document.querySelector('[data-pane=reading-lists]')",
        ),
        ("keep", "document.querySelector('dialog')"),
    ] {
        window
            .until(&format!("document.querySelector('[data-guide={step}]')"))
            .await?;
        window.click("[data-try]").await?;
        window.until(there).await?;
        window.screenshot(&format!("guide-{step}")).await?;
        if step == "keep" {
            window.press("Escape").await?;
        }
        window
            .run("[...document.querySelectorAll('[data-guide] .primary')].at(-1).click()")
            .await?;
    }
    window
        .until("!document.querySelector('[data-guide]')")
        .await?;
    window.close().await
}
