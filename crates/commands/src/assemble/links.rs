use std::collections::BTreeMap;

use spinout_results::{BreakerResult, DeployResult, LinkResult, LinkSeries};
use spinout_study::{BreakerOutcome, LinkOutcome, Outcome};
use spinout_units::{FaultId, RelationshipId};

use super::series::band;

/// What calls met, by relationship.
pub(super) fn links(outcome: &Outcome) -> BTreeMap<RelationshipId, LinkResult> {
    let found = outcome.links.iter();
    found
        .filter_map(|found| Some((id(found)?, result(found))))
        .collect()
}

/// What became of bad versions, by the fault that rolls them out.
pub(super) fn deploys(outcome: &Outcome) -> BTreeMap<FaultId, DeployResult> {
    let found = outcome.deploys.iter();
    found
        .filter_map(|found| {
            let result = DeployResult {
                instances: found.instances,
                noticed: found.noticed,
                noticed_s: found.noticed_s,
                over_s: found.over_s,
            };
            Some((FaultId::new(&found.name).ok()?, result))
        })
        .collect()
}

/// Relationships over time.
pub(super) fn series(outcome: &Outcome) -> BTreeMap<RelationshipId, LinkSeries> {
    let found = outcome.links.iter().zip(&outcome.series.links);
    found
        .filter_map(|(link, found)| {
            let series = LinkSeries {
                attempts_per_s: band(&found.attempts_per_s),
                retries_per_s: band(&found.retries_per_s),
                failed_per_s: band(&found.failed_per_s),
                refused_per_s: band(&found.refused_per_s),
                open: band(&found.open),
            };
            Some((id(link)?, series))
        })
        .collect()
}

fn id(found: &LinkOutcome) -> Option<RelationshipId> {
    RelationshipId::new(&found.name).ok()
}

fn result(found: &LinkOutcome) -> LinkResult {
    LinkResult {
        calls_per_s: found.calls_per_s,
        attempts_per_s: found.attempts_per_s,
        amplification: found.amplification,
        retries_per_s: found.retries_per_s,
        hedges_per_s: found.hedges_per_s,
        failed_per_s: found.failed_per_s,
        failure_rate: found.failure_rate,
        timeouts_per_s: found.timeouts_per_s,
        denied_per_s: found.denied_per_s,
        out_of_budget_per_s: found.out_of_budget_per_s,
        refused_by_breaker_per_s: found.refused_by_breaker_per_s,
        refused_by_rate_limit_per_s: found.refused_by_rate_limit_per_s,
        refused_by_bulkhead_per_s: found.refused_by_bulkhead_per_s,
        fallbacks_per_s: found.fallbacks_per_s,
        breaker: found.breaker.as_ref().map(breaker),
    }
}

fn breaker(found: &BreakerOutcome) -> BreakerResult {
    BreakerResult {
        closed: found.closed,
        open: found.open,
        half_open: found.half_open,
        opened: found.opened,
        reopened: found.reopened,
    }
}
