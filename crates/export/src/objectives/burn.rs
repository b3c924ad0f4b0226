//! Multi-window, multi-burn-rate alerts as in the SRE workbook, chapter on alerting on SLOs.

use crate::write::tidy;

/// A pair of windows over which a burn rate alerts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Burn {
    /// Does it wake somebody up? It opens a ticket otherwise.
    pub pages: bool,
    /// The long window, as Prometheus writes it and in seconds.
    pub long: (&'static str, f64),
    /// The short window, a twelfth of the long one: the alert ends soon after its cause.
    pub short: (&'static str, f64),
    /// How many times as fast as it lasts the error budget is spent.
    pub factor: f64,
    /// The share of the budget that is spent when it fires.
    pub spent: f64,
    /// 1 − target.
    pub budget: f64,
}

const HOUR: f64 = 3600.0;
const DAY: f64 = 24.0 * HOUR;

/// The workbook's table: pages, long window, short window, share of the budget.
type Row = (bool, (&'static str, f64), (&'static str, f64), f64);
const TABLE: [Row; 4] = [
    (true, ("1h", HOUR), ("5m", HOUR / 12.0), 0.02),
    (true, ("6h", 6.0 * HOUR), ("30m", HOUR / 2.0), 0.05),
    (false, ("1d", DAY), ("2h", 2.0 * HOUR), 0.10),
    (false, ("3d", 3.0 * DAY), ("6h", 6.0 * HOUR), 0.10),
];

/// The alerts of an objective over `period_s` seconds, and those among them that can never fire.
///
/// Factor = share of the budget × period ÷ long window, but never under 1, where the budget would outlast
/// its period. A long window that is no shorter than the period has no alert.
#[must_use]
pub fn burns(target: f64, period_s: f64) -> (Vec<Burn>, Vec<Burn>) {
    TABLE
        .iter()
        .filter(|(_, long, _, _)| long.1 < period_s)
        .map(|&(pages, long, short, share)| {
            let factor = tidy((share * period_s / long.1).max(1.0));
            Burn {
                pages,
                long,
                short,
                factor,
                spent: tidy(factor * long.1 / period_s),
                budget: tidy(1.0 - target),
            }
        })
        .partition(Burn::can_fire)
}

impl Burn {
    /// Would even a total outage be above the threshold?
    fn can_fire(&self) -> bool {
        self.threshold() < 1.0
    }

    /// The share of bad requests above which it fires.
    #[must_use]
    pub fn threshold(&self) -> f64 {
        tidy(self.factor * self.budget)
    }

    /// How long a share of bad requests, from nothing on, takes to fire it, in seconds: (1 − target) ÷ share
    /// × long window × factor. None where it never does.
    #[must_use]
    pub fn detection_s(&self, bad: f64) -> Option<f64> {
        (bad > self.threshold()).then(|| self.threshold() / bad * self.long.1)
    }

    /// With fewer requests than this in the long window, a single failure fires it.
    pub(crate) fn trips_below(&self) -> f64 {
        1.0 / self.threshold()
    }

    pub(crate) fn severity(&self) -> &'static str {
        if self.pages { "page" } else { "ticket" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() <= 1e-9 * b.abs()
    }

    #[test]
    fn a_month_has_the_factors_and_shares_of_the_workbook() {
        let (fire, never) = burns(0.999, 30.0 * DAY);
        let factors: Vec<f64> = fire.iter().map(|burn| burn.factor).collect();
        let spent: Vec<f64> = fire.iter().map(|burn| burn.spent).collect();
        assert_eq!(factors, [14.4, 6.0, 3.0, 1.0]);
        assert_eq!(spent, [0.02, 0.05, 0.10, 0.10]);
        assert!(never.is_empty());
    }

    #[test]
    fn two_percent_errors_are_seen_after_43_108_and_216_minutes() {
        let (fire, _) = burns(0.999, 30.0 * DAY);
        let minutes: Vec<f64> = fire
            .iter()
            .map(|burn| burn.detection_s(0.02).unwrap() / 60.0)
            .collect();
        for (found, theory) in minutes.iter().zip([43.2, 108.0, 216.0, 216.0]) {
            assert!(near(*found, theory), "{found} {theory}");
        }
    }

    #[test]
    fn one_failure_trips_below_the_counts_of_the_workbook() {
        let (fire, _) = burns(0.999, 30.0 * DAY);
        let counts: Vec<f64> = fire.iter().map(|burn| burn.trips_below().round()).collect();
        assert_eq!(counts, [69.0, 167.0, 333.0, 1000.0]);
    }

    #[test]
    fn alerts_that_no_outage_could_fire_are_told_apart() {
        let severe = |target: f64| burns(target, 30.0 * DAY).1.len();
        assert_eq!(severe(0.931), 0);
        assert_eq!(severe(0.93), 1, "14.4 × 0.07 is above 1");
        assert_eq!(severe(0.83), 2, "and so is 6 × 0.17");
    }

    #[test]
    fn a_short_period_has_no_longer_windows_and_no_factor_under_one() {
        let (fire, never) = burns(0.99, DAY);
        assert_eq!(
            fire.iter().map(|burn| burn.long.0).collect::<Vec<_>>(),
            ["1h", "6h"]
        );
        assert!(fire.iter().all(|burn| burn.factor >= 1.0) && never.is_empty());
    }
}
