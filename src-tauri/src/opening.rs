//! Files that the desktop asks us to open: by the command line, by a second start, by the file
//! manager. They wait here until the page asks for them.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tauri::{AppHandle, Emitter, Manager, State};

/// Tells the page that there are paths to fetch.
const OPEN_PATH: &str = "open-path";

/// Paths that nobody has fetched yet, oldest first.
#[derive(Default)]
pub(crate) struct Opening(Mutex<Vec<PathBuf>>);

impl Opening {
    /// Puts paths at the end.
    pub(crate) fn add(&self, paths: Vec<PathBuf>) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend(paths);
    }

    fn take(&self) -> Vec<PathBuf> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The files named by arguments, made absolute from `folder`. Options are not files.
pub(crate) fn from_arguments(
    arguments: impl IntoIterator<Item = String>,
    folder: &Path,
) -> Vec<PathBuf> {
    arguments
        .into_iter()
        .filter(|argument| !argument.is_empty() && !argument.starts_with('-'))
        .map(|argument| folder.join(argument))
        .collect()
}

/// Keeps the paths for the page, tells it, and brings the window to the front.
pub(crate) fn hand_over(app: &AppHandle, paths: Vec<PathBuf>) {
    app.state::<Opening>().add(paths);
    // Without a window there is nobody to tell: the page asks when it comes up.
    let _ = app.emit(OPEN_PATH, ());
    if let Some(window) = app.get_webview_window("main") {
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
}

/// The paths to open, each handed out once.
#[tauri::command]
#[expect(
    clippy::needless_pass_by_value,
    reason = "Tauri hands over arguments by value"
)]
pub(crate) fn opened_paths(opening: State<'_, Opening>) -> Vec<String> {
    opening
        .take()
        .iter()
        .map(|path| path.to_string_lossy().into_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_stand_on_the_folder_of_the_caller() {
        let words = ["--flag", "shop.spinout.json", "", "/data/a.json"].map(str::to_owned);
        let paths = from_arguments(words, Path::new("/home/ada"));
        assert_eq!(
            paths,
            [
                PathBuf::from("/home/ada/shop.spinout.json"),
                PathBuf::from("/data/a.json")
            ]
        );
    }

    #[test]
    fn a_path_is_handed_out_once_and_in_order() {
        let opening = Opening::default();
        opening.add(vec![PathBuf::from("/a")]);
        opening.add(vec![PathBuf::from("/b")]);
        assert_eq!(opening.take(), [PathBuf::from("/a"), PathBuf::from("/b")]);
        assert!(opening.take().is_empty());
    }
}
