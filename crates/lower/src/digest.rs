use std::fmt::Write as _;

use sha2::{Digest, Sha256};
use spinout_network::Network;

/// The first 128 bits of the SHA-256 of the network's JSON, in hexadecimal.
pub(crate) fn of(network: &Network) -> String {
    let bytes = serde_json::to_vec(network).unwrap_or_default();
    Sha256::digest(&bytes)[..16]
        .iter()
        .fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}
