use spinout_results::{Estimate, LinkResult, Run};

use super::{
    Cell::{Figure, Text},
    Row, Topic,
};
use crate::figures::{number, percent, time};

/// What calls met, of relationships that do something about trouble.
pub(super) fn calls(run: &Run) -> Topic {
    let rows = run.links.iter().map(|(id, link)| {
        let breaker = link.breaker.as_ref();
        Row::new(
            id.as_str(),
            [
                Figure(link.calls_per_s, number),
                Figure(link.attempts_per_s, number),
                Figure(link.retries_per_s, number),
                Figure(link.hedges_per_s, number),
                Figure(link.failure_rate, percent),
                Figure(link.timeouts_per_s, number),
                Text(refused(link)),
                Figure(link.fallbacks_per_s, number),
                Figure(breaker.and_then(|breaker| breaker.open), percent),
            ],
        )
    });
    Topic::new(
        "Calls, a second",
        &[
            "calls",
            "attempts",
            "retries",
            "hedges",
            "failed",
            "timed out",
            "refused",
            "fallbacks",
            "breaker open",
        ],
        rows,
    )
}

/// How many, and by whom.
fn refused(link: &LinkResult) -> String {
    let value = |rate: Option<Estimate>| rate.map_or(0.0, |rate| rate.value);
    let parts = [
        ("breaker", value(link.refused_by_breaker_per_s)),
        ("rate limit", value(link.refused_by_rate_limit_per_s)),
        ("bulkhead", value(link.refused_by_bulkhead_per_s)),
    ];
    let by: Vec<_> = parts.into_iter().filter(|(_, rate)| *rate > 0.0).collect();
    let all = number(by.iter().map(|(_, rate)| rate).sum());
    if by.is_empty() {
        return all;
    }
    let names: Vec<_> = by.iter().map(|(name, _)| *name).collect();
    format!("{all} ({})", names.join(", "))
}

/// What became of bad versions.
pub(super) fn bad_versions(run: &Run) -> Topic {
    let rows = run.deploys.iter().map(|(id, deploy)| {
        Row::new(
            id.as_str(),
            [
                Figure(deploy.instances, number),
                Text(percent(deploy.noticed)),
                Figure(deploy.noticed_s, time),
                Figure(deploy.over_s, time),
            ],
        )
    });
    Topic::new(
        "Bad versions",
        &["instances", "noticed in", "noticed at", "gone at"],
        rows,
    )
}
