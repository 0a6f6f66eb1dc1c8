//! Measures the release window against an empty Tauri window in the same run: start, memory, keystroke
//! to painted answer, frames while scrolling. `make bench-window` builds both and calls it.

use std::path::PathBuf;

use yandu_e2e::{Done, Home, Opening, Window, project};

const PAIRS: usize = 5;

#[tokio::main]
#[expect(clippy::print_stdout, reason = "a measurement prints its figures")]
async fn main() -> Done {
    let shared =
        std::env::var_os("YANDU_SHARED").map_or_else(|| project().join("../shared"), PathBuf::from);
    let home = Home::new()?;
    let documents = fill(&home, &shared.join("corpus"))?;
    println!("library: {documents} documents");
    let (ours, empty) = (program("yandu"), program("yandu-empty-window"));
    if let Some(folder) = std::env::var_os("YANDU_MANY") {
        return many(folder.into(), ours).await;
    }
    let (mut starts, mut memory) = (Vec::new(), Vec::new());
    for _ in 0..PAIRS {
        let bare = Home::new()?;
        let (empty_ms, empty_kb) = start(&bare, &empty).await?;
        let (ours_ms, ours_kb) = start(&home, &ours).await?;
        println!(
            "start: empty {empty_ms:.0} ms, ours {ours_ms:.0} ms; memory: empty {} MB, ours {} MB",
            empty_kb / 1024,
            ours_kb / 1024
        );
        starts.push(ours_ms - empty_ms);
        memory.push(ours_kb as f64 / empty_kb as f64);
    }
    println!("start, ours - empty: {}", spread(&mut starts, "ms"));
    println!("memory, ours / empty: {}", spread(&mut memory, "x"));
    let window = Window::start(&Opening {
        home: &home,
        library: None,
        program: Some(ours),
        size: (1280, 800),
    })
    .await?;
    window
        .until("performance.getEntriesByName('usable').length")
        .await?;
    println!(
        "keystroke to painted answer: {}",
        spread(&mut keystrokes(&window).await?, "ms")
    );
    println!(
        "frames while scrolling: {}",
        spread(&mut frames(&window).await?, "ms")
    );
    window.close().await
}

/// A list of very many documents: `YANDU_MANY` names a folder of files to import.
#[expect(clippy::print_stdout, reason = "a measurement prints its figures")]
async fn many(folder: PathBuf, program: PathBuf) -> Done {
    let home = Home::new()?;
    let began = std::time::Instant::now();
    let mut library = yandu::Library::open(&home.library())?;
    library.import(
        &[folder],
        &yandu::ImportOptions::default(),
        &mut |_, _, _| true,
    )?;
    library.flush_index()?;
    let documents = library.count_documents()?;
    println!(
        "many: {documents} documents imported in {:.0} s",
        began.elapsed().as_secs_f64()
    );
    drop(library);
    for _ in 0..3 {
        let (ms, kb) = start(&home, &program).await?;
        println!("many: start {ms:.0} ms, memory {} MB", kb / 1024);
    }
    let opening = Opening {
        home: &home,
        library: None,
        program: Some(program),
        size: (1280, 800),
    };
    let window = Window::start(&opening).await?;
    window
        .until("performance.getEntriesByName('usable').length")
        .await?;
    let mut times = scrolled(&window, ".rows", 700).await?;
    println!(
        "many: frames while scrolling the list: {}",
        spread(&mut times, "ms")
    );
    let end = "const done = arguments[0]; const rows = document.querySelector('.rows'); const began = performance.now();
        rows.scrollTop = rows.scrollHeight;
        const look = () => document.querySelector('[aria-posinset=\"' + document.querySelector('[role=option]').getAttribute('aria-setsize') + '\"] .title')
          ? done(performance.now() - began) : requestAnimationFrame(look);
        requestAnimationFrame(look);";
    println!(
        "many: jump to the last row: {:.0} ms",
        window.wait_for(end).await?.as_f64().unwrap_or(f64::NAN)
    );
    let sort = "const done = arguments[0]; const first = () => document.querySelector('#row-0 .title')?.textContent;
        document.querySelector('.rows').scrollTop = 0;
        setTimeout(() => { const before = first(); const began = performance.now(); document.querySelector('.head button.title').click();
          const look = () => (first() && first() !== before ? done(performance.now() - began) : requestAnimationFrame(look));
          requestAnimationFrame(look); }, 500);";
    println!(
        "many: sort by title: {:.0} ms",
        window.wait_for(sort).await?.as_f64().unwrap_or(f64::NAN)
    );
    println!(
        "many: keystroke to painted answer: {}",
        spread(&mut keystrokes(&window).await?, "ms")
    );
    window.close().await
}

