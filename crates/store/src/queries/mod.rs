//! One table a file.

pub(crate) mod journal_entries;
pub(crate) mod journals;
pub(crate) mod recent;
pub(crate) mod runs;
pub(crate) mod settings;
