//! An empty Tauri window: what any window costs, whatever is in it.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    tauri::Builder::default().run(tauri::generate_context!())?;
    Ok(())
}
