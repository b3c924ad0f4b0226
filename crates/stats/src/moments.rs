/// Count, mean and variance of a stream of numbers (Welford 1962; merging after Chan, Golub and
/// LeVeque 1979).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moments {
    count: u64,
    mean: f64,
    squares: f64,
}

impl Moments {
    /// Counts one number.
    pub fn record(&mut self, x: f64) {
        self.count += 1;
        let before = x - self.mean;
        self.mean += before / self.count as f64;
        self.squares += before * (x - self.mean);
    }

    /// Adds everything that another stream has counted.
    pub fn merge(&mut self, other: &Self) {
        if other.count == 0 {
            return;
        }
        let (a, b) = (self.count as f64, other.count as f64);
        let apart = other.mean - self.mean;
        self.count += other.count;
        self.mean += apart * b / (a + b);
        self.squares += other.squares + apart * apart * a * b / (a + b);
    }

    /// How many numbers were counted.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// Their mean; 0 when there are none.
    #[must_use]
    pub const fn mean(&self) -> f64 {
        self.mean
    }

    /// Their unbiased sample variance; `None` for fewer than two.
    #[must_use]
    pub fn variance(&self) -> Option<f64> {
        (self.count > 1).then(|| self.squares / (self.count - 1) as f64)
    }
}

impl FromIterator<f64> for Moments {
    fn from_iter<I: IntoIterator<Item = f64>>(numbers: I) -> Self {
        let mut moments = Self::default();
        numbers.into_iter().for_each(|x| moments.record(x));
        moments
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_large_offset_costs_no_digits() {
        let moments: Moments = [4.0, 7.0, 13.0, 16.0]
            .map(|x| x + 1e9)
            .into_iter()
            .collect();
        assert_eq!(moments.mean(), 1e9 + 10.0);
        assert!((moments.variance().unwrap() - 30.0).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn merging_is_counting_together(
            a in prop::collection::vec(-1e3..1e3f64, 0..40),
            b in prop::collection::vec(-1e3..1e3f64, 0..40),
        ) {
            let mut merged: Moments = a.iter().copied().collect();
            merged.merge(&b.iter().copied().collect());
            let together: Moments = a.into_iter().chain(b).collect();
            prop_assert_eq!(merged.count(), together.count());
            prop_assert!((merged.mean() - together.mean()).abs() < 1e-9);
            let (m, t) = (merged.variance(), together.variance());
            prop_assert_eq!(m.is_some(), t.is_some());
            prop_assert!((m.unwrap_or(0.0) - t.unwrap_or(0.0)).abs() < 1e-6);
        }
    }
}
