use spinout_network::{Arrivals, Network};
use spinout_queueing::preview::Preview;
use spinout_sim::{Outcome, RunConfig, Simulation};
use spinout_stats::Histogram;

/// What the engine says of a journey, seconds.
#[derive(Clone, Copy, Debug)]
pub struct Truth {
    pub mean: f64,
    pub p95: f64,
    pub completion_mean: f64,
    pub completion_p95: f64,
    /// Relative standard error of the mean response.
    pub error: f64,
}

/// The truth by journey, from `replications` with so many `requests` each, the warm-up apart. None where the
/// engine finds an overload, or a journey with too few requests to tell.
pub fn simulate(
    network: &Network,
    foretold: &Preview,
    replications: u32,
    requests: f64,
) -> Option<Vec<Truth>> {
    let rates =
        network
            .journeys
            .iter()
            .zip(&foretold.journeys)
            .map(|(journey, told)| match &journey.arrivals {
                Arrivals::Open { rate, .. } => rate.at(0.0),
                _ => told.throughput_per_s.unwrap_or(0.0),
            });
    let rates: Vec<f64> = rates.collect();
    let least = rates.iter().copied().fold(f64::INFINITY, f64::min);
    let all: f64 = rates.iter().sum();
    let horizon = (requests / all).max((requests / 20.0) / least.max(all / 100.0));
    let count = network.journeys.len();
    let mut pooled = vec![[Histogram::default(), Histogram::default()]; count];
    let mut means = vec![Vec::new(); count];
    for replication in 0..replications {
        let config = RunConfig {
            drain: horizon,
            buckets: 1,
            ..RunConfig::new(7, replication, 0.3 * horizon, horizon)
        };
        let mut simulation = Simulation::new(network, &config).ok()?;
        simulation.run_to_end();
        let report = simulation.report();
        if report.outcome != Outcome::Completed || report.groups.iter().any(|g| g.refused > 0) {
            return None;
        }
        for (number, journey) in report.journeys.iter().enumerate() {
            let window = &journey.windows[0];
            pooled[number][0].merge(&window.response);
            pooled[number][1].merge(&window.completion);
            means[number].push(window.response.mean()?);
        }
    }
    let seconds = |value: f64| value * 1e-9;
    let quantile = |histogram: &Histogram| Some(seconds(histogram.value_at_quantile(0.95)? as f64));
    let truths = pooled
        .iter()
        .zip(&means)
        .map(|([response, completion], means)| {
            let mean = means.iter().sum::<f64>() / means.len() as f64;
            let spread = means.iter().map(|m| (m - mean).powi(2)).sum::<f64>();
            let count = means.len() as f64;
            Some(Truth {
                mean: seconds(response.mean()?),
                p95: quantile(response)?,
                completion_mean: seconds(completion.mean()?),
                completion_p95: quantile(completion)?,
                error: (spread / (count - 1.0).max(1.0) / count).sqrt() / mean,
            })
        });
    truths.collect()
}
