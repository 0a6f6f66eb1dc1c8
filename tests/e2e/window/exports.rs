//! Export, quotation check and term tools in the window.

use yandu_e2e::{Done, Window};

use crate::on_sample;

/// Opens a text of the sample by a part of its title.
async fn read(window: &Window, title: &str) -> Done {
    window.click_text("讲话").await?;
    window
        .until(&format!("[...document.querySelectorAll('[role=option]')].some((r) => r.textContent.includes('{title}'))"))
        .await?;
    window
        .run(&format!("[...document.querySelectorAll('[role=option]')].find((r) => r.textContent.includes('{title}')).dispatchEvent(new MouseEvent('dblclick', {{ bubbles: true }}))"))
        .await?;
    window.until("document.querySelector('article')").await
}

#[tokio::test]
async fn a_text_is_looked_at_and_exported_with_the_dialog() -> Done {
    let (home, window) = on_sample().await?;
    read(&window, "读书活动推进").await?;
    window.press("Control+Shift+e").await?;
    window
        .until("document.querySelectorAll('.preview p').length > 5")
        .await?;
    window.screenshot("export-dialog").await?;
    assert_eq!(window.axe().await?, Vec::<String>::new());
    window
        .run("[...document.querySelectorAll('footer .primary, dialog .primary')].at(-1).click()")
        .await?;
    let file = home.path().join("speech.docx");
    window.answer_dialog(&file).await?;
    window
        .until("document.body.textContent.includes('已导出 speech.docx')")
        .await?;
    assert!(std::fs::read(&file)?.starts_with(b"PK"));
    window.close().await
}

#[tokio::test]
async fn a_passage_goes_into_a_new_list_which_is_exported() -> Done {
    let (home, window) = on_sample().await?;
    read(&window, "读书活动推进").await?;
    window.select_by_mouse("讲得都很实在").await?;
    window.click_text("加入清单").await?;
    window
        .until("document.querySelector('dialog input')")
        .await?;
    window.focus("dialog input").await?;
    window.type_text("选段").await?;
    window.press("Enter").await?;
    window
        .until("document.body.textContent.includes('已加入阅读清单')")
        .await?;
    window.click_text("阅读清单").await?;
    window
        .until("document.querySelector('[data-pane=reading-list] .quote')")
        .await?;
    window.click_text("导出…").await?;
    window
        .until("document.querySelector('.preview')?.textContent.includes('讲得都很实在')")
        .await?;
    window
        .run("const s = document.querySelector('dialog select'); s.value = 'html'; s.dispatchEvent(new Event('change', { bubbles: true }))")
        .await?;
    window
        .until("document.querySelectorAll('dialog select').length === 1")
        .await?;
    window
        .run("[...document.querySelectorAll('dialog .primary')].at(-1).click()")
        .await?;
    let file = home.path().join("passage.html");
    window.answer_dialog(&file).await?;
    window
        .until("document.body.textContent.includes('已导出 passage.html')")
        .await?;
    assert!(std::fs::read_to_string(&file)?.contains("讲得都很实在"));
    window.close().await
}

#[tokio::test]
async fn a_pasted_draft_is_checked_and_its_source_opened() -> Done {
    let (home, window) = on_sample().await?;
    window.press("Control+Shift+q").await?;
    window.until("document.querySelector('#draft')").await?;
    window
        .run("const t = document.querySelector('#draft'); t.value = '他说：“刚才，三个单位作了交流，讲得都很实在”。\\n又说：“隔壁的厨师煮着一锅蓝色的汤”。'; t.dispatchEvent(new Event('input', { bubbles: true }))")
        .await?;
    window.focus("#draft").await?;
    window.press("Control+Enter").await?;
    window
        .until("document.querySelectorAll('[data-pane=quotations] li').length === 2 && document.querySelector('[data-pane=quotations] li.not_found')")
        .await?;
    window.screenshot("quotations").await?;
    assert_eq!(window.axe().await?, Vec::<String>::new());
    window
        .run("document.querySelector('[data-pane=quotations] li .link').click()")
        .await?;
    window
        .until("document.querySelector('article')?.textContent.includes('讲得都很实在')")
        .await?;
    window.click_text("保存报告…").await?;
    let file = home.path().join("report.html");
    window.answer_dialog(&file).await?;
    window
        .until("document.body.textContent.includes('报告已保存')")
        .await?;
    assert!(std::fs::read_to_string(&file)?.contains("未找到"));
    window.close().await
}

#[tokio::test]
async fn a_term_has_its_chart_and_its_places() -> Done {
    let (_home, window) = on_sample().await?;
    window.press("Control+Shift+y").await?;
    window.until("document.querySelector('#term')").await?;
    window.focus("#term").await?;
    window.type_text("读书").await?;
    window.press("Enter").await?;
    window
        .until("document.querySelectorAll('[data-pane=terms] .chart li').length > 0 && document.querySelectorAll('.places li').length > 3")
        .await?;
    window.screenshot("terms").await?;
    assert_eq!(window.axe().await?, Vec::<String>::new());
    window
        .run("document.querySelector('.places .place').click()")
        .await?;
    window.until("document.querySelector('article')").await?;
    window
        .run("document.querySelector('[data-pane=terms] .chart .bar:not([disabled])').click()")
        .await?;
    window
        .until("document.querySelector('#search-box')?.value.includes('读书')")
        .await?;
    window.close().await
}
