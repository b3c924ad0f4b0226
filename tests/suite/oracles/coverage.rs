//! Intervals cover the truth as often as they say, stopping rule included.

use spinout_network::{Arrivals, Distribution, Group};
use spinout_study::{Plan, Precision, Serial, Unobserved};

use crate::harness::{requests, station};

const STUDIES: u64 = 400;
/// The fewest of 400 that an interval of 95 % may cover: fewer have a probability below 10⁻⁴.
const LEAST: u32 = least(STUDIES);

/// The largest k for which a binomial of `n` trials at .95 is below k with probability < 10⁻⁴.
const fn least(n: u64) -> u32 {
    // P(X = n) = .95ⁿ; walk down by the ratio of neighbours until the tail below is all that is left.
    let mut upper = 0.0;
    let mut term = 1.0;
    let mut i = 0;
    while i < n {
        term *= 0.95;
        i += 1;
    }
    let mut k = n;
    while upper + term < 1.0 - 1e-4 {
        upper += term;
        term *= k as f64 / (n - k + 1) as f64 * 0.05 / 0.95;
        k -= 1;
    }
    k as u32
}

#[test]
fn intervals_cover_the_truth_as_often_as_they_say() {
    let (network, _) = station(
        Arrivals::poisson(0.8),
        Distribution::exponential(1.0),
        |n, e| Group::fifo(n, e, 1),
    );
    let truths = [
        ("mean", 5.0),
        ("p50", 5.0 * 2f64.ln()),
        ("p95", 5.0 * 20f64.ln()),
    ];
    let mut covered = [0; 3];
    for seed in 0..STUDIES {
        let plan = Plan {
            precision: Precision {
                relative_half_width: 0.05,
                ..Precision::default()
            },
            ..Plan::steady(seed)
        };
        let outcome = spinout_study::run(&network, &plan, &Serial, &Unobserved).expect("valid");
        let latency = &requests(&outcome).response_s;
        let estimates = [latency.mean, latency.quantiles[0], latency.quantiles[2]];
        for ((covered, estimate), (_, truth)) in covered.iter_mut().zip(estimates).zip(truths) {
            *covered += u32::from(estimate.expect("enough requests").covers(truth));
        }
    }
    for (covered, (what, _)) in covered.iter().zip(truths) {
        assert!(
            *covered >= LEAST,
            "{what}: {covered} of {STUDIES}, at least {LEAST} wanted"
        );
    }
}
