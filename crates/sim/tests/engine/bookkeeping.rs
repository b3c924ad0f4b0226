//! Nothing is lost: conservation, Little's law, and the same bits every time, on random networks.

use proptest::prelude::*;
use spinout_network::{Arrivals, Network};
use spinout_sim::{Outcome, Report, RunConfig, Usage};

use crate::{common::run_with, random::networks};

fn conserve(network: &Network, report: &Report) {
    for journey in &report.journeys {
        let all = journey.total;
        assert_eq!(all.arrived, all.succeeded + all.failed + all.in_flight);
        for window in &journey.windows {
            let counts = window.counts;
            assert_eq!(
                counts.arrived,
                counts.succeeded + counts.failed + counts.in_flight
            );
            assert_eq!(window.response.count(), counts.succeeded + counts.failed);
            assert_eq!(window.response_success.count(), counts.succeeded);
            assert_eq!(window.completion.count(), window.completed);
            assert!(window.completed <= counts.succeeded + counts.failed);
            assert!(
                window.completion.sum() + window.response.sum() >= window.response_success.sum()
            );
        }
    }
    for (group, data) in report.groups.iter().zip(&network.groups) {
        let within = |usage: &Usage| {
            let share = usage.utilisation();
            share.is_none_or(|share| (-1e-9..=1.0 + 1e-9).contains(&share))
        };
        assert!(within(&group.slots), "{:?}", group.slots);
        match (&data.conduct.quota, data.cores) {
            // A period's budget may be used at its beginning, and the instance, or the run, be over then.
            (Some(quota), Some(cores)) if quota.cores < cores => {
                let periods = report.measured / quota.period + 2.0;
                let budget = quota.cores * quota.period * f64::from(data.max_replicas());
                let used = group.cores.busy * report.measured;
                assert!(used <= budget * periods + 1e-6, "{:?}", group.cores);
                assert!(group.cores.busy <= cores * group.ready + 1e-9);
            }
            _ => assert!(within(&group.cores), "{:?}", group.cores),
        }
        assert!(group.ready <= group.replicas + 1e-9);
    }
}

/// What is told bucket by bucket is what is told of the whole.
fn adds_up(report: &Report) {
    let told = &report.series.capacity;
    for (buckets, whole) in told.caches.iter().zip(&report.caches) {
        let look_ups: u64 = buckets.iter().map(|bucket| bucket.look_ups).sum();
        let hits: u64 = buckets.iter().map(|bucket| bucket.hits).sum();
        assert_eq!((look_ups, hits), (whole.look_ups, whole.hits));
    }
    let mean = |values: &mut dyn Iterator<Item = f64>, count: usize| {
        values.sum::<f64>() / count.max(1) as f64
    };
    for (buckets, whole) in told.groups.iter().zip(&report.capacity) {
        let cold: u64 = buckets.iter().map(|bucket| bucket.cold_starts).sum();
        let throttled: u64 = buckets.iter().map(|bucket| bucket.throttled).sum();
        assert_eq!((cold, throttled), (whole.cold_starts, whole.throttled));
        let pending = mean(
            &mut buckets.iter().map(|bucket| bucket.pending),
            buckets.len(),
        );
        assert!(
            (pending * report.measured - whole.pending_s).abs() < 1e-6 * (1.0 + whole.pending_s)
        );
    }
    for (buckets, whole) in told.nodes.iter().zip(&report.pools) {
        let nodes = mean(&mut buckets.iter().copied(), buckets.len());
        assert!(
            (nodes - whole.nodes).abs() < 1e-6 * (1.0 + whole.nodes),
            "{nodes} {whole:?}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    /// No panic, no hang, nothing lost, and the same again to the bit, in slices of any size.
    #[test]
    fn nothing_is_lost_in_random_networks(network in networks(), seed in any::<u64>()) {
        let mut config = RunConfig::new(seed, 0, 5.0, 40.0);
        config.drain = 500.0;
        config.live_limit = 5_000;
        config.event_limit = Some(2_000_000);
        let report = run_with(&network, &config);
        conserve(&network, &report);
        if report.outcome == Outcome::Completed {
            adds_up(&report);
            for journey in &report.journeys {
                let window = &journey.windows[0];
                let all_done = window.completed == window.counts.arrived;
                prop_assert!(all_done || report.end > 500.0);
                if all_done {
                    // Time is booked once, and all of it: Little's law for every request by itself.
                    let booked: f64 = journey
                        .time
                        .iter()
                        .map(|split| split.own + split.wait + split.network + split.pause)
                        .sum();
                    let responses = window.response.sum() as f64 / 1e9;
                    prop_assert!((booked - responses).abs() < 1e-6, "{booked} of {responses}");
                }
            }
        }
        let mut again = spinout_sim::Simulation::new(&network, &config).unwrap();
        while again.advance(7) {}
        prop_assert_eq!(again.report(), report);
    }
}

#[test]
fn littles_law_holds_for_a_drained_run() {
    let mut network = crate::common::tandem(10.0, &[(1, 0.05), (2, 0.1)]);
    network.journeys[0].arrivals = Arrivals::Open {
        rate: spinout_network::RateCurve::Series {
            step: 100.0,
            rates: vec![10.0, 0.0],
        },
        spacing: Default::default(),
    };
    let report = run_with(&network, &RunConfig::new(1, 0, 0.0, 200.0));
    // All came and went while elements were measured: population × time = Σ responses.
    let window = &report.journeys[0].windows[0];
    assert_eq!(window.counts.in_flight, 0);
    let client = report
        .elements
        .last()
        .map(|element| element.population * report.measured);
    let responses = window.response.sum() as f64 / 1e9;
    assert!((client.unwrap() - responses).abs() < 1e-6);
    let tiers: f64 = report.elements[..2]
        .iter()
        .map(|e| e.population * report.measured)
        .sum();
    assert!((tiers - responses).abs() < 1e-6);
}
