//! Notes in the window: written with a link by completion, the link and the backlink followed, pictures,
//! a kill while typing.

use std::time::Duration;

use yandu_e2e::{Done, Window};

use crate::{on_sample, with_sample};

/// Types lines; the driver's line break is no Enter.
async fn type_lines(window: &Window, lines: &[&str]) -> Done {
    for (n, line) in lines.iter().enumerate() {
        if n > 0 {
            window.press("Enter").await?;
        }
        if !line.is_empty() {
            window.type_text(line).await?;
        }
    }
    Ok(())
}

/// Writes a note with a link, completed by initials; answers with the title that it links to.
async fn write_with_link(window: &Window) -> Done<String> {
    window.press("Control+n").await?;
    window
        .until("document.activeElement.classList.contains('cm-content')")
        .await?;
    type_lines(window, &["# 读后", "", "见[["]).await?;
    window
        .until("document.querySelectorAll('.cm-tooltip-autocomplete li').length > 3")
        .await?;
    // By initials: jh is the end of 讲话.
    let before = window
        .value("document.querySelectorAll('.cm-tooltip-autocomplete li').length")
        .await?;
    window.type_text("jh").await?;
    window
        .until(&format!(
            "(() => {{ const n = document.querySelectorAll('.cm-tooltip-autocomplete li').length; return n > 0 && n < {before} }})()"
        ))
        .await?;
    window.screenshot("note-completion").await?;
    let title = window
        .text(
            "document.querySelector('.cm-tooltip-autocomplete li .cm-completionLabel').textContent",
        )
        .await?;
    tokio::time::sleep(Duration::from_millis(150)).await;
    window.press("Enter").await?;
    window
        .until("document.querySelector('.cm-content').textContent.includes(']]')")
        .await?;
    type_lines(
        window,
        &["，**很有启发呢**。", "", "<script>alert(1)</script>", ""],
    )
    .await?;
    window
        .until("document.querySelector('[data-saved=true]')")
        .await?;
    window.until("document.querySelector('.note-link')").await?;
    Ok(title)
}

#[tokio::test]
async fn a_note_links_to_a_document_and_the_backlink_leads_back() -> Done {
    let (home, window) = on_sample().await?;
    let title = write_with_link(&window).await?;
    window.screenshot("note").await?;
    assert_eq!(window.axe().await?, Vec::<String>::new());
    assert_eq!(
        window
            .value("document.querySelectorAll('.cm-content script').length")
            .await?,
        0
    );
    window.click(".note-link").await?;
    window
        .until(&format!(
            "document.querySelector('main h1')?.textContent === '{title}'"
        ))
        .await?;
    window
        .until(
            "document.querySelector('main nav[aria-label=相关笔记]')?.textContent.includes('读后')",
        )
        .await?;
    window.screenshot("note-beside-text").await?;
    window.press("Escape").await?;
    window.click_text("全部资料").await?;
    window.until("document.querySelector('#row-0')").await?;
    window.click("main nav[aria-label=相关笔记] button").await?;
    window
        .until("document.querySelector('.cm-content')?.textContent.includes('很有启发呢')")
        .await?;
    // A hit of the one search opens the note at its words.
    window.press("Escape").await?;
    crate::ask(&window, "有启发呢").await?;
    window
        .until("document.querySelector('.hits .head')?.textContent.includes('笔记')")
        .await?;
    window.click(".hits .passage").await?;
    window
        .until("document.querySelector('.cm-content') && getSelection().toString() === '有启发呢'")
        .await?;
    window.close().await?;
    let library = crate::library(&home)?;
    let notes = library.list_notes(&yandu::NoteFilter::default())?;
    let note = library.get_note(&notes.items[0].id)?;
    assert_eq!(
        note.links[0].target.as_ref().map(|t| t.title.as_str()),
        Some(title.as_str())
    );
    assert!(note.body.contains("**很有启发呢**"), "{}", note.body);
    Ok(())
}

