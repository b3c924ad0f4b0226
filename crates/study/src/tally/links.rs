use std::collections::BTreeMap;

use spinout_network::Network;
use spinout_sim::{LinkReport, Report};
use spinout_stats::{Confidence, Moments, mean, ratio};

use crate::{BreakerOutcome, LinkOutcome};

/// Relationships that are guarded, by their names: one that is guarded in two designs of a cutover is one.
#[derive(Clone, Debug)]
pub(crate) struct Links {
    /// Of each link of the network, the number of its name.
    number: Vec<usize>,
    links: Vec<Link>,
}

#[derive(Clone, Debug, Default)]
struct Link {
    name: String,
    breaks: bool,
    /// A second, in the order of [`counts`].
    rates: [Moments; COUNTS],
    /// Attempts and calls, failed and all attempts, of each replication.
    amplification: Vec<(f64, f64)>,
    failure: Vec<(f64, f64)>,
    /// Shares of time open and half-open, and openings of each replication.
    open: Moments,
    half_open: Moments,
    closed: Moments,
    opened: Moments,
    reopened: Moments,
}

const COUNTS: usize = 12;

fn counts(link: &LinkReport) -> [u64; COUNTS] {
    [
        link.calls,
        link.attempts,
        link.retries,
        link.hedges,
        link.failed,
        link.timeouts,
        link.denied,
        link.out_of_budget,
        link.refused_by_breaker,
        link.refused_by_rate,
        link.refused_by_bulkhead,
        link.fallbacks,
    ]
}

/// Two links of one name as one: counts together, shares of time on average.
fn together(mut one: LinkReport, other: &LinkReport) -> LinkReport {
    one.calls += other.calls;
    one.attempts += other.attempts;
    one.retries += other.retries;
    one.hedges += other.hedges;
    one.failed += other.failed;
    one.timeouts += other.timeouts;
    one.denied += other.denied;
    one.out_of_budget += other.out_of_budget;
    one.refused_by_breaker += other.refused_by_breaker;
    one.refused_by_rate += other.refused_by_rate;
    one.refused_by_bulkhead += other.refused_by_bulkhead;
    one.fallbacks += other.fallbacks;
    one.opened += other.opened;
    one.reopened += other.reopened;
    one.open = one.open.midpoint(other.open);
    one.half_open = one.half_open.midpoint(other.half_open);
    one
}

impl Links {
    pub(crate) fn new(network: &Network) -> Self {
        let mut known = BTreeMap::new();
        let mut links: Vec<Link> = Vec::new();
        let number = network.links.iter().map(|link| {
            let number = *known.entry(link.name.clone()).or_insert_with(|| {
                links.push(Link {
                    name: link.name.clone(),
                    ..Link::default()
                });
                links.len() - 1
            });
            links[number].breaks |= link.breaker.is_some();
            number
        });
        Self {
            number: number.collect(),
            links,
        }
    }

    /// The number of the name of each link of the network.
    pub(crate) fn numbers(&self) -> &[usize] {
        &self.number
    }

    pub(crate) fn add(&mut self, report: &Report) {
        let mut found: Vec<Option<LinkReport>> = vec![None; self.links.len()];
        for (number, link) in self.number.iter().zip(&report.links) {
            let so_far = found[*number].take();
            found[*number] = Some(so_far.map_or(*link, |one| together(one, link)));
        }
        for (link, found) in self.links.iter_mut().zip(found) {
            if let Some(found) = found {
                link.add(&found, report.measured);
            }
        }
    }

    pub(crate) fn outcome(&self, confidence: Confidence) -> Vec<LinkOutcome> {
        self.links
            .iter()
            .map(|link| link.outcome(confidence))
            .collect()
    }
}

impl Link {
    fn add(&mut self, found: &LinkReport, measured_s: f64) {
        for (rate, count) in self.rates.iter_mut().zip(counts(found)) {
            rate.record(count as f64 / measured_s);
        }
        let attempts = found.attempts as f64;
        self.amplification.push((attempts, found.calls as f64));
        self.failure.push((found.failed as f64, attempts));
        self.open.record(found.open);
        self.half_open.record(found.half_open);
        self.closed.record(1.0 - found.open - found.half_open);
        self.opened.record(found.opened as f64);
        self.reopened.record(found.reopened as f64);
    }

    fn outcome(&self, confidence: Confidence) -> LinkOutcome {
        let of = |figure: &Moments| mean(figure, confidence);
        let [
            calls,
            attempts,
            retries,
            hedges,
            failed,
            timeouts,
            denied,
            out_of_budget,
            by_breaker,
            by_rate,
            by_bulkhead,
            fallbacks,
        ] = self.rates.each_ref().map(of);
        LinkOutcome {
            name: self.name.clone(),
            calls_per_s: calls,
            attempts_per_s: attempts,
            retries_per_s: retries,
            hedges_per_s: hedges,
            failed_per_s: failed,
            timeouts_per_s: timeouts,
            denied_per_s: denied,
            out_of_budget_per_s: out_of_budget,
            refused_by_breaker_per_s: by_breaker,
            refused_by_rate_limit_per_s: by_rate,
            refused_by_bulkhead_per_s: by_bulkhead,
            fallbacks_per_s: fallbacks,
            amplification: ratio(&self.amplification, confidence),
            failure_rate: ratio(&self.failure, confidence),
            breaker: self.breaks.then(|| BreakerOutcome {
                closed: of(&self.closed),
                open: of(&self.open),
                half_open: of(&self.half_open),
                opened: of(&self.opened),
                reopened: of(&self.reopened),
            }),
        }
    }
}
