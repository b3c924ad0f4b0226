use spinout_study::Executor;

use crate::protocol::{Event, HistoryEntry, Recent, Recoverable};

/// What the commands need of the world: files, threads, time and a place to keep things. A desktop, a
/// terminal, a browser's worker and a test each have their own.
pub trait Host: Send + Sync {
    /// The bytes of a file, if it has at most `limit` of them.
    fn read_file(&self, path: &str, limit: u64) -> Result<Vec<u8>, HostError>;

    /// Writes a file whole or not at all: after a crash the old content or the new one is there.
    fn write_file(&self, path: &str, bytes: &[u8]) -> Result<(), HostError>;

    /// The bytes of the file `path` (relative, with slashes) in the folder `dir`; none where it is
    /// missing. Refuses what would leave the folder, by `..` or by a symbolic link.
    fn read_artifact(
        &self,
        dir: &str,
        path: &str,
        limit: u64,
    ) -> Result<Option<Vec<u8>>, HostError>;

    /// Carries out all changes or none of them, making folders as needed. Refuses what would leave a folder,
    /// by `..` or by a symbolic link.
    fn change_artifacts(&self, changes: &[ArtifactChange<'_>]) -> Result<(), ArtifactError>;

    /// A name of the folder `dir` that is the same however it is spelled; it need not exist.
    fn folder_name(&self, dir: &str) -> String;

    /// What runs replications.
    fn executor(&self) -> &dyn Executor;

    /// A clock that gives the seconds since this call.
    fn stopwatch(&self) -> Box<dyn Fn() -> f64 + Send + Sync>;

    /// Milliseconds since 1970 UTC; for stamps in lists only.
    fn now_ms(&self) -> u64;

    /// Tells the client something. Must not call back into the commands.
    fn emit(&self, event: Event);

    /// Where runs, unsaved work and recent files are kept.
    fn storage(&self) -> &dyn Storage;
}

/// A change of a file in a folder that is exported into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArtifactChange<'a> {
    /// The folder.
    pub dir: &'a str,
    /// The file in it, relative, with slashes.
    pub path: &'a str,
    /// What is to stand in it; none where it is to go.
    pub bytes: Option<&'a [u8]>,
}

/// Why changes of artifacts were not carried out. Everything is as it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {error}")]
pub struct ArtifactError {
    /// The file that it failed at.
    pub place: String,
    /// What happened there.
    pub error: HostError,
}

/// Why a host could not do something.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HostError {
    /// It is not there.
    #[error("there is no such file")]
    NotFound,
    /// It has more bytes than were asked for.
    #[error("the file has {bytes} bytes")]
    TooLarge {
        /// How many.
        bytes: u64,
    },
    /// A path that leaves its folder.
    #[error("the path leaves its folder")]
    Outside,
    /// Anything else, in the system's words.
    #[error("{0}")]
    Other(String),
}

/// Keeps what outlives a document: the history of runs, the journal of unsaved work, recent files, settings.
pub trait Storage: Send + Sync {
    /// Keeps a run; `entry.id` is ignored. Gives its id.
    fn add_run(&self, entry: &HistoryEntry, results: &str) -> Result<i64, StorageError>;
    /// The latest `limit` runs, of models of this name only if one is given; latest first.
    fn runs(&self, model: Option<&str>, limit: u32) -> Result<Vec<HistoryEntry>, StorageError>;
    /// The results of a run; none where there is no such run.
    fn run(&self, id: i64) -> Result<Option<String>, StorageError>;
    /// The runs of a network with this digest, under this seed only if one is given; latest first.
    fn runs_of(&self, digest: &str, seed: Option<u64>) -> Result<Vec<HistoryEntry>, StorageError>;
    /// Takes a run away. Was it there?
    fn delete_run(&self, id: i64) -> Result<bool, StorageError>;

    /// Begins the journal of a model; one of the same key is replaced.
    fn begin_journal(&self, journal: &JournalStart) -> Result<(), StorageError>;
    /// Writes the entry `sequence` of a journal; one that is there is replaced.
    fn write_journal(
        &self,
        key: &str,
        sequence: u32,
        entry: &str,
        at_ms: u64,
    ) -> Result<(), StorageError>;
    /// Writes new entries of a journal, from `sequence` on, all or none.
    fn append_journal(
        &self,
        key: &str,
        sequence: u32,
        entries: &[String],
        at_ms: u64,
    ) -> Result<(), StorageError>;
    /// A journal and its entries in order; none where there is no such journal.
    fn journal(&self, key: &str) -> Result<Option<(JournalStart, Vec<String>)>, StorageError>;
    /// All journals with at least one entry, latest first.
    fn journals(&self) -> Result<Vec<Recoverable>, StorageError>;
    /// Throws a journal away.
    fn end_journal(&self, key: &str) -> Result<(), StorageError>;

    /// Puts a file at the top of the recent ones.
    fn touch_recent(&self, file: &Recent) -> Result<(), StorageError>;
    /// The recent files, latest first.
    fn recent(&self) -> Result<Vec<Recent>, StorageError>;

    /// What is kept under a name; none if nothing is.
    fn setting(&self, name: &str) -> Result<Option<String>, StorageError>;
    /// Keeps a text under a name, in place of what was there.
    fn keep_setting(&self, name: &str, value: &str) -> Result<(), StorageError>;
}

/// What a journal of unsaved work stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalStart {
    /// Names it.
    pub key: String,
    /// The model's file, if it has one.
    pub path: Option<String>,
    /// What the model was called.
    pub name: String,
    /// The model's text before the first entry.
    pub base: String,
    /// The digest of what stands in the file; none if there is no file, or that is not known.
    pub digest: Option<String>,
    /// Does `base` hold work that the file does not?
    pub unsaved: bool,
    /// When it was begun, milliseconds since 1970 UTC.
    pub at_ms: u64,
}

/// Why something could not be kept or found again.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct StorageError(pub String);
