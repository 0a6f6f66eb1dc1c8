//! Everything without a mouse: a tour from start to trash and back.

use yandu_e2e::{Done, Window};

use crate::on_sample;

#[tokio::test]
async fn a_tour_by_keyboard_only() -> Done {
    let (_home, window) = on_sample().await?;
    // Quick open by initials.
    window.press("Control+k").await?;
    window
        .until("document.activeElement?.id === 'quick-box'")
        .await?;
    window.type_text("dsh").await?;
    window
        .until("document.querySelectorAll('#quick-list [role=option]').length > 0")
        .await?;
    window.screenshot("quick-open").await?;
    window.press("Enter").await?;
    window.until("document.querySelector('article')").await?;
    let first = window
        .text("document.querySelector('h1').textContent")
        .await?;

    // Panes by F6, list by arrows, a second document, back and forward.
    window.press("F6").await?;
    for _ in 0..6 {
        if window
            .value("document.activeElement?.getAttribute('role') === 'listbox'")
            .await?
            == true
        {
            break;
        }
        window.press("F6").await?;
    }
    window.press("ArrowDown").await?;
    window.press("ArrowDown").await?;
    window.press("Enter").await?;
    window
        .until(&format!(
            "document.querySelector('h1').textContent !== '{first}'"
        ))
        .await?;
    window.press("Alt+ArrowLeft").await?;
    window
        .until(&format!(
            "document.querySelector('h1').textContent === '{first}'"
        ))
        .await?;
    window.press("Alt+ArrowRight").await?;
    window
        .until(&format!(
            "document.querySelector('h1').textContent !== '{first}'"
        ))
        .await?;

    tag_and_trash(&window).await?;
    sheet_and_details(&window).await?;
    window.close().await
}

/// A menu by keyboard, a tag, then the trash and the way back.
async fn tag_and_trash(window: &Window) -> Done {
    window.focus("[role=listbox]").await?;
    window.press("Shift+F10").await?;
    window
        .until("document.activeElement?.getAttribute('role') === 'menuitem'")
        .await?;
    window.screenshot("context-menu").await?;
    window.press("ArrowDown").await?;
    window.press("ArrowDown").await?;
    window.press("Enter").await?;
    window.until("document.querySelector('#name-box')").await?;
    window.focus("#name-box").await?;
    window.type_text("基层").await?;
    window.press("Enter").await?;
    window
        .until("document.getElementById('node-tag:基层')")
        .await?;
    window.focus("[role=listbox]").await?;
    window.press("Delete").await?;
    window
        .until("document.querySelector('#node-trash').textContent.match(/[12]/)")
        .await?;
    window.press("Control+z").await?;
    window
        .until("!document.querySelector('#node-trash').textContent.match(/[12]/)")
        .await?;
    // The same by the notice that offers it.
    window.focus("[role=listbox]").await?;
    window.press("Delete").await?;
    window
        .until("document.querySelector('#node-trash').textContent.match(/[12]/)")
        .await?;
    window.click(".notice button").await?;
    window
        .until("!document.querySelector('#node-trash').textContent.match(/[12]/)")
        .await?;
    Ok(())
}

/// The sheet and Esc out of it; details corrected by F2.
async fn sheet_and_details(window: &Window) -> Done {
    window.focus("[data-reader]").await?;
    window.press("?").await?;
    window.until("document.querySelector('dialog kbd')").await?;
    window.screenshot("shortcuts").await?;
    window.press("Escape").await?;
    window.until("!document.querySelector('dialog')").await?;

    // Details corrected by F2.
    window.focus("[role=listbox]").await?;
    window.press("F2").await?;
    window
        .until("document.querySelector('#edit-title')?.value")
        .await?;
    window.focus("#edit-title").await?;
    window
        .run("document.getElementById('edit-title').select()")
        .await?;
    window.type_text("改过的标题").await?;
    window.screenshot("edit-details").await?;
    window.press("Enter").await?;
    window.until("[...document.querySelectorAll('[role=option]')].some((e) => e.textContent.includes('改过的标题'))").await?;
    Ok(())
}

#[tokio::test]
async fn the_native_menu_runs_the_commands_of_the_page() -> Done {
    let (_home, window) = on_sample().await?;
    // 帮助 is the last of five menus, 键盘快捷键 its only item.
    window.click_at(189, 14)?;
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    window.click_at(230, 44)?;
    window.until("document.querySelector('dialog kbd')").await?;
    window.close().await
}
