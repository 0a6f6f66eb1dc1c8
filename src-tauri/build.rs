//! Embeds the page and lists the commands that it may call.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Without a built page there is still something to embed, so that a plain `cargo build` works.
    let page = std::path::Path::new("../ui/dist");
    std::fs::create_dir_all(page)?;
    let index = page.join("index.html");
    if !index.exists() {
        std::fs::write(
            index,
            "<!doctype html><meta charset=\"utf-8\"><title>研读</title>",
        )?;
    }
    println!("cargo:rerun-if-changed=../ui/dist");
    let commands = tauri_build::AppManifest::new().commands(&["library_summary"]);
    let attributes = tauri_build::Attributes::new()
        .config_path("../tauri.conf.json")
        .app_manifest(commands);
    tauri_build::try_build(attributes)?;
    Ok(())
}
