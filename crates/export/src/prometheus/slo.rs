//! The rules of an objective.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::alert::{Alert, annotations, labels, runbook};
use crate::objectives::{Burn, Indicator, Promise, burns, duration_histogram};
use crate::write::{decimal, percent, promql_string, significant};
use crate::{Design, Options};

const WINDOWS: [&str; 7] = ["5m", "30m", "1h", "2h", "6h", "1d", "3d"];

pub(super) fn group(design: &Design<'_>, promise: &Promise<'_>, options: &Options) -> Value {
    let (burns, _) = burns(promise.objective.target, promise.period_s());
    let used = WINDOWS.iter().filter(|window| {
        burns
            .iter()
            .any(|burn| burn.long.0 == **window || burn.short.0 == **window)
    });
    let recorded = used.map(|window| {
        json!({
            "record": format!("service_slo:bad_requests:ratio_rate{window}"),
            "expr": bad_share(&promise.indicator, window),
            "labels": { "service": promise.service.as_str(), "slo": promise.slo }
        })
    });
    let alerts = burns
        .iter()
        .map(|burn| burn_alert(design, promise, burn, options).rule());
    let mut rules: Vec<Value> = recorded.chain(alerts).collect();
    rules.push(unseen(design, promise, options).rule());
    json!({ "name": format!("slo-{}", promise.slo), "rules": rules })
}

/// The share of bad requests over `window`: 0 where there was none, no value where there was no request.
fn bad_share(indicator: &Indicator, window: &str) -> String {
    let rate = |selector: String| format!("sum(rate({selector}[{window}]))");
    let total = rate(indicator.total());
    match indicator.within_s {
        None => format!(
            "(\n  {}\n  or\n  0 * {total}\n)\n/\n({total} > 0)\n",
            rate(indicator.bad())
        ),
        Some(_) => format!(
            "1 - (\n  {}\n  or\n  0 * {total}\n)\n/\n({total} > 0)\n",
            rate(indicator.good())
        ),
    }
}

fn series(promise: &Promise<'_>, window: &str) -> String {
    format!(
        "service_slo:bad_requests:ratio_rate{window}{{service={},slo={}}}",
        promql_string(promise.service.as_str()),
        promql_string(&promise.slo)
    )
}

/// The alert of one pair of windows.
pub(super) fn burn_alert(
    design: &Design<'_>,
    promise: &Promise<'_>,
    burn: &Burn,
    options: &Options,
) -> Alert {
    let limit = format!("{} * {}", decimal(burn.factor), decimal(burn.budget));
    let above = |window: &str| format!("{} > {limit}", series(promise, window));
    let summary = format!(
        "{} – {}: the error budget burns",
        promise.journey_label, promise.id
    );
    let description = format!(
        "Promised: {}. Over {} and over {} the error budget was spent {} times as fast as it lasts; {} of the \
         budget of {} is gone in {}.",
        promise.wording(),
        burn.long.0,
        burn.short.0,
        decimal(burn.factor),
        percent(burn.spent),
        promise.objective.window,
        burn.long.0
    );
    let series = series(promise, burn.long.0);
    Alert {
        name: if burn.pages {
            "ErrorBudgetBurnPage"
        } else {
            "ErrorBudgetBurnTicket"
        },
        expr: format!("{}\nand\n{}\n", above(burn.long.0), above(burn.short.0)),
        hold: None,
        labels: labels(
            burn.severity(),
            &promise.service,
            promise.team,
            &[("slo", &promise.slo), ("window", burn.long.0)],
        ),
        annotations: annotations(
            design,
            options,
            &promise.service,
            (&summary, &description),
            &series,
        ),
    }
}

/// Says that the series of an objective are not there: its other alerts are silent then.
pub(super) fn unseen(design: &Design<'_>, promise: &Promise<'_>, options: &Options) -> Alert {
    let summary = format!(
        "{} – {}: nothing is measured",
        promise.journey_label, promise.id
    );
    let description = format!(
        "The series behind this objective are missing, so that no other alert of it can fire. {}",
        needs(promise)
    );
    let needed = promise.indicator.needed();
    Alert {
        name: "ObjectiveUnseen",
        expr: format!("absent({needed})"),
        hold: Some("1h"),
        labels: labels(
            "ticket",
            &promise.service,
            promise.team,
            &[("slo", &promise.slo)],
        ),
        annotations: annotations(
            design,
            options,
            &promise.service,
            (&summary, &description),
            &needed,
        ),
    }
}

/// What must be emitted for an objective.
pub(super) fn needs(promise: &Promise<'_>) -> String {
    let name = duration_histogram(promise.indicator.kind);
    match promise.indicator.within_s {
        Some(seconds) => format!(
            "{name} must be emitted with a bucket boundary at exactly {} s.",
            decimal(seconds)
        ),
        None => format!("{name} must be emitted."),
    }
}

/// What a reader of the rules should know: alerts that cannot fire, objectives with little traffic, and
/// services without a runbook to link to.
pub(super) fn notes(
    design: &Design<'_>,
    promises: &[Promise<'_>],
    options: &Options,
) -> Vec<String> {
    let mut notes = Vec::new();
    for promise in promises {
        let (fire, never) = burns(promise.objective.target, promise.period_s());
        notes.extend(never.iter().map(|burn| never_fires(promise, burn)));
        notes.extend(low_traffic(design, promise, &fire));
    }
    let services: BTreeSet<_> = promises.iter().map(|promise| &promise.service).collect();
    for service in services {
        if runbook(design.architecture, options, service).is_none() {
            notes.push(format!(
                "The model has no link to a runbook of {service}: give it as evidence of the unit's runbook, \
                 and its alerts carry it."
            ));
        }
    }
    notes
}

/// Why an alert is left out.
pub(crate) fn never_fires(promise: &Promise<'_>, burn: &Burn) -> String {
    format!(
        "{}: no alert over {}. Even if every request failed, {} × {} is not above 1: the target of {} leaves too \
         large a budget.",
        promise.slo,
        burn.long.0,
        decimal(burn.factor),
        decimal(burn.budget),
        percent(promise.objective.target)
    )
}

/// The windows in which a single failure fires an alert, at the least load that was simulated.
pub(crate) fn low_traffic(
    design: &Design<'_>,
    promise: &Promise<'_>,
    burns: &[Burn],
) -> Option<String> {
    let rate = design
        .own_runs()
        .filter_map(|run| run.journeys.get(promise.journey)?.throughput_per_s)
        .map(|estimate| estimate.value)
        .min_by(f64::total_cmp)?;
    let tripped: Vec<String> = burns
        .iter()
        .filter(|burn| rate * burn.long.1 < burn.trips_below())
        .map(|burn| {
            format!(
                "{} ({} requests, one failure fires below {})",
                burn.long.0,
                significant(rate * burn.long.1, 2),
                significant(burn.trips_below(), 3)
            )
        })
        .collect();
    (!tripped.is_empty()).then(|| {
        format!(
            "{}: too little traffic at the simulated {} requests a second for the alerts over {}. Add synthetic \
             requests, pool it with another journey, or take a longer window.",
            promise.slo,
            significant(rate, 2),
            tripped.join(", ")
        )
    })
}