fn program(name: &str) -> PathBuf {
    project().join("target/release").join(name)
}

/// The corpus, and one text of 100,000 characters.
fn fill(home: &Home, corpus: &std::path::Path) -> Done<u32> {
    let mut library = yandu::Library::open(&home.library())?;
    let text = "学习的目的全在于运用，要把学到的道理用到工作中去。".repeat(8);
    let long: String = (1..=500).map(|n| format!("第{n}段，{text}\n")).collect();
    let file = home.path().join("long.txt");
    std::fs::write(&file, format!("十万字的材料\n{long}"))?;
    library.import(
        &[corpus.to_owned(), file],
        &yandu::ImportOptions::default(),
        &mut |_, _, _| true,
    )?;
    library.flush_index()?;
    Ok(library.count_documents()?)
}

/// Milliseconds from the start of the process to the frame on which it can be used; kilobytes (PSS) of
/// all its processes two seconds later.
async fn start(home: &Home, program: &std::path::Path) -> Done<(f64, u64)> {
    let opening = Opening {
        home,
        library: None,
        program: Some(program.to_owned()),
        size: (1280, 800),
    };
    let window = Window::start(&opening).await?;
    window
        .until("performance.getEntriesByName('usable').length")
        .await?;
    let usable = window
        .value("performance.timeOrigin + performance.getEntriesByName('usable')[0].startTime")
        .await?;
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    let (began, memory) = yandu_e2e::processes(home.path(), program)?;
    window.close().await?;
    Ok((usable.as_f64().unwrap_or_default() - began, memory))
}

/// Types queries character by character; the clock runs from the input event to the frame after the one
/// in which the answer stands.
async fn keystrokes(window: &Window) -> Done<Vec<f64>> {
    let mut times = Vec::new();
    for query in [
        "创先争优",
        "学习实践",
        "高质量发展",
        "先争",
        "的",
        "党建引领基层治理",
        "标题:通知",
        "读书 学习",
    ] {
        for end in 1..=query.chars().count() {
            let part: String = query.chars().take(end).collect();
            let script = format!(
                "const done = arguments[0];
                 const box = document.getElementById('search-box'); box.focus();
                 const before = document.querySelector('[data-complete]')?.closest('.search')?.dataset.asked;
                 box.value = {}; const began = performance.now();
                 box.dispatchEvent(new InputEvent('input', {{ bubbles: true, data: 'x' }}));
                 const look = () => {{
                   const asked = document.querySelector('.search')?.dataset.asked;
                   if (asked !== undefined && asked !== before) requestAnimationFrame(() => done(performance.now() - began));
                   else requestAnimationFrame(look);
                 }};
                 requestAnimationFrame(look);",
                serde_json::json!(part)
            );
            times.push(window.wait_for(&script).await?.as_f64().unwrap_or(f64::NAN));
        }
    }
    Ok(times)
}

/// Scrolls the long text by 300 px a frame.
async fn frames(window: &Window) -> Done<Vec<f64>> {
    window.press("Control+k").await?;
    window
        .until("document.activeElement?.id === 'quick-box'")
        .await?;
    window.type_text("十万字的材料").await?;
    window
        .until(
            "document.querySelector('#quick-list [role=option]')?.textContent.includes('十万字')",
        )
        .await?;
    window.press("Enter").await?;
    window
        .until("document.querySelector('article')?.textContent.length > 90000")
        .await?;
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    scrolled(window, "[data-reader]", 300).await
}

/// Times between 240 frames while an element is scrolled by `step` px a frame.
async fn scrolled(window: &Window, selector: &str, step: u32) -> Done<Vec<f64>> {
    let script = format!(
        "const done = arguments[0]; const view = document.querySelector('{selector}'); const times = [];
         let last = null;
         const next = (now) => {{ if (last !== null) times.push(now - last); last = now; view.scrollTop += {step};
           times.length < 240 ? requestAnimationFrame(next) : done(times); }};
         requestAnimationFrame(next);"
    );
    Ok(serde_json::from_value(window.wait_for(&script).await?)?)
}

fn spread(values: &mut [f64], unit: &str) -> String {
    values.sort_by(f64::total_cmp);
    let at = |share: f64| values[((values.len() - 1) as f64 * share).round() as usize];
    format!(
        "min {:.1}, median {:.1}, p95 {:.1}, max {:.1} {unit} ({} values)",
        at(0.0),
        at(0.5),
        at(0.95),
        at(1.0),
        values.len()
    )
}
