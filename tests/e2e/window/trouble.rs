//! Bad input: the window says what happened and stays usable.

use std::path::PathBuf;

use yandu_e2e::{Done, Home, Opening, Window};

use crate::{JUMPED_TO_IS_SEEN, ask, inbox, with_sample};

/// A text that takes its time.
fn long_text(n: usize) -> String {
    format!("第{n}份材料\n\n{}", "内容很多，要读一会儿。".repeat(300))
}

async fn on(home: &Home, library: Option<PathBuf>) -> Done<Window> {
    Window::start(&Opening {
        home,
        library,
        program: None,
        size: (1280, 800),
    })
    .await
}

#[tokio::test]
async fn a_damaged_library_is_said_and_restored_from_its_snapshot() -> Done {
    let home = with_sample()?;
    yandu::Library::open(&home.library())?.add_snapshot()?;
    std::fs::write(home.library().join("library.sqlite"), vec![0x5a; 8192])?;
    let window = on(&home, None).await?;
    window
        .until("document.querySelector('[role=alert]')?.textContent.includes('损坏')")
        .await?;
    window.screenshot("damaged").await?;
    window.click_text("恢复到这一份").await?;
    window.click_text("恢复到这一份").await?;
    window
        .until("document.querySelectorAll('[role=option]').length > 10")
        .await?;
    let aside = std::fs::read_dir(home.library())?.flatten();
    assert!(
        aside
            .into_iter()
            .any(|e| e.file_name().to_string_lossy().starts_with("damaged-"))
    );
    window.close().await
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_said_with_the_next_step() -> Done {
    let home = Home::new()?;
    // No user, not even root, can make folders here.
    let window = on(&home, Some("/proc/yandu".into())).await?;
    window
        .until("document.querySelector('[role=alert]')?.textContent.includes('/proc/yandu')")
        .await?;
    let said = window
        .text("document.querySelector('[role=alert]').textContent")
        .await?;
    assert!(said.contains("权限") && said.contains("重试"), "{said}");
    window.screenshot("read-only").await?;
    window.close().await
}

#[tokio::test]
async fn a_library_in_use_opens_once_it_is_free() -> Done {
    let home = with_sample()?;
    let other = yandu::Library::open(&home.library())?;
    let window = on(&home, None).await?;
    window
        .until("document.querySelector('[role=alert]')?.textContent.includes('另一个程序')")
        .await?;
    drop(other);
    window.click_text("重试").await?;
    window
        .until("document.querySelectorAll('[role=option]').length > 10")
        .await?;
    window.close().await
}

#[tokio::test]
async fn huge_paragraphs_and_strange_characters_can_be_read_and_searched() -> Done {
    let home = Home::new()?;
    let inbox = inbox(&home, 0, |_| String::new())?;
    // 5 MB in one paragraph, without a single mark to break at in its second half.
    let sentence = "学习要联系实际，一步一步把事情做好。";
    let long = sentence.repeat(5_000_000 / 2 / sentence.len()) + &"长".repeat(5_000_000 / 2 / 3);
    std::fs::write(
        inbox.join("long.txt"),
        format!("一段到底的材料\n{long}末尾的记号"),
    )?;
    std::fs::write(
        inbox.join("strange.txt"),
        "奇怪的材料\n前\u{1}\u{7}\u{1b}后𠮷祥",
    )?;
    // Surrogates as bytes of UTF-8: a pair is its character, a lone one is replaced.
    let surrogates = [
        "代理的材料\n前".as_bytes(),
        b"\xed\xa0\x80\xed\xbf\xbf\xed\xa0\x81",
        "后成对出现".as_bytes(),
    ]
    .concat();
    std::fs::write(inbox.join("surrogates.txt"), surrogates)?;
    std::fs::write(inbox.join("empty.txt"), "")?;
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
        report.contains("新增 3") && report.contains("empty.txt"),
        "{report}"
    );
    window.screenshot("import-strange").await?;
    window.press("Escape").await?;
    ask(&window, "末尾的记号").await?;
    window.click(".hits .passage").await?;
    window
        .until("document.querySelector('article') && CSS.highlights.get('now')?.size === 1")
        .await?;
    assert_eq!(
        window
            .text("[...CSS.highlights.get('now')][0].toString()")
            .await?,
        "末尾的记号"
    );
    window.until(JUMPED_TO_IS_SEEN).await?;
    for _ in 0..10 {
        window.settle().await?;
    }
    window.until(JUMPED_TO_IS_SEEN).await?;
    window.screenshot("long-paragraph").await?;
    ask(&window, "后成对出现").await?;
    window
        .until("document.querySelector('.hits mark')?.textContent === '后成对出现'")
        .await?;
    // The driver types no character beyond the BMP.
    window
        .run(
            "const box = document.getElementById('search-box'); box.value = '𠮷祥';
             box.dispatchEvent(new InputEvent('input', { bubbles: true }))",
        )
        .await?;
    window
        .until("document.querySelector('.hits mark')?.textContent === '𠮷祥'")
        .await?;
    window.close().await
}

