//! What docs/security.md promises of the running window: the policy of the page, the commands that it may call, and that
//! no request leaves the machine.

use std::process::Command;

use yandu_e2e::{Done, Home, Window, project};

use crate::{ask, on_sample, with_sample};

/// The page's own policy stands, word for word, and refuses what a hostile text would try.
#[tokio::test]
async fn the_policy_of_the_page_refuses_everything_from_outside() -> Done {
    let (_home, window) = on_sample().await?;
    let refused = "const done = arguments[0]; const seen = new Set();
        document.addEventListener('securitypolicyviolation', (e) => seen.add(e.effectiveDirective));
        fetch('http://127.0.0.1:PORT/').catch(() => {});
        const add = (name, attributes) => { const e = document.createElement(name); Object.assign(e, attributes); document.body.append(e); };
        add('img', { src: 'http://127.0.0.1:PORT/a.png' });
        add('script', { src: 'http://127.0.0.1:PORT/a.js' });
        add('script', { textContent: 'window.hacked = 1' });
        add('iframe', { src: 'http://127.0.0.1:PORT/' });
        add('link', { rel: 'stylesheet', href: 'http://127.0.0.1:PORT/a.css' });
        add('object', { data: 'http://127.0.0.1:PORT/a' });
        add('video', { src: 'http://127.0.0.1:PORT/a.mp4' });
        const form = document.createElement('form'); form.action = 'http://127.0.0.1:PORT/'; document.body.append(form); form.submit();
        try { eval('window.hacked = 1'); } catch { seen.add('eval'); }
        try { new WebSocket('ws://127.0.0.1:PORT/'); } catch { seen.add('socket'); }
        setTimeout(() => done([...seen].sort().join(' ') + ' ' + (window.hacked ?? 'whole')), 600)";
    // Whoever answered here would have been asked.
    let outside = std::net::TcpListener::bind("127.0.0.1:0")?;
    let port = outside.local_addr()?.port().to_string();
    let answer = window.wait_for(&refused.replace("PORT", &port)).await?;
    let answer = answer.as_str().unwrap_or_default().to_owned();
    for word in [
        "connect-src",
        "img-src",
        "script-src-elem",
        "style-src-elem",
        "object-src",
        "form-action",
        "eval",
        "whole",
    ] {
        assert!(
            answer.split(' ').any(|said| said == word),
            "{word} is not in: {answer}"
        );
    }
    outside.set_nonblocking(true)?;
    assert!(outside.accept().is_err(), "the page reached outside");
    window.close().await
}

/// What the capability does not name cannot be called, though the program has the plugin.
#[tokio::test]
async fn the_page_calls_nothing_that_the_capability_does_not_name() -> Done {
    let (_home, window) = on_sample().await?;
    for command in [
        "plugin:dialog|open",
        "plugin:fs|read_file",
        "plugin:shell|execute",
        "plugin:window-state|save_window_state",
        "plugin:webview|create_webview_window",
        "plugin:window|create",
        "no_such_command",
    ] {
        let call = format!(
            "const done = arguments[0]; window.__TAURI_INTERNALS__.invoke('{command}', {{}})
               .then(() => done('allowed'), (e) => done('refused ' + e))"
        );
        let answer = window.wait_for(&call).await?;
        // Not for want of an argument, but of a permission or of the command itself.
        let refused = answer.as_str().is_some_and(|a| {
            a.starts_with("refused") && (a.contains("not allowed") || a.contains("not found"))
        });
        assert!(refused, "{command}: {answer}");
    }
    assert_eq!(window.value("typeof window.__TAURI__").await?, "undefined");
    let capability = std::fs::read_to_string(project().join("src-tauri/capabilities/main.json"))?;
    for word in ["fs:", "shell:", "http:", "opener:", "\"remote\""] {
        assert!(!capability.contains(word), "the capability names {word}");
    }
    window.close().await
}

/// Packets that this process's network has sent to anywhere but itself.
fn packets_sent() -> Done<u64> {
    let lines = std::fs::read_to_string("/proc/net/dev")?;
    let sent = lines.lines().filter_map(|line| {
        let (name, numbers) = line.split_once(':')?;
        let number = numbers.split_whitespace().nth(9)?.parse::<u64>().ok()?;
        (name.trim() == "out").then_some(number)
    });
    Ok(sent.sum())
}

