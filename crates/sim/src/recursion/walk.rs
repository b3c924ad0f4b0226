//! What a client does between its calls.

use spinout_network::key::{ascend, descend};

use super::{Key, Recursion, answers::Answer, token::Stage, token::Token};
use crate::{
    clock::{KINDS, NETWORK, OWN},
    compile::Op,
    draw::{Draw, purpose},
    engine::Simulation,
    frames::NONE,
};

impl Simulation {
    /// A visit of an element that began then ends.
    #[inline(always)]
    pub(super) fn leave_in_recursion(&mut self, element: u32, began: u64, now: u64) {
        let visits = &mut self.elements[element as usize];
        visits.present.down(now);
        visits.visits += 1;
        if self.visit_times.is_some() {
            self.visit_lasted(element, began, now);
        }
    }

    #[inline(always)]
    pub(super) fn book(&mut self, clock: u32, from: u64, to: u64) {
        let entry = &mut self.times[clock as usize];
        *entry = entry.wrapping_add(to).wrapping_sub(from);
    }
}

impl Recursion {
    /// Place of an element and a kind of time in the row of a request.
    #[inline(always)]
    pub(super) fn clock(sim: &Simulation, token: &Token, element: u32, kind: usize) -> u32 {
        let rows = sim.journeys[usize::from(token.journey)].rows;
        rows[usize::from(!token.counts)] + element * KINDS as u32 + kind as u32
    }

    /// Time passes. False if that ends after the block.
    #[inline(always)]
    pub(super) fn sleep(
        &mut self,
        sim: &mut Simulation,
        token: &mut Token,
        (stage, clock): (Stage, u32),
        time: u64,
        end: Key,
    ) -> bool {
        let now = token.due.time;
        token.due = Key {
            time: now.saturating_add(time),
            since: now,
        };
        if token.due < end {
            sim.book(clock, now, token.due.time);
            sim.event_count += 1;
            return true;
        }
        sim.book(clock, now, 0);
        token.clock = clock;
        token.stage = stage;
        self.later.push(*token);
        false
    }

    /// A client goes on until it waits for something.
    #[inline(always)]
    pub(super) fn walk(&mut self, sim: &mut Simulation, mut token: Token, end: Key) {
        loop {
            let now = token.due.time;
            match sim.code.ops[token.pc as usize] {
                Op::Call(call) => {
                    let code = &sim.code.calls[call as usize];
                    let (group, out, caller) = (code.group as usize, code.out, code.caller);
                    if out != NONE {
                        let path = descend(token.path, code.key);
                        let time = sim.code.samplers.sample(out, path, purpose::OUT);
                        let clock = Self::clock(sim, &token, caller, NETWORK);
                        if !self.sleep(sim, &mut token, (Stage::Out, clock), time, end) {
                            return;
                        }
                    }
                    self.inboxes[group].push(token);
                    return;
                }
                Op::End { element } => {
                    sim.leave_in_recursion(element, token.stamp, now);
                    self.answers[usize::from(token.journey)].push(Answer {
                        due: token.due,
                        stamp: token.stamp,
                        marks: token.marks,
                    });
                    return;
                }
                op => {
                    if !self.step(sim, &mut token, op, end) {
                        return;
                    }
                }
            }
        }
    }

    /// An instruction that is neither a call nor the end. False if time passes beyond the block.
    #[inline(never)]
    fn step(&mut self, sim: &mut Simulation, token: &mut Token, op: Op, end: Key) -> bool {
        let now = token.due.time;
        token.pc += 1;
        match op {
            Op::Cpu {
                sampler,
                element,
                key,
            } => {
                let time = sim.code.samplers.sample(sampler, token.path, key);
                let clock = Self::clock(sim, token, element, OWN);
                return self.sleep(sim, token, (Stage::Pausing, clock), time, end);
            }
            Op::Delay {
                sampler,
                element,
                key,
            } => {
                let time = sim.code.samplers.sample(sampler, token.path, key);
                let clock = Self::clock(sim, token, element, OWN);
                return time == 0 || self.sleep(sim, token, (Stage::Pausing, clock), time, end);
            }
            Op::Enter { element, key } => {
                token.path = descend(token.path, key);
                sim.elements[element as usize].present.up(now);
            }
            Op::Leave { element, key } => {
                token.path = ascend(token.path, key);
                // It began with the request: see the plan.
                sim.leave_in_recursion(element, token.stamp, now);
            }
            Op::Branch { table, key } => {
                let bits = Draw::new(token.path, key).bits();
                if let Some(begin) = sim.code.arm(table, bits) {
                    token.pc = begin;
                }
            }
            Op::Jump(to) => token.pc = to,
            // Nothing else is at a client: see the plan.
            _ => {}
        }
        true
    }
}
