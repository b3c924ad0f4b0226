//! Programs as flat code: what a network does not use has no instruction.

use spinout_network::{Network, RowUse, Step, Transfer};

use crate::{
    broker::code::PolicyCode,
    cache::{CachedCode, Does},
    calls::{CallCode, PublishCode},
    draw::threshold,
    flow::ForkCode,
    frames::NONE,
    sample::{Samplers, nanoseconds},
    shift::ShiftCode,
    size::SizedCode,
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
    /// Computes, or lets time pass, by the size of the request.
    CpuBySize(u32),
    DelayBySize(u32),
    /// Calls.
    Call(u32),
    /// Calls, if the guards of the relationship let it.
    Guarded(u32),
    /// Publishes.
    Publish(u32),
    /// Takes a resource, and gives it back.
    Acquire(u32),
    Release(u32),
    /// Is worked on in a batch.
    Batch {
        resource: u32,
        key: u64,
    },
    /// Begins an operation of another element of the process.
    Enter {
        element: u32,
        key: u64,
    },
    /// Ends it.
    Leave {
        element: u32,
        key: u64,
    },
    /// Begins a repetition: `floor` times, once more by chance.
    Repeat {
        slot: u16,
        key: u64,
        count: u32,
    },
    /// Ends one iteration.
    Again {
        slot: u16,
        begin: u32,
        key: u64,
    },
    /// Does what follows by chance, else jumps.
    Maybe {
        end: u32,
        key: u64,
        threshold: u64,
    },
    /// Does one of several arms, by the size of the request.
    BranchBySize(u32),
    /// Does one of several arms.
    Branch {
        table: u32,
        key: u64,
    },
    /// Goes the old way or the new one.
    Shift(u32),
    /// Fails the visit by chance.
    Fail {
        key: u64,
        threshold: u64,
    },
    /// Runs branches side by side, and goes on after them.
    Fork(u32),
    /// Ends a branch.
    Join,
    /// Looks at the token, which may be so many nanoseconds old.
    Authenticate(u64),
    /// What follows may fail without the visit failing.
    Try {
        slot: u16,
    },
    /// The visit was told to stop: it fails.
    Stop,
    /// Writes or reads a row of a replicated store.
    Row {
        store: u32,
        what: RowUse,
        key: u64,
    },
    /// Reads from the primary for a time after its request has written, else jumps to the copy.
    Sticky(u32),
    /// Does something with a cache.
    Cache {
        cached: u32,
        does: Does,
    },
    /// A relay publishes what its look has found, or nothing.
    Relay {
        policy: u32,
        found: bool,
    },
    /// Goes on elsewhere.
    Jump(u32),
    /// The program is done.
    End {
        element: u32,
    },
}

/// What is open at an instruction; a chain, innermost first.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scope {
    /// The element whose operation it is.
    pub(crate) element: u32,
    pub(crate) outer: u32,
    pub(crate) kind: ScopeKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ScopeKind {
    /// An operation of the element.
    Element,
    /// A resource is held.
    Hold(u32),
    /// What others may wait for is asked for.
    Flight(u32),
    /// A branch: what is open around it is its parent's.
    Branch,
    /// What fails goes on at the handler, with the path of this slot.
    Try { slot: u16, handler: u32 },
}

