use spinout_cost::Prices;
use spinout_results::Run;

use crate::check::{Found, check};
use crate::design::Design;

/// A run in which the instances grew to so many times those at the start is told.
const SURGE: u32 = 5;

/// More than this many times the smallest number of instances is no bound that protects a budget.
const RANGE: u32 = 20;

check! {
    /// An autoscaler whose upper bound protects no budget.
    ///
    /// A scaler that works off a backlog, or reacts to a metric that scaling does not mend, goes up to its
    /// maximum and stays there. If that is far from what is ever needed, the bill jumps before anyone
    /// looks. Found where the maximum is more than 20 times the minimum; and in a run, where the instances grew
    /// to five times those at the start and no `budget` stops it.
    ///
    /// ```json
    /// { "elements": { "shop": { "process": { "autoscaler": {
    ///   "min": 2, "max": 200, "target": { "cpu": 0.6 } } } } } }
    /// ```
    ///
    /// # Fix
    /// Bound it by what the busiest hour needs and a reserve, and set an alert on the budget.
    ///
    /// ```json
    /// { "elements": { "shop": { "process": { "autoscaler": {
    ///   "min": 2, "max": 8, "target": { "cpu": 0.6 } } } } } }
    /// ```
    "A3" Warning Both(find, find_in_run)
}

fn find_in_run(design: &Design<'_>, run: &Run, found: &mut Found) {
    let prices = Prices::of(design.model);
    for (id, element) in design.processes() {
        let Some(process) = &element.process else {
            continue;
        };
        let (Some(scaler), Some(ran)) = (&process.autoscaler, run.elements.get(id)) else {
            continue;
        };
        let start = process.replicas.max(1);
        if scaler.budget.is_some() || ran.replicas_max < start.saturating_mul(SURGE) {
            continue;
        }
        let price = process.instance.as_ref().and_then(|i| prices.find(i));
        let cost = price.map_or(String::new(), |price| {
            let [low, high] = [start, ran.replicas_max].map(|n| price.unit_price * f64::from(n));
            format!(", from {low:.2} to {high:.2} USD an hour")
        });
        found.say(
            format!("elements/{id}/process/autoscaler/max"),
            format!(
                "in `{}` {} grew from {start} to {} instances{cost}, and no budget stops it",
                run.scenario,
                element.label(id),
                ran.replicas_max
            ),
            "give the autoscaler a budget, or a maximum that the busiest hour needs",
        );
    }
}

fn find(design: &Design<'_>, found: &mut Found) {
    let prices = Prices::of(design.model);
    for (id, element) in design.processes() {
        let Some(process) = &element.process else {
            continue;
        };
        let Some(scaler) = &process.autoscaler else {
            continue;
        };
        if scaler.max <= scaler.min.max(1).saturating_mul(RANGE) {
            continue;
        }
        let price = process.instance.as_ref().and_then(|i| prices.find(i));
        let cost = price.map_or(String::new(), |price| {
            let hour = price.unit_price * f64::from(scaler.max);
            format!(", which costs {hour:.2} USD an hour")
        });
        found.say(
            format!("elements/{id}/process/autoscaler/max"),
            format!(
                "{} may grow from {} to {} instances{cost}: a scaler that runs away meets no bound",
                element.label(id),
                scaler.min,
                scaler.max
            ),
            "lower max to what the busiest hour needs, and alert on the budget",
        );
    }
}
