//! Random numbers as pure hashes: a stream starts from (path, key), see [`spinout_network::key`].

use spinout_network::key::mix;

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// Purposes of draws that are not a step's own.
pub(crate) mod purpose {
    /// Latency to the callee or broker.
    pub(crate) const OUT: u64 = 0xA24B_AED4_963E_E407;
    /// Latency back, or of the acknowledgement.
    pub(crate) const BACK: u64 = 0x9FB2_1C65_1E98_DF25;
    /// Jitter of a retry.
    pub(crate) const JITTER: u64 = 0xC13F_A9A9_02A6_328F;
    /// Choice of an instance.
    pub(crate) const BALANCE: u64 = 0x91E1_0DA5_C79E_7B1D;
    /// How long a visit waits for a slot.
    pub(crate) const PATIENCE: u64 = 0xE703_7ED1_A0B4_28DB;
    /// Who of those that wait is next.
    pub(crate) const ORDER: u64 = 0x8EBC_6AF0_9C88_C6E3;
    /// What happens to an instance by itself.
    pub(crate) const INSTANCE: u64 = 0x5895_67BA_2C3D_5CD1;
    /// Set-up of a batch.
    pub(crate) const BATCH: u64 = 0xB492_B66F_BE98_F273;
    /// Injected errors.
    pub(crate) const ERROR: u64 = 0xD1B5_4A32_D192_ED03;
    /// Losses on the way.
    pub(crate) const LOSS: u64 = 0x8E3C_5B2F_9D4A_16C9;
    /// Callers who are not let in.
    pub(crate) const DENIAL: u64 = 0xB7A1_64D3_2C9E_58F1;
    /// Callees who are not there.
    pub(crate) const REFUSAL: u64 = 0xC6D2_95A8_71F3_0E4B;
    /// Partition of a message.
    pub(crate) const PARTITION: u64 = 0xB492_B66F_BE98_F273;
    /// Messages that always fail.
    pub(crate) const POISON: u64 = 0x9AE1_6A3B_2F90_404F;
    /// How far behind a copy is.
    pub(crate) const LAG: u64 = 0xD6E8_FEB8_6659_FD93;
    /// Publications that a relay makes again.
    pub(crate) const RELAY: u64 = 0xC6A4_A793_5BD1_E995;
    /// Looking up whether a message is known.
    pub(crate) const LOOK_UP: u64 = 0xFF51_AFD7_ED55_8CCD;
    /// Time between arrivals, or to think.
    pub(crate) const ARRIVAL: u64 = 0x8CB9_2BA7_2F3D_8DD7;
    /// Size of a request.
    pub(crate) const SIZE: u64 = 0xA3B1_95D2_7C4E_0F6B;
    /// Whose a request of a common stream is.
    pub(crate) const PART: u64 = 0x94D0_5AB3_0F1E_6D27;
    /// How many requests come at once, and how long a rate lasts.
    pub(crate) const BURST: u64 = 0xD6E8_FEB8_6659_FD93;
    /// How long an idle environment stays.
    pub(crate) const IDLE: u64 = 0x8E5B_2C96_0F7D_A431;
    /// Start-up of an instance.
    pub(crate) const START_UP: u64 = 0xB7E1_5162_8AED_2A6B;
    /// Added to a relationship's key for each further attempt or delivery.
    pub(crate) const ATTEMPT: u64 = 0xAEF1_7502_108E_F2D9;
}

/// Path of a request: a hash of (seed, replication, journey, number).
#[inline]
pub(crate) fn request_path(source: u64, number: u64) -> u64 {
    mix(source.wrapping_add(number.wrapping_mul(GOLDEN)))
}

/// What all requests of a journey in one replication have in common.
pub(crate) fn source(seed: u64, replication: u32, journey: u64) -> u64 {
    let run = mix(mix(seed).wrapping_add(u64::from(replication).wrapping_mul(GOLDEN)));
    mix(run ^ journey)
}

/// A stream of numbers from one key (SplitMix64).
#[derive(Debug, Clone)]
pub(crate) struct Draw(u64);

impl Draw {
    #[inline(always)]
    pub(crate) fn new(path: u64, key: u64) -> Self {
        Self(path.wrapping_add(key))
    }

    #[inline(always)]
    pub(crate) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GOLDEN);
        mix(self.0)
    }

    /// Uniform in [0, 1).
    #[inline(always)]
    pub(crate) fn uniform(&mut self) -> f64 {
        (self.bits() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }

    /// Uniform in (0, 1).
    #[inline(always)]
    pub(crate) fn open_uniform(&mut self) -> f64 {
        ((self.bits() >> 12) as f64 + 0.5) * (1.0 / 4_503_599_627_370_496.0)
    }

    /// Uniform below a count that is not 0.
    #[inline(always)]
    pub(crate) fn below(&mut self, count: usize) -> usize {
        ((u128::from(self.bits()) * count as u128) >> 64) as usize
    }

    /// True with a probability given by [`threshold`].
    #[inline(always)]
    pub(crate) fn chance(&mut self, threshold: u64) -> bool {
        threshold != 0 && self.bits() <= threshold.wrapping_sub(1)
    }
}

/// A probability as a threshold for [`Draw::chance`]; 0 is never. The smallest step is 2⁻⁵³.
pub(crate) fn threshold(probability: f64) -> u64 {
    if probability >= 1.0 {
        // 2⁶⁴ − 1 of 2⁶⁴: certain for every count of draws that can be made.
        u64::MAX
    } else {
        (probability * 18_446_744_073_709_551_616.0) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbouring_requests_draw_independent_numbers() {
        let source = source(1, 0, 7);
        let draw = |number| Draw::new(request_path(source, number), 99).uniform();
        let count = 200_000_u64;
        let (mut sum, mut lagged) = (0.0, 0.0);
        for number in 0..count {
            let x = draw(number) - 0.5;
            sum += x;
            lagged += x * (draw(number + 1) - 0.5);
        }
        let n = count as f64;
        // Mean and lag-1 covariance of centred uniforms, within 4.5 standard errors.
        assert!((sum / n).abs() < 4.5 * (1.0 / 12.0 / n).sqrt());
        assert!((lagged / n).abs() < 4.5 * (1.0 / 12.0) / n.sqrt());
    }

    #[test]
    fn chance_is_exact_at_its_ends() {
        let mut draw = Draw::new(3, 4);
        assert!((0..1000).all(|_| !draw.chance(threshold(0.0))));
        assert!((0..1000).all(|_| draw.chance(threshold(1.0))));
    }
}
