//! A reading list in the window: made, filled with a text and a passage, ordered by keys, read, undone.

use yandu_e2e::Done;

use crate::on_sample;

const ITEMS: &str = "[...document.querySelectorAll('[data-pane=reading-list] li')].map((li) => li.querySelector('.quote') ? '段' : '篇').join('')";

#[tokio::test]
async fn a_list_is_made_filled_ordered_and_read() -> Done {
    let (home, window) = on_sample().await?;
    window.click_text("讲话").await?;
    window
        .until("document.querySelectorAll('[role=option]').length === 3")
        .await?;
    window
        .run("[...document.querySelectorAll('[role=option]')].find((r) => r.textContent.includes('读书活动推进')).dispatchEvent(new MouseEvent('dblclick', { bubbles: true }))")
        .await?;
    window.until("document.querySelector('article')").await?;
    window.click_text("阅读清单").await?;
    window
        .until("document.querySelector('[data-pane=reading-lists] input')")
        .await?;
    window.focus("[data-pane=reading-lists] input").await?;
    window.type_text("第一专题").await?;
    window.press("Enter").await?;
    window
        .until("document.querySelector('[data-pane=reading-list] .title')?.value === '第一专题'")
        .await?;
    window.click_text("加入正在阅读的资料").await?;
    window.until(&format!("{ITEMS} === '篇'")).await?;
    window.select_by_mouse("讲得都很实在").await?;
    window.click_text("加入所选段落").await?;
    window.until(&format!("{ITEMS} === '篇段'")).await?;
    window
        .run("document.querySelectorAll('[data-pane=reading-list] li')[1].focus()")
        .await?;
    window.press("Alt+ArrowUp").await?;
    window.until(&format!("{ITEMS} === '段篇'")).await?;
    window
        .click("[data-pane=reading-list] li input[type=checkbox]")
        .await?;
    window
        .until("document.querySelector('[data-pane=reading-list] .sum').textContent.includes('已读 1 条')")
        .await?;
    window.click_text("详情").await?;
    window
        .until("document.querySelector('[data-pane=reading-list] input.due')")
        .await?;
    window.screenshot("reading-list").await?;
    assert_eq!(window.axe().await?, Vec::<String>::new());
    window.focus("[data-reader]").await?;
    window.press("Control+z").await?;
    window
        .until("document.querySelector('[data-pane=reading-list] .sum').textContent.includes('已读 0 条')")
        .await?;
    window.press("Control+z").await?;
    window.until(&format!("{ITEMS} === '篇段'")).await?;
    window.close().await?;
    let library = crate::library(&home)?;
    let list = library.get_reading_list("第一专题")?;
    assert_eq!((list.items, list.finished), (2, 0));
    Ok(())
}
