//! Autoscalers as deterministic step responses, worked out by hand from the published rules.

use spinout_network::{
    Arrivals, Budget, Consumer, ConsumerGroup, Distribution, Group, GroupIndex, Hpa, Keda, Knative,
    Network, PolicyChoice, Queue, RateCurve, RatePoint, Scaler, ScalerMetric, ScalingPolicy,
    ScalingRule, ScalingStep, ScheduledBounds, Spacing, Step, TargetTracking,
};
use spinout_sim::{Report, RunConfig};

use crate::common::run_with;

/// Steps of the rate: from each time on, so many a second.
fn rates(points: &[(f64, f64)]) -> Arrivals {
    let points = points.iter();
    Arrivals::Open {
        rate: RateCurve::Steps {
            points: points
                .map(|&(time, rate)| RatePoint { time, rate })
                .collect(),
        },
        spacing: Spacing::Even,
    }
}

/// A service without contention, each request of which takes `time` seconds: with `rate` a second,
/// `rate × time` are inside.
fn delay(time: f64, arrivals: Arrivals, replicas: u32, scaler: Scaler) -> Network {
    let mut network = Network::default();
    let element = network.add_element("service");
    let work = vec![Step::delay("work", Distribution::constant(time))];
    let program = network.add_program(element, work);
    let group = network.add_group(Group {
        replicas,
        scaler: Some(Scaler {
            start_up: Distribution::ZERO,
            ..scaler
        }),
        ..Group::delay("service", element)
    });
    network.add_journey("users", arrivals, vec![Step::call("ask", group, program)]);
    network
}

/// Jobs that nobody ever finishes, `count` of them from 50 s on.
fn backlog(count: f64, scaler: Scaler, replicas: u32) -> Network {
    let mut network = Network::default();
    let element = network.add_element("worker");
    let work = vec![Step::delay("job", Distribution::constant(1e6))];
    let program = network.add_program(element, work);
    let jobs = network.add_element("jobs");
    let queue = network.add_queue(Queue {
        groups: vec![ConsumerGroup::of(Consumer::new(GroupIndex(0), program, 1))],
        ..Queue::new("jobs", jobs)
    });
    network.add_group(Group {
        replicas,
        scaler: Some(Scaler {
            start_up: Distribution::ZERO,
            ..scaler
        }),
        ..Group::delay("worker", element)
    });
    let arrivals = rates(&[(0.0, 0.0), (50.0, count), (51.005, 0.0)]);
    network.add_journey("users", arrivals, vec![Step::publish("job", queue)]);
    network
}

/// Replicas in the middle of each second.
fn replicas(network: &Network, seconds: f64) -> (Vec<f64>, Report) {
    let mut config = RunConfig::new(1, 0, 0.0, seconds);
    config.buckets = seconds as u32;
    let report = run_with(network, &config);
    let path = report.series.groups[0]
        .iter()
        .map(|bucket| bucket.replicas)
        .collect();
    (path, report)
}

/// Seconds at which the replicas change, and what to. What is drained goes within a second, which is left
/// out.
fn changes(path: &[f64]) -> Vec<(usize, u32)> {
    let mut found: Vec<(usize, u32)> = Vec::new();
    for (second, count) in path.iter().enumerate() {
        if count.fract() != 0.0 {
            continue;
        }
        let count = *count as u32;
        if found.last().is_none_or(|(_, last)| *last != count) {
            found.push((second, count));
        }
    }
    found
}

fn hpa(metric: ScalerMetric, edit: impl Fn(&mut Hpa)) -> Scaler {
    let mut hpa = Hpa::default();
    edit(&mut hpa);
    Scaler::new(ScalingRule::Hpa { metric, hpa }, 1, 50)
}

#[test]
fn hpa_adds_by_its_policies_and_takes_away_after_its_window() {
    // 40 requests inside at a target of 2 ask for 20: 1, 5, 10, 20 (double or +4 in 15 s). From 120 s on
    // 8 inside ask for 4, but the highest wish of 300 s counts; the last wish of 20 is at 120 s.
    let metric = ScalerMetric::Concurrency { target: 2.0 };
    let arrivals = rates(&[(0.0, 40.0), (119.0, 8.0)]);
    let network = delay(1.0, arrivals, 1, hpa(metric, |_| {}));
    let (path, _) = replicas(&network, 450.0);
    // The first interval saw the system fill: 39.5 on average.
    assert_eq!(
        changes(&path),
        [(0, 1), (15, 5), (30, 10), (45, 20), (421, 4)]
    );
}

#[test]
fn hpa_goes_down_by_ten_percent_a_minute() {
    let metric = ScalerMetric::Concurrency { target: 1.0 };
    let down = ScalingPolicy {
        step: ScalingStep::Percent(10.0),
        period: 60.0,
    };
    let scaler = hpa(metric, |hpa| {
        hpa.down.window = 0.0;
        hpa.down.policies = vec![down];
        hpa.down.choice = PolicyChoice::Max;
    });
    let network = delay(1.0, rates(&[(0.0, 10.0)]), 40, scaler);
    let (path, _) = replicas(&network, 200.0);
    // 40 × .9 = 36; 36 × .9 = 32.4, cut; 32 × .9 = 28.8, cut; then 28 × .9 = 25.2, cut.
    assert_eq!(
        changes(&path),
        [(0, 40), (15, 36), (75, 32), (135, 28), (195, 25)]
    );
}

