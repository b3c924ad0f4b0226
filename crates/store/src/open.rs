use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode};

use crate::migrations::migrate;

/// How long a command waits for another program that writes.
const PATIENCE: Duration = Duration::from_secs(5);

/// Files up to this size, in bytes, are looked through for damage when they are opened.
const QUICK_CHECK_BYTES: u64 = 32 * 1024 * 1024;

/// The store. Any number of threads may use it.
#[derive(Debug)]
pub struct Store {
    connection: Mutex<Connection>,
}

/// A store that was opened.
#[derive(Debug)]
pub struct Opened {
    /// The store.
    pub store: Store,
    /// Where a damaged file was moved to; the store is empty then.
    pub moved_aside: Option<PathBuf>,
}

/// Why the store cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A newer version of the program wrote it.
    #[error("a newer version of the program wrote it; update this one")]
    Newer,
    /// It is damaged.
    #[error("the file is damaged: {0}")]
    Damaged(String),
    /// SQLite says so.
    #[error("{0}")]
    Sqlite(#[from] rusqlite::Error),
    /// The file system says so.
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

impl Store {
    /// Opens the store in the file `path`, making it and its folder where they are missing. A damaged
    /// file is moved aside, and an empty store takes its place.
    ///
    /// # Errors
    /// A newer version wrote the file, or it cannot be read or written.
    pub fn open(path: &Path) -> Result<Opened, StoreError> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        match Self::connect(path) {
            Ok(store) => Ok(Opened {
                store,
                moved_aside: None,
            }),
            Err(error) if is_damage(&error) => {
                let aside = move_aside(path)?;
                Ok(Opened {
                    store: Self::connect(path)?,
                    moved_aside: Some(aside),
                })
            }
            Err(error) => Err(error),
        }
    }

    /// A store that is forgotten at the end.
    ///
    /// # Errors
    /// SQLite has no memory.
    pub fn in_memory() -> Result<Self, StoreError> {
        Self::prepare(Connection::open_in_memory()?)
    }

    fn connect(path: &Path) -> Result<Self, StoreError> {
        let store = Self::prepare(Connection::open(path)?)?;
        if std::fs::metadata(path)?.len() <= QUICK_CHECK_BYTES {
            let said: String = store
                .lock()
                .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
            if said != "ok" {
                return Err(StoreError::Damaged(said));
            }
        }
        Ok(store)
    }

    fn prepare(mut connection: Connection) -> Result<Self, StoreError> {
        connection.busy_timeout(PATIENCE)?;
        // With a write-ahead log a crash loses at most the last commits, never the file.
        connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
        connection.pragma_update(None, "synchronous", "NORMAL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        migrate(&mut connection)?;
        Ok(Self {
            connection: Mutex::new(connection),
        })
    }

    /// The connection. A thread that panicked with it left no transaction open.
    pub(crate) fn lock(&self) -> MutexGuard<'_, Connection> {
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_damage(error: &StoreError) -> bool {
    match error {
        StoreError::Damaged(_) => true,
        StoreError::Sqlite(error) => matches!(
            error.sqlite_error_code(),
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt)
        ),
        StoreError::Newer | StoreError::Io(_) => false,
    }
}

/// Gives the file and what belongs to it another name, and says which.
fn move_aside(path: &Path) -> Result<PathBuf, StoreError> {
    let named = |suffix: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        PathBuf::from(name)
    };
    let aside = (1_u32..)
        .map(|n| named(&format!(".damaged-{n}")))
        .find(|candidate| !candidate.exists())
        .unwrap_or_else(|| named(".damaged"));
    std::fs::rename(path, &aside)?;
    for suffix in ["-wal", "-shm"] {
        // They belong to the damaged file and would spoil the new one.
        match std::fs::remove_file(named(suffix)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(aside)
}
