//! Every view in light and dark, at two sizes: no serious finding of axe; screenshots to look at.

use yandu_e2e::{Done, Opening, Window};

use crate::{ask, set, with_sample};

async fn theme(window: &Window, name: &str) -> Done {
    window.press("Control+,").await?;
    set(window, "set-theme", name).await?;
    window.press("Escape").await?;
    window.until("!document.querySelector('dialog')").await
}

async fn look(window: &Window, name: &str, findings: &mut Vec<String>) -> Done {
    window.screenshot(name).await?;
    findings.extend(
        window
            .axe()
            .await?
            .into_iter()
            .map(|finding| format!("{name}: {finding}")),
    );
    Ok(())
}

async fn tour(size: (u32, u32)) -> Done {
    let home = with_sample()?;
    let window = Window::start(&Opening {
        home: &home,
        library: None,
        program: None,
        size,
    })
    .await?;
    window
        .until("document.querySelectorAll('[role=option]').length > 10")
        .await?;
    let mut findings = Vec::new();
    for name in ["light", "dark", "sepia"] {
        let view = |view: &str| format!("{}x{}-{name}-{view}", size.0, size.1);
        theme(&window, name).await?;
        look(&window, &view("library"), &mut findings).await?;
        window.click("#row-8").await?;
        window.press("Enter").await?;
        window.until("document.querySelector('article')").await?;
        window.press("Control+4").await?;
        window.until("document.querySelector('aside')").await?;
        look(&window, &view("reader"), &mut findings).await?;
        ask(&window, "读书").await?;
        window.click("details.facets summary").await?;
        window.click(".hits .passage").await?;
        look(&window, &view("search"), &mut findings).await?;
        for (keys, dialog) in [
            ("Control+k", "quick-open"),
            ("Control+,", "settings"),
            ("?", "shortcuts"),
            ("F2", "edit"),
        ] {
            window.focus("[data-reader]").await?;
            window.press(keys).await?;
            window.until("document.querySelector('dialog')").await?;
            look(&window, &view(dialog), &mut findings).await?;
            window.press("Escape").await?;
            window.until("!document.querySelector('dialog')").await?;
        }
        window.focus("[data-reader]").await?;
        window.press("Control+d").await?;
        window.until("document.querySelector('#quick-box')").await?;
        window.type_text("读书").await?;
        window
            .until("document.querySelectorAll('#quick-list [role=option]').length > 0")
            .await?;
        window.press("Enter").await?;
        window
            .until("document.querySelector('.compare .pair')")
            .await?;
        look(&window, &view("compare"), &mut findings).await?;
        window.click_text("关闭").await?;
        for node in ["attention", "trash", "all"] {
            window.click(&format!("#node-{node}")).await?;
            window.until(&format!("document.querySelector('#node-{node}').getAttribute('aria-selected') === 'true'")).await?;
            look(&window, &view(node), &mut findings).await?;
        }
        window.press("Control+4").await?;
    }
    assert!(findings.is_empty(), "{}", findings.join("\n"));
    window.close().await
}

#[tokio::test]
async fn every_view_at_1280_by_800() -> Done {
    tour((1280, 800)).await
}

#[tokio::test]
async fn every_view_at_1920_by_1080() -> Done {
    tour((1920, 1080)).await
}

#[tokio::test]
async fn the_window_speaks_english() -> Done {
    let home = with_sample()?;
    let window = Window::open(&home).await?;
    window.press("Control+,").await?;
    set(&window, "set-language", "en").await?;
    window.until("document.documentElement.lang === 'en' && document.querySelector('#node-all').textContent.includes('All materials')").await?;
    window.screenshot("english-settings").await?;
    window.press("Escape").await?;
    ask(&window, "读书").await?;
    let left = window
        .text("[...document.querySelectorAll('button, label, [role=treeitem], footer, summary, header, h2')].filter((e) => !e.closest('.hits, .facet, article'))
               .map((e) => e.textContent).join(' ').replace(/[^\\u4e00-\\u9fff]/g, '')")
        .await?;
    assert_eq!(left, "", "Chinese in the English window");
    window.screenshot("english").await?;
    window.close().await
}
