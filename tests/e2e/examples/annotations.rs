//! Measures the release window with 10,000 annotations on one document beside the same text without any:
//! opening, scrolling the pane, filtering. `make bench-window` calls it.

use yandu_e2e::{Done, Home, Opening, Window, project};

const ON_ONE: usize = 10_000;
const PAIRS: usize = 7;

#[tokio::main]
#[expect(clippy::print_stdout, reason = "a measurement prints its figures")]
async fn main() -> Done {
    let home = Home::new()?;
    let annotated = fill(&home)?;
    println!("two texts of 100,000 chars, {annotated} annotations on one of them");
    let window = Window::start(&Opening {
        home: &home,
        library: None,
        program: Some(project().join("target/release/yandu")),
        size: (1280, 800),
    })
    .await?;
    window
        .until("document.querySelectorAll('[role=option]').length === 3")
        .await?;
    window.press("Control+5").await?;
    let (mut bare, mut full, mut painted) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..PAIRS {
        open(&window, "小", "true").await?;
        bare.push(open(&window, "没有批注", "true").await?);
        open(&window, "小", "true").await?;
        full.push(open(&window, "有一万条", "true").await?);
        open(&window, "小", "true").await?;
        painted.push(
            open(
                &window,
                "有一万条",
                "CSS.highlights.get('note-doubt')?.size > 3 && document.querySelector('.item')",
            )
            .await?,
        );
    }
    let (bare, full, painted) = (median(&mut bare), median(&mut full), median(&mut painted));
    println!(
        "opened to the painted text: without {bare:.0} ms, with 10,000 {full:.0} ms: {:.2}x",
        full / bare
    );
    println!(
        "until its annotations are painted and listed: {painted:.0} ms: {:.2}x",
        painted / bare
    );
    let mut frames = frames(&window).await?;
    frames.sort_by(f64::total_cmp);
    println!(
        "frames while scrolling the pane: median {:.0} ms, p95 {:.0} ms, longest {:.0} ms",
        frames[frames.len() / 2],
        frames[frames.len() * 95 / 100],
        frames[frames.len() - 1]
    );
    let mut filters = Vec::new();
    for n in 0..10 {
        filters.push(filter(&window, n % 5 + 1).await?);
    }
    println!(
        "filter by colour, click to painted list: median {:.0} ms",
        median(&mut filters)
    );
    window.screenshot("ten-thousand-annotations").await?;
    window.close().await
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// ms from the double click to two frames after the text stands there and `also` is true.
async fn open(window: &Window, title: &str, also: &str) -> Done<f64> {
    let script = format!(
        "const done = arguments[0];
         const row = [...document.querySelectorAll('[role=option]')].find((r) => r.textContent.includes('{title}'));
         const began = performance.now();
         row.dispatchEvent(new MouseEvent('dblclick', {{ bubbles: true }}));
         const look = () => document.querySelector('article [data-block]')?.textContent.includes('{title}') && ({also})
           ? requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began)))
           : performance.now() - began > 15000 ? done(-1) : requestAnimationFrame(look);
         look();"
    );
    let ms = window.wait_for(&script).await?.as_f64().unwrap_or(-1.0);
    anyhow::ensure!(ms > 0.0, "{title} was not opened");
    // What is behind the first look must not count for the next.
    tokio::time::sleep(std::time::Duration::from_millis(700)).await;
    Ok(ms)
}

async fn frames(window: &Window) -> Done<Vec<f64>> {
    let script = "const done = arguments[0]; const rows = document.querySelector('[data-pane=annotations] .rows'); const times = [];
        let last = performance.now(), n = 0; rows.scrollTop = 0;
        const step = (now) => { times.push(now - last); last = now; rows.scrollTop += 220;
          if (++n < 300) requestAnimationFrame(step); else done(times.slice(5)); };
        requestAnimationFrame(step);";
    let times = window.wait_for(script).await?;
    Ok(times
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(serde_json::Value::as_f64)
        .collect())
}

async fn filter(window: &Window, n: usize) -> Done<f64> {
    let script = format!(
        "const done = arguments[0]; const button = document.querySelector('[data-pane=annotations] .colours button:nth-child({n})');
         const heading = () => document.querySelector('[data-pane=annotations] h2').textContent;
         const before = heading(); const began = performance.now(); button.click();
         const look = () => heading() !== before ? requestAnimationFrame(() => done(performance.now() - began)) : requestAnimationFrame(look);
         look();"
    );
    Ok(window.wait_for(&script).await?.as_f64().unwrap_or(f64::NAN))
}

/// Two long texts and a short one; answers with the number of annotations.
fn fill(home: &Home) -> Done<u32> {
    let files = home.path().join("files");
    std::fs::create_dir_all(&files)?;
    let paragraph = "学习的目的全在于运用，要把学到的道理用到工作中去，解决一个一个具体问题，推动各项任务落到实处。".repeat(4);
    let long: Vec<String> = (0..520).map(|n| format!("第{n}段{paragraph}")).collect();
    std::fs::write(
        files.join("a.txt"),
        format!("没有批注的讲话\n\n{}甲", long.join("\n\n")),
    )?;
    std::fs::write(
        files.join("b.txt"),
        format!("有一万条批注的讲话\n\n{}乙", long.join("\n\n")),
    )?;
    std::fs::write(files.join("c.txt"), "小的通知\n\n一句话。")?;
    let mut library = yandu::Library::open(&home.library())?;
    library.import(
        &[files],
        &yandu::ImportOptions::default(),
        &mut |_, _, _| true,
    )?;
    let list = library.list_documents(&yandu::DocumentFilter {
        limit: 9,
        ..yandu::DocumentFilter::default()
    })?;
    let full = list.items.iter().find(|d| d.title.contains("有一万条"));
    let id = full.map(|d| d.id.clone()).unwrap_or_default();
    let blocks = library.get_document(&id)?.blocks;
    let mut starts = Vec::new();
    let mut length = 0;
    for block in &blocks {
        starts.push(length);
        length += block.text.chars().count() + 1;
    }
    let colours = ["key_point", "doubt", "quotable", "practice", "to_check"];
    let items: Vec<serde_json::Value> = (0..ON_ONE)
        .map(|n| {
            let block = 1 + n % (blocks.len() - 1);
            let start = n * 37 % 150;
            let exact: String = blocks[block].text.chars().skip(start).take(8 + n % 20).collect();
            serde_json::json!({
                "id": format!("urn:bench:{n}"), "type": "Annotation", "created": "2026-01-02T03:04:05Z",
                "creator": { "id": "urn:bench:person", "type": "Person", "name": "成员" },
                "bodyValue": format!("第{n}条体会：联系实际再想一想"),
                "target": { "source": "urn:bench", "styleClass": colours[n % 5], "selector": [
                    { "type": "TextPositionSelector", "start": starts[block] + start, "end": starts[block] + start + exact.chars().count() },
                    { "type": "TextQuoteSelector", "exact": exact }] },
            })
        })
        .collect();
    let bytes = serde_json::to_vec(&items)?;
    let report = library.import_annotations(&yandu::AnnotationFile {
        name: "bench".to_owned(),
        bytes: &bytes,
        document: Some(id),
    })?;
    Ok(report.added)
}
