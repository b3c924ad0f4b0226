//! Keys of random draws: how a draw finds the same value in two options of one model.
//!
//! A request starts with a path, a hash of (seed, replication, journey, request number). Each step
//! carries the key of the *original* operation or relationship it stands for. Following a relationship
//! takes the path to [`descend`]`(path, key)`, by call, by message or inside the process alike; iteration
//! i of a repetition adds i times the repetition's key (made odd); a draw is a hash of the path where it
//! is made and the step's own key. So a component keeps its draws when it moves to another process or
//! behind a queue, as long as its relationships keep their keys.

/// Odd, so that [`ascend`] can undo [`descend`].
const DESCENT: u64 = 0x9E37_79B9_7F4A_7C15;
/// Inverse of [`DESCENT`] modulo 2⁶⁴.
const ASCENT: u64 = inverse(DESCENT);

/// Inverse of an odd number modulo 2⁶⁴, by Newton's iteration.
const fn inverse(odd: u64) -> u64 {
    let mut estimate = odd;
    let mut step = 0;
    while step < 6 {
        estimate = estimate.wrapping_mul(2u64.wrapping_sub(odd.wrapping_mul(estimate)));
        step += 1;
    }
    estimate
}

/// Mixes all bits (the finaliser of SplitMix64, a bijection).
#[inline]
#[must_use]
pub const fn mix(value: u64) -> u64 {
    let mut z = value;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Key of an identifier, for instance `"checkout.pay"` or a relationship's id. Different purposes of one
/// identifier (two demands of an operation) need different texts.
#[must_use]
pub fn key_of(text: &str) -> u64 {
    let mut hash = 0xCBF2_9CE4_8422_2325_u64;
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
    }
    mix(hash)
}

/// Path of what a relationship leads to.
#[inline]
#[must_use]
pub const fn descend(path: u64, key: u64) -> u64 {
    path.wrapping_mul(DESCENT).wrapping_add(key)
}

/// Path before [`descend`] with this key.
#[inline]
#[must_use]
pub const fn ascend(path: u64, key: u64) -> u64 {
    path.wrapping_sub(key).wrapping_mul(ASCENT)
}

/// What one more iteration of the repetition with this key adds to the path.
#[inline]
#[must_use]
pub const fn iteration(key: u64) -> u64 {
    key | 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ascending_undoes_descending() {
        for path in [0, 1, key_of("a"), u64::MAX] {
            assert_eq!(ascend(descend(path, key_of("b")), key_of("b")), path);
        }
    }

    #[test]
    fn the_order_of_relationships_matters() {
        let (a, b) = (key_of("a"), key_of("b"));
        assert_ne!(descend(descend(7, a), b), descend(descend(7, b), a));
    }
}
