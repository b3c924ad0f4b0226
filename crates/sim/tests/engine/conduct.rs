//! Throttling, memory, slow-downs and breakdowns: traces that can be followed by hand.

use spinout_network::{
    Arrivals, Breakdowns, Conduct, Distribution, Fault, Group, GroupIndex, Memory, Network, Quota,
    RateCurve, RatePoint, Spacing, Step,
};
use spinout_sim::Report;

use crate::common::run;

/// One request a second from 1 s on, until `last`.
fn ticking(last: f64) -> Arrivals {
    let point = |time, rate| RatePoint { time, rate };
    Arrivals::Open {
        rate: RateCurve::Steps {
            points: vec![point(0.0, 1.0), point(last + 0.5, 0.0)],
        },
        spacing: Spacing::Even,
    }
}

/// Journeys that visit one group, each until its last second.
fn network(group: Group, step: Step, lasts: &[f64]) -> Network {
    let mut network = Network::default();
    let element = network.add_element("station");
    let group = network.add_group(Group { element, ..group });
    let program = network.add_program(element, vec![step]);
    for (number, last) in lasts.iter().enumerate() {
        let visit = Step::call(&format!("visit-{number}"), group, program);
        network.add_journey(&format!("journey-{number}"), ticking(*last), vec![visit]);
    }
    network
}

fn work(seconds: f64) -> Step {
    Step::cpu("work", Distribution::constant(seconds))
}

fn group(threads: u32, cores: f64, conduct: Conduct) -> Group {
    Group {
        conduct,
        ..Group::process("station", spinout_network::ElementIndex(0), threads, cores)
    }
}

#[track_caller]
fn responds_in(report: &Report, seconds: f64) {
    for journey in &report.journeys {
        let mean = journey.windows[0].response.mean().expect("answers") / 1e9;
        assert!((mean - seconds).abs() < 1e-7, "{mean} is not {seconds}");
        // What is booked is what was waited for.
        let booked: f64 = journey
            .time
            .iter()
            .map(|t| t.own + t.wait + t.network + t.pause)
            .sum();
        let all = mean * journey.windows[0].response.count() as f64;
        assert!((booked - all).abs() < 1e-7, "{booked} is not {all}");
    }
}

#[test]
fn a_throttled_container_stands_still_until_the_next_period() {
    let limited = |cores| Conduct {
        quota: Some(Quota { cores, period: 0.1 }),
        ..Conduct::default()
    };
    // Half a core: 50 ms of each 100 ms. 250 ms of work end in the fifth period.
    let report = run(
        &network(group(8, 1.0, limited(0.5)), work(0.25), &[1.0]),
        0.0,
        3.0,
    );
    responds_in(&report, 0.45);
    // One and a half of four cores, for three threads: 50 ms of each period again.
    let report = run(
        &network(group(8, 4.0, limited(1.5)), work(0.1), &[1.0; 3]),
        0.0,
        3.0,
    );
    responds_in(&report, 0.15);
    let cores = report.groups[0].cores;
    assert_eq!(cores.capacity, Some(1.5));
    assert!((cores.busy - 0.1).abs() < 1e-7, "{cores:?}");
    // A limit that is not below the cores limits nothing.
    let report = run(
        &network(group(8, 1.0, limited(1.0)), work(0.25), &[1.0]),
        0.0,
        3.0,
    );
    responds_in(&report, 0.25);
}

/// A period's budget is there from its beginning, so that what cuts a period sees more of it than comes up to
/// the time: four busy cores use up 150 ms in the first 37.5 ms of each 100 ms.
#[test]
fn a_cpu_limit_is_held_over_whole_periods() {
    let conduct = Conduct {
        quota: Some(Quota {
            cores: 1.5,
            period: 0.1,
        }),
        ..Conduct::default()
    };
    // Five visits that never end are there when what is measured begins.
    let network = network(group(8, 4.0, conduct), work(1000.0), &[100.0]);
    for (horizon, budgets) in [(0.05, 1.0), (0.1, 1.0), (0.95, 10.0), (1.0, 10.0)] {
        let cores = run(&network, 5.5, horizon).groups[0].cores;
        assert_eq!(cores.capacity, Some(1.5));
        assert!(
            (cores.busy * horizon - 0.15 * budgets).abs() < 1e-6,
            "{horizon}: {cores:?}"
        );
    }
}

#[test]
fn past_its_memory_an_instance_is_killed_and_comes_back() {
    let conduct = Conduct {
        memory: Some(Memory {
            limit: 10.0,
            base: 4.0,
            per_visit: 2.0,
            restart: Distribution::constant(9.5),
        }),
        ..Conduct::default()
    };
    // Three fit. The fourth at 1 s kills it until 10.5 s.
    let lasts = [20.0, 20.0, 20.0, 1.0];
    let report = run(
        &network(group(8, 8.0, conduct), work(0.5), &lasts),
        0.0,
        20.9,
    );
    for journey in &report.journeys[..3] {
        assert_eq!((journey.total.failed, journey.total.succeeded), (10, 10));
    }
    assert_eq!(report.journeys[3].total.failed, 1);
    assert_eq!(report.groups[0].killed, 1);
}

#[test]
fn a_slow_down_stretches_what_is_under_way() {
    let slow = |network: &mut Network| {
        network.faults.push(Fault::SlowDown {
            group: GroupIndex(0),
            factor: 3.0,
            start: 1.5,
            duration: 0.6,
        });
    };
    // Of the second of work, .5 s are done before, .2 s of it in .6 s, the last .3 s after.
    let delay = Step::delay("wait", Distribution::constant(1.0));
    let external = Group {
        cores: None,
        ..group(8, 1.0, Conduct::default())
    };
    for (group, step) in [
        (group(8, 1.0, Conduct::default()), work(1.0)),
        (group(1, 1.0, Conduct::default()), work(1.0)),
        (group(8, 1.0, Conduct::default()), delay),
        (external, work(1.0)),
    ] {
        let mut network = network(group, step, &[1.0]);
        slow(&mut network);
        responds_in(&run(&network, 0.0, 5.0), 1.4);
    }
}

#[test]
fn a_breakdown_loses_work_or_only_time() {
    let conduct = |loses_work| Conduct {
        breakdowns: Some(Breakdowns {
            after: Distribution::constant(4.75),
            lasts: Distribution::constant(2.0),
            loses_work,
        }),
        ..Conduct::default()
    };
    // Down from 4.75 to 6.75 and from 11.5 to 13.5 s: 5, 6, 12 and 13 are turned away.
    let report = run(
        &network(group(1, 1.0, conduct(true)), work(0.4), &[14.0]),
        0.0,
        15.0,
    );
    let total = report.journeys[0].total;
    assert_eq!((total.failed, total.succeeded), (4, 10));
    assert_eq!(report.groups[0].killed, 2);
    // The one of 4 s stands still at 4.75 s, with .05 s left.
    let report = run(
        &network(group(8, 1.0, conduct(false)), work(0.8), &[4.0]),
        0.0,
        11.0,
    );
    responds_in(&report, (3.0 * 0.8 + 2.8) / 4.0);
}
