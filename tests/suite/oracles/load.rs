//! Arrivals follow the rate that was asked for, in every step of time.

use spinout_network::{Arrivals, Distribution, Network, RateCurve, RatePoint, Spacing, Step};
use spinout_study::{Outcome, Plan};

use crate::harness::study;

fn arrivals(rate: RateCurve) -> Network {
    let mut network = Network::default();
    let arrivals = Arrivals::Open {
        rate,
        spacing: Spacing::Poisson,
    };
    let steps = vec![Step::delay("work", Distribution::constant(0.01))];
    network.add_journey("users", arrivals, steps);
    network
}

/// Arrivals of each of twelve steps of ten seconds.
fn counts(network: &Network) -> (Outcome, Vec<f64>) {
    let plan = Plan {
        most_replications: 40,
        series_steps: 12,
        ..Plan::terminating(5, 120.0, Vec::new())
    };
    let outcome = study(network, &plan);
    let series = &outcome.series.journeys[0].arrivals_per_s;
    let counts = series
        .iter()
        .map(|e| e.expect("always counted").value * 10.0)
        .collect();
    (outcome, counts)
}

#[track_caller]
fn poisson(outcome: &Outcome, counts: &[f64], means: &[f64]) {
    assert_eq!(counts.len(), means.len());
    let replications = f64::from(outcome.replications);
    for (step, (count, mean)) in counts.iter().zip(means).enumerate() {
        let tolerance = 4.5 * (mean / replications).sqrt();
        assert!(
            (count - mean).abs() <= tolerance,
            "step {step}: {count} instead of {mean}"
        );
    }
    let (all, expected) = (counts.iter().sum::<f64>(), means.iter().sum::<f64>());
    assert!((all - expected).abs() <= 4.5 * (expected / replications).sqrt());
}

#[test]
fn a_recorded_series_is_replayed() {
    let rates = vec![
        3.0, 40.0, 0.0, 7.5, 7.5, 100.0, 1.0, 0.0, 0.5, 20.0, 60.0, 2.0,
    ];
    let means: Vec<f64> = rates.iter().map(|rate| rate * 10.0).collect();
    let (outcome, counts) = counts(&arrivals(RateCurve::Series { step: 10.0, rates }));
    poisson(&outcome, &counts, &means);
}

#[test]
fn a_ramp_rises_evenly() {
    let point = |time, rate| RatePoint { time, rate };
    let points = vec![point(0.0, 10.0), point(60.0, 70.0), point(60.0, 20.0)];
    let means: Vec<f64> = (0..12)
        .map(|step| {
            if step < 6 {
                150.0 + 100.0 * f64::from(step)
            } else {
                200.0
            }
        })
        .collect();
    let (outcome, counts) = counts(&arrivals(RateCurve::Linear { points }));
    poisson(&outcome, &counts, &means);
}
