//! Annotations in the window: by mouse and by keys, undone and redone, through a restart and an edited file.

use yandu_e2e::{Done, Home, Window};

const TEXT: &str = "在学习座谈会上的讲话\n\n（2024年5月6日）\n\n同志们：\n\n学习的目的全在于运用。\n\n\
调查研究是谋事之基、成事之道。\n\n没有调查就没有发言权。\n\n各级党组织要推动工作落实。\n";

/// A home whose library holds one speech.
fn with_speech() -> Done<(Home, std::path::PathBuf)> {
    let home = Home::new()?;
    let file = home.path().join("speech.txt");
    std::fs::write(&file, TEXT)?;
    import(&home, &file)?;
    Ok((home, file))
}

fn import(home: &Home, file: &std::path::Path) -> Done {
    let mut library = crate::library(home)?;
    library.import(
        &[file.to_owned()],
        &yandu::ImportOptions::default(),
        &mut |_, _, _| true,
    )?;
    Ok(())
}

async fn open_speech(home: &Home) -> Done<Window> {
    let window = Window::open(home).await?;
    window
        .until("document.querySelectorAll('[role=option]').length === 1")
        .await?;
    window.click("#row-0").await?;
    window.press("Enter").await?;
    window.until("document.querySelector('article')").await?;
    Ok(window)
}

/// What is painted in a colour.
async fn painted(window: &Window, colour: &str) -> Done<String> {
    window
        .text(&format!(
            "['', '-moved', '-chosen'].flatMap((how) => [...(CSS.highlights.get('note-{colour}' + how) ?? [])]).map((r) => r.toString()).join('|')"
        ))
        .await
}

async fn until_painted(window: &Window, colour: &str, text: &str) -> Done {
    window
        .until(&format!(
            "['', '-moved', '-chosen'].flatMap((how) => [...(CSS.highlights.get('note-{colour}' + how) ?? [])]).map((r) => r.toString()).join('|') === '{text}'"
        ))
        .await
}

#[tokio::test]
async fn marked_by_the_mouse_commented_undone_and_still_there_after_an_edited_file() -> Done {
    let (home, file) = with_speech()?;
    let window = open_speech(&home).await?;
    window.select_by_mouse("调查研究是谋事之基").await?;
    window
        .until("document.querySelector('[role=toolbar] .colour')")
        .await?;
    window.screenshot("selection-bar").await?;
    window
        .click("[role=toolbar].bar .colour:nth-child(3)")
        .await?;
    until_painted(&window, "quotable", "调查研究是谋事之基").await?;
    window.press("Control+5").await?;
    window
        .until("document.querySelector('[data-pane=annotations] .item')")
        .await?;

    window.select_by_mouse("没有调查就没有发言权").await?;
    window.until("document.querySelector('.bar')").await?;
    window.press("Control+m").await?;
    window
        .until("document.querySelector('.bar textarea')")
        .await?;
    window.type_text("怎么落实到本单位？").await?;
    window.press("Control+Enter").await?;
    window
        .until("document.querySelector('[data-pane=annotations]').textContent.includes('怎么落实到本单位')")
        .await?;
    until_painted(&window, "key_point", "没有调查就没有发言权").await?;
    window.screenshot("annotations").await?;
    assert_eq!(window.axe().await?, Vec::<String>::new());

    // Copied with its source.
    window.select_by_mouse("推动工作落实").await?;
    window.until("document.querySelector('.bar')").await?;
    window.press("Control+Shift+x").await?;
    window
        .until("document.body.textContent.includes('已复制，并注明出处')")
        .await?;
    window.press("Control+Shift+g").await?;
    window
        .until("document.body.textContent.includes('已复制引文著录')")
        .await?;

    window.focus("[data-reader]").await?;
    window.press("Control+z").await?;
    until_painted(&window, "key_point", "").await?;
    window.press("Control+Shift+z").await?;
    until_painted(&window, "key_point", "没有调查就没有发言权").await?;
    window.close().await?;

    // The file is edited and imported again.
    let edited = TEXT
        .replace("同志们：", "同志们：\n\n先讲一件新的事情。")
        .replace("没有调查就没有发言权", "没有调查研究，就没有发言权");
    std::fs::write(&file, edited)?;
    import(&home, &file)?;
    let window = Window::open(&home).await?;
    window.until("document.querySelector('article')").await?;
    until_painted(&window, "quotable", "调查研究是谋事之基").await?;
    until_painted(&window, "key_point", "没有调查研究，就没有发言权").await?;
    window
        .until("document.querySelector('[data-pane=annotations]').textContent.includes('怎么落实到本单位')")
        .await?;
    window.close().await
}

