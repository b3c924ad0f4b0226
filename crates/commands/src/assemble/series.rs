use spinout_lower::Lowered;
use spinout_results::{Band, ElementSeries, JourneySeries, RunSeries};
use spinout_stats::Estimate;
use spinout_study::Outcome;

/// The run over time.
pub(super) fn series(lowered: &Lowered, outcome: &Outcome) -> RunSeries {
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
                };
                (id.clone(), series)
            })
            .collect(),
        elements: lowered
            .elements
            .iter()
            .zip(&found.elements)
            .filter_map(|(id, series)| {
                let series = ElementSeries {
                    queue_length: band(&series.queue_length),
                    utilization: band(&series.utilization),
                    replicas: band(&series.replicas),
                };
                let told = [&series.queue_length, &series.utilization, &series.replicas]
                    .iter()
                    .any(|band| band.value.iter().any(Option::is_some));
                told.then_some((id.clone()?, series))
            })
            .collect(),
    }
}

fn band(found: &[Option<Estimate>]) -> Band {
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
