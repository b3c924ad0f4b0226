//! Commands from the page to the application, and what the application tells the page.

use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;
use spinout_commands::App;
use spinout_commands::protocol::{Event, Problem, ProblemKind, Request, Response};
use spinout_host::SystemHost;
use tauri::{AppHandle, Emitter, Manager, State};

/// Carries what the application tells.
const EVENT: &str = "event";

/// What was told before the page could listen; no list once it does.
#[derive(Clone)]
pub(crate) struct Outbox(Arc<Mutex<Option<Vec<Event>>>>);

impl Outbox {
    fn new() -> Self {
        Self(Arc::new(Mutex::new(Some(Vec::new()))))
    }

    /// Gives the event back when the page listens, else keeps it.
    fn pass(&self, event: Event) -> Option<Event> {
        match &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(waiting) => {
                waiting.push(event);
                None
            }
            None => Some(event),
        }
    }

    /// The page listens from now on: what was kept.
    fn listened(&self) -> Vec<Event> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
            .unwrap_or_default()
    }
}

/// Puts the application behind the window.
pub(crate) fn set_up(handle: &AppHandle) {
    let outbox = Outbox::new();
    handle.manage(outbox.clone());
    let to_page = handle.clone();
    let host = SystemHost::open(SystemHost::user_data().as_deref(), move |event| {
        if let Some(event) = outbox.pass(event) {
            // Without a window there is nobody to tell.
            let _ = to_page.emit(EVENT, event);
        }
    });
    handle.manage(Arc::new(App::new(Arc::new(host))));
}

/// Carries out one command away from the window's thread: the window answers meanwhile.
#[tauri::command]
pub(crate) async fn call(
    request: Value,
    app: State<'_, Arc<App>>,
    outbox: State<'_, Outbox>,
    handle: AppHandle,
) -> Result<Response, Problem> {
    for event in outbox.listened() {
        let _ = handle.emit(EVENT, event);
    }
    let request: Request = serde_json::from_value(request).map_err(|error| {
        Problem::new(
            ProblemKind::BadInput,
            format!("this is not a command: {error}"),
            "",
        )
    })?;
    let app = Arc::clone(&app);
    tokio::task::spawn_blocking(move || app.handle(request))
        .await
        .unwrap_or_else(|error| {
            Err(Problem::new(
                ProblemKind::Internal,
                format!("the command ended early: {error}"),
                "save your work under another name and start again",
            ))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn warning(why: &str) -> Event {
        Event::Warning {
            problem: Problem::new(ProblemKind::Storage, why, ""),
        }
    }

    #[test]
    fn what_is_told_too_early_is_told_later_and_once() {
        let outbox = Outbox::new();
        assert_eq!(outbox.pass(warning("first")), None);
        assert_eq!(outbox.pass(warning("second")), None);
        assert_eq!(outbox.listened(), [warning("first"), warning("second")]);
        assert_eq!(outbox.pass(warning("third")), Some(warning("third")));
        assert!(outbox.listened().is_empty());
    }
}
