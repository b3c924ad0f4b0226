//! One test in one window.

use std::future::Future;
use std::path::Path;
use std::sync::OnceLock;

use fantoccini::Client;
use tokio::sync::{Mutex, MutexGuard};
use tokio::task::LocalSet;

use crate::driver::Driver;
use crate::page::Page;
use crate::screen::Screen;
use crate::session::session;

/// Opens `file` in the application and carries out `steps` there. When they fail, what the screen
/// showed and what the application said are under `target/window-failures`.
pub(crate) async fn with<F, S>(test: &str, file: &Path, steps: F) -> S::Output
where
    F: FnOnce(Page) -> S,
    S: Future<Output: 'static> + 'static,
{
    started(test, Some(file), steps).await
}

/// Starts the application for the first time, without a file, and carries out `steps` there.
pub(crate) async fn fresh<F, S>(test: &str, steps: F) -> S::Output
where
    F: FnOnce(Page) -> S,
    S: Future<Output: 'static> + 'static,
{
    started(test, None, steps).await
}

async fn started<F, S>(test: &str, file: Option<&Path>, steps: F) -> S::Output
where
    F: FnOnce(Page) -> S,
    S: Future<Output: 'static> + 'static,
{
    let _turn = turn().await;
    let home = tempfile::tempdir().unwrap();
    let log = home.path().join("output.txt");
    let screen = Screen::start();
    let driver = Driver::start(&screen, home.path(), &log);
    let client = session(&driver, file).await;
    let local = LocalSet::new();
    let task = local.spawn_local(steps(Page::new(client.clone())));
    let outcome = local.run_until(task).await;
    if outcome.is_err() {
        keep_evidence(test, &client, &log).await;
    }
    let _ = client.close().await;
    outcome.unwrap_or_else(|failure| std::panic::resume_unwind(failure.into_panic()))
}

/// Windows are driven one after the other: a web driver serves one session, and two would take each
/// other's time.
async fn turn() -> MutexGuard<'static, ()> {
    static TURN: OnceLock<Mutex<()>> = OnceLock::new();
    TURN.get_or_init(Mutex::default).lock().await
}

async fn keep_evidence(test: &str, client: &Client, log: &Path) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../window-failures");
    std::fs::create_dir_all(&folder).unwrap();
    if let Ok(picture) = client.screenshot().await {
        std::fs::write(folder.join(format!("{test}.png")), picture).unwrap();
    }
    let _ = std::fs::copy(log, folder.join(format!("{test}.txt")));
    eprintln!("see {}", folder.canonicalize().unwrap().display());
}
