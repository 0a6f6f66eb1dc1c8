//! What surrounds an import in the window: watched folders, near duplicates, encodings, the report as a file.

use yandu_e2e::Done;

use crate::on_sample;

/// A text long enough to be compared, with a line of its own at its beginning.
fn text(first: &str) -> String {
    let body: String = (1..40)
        .map(|n| {
            format!("第{n}点，要认真组织干部职工第{n}次学习，结合单位实际交流体会、形成报告。\n")
        })
        .collect();
    format!("{first}\n{body}")
}

/// How many documents the tree counts.
const COUNT: &str =
    "Number(document.querySelector('#node-all').textContent.match(/\\d+/)?.[0] ?? -1)";

#[tokio::test]
async fn a_watched_folder_brings_editions_that_are_compared_and_joined() -> Done {
    let (home, window) = on_sample().await?;
    let before = window.value(COUNT).await?.as_i64().unwrap_or(0);
    let inbox = home.path().join("inbox");
    std::fs::create_dir(&inbox)?;
    std::fs::write(inbox.join("一.txt"), text("关于读书的讲话"))?;
    window.press("Control+,").await?;
    window.click_text("添加文件夹…").await?;
    window.answer_dialog(&inbox).await?;
    window
        .until("document.querySelector('dialog')?.textContent.includes('inbox')")
        .await?;
    window.screenshot("watched-folders").await?;
    assert_eq!(window.axe().await?, Vec::<String>::new());
    window.press("Escape").await?;
    window.until(&format!("{COUNT} === {}", before + 1)).await?;
    std::fs::write(inbox.join("二.txt"), text("关于读书的讲话（摘自青河在线）"))?;
    window.until(&format!("{COUNT} === {}", before + 2)).await?;
    window.click("#node-near").await?;
    window.click_text("查找近似资料").await?;
    window
        .until("document.querySelector('[data-pane=near] li')?.textContent.includes('几乎相同')")
        .await?;
    window.screenshot("near-duplicates").await?;
    assert_eq!(window.axe().await?, Vec::<String>::new());
    window.click("[data-pane=near] .tools button").await?;
    window.until("document.querySelector('.compare')").await?;
    window.screenshot("near-compare").await?;
    window.click_text("合并为同一作品").await?;
    window
        .until("document.querySelector('[data-pane=near]').textContent.includes('没有近似资料')")
        .await?;
    window.close().await
}

#[tokio::test]
async fn a_text_is_read_again_in_another_encoding() -> Done {
    let (home, window) = on_sample().await?;
    let before = window.value(COUNT).await?.as_i64().unwrap_or(0);
    let file = home.path().join("short.txt");
    // 關讀學習通會議單 in Big5, which is a text in GBK too.
    std::fs::write(
        &file,
        b"\xc3\xf6\xc5\xaa\xbe\xc7\xb2\xdf\xb3\x71\xb7\x7c\xc4\xb3\xb3\xe6",
    )?;
    window.press("Control+o").await?;
    window.answer_dialog(&file).await?;
    window.until(&format!("{COUNT} === {}", before + 1)).await?;
    window
        .run("[...document.querySelectorAll('[role=option]')].find((r) => /關讀|闽弄/.test(r.textContent)).dispatchEvent(new MouseEvent('dblclick', { bubbles: true }))")
        .await?;
    window
        .until("/關讀|闽弄/.test(document.querySelector('article')?.textContent ?? '')")
        .await?;
    let was = window
        .text("document.querySelector('article').textContent")
        .await?;
    window.press("Control+k").await?;
    window
        .until("document.querySelector('dialog input')")
        .await?;
    window.type_text("更换编码").await?;
    window
        .until("document.querySelector('dialog')?.textContent.includes('更换编码')")
        .await?;
    window.press("Enter").await?;
    window
        .until("document.querySelectorAll('dialog li').length === 5")
        .await?;
    window.screenshot("encodings").await?;
    assert_eq!(window.axe().await?, Vec::<String>::new());
    window
        .run("[...document.querySelectorAll('dialog li')].find((l) => /關讀|闽弄/.test(l.textContent) && !l.querySelector('button').disabled).querySelector('button').click()")
        .await?;
    window
        .until(
            "!document.querySelector('dialog') && document.body.textContent.includes('已重新读取')",
        )
        .await?;
    let script = "document.querySelector('article').textContent";
    window
        .until(&format!("{script} !== {}", serde_json::to_string(&was)?))
        .await?;
    window.close().await
}

