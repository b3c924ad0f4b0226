use spinout_sim::WindowReport;
use spinout_stats::{Confidence, Estimate, Histogram, paired_mean, paired_ratio, proportion};

use super::{mean_of, times::Times};
use crate::{Latency, Measured, RequestsDifference, RequestsOutcome, Threshold};

/// The requests of one journey that arrived in one window.
#[derive(Clone, Debug)]
pub(crate) struct Requests {
    length_s: f64,
    thresholds: Vec<Threshold>,
    response: Times,
    completion: Times,
    success_response: Times,
    /// Answered requests a second, of each replication.
    throughput: Vec<f64>,
    /// Successful and answered, of each replication.
    success: Vec<(u64, u64)>,
    /// Good and arrived, by threshold, of each replication.
    good: Vec<Vec<(u64, u64)>>,
    arrived: u64,
    censored: u64,
    incomplete: u64,
}

impl Requests {
    pub(crate) fn new(length_s: f64, thresholds: Vec<Threshold>) -> Self {
        Self {
            length_s,
            response: Times::default(),
            completion: Times::default(),
            success_response: Times::default(),
            throughput: Vec::new(),
            success: Vec::new(),
            good: vec![Vec::new(); thresholds.len()],
            thresholds,
            arrived: 0,
            censored: 0,
            incomplete: 0,
        }
    }

    pub(crate) fn arrived(&self) -> u64 {
        self.arrived
    }

    pub(crate) fn response(&self) -> &Times {
        &self.response
    }

    pub(crate) fn add(&mut self, report: &WindowReport) {
        let counts = report.counts;
        let answered = counts.succeeded + counts.failed;
        self.response.add(&report.response);
        self.completion.add(&report.completion);
        self.success_response.add(&report.response_success);
        self.throughput.push(answered as f64 / self.length_s);
        self.success.push((counts.succeeded, answered));
        for (good, threshold) in self.good.iter_mut().zip(&self.thresholds) {
            // Who has no answer yet has waited longer than any threshold: the run is drained for
            // longer than that.
            good.push((good_requests(threshold, report), counts.arrived));
        }
        self.arrived += counts.arrived;
        self.censored += counts.in_flight;
        self.incomplete += answered - report.completed;
    }

    pub(crate) fn outcome(&self, confidence: Confidence) -> RequestsOutcome {
        RequestsOutcome {
            response_s: self.unless_censored(&self.response, confidence),
            completion_s: self.unless_censored(&self.completion, confidence),
            success_response_s: self.success_response.latency(confidence),
            throughput_per_s: mean_of(&self.throughput, confidence),
            success_rate: proportion(&self.success, confidence),
            good: self
                .good
                .iter()
                .map(|good| proportion(good, confidence))
                .collect(),
            requests: self.arrived,
            censored: self.censored,
            incomplete: self.incomplete,
        }
    }

    /// The estimates of a time that ended for `times.count()` of the requests only. The others are
    /// the slowest: a quantile that they would move is not stated, nor a mean without them.
    fn unless_censored(&self, times: &Times, confidence: Confidence) -> Latency {
        let open = self.arrived.saturating_sub(times.count()) as f64;
        let share = open / self.arrived.max(1) as f64;
        let mut latency = times.latency(confidence);
        for (estimate, q) in latency.quantiles.iter_mut().zip(Latency::QUANTILES) {
            if share > TOLERATED * (1.0 - q) {
                *estimate = None;
            }
        }
        if share > TOLERATED * 0.01 {
            latency.mean = None;
        }
        latency
    }

    pub(crate) fn minus(&self, base: &Self, confidence: Confidence) -> RequestsDifference {
        let difference = |own: &Latency, others: &Latency, paired: Latency| Latency {
            mean: paired
                .mean
                .filter(|_| own.mean.is_some() && others.mean.is_some()),
            quantiles: std::array::from_fn(|i| {
                let both = own.quantiles[i].is_some() && others.quantiles[i].is_some();
                paired.quantiles[i].filter(|_| both)
            }),
        };
        let (own, others) = (self.outcome(confidence), base.outcome(confidence));
        RequestsDifference {
            response_s: difference(
                &own.response_s,
                &others.response_s,
                self.response.minus(&base.response, confidence),
            ),
            completion_s: difference(
                &own.completion_s,
                &others.completion_s,
                self.completion.minus(&base.completion, confidence),
            ),
            success_response_s: difference(
                &own.success_response_s,
                &others.success_response_s,
                self.success_response
                    .minus(&base.success_response, confidence),
            ),
            throughput_per_s: paired_mean(&self.throughput, &base.throughput, confidence),
            success_rate: rates(&self.success, &base.success, confidence),
            good: self
                .good
                .iter()
                .zip(&base.good)
                .map(|(own, base)| rates(own, base, confidence))
                .collect(),
        }
    }
}

/// How many open requests, as a share of those beyond a quantile, leave it as good as it is.
const TOLERATED: f64 = 0.1;

fn good_requests(threshold: &Threshold, report: &WindowReport) -> u64 {
    let within = |times: &Histogram| times.count_at_most((threshold.within_s * 1e9) as u64);
    match threshold.what {
        Measured::Response => within(&report.response_success),
        Measured::Completion => within(&report.completion_success),
        Measured::Success => report.counts.succeeded,
    }
}

/// The difference of two rates, paired by replication.
fn rates(own: &[(u64, u64)], base: &[(u64, u64)], confidence: Confidence) -> Option<Estimate> {
    let figures = |rates: &[(u64, u64)]| -> Vec<(f64, f64)> {
        rates.iter().map(|r| (r.0 as f64, r.1 as f64)).collect()
    };
    let difference = paired_ratio(&figures(own), &figures(base), confidence)?;
    Some(difference.within(-1.0, 1.0))
}
