use spinout_model::{Breaker, Relationship};

use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// A breaker that opens by chance.
    ///
    /// A breaker that looks at a handful of calls opens on two unlucky ones in a row, and turns a failure rate
    /// of a percent into an outage of a minute. Found where, at the failures that the model gives to what is
    /// called, it would open more often than once a week.
    ///
    /// ```json
    /// {
    ///   "elements": { "bank": { "operations": { "default": { "failure_rate": 0.01 } } } },
    ///   "relationships": { "ask-bank": { "breaker": { "window": 4, "failure_ratio": 0.5 } } }
    /// }
    /// ```
    ///
    /// # Fix
    /// Let it look at more calls, and open at a share that chance does not reach.
    ///
    /// ```json
    /// {
    ///   "elements": { "bank": { "operations": { "default": { "failure_rate": 0.01 } } } },
    ///   "relationships": { "ask-bank": { "breaker": { "window": 50, "failure_ratio": 0.5 } } }
    /// }
    /// ```
    "B5" Warning Design(find)
}

const WEEK_S: f64 = 604_800.0;

fn find(design: &Design<'_>, found: &mut Found) {
    for (id, link) in &design.architecture.relationships {
        let (Some(breaker), Some(share)) = (&link.breaker, failures(design, link)) else {
            continue;
        };
        let rates = design.steady().filter_map(|s| {
            let rates = design.peak_rates(s)?;
            let journeys = rates
                .iter()
                .map(|(id, rate)| (&design.architecture.journeys[*id].entry, *rate));
            let visits = design.operations.visits_of(journeys)?;
            Some(visits.get(&link.from)? * link.per_request)
        });
        let calls = rates.fold(0.0, f64::max);
        let home = design.element(design.home(&link.from.element));
        let instances = home.and_then(|e| e.process.as_ref()).map_or(1, |p| p.replicas);
        let each = calls / f64::from(instances.max(1));
        let a_week = each * WEEK_S * chance_a_call(breaker, share);
        if a_week > 1.0 {
            found.say(
                format!("relationships/{id}/breaker"),
                format!(
                    "{} of calls to {} fail anyway, and at {each:.1} calls a second from each instance the \
                     breaker opens by chance about {} a week",
                    percent(share),
                    design.label(&link.to.element),
                    times(a_week)
                ),
                "let it look at more calls, or open at a greater share",
            );
        }
    }
}

/// The share of calls that fail by what the model says of what is called.
fn failures(design: &Design<'_>, link: &Relationship) -> Option<f64> {
    let asked = design.element(&link.to.element)?;
    let share = asked.operations.get(&link.to.operation)?.failure_rate;
    (share > 0.0 && share < 1.0).then_some(share)
}

/// The chance that a call is the one that opens the breaker, in windows that do not overlap: fewer than in
/// truth, so that nothing is found that is not so.
fn chance_a_call(breaker: &Breaker, share: f64) -> f64 {
    let least = breaker.min_calls.unwrap_or(breaker.window).clamp(1, breaker.window.max(1));
    let opens = (f64::from(least) * breaker.failure_ratio).ceil().max(1.0);
    let by_share = at_least(least, opens as u32, share) / f64::from(least);
    let in_a_row = breaker.consecutive.map_or(0.0, |row| {
        let all = (0..row).fold(1.0, |chance, _| chance * share);
        all / f64::from(row.max(1))
    });
    by_share.max(in_a_row)
}

/// The chance of at least `most` failures among `calls`: the binomial tail.
fn at_least(calls: u32, most: u32, share: f64) -> f64 {
    let odds = share / (1.0 - share);
    let mut term = (0..calls).fold(1.0, |term, _| term * (1.0 - share));
    let mut sum = 0.0;
    for k in 0..=calls {
        if k >= most {
            sum += term;
        }
        term *= odds * f64::from(calls - k) / f64::from(k + 1);
    }
    sum.min(1.0)
}

fn percent(share: f64) -> String {
    format!("{} %", (share * 1e4).round() / 100.0)
}

fn times(a_week: f64) -> String {
    if a_week < 10.0 {
        format!("{a_week:.1} times")
    } else {
        format!("{a_week:.0} times")
    }
}

#[cfg(test)]
mod tests {
    use super::at_least;

    #[test]
    fn the_tail_is_the_binomials() {
        // Two of four at 1 %: 6 · 0.01² · 0.99² + 4 · 0.01³ · 0.99 + 0.01⁴.
        let exact = 6.0 * 1e-4 * 0.9801 + 4.0 * 1e-6 * 0.99 + 1e-8;
        assert!((at_least(4, 2, 0.01) - exact).abs() < 1e-15);
        assert!((at_least(4, 0, 0.3) - 1.0).abs() < 1e-12);
        assert!((at_least(3, 3, 0.5) - 0.125).abs() < 1e-15);
    }
}
