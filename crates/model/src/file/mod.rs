//! The model file: read with care, written in one canonical form.

mod document;
mod error;
mod form;
mod limits;
mod locate;
mod tree;
mod typed;
mod write;

pub use document::{Document, Loaded, check_file_size, load, load_bytes};
pub use error::{FileError, FileErrorKind};
pub use limits::{
    MAX_DEPTH, MAX_ELEMENTS, MAX_FILE_BYTES, MAX_NAME_BYTES, MAX_RELATIONSHIPS, MAX_SERIES,
    MAX_TEXT_BYTES,
};
pub use locate::locate;

pub(crate) use document::whole_numbers;
pub(crate) use typed::part;
