//! Programs as flat code: what a network does not use has no instruction.

use spinout_network::{Call, Network, Publish, Step};

use crate::{
    draw::threshold,
    frames::NONE,
    sample::{Samplers, nanoseconds},
};

/// One instruction.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Op {
    /// Computes.
    Cpu {
        sampler: u32,
        element: u32,
        key: u64,
    },
    /// Lets time pass.
    Delay {
        sampler: u32,
        element: u32,
        key: u64,
    },
    /// Calls.
    Call(u32),
    /// Publishes.
    Publish(u32),
    /// Begins an operation of another element of the process.
    Enter { element: u32, key: u64 },
    /// Ends it.
    Leave { element: u32, key: u64 },
    /// Begins a repetition: `floor` times, once more by chance.
    Repeat { slot: u8, key: u64, count: u32 },
    /// Ends one iteration.
    Again { slot: u8, begin: u32, key: u64 },
    /// Does what follows by chance, else jumps.
    Maybe { end: u32, key: u64, threshold: u64 },
    /// Does one of several arms.
    Branch { table: u32, key: u64 },
    /// Fails the visit by chance.
    Fail { key: u64, threshold: u64 },
    /// Goes on elsewhere.
    Jump(u32),
    /// The program is done.
    End { element: u32 },
}

/// A call made ready.
#[derive(Debug, Clone)]
pub(crate) struct CallCode {
    pub(crate) key: u64,
    pub(crate) group: u32,
    /// First instruction and element of the called program.
    pub(crate) entry: u32,
    pub(crate) element: u32,
    /// The caller's element: network and pauses are booked on it.
    pub(crate) caller: u32,
    /// Samplers of latencies, or [`NONE`].
    pub(crate) out: u32,
    pub(crate) back: u32,
    /// Ring of its time-out, or [`NONE`].
    pub(crate) ring: u32,
    pub(crate) retry: Option<RetryCode>,
}

/// Retries made ready; times in nanoseconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RetryCode {
    pub(crate) attempts: u8,
    pub(crate) base: f64,
    pub(crate) multiplier: f64,
    pub(crate) jitter: f64,
}

/// A publish made ready.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PublishCode {
    pub(crate) key: u64,
    pub(crate) queue: u32,
    pub(crate) element: u32,
    /// Samplers of latencies, or [`NONE`].
    pub(crate) hop: u32,
    pub(crate) ack: u32,
}

/// The operations that are open at an instruction, innermost first.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scope {
    pub(crate) element: u32,
    pub(crate) outer: u32,
}

/// All programs of a network.
#[derive(Debug, Clone)]
pub(crate) struct Code {
    pub(crate) ops: Vec<Op>,
    /// For each instruction, its scope.
    scope_of: Vec<u32>,
    scopes: Vec<Scope>,
    pub(crate) calls: Vec<CallCode>,
    pub(crate) publishes: Vec<PublishCode>,
    /// For each branch: upper ends of the arms' shares of 2⁶⁴, and where they begin.
    pub(crate) branches: Vec<Vec<(u64, u32)>>,
    pub(crate) samplers: Samplers,
    /// First instruction of each program.
    pub(crate) entries: Vec<u32>,
    /// Lengths of the time-out rings of calls, in nanoseconds.
    pub(crate) rings: Vec<u64>,
    /// Nested repetitions, at most.
    pub(crate) loops: usize,
}

impl Code {
    /// Compiles all programs of a valid network.
    pub(crate) fn new(network: &Network) -> Self {
        let mut code = Self {
            ops: Vec::new(),
            scope_of: Vec::new(),
            scopes: Vec::new(),
            calls: Vec::new(),
            publishes: Vec::new(),
            branches: Vec::new(),
            samplers: Samplers::new(),
            entries: Vec::new(),
            rings: Vec::new(),
            loops: 0,
        };
        for program in &network.programs {
            code.entries.push(code.ops.len() as u32);
            code.scopes.push(Scope {
                element: program.element.0,
                outer: NONE,
            });
            let scope = (code.scopes.len() - 1) as u32;
            code.steps(network, &program.steps, scope, 0);
            code.emit(
                Op::End {
                    element: program.element.0,
                },
                scope,
            );
        }
        for call in 0..code.calls.len() {
            // Until here `entry` held the program's number.
            code.calls[call].entry = code.entries[code.calls[call].entry as usize];
        }
        code
    }

    /// Whether a program does nothing that takes time but compute.
    pub(crate) fn only_computes(&self, entry: u32) -> bool {
        let program = self.ops[entry as usize..].iter();
        program
            .take_while(|op| !matches!(op, Op::End { .. }))
            .all(|op| !matches!(op, Op::Delay { .. } | Op::Call(_) | Op::Publish(_)))
    }

    /// The scopes open at an instruction, innermost first.
    pub(crate) fn open_scopes(&self, pc: u32) -> impl Iterator<Item = u32> {
        let mut scope = self.scope_of[pc as usize];
        std::iter::from_fn(move || {
            let open = self.scopes.get(scope as usize)?;
            scope = open.outer;
            Some(open.element)
        })
    }

    fn emit(&mut self, op: Op, scope: u32) -> usize {
        self.ops.push(op);
        self.scope_of.push(scope);
        self.ops.len() - 1
    }

    fn position(&self) -> u32 {
        self.ops.len() as u32
    }

    fn latency(&mut self, distribution: &spinout_network::Distribution) -> u32 {
        if distribution.is_zero() {
            NONE
        } else {
            self.samplers.add(distribution)
        }
    }