#[tokio::test]
async fn at_most_two_seconds_of_typing_are_lost_to_a_kill() -> Done {
    let home = with_sample()?;
    let window = Window::open(&home).await?;
    window
        .until("document.querySelectorAll('[role=option]').length > 10")
        .await?;
    window.press("Control+n").await?;
    window
        .until("document.activeElement.classList.contains('cm-content')")
        .await?;
    // Without a pause: a save that waited for one would never come.
    let began = std::time::Instant::now();
    let mut typed: Vec<(Duration, String)> = Vec::new();
    let mut n = 0;
    while began.elapsed() < Duration::from_secs(5) {
        let words = format!("{n:03}。");
        window.type_text(&words).await?;
        typed.push((began.elapsed(), words));
        n += 1;
    }
    let program = yandu_e2e::project().join("target/debug/yandu");
    let killed = began.elapsed();
    window.kill(&home, &program).await?;
    let library = crate::library(&home)?;
    let notes = library.list_notes(&yandu::NoteFilter::default())?;
    let note = library.get_note(&notes.items[0].id)?;
    for (at, words) in typed {
        if killed - at > Duration::from_secs(2) {
            assert!(
                note.body.contains(&words),
                "{words} was typed {:?} before the kill",
                killed - at
            );
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_pasted_picture_is_kept_and_a_huge_one_refused() -> Done {
    let (home, window) = on_sample().await?;
    window.press("Control+n").await?;
    window
        .until("document.activeElement.classList.contains('cm-content')")
        .await?;
    let paste = |bytes: &str| {
        format!(
            "const data = new DataTransfer(); data.items.add(new File([{bytes}], 'chart.png', {{ type: 'image/png' }}));
             document.activeElement.dispatchEvent(new ClipboardEvent('paste', {{ clipboardData: data, bubbles: true, cancelable: true }}))"
        )
    };
    // A picture of one red dot.
    let dot = "Uint8Array.from(atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=='), (c) => c.charCodeAt(0))";
    window.run(&paste(dot)).await?;
    window
        .until("document.querySelector('img.note-picture')?.naturalWidth === 1")
        .await?;
    window
        .run(&paste("new Uint8Array(50 * 1024 * 1024)"))
        .await?;
    window
        .until("document.querySelector('.notice, [class*=notice]') && document.body.textContent.includes('50 MB')")
        .await?;
    window
        .until("document.querySelector('[data-saved=true]')")
        .await?;
    window.screenshot("note-picture").await?;
    window.close().await?;
    let library = crate::library(&home)?;
    let note = library.get_note(&library.list_notes(&yandu::NoteFilter::default())?.items[0].id)?;
    assert!(note.body.contains("](picture:"), "{}", note.body);
    Ok(())
}

#[tokio::test]
async fn a_template_begins_a_note_and_its_history_gives_it_back() -> Done {
    let (home, window) = on_sample().await?;
    window.click("#row-0").await?;
    window.press("Enter").await?;
    window.until("document.querySelector('article')").await?;
    window.click_text("笔记").await?;
    window.click_text("从模板新建").await?;
    window
        .until("document.querySelector('[role=menuitem]')")
        .await?;
    window.screenshot("note-templates").await?;
    window.click_text("精读提纲").await?;
    window
        .until("document.querySelector('.cm-content')?.textContent.includes('结构：讲了哪几层')")
        .await?;
    window.until("document.querySelector('.note-link')").await?;
    window.screenshot("note-from-template").await?;
    window.focus(".cm-content").await?;
    window.press("Control+Home").await?;
    window.type_text("改过了").await?;
    window
        .until("document.querySelector('[data-saved=true]')")
        .await?;
    window.click_text("历史版本").await?;
    window
        .until("document.querySelector('.history li')")
        .await?;
    window.click_text("与现在对照").await?;
    window
        .until("document.querySelector('.history .right mark')?.textContent === '改过了'")
        .await?;
    window.screenshot("note-history").await?;
    window.click_text("恢复这一版").await?;
    window
        .until("document.querySelector('.cm-content') && !document.querySelector('.cm-content').textContent.includes('改过了')")
        .await?;
    window.click(".note header button").await?;
    window
        .until("document.querySelector('.notes .open')")
        .await?;
    window.screenshot("notes-list").await?;
    assert_eq!(window.axe().await?, Vec::<String>::new());
    window.close().await?;
    let library = crate::library(&home)?;
    let note = &library.list_notes(&yandu::NoteFilter::default())?.items[0];
    assert!(
        note.document.is_some(),
        "a note from the text that is read is about it"
    );
    Ok(())
}
