//! The window of Yandu: state and the list of commands. The work is done in `yandu-api`.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod commands;

use std::sync::Mutex;

use yandu_api::Session;

/// The library that the window shows; opened once, at the start.
pub(crate) struct State(pub(crate) Mutex<Session>);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let session = Session::open(std::env::var_os("YANDU_LIBRARY").map(Into::into));
    tauri::Builder::default()
        .manage(State(Mutex::new(session)))
        .invoke_handler(tauri::generate_handler![commands::library_summary])
        .run(tauri::generate_context!("../tauri.conf.json"))?;
    Ok(())
}
