use spinout_model::{
    Breaker as DrawnBreaker, FailureKind, Fallback, Hedge, Process, RateLimit, Relationship,
    Retry as DrawnRetry,
};
use spinout_network::{
    Breaker, Bulkhead, Codel, Entrance, GroupIndex, Link, LinkIndex, Others, Parallel, Retry,
    RetryBudget, RetryOn, Shedding, SlowCalls, Step, TokenBucket,
};
use spinout_units::RelationshipId;

use crate::LowerError;
use crate::program::{Compiler, Flat};

/// Who is turned away at the entrance of a process.
pub(crate) fn entrance(process: &Process) -> Entrance {
    Entrance {
        rate_limit: process.rate_limit.as_ref().map(bucket),
        shedding: process
            .shedding
            .iter()
            .map(|rule| Shedding {
                below: rule.below,
                load: rule.load,
            })
            .collect(),
        codel: process.codel.as_ref().map(|codel| Codel {
            target: codel.target.base(),
            interval: codel.interval.base(),
        }),
    }
}

fn bucket(limit: &RateLimit) -> TokenBucket {
    TokenBucket {
        rate: limit.rate.base(),
        burst: f64::from(limit.burst),
        wait: limit.wait.map_or(0.0, |wait| wait.base()),
    }
}

pub(crate) fn retry(drawn: &DrawnRetry) -> Retry {
    let on = |kind: FailureKind| drawn.on.is_empty() || drawn.on.contains(&kind);
    Retry {
        attempts: drawn.attempts,
        base: drawn.backoff.map_or(0.0, |wait| wait.base()),
        multiplier: drawn.multiplier,
        jitter: drawn.jitter,
        cap: drawn.max_backoff.map(|wait| wait.base()),
        on: RetryOn {
            timeouts: on(FailureKind::Timeout),
            refusals: on(FailureKind::Refused),
            errors: on(FailureKind::Error),
        },
    }
}

/// What guards a relationship; none where nothing could be told of it but its calls.
fn link_of(id: &RelationshipId, link: &Relationship, caller: Option<GroupIndex>) -> Option<Link> {
    let retry = link.retry.as_ref();
    let guard = Link {
        name: id.to_string(),
        caller,
        breaker: link.breaker.as_ref().map(breaker),
        bulkhead: link.bulkhead.as_ref().map(|bulkhead| Bulkhead {
            concurrent: bulkhead.concurrent,
            wait: bulkhead.wait.map_or(0.0, |wait| wait.base()),
            unbounded: bulkhead.unbounded_wait,
        }),
        rate_limit: link.rate_limit.as_ref().map(bucket),
        budget: retry
            .and_then(|retry| retry.budget.as_ref())
            .map(|budget| RetryBudget {
                ratio: budget.ratio,
                burst: f64::from(budget.burst),
            }),
        hedged: link.hedge.is_some(),
        falls_back: link.fallback.is_some(),
    };
    has_policy(link).then_some(guard)
}

/// Whether a caller does anything about trouble with it.
pub(crate) fn has_policy(link: &Relationship) -> bool {
    link.timeout.is_some()
        || link.retry.is_some()
        || link.hedge.is_some()
        || link.breaker.is_some()
        || link.bulkhead.is_some()
        || link.rate_limit.is_some()
        || link.fallback.is_some()
}

fn breaker(drawn: &DrawnBreaker) -> Breaker {
    Breaker {
        window: drawn.window,
        failure_ratio: drawn.failure_ratio,
        min_calls: drawn.min_calls.unwrap_or(drawn.window),
        consecutive: drawn.consecutive,
        open: drawn.open.base(),
        trials: drawn.trials,
        slow: drawn.slow_calls.map(|slow| SlowCalls {
            longer_than: slow.longer_than.base(),
            ratio: slow.ratio,
        }),
    }
}

/// Several attempts of a call, of which the first answer wins. The first draws as a plain call would.
pub(crate) fn hedged(name: &str, hedge: &Hedge, call: Step) -> Step {
    Step::Parallel(Parallel {
        times: hedge.attempts,
        need: 1,
        stagger: Some(hedge.after.base()),
        others: if hedge.cancel {
            Others::Cancel
        } else {
            Others::Leave
        },
        ..Parallel::all(&format!("{name}#hedge"), vec![vec![call]])
    })
}

impl<'a> Compiler<'a> {
    /// The guard of a relationship, made once; none if nothing is to be guarded or counted.
    pub(crate) fn guard(
        &mut self,
        id: &RelationshipId,
        link: &Relationship,
        caller: Option<GroupIndex>,
    ) -> Option<LinkIndex> {
        let guard = link_of(id, link, caller)?;
        let links = &mut self.network.links;
        let known = links.iter().position(|known| *known == guard);
        Some(LinkIndex::from(known.unwrap_or_else(|| {
            links.push(guard);
            links.len() - 1
        })))
    }

    /// What is done where a relationship fails, if anything is.
    pub(crate) fn or_else(
        &mut self,
        name: &str,
        link: &'a Relationship,
        steps: Vec<Step>,
        flat: &mut Flat,
    ) -> Result<Vec<Step>, LowerError> {
        let mut otherwise = Vec::new();
        match &link.fallback {
            None => return Ok(steps),
            Some(Fallback::Answer) => {}
            Some(Fallback::Follow(id)) => {
                let place = format!("relationships/{id}");
                let (id, other) = self.own_link(flat.world, &link.from, id, &place)?;
                self.follow(&format!("{name}#fallback"), id, other, &mut otherwise, flat)?;
            }
        }
        Ok(vec![Step::Try { steps, otherwise }])
    }
}
