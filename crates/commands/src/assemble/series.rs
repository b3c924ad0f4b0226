use std::collections::BTreeMap;

use spinout_lower::Lowered;
use spinout_model::Architecture;
use spinout_results::{Band, ElementSeries, JourneySeries, RunSeries};
use spinout_stats::Estimate;
use spinout_study::Outcome;
use spinout_units::{JourneyId, ObjectiveId};

/// The run over time.
pub(super) fn series(
    architecture: &Architecture,
    lowered: &Lowered,
    outcome: &Outcome,
) -> RunSeries {
    let found = &outcome.series;
    RunSeries {
        time_s: found.time_s.clone(),
        journeys: lowered
            .journeys
            .iter()
            .zip(&found.journeys)
            .map(|(id, series)| {
                let series = JourneySeries {
                    arrivals_per_s: band(&series.arrivals_per_s),
                    response_mean_s: band(&series.response_mean_s),
                    response_p99_s: band(&series.response_p99_s),
                    failures_per_s: band(&series.failures_per_s),
                    burn_rate: burn_rates(architecture, id, &series.bad),
                    trace_join_rate: Vec::new(),
                };
                (id.clone(), series)
            })
            .collect(),
        elements: lowered
            .elements
            .iter()
            .zip(&found.elements)
            .filter_map(|(id, series)| {
                let series = element(series);
                let told = [
                    &series.queue_length,
                    &series.utilization,
                    &series.replicas,
                    &series.nodes,
                ]
                .iter()
                .any(|band| band.value.iter().any(Option::is_some));
                told.then_some((id.clone()?, series))
            })
            .collect(),
        links: super::links::series(outcome),
        ..RunSeries::default()
    }
}

fn element(found: &spinout_study::ElementSeries) -> ElementSeries {
    let dead = found.dead_letters.iter().any(Option::is_some);
    let mut denied = found.denied_per_s.iter().flatten();
    let denied = denied.any(|denied| denied.value > 0.0);
    let ratios = found.hit_ratio.iter();
    ElementSeries {
        queue_length: band(&found.queue_length),
        utilization: band(&found.utilization),
        replicas: band(&found.replicas),
        dead_letters: if dead {
            band(&found.dead_letters)
        } else {
            Band::default()
        },
        denied_per_s: if denied {
            band(&found.denied_per_s)
        } else {
            Band::default()
        },
        pending: band(&found.pending),
        nodes: band(&found.nodes),
        cold_starts_per_s: band(&found.cold_starts_per_s),
        throttled_per_s: band(&found.throttled_per_s),
        hit_ratio: ratios
            .map(|(name, ratio)| (name.clone(), band(ratio)))
            .collect(),
    }
}

pub(super) fn band(found: &[Option<Estimate>]) -> Band {
    let pick = |figure: fn(&Estimate) -> f64| {
        found
            .iter()
            .map(|estimate| estimate.as_ref().map(figure))
            .collect()
    };
    Band {
        value: pick(|e| e.value),
        low: pick(|e| e.low),
        high: pick(|e| e.high),
    }
}

/// The share of bad requests over time ÷ what each objective allows.
fn burn_rates(
    architecture: &Architecture,
    journey: &JourneyId,
    bad: &[Vec<Option<Estimate>>],
) -> BTreeMap<ObjectiveId, Band> {
    let Some(journey) = architecture.journeys.get(journey) else {
        return BTreeMap::new();
    };
    let objectives = journey.objectives.iter().zip(bad);
    objectives
        .map(|((id, objective), bad)| {
            let allowed = 1.0 - objective.target;
            let burns = |estimate: &Option<Estimate>| {
                estimate.as_ref().map(|bad| Estimate {
                    value: bad.value / allowed,
                    low: bad.low.max(0.0) / allowed,
                    high: bad.high.min(1.0) / allowed,
                })
            };
            let burns: Vec<_> = bad.iter().map(burns).collect();
            (id.clone(), band(&burns))
        })
        .collect()
}
