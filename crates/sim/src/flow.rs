//! Compiling what decides which way a visit goes: repetitions, choices, branches side by side, what is
//! done instead of what fails.

use spinout_network::{Network, Others, Parallel, Replicated, RowUse, Step, key};

use crate::{
    compile::{Code, Op, ScopeKind},
    draw::threshold,
    inside::INSIDE_WAY,
    sample::nanoseconds,
};

/// Branches side by side, made ready.
#[derive(Debug, Clone)]
pub(crate) struct ForkCode {
    /// First instruction of each branch.
    pub(crate) entries: Vec<u32>,
    /// What one more copy of the branches adds to the path.
    pub(crate) iteration: u64,
    /// Branches in all.
    pub(crate) width: u32,
    pub(crate) need: u32,
    /// Nanoseconds from one start to the next, if not all start together.
    pub(crate) stagger: Option<u64>,
    pub(crate) others: Others,
}

impl Code {
    pub(crate) fn repeat(
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
                let slot = depth as u16;
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

    pub(crate) fn branch(
        &mut self,
        network: &Network,
        key: u64,
        arms: &[spinout_network::Arm],
        scope: u32,
        depth: usize,
    ) {
        let by_size = arms.iter().any(|arm| arm.sizes.is_some());
        let table = if by_size {
            self.add_size_branch(arms.iter().filter_map(|arm| arm.sizes))
        } else {
            self.branches.push(Vec::new());
            self.branches.len() - 1
        };
        let choice = if by_size {
            Op::BranchBySize(table as u32)
        } else {
            Op::Branch {
                table: table as u32,
                key,
            }
        };
        self.emit(choice, scope);
        let skip = self.emit(Op::Jump(0), scope);
        let mut jumps = vec![skip];
        let mut sum = 0.0;
        for (number, arm) in arms.iter().enumerate() {
            sum += arm.probability;
            // Sums like .3 + .7 may miss 1 by rounding; what is meant is certain.
            let end = if sum > 1.0 - 1e-9 {
                u64::MAX
            } else {
                threshold(sum)
            };
            let begin = self.position();
            if by_size {
                self.size_branches[table][number].1 = begin;
            } else {
                self.branches[table].push((end, begin));
            }
            self.steps(network, &arm.steps, scope, depth);
            jumps.push(self.emit(Op::Jump(0), scope));
        }
        let end = self.position();
        for jump in jumps {
            self.ops[jump] = Op::Jump(end);
        }
    }

    /// The fork, a jump to what follows, and the branches, each of which ends in a join.
    pub(crate) fn parallel(
        &mut self,
        network: &Network,
        parallel: &Parallel,
        scope: u32,
        depth: usize,
    ) {
        let number = self.forks.len();
        self.forks.push(ForkCode {
            entries: Vec::new(),
            iteration: key::iteration(parallel.key),
            width: parallel.width() as u32,
            need: parallel.need,
            stagger: parallel.stagger.map(nanoseconds),
            others: parallel.others,
        });
        self.emit(Op::Fork(number as u32), scope);
        let skip = self.emit(Op::Jump(0), scope);
        let element = self.scopes[scope as usize].element;
        for branch in &parallel.branches {
            let entry = self.position();
            self.forks[number].entries.push(entry);
            let inner = self.open(element, crate::frames::NONE, ScopeKind::Branch);
            self.steps(network, branch, inner, depth);
            self.emit(Op::Join, inner);
        }
        self.ops[skip] = Op::Jump(self.position());
    }

    /// What is tried, a jump over what is done in its place, and that.
    pub(crate) fn attempt(
        &mut self,
        network: &Network,
        (steps, otherwise): (&[Step], &[Step]),
        scope: u32,
        depth: usize,
    ) {
        self.caught(
            scope,
            |code, scope| code.steps(network, steps, scope, depth),
            |code, scope| {
                if let Some(link) = falls_back(network, steps) {
                    code.fallbacks.push((code.position(), link));
                }
                code.steps(network, otherwise, scope, depth);
            },
        );
    }

    /// The same of code.
    pub(crate) fn caught(
        &mut self,
        scope: u32,
        tried: impl FnOnce(&mut Self, u32),
        otherwise: impl FnOnce(&mut Self, u32),
    ) {
        // Nested ones have slots of their own.
        let mut slot = 0;
        let mut around = self.scope(scope);
        while let Some(open) = around {
            slot += usize::from(matches!(open.kind, ScopeKind::Try { .. }));
            around = self.scope(open.outer);
        }
        self.tries = self.tries.max(slot + 1);
        let slot = slot as u16;
        let element = self.scopes[scope as usize].element;
        let inner = self.open(element, scope, ScopeKind::Try { slot, handler: 0 });
        self.emit(Op::Try { slot }, scope);
        tried(self, inner);
        let skip = self.emit(Op::Jump(0), scope);
        let handler = self.position();
        self.scopes[inner as usize].kind = ScopeKind::Try { slot, handler };
        otherwise(self, scope);
        self.ops[skip] = Op::Jump(self.position());
    }

    /// Whether a visit of a group may run branches side by side: then it may use more cores than one.
    pub(crate) fn divides(&self, network: &Network, group: usize) -> bool {
        let forks = |entry: u32| {
            let program = self.ops[entry as usize..].iter();
            program
                .take_while(|op| !matches!(op, Op::End { .. }))
                .any(|op| match op {
                    Op::Fork(_) => true,
                    Op::Call(call) | Op::Guarded(call) => {
                        self.calls[*call as usize].out == INSIDE_WAY
                    }
                    _ => false,
                })
        };
        let consumers = network
            .queues
            .iter()
            .flat_map(|queue| &queue.groups)
            .flat_map(|group| &group.consumers);
        let consumers = consumers.filter(|consumer| consumer.group.at() == group);
        let calls = self.calls.iter();
        // What a copy does for writes is beside its reads.
        let applies = |store: &Replicated| store.copies.is_some_and(|copies| copies.at() == group);
        let ships = |op: &Op| {
            matches!(
                op,
                Op::Row {
                    what: RowUse::Ship { .. },
                    ..
                }
            )
        };
        if network.replicated.iter().any(applies) && self.ops.iter().any(ships) {
            return true;
        }
        (!self.forks.is_empty() || self.calls_inside())
            && calls
                .filter(|call| call.group as usize == group)
                .map(|call| call.entry)
                .chain(consumers.map(|consumer| self.entries[consumer.program.at()]))
                .any(forks)
    }

    fn calls_inside(&self) -> bool {
        self.calls.iter().any(|call| call.out == INSIDE_WAY)
    }

    /// Whether a step may be done while some of its branches, or of what it called within its process, go on.
    pub(crate) fn leaves_work(&self) -> bool {
        self.calls_inside() || self.forks.iter().any(|fork| fork.others != Others::Await)
    }
}

/// The guard of the relationship whose fallback the steps have, if they are one.
fn falls_back(network: &Network, steps: &[Step]) -> Option<u32> {
    steps.iter().find_map(|step| match step {
        Step::Call(call) => {
            let link = call.policy.link?;
            network.links[link.at()].falls_back.then_some(link.0)
        }
        Step::Parallel(parallel) => falls_back(network, parallel.branches.first()?),
        Step::Hold { steps, .. } => falls_back(network, steps),
        _ => None,
    })
}
