//! The host of a desktop and of a terminal: the system's files, threads and clock, and a store on disk.
//! It must not know windows, arguments or what a command does.

mod artifacts;
mod files;
mod storage;
mod threads;

use std::path::{Path, PathBuf};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use spinout_commands::memory::MemoryStorage;
use spinout_commands::protocol::{Event, Problem, ProblemKind};
use spinout_commands::{ArtifactChange, ArtifactError, Host, HostError, Storage};
use spinout_study::Executor;

pub use threads::Threads;

use storage::StoreStorage;

/// The file of the store in its folder.
const STORE: &str = "spinout.sqlite";

/// The system as a host.
pub struct SystemHost {
    threads: Threads,
    storage: Box<dyn Storage>,
    emit: Box<dyn Fn(Event) + Send + Sync>,
}

impl SystemHost {
    /// A host that keeps things in the folder `data`, or only until its end where there is none. What
    /// is told goes to `emit`, from any thread. A store that cannot be used is told there, and replaced
    /// by one in memory: work goes on.
    pub fn open(data: Option<&Path>, emit: impl Fn(Event) + Send + Sync + 'static) -> Self {
        let warn = |why: String, fix: &str| {
            emit(Event::Warning {
                problem: Problem::new(ProblemKind::Storage, why, fix),
            });
        };
        let opened = data.map(|folder| (folder, spinout_store::Store::open(&folder.join(STORE))));
        let storage: Box<dyn Storage> = match opened {
            None => Box::new(MemoryStorage::default()),
            Some((_, Ok(opened))) => {
                if let Some(aside) = opened.moved_aside {
                    warn(
                        "the history was damaged, and an empty one takes its place".to_owned(),
                        &format!("the damaged file is kept as {}", aside.display()),
                    );
                }
                Box::new(StoreStorage::new(opened.store))
            }
            Some((folder, Err(error))) => {
                warn(
                    format!("the history cannot be used: {error}"),
                    &format!(
                        "nothing is kept after the end; look at {}",
                        folder.join(STORE).display()
                    ),
                );
                Box::new(MemoryStorage::default())
            }
        };
        Self {
            threads: Threads::of_this_machine(),
            storage,
            emit: Box::new(emit),
        }
    }

    /// The same host with so many threads for simulations.
    #[must_use]
    pub fn with_threads(mut self, threads: usize) -> Self {
        self.threads = Threads::new(threads);
        self
    }

    /// The folder in which programs of this user keep their data; none if the system names none.
    #[must_use]
    pub fn user_data() -> Option<PathBuf> {
        let folders = directories::ProjectDirs::from("", "", "spinout")?;
        Some(folders.data_dir().to_owned())
    }
}

impl Host for SystemHost {
    fn read_file(&self, path: &str, limit: u64) -> Result<Vec<u8>, HostError> {
        files::read(Path::new(path), limit)
    }

    fn write_file(&self, path: &str, bytes: &[u8]) -> Result<(), HostError> {
        files::write(Path::new(path), bytes)
    }

    fn read_artifact(
        &self,
        dir: &str,
        path: &str,
        limit: u64,
    ) -> Result<Option<Vec<u8>>, HostError> {
        artifacts::read(Path::new(dir), path, limit)
    }

    fn change_artifacts(&self, changes: &[ArtifactChange<'_>]) -> Result<(), ArtifactError> {
        artifacts::change(changes)
    }

    fn folder_name(&self, dir: &str) -> String {
        artifacts::folder_name(dir)
    }

    fn executor(&self) -> &dyn Executor {
        &self.threads
    }

    fn stopwatch(&self) -> Box<dyn Fn() -> f64 + Send + Sync> {
        let start = Instant::now();
        Box::new(move || start.elapsed().as_secs_f64())
    }

    fn now_ms(&self) -> u64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        since.map_or(0, |since| {
            u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
        })
    }

    fn emit(&self, event: Event) {
        (self.emit)(event);
    }

    fn storage(&self) -> &dyn Storage {
        &*self.storage
    }
}
