use std::collections::BTreeMap;

use spinout_lower::Lowered;
use spinout_results::{Comparison, Difference, FORMAT, JourneyDifference, Run};
use spinout_stats::Estimate;
use spinout_study::{Differences, Latency, Outcome, RequestsDifference, RequestsOutcome};
use spinout_units::{Finding, ObjectiveId};

/// Option − base. `base` and `option` are `(run, outcome)` of the same scenario and seed, and
/// `differences` those that the study paired; `findings` what is to be said after each run.
#[must_use]
pub fn comparison(
    lowered: &Lowered,
    base: (Run, &Outcome),
    option: (Run, &Outcome),
    differences: &Differences,
    findings: [Vec<Finding>; 2],
) -> Comparison {
    let mut journeys = BTreeMap::new();
    for (index, id) in lowered.journeys.iter().enumerate() {
        let objectives: Vec<ObjectiveId> = base
            .0
            .journeys
            .get(id)
            .map(|journey| {
                journey
                    .objectives
                    .iter()
                    .map(|kept| kept.id.clone())
                    .collect()
            })
            .unwrap_or_default();
        let (Some(of_base), Some(of_option), Some(difference)) = (
            base.1.journeys.get(index),
            option.1.journeys.get(index),
            differences.whole.get(index),
        ) else {
            continue;
        };
        let whole = figures(
            &of_base.requests,
            &of_option.requests,
            difference,
            &objectives,
        );
        let mut windows = BTreeMap::new();
        for (at, window) in lowered.windows.iter().skip(1).enumerate() {
            let pick = |outcome: &Outcome| outcome.windows.get(at)?.get(index).cloned();
            let paired = differences.windows.get(at).and_then(|all| all.get(index));
            if let (Some(a), Some(b), Some(paired)) = (pick(base.1), pick(option.1), paired) {
                windows.insert(window.id.clone(), figures(&a, &b, paired, &objectives));
            }
        }
        journeys.insert(id.clone(), JourneyDifference { whole, windows });
    }
    let both = |figure: fn(&Run) -> Option<f64>| Some(figure(&option.0)? - figure(&base.0)?);
    Comparison {
        format: FORMAT,
        scenario: base.0.scenario.clone(),
        base: base.0.option.clone(),
        option: option.0.option.clone(),
        journeys,
        cost_per_month: both(|run| Some(run.cost.as_ref()?.per_month)),
        worst_value_lost: both(|run| {
            Some(
                run.blast_radius
                    .as_ref()?
                    .worst
                    .as_ref()
                    .map_or(0.0, |worst| worst.value_lost),
            )
        }),
        runs: vec![base.0, option.0],
        findings: findings.into(),
    }
}

/// Every figure that both sides have, by its path in the results.
fn figures(
    base: &RequestsOutcome,
    option: &RequestsOutcome,
    paired: &RequestsDifference,
    objectives: &[ObjectiveId],
) -> BTreeMap<String, Difference> {
    let mut all = BTreeMap::new();
    let mut add =
        |name: String, a: Option<Estimate>, b: Option<Estimate>, difference: Option<Estimate>| {
            if let (Some(a), Some(b), Some(difference)) = (a, b, difference) {
                let certain = difference.low > 0.0 || difference.high < 0.0;
                all.insert(
                    name,
                    Difference {
                        base: a.value,
                        option: b.value,
                        difference,
                        certain,
                    },
                );
            }
        };
    for (name, a, b, difference) in [
        (
            "response_s",
            &base.response_s,
            &option.response_s,
            &paired.response_s,
        ),
        (
            "completion_s",
            &base.completion_s,
            &option.completion_s,
            &paired.completion_s,
        ),
        (
            "success_response_s",
            &base.success_response_s,
            &option.success_response_s,
            &paired.success_response_s,
        ),
    ] {
        add(format!("{name}/mean"), a.mean, b.mean, difference.mean);
        for (at, figure) in ["p50", "p90", "p95", "p99", "p999"].into_iter().enumerate() {
            let of = |latency: &Latency| latency.quantiles[at];
            add(format!("{name}/{figure}"), of(a), of(b), of(difference));
        }
    }
    let rates = [
        (
            "throughput_per_s",
            base.throughput_per_s,
            option.throughput_per_s,
            paired.throughput_per_s,
        ),
        (
            "success_rate",
            base.success_rate,
            option.success_rate,
            paired.success_rate,
        ),
    ];
    for (name, a, b, difference) in rates {
        add(name.to_owned(), a, b, difference);
    }
    for (at, id) in objectives.iter().enumerate() {
        let of = |good: &[Option<Estimate>]| good.get(at).copied().flatten();
        add(
            format!("objectives/{id}"),
            of(&base.good),
            of(&option.good),
            of(&paired.good),
        );
    }
    all
}