#[tokio::test]
async fn everything_by_keys_alone() -> Done {
    let (home, _) = with_speech()?;
    let window = open_speech(&home).await?;
    window.press("Control+5").await?;
    window.focus("[data-reader]").await?;
    window.press("F7").await?;
    window
        .until("CSS.highlights.get('caret')?.size === 1")
        .await?;
    // To the paragraph about the purpose of learning, whatever the lines are like.
    for _ in 0..12 {
        let at = window
            .text("getSelection().anchorNode?.textContent ?? ''")
            .await?;
        if at.starts_with("学习的目的") {
            break;
        }
        window.press("ArrowDown").await?;
    }
    window.press("Home").await?;
    for _ in 0..5 {
        window.press("Shift+ArrowRight").await?;
    }
    window
        .until("getSelection().toString() === '学习的目的'")
        .await?;
    window.press("4").await?;
    until_painted(&window, "practice", "学习的目的").await?;

    // In the pane: colour, words, stretch, reply.
    // The pane may be drawn anew just now: the focus is given until it stays.
    window
        .until("document.activeElement.classList.contains('item') || (document.activeElement.blur(), document.querySelector('[data-pane=annotations] .rows').focus(), false)")
        .await?;
    window.press("2").await?;
    until_painted(&window, "doubt", "学习的目的").await?;
    window.press("Control+ArrowRight").await?;
    window.press("Control+ArrowRight").await?;
    until_painted(&window, "doubt", "学习的目的全在").await?;
    window
        .until("document.activeElement.classList.contains('item')")
        .await?;
    window.press("e").await?;
    window
        .until("document.activeElement.tagName === 'TEXTAREA'")
        .await?;
    window.type_text("记下来").await?;
    window.press("Control+Enter").await?;
    window
        .until("document.querySelector('.item .words')?.textContent.includes('记下来') && document.activeElement.classList.contains('item')")
        .await?;
    window.press("r").await?;
    window
        .until("document.activeElement.tagName === 'TEXTAREA'")
        .await?;
    window.type_text("同意").await?;
    window.press("Control+Enter").await?;
    window
        .until("document.querySelector('.item .reply')?.textContent.includes('同意')")
        .await?;
    window.screenshot("annotation-keys").await?;

    // The whole library's view leads back to the passage, and so does a search.
    window.click_text("全部批注").await?;
    window
        .until("document.querySelector('[id=any-annotation-0] .quote')")
        .await?;
    window.screenshot("all-annotations").await?;
    window.click("#any-annotation-0").await?;
    window
        .until("[...(CSS.highlights.get('note-doubt-chosen') ?? [])][0]?.toString() === '学习的目的全在'")
        .await?;
    crate::ask(&window, "记下来").await?;
    window
        .until("document.querySelector('.hits .passage')?.textContent.includes('批注')")
        .await?;
    window.screenshot("search-annotations").await?;
    assert_eq!(painted(&window, "doubt").await?, "学习的目的全在");
    window.close().await
}

#[tokio::test]
async fn what_needs_a_look_is_listed_and_settled() -> Done {
    let (home, file) = with_speech()?;
    {
        let mut library = yandu::Library::open(&home.library())?;
        let documents = library.list_documents(&yandu::DocumentFilter {
            limit: 1,
            ..yandu::DocumentFilter::default()
        })?;
        let quote = yandu::TextQuoteSelector {
            exact: "各级党组织要推动工作落实".to_owned(),
            ..yandu::TextQuoteSelector::default()
        };
        let new = yandu::NewAnnotation {
            kind: yandu::AnnotationKind::Comment,
            colour: yandu::Colour::ToCheck,
            comment: "核对原文".to_owned(),
            tags: Vec::new(),
        };
        library.annotate_quote(&documents.items[0].id, &quote, &new)?;
    }
    std::fs::write(
        &file,
        TEXT.replace("各级党组织要推动工作落实", "大家回去好好想想"),
    )?;
    import(&home, &file)?;
    let window = open_speech(&home).await?;
    window.click("#node-attention").await?;
    window
        .until("document.querySelector('[data-unsettled]')?.textContent.includes('核对原文')")
        .await?;
    window.screenshot("unsettled").await?;
    window.click_text("对照旧版").await?;
    window
        .until(
            "document.querySelector('.compare')?.textContent.includes('各级党组织要推动工作落实')",
        )
        .await?;
    window.screenshot("earlier-version").await?;
    window.click_text("留在旧版").await?;
    window
        .until("!document.querySelector('[data-unsettled]')")
        .await?;
    window.close().await
}

