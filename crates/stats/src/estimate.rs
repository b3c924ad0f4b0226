use std::cell::Cell;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::student_t_quantile;
use ts_rs::TS;

/// A value with the interval that covers the truth at the stated confidence. The interval speaks of
/// simulation noise only, not of how good the model's figures are.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Estimate {
    /// The best single figure.
    pub value: f64,
    /// The interval's lower end.
    pub low: f64,
    /// The interval's upper end.
    pub high: f64,
}

impl Estimate {
    /// `value` ± `half_width`.
    #[must_use]
    pub fn around(value: f64, half_width: f64) -> Self {
        Self {
            value,
            low: value - half_width,
            high: value + half_width,
        }
    }

    /// A figure that is known exactly.
    #[must_use]
    pub const fn exact(value: f64) -> Self {
        Self {
            value,
            low: value,
            high: value,
        }
    }

    /// How far the interval reaches from the value, on the side on which it reaches further: the value ±
    /// this holds it, however uneven it is.
    #[must_use]
    pub fn half_width(&self) -> f64 {
        (self.high - self.value).max(self.value - self.low)
    }

    /// [`Estimate::half_width`] as a share of the value; infinite where the value is 0 and the
    /// interval is not.
    #[must_use]
    pub fn relative_half_width(&self) -> f64 {
        if self.high > self.low {
            self.half_width() / self.value.abs()
        } else {
            0.0
        }
    }

    /// Whether `truth` lies in the interval.
    #[must_use]
    pub fn covers(&self, truth: f64) -> bool {
        self.low <= truth && truth <= self.high
    }

    /// The same estimate in another unit: everything times `factor` > 0.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        Self {
            value: self.value * factor,
            low: self.low * factor,
            high: self.high * factor,
        }
    }

    /// The same estimate with its interval held within `low` to `high`, for figures that cannot lie
    /// outside.
    #[must_use]
    pub fn within(self, low: f64, high: f64) -> Self {
        Self {
            value: self.value,
            low: self.low.clamp(low, high),
            high: self.high.clamp(low, high),
        }
    }
}

/// How often an interval is to cover the truth: between 0 and 1, both excluded.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Confidence(f64);

impl Confidence {
    /// A confidence of 95 %.
    pub const STANDARD: Self = Self(0.95);

    /// The confidence `share`; `None` unless it lies between 0 and 1.
    #[must_use]
    pub fn new(share: f64) -> Option<Self> {
        (share > 0.0 && share < 1.0).then_some(Self(share))
    }

    /// The confidence as a share of 1.
    #[must_use]
    pub const fn share(self) -> f64 {
        self.0
    }

    /// How many standard errors, estimated from `n` ≥ 2 independent figures, the interval reaches
    /// to each side.
    #[must_use]
    pub fn standard_errors(self, n: usize) -> f64 {
        // Asked for the same again and again, and found by bisection.
        thread_local! {
            static LAST: Cell<(f64, usize, f64)> = const { Cell::new((0.0, 0, 0.0)) };
        }
        let (share, last, found) = LAST.get();
        if (share, last) == (self.0, n) {
            return found;
        }
        let found = student_t_quantile(0.5 + 0.5 * self.0, (n - 1) as f64);
        LAST.set((self.0, n, found));
        found
    }
}

impl Default for Confidence {
    fn default() -> Self {
        Self::STANDARD
    }
}
