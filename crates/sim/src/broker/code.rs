//! Publications and consumers, made ready.

use spinout_network::{Delivery, Distribution, Network, PublishPolicy, Transfer};

use crate::{
    calls::RetryCode,
    compile::{Code, Op, ScopeKind},
    draw::{purpose, threshold},
    frames::NONE,
    sample::nanoseconds,
};

/// How a message gets to its broker, made ready.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PolicyCode {
    pub(crate) delivery: Delivery,
    /// Ring of its time-out, or [`NONE`].
    pub(crate) ring: u32,
    /// Sampler of the acknowledgement's way, or [`NONE`].
    pub(crate) back: u32,
    pub(crate) retry: Option<RetryCode>,
    pub(crate) outbox: Option<OutboxCode>,
}

/// An outbox made ready.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OutboxCode {
    /// Nanoseconds, at least 1.
    pub(crate) interval: u64,
    pub(crate) batch: u32,
    /// Threshold of a publication that is made again.
    pub(crate) repeats: u64,
    /// What the relay carries with each message.
    pub(crate) transfer: Option<Transfer>,
    /// First instruction of what a look asks, or [`NONE`].
    pub(crate) poll: u32,
}

/// The half of a dual write that a step with this key is: two for each, or [`NONE`].
pub(crate) fn half(network: &Network, key: u64) -> u32 {
    let writes = (0..).zip(&network.dual_writes);
    let halves = writes.flat_map(|(number, write): (u32, _)| {
        [(2 * number, write.one), (2 * number + 1, write.other)]
    });
    halves
        .into_iter()
        .find(|(_, of)| *of == key)
        .map_or(NONE, |(half, _)| half)
}

impl Code {
    pub(crate) fn policy(&mut self, policy: &PublishPolicy) -> u32 {
        if let Some(known) = self.known_policy(policy) {
            return known;
        }
        let ring = policy
            .timeout
            .map_or(NONE, |timeout| self.ring(nanoseconds(timeout)));
        let back = policy.back.as_ref().map_or(NONE, |back| self.latency(back));
        self.policies.push(PolicyCode {
            delivery: policy.delivery,
            ring,
            back,
            retry: policy.retry.as_ref().map(RetryCode::new),
            outbox: policy.outbox.map(|outbox| OutboxCode {
                interval: nanoseconds(outbox.interval).max(1),
                batch: outbox.batch,
                repeats: threshold(outbox.repeats),
                transfer: outbox.transfer,
                // The program's number until all are compiled.
                poll: outbox.poll.map_or(NONE, |program| program.0),
            }),
        });
        (self.policies.len() - 1) as u32
    }

    /// The policy of a publication whose relay asks at each look: one relay for all that say the same.
    fn known_policy(&self, policy: &PublishPolicy) -> Option<u32> {
        let poll = policy.outbox?.poll?;
        let same = |known: &PolicyCode| known.outbox.is_some_and(|outbox| outbox.poll == poll.0);
        let known = self.policies.iter().position(same)?;
        Some(known as u32)
    }

    /// What relays do at each look: they ask, and publish where that goes well.
    pub(crate) fn relays(&mut self, network: &Network) {
        for policy in 0..self.policies.len() {
            let Some(outbox) = self.policies[policy].outbox.filter(|o| o.poll != NONE) else {
                continue;
            };
            let program = &network.programs[outbox.poll as usize];
            let element = program.element.0;
            let entry = self.position();
            let scope = self.open(element, NONE, ScopeKind::Element);
            let policy_number = policy as u32;
            self.caught(
                scope,
                |code, scope| {
                    code.steps(network, &program.steps, scope, 0);
                    let (policy, found) = (policy_number, true);
                    code.emit(Op::Relay { policy, found }, scope);
                },
                |code, scope| {
                    let (policy, found) = (policy_number, false);
                    code.emit(Op::Relay { policy, found }, scope);
                },
            );
            self.emit(Op::End { element }, scope);
            if let Some(outbox) = &mut self.policies[policy].outbox {
                outbox.poll = entry;
            }
        }
    }

    /// Programs of a consumer that looks up each message: for one that is new, and for one that is known.
    pub(crate) fn look_up(&mut self, entry: u32, work: &Distribution) -> (u32, u32) {
        let scope = self.scope_of(entry);
        let element = self.element_of(entry);
        let look_up = Op::Cpu {
            sampler: self.samplers.add(work),
            element,
            key: purpose::LOOK_UP,
        };
        let new = self.emit(look_up, scope);
        self.emit(Op::Jump(entry), scope);
        let known = self.emit(look_up, scope);
        self.emit(Op::End { element }, scope);
        (new as u32, known as u32)
    }
}
