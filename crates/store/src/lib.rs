//! What outlives a session: the history of runs, the journal of unsaved work, recent files,
//! settings, in one SQLite file. It must not know what a model, a run or a screen is: rows hold texts and figures.

mod migrations;
mod open;
mod queries;

pub use open::{Opened, Store, StoreError};
pub use queries::journals::{Journal, JournalSummary};
pub use queries::recent::RecentFile;
pub use queries::runs::{RunRow, RunSummary};