/// Not a test: runs in a network of its own, whose one way out counts packets and leads nowhere.
#[tokio::test]
#[ignore = "started in a network of its own by the test below"]
async fn in_a_network_of_its_own() -> Done {
    if std::env::var_os("YANDU_OWN_NETWORK").is_none() {
        return Ok(());
    }
    // The count tells: a packet to outside is seen.
    let before = packets_sent()?;
    std::net::UdpSocket::bind("0.0.0.0:0")?.send_to(b"x", "192.0.2.9:9")?;
    assert_eq!(
        packets_sent()?,
        before + 1,
        "the counter does not see what leaves"
    );

    let home = with_sample()?;
    let page = home.path().join("page.html");
    let html = "<html><head><link rel='stylesheet' href='http://192.0.2.9/a.css'></head><body><h1>带外链的网页</h1>
        <p>正文第一段，有一幅外面的图<img src='http://192.0.2.9/a.png'>，要仔细看。</p>
        <p>正文第二段，链接到<a href='http://192.0.2.9/'>外面</a>，也要仔细看。</p><script src='http://192.0.2.9/a.js'></script></body></html>";
    std::fs::write(&page, html)?;
    let mut library = yandu::Library::open(&home.library())?;
    library.import(&[page], &yandu::ImportOptions::default(), &mut |_, _, _| {
        true
    })?;
    drop(library);
    let before = packets_sent()?;
    let window = Window::open(&home).await?;
    ask(&window, "正文第一段").await?;
    window.click(".hits .passage").await?;
    window
        .until("document.querySelector('article')?.textContent.includes('外面的图')")
        .await?;
    window.press("Control+k").await?;
    window.until("document.querySelector('dialog')").await?;
    window.press("Escape").await?;
    window.click("#node-groups").await?;
    window.settle().await?;
    window.close().await?;
    assert_eq!(packets_sent()? - before, 0, "packets left the machine");
    Ok(())
}

#[test]
fn no_packet_leaves_the_machine_without_a_group() -> Done {
    let program = std::env::current_exe()?;
    let script = format!(
        "ip link set lo up && ip link add out type veth peer name away &&
         for end in out away; do echo 1 > /proc/sys/net/ipv6/conf/$end/disable_ipv6; done
         ip address add 192.0.2.1/24 dev out && ip link set out arp off && ip link set away up && ip link set out up &&
         ip route add default dev out &&
         exec {program:?} security::in_a_network_of_its_own --exact --ignored --nocapture --test-threads 1"
    );
    let made = Command::new("unshare")
        .args(["--net", "--user", "--map-root-user", "true"])
        .status();
    if !made.is_ok_and(|status| status.success()) {
        anyhow::ensure!(
            std::env::var_os("YANDU_ALL_TOOLS").is_none(),
            "unshare cannot make a network"
        );
        println!("SKIPPED: this system makes no network namespaces");
        return Ok(());
    }
    let output = Command::new("unshare")
        .args(["--net", "--user", "--map-root-user", "sh", "-c", &script])
        .env("YANDU_OWN_NETWORK", "1")
        .output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(())
}

/// With the marker beside it the program leaves nothing in the user's home.
#[tokio::test]
async fn a_portable_program_keeps_everything_beside_itself() -> Done {
    let home = Home::new()?;
    let place = home.path().join("stick");
    std::fs::create_dir(&place)?;
    let built = project().join("target/debug/yandu");
    let program = place.join("yandu");
    std::fs::copy(&built, &program)?;
    std::fs::write(place.join("portable"), "")?;
    let before = files_below(home.path(), &place)?;
    let window = Window::start(&yandu_e2e::Opening {
        home: &home,
        library: Some(std::path::PathBuf::new()),
        program: Some(program),
        size: (1280, 800),
    })
    .await?;
    window
        .until("document.querySelector('[data-ready]')")
        .await?;
    window.click_text("导入示例资料").await?;
    window
        .until("document.querySelectorAll('[role=option]').length > 10")
        .await?;
    window.press("Control+4").await?;
    window.close().await?;
    assert!(place.join("data/library/library.sqlite").is_file());
    assert!(
        place.join("data/config").read_dir()?.count() > 0,
        "no settings beside it"
    );
    let mut left = files_below(home.path(), &place)?;
    // What lies in the folder of the session (XDG_RUNTIME_DIR, the home of this test) goes with the session.
    left.retain(|file| {
        !before.contains(file) && !file.ends_with("display") && !file.ends_with("dconf/user")
    });
    assert!(left.is_empty(), "left outside: {left:?}");
    Ok(())
}

/// All files below a folder, those of one place excepted.
fn files_below(
    folder: &std::path::Path,
    except: &std::path::Path,
) -> Done<Vec<std::path::PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)?
        .flatten()
        .filter(|e| e.path() != except)
    {
        match entry.file_type()?.is_dir() {
            true => files.extend(files_below(&entry.path(), except)?),
            false => files.push(entry.path()),
        }
    }
    Ok(files)
}
