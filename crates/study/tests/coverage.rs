//! Intervals cover the truth as often as they say, stopping rule included.

use spinout_network::{Arrivals, Distribution, Group, Network, Step};
use spinout_study::{Plan, Precision, Serial, Stop, Unobserved, run};

const STUDIES: u64 = 2_000;
const THREADS: u64 = 2;
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

fn station() -> Network {
    let mut network = Network::default();
    let element = network.add_element("server");
    let group = network.add_group(Group::fifo("server", element, 1));
    let work = vec![Step::cpu("work", Distribution::exponential(1.0))];
    let program = network.add_program(element, work);
    let call = vec![Step::call("ask", group, program)];
    network.add_journey("ask", Arrivals::poisson(RATE), call);
    network
}

const RATE: f64 = 0.6;
/// The response is exponential with this mean.
const MEAN: f64 = 1.0 / (1.0 - RATE);

/// How many of the studies with these seeds cover the mean, the median, P90 and P95, and how many of them
/// the stopping rule ended after the first look.
fn covered(seeds: impl Iterator<Item = u64>) -> ([u32; 4], u32) {
    let network = station();
    let (mut covered, mut went_on) = ([0; 4], 0);
    for seed in seeds {
        let plan = Plan {
            precision: Precision {
                relative_half_width: 0.08,
                ..Precision::default()
            },
            replication_requests: 1_000,
            series_steps: 1,
            ..Plan::steady(seed)
        };
        let outcome = run(&network, &plan, &Serial, &Unobserved).expect("valid");
        assert_eq!(outcome.stop, Stop::Precise);
        went_on += u32::from(outcome.replications > Plan::LEAST_REPLICATIONS);
        let latency = &outcome.journeys[0].requests.response_s;
        let [p50, p90, p95, ..] = latency.quantiles;
        let truths = [1.0, 2f64.ln(), 10f64.ln(), 20f64.ln()].map(|times| times * MEAN);
        let estimates = [latency.mean, p50, p90, p95];
        for ((covered, estimate), truth) in covered.iter_mut().zip(estimates).zip(truths) {
            *covered += u32::from(estimate.expect("enough requests").covers(truth));
        }
    }
    (covered, went_on)
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
    // Fewer, or more, would each have a probability below 10⁻⁴.
    let (least, most) = (tail(STUDIES, 0.95), STUDIES as u32 - tail(STUDIES, 0.05));
    for (n, what) in ["mean", "P50", "P90", "P95"].into_iter().enumerate() {
        let covered: u32 = parts.iter().map(|part| part.0[n]).sum();
        assert!(
            (least..=most).contains(&covered),
            "{what}: {covered} of {STUDIES}, {least} to {most} wanted"
        );
    }
    let went_on: u32 = parts.iter().map(|part| part.1).sum();
    assert!(
        went_on > 100,
        "the stopping rule had nothing to decide: {went_on}"
    );
}
