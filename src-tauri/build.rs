//! Embeds the page and lists the commands that it may call.

/// The commands that the page may call; src/main.rs holds the same list.
const COMMANDS: &[&str] = &[
    "opening",
    "reopen",
    "save_settings",
    "tree",
    "list_documents",
    "get_document",
    "set_reading_position",
    "find_in_document",
    "find_query_in_document",
    "compare_documents",
    "quick_open",
    "search",
    "start_import",
    "pause_import",
    "cancel_import",
    "undo_import",
    "keep_pasted",
    "sample_folder",
    "pick_files",
    "pick_folder",
    "trash_documents",
    "restore_documents",
    "undo",
    "add_tag",
    "remove_tag",
    "add_to_collection",
    "remove_from_collection",
    "remove_collection",
    "correct_metadata",
    "confirm_metadata",
    "list_doubts",
    "list_import_problems",
    "dismiss_import_problems",
    "list_snapshots",
    "add_snapshot",
    "restore_snapshot",
    "check_library",
    "toggle_fullscreen",
    "pick_save",
    "list_reading_lists",
    "get_reading_list",
    "add_reading_list",
    "update_reading_list",
    "remove_reading_list",
    "add_section",
    "update_section",
    "move_section",
    "remove_section",
    "add_item",
    "update_item",
    "move_item",
    "remove_item",
    "cite",
    "list_document_annotations",
    "list_annotations",
    "list_unsettled",
    "get_annotation",
    "add_annotation",
    "update_annotation",
    "resize_annotation",
    "remove_annotations",
    "add_reply",
    "remove_reply",
    "annotation_candidates",
    "settle_annotation",
    "annotation_names",
    "set_my_name",
    "name_colour",
    "export_annotations",
    "import_annotations",
    "passage_with_source",
    "redo",
    "compare_version",
    "list_notes",
    "get_note",
    "add_note",
    "update_note",
    "trash_notes",
    "restore_notes",
    "complete_link",
    "resolve_link",
    "list_backlinks",
    "list_note_versions",
    "compare_note_version",
    "restore_note_version",
    "list_templates",
    "add_picture",
    "get_picture",
];

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
    let commands = tauri_build::AppManifest::new().commands(COMMANDS);
    let attributes = tauri_build::Attributes::new()
        .config_path("../tauri.conf.json")
        .app_manifest(commands);
    tauri_build::try_build(attributes)?;
    Ok(())
}