    fn steps(&mut self, network: &Network, steps: &[Step], scope: u32, depth: usize) {
        let element = self.scopes[scope as usize].element;
        for step in steps {
            match step {
                Step::Cpu { demand, key } => {
                    let sampler = self.samplers.add(demand);
                    self.emit(
                        Op::Cpu {
                            sampler,
                            element,
                            key: *key,
                        },
                        scope,
                    );
                }
                Step::Delay { time, key } => {
                    let sampler = self.samplers.add(time);
                    self.emit(
                        Op::Delay {
                            sampler,
                            element,
                            key: *key,
                        },
                        scope,
                    );
                }
                Step::Call(call) => {
                    let call = self.call(network, call, element);
                    self.emit(Op::Call(call), scope);
                }
                Step::Publish(publish) => {
                    let publish = self.publish(publish, element);
                    self.emit(Op::Publish(publish), scope);
                }
                Step::Within {
                    element,
                    key,
                    steps,
                } => {
                    self.emit(
                        Op::Enter {
                            element: element.0,
                            key: *key,
                        },
                        scope,
                    );
                    self.scopes.push(Scope {
                        element: element.0,
                        outer: scope,
                    });
                    let inner = (self.scopes.len() - 1) as u32;
                    self.steps(network, steps, inner, depth);
                    self.emit(
                        Op::Leave {
                            element: element.0,
                            key: *key,
                        },
                        inner,
                    );
                }
                Step::Repeat { count, key, steps } => {
                    self.repeat(network, (*count, *key, steps), scope, depth);
                }
                Step::Branch { key, arms } => self.branch(network, *key, arms, scope, depth),
                Step::Fail { probability, key } => {
                    let threshold = threshold(*probability);
                    self.emit(
                        Op::Fail {
                            key: *key,
                            threshold,
                        },
                        scope,
                    );
                }
            }
        }
    }

    fn call(&mut self, network: &Network, call: &Call, caller: u32) -> u32 {
        let ring = call
            .policy
            .timeout
            .map_or(NONE, |timeout| self.ring(nanoseconds(timeout)));
        let code = CallCode {
            key: call.key,
            group: call.group.0,
            entry: call.program.0,
            element: network.programs[call.program.at()].element.0,
            caller,
            out: self.latency(&call.out),
            back: self.latency(&call.back),
            ring,
            retry: call.policy.retry.as_ref().map(|retry| RetryCode {
                attempts: retry.attempts as u8,
                base: retry.base * crate::sample::SECOND,
                multiplier: retry.multiplier,
                jitter: retry.jitter,
            }),
        };
        self.calls.push(code);
        (self.calls.len() - 1) as u32
    }

    /// The ring of all time-outs of one length.
    fn ring(&mut self, length: u64) -> u32 {
        let known = self.rings.iter().position(|ring| *ring == length);
        known.unwrap_or_else(|| {
            self.rings.push(length);
            self.rings.len() - 1
        }) as u32
    }

    fn publish(&mut self, publish: &Publish, element: u32) -> u32 {
        let code = PublishCode {
            key: publish.key,
            queue: publish.queue.0,
            element,
            hop: self.latency(&publish.hop),
            ack: self.latency(&publish.ack),
        };
        self.publishes.push(code);
        (self.publishes.len() - 1) as u32
    }

    fn repeat(
        &mut self,
        network: &Network,
        (count, key, steps): (f64, u64, &[Step]),
        scope: u32,
        depth: usize,
    ) {
        let whole = count as u32;
        let fraction = threshold(count - f64::from(whole));
        match (whole, fraction) {
            (0, 0) => {}
            (1, 0) => self.steps(network, steps, scope, depth),
            (0, threshold) => {
                let head = self.emit(
                    Op::Maybe {
                        end: 0,
                        key,
                        threshold,
                    },
                    scope,
                );
                self.steps(network, steps, scope, depth);
                let end = self.position();
                self.ops[head] = Op::Maybe {
                    end,
                    key,
                    threshold,
                };
            }
            (count, threshold) => {
                self.loops = self.loops.max(depth + 1);
                let slot = depth as u8;
                self.emit(Op::Repeat { slot, key, count }, scope);
                // The fraction stands in the instruction after, which is never run by itself.
                self.emit(
                    Op::Maybe {
                        end: 0,
                        key,
                        threshold,
                    },
                    scope,
                );
                let begin = self.position();
                self.steps(network, steps, scope, depth + 1);
                self.emit(Op::Again { slot, begin, key }, scope);
            }
        }
    }

    fn branch(
        &mut self,
        network: &Network,
        key: u64,
        arms: &[spinout_network::Arm],
        scope: u32,
        depth: usize,
    ) {
        let table = self.branches.len();
        self.branches.push(Vec::new());
        self.emit(
            Op::Branch {
                table: table as u32,
                key,
            },
            scope,
        );
        let skip = self.emit(Op::Jump(0), scope);
        let mut jumps = vec![skip];
        let mut sum = 0.0;
        for arm in arms {
            sum += arm.probability;
            // Sums like .3 + .7 may miss 1 by rounding; what is meant is certain.
            let end = if sum > 1.0 - 1e-9 {
                u64::MAX
            } else {
                threshold(sum)
            };
            let begin = self.position();
            self.branches[table].push((end, begin));
            self.steps(network, &arm.steps, scope, depth);
            jumps.push(self.emit(Op::Jump(0), scope));
        }
        let end = self.position();
        for jump in jumps {
            self.ops[jump] = Op::Jump(end);
        }
    }
}
