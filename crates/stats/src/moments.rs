/// Count, mean, variance and skewness of a stream of numbers (Welford 1962; merging after Chan, Golub and
/// LeVeque 1979; the third moment after Pébay 2008).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moments {
    count: u64,
    mean: f64,
    squares: f64,
    cubes: f64,
}

impl Moments {
    /// Counts one number.
    pub fn record(&mut self, x: f64) {
        self.count += 1;
        let n = self.count as f64;
        let before = x - self.mean;
        let step = before / n;
        self.cubes += step * (before * step * (n - 1.0) * (n - 2.0) - 3.0 * self.squares);
        self.mean += step;
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
        let share = apart / (a + b);
        self.cubes += other.cubes
            + share * share * apart * a * b * (a - b)
            + 3.0 * share * (a * other.squares - b * self.squares);
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

    /// Their sample skewness, corrected for bias under normality (G₁ of Joanes and Gill 1998); `None` for
    /// fewer than three, or where all are equal.
    #[must_use]
    pub fn skewness(&self) -> Option<f64> {
        let n = self.count as f64;
        let spread = self.squares / n;
        let biased = self.cubes / n / (spread * libm::sqrt(spread));
        let skewness = biased * libm::sqrt(n * (n - 1.0)) / (n - 2.0);
        (self.count > 2 && skewness.is_finite()).then_some(skewness)
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

    #[test]
    fn skewness_is_that_of_the_definition() {
        let moments: Moments = [1.0, 2.0, 3.0, 10.0].into_iter().collect();
        // About 4: −3, −2, −1, 6; squares 50, cubes 180.
        let biased = 45.0 / 12.5f64.powf(1.5);
        let truth = biased * 12f64.sqrt() / 2.0;
        assert!((moments.skewness().unwrap() - truth).abs() < 1e-12);
        assert_eq!([5.0; 9].into_iter().collect::<Moments>().skewness(), None);
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
            if m.is_some_and(|variance| variance > 1e-3) {
                let (m, t) = (merged.skewness(), together.skewness());
                prop_assert!((m.unwrap_or(0.0) - t.unwrap_or(0.0)).abs() < 1e-6);
            }
        }
    }
}
