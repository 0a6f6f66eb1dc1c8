//! Search in the window: typed, filtered, stepped through, jumped to; nothing fires while composing.

use yandu_e2e::Done;

use crate::{JUMPED_TO_IS_SEEN, ask, on_sample};

#[tokio::test]
async fn words_and_cuts_across_words_are_found_and_jumped_to() -> Done {
    let (_home, window) = on_sample().await?;
    ask(&window, "创先争优").await?;
    window
        .until("document.querySelectorAll('.hits mark').length > 0")
        .await?;
    let line = window
        .text("document.querySelector('[data-complete]').textContent")
        .await?;
    assert!(line.contains("检索了 15 篇中的 15 篇"), "{line}");
    let marks = window
        .text("document.querySelector('.hits mark').textContent")
        .await?;
    assert_eq!(marks, "创先争优");
    window.screenshot("search").await?;

    // A cut across word borders: 先争 stands in no dictionary.
    ask(&window, "先争").await?;
    window
        .until("document.querySelector('.hits mark')?.textContent === '先争'")
        .await?;
    window.click(".hits .passage").await?;
    window
        .until("document.querySelector('article') && CSS.highlights.get('now')?.size === 1")
        .await?;
    let there = window
        .text("[...CSS.highlights.get('now')][0].toString()")
        .await?;
    assert_eq!(there, "先争");
    window.until(JUMPED_TO_IS_SEEN).await?;
    window.press("F3").await?;
    window.screenshot("search-jumped").await?;
    window.close().await
}

#[tokio::test]
async fn facets_filter_chips_go_and_an_empty_answer_says_so() -> Done {
    let (_home, window) = on_sample().await?;
    ask(&window, "读书").await?;
    let all = window
        .value("document.querySelectorAll('.hits > li').length")
        .await?;
    window.click("details.facets summary").await?;
    window.click(".facet button").await?;
    window
        .until("document.querySelector('.chips button.chip')")
        .await?;
    window
        .until(&format!(
            "document.querySelectorAll('.hits > li').length < {all}"
        ))
        .await?;
    window.screenshot("search-filtered").await?;
    window.click(".chips button.chip").await?;
    window
        .until(&format!(
            "document.querySelectorAll('.hits > li').length === {all}"
        ))
        .await?;
    ask(&window, "这句话哪里都没有出现过呀").await?;
    window
        .until("document.querySelector('.search').textContent.includes('没有找到')")
        .await?;
    window.screenshot("search-nothing").await?;
    window.press("Escape").await?;
    window
        .until("document.querySelectorAll('[role=option]').length > 10")
        .await?;
    window.close().await
}

#[tokio::test]
async fn nothing_is_asked_while_an_input_method_composes() -> Done {
    let (_home, window) = on_sample().await?;
    window.focus("#search-box").await?;
    window
        .run("const box = document.getElementById('search-box');
              box.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
              box.value = 'chuang';
              box.dispatchEvent(new CompositionEvent('compositionupdate', { data: 'chuang', bubbles: true }));
              box.dispatchEvent(new InputEvent('input', { isComposing: true, bubbles: true }));
              box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }));")
        .await?;
    window.settle().await?;
    assert_eq!(
        window.value("document.querySelector('.search')").await?,
        serde_json::Value::Null
    );
    window
        .run("const box = document.getElementById('search-box');
              box.value = '创先争优';
              box.dispatchEvent(new CompositionEvent('compositionend', { data: '创先争优', bubbles: true }));
              box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true, cancelable: true }));")
        .await?;
    window
        .until("document.querySelector('.hits mark')?.textContent === '创先争优'")
        .await?;
    // The Enter that ended the composition opened no hit.
    assert_eq!(
        window.value("document.querySelector('article')").await?,
        serde_json::Value::Null
    );
    window.close().await
}

#[tokio::test]
async fn find_in_the_text_counts_and_steps() -> Done {
    let (_home, window) = on_sample().await?;
    window.click("#row-1").await?;
    window.press("Enter").await?;
    window.until("document.querySelector('article')").await?;
    window.press("Control+f").await?;
    window
        .until("document.activeElement?.id === 'find-box'")
        .await?;
    window.type_text("的").await?;
    window
        .until("/^\\d+\\/\\d+$/.test(document.querySelector('[data-found]').textContent)")
        .await?;
    let before = window
        .text("document.querySelector('[data-found]').textContent")
        .await?;
    window.press("Enter").await?;
    window
        .until(&format!(
            "document.querySelector('[data-found]').textContent !== '{before}'"
        ))
        .await?;
    window.screenshot("find-in-text").await?;
    window.press("Escape").await?;
    window.until("!document.querySelector('#find-box')").await?;
    window.close().await
}
