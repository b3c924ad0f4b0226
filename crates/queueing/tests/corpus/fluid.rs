use spinout_queueing::fluid::{Ask, Fluid, fluid};
use spinout_queueing::preview::{Busy, preview};

use super::{Effort, Error, enlarged, random, simulate};

/// How many times as large the random networks are made: so that no pool is a handful of instances.
const TIMES: u32 = 10;

/// What comparing the fluid with the engine found.
#[derive(Default)]
pub struct FluidErrors {
    /// Use of the busiest resource, and relative errors of the mean response and its 95th percentile.
    pub cases: Vec<(Busy, Error)>,
    pub refused: bool,
    pub overloaded: bool,
}

/// The fluid against the engine on one random network.
pub fn against_events(seed: u64, (replications, requests): Effort) -> FluidErrors {
    let network = enlarged(random(seed), TIMES);
    let ask = Ask {
        horizon_s: None,
        seed: 1,
        tracers: 20_000,
    };
    let mut found = FluidErrors::default();
    let Ok(told) = fluid(&network, &ask) else {
        found.refused = true;
        return found;
    };
    let truths = simulate(&network, &preview(&network, 0.0), replications, requests);
    let Some(truths) = truths.filter(|_| told.overload.is_none()) else {
        found.overloaded = true;
        return found;
    };
    for (journey, truth) in told.journeys.iter().zip(&truths) {
        if truth.error > 0.05 || journey.traces.is_empty() {
            continue;
        }
        let mut times: Vec<f64> = journey.traces.iter().map(|t| t.response_s).collect();
        times.sort_by(f64::total_cmp);
        let mean = times.iter().sum::<f64>() / times.len() as f64;
        let p95 = times[times.len() * 95 / 100];
        found.cases.push((
            told.busy(),
            [mean / truth.mean - 1.0, p95 / truth.p95 - 1.0],
        ));
    }
    found
}
