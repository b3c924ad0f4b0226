//! Calls and publications made ready.

use spinout_network::{Call, Network, Publish, Retry, RetryOn, Token};

use crate::{
    broker::code::half, compile::Code, frames::NONE, guard::Failure, inside::INSIDE_WAY,
    sample::nanoseconds,
};

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
    /// The half of a dual write that it is, or [`NONE`].
    pub(crate) half: u32,
    /// Ring of its time-out, or [`NONE`].
    pub(crate) ring: u32,
    /// Whether a time-out stops what was asked for.
    pub(crate) cancel: bool,
    pub(crate) retry: Option<RetryCode>,
    /// Its guard, or [`NONE`], and the ring of waiting for its turn, or [`NONE`].
    pub(crate) link: u32,
    pub(crate) turn: u32,
    /// The token that goes along.
    pub(crate) token: Token,
}

/// Retries made ready; times in nanoseconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RetryCode {
    pub(crate) attempts: u8,
    pub(crate) base: f64,
    pub(crate) multiplier: f64,
    pub(crate) jitter: f64,
    pub(crate) cap: f64,
    pub(crate) on: RetryOn,
}

impl RetryCode {
    /// Whether an attempt, the first is 0, that failed so is followed by another.
    pub(crate) fn allows(&self, why: Failure, attempt: u8) -> bool {
        let on = match why {
            Failure::TimeOut => self.on.timeouts,
            Failure::Refusal | Failure::Denial => self.on.refusals,
            Failure::Error => self.on.errors,
        };
        on && attempt + 1 < self.attempts
    }

    pub(crate) fn new(retry: &Retry) -> Self {
        Self {
            attempts: retry.attempts as u8,
            base: retry.base * crate::sample::SECOND,
            multiplier: retry.multiplier,
            jitter: retry.jitter,
            cap: retry
                .cap
                .map_or(f64::INFINITY, |cap| cap * crate::sample::SECOND),
            on: retry.on,
        }
    }
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
    /// Its policy, or [`NONE`].
    pub(crate) policy: u32,
    /// The half of a dual write that it is, or [`NONE`].
    pub(crate) half: u32,
    /// The token that goes along.
    pub(crate) token: Token,
}

impl Code {
    pub(crate) fn call(&mut self, network: &Network, call: &Call, caller: u32) -> u32 {
        let ring = call
            .policy
            .timeout
            .map_or(NONE, |timeout| self.ring(nanoseconds(timeout)));
        let half = half(network, call.key);
        let mut back = self.latency(&call.back);
        if half != NONE && back == NONE {
            // Its answer has to be looked at on its way.
            back = self.samplers.add(&spinout_network::Distribution::ZERO);
        }
        let mut out = if call.policy.inside {
            INSIDE_WAY
        } else {
            self.latency(&call.out)
        };
        if let Some(transfer) = call.policy.transfer {
            self.transfers.resize(self.calls.len() + 1, None);
            self.transfers[self.calls.len()] = Some(transfer);
            let way = if transfer.back { &mut back } else { &mut out };
            if *way == NONE {
                *way = self.samplers.add(&spinout_network::Distribution::ZERO);
            }
        }
        let link = call.policy.link.map(|link| &network.links[link.at()]);
        let bulkhead = link.and_then(|link| link.bulkhead.as_ref());
        let turn = bulkhead
            .filter(|bulkhead| bulkhead.wait > 0.0 && !bulkhead.unbounded)
            .map_or(NONE, |bulkhead| self.ring(nanoseconds(bulkhead.wait)));
        let code = CallCode {
            key: call.key,
            group: call.group.0,
            entry: call.program.0,
            element: network.programs[call.program.at()].element.0,
            caller,
            out,
            back,
            half,
            ring,
            cancel: call.policy.cancel,
            retry: call.policy.retry.as_ref().map(RetryCode::new),
            link: call.policy.link.map_or(NONE, |link| link.0),
            turn,
            token: call.policy.token,
        };
        self.calls.push(code);
        (self.calls.len() - 1) as u32
    }

    /// The ring of all time-outs of one length.
    pub(crate) fn ring(&mut self, length: u64) -> u32 {
        let known = self.rings.iter().position(|ring| *ring == length);
        known.unwrap_or_else(|| {
            self.rings.push(length);
            self.rings.len() - 1
        }) as u32
    }

    pub(crate) fn publish(&mut self, network: &Network, publish: &Publish, element: u32) -> u32 {
        let code = PublishCode {
            key: publish.key,
            queue: publish.queue.0,
            element,
            hop: self.latency(&publish.hop),
            ack: self.latency(&publish.ack),
            policy: publish
                .policy
                .as_ref()
                .map_or(NONE, |policy| self.policy(policy)),
            half: half(network, publish.key),
            token: publish.token,
        };
        self.publishes.push(code);
        (self.publishes.len() - 1) as u32
    }
}
