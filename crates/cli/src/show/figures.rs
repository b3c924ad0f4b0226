use spinout_commands::results::Latency;
use spinout_report::figures::{number, percent, time};
use spinout_units::OptionId;

/// An estimate with its interval, as text; a dash where there is none.
macro_rules! estimate {
    ($estimate:expr, $show:expr) => {
        match $estimate {
            Some(e) => $crate::show::figures::with_interval(e.value, e.low, e.high, $show),
            None => "–".to_owned(),
        }
    };
}
pub(super) use estimate;

/// The figures of a latency, with the half-width of each interval in percent.
pub(super) fn latency(latency: &Latency) -> Vec<String> {
    let Latency {
        mean,
        p50,
        p95,
        p99,
        p999,
        ..
    } = *latency;
    [mean, p50, p95, p99, p999]
        .into_iter()
        .map(|figure| estimate!(figure, time))
        .collect()
}

/// The headings of [`latency`].
pub(super) const LATENCY: [&str; 5] = ["mean", "P50", "P95", "P99", "P99.9"];

/// `412 ms ±3 %`, or the ends of the interval where it is wider than the value.
pub(super) fn with_interval(
    value: f64,
    low: f64,
    high: f64,
    show: impl Fn(f64) -> String,
) -> String {
    let share = (high - value).max(value - low) / value.abs();
    if !share.is_finite() || share < 5e-5 {
        show(value)
    } else if share > 1.0 {
        format!("{} ({} to {})", show(value), show(low), show(high))
    } else {
        format!("{} ±{}", show(value), percent(two_digits(share)))
    }
}

/// An interval's width needs no more than two digits.
fn two_digits(share: f64) -> f64 {
    let scale = 10_f64.powi(1 - share.log10().floor() as i32);
    (share * scale).round() / scale
}

/// A count of things in words: `1 option`, `3 options`.
pub(super) fn count(n: usize, what: &str) -> String {
    let s = if n == 1 { "" } else { "s" };
    format!("{} {what}{s}", number(n as f64))
}

/// `option under scenario`.
pub(super) fn subject(option: &OptionId, scenario: &str) -> String {
    format!("{option} under {scenario}")
}
