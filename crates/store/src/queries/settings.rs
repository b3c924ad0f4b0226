use rusqlite::OptionalExtension;

use crate::{Store, StoreError};

impl Store {
    /// What is kept under a name; none if nothing is.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        let connection = self.lock();
        let mut statement =
            connection.prepare_cached("SELECT value FROM settings WHERE name = ?1")?;
        Ok(statement.query_row([name], |row| row.get(0)).optional()?)
    }

    /// Keeps a text under a name, in place of what was there.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn keep_setting(&self, name: &str, value: &str) -> Result<(), StoreError> {
        self.lock().execute(
            "INSERT INTO settings (name, value) VALUES (?1, ?2) \
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, value),
        )?;
        Ok(())
    }
}