#[test]
fn hpa_on_requests_a_second() {
    // 100 a second at 8 an instance: ⌈12.5⌉. From 4 by doubling; then 100 ÷ 13 is within the tolerance.
    let metric = ScalerMetric::Rate { target: 8.0 };
    let network = delay(0.01, rates(&[(0.0, 100.0)]), 4, hpa(metric, |_| {}));
    assert_eq!(
        changes(&replicas(&network, 100.0).0),
        [(0, 4), (15, 8), (30, 13)]
    );
}

#[test]
fn keda_starts_the_first_by_activity_and_stops_the_last_after_the_cooldown() {
    // 100 jobs come at 50 s. The trigger is polled at 44 and 66 s, HPA looks at 75 and 90 s: double or +4,
    // up to ⌈100 ÷ 10⌉.
    let queue = ScalerMetric::QueueLength {
        queue: 0.into(),
        target: 10.0,
    };
    let scaled = |polling| {
        let keda = Keda {
            polling,
            ..Keda::default()
        };
        Scaler::new(
            ScalingRule::Keda {
                metric: queue,
                keda,
            },
            0,
            50,
        )
    };
    let (path, _) = replicas(&backlog(100.0, scaled(22.0), 0), 200.0);
    assert_eq!(changes(&path), [(0, 0), (66, 1), (75, 5), (90, 10)]);
    // Nothing at all: the instance that was there at first stops at the first poll after 300 s.
    let (path, _) = replicas(&backlog(0.0, scaled(30.0), 1), 400.0);
    assert_eq!(changes(&path), [(0, 1), (300, 0)]);
}

#[test]
fn keda_does_nothing_below_its_activation() {
    let metric = ScalerMetric::QueueLength {
        queue: 0.into(),
        target: 10.0,
    };
    let keda = Keda {
        activation: 100.0,
        ..Keda::default()
    };
    let scaler = Scaler::new(ScalingRule::Keda { metric, keda }, 0, 50);
    assert_eq!(
        changes(&replicas(&backlog(100.0, scaler, 0), 300.0).0),
        [(0, 0)]
    );
}

#[test]
fn target_tracking_acts_on_whole_periods_above_and_below() {
    // 60 requests inside at a target of 10. Three minutes above it: ⌈2 × 30 ÷ 10⌉ = 6 at 180 s. From 600 s
    // on 12 inside: fifteen minutes below nine tenths end at 1500 s, of which the highest is 12 ÷ 60.
    let metric = ScalerMetric::Concurrency { target: 10.0 };
    let tracking = TargetTracking::default();
    let scaler = Scaler::new(ScalingRule::TargetTracking { metric, tracking }, 1, 50);
    let arrivals = rates(&[(0.0, 60.0), (599.0, 12.0)]);
    let (path, _) = replicas(&delay(1.0, arrivals, 2, scaler), 1800.0);
    assert_eq!(changes(&path), [(0, 2), (180, 6), (1501, 2)]);
}

#[test]
fn target_tracking_counts_what_it_added_once() {
    // Instances take 200 s to be ready: the alarm goes on, and asks for the same six.
    let metric = ScalerMetric::Concurrency { target: 10.0 };
    let tracking = TargetTracking::default();
    let scaler = Scaler::new(ScalingRule::TargetTracking { metric, tracking }, 1, 50);
    let mut network = delay(1.0, rates(&[(0.0, 60.0)]), 2, scaler);
    if let Some(scaler) = &mut network.groups[0].scaler {
        scaler.start_up = Distribution::constant(200.0);
    }
    assert_eq!(changes(&replicas(&network, 600.0).0), [(0, 2), (180, 6)]);
}

#[test]
fn knative_panics_and_never_goes_down_while_it_does() {
    // 70 × .7 = 49 requests an instance. From 100 s on 490 are inside: the panic window of 6 s is full at
    // 106 s and asks for 10; the stable window asks for them at 160 s. From 201 s on nothing comes.
    let metric = ScalerMetric::Concurrency { target: 70.0 };
    let knative = Knative::default();
    let scaler = Scaler::new(ScalingRule::Knative { metric, knative }, 0, 50);
    let arrivals = rates(&[(0.0, 4.9), (100.0, 490.0), (200.0, 0.0)]);
    let (path, report) = replicas(&delay(1.0, arrivals, 1, scaler), 400.0);
    let found = changes(&path);
    // Panic at 102 s: (.5 × 4.9 … + 1.5 × 490) ÷ 6 s over 49 is 2.5.
    assert_eq!(found[0], (0, 1));
    assert_eq!(found[1].0, 102);
    let rising: Vec<u32> = found
        .iter()
        .map(|(_, count)| *count)
        .take_while(|n| *n < 10)
        .collect();
    assert!(rising.is_sorted(), "{found:?}");
    let top = found.iter().position(|(_, count)| *count == 10);
    let top = top.unwrap_or_else(|| panic!("{found:?}"));
    assert!((106..=108).contains(&found[top].0), "{found:?}");
    // Down only once the last reason to panic is more than 60 s old; none after 30 s without any.
    assert!(found[top + 1].0 >= 166, "{found:?}");
    let (zero, count) = found[found.len() - 1];
    assert_eq!(count, 0);
    // The stable window is empty at 262 s at the latest; then the grace.
    assert!((290..=294).contains(&zero), "{found:?}");
    assert_eq!(report.groups[0].refused, 0);
}

