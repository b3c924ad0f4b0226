//! Intervals cover the truth as often as they say, stopping rule and paired differences included. The
//! measured shares are in docs/statistics.md.

use std::collections::BTreeMap;

use spinout_network::{Arrivals, Distribution, Group, JourneyIndex, Network, Step, key::key_of};
use spinout_stats::Estimate;
use spinout_study::{
    Latency, Measured, Plan, Precision, Serial, Stop, Threshold, Unobserved, compare,
};

const STUDIES: u64 = 2_000;
const THREADS: u64 = 2;
const RATE: f64 = 0.5;
/// The share of requests that fail.
const FAILURES: f64 = 0.02;
/// What a request may take to be good.
const WITHIN: f64 = 4.0;

/// The smallest k for which a binomial of `n` trials at `p` is at most k with probability ≥ 10⁻⁴.
fn tail(n: u64, p: f64) -> u32 {
    let choose = |k: u64| -> f64 { (0..k).map(|i| ((n - i) as f64 / (i + 1) as f64).ln()).sum() };
    let term = |k: u64| (choose(k) + k as f64 * p.ln() + (n - k) as f64 * (1.0 - p).ln()).exp();
    let mut below = 0.0;
    (0..=n)
        .find(|k| {
            below += term(*k);
            below >= 1e-4
        })
        .map_or(n as u32, |k| k as u32)
}

/// One station with a queue: the response is exponential with mean 1 ÷ (1 ÷ `service` − rate).
fn station(service: f64) -> Network {
    let mut network = Network::default();
    let element = network.add_element("server");
    let group = network.add_group(Group::fifo("server", element, 1));
    let work = vec![
        Step::cpu("work", Distribution::exponential(service)),
        Step::Fail {
            probability: FAILURES,
            key: key_of("breaks"),
        },
    ];
    let program = network.add_program(element, work);
    let call = vec![Step::call("ask", group, program)];
    network.add_journey("ask", Arrivals::poisson(RATE), call);
    network
}

fn mean(service: f64) -> f64 {
    1.0 / (1.0 / service - RATE)
}

/// How often each figure was told, and how often its interval covered the truth.
#[derive(Default)]
struct Count(BTreeMap<String, (u32, u32)>);

impl Count {
    fn see(&mut self, figure: &str, estimate: Option<Estimate>, truth: f64) {
        let count = self.0.entry(figure.to_owned()).or_default();
        if let Some(estimate) = estimate {
            count.0 += 1;
            count.1 += u32::from(estimate.covers(truth));
        }
    }

    fn see_latency(&mut self, of: &str, latency: &Latency, truth: impl Fn(f64) -> f64) {
        self.see(&format!("{of} mean"), latency.mean, truth(1.0));
        for (estimate, q) in latency.quantiles.into_iter().zip(Latency::QUANTILES) {
            // Less than one request of a replication is beyond P99.9: it is not told.
            if q < 0.999 {
                self.see(
                    &format!("{of} P{:.0}", q * 100.0),
                    estimate,
                    truth(-(1.0 - q).ln()),
                );
            }
        }
    }
}

/// Studies two stations, one faster than the other, for each of the seeds. Gives what was covered, and how
/// many studies the stopping rule ended after the first look.
fn covered(seeds: impl Iterator<Item = u64>) -> (Count, u32) {
    let (slow, fast) = (1.0, 0.9);
    let networks = [station(slow), station(fast)];
    let networks: Vec<&Network> = networks.iter().collect();
    let (mut count, mut went_on) = (Count::default(), 0);
    for seed in seeds {
        let plan = Plan {
            precision: Precision {
                relative_half_width: 0.1,
                ..Precision::default()
            },
            thresholds: vec![Threshold {
                journey: JourneyIndex::from(0),
                what: Measured::Response,
                within_s: WITHIN,
            }],
            replication_requests: 600,
            series_steps: 1,
            ..Plan::steady(seed)
        };
        let found = compare(&networks, &plan, &Serial, &Unobserved).expect("valid");
        let (outcome, difference) = (&found.outcomes[0], &found.differences[0].whole[0]);
        assert_eq!(outcome.stop, Stop::Precise);
        went_on += u32::from(outcome.replications > Plan::LEAST_REPLICATIONS);
        let requests = &outcome.journeys[0].requests;
        count.see_latency("response", &requests.response_s, |times| times * mean(slow));
        count.see("throughput", requests.throughput_per_s, RATE);
        count.see("success rate", requests.success_rate, 1.0 - FAILURES);
        let good = |service: f64| (1.0 - FAILURES) * (1.0 - (-WITHIN / mean(service)).exp());
        count.see("good", requests.good[0], good(slow));
        count.see(
            "utilization",
            outcome.elements[0].cores.map(|cores| cores.utilization),
            RATE,
        );
        count.see_latency("difference", &difference.response_s, |times| {
            times * (mean(fast) - mean(slow))
        });
        count.see(
            "difference good",
            difference.good[0],
            good(fast) - good(slow),
        );
    }
    (count, went_on)
}

#[test]
fn intervals_cover_the_truth_as_often_as_they_say() {
    let parts: Vec<_> = std::thread::scope(|scope| {
        let part =
            |thread| scope.spawn(move || covered((thread..STUDIES).step_by(THREADS as usize)));
        let threads: Vec<_> = (0..THREADS).map(part).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().expect("no panic"))
            .collect()
    });
    let mut count = Count::default();
    for (figure, (told, covered)) in parts.iter().flat_map(|part| &part.0.0) {
        let sum = count.0.entry(figure.clone()).or_default();
        *sum = (sum.0 + told, sum.1 + covered);
    }
    // Fewer, or more, would each have a probability below 10⁻⁴.
    let (least, most) = (tail(STUDIES, 0.95), STUDIES as u32 - tail(STUDIES, 0.05));
    for (figure, (told, covered)) in &count.0 {
        assert_eq!(*told, STUDIES as u32, "{figure}");
        assert!(
            (least..=most).contains(covered),
            "{figure}: {covered} of {STUDIES}, {least} to {most} wanted"
        );
    }
    let went_on: u32 = parts.iter().map(|part| part.1).sum();
    assert!(
        went_on > 100,
        "the stopping rule had nothing to decide: {went_on}"
    );
}
