//! Histograms, quantiles, warm-up detection, confidence intervals, paired differences. It knows
//! nothing of ours: no models, networks or engines, only numbers. Every function gives the same bits
//! on every platform, so it uses `libm` and no floating-point function of the platform.

mod distributions;
mod estimate;
mod histogram;
mod moments;
mod replications;
mod sample;
mod warm_up;

pub use distributions::{normal_quantile, student_t_quantile};
pub use estimate::{Confidence, Estimate};
pub use histogram::Histogram;
pub use moments::Moments;
pub use replications::{mean, paired_mean, paired_ratio, proportion, ratio, share_half_width};
pub use sample::{Sample, levels};
pub use warm_up::{Truncation, mser5};