#[tokio::test]
async fn a_file_that_vanishes_during_the_import_is_a_line_of_the_report() -> Done {
    let home = Home::new()?;
    let inbox = inbox(&home, 1500, long_text)?;
    let window = Window::open(&home).await?;
    window.click_text("导入文件夹").await?;
    let vanishing = inbox.join("1499.txt");
    let dialog = window.answer_dialog(&inbox);
    let vanish = async {
        // Listed at the start of the import, gone before its turn.
        while !home.library().join("originals").is_dir() {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        std::fs::remove_file(&vanishing)
    };
    let (answered, vanished) = tokio::join!(dialog, vanish);
    answered?;
    vanished?;
    window
        .until("document.querySelector('dialog table')")
        .await?;
    let report = window
        .text("document.querySelector('dialog').textContent")
        .await?;
    assert!(
        report.contains("新增 1499") && report.contains("找不到文件"),
        "{}",
        &report[..300]
    );
    window.press("Escape").await?;
    ask(&window, "第1498份").await?;
    window.until("document.querySelector('.hits mark')").await?;
    window.close().await
}

#[tokio::test]
async fn an_import_is_paused_and_cancelled_and_what_came_in_stays() -> Done {
    let home = Home::new()?;
    let inbox = inbox(&home, 3000, long_text)?;
    let window = Window::open(&home).await?;
    window.click_text("导入文件夹").await?;
    window.answer_dialog(&inbox).await?;
    window.click_text("暂停").await?;
    window
        .until("document.querySelector('footer .import')?.textContent.includes('已暂停')")
        .await?;
    window.screenshot("import-paused").await?;
    window.click_text("继续").await?;
    window.click_text("取消").await?;
    window
        .until("document.querySelector('dialog table')")
        .await?;
    let report = window
        .text("document.querySelector('dialog').textContent")
        .await?;
    assert!(report.contains("导入已取消"), "{}", &report[..300]);
    window.press("Escape").await?;
    window
        .until("/^\\d/.test(document.querySelector('footer').textContent.trim())")
        .await?;
    window.close().await
}

#[tokio::test]
async fn html_of_a_file_is_text_in_the_page() -> Done {
    let home = Home::new()?;
    let file = home.path().join("page.html");
    let html = "<html><body><h1>网页里的材料</h1><p>正文内容 &lt;img src=x onerror=&quot;window.hacked=1&quot;&gt;，要仔细看。</p>
        <script>window.hacked = 1</script><p onclick='window.hacked=1'>第二段内容，也要仔细看。</p></body></html>";
    std::fs::write(&file, html)?;
    let mut library = yandu::Library::open(&home.library())?;
    library.import(&[file], &yandu::ImportOptions::default(), &mut |_, _, _| {
        true
    })?;
    drop(library);
    let window = Window::open(&home).await?;
    window.click("#row-0").await?;
    window.press("Enter").await?;
    window
        .until("document.querySelector('article')?.textContent.includes('onerror')")
        .await?;
    let made = "document.querySelectorAll('article img, article script, article [onclick]').length";
    assert_eq!(window.value(made).await?, 0);
    assert_eq!(
        window.value("window.hacked ?? null").await?,
        serde_json::Value::Null
    );
    // What the policy refuses: an inline script, a request to outside.
    window.run("const s = document.createElement('script'); s.textContent = 'window.hacked = 2'; document.body.append(s)").await?;
    assert_eq!(
        window.value("window.hacked ?? null").await?,
        serde_json::Value::Null
    );
    let refused = window
        .wait_for("const done = arguments[0]; document.addEventListener('securitypolicyviolation', (e) => done(e.effectiveDirective));
             fetch('http://127.0.0.1:9/').catch(() => {})")
        .await?;
    assert_eq!(refused, "connect-src");
    window.close().await
}
