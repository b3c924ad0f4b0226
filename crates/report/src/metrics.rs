//! Figures of the metrics M1 to M12 as people read them.

use spinout_results::{Bound, MetricTarget};

use crate::figures::{money, number, percent, time};

/// A value in the unit of its metric.
#[must_use]
pub fn figure(value: f64, unit: &str) -> String {
    match unit {
        "s" => time(value),
        "share" => percent(value),
        "messages" => number(value),
        "per week" => format!("{} a week", number(value)),
        "× of its budget" => format!("{} ×", number(value)),
        currency => money(value, currency),
    }
}

/// A target in the unit of its metric: `below 300 ms`.
#[must_use]
pub fn target(target: MetricTarget, unit: &str) -> String {
    let value = figure(target.value, unit);
    match target.bound {
        Bound::Below => format!("below {value}"),
        Bound::AtMost => format!("at most {value}"),
        Bound::AtLeast => format!("at least {value}"),
    }
}
