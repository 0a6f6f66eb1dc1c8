//! The window of Yandu: state, menu, and the list of commands. The work is done in `yandu-api`.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod commands;
mod menu;
mod portable;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use tauri::{App, AppHandle, Emitter, Manager};
use tauri_specta::{Builder, collect_commands};
use yandu_api::{Places, Session};

/// What the commands work on.
pub(crate) type State<'a> = tauri::State<'a, Arc<Session>>;

/// The commands of the page: the list of which the bindings are generated.
#[expect(clippy::too_many_lines, reason = "a list, one line a command")]
fn commands() -> Builder<tauri::Wry> {
    Builder::<tauri::Wry>::new().commands(collect_commands![
        commands::opening,
        commands::reopen,
        commands::save_settings,
        commands::tree,
        commands::list_documents,
        commands::get_document,
        commands::set_reading_position,
        commands::find_in_document,
        commands::find_query_in_document,
        commands::compare_documents,
        commands::finding::quick_open,
        commands::finding::match_names,
        commands::finding::suggest,
        commands::finding::list_searches,
        commands::finding::save_search,
        commands::finding::rename_search,
        commands::finding::remove_search,
        commands::finding::remember_query,
        commands::finding::search_history,
        commands::finding::forget_queries,
        commands::finding::similar_documents,
        commands::finding::propose_terms,
        commands::finding::list_words,
        commands::finding::add_words,
        commands::finding::remove_word,
        commands::search,
        commands::start_import,
        commands::pause_import,
        commands::cancel_import,
        commands::undo_import,
        commands::keep_pasted,
        commands::sample_folder,
        commands::pick_files,
        commands::pick_folder,
        commands::trash_documents,
        commands::restore_documents,
        commands::undo,
        commands::undo_state,
        commands::add_tag,
        commands::remove_tag,
        commands::add_to_collection,
        commands::remove_from_collection,
        commands::remove_collection,
        commands::correct_metadata,
        commands::confirm_metadata,
        commands::list_doubts,
        commands::list_import_problems,
        commands::dismiss_import_problems,
        commands::list_snapshots,
        commands::add_snapshot,
        commands::restore_snapshot,
        commands::check_library,
        commands::toggle_fullscreen,
        commands::pick_save,
        commands::reading_lists::list_reading_lists,
        commands::reading_lists::get_reading_list,
        commands::reading_lists::add_reading_list,
        commands::reading_lists::update_reading_list,
        commands::reading_lists::remove_reading_list,
        commands::reading_lists::add_section,
        commands::reading_lists::update_section,
        commands::reading_lists::move_section,
        commands::reading_lists::remove_section,
        commands::reading_lists::add_item,
        commands::reading_lists::update_item,
        commands::reading_lists::move_item,
        commands::reading_lists::remove_item,
        commands::reading_lists::cite,
        commands::imports::save_import_report,
        commands::imports::list_watched_folders,
        commands::imports::add_watched_folder,
        commands::imports::remove_watched_folder,
        commands::imports::start_watching,
        commands::imports::find_near_duplicates,
        commands::imports::list_near_duplicates,
        commands::imports::keep_apart,
        commands::imports::join_work,
        commands::imports::leave_work,
        commands::imports::encoding_previews,
        commands::imports::read_in_encoding,
        commands::groups::list_groups,
        commands::groups::get_group,
        commands::groups::create_group,
        commands::groups::invite_to_group,
        commands::groups::join_group,
        commands::groups::sync_group,
        commands::groups::leave_group,
        commands::groups::admit_to_group,
        commands::groups::refuse_request,
        commands::groups::remove_from_group,
        commands::groups::set_moderator,
        commands::groups::set_group_background,
        commands::groups::share_with_group,
        commands::groups::group_session,
        commands::groups::set_discussed,
        commands::groups::hide_in_group,
        commands::groups::start_group_exchange,
        commands::packs::opened_pack,
        commands::packs::verify_pack,
        commands::packs::import_pack,
        commands::packs::undo_pack,
        commands::packs::create_pack,
        commands::packs::identity,
        commands::exports::export_formats,
        commands::exports::export_name,
        commands::exports::export_preview,
        commands::exports::export_file,
        commands::exports::cancel_work,
        commands::exports::open_folder,
        commands::exports::check_quotations,
        commands::exports::save_quotation_report,
        commands::exports::term,
        commands::exports::concordance,
        commands::exports::save_concordance,
        commands::exports::passage_with_citation,
        commands::written::list_document_annotations,
        commands::written::list_annotations,
        commands::written::list_unsettled,
        commands::written::get_annotation,
        commands::written::add_annotation,
        commands::written::update_annotation,
        commands::written::resize_annotation,
        commands::written::remove_annotations,
        commands::written::add_reply,
        commands::written::remove_reply,
        commands::written::annotation_candidates,
        commands::written::settle_annotation,
        commands::written::annotation_names,
        commands::written::set_my_name,
        commands::written::name_colour,
        commands::written::export_annotations,
        commands::written::import_annotations,
        commands::written::passage_with_source,
        commands::written::redo,
        commands::written::compare_version,
        commands::written::list_notes,
        commands::written::get_note,
        commands::written::add_note,
        commands::written::update_note,
        commands::written::trash_notes,
        commands::written::restore_notes,
        commands::written::complete_link,
        commands::written::resolve_link,
        commands::written::list_backlinks,
        commands::written::list_note_versions,
        commands::written::compare_note_version,
        commands::written::restore_note_version,
        commands::written::list_templates,
        commands::written::add_picture,
        commands::written::get_picture,
    ])
}

fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    // As the reader of one file there is no window.
    if let Some(code) = yandu_api::serve_reader() {
        return Ok(code);
    }
    if let Some(code) = portable::restarted() {
        return Ok(code);
    }
    yandu_api::offer_reader();
    let handler = commands();
    let mut builder = tauri::Builder::default();
    if std::env::var_os("TAURI_WEBVIEW_AUTOMATION").is_none() {
        // A second start raises the first window; the lock of the library protects the data in any case.
        builder = builder.plugin(tauri_plugin_single_instance::init(|app, arguments, _| {
            raise(app);
            // The first window shows what the second start was given.
            if let Some(pack) = pack_among(arguments) {
                let _ = app.emit("open-pack", pack);
            }
        }));
    }
    builder
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .setup(|app| {
            let session = Arc::new(Session::new(places(app)));
            menu::set(app.handle(), session.settings().language)?;
            app.manage(session.clone());
            // Beside the start of the page: requests wait for it.
            std::thread::spawn(move || session.open());
            Ok(())
        })
        .on_menu_event(|app, event| menu::chosen(app, event.id().as_ref()))
        .invoke_handler(handler.invoke_handler())
        .run(tauri::generate_context!("../tauri.conf.json"))?;
    Ok(ExitCode::SUCCESS)
}

fn places(app: &App) -> Places {
    let variable = |name: &str| {
        std::env::var_os(name)
            .filter(|v| !v.is_empty())
            .map(PathBuf::from)
    };
    let path = app.path();
    Places {
        library: variable("YANDU_LIBRARY")
            .or_else(|| Some(yandu_api::portable_folder()?.join("library")))
            .or_else(|| Some(path.data_dir().ok()?.join("yandu"))),
        settings: path
            .app_config_dir()
            .ok()
            .map(|folder| folder.join("settings.json")),
    }
}

/// The pack that the program was started with, as a file manager does.
fn pack_among(arguments: impl IntoIterator<Item = String>) -> Option<String> {
    let is_pack = |path: &String| path.to_lowercase().ends_with(".yandu");
    arguments.into_iter().skip(1).find(is_pack)
}

fn raise(app: &AppHandle) {
    if let Some(window) = app.get_webview_window("main") {
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
}

#[cfg(test)]
mod tests {
    use specta_typescript::Typescript;

    const FILE: &str = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../ui/src/bindings/commands.ts"
    );

    /// `YANDU_WRITE_BINDINGS=1 cargo test --workspace --bin yandu` writes them anew.
    #[test]
    fn the_committed_bindings_are_those_of_the_commands() {
        let folder = tempfile::tempdir().unwrap();
        let fresh = folder.path().join("commands.ts");
        let header =
            "// Generated from src-tauri and crates/api; never edited by hand.\n// @ts-nocheck\n";
        super::commands()
            .export(Typescript::default().header(header), &fresh)
            .unwrap();
        let fresh = std::fs::read_to_string(fresh).unwrap();
        if std::env::var_os("YANDU_WRITE_BINDINGS").is_some() {
            std::fs::write(FILE, &fresh).unwrap();
        }
        let committed = std::fs::read_to_string(FILE).unwrap_or_default();
        assert!(
            committed == fresh,
            "ui/src/bindings/commands.ts is stale: run YANDU_WRITE_BINDINGS=1 cargo test --workspace --bin yandu"
        );
    }

    #[test]
    fn every_command_is_in_the_manifest_and_the_capability() {
        let main = include_str!("main.rs");
        let build = include_str!("../build.rs");
        let capability = include_str!("../capabilities/main.json");
        let names = main
            .lines()
            .filter_map(|l| l.trim().strip_prefix("commands::")?.strip_suffix(','))
            .map(|name| name.rsplit("::").next().unwrap_or(name));
        let mut count = 0;
        for name in names {
            count += 1;
            assert!(
                build.contains(&format!("\"{name}\"")),
                "{name} is not in build.rs"
            );
            let allow = format!("\"allow-{}\"", name.replace('_', "-"));
            assert!(
                capability.contains(&allow),
                "{name} is not in the capability"
            );
        }
        assert_eq!(capability.matches("\"allow-").count(), count);
    }
}
