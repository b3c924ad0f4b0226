//! Digests that tell one text from another.

use sha2::{Digest, Sha256};

/// SHA-256 in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The digest of a text as files carry it: whichever line ends a checkout gave it.
pub(crate) fn of_text(text: &str) -> String {
    hex(text.replace("\r\n", "\n").as_bytes())
}
