use spinout_commands::protocol::{HistoryEntry, Recent, Recoverable};
use spinout_commands::{JournalStart, Storage, StorageError};
use spinout_results::RunKind;
use spinout_store::{Journal, RecentFile, RunRow, RunSummary, Store, StoreError};

/// The store in the words of the commands.
pub(crate) struct StoreStorage(Store);

impl StoreStorage {
    pub(crate) fn new(store: Store) -> Self {
        Self(store)
    }
}

#[allow(clippy::needless_pass_by_value)] // `map_err` hands errors over.
fn failed(error: StoreError) -> StorageError {
    StorageError(error.to_string())
}

/// SQLite's integers have a sign; figures beyond them do not occur.
fn signed(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn unsigned(n: i64) -> u64 {
    u64::try_from(n).unwrap_or(0)
}

fn small(n: i64) -> u32 {
    u32::try_from(n).unwrap_or(0)
}

fn kind_name(kind: RunKind) -> &'static str {
    match kind {
        RunKind::Steady => "steady",
        RunKind::Terminating => "terminating",
    }
}

fn summary(entry: &HistoryEntry) -> RunSummary {
    RunSummary {
        at_ms: signed(entry.at_ms),
        model: entry.model.clone(),
        option: entry.option.clone(),
        scenario: entry.scenario.clone(),
        kind: kind_name(entry.kind).to_owned(),
        seed: signed(entry.seed),
        engine: entry.engine.clone(),
        digest: entry.digest.clone(),
        replications: entry.replications.into(),
        requests: signed(entry.requests),
        objectives_met: entry.objectives_met.into(),
        objectives: entry.objectives.into(),
        overload: entry.overload.clone(),
        worst_p99_s: entry.worst_p99_s,
        cost_per_month: entry.cost_per_month,
    }
}

fn entry(row: RunRow) -> HistoryEntry {
    let run = row.summary;
    HistoryEntry {
        id: row.id,
        at_ms: unsigned(run.at_ms),
        model: run.model,
        option: run.option,
        scenario: run.scenario,
        kind: if run.kind == kind_name(RunKind::Terminating) {
            RunKind::Terminating
        } else {
            RunKind::Steady
        },
        seed: unsigned(run.seed),
        engine: run.engine,
        digest: run.digest,
        replications: small(run.replications),
        requests: unsigned(run.requests),
        objectives_met: small(run.objectives_met),
        objectives: small(run.objectives),
        overload: run.overload,
        worst_p99_s: run.worst_p99_s,
        cost_per_month: run.cost_per_month,
    }
}

impl Storage for StoreStorage {
    fn add_run(&self, entry: &HistoryEntry, results: &str) -> Result<i64, StorageError> {
        self.0.add_run(&summary(entry), results).map_err(failed)
    }

    fn runs(&self, model: Option<&str>, limit: u32) -> Result<Vec<HistoryEntry>, StorageError> {
        let rows = self.0.runs(model, limit).map_err(failed)?;
        Ok(rows.into_iter().map(entry).collect())
    }

    fn run(&self, id: i64) -> Result<Option<String>, StorageError> {
        self.0.run_results(id).map_err(failed)
    }

    fn runs_of(&self, digest: &str, seed: Option<u64>) -> Result<Vec<HistoryEntry>, StorageError> {
        let rows = self.0.runs_of(digest, seed.map(signed)).map_err(failed)?;
        Ok(rows.into_iter().map(entry).collect())
    }

    fn delete_run(&self, id: i64) -> Result<bool, StorageError> {
        self.0.delete_run(id).map_err(failed)
    }

    fn begin_journal(&self, journal: &JournalStart) -> Result<(), StorageError> {
        let row = Journal {
            key: journal.key.clone(),
            path: journal.path.clone(),
            name: journal.name.clone(),
            base: journal.base.clone(),
            digest: journal.digest.clone(),
            unsaved: journal.unsaved,
            at_ms: signed(journal.at_ms),
        };
        self.0.begin_journal(&row).map_err(failed)
    }

    fn write_journal(
        &self,
        key: &str,
        sequence: u32,
        entry: &str,
        at_ms: u64,
    ) -> Result<(), StorageError> {
        let written = self
            .0
            .write_journal_entry(key, sequence, entry, signed(at_ms));
        written.map_err(failed)
    }

    fn append_journal(
        &self,
        key: &str,
        sequence: u32,
        entries: &[String],
        at_ms: u64,
    ) -> Result<(), StorageError> {
        let written = self
            .0
            .append_journal_entries(key, sequence, entries, signed(at_ms));
        written.map_err(failed)
    }

    fn journal(&self, key: &str) -> Result<Option<(JournalStart, Vec<String>)>, StorageError> {
        let Some(found) = self.0.journal(key).map_err(failed)? else {
            return Ok(None);
        };
        let entries = self.0.journal_entries(key).map_err(failed)?;
        let start = JournalStart {
            key: found.key,
            path: found.path,
            name: found.name,
            base: found.base,
            digest: found.digest,
            unsaved: found.unsaved,
            at_ms: unsigned(found.at_ms),
        };
        Ok(Some((start, entries)))
    }

    fn journals(&self) -> Result<Vec<Recoverable>, StorageError> {
        let found = self.0.journals().map_err(failed)?;
        let journals = found.into_iter().map(|journal| Recoverable {
            key: journal.key,
            path: journal.path,
            name: journal.name,
            changes: journal.entries,
            at_ms: unsigned(journal.at_ms),
        });
        Ok(journals.collect())
    }

    fn end_journal(&self, key: &str) -> Result<(), StorageError> {
        self.0.end_journal(key).map_err(failed)
    }

    fn touch_recent(&self, file: &Recent) -> Result<(), StorageError> {
        let row = RecentFile {
            path: file.path.clone(),
            name: file.name.clone(),
            at_ms: signed(file.at_ms),
        };
        self.0.touch_recent(&row).map_err(failed)
    }

    fn recent(&self) -> Result<Vec<Recent>, StorageError> {
        let found = self.0.recent().map_err(failed)?;
        let files = found.into_iter().map(|file| Recent {
            path: file.path,
            name: file.name,
            at_ms: unsigned(file.at_ms),
        });
        Ok(files.collect())
    }

    fn setting(&self, name: &str) -> Result<Option<String>, StorageError> {
        self.0.setting(name).map_err(failed)
    }

    fn keep_setting(&self, name: &str, value: &str) -> Result<(), StorageError> {
        self.0.keep_setting(name, value).map_err(failed)
    }
}
