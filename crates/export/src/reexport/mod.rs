//! Exporting again: what has moved in the target since, and what to write. All of it as data; the host
//! reads and writes.

mod apply;
mod block;
mod drift;
mod lock;
mod merge;
mod path;

pub use apply::{Action, Permission, Writing, apply_plan};
pub use drift::{Drift, DriftKind, check, held};
pub use lock::{LOCK, LockError};
pub use path::is_safe;

pub(crate) use block::block;

/// Reads a file of the target by its path, nothing where there is none.
pub type Read<'a> = dyn Fn(&str) -> Option<String> + 'a;
