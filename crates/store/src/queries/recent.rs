use crate::{Store, StoreError};

/// The most files that are kept; the oldest go first.
const MOST: i64 = 30;

/// A file that was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecentFile {
    /// Its path.
    pub path: String,
    /// The name of its model.
    pub name: String,
    /// When it was opened, milliseconds since 1970 UTC.
    pub at_ms: i64,
}

impl Store {
    /// Puts a file at the top of the list.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn touch_recent(&self, file: &RecentFile) -> Result<(), StoreError> {
        let mut connection = self.lock();
        let transaction = connection.transaction()?;
        transaction.execute(
            "INSERT INTO recent (path, name, at_ms) VALUES (?1, ?2, ?3) \
             ON CONFLICT (path) DO UPDATE SET name = excluded.name, at_ms = excluded.at_ms",
            (&file.path, &file.name, file.at_ms),
        )?;
        transaction.execute(
            "DELETE FROM recent WHERE path NOT IN \
             (SELECT path FROM recent ORDER BY at_ms DESC, path LIMIT ?1)",
            [MOST],
        )?;
        transaction.commit()?;
        Ok(())
    }

    /// The files, latest first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn recent(&self) -> Result<Vec<RecentFile>, StoreError> {
        let connection = self.lock();
        let mut statement = connection
            .prepare_cached("SELECT path, name, at_ms FROM recent ORDER BY at_ms DESC, path")?;
        let rows = statement.query_map([], |row| {
            Ok(RecentFile {
                path: row.get(0)?,
                name: row.get(1)?,
                at_ms: row.get(2)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
