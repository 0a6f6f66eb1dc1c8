//! The first start: an empty library says what to do; the sample, a folder, pasted text come in.

use yandu_e2e::{Done, Home, Window};

use crate::inbox;

#[tokio::test]
async fn the_sample_comes_in_by_one_click_and_can_be_read() -> Done {
    let home = Home::new()?;
    let window = Window::open(&home).await?;
    window
        .until("document.body.textContent.includes('资料库还是空的')")
        .await?;
    window.screenshot("first-start").await?;
    window.click_text("导入示例资料").await?;
    window
        .until("document.querySelectorAll('[role=option]').length >= 15")
        .await?;
    window
        .until("document.querySelector('footer').textContent.includes('15 篇')")
        .await?;
    window.click("#row-3").await?;
    window.press("Enter").await?;
    window
        .until("document.querySelector('article [data-block]')")
        .await?;
    window
        .until("document.querySelector('[data-address]').textContent.includes('%')")
        .await?;
    window.screenshot("sample-read").await?;
    window.close().await
}

#[tokio::test]
async fn a_folder_is_chosen_imported_reported_and_undone() -> Done {
    let home = Home::new()?;
    let inbox = inbox(&home, 40, |n| {
        format!("关于第{n}项工作的通知\n\n各单位：\n\n做好第{n}项工作。\n")
    })?;
    std::fs::write(inbox.join("broken.docx"), b"PK\x03\x04 this is no archive")?;
    let window = Window::open(&home).await?;
    window.click_text("导入文件夹").await?;
    window.answer_dialog(&inbox).await?;
    window
        .until("document.querySelector('dialog table')")
        .await?;
    let report = window
        .text("document.querySelector('dialog').textContent")
        .await?;
    assert!(
        report.contains("新增 40") && report.contains("broken.docx"),
        "{report}"
    );
    window.screenshot("import-report").await?;
    window.click_text("撤销这次导入").await?;
    window
        .until("document.querySelector('#node-trash').textContent.includes('40')")
        .await?;
    window.close().await
}

#[tokio::test]
async fn pasted_text_becomes_a_document() -> Done {
    let home = Home::new()?;
    let window = Window::open(&home).await?;
    window
        .run("const data = new DataTransfer(); data.setData('text/plain', '关于粘贴的通知\\n\\n各单位：\\n\\n粘贴的内容也要能检索。');
              document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }))")
        .await?;
    window
        .until("document.querySelector('[role=option]')?.textContent.includes('关于粘贴的通知')")
        .await?;
    window.close().await
}

#[tokio::test]
async fn a_folder_that_is_dropped_comes_in() -> Done {
    let home = Home::new()?;
    let window = Window::open(&home).await?;
    window
        .drop_file(&yandu_e2e::project().join("assets/sample").canonicalize()?)
        .await?;
    window
        .until("document.querySelector('footer').textContent.includes('15 篇')")
        .await?;
    window.close().await
}
