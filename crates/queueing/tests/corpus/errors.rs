use std::collections::BTreeMap;

use spinout_network::Network;
use spinout_queueing::preview::{Class, preview};

use super::engine::simulate;

/// Relative errors of one time: of the mean, and of the 95th percentile.
pub type Error = [f64; 2];

/// What was compared.
#[derive(Default)]
pub struct Errors {
    /// By class, one for each response and each asynchronous completion.
    pub by_class: BTreeMap<Class, Vec<Error>>,
    /// Networks that both answered, networks that either found to be overloaded, and networks that the
    /// preview refused a journey of.
    pub compared: usize,
    pub overloaded: usize,
    pub refused: usize,
}

/// Replications of the engine, and requests of each.
pub type Effort = (u32, f64);

/// Standard error of the engine's mean above which it is no measure for the preview.
const TOO_UNSURE: f64 = 0.05;

impl Errors {
    /// Compares one network, and gives the errors of its journeys' responses.
    pub fn add(
        &mut self,
        network: &Network,
        (replications, requests): Effort,
    ) -> Vec<(Class, Error)> {
        let told = preview(network, 0.0);
        let mut own = Vec::new();
        if told.saturated.is_some() {
            self.overloaded += 1;
            return own;
        }
        if told
            .journeys
            .iter()
            .any(|journey| !journey.reasons.is_empty())
        {
            self.refused += 1;
        }
        let Some(truths) = simulate(network, &told, replications, requests) else {
            self.overloaded += 1;
            return own;
        };
        self.compared += 1;
        for (journey, truth) in told.journeys.iter().zip(&truths) {
            if truth.error > TOO_UNSURE {
                continue;
            }
            if let (Some(times), Some(class)) = (journey.response_s, journey.response_class) {
                own.push((
                    class,
                    [times.mean / truth.mean - 1.0, times.p95 / truth.p95 - 1.0],
                ));
            }
            if let (Some(times), Some(class)) = (journey.completion_s, journey.completion_class)
                && Some(class) != journey.response_class
            {
                let error = [
                    times.mean / truth.completion_mean - 1.0,
                    times.p95 / truth.completion_p95 - 1.0,
                ];
                own.push((class, error));
            }
        }
        for (class, error) in &own {
            self.by_class.entry(*class).or_default().push(*error);
        }
        own
    }
}

/// The value that a share of the cases stay within, without sign.
pub fn quantile(errors: &[Error], which: usize, share: f64) -> f64 {
    let mut sizes: Vec<f64> = errors.iter().map(|error| error[which].abs()).collect();
    sizes.sort_by(f64::total_cmp);
    let place = (share * (sizes.len() as f64 - 1.0)).ceil() as usize;
    sizes[place.min(sizes.len() - 1)]
}
