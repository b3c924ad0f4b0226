//! Traffic that goes over from an old way to a new one.

use spinout_network::{Arrivals, Distribution, Group, Network, Phase, Schedule, Shift, Step};

use crate::common::run;

/// A hundred requests a second to an old server, 10 ms each, that go over to a new one, 30 ms each.
fn going_over(phases: &[Phase]) -> Network {
    let mut network = Network::default();
    let mut call = |name: &str, time: f64| {
        let element = network.add_element(name);
        let group = network.add_group(Group::delay(name, element));
        let work = Step::cpu("work", Distribution::constant(time));
        let program = network.add_program(element, vec![work]);
        Step::call(name, group, program)
    };
    let (old, new) = (call("old", 0.01), call("new", 0.03));
    let client = network.add_element("client");
    let shadow = network.add_program(client, vec![new.clone()]);
    network.schedules.push(Schedule {
        phases: phases.to_vec(),
    });
    let shift = Step::Shift(Box::new(Shift {
        key: 7,
        schedule: 0,
        old: vec![old],
        new: vec![new],
        shadow,
    }));
    network.add_journey("journey", Arrivals::poisson(100.0), vec![shift]);
    network
}

fn phase(time: f64, share: f64, shadow: bool) -> Phase {
    Phase {
        time,
        share,
        shadow,
    }
}

#[test]
fn each_phase_sends_its_share_the_new_way() {
    let report = run(
        &going_over(&[
            phase(20.0, 0.25, false),
            phase(60.0, 1.0, false),
            phase(80.0, 0.0, false),
        ]),
        0.0,
        100.0,
    );
    let series = &report.series.journeys[0];
    let share = |from: f64, to: f64| {
        let (mut sum, mut answers) = (0.0, 0.0);
        for (bucket, figures) in series.iter().enumerate() {
            let middle = (bucket as f64 + 0.5) * report.series.step;
            if (from..to).contains(&middle) {
                answers += figures.succeeded as f64;
                sum += figures.succeeded as f64 * figures.mean.unwrap_or_default();
            }
        }
        ((sum / answers - 0.01) / 0.02, answers)
    };
    for (from, to, truth) in [(0.0, 19.0, 0.0), (61.0, 79.0, 1.0), (81.0, 99.0, 0.0)] {
        let (found, _) = share(from, to);
        assert!((found - truth).abs() < 1e-9, "{found} from {from} to {to}");
    }
    let (found, answers) = share(21.0, 59.0);
    let error = (0.25 * 0.75 / answers).sqrt();
    assert!((found - 0.25).abs() < 4.5 * error, "{found}");
}

#[test]
fn a_shadow_works_but_is_not_heard() {
    let report = run(&going_over(&[phase(0.0, 0.0, true)]), 0.0, 100.0);
    let window = &report.journeys[0].windows[0];
    let slowest = window.completion.value_at_quantile(1.0).expect("answers");
    assert!((slowest as f64 / 1e9 - 0.01).abs() < 1e-4, "{slowest}");
    let [old, new] = [&report.groups[0], &report.groups[1]];
    assert!(window.counts.arrived > 9_000);
    assert!(
        new.visits.abs_diff(old.visits) <= 5,
        "{new:?} against {old:?}"
    );
    assert_eq!(report.journeys[0].total.arrived, old.visits);
}

#[test]
fn a_shadow_that_fails_harms_nobody() {
    let mut network = going_over(&[phase(0.0, 0.0, true)]);
    network.programs[1].steps.push(Step::Fail {
        probability: 1.0,
        key: 9,
    });
    let counts = run(&network, 0.0, 100.0).journeys[0].windows[0].counts;
    assert_eq!(counts.failed, 0);
}