#[test]
fn a_request_to_nobody_waits_for_the_first_instance() {
    // One request every 200 s finds no instance (60 s of window and 30 s of grace are over): it waits for
    // the start of 5 s, then for its second.
    let metric = ScalerMetric::Concurrency { target: 10.0 };
    let knative = Knative::default();
    let scaler = Scaler::new(ScalingRule::Knative { metric, knative }, 0, 5);
    let mut network = delay(1.0, rates(&[(0.0, 0.005)]), 0, scaler);
    if let Some(scaler) = &mut network.groups[0].scaler {
        scaler.start_up = Distribution::constant(5.0);
    }
    let (path, report) = replicas(&network, 1500.0);
    let window = &report.journeys[0].windows[0];
    assert_eq!((window.counts.arrived, window.counts.succeeded), (7, 7));
    assert_eq!(window.response.mean(), Some(6e9));
    // From the request on until 60 s and 30 s after its end, at a look of every 2 s.
    let first = path.iter().position(|count| *count > 0.0);
    assert_eq!(first, Some(200));
    let there = path[200..400].iter().sum::<f64>();
    assert!((92.0..=100.0).contains(&there), "{there}");
}

#[test]
fn a_schedule_moves_the_bounds() {
    let bounds = |at, every, min, max| ScheduledBounds {
        at,
        every,
        min,
        max,
    };
    let schedule = vec![
        bounds(10.0, Some(40.0), Some(5), Some(5)),
        bounds(30.0, Some(40.0), Some(1), Some(2)),
    ];
    let scaler = Scaler {
        schedule,
        ..Scaler::new(ScalingRule::Scheduled, 1, 3)
    };
    let network = delay(1.0, rates(&[(0.0, 1.0)]), 3, scaler);
    // Once a request of a draining instance is done, a second at most, it is gone.
    let (path, _) = replicas(&network, 100.0);
    let at = |second: usize| path[second];
    assert_eq!(
        [at(5), at(12), at(35), at(55), at(75), at(95)],
        [3.0, 5.0, 2.0, 5.0, 2.0, 5.0]
    );
}

#[test]
fn a_budget_stops_scaling_and_says_for_how_long() {
    let metric = ScalerMetric::Concurrency { target: 1.0 };
    let scaled = |budget| {
        let scaler = Scaler {
            budget: Some(budget),
            ..hpa(metric, |_| {})
        };
        replicas(&delay(1.0, rates(&[(0.0, 40.0)]), 1, scaler), 300.0)
    };
    let none = Budget {
        instances: None,
        instance_seconds: None,
        window: 1000.0,
        to_min: false,
    };
    // Money for 8 at once: wanted are 10 from 30 s on.
    let (path, report) = scaled(Budget {
        instances: Some(8),
        ..none
    });
    assert_eq!(changes(&path), [(0, 1), (15, 5), (30, 8)]);
    assert_eq!(report.capacity[0].by_budget_s, 270.0);
    // 15 × 1 + 15 × 5 + 15 × 10 = 240 instance seconds are spent at 45 s: nothing is added from then on.
    let hours = Budget {
        instance_seconds: Some(240.0),
        ..none
    };
    let (path, report) = scaled(hours);
    assert_eq!(changes(&path), [(0, 1), (15, 5), (30, 10)]);
    assert_eq!(report.capacity[0].by_budget_s, 255.0);
    // Or back to the minimum until the next window. The requests of drained instances take a second.
    let (path, _) = scaled(Budget {
        to_min: true,
        window: 150.0,
        ..hours
    });
    assert_eq!(
        [path[44], path[48], path[149], path[152], path[166]],
        [10.0, 1.0, 1.0, 5.0, 10.0]
    );
}

#[test]
fn a_bound_that_is_reached_is_told() {
    let metric = ScalerMetric::Concurrency { target: 1.0 };
    let scaler = Scaler {
        max: 5,
        ..hpa(metric, |_| {})
    };
    let (path, report) = replicas(&delay(1.0, rates(&[(0.0, 40.0)]), 1, scaler), 300.0);
    assert_eq!(changes(&path), [(0, 1), (15, 5)]);
    assert_eq!(report.capacity[0].at_max_s, 285.0);
}
