use rusqlite::{Connection, TransactionBehavior};

use crate::StoreError;

/// The changes of the schema, oldest first; never edited once released. `user_version` counts them.
const MIGRATIONS: &[&str] = &[
    include_str!("../migrations/2026-11-23-first.sql"),
    include_str!("../migrations/2026-11-23-journal-base.sql"),
    include_str!("../migrations/2026-11-24-settings.sql"),
];

/// Brings the schema up to date, each change whole or not at all.
pub(crate) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    // At once a writer: two programs that start together must not both migrate.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let done: i64 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let done = usize::try_from(done).unwrap_or(usize::MAX);
    if done > MIGRATIONS.len() {
        return Err(StoreError::Newer);
    }
    if done == MIGRATIONS.len() {
        return Ok(());
    }
    for migration in &MIGRATIONS[done..] {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(None, "user_version", MIGRATIONS.len() as i64)?;
    transaction.commit()?;
    Ok(())
}
