use std::io::{self, Write};

use spinout_commands::results::{DeployResult, ElementResult, Estimate, LinkResult, Run};
use spinout_report::figures::{number, percent, time};

use super::figures::estimate;
use super::table::table;

/// Writes what calls met, of the relationships that do something about trouble, and whom elements turned away.
pub(super) fn links(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    let rows: Vec<_> = run.links.iter().map(|(id, of)| link(id, of)).collect();
    if !rows.is_empty() {
        writeln!(out, "\nCalls, a second")?;
        let columns = [
            "",
            "calls",
            "attempts",
            "retries",
            "hedges",
            "failed",
            "timed out",
            "refused",
            "fallbacks",
            "breaker open",
        ];
        table(&columns, rows, out)?;
    }
    let rows: Vec<_> = run.elements.values().filter_map(turned_away).collect();
    if !rows.is_empty() {
        writeln!(out, "\nTurned away")?;
        let columns = [
            "",
            "refused",
            "of these denied",
            "gave up",
            "instances died",
        ];
        table(&columns, rows, out)?;
    }
    deploys(run, out)
}

fn link(id: &spinout_units::RelationshipId, of: &LinkResult) -> Vec<String> {
    let refused = [
        of.refused_by_breaker_per_s,
        of.refused_by_rate_limit_per_s,
        of.refused_by_bulkhead_per_s,
    ];
    let refused: f64 = refused.iter().flatten().map(|rate| rate.value).sum();
    let breaker = of.breaker.as_ref();
    vec![
        id.to_string(),
        estimate!(of.calls_per_s, number),
        estimate!(of.attempts_per_s, number),
        estimate!(of.retries_per_s, number),
        estimate!(of.hedges_per_s, number),
        estimate!(of.failed_per_s, number),
        estimate!(of.timeouts_per_s, number),
        number(refused),
        estimate!(of.fallbacks_per_s, number),
        estimate!(breaker.and_then(|breaker| breaker.open), percent),
    ]
}

fn deploys(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    let row = |(id, deploy): (&spinout_units::FaultId, &DeployResult)| {
        vec![
            id.to_string(),
            estimate!(deploy.instances, number),
            percent(deploy.noticed),
            estimate!(deploy.noticed_s, time),
            estimate!(deploy.over_s, time),
        ]
    };
    let rows: Vec<_> = run.deploys.iter().map(row).collect();
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nBad versions")?;
    let columns = ["", "instances", "noticed in", "noticed at", "gone at"];
    table(&columns, rows, out)
}

fn turned_away(element: &ElementResult) -> Option<Vec<String>> {
    let some = |figure: Option<Estimate>| figure.is_some_and(|figure| figure.value > 0.0);
    if !(some(element.refused) || some(element.abandoned) || some(element.killed)) {
        return None;
    }
    Some(vec![
        element.name.clone(),
        estimate!(element.refused, percent),
        estimate!(element.denied, percent),
        estimate!(element.abandoned, percent),
        estimate!(element.killed, number),
    ])
}
