//! The desktop shell over the commands: one window, its dialogs, the files that the desktop hands
//! over. It must not know what a model, a run or an export is: it carries requests and answers.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod calls;
mod opening;
mod rendering;
mod start;

use opening::Opening;

fn main() -> tauri::Result<()> {
    rendering::prepare();
    let opening = Opening::default();
    let folder = std::env::current_dir().unwrap_or_default();
    opening.add(opening::from_arguments(std::env::args().skip(1), &folder));
    tauri::Builder::default()
        // First, so that a second start ends before anything else begins.
        .plugin(tauri_plugin_single_instance::init(
            |app, arguments, folder| {
                let paths = opening::from_arguments(arguments.into_iter().skip(1), folder.as_ref());
                opening::hand_over(app, paths);
            },
        ))
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .manage(opening)
        .setup(|app| {
            calls::set_up(app.handle());
            Ok(())
        })
        .invoke_handler(tauri::generate_handler![
            calls::call,
            opening::opened_paths,
            rendering::rendering,
            rendering::set_rendering,
            start::first_drawing,
        ])
        .build(tauri::generate_context!())?
        .run(on_event);
    Ok(())
}

/// macOS hands over files by this event only.
#[cfg(target_os = "macos")]
fn on_event(app: &tauri::AppHandle, event: tauri::RunEvent) {
    if let tauri::RunEvent::Opened { urls } = event {
        let paths = urls.iter().filter_map(|url| url.to_file_path().ok());
        opening::hand_over(app, paths.collect());
    }
}

#[cfg(not(target_os = "macos"))]
fn on_event(_: &tauri::AppHandle, _: tauri::RunEvent) {}
