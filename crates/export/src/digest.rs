//! Digests that tell one text from another.

use spinout_units::sha256;

/// The digest of a text as files carry it: whichever line ends a checkout gave it.
pub(crate) fn of_text(text: &str) -> String {
    sha256(text.replace("\r\n", "\n").as_bytes())
}