/// A scan of the real texts; `None`, with one loud line, where it or Tesseract is missing.
#[expect(clippy::print_stderr, reason = "the one loud line of a skipped test")]
fn scan() -> Option<std::path::PathBuf> {
    let default = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let shared = std::env::var_os("YANDU_SHARED").map_or(default, Into::into);
    let tesseract = std::process::Command::new("tesseract")
        .arg("--version")
        .output();
    let scan = shared.join("samples/pdf/seed-scan.pdf").canonicalize().ok();
    let there = scan.filter(|_| tesseract.is_ok());
    if there.is_none() {
        eprintln!("SKIPPED: no scan or no tesseract");
    }
    there
}

#[tokio::test]
async fn a_scan_is_recognised_from_the_report() -> Done {
    let Some(scan) = scan() else { return Ok(()) };
    let (home, window) = on_sample().await?;
    window.press("Control+o").await?;
    window.answer_dialog(&scan).await?;
    window
        .until("document.querySelector('dialog')?.textContent.includes('没有文字层')")
        .await?;
    window.screenshot("report-scan").await?;
    assert_eq!(window.axe().await?, Vec::<String>::new());
    window.click_text("另存报告…").await?;
    let file = home.path().join("report.csv");
    window.answer_dialog(&file).await?;
    window
        .until("document.body.textContent.includes('报告已保存')")
        .await?;
    assert!(std::fs::read_to_string(&file)?.contains("没有文字层"));
    window.click_text("识别文字（1 个文件）").await?;
    window
        .until("document.body.textContent.includes('正在识别第')")
        .await?;
    window.screenshot("recognising").await?;
    window
        .until("[...document.querySelectorAll('[role=option]')].some((r) => /李源|中央创/.test(r.textContent))")
        .await?;
    window
        .run("[...document.querySelectorAll('[role=option]')].find((r) => /李源|中央创/.test(r.textContent)).dispatchEvent(new MouseEvent('dblclick', { bubbles: true }))")
        .await?;
    window.until("document.querySelector('article')").await?;
    window.press("Control+4").await?;
    window
        .until("document.querySelector('aside dl')?.textContent.includes('文字识别（OCR）')")
        .await?;
    window.screenshot("recognised").await?;
    window.close().await
}

#[tokio::test]
async fn a_pack_of_one_member_is_checked_and_taken_in_by_another() -> Done {
    let (maker, window) = on_sample().await?;
    window
        .run("[...document.querySelectorAll('[role=option]')].find((r) => r.textContent.includes('三本账')).click()")
        .await?;
    window.press("Control+k").await?;
    window
        .until("document.querySelector('dialog input')")
        .await?;
    window.type_text("制作资料包").await?;
    window
        .until("document.querySelector('dialog')?.textContent.includes('制作资料包')")
        .await?;
    window.press("Enter").await?;
    window
        .until("document.querySelector('#pack-title')")
        .await?;
    window.focus("#pack-title").await?;
    window.type_text("sanbenzhang").await?;
    window.screenshot("make-pack").await?;
    assert_eq!(window.axe().await?, Vec::<String>::new());
    window.press("Enter").await?;
    let pack = maker.path().join("sanbenzhang.yandu");
    window.answer_dialog(&pack).await?;
    // The name is asked for once, before the first words leave the machine.
    window.until("document.querySelector('#my-name')").await?;
    window.focus("#my-name").await?;
    window.type_text("wangfang").await?;
    window.press("Enter").await?;
    window
        .until("document.body.textContent.includes('已制作《sanbenzhang》第 1 版')")
        .await?;
    window.close().await?;

    let (_home, window) = on_sample().await?;
    window.press("Control+o").await?;
    window.answer_dialog(&pack).await?;
    window
        .until("document.querySelector('dialog')?.textContent.includes('第一次出现')")
        .await?;
    window.screenshot("pack").await?;
    assert_eq!(window.axe().await?, Vec::<String>::new());
    window.click_text("信任并导入").await?;
    window
        .until("document.body.textContent.includes('资料包已导入：新增 0，更新 0，重复 1')")
        .await?;
    window.close().await
}