/// All programs of a network.
#[derive(Debug, Clone)]
pub(crate) struct Code {
    pub(crate) ops: Vec<Op>,
    /// For each instruction, its scope.
    scope_of: Vec<u32>,
    pub(crate) scopes: Vec<Scope>,
    pub(crate) calls: Vec<CallCode>,
    pub(crate) publishes: Vec<PublishCode>,
    pub(crate) policies: Vec<PolicyCode>,
    /// For each branch: upper ends of the arms' shares of 2⁶⁴, and where they begin.
    pub(crate) branches: Vec<Vec<(u64, u32)>>,
    /// The same by size: above and up to how many billionths of a MiB an arm is done.
    pub(crate) size_branches: Vec<Vec<([u64; 2], u32)>>,
    /// What takes its time by size.
    pub(crate) sized: Vec<SizedCode>,
    /// What each call carries; empty where none carries anything.
    pub(crate) transfers: Vec<Option<Transfer>>,
    pub(crate) forks: Vec<ForkCode>,
    pub(crate) shifts: Vec<ShiftCode>,
    /// Stores, nanoseconds after a write, and where a read of a copy begins.
    pub(crate) sticky: Vec<(u32, u64, u32)>,
    pub(crate) cached: Vec<CachedCode>,
    pub(crate) samplers: Samplers,
    /// First instruction of each program.
    pub(crate) entries: Vec<u32>,
    /// Lengths of the time-out rings of calls, in nanoseconds.
    pub(crate) rings: Vec<u64>,
    /// Where there is an [`Op::Stop`] for each scope, in their order.
    stops: u32,
    /// Nested repetitions, at most.
    pub(crate) loops: usize,
    /// Nested [`Op::Try`], at most.
    pub(crate) tries: usize,
    /// Handlers that are fallbacks, in order, and the guards that count them.
    pub(crate) fallbacks: Vec<(u32, u32)>,
    /// Whether tokens are looked at.
    pub(crate) tokens: bool,
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
            policies: Vec::new(),
            branches: Vec::new(),
            size_branches: Vec::new(),
            sized: Vec::new(),
            transfers: Vec::new(),
            shifts: Vec::new(),
            sticky: Vec::new(),
            cached: Vec::new(),
            forks: Vec::new(),
            samplers: Samplers::new(),
            entries: Vec::new(),
            rings: Vec::new(),
            stops: 0,
            loops: 0,
            tries: 0,
            fallbacks: Vec::new(),
            tokens: false,
        };
        for program in &network.programs {
            code.entries.push(code.ops.len() as u32);
            let scope = code.open(program.element.0, NONE, ScopeKind::Element);
            code.steps(network, &program.steps, scope, 0);
            code.emit(
                Op::End {
                    element: program.element.0,
                },
                scope,
            );
        }
        code.relays(network);
        code.give_tokens();
        code.stops = code.position();
        for scope in 0..code.scopes.len() {
            code.emit(Op::Stop, scope as u32);
        }
        for call in 0..code.calls.len() {
            // Until here `entry` held the program's number.
            code.calls[call].entry = code.entries[code.calls[call].entry as usize];
        }
        for shift in &mut code.shifts {
            shift.shadow = code.entries[shift.shadow as usize];
        }
        code
    }

    /// Whether a program does nothing that takes time but compute.
    pub(crate) fn only_computes(&self, entry: u32) -> bool {
        let program = self.ops[entry as usize..].iter();
        program
            .take_while(|op| !matches!(op, Op::End { .. }))
            .all(|op| {
                !matches!(
                    op,
                    Op::Delay { .. }
                        | Op::DelayBySize(_)
                        | Op::Call(_)
                        | Op::Guarded(_)
                        | Op::Publish(_)
                        | Op::Fork(_)
                        | Op::Acquire(_)
                        | Op::Cache { .. }
                        | Op::Batch { .. }
                )
            })
    }

    /// Where the arm of a choice begins that these bits fall on; none if on none.
    pub(crate) fn arm(&self, table: u32, bits: u64) -> Option<u32> {
        let arms = &self.branches[table as usize];
        let arm = arms.iter().find(|(end, _)| bits < *end || *end == u64::MAX);
        arm.map(|(_, begin)| *begin)
    }

    /// The element whose operation a program is.
    pub(crate) fn element_of(&self, entry: u32) -> u32 {
        self.scopes[self.scope_of(entry) as usize].element
    }

    /// The instruction that stops a visit which is at another, with the same open.
    pub(crate) fn stop(&self, pc: u32) -> u32 {
        self.stops + self.scope_of(pc)
    }

    /// Number of the innermost scope that is open at an instruction.
    pub(crate) fn scope_of(&self, pc: u32) -> u32 {
        self.scope_of[pc as usize]
    }

    /// A scope; none past the outermost.
    pub(crate) fn scope(&self, scope: u32) -> Option<Scope> {
        self.scopes.get(scope as usize).copied()
    }

    /// Opens a scope within another.
    pub(crate) fn open(&mut self, element: u32, outer: u32, kind: ScopeKind) -> u32 {
        self.scopes.push(Scope {
            element,
            outer,
            kind,
        });
        (self.scopes.len() - 1) as u32
    }

    pub(crate) fn emit(&mut self, op: Op, scope: u32) -> usize {
        self.ops.push(op);
        self.scope_of.push(scope);
        self.ops.len() - 1
    }

    pub(crate) fn position(&self) -> u32 {
        self.ops.len() as u32
    }

    pub(crate) fn latency(&mut self, distribution: &spinout_network::Distribution) -> u32 {
        if distribution.is_zero() {
            NONE
        } else {
            self.samplers.add(distribution)
        }
    }

    pub(crate) fn steps(&mut self, network: &Network, steps: &[Step], scope: u32, depth: usize) {
        let element = self.scopes[scope as usize].element;
        for step in steps {
            match step {
                Step::Cpu {
                    per_mib: Some(per_mib),
                    ..
                } => {
                    let sized = self.sized(element, *per_mib);
                    self.emit(Op::CpuBySize(sized), scope);
                }
                Step::Delay {
                    per_mib: Some(per_mib),
                    ..
                } => {
                    let sized = self.sized(element, *per_mib);
                    self.emit(Op::DelayBySize(sized), scope);
                }
                Step::Cpu { demand, key, .. } => {
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
                Step::Delay { time, key, .. } => {
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
                    let guarded = self.calls[call as usize].link != NONE;
                    let op = if guarded { Op::Guarded } else { Op::Call };
                    self.emit(op(call), scope);
                }
                Step::Publish(publish) => {
                    let publish = self.publish(network, publish, element);
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
                    let inner = self.open(element.0, scope, ScopeKind::Element);
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
                Step::Parallel(parallel) => self.parallel(network, parallel, scope, depth),
                Step::Try { steps, otherwise } => {
                    self.attempt(network, (steps, otherwise), scope, depth);
                }
                Step::Hold { resource, steps } => {
                    self.emit(Op::Acquire(resource.0), scope);
                    let inner = self.open(element, scope, ScopeKind::Hold(resource.0));
                    self.steps(network, steps, inner, depth);
                    self.emit(Op::Release(resource.0), inner);
                }
                Step::Batch { resource, key } => {
                    let resource = resource.0;
                    self.emit(
                        Op::Batch {
                            resource,
                            key: *key,
                        },
                        scope,
                    );
                }
                Step::Row { store, what, key } => {
                    let (store, what, key) = (*store, *what, *key);
                    self.emit(Op::Row { store, what, key }, scope);
                }
                Step::Authenticate { lifetime } => {
                    let lifetime = lifetime.map_or(u64::MAX, nanoseconds);
                    self.emit(Op::Authenticate(lifetime), scope);
                }
                Step::Sticky(sticky) => self.sticky(network, sticky, scope, depth),
                Step::Cached(cached) => self.cached(network, cached, scope, depth),
                Step::Shift(shift) => self.shift(network, shift, scope, depth),
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
}
