//! Random networks that the preview has a theory of, and the engine's answer to them.

#![allow(
    dead_code,
    unused_imports,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "each user of this module takes a part of it"
)]

mod engine;
mod errors;
mod fluid;
mod worked;

pub use engine::simulate;
pub use errors::{Effort, Error, Errors, quantile};
pub use fluid::{FluidErrors, against_events};
pub use worked::worked;

use spinout_network::{
    Arm, Arrivals, Balancing, Batch, Call, CallPolicy, Consumer, Distribution, Group, GroupIndex,
    Keys, Network, Others, Parallel, Partitions, ProgramIndex, Queue, RateCurve, Retry, SlotKind,
    Slots, Spacing, Step, key,
};
use spinout_queueing::preview::preview;

/// A source of choices: the finaliser of SplitMix64 over a counter.
pub struct Choices(u64);

impl Choices {
    pub fn new(seed: u64) -> Self {
        Self(key::mix(seed.wrapping_add(0x5eed)))
    }

    pub fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        (key::mix(self.0) >> 11) as f64 / (1u64 << 53) as f64
    }

    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.uniform()
    }

    pub fn below(&mut self, count: u32) -> u32 {
        (self.uniform() * f64::from(count)) as u32
    }

    pub fn one_in(&mut self, count: u32) -> bool {
        self.below(count) == 0
    }

    /// A time of this mean with any of the usual kinds of variation.
    fn time(&mut self, mean: f64) -> Distribution {
        match self.below(5) {
            0 => Distribution::constant(mean),
            1 => Distribution::Gamma {
                mean,
                scv: self.between(0.1, 0.9),
            },
            2 => Distribution::LogNormal {
                mean,
                scv: self.between(0.2, 2.0),
            },
            3 => Distribution::HyperExponential {
                mean,
                scv: self.between(1.2, 4.0),
            },
            _ => Distribution::exponential(mean),
        }
    }
}

/// A layer of groups: each has one program, and calls some of those below.
struct Builder {
    network: Network,
    choose: Choices,
    built: Vec<(GroupIndex, ProgramIndex)>,
    forks: bool,
}

/// Random network number `seed`: a few layers of processes, stores and externals, one to three journeys,
/// one in four with a queue and its workers, one in four with a closed population.
pub fn random(seed: u64) -> Network {
    let mut builder = Builder {
        network: Network::default(),
        choose: Choices::new(seed),
        built: Vec::new(),
        forks: seed % 5 == 4,
    };
    let count = 2 + builder.choose.below(6);
    for number in 0..count {
        builder.group(number);
    }
    let queue = builder.choose.one_in(4).then(|| builder.queue());
    let closed = builder.choose.one_in(4);
    for journey in 0..=builder.choose.below(3) {
        builder.journey(journey, queue.clone(), closed && journey == 0);
    }
    let target = builder.choose.between(0.15, 0.92);
    scale(&mut builder.network, target);
    builder.network
}

impl Builder {
    fn group(&mut self, number: u32) {
        let name = format!("g{number}");
        let element = self.network.add_element(&name);
        let choose = &mut self.choose;
        let cores = f64::from(1 + choose.below(4));
        let mut group = match choose.below(8) {
            0 | 1 => Group::fifo(&name, element, 1 + choose.below(4)),
            2 => Group::shared(&name, element, cores),
            3 => Group::delay(&name, element),
            4 => Group::process(&name, element, 4 + choose.below(12), cores),
            5 => Group {
                slots: Some(Slots {
                    kind: SlotKind::Connections,
                    count: 10 + choose.below(40),
                }),
                accept_queue: None,
                ..Group::shared(&name, element, cores)
            },
            _ => Group::process(&name, element, 32 + choose.below(200), cores),
        };
        if choose.one_in(2) {
            group.replicas = 1 + choose.below(4);
            group.balancing = match choose.below(4) {
                0 => Balancing::Random,
                1 => Balancing::LeastConnections,
                2 => Balancing::TwoChoices,
                _ => Balancing::RoundRobin,
            };
        }
        let group = self.network.add_group(group);
        let mean = libm::pow(10.0, self.choose.between(-3.0, -1.3));
        let mut steps = vec![Step::cpu(&format!("{name}#cpu"), self.choose.time(mean))];
        if self.choose.one_in(4) {
            let mean = libm::pow(10.0, self.choose.between(-3.0, -1.5));
            let time = self.choose.time(mean);
            steps.push(Step::delay(&format!("{name}#io"), time));
        }
        for call in 0..self.choose.below(3) {
            if let Some(step) = self.call(&format!("{name}#{call}")) {
                steps.push(step);
            }
        }
        if self.forks && self.choose.one_in(2) {
            steps.extend(self.fork(&format!("{name}#fork")));
        }
        if self.choose.one_in(3) {
            steps.push(Step::cpu(
                &format!("{name}#after"),
                self.choose.time(mean / 2.0),
            ));
        }
        if self.choose.one_in(8) {
            steps.push(Step::Fail {
                probability: self.choose.between(0.001, 0.05),
                key: key::key_of(&format!("{name}#fail")),
            });
        }
        let program = self.network.add_program(element, steps);
        self.built.push((group, program));
    }

