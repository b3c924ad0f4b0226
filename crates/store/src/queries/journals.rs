use rusqlite::OptionalExtension;

use crate::{Store, StoreError};

/// A journal of unsaved work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journal {
    /// Names it.
    pub key: String,
    /// The file of its model.
    pub path: Option<String>,
    /// The name of its model.
    pub name: String,
    /// The text that its entries stand on.
    pub base: String,
    /// The digest of what stands in the file, if that is known.
    pub digest: Option<String>,
    /// Does `base` hold work that the file does not?
    pub unsaved: bool,
    /// When its last entry was written, milliseconds since 1970 UTC.
    pub at_ms: i64,
}

/// A journal in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalSummary {
    /// Names it.
    pub key: String,
    /// The file of its model.
    pub path: Option<String>,
    /// The name of its model.
    pub name: String,
    /// How many entries it has; at least one.
    pub entries: u32,
    /// When the last one was written, milliseconds since 1970 UTC.
    pub at_ms: i64,
}

impl Store {
    /// Begins a journal without entries; one of the same key is replaced.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn begin_journal(&self, journal: &Journal) -> Result<(), StoreError> {
        let mut connection = self.lock();
        let transaction = connection.transaction()?;
        transaction.execute("DELETE FROM journals WHERE key = ?1", [&journal.key])?;
        transaction.execute(
            "INSERT INTO journals (key, path, name, base, digest, unsaved, at_ms) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            (
                &journal.key,
                &journal.path,
                &journal.name,
                &journal.base,
                &journal.digest,
                journal.unsaved,
                journal.at_ms,
            ),
        )?;
        transaction.commit()?;
        Ok(())
    }

    /// A journal.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn journal(&self, key: &str) -> Result<Option<Journal>, StoreError> {
        let connection = self.lock();
        let mut statement = connection.prepare_cached(
            "SELECT key, path, name, base, digest, unsaved, at_ms FROM journals WHERE key = ?1",
        )?;
        let found = statement.query_row([key], |row| {
            Ok(Journal {
                key: row.get(0)?,
                path: row.get(1)?,
                name: row.get(2)?,
                base: row.get(3)?,
                digest: row.get(4)?,
                unsaved: row.get(5)?,
                at_ms: row.get(6)?,
            })
        });
        Ok(found.optional()?)
    }

    /// The journals that have entries, latest first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn journals(&self) -> Result<Vec<JournalSummary>, StoreError> {
        let connection = self.lock();
        let mut statement = connection.prepare_cached(
            "SELECT key, path, name, count(*), at_ms FROM journals \
             JOIN journal_entries ON journal = key GROUP BY key ORDER BY at_ms DESC, key",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(JournalSummary {
                key: row.get(0)?,
                path: row.get(1)?,
                name: row.get(2)?,
                entries: row.get(3)?,
                at_ms: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Throws a journal and its entries away.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn end_journal(&self, key: &str) -> Result<(), StoreError> {
        self.lock()
            .execute("DELETE FROM journals WHERE key = ?1", [key])?;
        Ok(())
    }
}
