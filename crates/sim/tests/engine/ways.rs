//! Trouble on the way between two sides.

use spinout_network::{
    Arrivals, Distribution, ElementIndex, Fault, Group, Network, RateCurve, Spacing, Step, Trouble,
};
use spinout_sim::{Report, RunConfig};

use crate::common::{run, run_with, station};

const SERVER: ElementIndex = ElementIndex(0);

/// One request every .1 s, each a call of 10 ms, with trouble from second 10 to 15.
fn troubled(trouble: Trouble, far: Option<Vec<ElementIndex>>) -> Network {
    let every_tenth = Arrivals::Open {
        rate: RateCurve::Constant { rate: 10.0 },
        spacing: Spacing::Even,
    };
    let demand = Distribution::constant(0.01);
    let mut network = station(every_tenth, Group::delay("s", SERVER), demand);
    network.faults.push(Fault::Link {
        near: vec![SERVER],
        far,
        trouble,
        start: 10.0,
        duration: 5.0,
    });
    network
}

fn call_of(network: &mut Network) -> &mut spinout_network::Call {
    let program = network.journeys[0].program;
    let Step::Call(call) = &mut network.programs[program.at()].steps[0] else {
        panic!("the journey calls the station");
    };
    call
}

fn slowest(report: &Report) -> f64 {
    report.journeys[0].windows[0]
        .response
        .value_at_quantile(1.0)
        .expect("answers") as f64
        / 1e9
}

#[test]
fn what_is_sent_into_a_cut_arrives_at_its_end() {
    let mut config = RunConfig::new(1, 0, 0.0, 40.0);
    config.drain = 10.0;
    let report = run_with(&troubled(Trouble::Cut, None), &config);
    let window = &report.journeys[0].windows[0];
    assert_eq!(window.counts.succeeded, window.counts.arrived);
    // Those sent at 10.0, 10.1, … 14.9 are answered at 15.01: 0.11, 0.21, … 5.01 s.
    let mean = window.response.mean().expect("answers") / 1e9;
    let late: f64 = (0..50).map(|n| 5.0 - 0.1 * f64::from(n)).sum();
    let truth = 0.01 + late / window.counts.arrived as f64;
    assert!((mean - truth).abs() < 0.1 / 400.0, "{mean} against {truth}");
    assert!((slowest(&report) - 5.01).abs() < 0.02);
}

#[test]
fn a_time_out_does_not_wait_for_the_end_of_a_cut() {
    let mut network = troubled(Trouble::Cut, None);
    call_of(&mut network).policy.timeout = Some(1.0);
    let mut config = RunConfig::new(1, 0, 0.0, 40.0);
    config.drain = 10.0;
    let report = run_with(&network, &config);
    let window = &report.journeys[0].windows[0];
    // All but those of the last second, which arrive before they are given up.
    assert!((40..=41).contains(&window.counts.failed), "{window:?}");
    assert!((slowest(&report) - 1.0).abs() < 0.005);
}

#[test]
fn a_cut_from_somebody_else_is_not_felt() {
    let mut network = troubled(Trouble::Cut, Some(vec![ElementIndex(2)]));
    network.add_element("somebody else");
    assert_eq!(network.elements.len(), 3);
    assert!(slowest(&run(&network, 0.0, 40.0)) < 0.0101);
}

#[test]
fn lost_crossings_are_sent_again_with_doubling_waits() {
    let mut network = troubled(Trouble::Loss { probability: 0.2 }, None);
    network.journeys[0].arrivals = Arrivals::poisson(2000.0);
    let report = run(&network, 0.0, 40.0);
    let during = report.series.journeys[0]
        .iter()
        .enumerate()
        .filter(|(bucket, _)| {
            // Answers in the later half of the fault, when its first stragglers are back.
            let middle = (*bucket as f64 + 0.5) * report.series.step;
            (12.5..14.7).contains(&middle)
        });
    let (mut answers, mut sum) = (0.0, 0.0);
    for (_, figures) in during {
        answers += figures.succeeded as f64;
        sum += figures.succeeded as f64 * figures.mean.expect("answers");
    }
    // E[2^K − 1] of a geometric K is p ÷ (1 − 2p); twice, as the answer crosses too. Cut off at ten, and
    // thinned a little by stragglers that the window has not seen: a band of 8 %.
    let p: f64 = 0.2;
    let truth = 0.01 + 2.0 * 0.2 * p / (1.0 - 2.0 * p);
    let mean = sum / answers;
    assert!((mean / truth - 1.0).abs() < 0.08, "{mean} against {truth}");
}

#[test]
fn delays_are_added_each_way() {
    let time = Distribution::constant(0.05);
    let report = run(&troubled(Trouble::Delay { time }, None), 0.0, 40.0);
    assert!((slowest(&report) - 0.11).abs() < 0.001);
    let late = report.series.journeys[0]
        .iter()
        .filter(|bucket| bucket.mean.is_some_and(|mean| mean > 0.1))
        .count();
    assert!((14..=16).contains(&late), "{late} of 120 buckets");
}

#[test]
fn denials_are_counted_and_cost_the_callee_nothing() {
    let trouble = Trouble::Refusal {
        probability: 0.3,
        denial: true,
    };
    let mut network = troubled(trouble, None);
    network.journeys[0].arrivals = Arrivals::poisson(1000.0);
    let report = run(&network, 0.0, 40.0);
    let counts = report.journeys[0].windows[0].counts;
    let group = &report.groups[0];
    assert_eq!(group.denied, counts.failed);
    assert_eq!(group.refused, group.denied);
    let (expected, deviation) = (1500.0, (5000.0_f64 * 0.3).sqrt());
    assert!(
        (group.denied as f64 - expected).abs() < 4.5 * deviation,
        "{}",
        group.denied
    );
    assert!(group.visits + group.denied <= counts.arrived);
}