    /// A call of something that is built: always, several times, or now and then.
    fn call(&mut self, name: &str) -> Option<Step> {
        if self.built.is_empty() {
            return None;
        }
        let choose = &mut self.choose;
        let (group, program) = self.built[choose.below(self.built.len() as u32) as usize];
        let hop = if choose.one_in(2) {
            Distribution::ZERO
        } else {
            let mean = choose.between(2e-4, 2e-3);
            choose.time(mean)
        };
        let retry = choose.one_in(4).then(|| Retry {
            base: 0.01,
            jitter: 0.5,
            ..Retry::at_once(3)
        });
        let call = Step::Call(Call {
            key: key::key_of(name),
            group,
            program,
            out: hop.clone(),
            back: hop,
            policy: CallPolicy {
                retry,
                ..CallPolicy::default()
            },
        });
        Some(match choose.below(6) {
            0 => Step::repeat(&format!("{name}#r"), choose.between(1.0, 4.0), vec![call]),
            1 => Step::Branch {
                key: key::key_of(&format!("{name}#b")),
                arms: vec![Arm {
                    probability: choose.between(0.1, 0.9),
                    steps: vec![call],
                    sizes: None,
                }],
            },
            _ => call,
        })
    }

    /// Branches side by side, all, most or the first of them; some of them tried.
    fn fork(&mut self, name: &str) -> Option<Step> {
        let mut branches = Vec::new();
        for number in 0..2 + self.choose.below(3) {
            let call = self.call(&format!("{name}#{number}"))?;
            branches.push(if self.choose.one_in(4) {
                vec![Step::Try {
                    steps: vec![call],
                    otherwise: Vec::new(),
                }]
            } else {
                vec![call]
            });
        }
        let width = branches.len() as u32;
        let all = Parallel::all(name, branches);
        Some(Step::Parallel(if self.choose.one_in(3) {
            Parallel {
                need: 1 + self.choose.below(width),
                others: Others::Leave,
                ..all
            }
        } else {
            all
        }))
    }

    /// A queue with workers of its own, or with consumers in a group that others call too.
    fn queue(&mut self) -> Step {
        let element = self.network.add_element("queue");
        let shared = self.choose.one_in(3);
        if !shared {
            self.group(99);
        }
        let last = self.built.len() - 1;
        let (group, program) = if shared {
            self.built[self.choose.below(last as u32 + 1) as usize]
        } else {
            self.built.remove(last)
        };
        let mut consumer = Consumer::new(group, program, 1 + self.choose.below(8));
        let mut data = Queue {
            max_receives: 5,
            ..Queue::new("queue", element)
        };
        if self.forks {
            // The rarer kinds, on the same networks.
            if self.choose.one_in(2) {
                data.partitions = Some(Partitions {
                    count: 4 + self.choose.below(12),
                    keys: Keys::Spread,
                });
            } else {
                consumer.batch = Some(Batch {
                    size: 2 + self.choose.below(9),
                    wait: self.choose.between(0.0, 0.2),
                });
            }
            if let [(group, program), ..] = self.built[..] {
                data = data.consumed_by(Consumer::new(group, program, 2));
            }
        }
        let queue = self.network.add_queue(data.consumed_by(consumer));
        Step::publish("publish", queue)
    }

    fn journey(&mut self, number: u32, publish: Option<Step>, closed: bool) {
        let mut steps = Vec::new();
        for call in 0..=self.choose.below(2) {
            steps.extend(self.call(&format!("j{number}#{call}")));
        }
        if let Some(publish) = publish.filter(|_| self.choose.one_in(2) || number == 0) {
            let place = self.choose.below(steps.len() as u32 + 1) as usize;
            steps.insert(place, publish);
        }
        let arrivals = if closed {
            let users = libm::pow(10.0, self.choose.between(0.3, 2.3)) as u32;
            Arrivals::closed(users, libm::pow(10.0, self.choose.between(-2.0, 0.0)))
        } else {
            Arrivals::Open {
                rate: RateCurve::Constant {
                    rate: self.choose.between(0.2, 1.0),
                },
                spacing: if self.choose.one_in(6) {
                    Spacing::Even
                } else {
                    Spacing::Poisson
                },
            }
        };
        self.network
            .add_journey(&format!("j{number}"), arrivals, steps);
    }
}

/// Scales the open load so that the busiest resource is used this much; what a closed population leaves.
fn scale(network: &mut Network, target: f64) {
    let mut open = network.clone();
    for journey in &mut open.journeys {
        if let Arrivals::Closed { population, .. } = &mut journey.arrivals {
            *population = 0;
        }
    }
    multiply(&mut open, 1e-6);
    let light = preview(&open, 0.0);
    let used = light
        .bottleneck
        .map_or(1e-6, |bottleneck| bottleneck.utilization);
    let factor = 1e-6 * target / used;
    multiply(network, factor);
    for _ in 0..40 {
        if preview(network, 0.0).saturated.is_none() {
            return;
        }
        multiply(network, 0.9);
    }
}

fn multiply(network: &mut Network, factor: f64) {
    for journey in &mut network.journeys {
        if let Arrivals::Open { rate, .. } = &mut journey.arrivals {
            *rate = RateCurve::Constant {
                rate: rate.at(0.0) * factor,
            };
        }
    }
}

/// The same with so many times the users and the instances.
pub fn enlarged(mut network: Network, times: u32) -> Network {
    multiply(&mut network, f64::from(times));
    for journey in &mut network.journeys {
        if let Arrivals::Closed { population, .. } = &mut journey.arrivals {
            *population *= times;
        }
    }
    for group in &mut network.groups {
        group.replicas *= times;
    }
    for queue in &mut network.queues {
        if let Some(partitions) = &mut queue.partitions {
            partitions.count *= times;
        }
    }
    network
}
