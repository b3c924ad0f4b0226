//! Speed of the engine, as a ratio to a bare event loop with the same event list and histogram and none
//! of the engine's features: M/M/1 at ρ .8, and the three-tier chain, also with time-outs, retries, breakers
//! and autoscalers that never act, and that act on 5 % of the requests. Both run in turns, and the medians
//! of five rounds are compared, so that a busy machine slows both.
#![allow(clippy::print_stdout, missing_docs)]

mod bare;

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use criterion::{Criterion, Throughput};
use spinout_network::{
    Arrivals, Breaker, CallPolicy, Distribution, Group, Link, LinkIndex, Network, Retry, Scaler,
    ScalerMetric, Step,
};
use spinout_sim::{RunConfig, Simulation};

/// Requests of one round.
const REQUESTS: u64 = 1_000_000;
const ROUNDS: usize = 5;

struct Case {
    name: &'static str,
    rate: f64,
    tiers: &'static [(u32, f64)],
    /// With time-outs, retries, a breaker for each call and an autoscaler for each tier: the share of
    /// visits that fail.
    guarded: Option<f64>,
}

const CASES: [Case; 4] = [
    Case {
        name: "M/M/1",
        rate: 0.8,
        tiers: &[(1, 1.0)],
        guarded: None,
    },
    Case {
        name: "three-tier chain",
        rate: 100.0,
        tiers: &[(2, 0.015), (4, 0.030), (3, 0.020)],
        guarded: None,
    },
    Case {
        name: "chain, guards that never act",
        rate: 100.0,
        tiers: &[(2, 0.015), (4, 0.030), (3, 0.020)],
        guarded: Some(0.0),
    },
    Case {
        name: "chain, guards that act on 5 %",
        rate: 100.0,
        tiers: &[(2, 0.015), (4, 0.030), (3, 0.020)],
        guarded: Some(0.05 / 3.0),
    },
];

impl Case {
    fn network(&self) -> Network {
        let mut network = Network::default();
        let mut steps = Vec::new();
        for (servers, mean) in self.tiers {
            let element = network.add_element("tier");
            let group = network.add_group(Group::fifo("tier", element, *servers));
            let demand = Distribution::exponential(*mean);
            let work = network.add_program(element, vec![Step::cpu("work", demand)]);
            let call = Step::call("call", group, work);
            steps.push(match self.guarded {
                Some(failures) => guard(&mut network, call, failures),
                None => call,
            });
        }
        network.add_journey("journey", Arrivals::poisson(self.rate), steps);
        network
    }

    fn engine(&self, network: &Network) -> u64 {
        let config = RunConfig::new(1, 0, 0.0, REQUESTS as f64 / self.rate);
        let Ok(mut simulation) = Simulation::new(network, &config) else {
            return 0;
        };
        simulation.run_to_end();
        black_box(simulation.report()).journeys[0].total.succeeded
    }

    fn bare(&self) -> u64 {
        black_box(bare::run(self.rate, self.tiers, REQUESTS)).count()
    }
}

/// The same call with a time-out, retries, a breaker, an autoscaler of what is called, and this share of
/// failures.
fn guard(network: &mut Network, call: Step, failures: f64) -> Step {
    let Step::Call(mut call) = call else {
        return call;
    };
    let metric = ScalerMetric::CpuUtilisation { target: 0.9 };
    network.groups[call.group.at()].scaler = Some(Scaler::hpa(metric, 1, 2));
    network.links.push(Link {
        breaker: Some(Breaker {
            window: 100,
            failure_ratio: 0.5,
            min_calls: 100,
            consecutive: None,
            open: 60.0,
            trials: 10,
        }),
        ..Link::default()
    });
    if failures > 0.0 {
        network.programs[call.program.at()].steps.push(Step::Fail {
            probability: failures,
            key: 1,
        });
    }
    call.policy = CallPolicy {
        timeout: Some(10.0),
        retry: Some(Retry::at_once(3)),
        link: Some(LinkIndex::from(network.links.len() - 1)),
        ..CallPolicy::default()
    };
    Step::Call(call)
}

/// Seconds that this process has had a processor, where the system tells (Linux): then a busy machine
/// does not count.
fn processor_seconds() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    let nanoseconds: f64 = text.split_whitespace().next()?.parse().ok()?;
    Some(nanoseconds / 1e9)
}

/// Millions of requests a second.
fn time(run: impl FnOnce() -> u64) -> f64 {
    let (start, processor) = (Instant::now(), processor_seconds());
    let requests = run();
    let elapsed = start.elapsed().as_secs_f64();
    let used = processor_seconds()
        .zip(processor)
        .map(|(end, start)| end - start);
    requests as f64 / used.unwrap_or(elapsed) / 1e6
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Millions of requests a second of both, in turns, and their ratio.
fn ratios() {
    for case in &CASES {
        let network = case.network();
        let (mut bare, mut engine) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            bare.push(time(|| case.bare()));
            engine.push(time(|| case.engine(&network)));
        }
        let (bare, engine) = (median(bare), median(engine));
        let (name, ratio) = (case.name, engine / bare);
        println!("{name}: bare {bare:.2} M/s, engine {engine:.2} M/s, ratio {ratio:.3}");
    }
}

fn main() {
    ratios();
    if std::env::args().any(|argument| argument == "ratios") {
        return;
    }
    let mut criterion = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(3))
        .configure_from_args();
    for case in &CASES {
        let network = case.network();
        let mut group = criterion.benchmark_group(case.name);
        group.throughput(Throughput::Elements(REQUESTS));
        group.bench_function("bare", |bencher| bencher.iter(|| case.bare()));
        group.bench_function("engine", |bencher| bencher.iter(|| case.engine(&network)));
        group.finish();
    }
    criterion.final_summary();
}