#[tokio::test]
async fn annotations_go_out_into_a_file_and_come_in_again() -> Done {
    let (home, _) = with_speech()?;
    {
        let mut library = crate::library(&home)?;
        let list = yandu::DocumentFilter {
            limit: 1,
            ..yandu::DocumentFilter::default()
        };
        let id = library.list_documents(&list)?.items[0].id.clone();
        for (words, colour) in [
            ("学习的目的", yandu::Colour::KeyPoint),
            ("没有发言权", yandu::Colour::Doubt),
        ] {
            let quote = yandu::TextQuoteSelector {
                exact: words.to_owned(),
                ..yandu::TextQuoteSelector::default()
            };
            let new = yandu::NewAnnotation {
                kind: yandu::AnnotationKind::Question,
                colour,
                comment: format!("关于{words}"),
                tags: vec!["方法".to_owned(), words.to_owned()],
            };
            library.annotate_quote(&id, &quote, &new)?;
        }
    }
    let window = open_speech(&home).await?;
    window.press("Control+5").await?;
    window
        .until("document.querySelectorAll('[data-pane=annotations] .item').length === 2")
        .await?;
    // Filtered by colour and by tag.
    window
        .click("[data-pane=annotations] .colours button:nth-child(2)")
        .await?;
    window
        .until("document.querySelectorAll('[data-pane=annotations] .item').length === 1")
        .await?;
    window.screenshot("pane-filtered").await?;
    window.click_text("清除").await?;
    window
        .until("document.querySelectorAll('[data-pane=annotations] .item').length === 2")
        .await?;

    window.click_text("全部批注").await?;
    window
        .until("document.querySelector('#any-annotation-1')")
        .await?;
    window.click_text("导出批注…").await?;
    let file = home.path().join("out.jsonld");
    window.answer_dialog(&file).await?;
    // The name is asked for once, before the first words leave the machine.
    window.until("document.querySelector('#my-name')").await?;
    window.focus("#my-name").await?;
    window.type_text("wangfang").await?;
    window.press("Enter").await?;
    window
        .until("document.body.textContent.includes('已保存到')")
        .await?;
    let written = std::fs::read_to_string(&file)?;
    assert!(written.contains("AnnotationCollection") && written.contains("wangfang"));
    window.click("[data-pane=annotations] .item .quote").await?;
    window.click_text("删除").await?;
    window
        .until("!document.querySelector('#any-annotation-1')")
        .await?;
    window.click_text("导入批注…").await?;
    window.answer_dialog(&file).await?;
    window
        .until("document.body.textContent.includes('批注：新增 1，更新 0，重复 1') && document.querySelector('#any-annotation-1')")
        .await?;
    window.screenshot("annotations-imported").await?;
    window.press("Control+,").await?;
    window.until("document.querySelector('#set-doubt')").await?;
    window.screenshot("settings-names").await?;
    window
        .run("const field = document.querySelector('#set-doubt'); field.value = '存疑'; field.dispatchEvent(new Event('change', { bubbles: true }))")
        .await?;
    window.press("Escape").await?;
    window
        .until("document.querySelector('[data-pane=annotations]').textContent.includes('存疑')")
        .await?;
    window.close().await
}

#[tokio::test]
async fn a_stretch_over_paragraphs_is_one_annotation_and_a_click_on_it_finds_it_in_the_pane() -> Done
{
    let (home, _) = with_speech()?;
    let window = open_speech(&home).await?;
    window.press("Control+5").await?;
    window
        .select_between("全在于运用", "调查研究是谋事")
        .await?;
    window.until("document.querySelector('.bar')").await?;
    window.press("1").await?;
    until_painted(&window, "key_point", "全在于运用。|调查研究是谋事").await?;
    window.select_by_mouse("没有发言权").await?;
    window.until("document.querySelector('.bar')").await?;
    window.press("2").await?;
    until_painted(&window, "doubt", "没有发言权").await?;
    window
        .until("document.querySelector('.item.chosen')?.textContent.includes('没有发言权')")
        .await?;
    // A click into the painted words, on the way back from the text to the pane.
    window.click_at_text("研究是").await?;
    window
        .until("document.querySelector('.item.chosen')?.textContent.includes('全在于运用')")
        .await?;
    window.close().await?;
    let library = crate::library(&home)?;
    let all = library.list_annotations(&yandu::AnnotationFilter::default())?;
    assert!(
        all.items
            .iter()
            .any(|a| a.exact == "全在于运用。\n调查研究是谋事")
    );
    Ok(())
}
