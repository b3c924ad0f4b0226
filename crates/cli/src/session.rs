use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use spinout_commands::protocol::{Cancel, DocumentId, OpenFile, Problem, ProblemKind};
use spinout_commands::{App, Host};
use spinout_host::SystemHost;

use crate::fault::STOPPED;
use crate::progress;

/// The number of every run here: there is one at a time.
pub(crate) const RUN: u32 = 1;

/// The application for one command. It keeps no history: a command line leaves only what it is told to.
pub(crate) struct Session {
    pub(crate) app: Arc<App>,
    pub(crate) host: Arc<SystemHost>,
    stopped: Arc<AtomicBool>,
}

impl Session {
    /// An application on so many threads, or one for each core.
    pub(crate) fn new(threads: Option<usize>) -> Self {
        let host = SystemHost::open(None, |event| progress::show(&event));
        let host = match threads {
            Some(threads) => host.with_threads(threads),
            None => host,
        };
        let host = Arc::new(host);
        Self {
            app: Arc::new(App::new(Arc::clone(&host) as Arc<dyn Host>)),
            host,
            stopped: Arc::new(AtomicBool::new(false)),
        }
    }

    /// Opens a model.
    pub(crate) fn open(&self, model: &Path) -> Result<DocumentId, Problem> {
        let path = text(model)?;
        Ok(self.app.open(&OpenFile { path })?.document)
    }

    /// Does a long command, which Ctrl+C stops; a second Ctrl+C ends the program at once.
    pub(crate) fn long<T>(
        &self,
        document: DocumentId,
        what: impl Fn(&App) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let app = Arc::clone(&self.app);
        let stopped = Arc::clone(&self.stopped);
        // A handler is there already when a command has several parts; it does the same.
        let _ = ctrlc::set_handler(move || {
            if stopped.swap(true, Ordering::Relaxed) {
                std::process::exit(i32::from(STOPPED));
            }
            let _ = app.cancel(Cancel { run: RUN });
        });
        let result = what(&self.app);
        progress::clear();
        if self.stopped.load(Ordering::Relaxed) {
            return Err(Problem::new(ProblemKind::Cancelled, "stopped", ""));
        }
        result.map_err(|problem| self.app.locate(document, problem))
    }
}

/// A path as text, which the commands take.
pub(crate) fn text(path: &Path) -> Result<String, Problem> {
    path.to_str().map(str::to_owned).ok_or_else(|| {
        Problem::new(
            ProblemKind::BadInput,
            format!("the path {} is not Unicode", path.display()),
            "give the file another name",
        )
    })
}
