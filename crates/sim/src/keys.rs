//! Which of several keys is asked for.

use spinout_network::Keys as Data;

/// Keys made ready.
#[derive(Debug, Clone)]
pub(crate) enum Keys {
    /// So many, all as popular.
    Uniform(u32),
    /// Upper ends of their shares of 2⁶⁴.
    Shares(Vec<u64>),
}

impl Keys {
    /// Keys that are not spread.
    pub(crate) fn new(data: &Data) -> Self {
        let (count, exponent) = match *data {
            Data::Spread => (1, 0.0),
            Data::Uniform { count } => (count, 0.0),
            Data::Zipf { count, exponent } => (count, exponent),
        };
        if exponent == 0.0 {
            return Self::Uniform(count);
        }
        let weight = |rank: u32| libm::pow(f64::from(rank) + 1.0, -exponent);
        let sum: f64 = (0..count).map(weight).sum();
        let mut upto = 0.0;
        let ends = (0..count).map(|rank| {
            upto += weight(rank) / sum;
            crate::draw::threshold(upto)
        });
        Self::Shares(ends.collect())
    }

    /// How many there are.
    pub(crate) fn count(&self) -> u32 {
        match self {
            Self::Uniform(count) => *count,
            Self::Shares(ends) => ends.len() as u32,
        }
    }

    /// The key that random bits mean.
    pub(crate) fn of(&self, bits: u64) -> u32 {
        match self {
            Self::Uniform(count) => ((u128::from(bits) * u128::from(*count)) >> 64) as u32,
            Self::Shares(ends) => {
                let last = ends.len() - 1;
                ends[..last].partition_point(|end| *end <= bits) as u32
            }
        }
    }
}
