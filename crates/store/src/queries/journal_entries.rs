use crate::{Store, StoreError};

impl Store {
    /// Writes the entry `sequence` of a journal that was begun; one that is there is replaced.
    ///
    /// # Errors
    /// There is no such journal, or the store cannot be written.
    pub fn write_journal_entry(
        &self,
        journal: &str,
        sequence: u32,
        entry: &str,
        at_ms: i64,
    ) -> Result<(), StoreError> {
        let mut connection = self.lock();
        let transaction = connection.transaction()?;
        transaction.execute(
            "INSERT INTO journal_entries (journal, sequence, entry) VALUES (?1, ?2, ?3) \
             ON CONFLICT (journal, sequence) DO UPDATE SET entry = excluded.entry",
            (journal, sequence, entry),
        )?;
        transaction.execute(
            "UPDATE journals SET at_ms = ?2 WHERE key = ?1",
            (journal, at_ms),
        )?;
        transaction.commit()?;
        Ok(())
    }

    /// Writes entries of a journal that was begun, from `sequence` on, all or none.
    ///
    /// # Errors
    /// There is no such journal, or the store cannot be written.
    pub fn append_journal_entries(
        &self,
        journal: &str,
        sequence: u32,
        entries: &[String],
        at_ms: i64,
    ) -> Result<(), StoreError> {
        let mut connection = self.lock();
        let transaction = connection.transaction()?;
        {
            let mut statement = transaction.prepare_cached(
                "INSERT INTO journal_entries (journal, sequence, entry) VALUES (?1, ?2, ?3)",
            )?;
            for (sequence, entry) in (sequence..).zip(entries) {
                statement.execute((journal, sequence, entry))?;
            }
        }
        transaction.execute(
            "UPDATE journals SET at_ms = ?2 WHERE key = ?1",
            (journal, at_ms),
        )?;
        transaction.commit()?;
        Ok(())
    }

    /// The entries of a journal, in order.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn journal_entries(&self, journal: &str) -> Result<Vec<String>, StoreError> {
        let connection = self.lock();
        let mut statement = connection.prepare_cached(
            "SELECT entry FROM journal_entries WHERE journal = ?1 ORDER BY sequence",
        )?;
        let rows = statement.query_map([journal], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
