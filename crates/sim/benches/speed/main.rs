//! Speed of the engine, as a ratio to a bare event loop with the same event list and histogram and none
//! of the engine's features: M/M/1 at ρ .8, and the three-tier chain, also with cores shared by more threads,
//! and with time-outs, retries, breakers and autoscalers that never act, and that act on 5 % of the requests.
//! The first two also without an event list, as a ratio to a bare recursion. Both run in turns, and the
//! medians of five rounds are compared, so that a busy machine slows both. And a network of 1,000 elements
//! at 10,000 requests/s: how much faster than real time it runs on two cores.
#![allow(clippy::print_stdout, missing_docs)]

mod bare;
mod large;
mod recursion;

use std::{
    hint::black_box,
    thread,
    time::{Duration, Instant},
};

use criterion::{Criterion, Throughput};
use spinout_network::{
    Arrivals, Breaker, CallPolicy, Distribution, Group, Link, LinkIndex, Network, Retry, Scaler,
    ScalerMetric, Step,
};
use spinout_sim::{Engine, RunConfig, Simulation};

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
    /// With eight times as many threads as cores, which the visits share.
    shared: bool,
    engine: Engine,
}

const MM1: Case = Case {
    name: "M/M/1",
    rate: 0.8,
    tiers: &[(1, 1.0)],
    guarded: None,
    shared: false,
    engine: Engine::Events,
};
const CHAIN: Case = Case {
    name: "three-tier chain",
    rate: 100.0,
    tiers: &[(2, 0.015), (4, 0.030), (3, 0.020)],
    guarded: None,
    shared: false,
    engine: Engine::Events,
};

const CASES: [Case; 7] = [
    MM1,
    CHAIN,
    Case {
        name: "chain, shared cores and thread pools",
        shared: true,
        ..CHAIN
    },
    Case {
        name: "chain, guards that never act",
        guarded: Some(0.0),
        ..CHAIN
    },
    Case {
        name: "chain, guards that act on 5 %",
        guarded: Some(0.05 / 3.0),
        ..CHAIN
    },
    Case {
        name: "M/M/1 by recursion",
        engine: Engine::Auto,
        ..MM1
    },
    Case {
        name: "three-tier chain by recursion",
        engine: Engine::Auto,
        ..CHAIN
    },
];

impl Case {
    fn network(&self) -> Network {
        let mut network = Network::default();
        let mut steps = Vec::new();
        for (servers, mean) in self.tiers {
            let element = network.add_element("tier");
            let group = if self.shared {
                Group::process("tier", element, 8 * servers, f64::from(*servers))
            } else {
                Group::fifo("tier", element, *servers)
            };
            let group = network.add_group(group);
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
        let config = RunConfig {
            engine: self.engine,
            ..RunConfig::new(1, 0, 0.0, REQUESTS as f64 / self.rate)
        };
        let Ok(mut simulation) = Simulation::new(network, &config) else {
            return 0;
        };
        simulation.run_to_end();
        black_box(simulation.report()).journeys[0].total.succeeded
    }

    fn bare(&self) -> u64 {
        let bare = match self.engine {
            Engine::Events => bare::run,
            Engine::Auto => recursion::run,
        };
        black_box(bare(self.rate, self.tiers, REQUESTS)).count()
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
            slow: None,
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

/// Seconds that this thread has had a processor, where the system tells (Linux): then a busy machine
/// does not count. It tells exactly when the thread has just been away.
pub(crate) fn processor_seconds() -> Option<f64> {
    thread::sleep(Duration::from_micros(1));
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
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

fn asked_for(name: &str) -> bool {
    std::env::args()
        .skip(1)
        .any(|asked| name.starts_with(&asked))
}

/// Whether no case is named.
fn all() -> bool {
    !CASES.iter().any(|case| asked_for(case.name))
}

/// Millions of requests a second of both, in turns, and their ratio: of all cases, or those whose name
/// begins as an argument says.
fn ratios() {
    for case in CASES.iter().filter(|case| all() || asked_for(case.name)) {
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
    if all() {
        large::times_real_time();
    }
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
