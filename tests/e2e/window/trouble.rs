//! Bad input: the window says what happened and stays usable.

use std::path::PathBuf;

use yandu_e2e::{Done, Home, Opening, Window};

use crate::{ask, with_sample};

async fn on(home: &Home, library: Option<PathBuf>) -> Done<Window> {
    Window::start(&Opening { home, library, program: None, size: (1280, 800) }).await
}

#[tokio::test]
async fn a_damaged_library_is_said_and_restored_from_its_snapshot() -> Done {
    let home = with_sample()?;
    yandu::Library::open(&home.library())?.add_snapshot()?;
    std::fs::write(home.library().join("library.sqlite"), vec![0x5a; 8192])?;
    let window = on(&home, None).await?;
    window.until("document.querySelector('[role=alert]')?.textContent.includes('损坏')").await?;
    window.screenshot("damaged").await?;
    window.click_text("恢复到这一份").await?;
    window.click_text("恢复到这一份").await?;
    window.until("document.querySelectorAll('[role=option]').length > 10").await?;
    let aside = std::fs::read_dir(home.library())?.flatten();
    assert!(aside.into_iter().any(|e| e.file_name().to_string_lossy().starts_with("damaged-")));
    window.close().await
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_said_with_the_next_step() -> Done {
    let home = Home::new()?;
    // No user, not even root, can make folders here.
    let window = on(&home, Some("/proc/yandu".into())).await?;
    window.until("document.querySelector('[role=alert]')?.textContent.includes('/proc/yandu')").await?;
    let said = window.text("document.querySelector('[role=alert]').textContent").await?;
    assert!(said.contains("权限") && said.contains("重试"), "{said}");
    window.screenshot("read-only").await?;
    window.close().await
}

#[tokio::test]
async fn a_library_in_use_opens_once_it_is_free() -> Done {
    let home = with_sample()?;
    let other = yandu::Library::open(&home.library())?;
    let window = on(&home, None).await?;
    window.until("document.querySelector('[role=alert]')?.textContent.includes('另一个程序')").await?;
    drop(other);
    window.click_text("重试").await?;
    window.until("document.querySelectorAll('[role=option]').length > 10").await?;
    window.close().await
}

#[tokio::test]
async fn huge_paragraphs_and_strange_characters_can_be_read_and_searched() -> Done {
    let home = Home::new()?;
    let inbox = home.path().join("inbox");
    std::fs::create_dir_all(&inbox)?;
    // 5 MB in one paragraph, without a single mark to break at in its second half.
    let sentence = "学习要联系实际，一步一步把事情做好。";
    let long = sentence.repeat(5_000_000 / 2 / sentence.len()) + &"长".repeat(5_000_000 / 2 / 3);
    std::fs::write(inbox.join("long.txt"), format!("一段到底的材料\n{long}末尾的记号"))?;
    std::fs::write(inbox.join("strange.txt"), "奇怪的材料\n前\u{1}\u{7}\u{1b}后𠮷祥")?;
    // Surrogates without partner are no UTF-8: the file is refused, and the report says so.
    let surrogates = ["代理\n前".as_bytes(), b"\xed\xa0\x80\xed\xbf\xbf", "后".as_bytes()].concat();
    std::fs::write(inbox.join("surrogates.txt"), surrogates)?;
    std::fs::write(inbox.join("empty.txt"), "")?;
    let window = Window::open(&home).await?;
    window.click_text("导入文件夹").await?;
    window.answer_dialog(&inbox).await?;
    window.until("document.querySelector('dialog table')").await?;
    let report = window.text("document.querySelector('dialog').textContent").await?;
    assert!(report.contains("surrogates.txt") && report.contains("empty.txt"), "{report}");
    window.screenshot("import-strange").await?;
    window.press("Escape").await?;
    ask(&window, "末尾的记号").await?;
    window.click(".hits .passage").await?;
    window.until("document.querySelector('article') && CSS.highlights.get('now')?.size === 1").await?;
    assert_eq!(window.text("[...CSS.highlights.get('now')][0].toString()").await?, "末尾的记号");
    window.screenshot("long-paragraph").await?;
    ask(&window, "𠮷祥").await?;
    window.until("document.querySelector('.hits mark')?.textContent === '𠮷祥'").await?;
    window.close().await
}

#[tokio::test]
async fn a_file_that_vanishes_is_a_line_of_the_report() -> Done {
    let home = with_sample()?;
    let gone = home.path().join("gone.txt");
    let window = Window::open(&home).await?;
    std::fs::write(&gone, "马上就没有了")?;
    std::fs::remove_file(&gone)?;
    // What a drop tells the page, as the runtime tells it.
    let mut library_is_usable = false;
    window.click("[aria-haspopup=menu]").await?;
    window.click_text("导入文件…").await?;
    std::fs::write(&gone, "马上就没有了")?;
    window.answer_dialog(&gone).await?;
    window.until("document.querySelector('.notice') || document.querySelector('dialog table')").await?;
    ask(&window, "读书").await?;
    library_is_usable |= window.value("document.querySelectorAll('.hits > li').length > 0").await? == true;
    assert!(library_is_usable);
    window.close().await
}
