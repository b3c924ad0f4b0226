use spinout_model::Sli;

use super::item::{Item, Untold};
use super::ownership::owner_of;
use crate::Design;
use crate::boundary::Boundary;
use crate::objectives::{Kind, promises};
use crate::place::unit;

pub(super) fn items(design: &Design<'_>, boundary: &Boundary<'_>) -> Vec<Item> {
    let of_unit = unit(design.architecture, &boundary.origin.unit);
    let owner = owner_of(design, boundary);
    let links = boundary.links();
    let broken: Vec<String> = links
        .iter()
        .filter(|(_, link)| link.trace_context != Some(true))
        .map(|(id, _)| format!("`{id}`"))
        .collect();
    let crosses = Untold::new(
        "Trace context crosses every link of the boundary",
        "K3, Q11, A2, B14",
    );
    vec![
        if broken.is_empty() && !links.is_empty() {
            crosses.proven(format!("All {} links carry it.", links.len()))
        } else {
            crosses.open(
                format!("Not said of: {}.", if broken.is_empty() { "any link".to_owned() } else { broken.join(", ") }),
                "both teams",
                "pass `traceparent` on in headers, messages included, and say so of the link in the model",
            )
        },
        Untold::new("Traces arrive, joined over both sides", "Q11, A14, M9").answered(
            of_unit.and_then(|unit| unit.traces.as_ref()),
            "Yes",
            owner.clone(),
            "send a request through and look at its trace; aim at a join rate above 95 %",
        ),
        Untold::new("Metrics arrive", "Q11, A14").answered(
            of_unit.and_then(|unit| unit.metrics.as_ref()),
            "Yes",
            owner.clone(),
            "emit the series named at the top of the exported rules, bucket boundaries included",
        ),
        Untold::new("Logs arrive, with trace ids", "A18").answered(
            of_unit.and_then(|unit| unit.logs.as_ref()),
            "Yes",
            owner.clone(),
            "log in the common structure with the trace id in each line",
        ),
        first_indicators(design, boundary, &owner),
        Untold::new("Alerts on its objectives reach its team", "A6, G6, Q16").answered(
            of_unit.and_then(|unit| unit.alerts.as_ref()),
            "Yes",
            owner,
            "load the exported rules, route by the labels `team` and `severity`, and fire one to see it arrive",
        ),
    ]
}

/// Success and time from end to end are what one starts with.
fn first_indicators(design: &Design<'_>, boundary: &Boundary<'_>, owner: &str) -> Item {
    let (promises, _) = promises(design.architecture);
    let through: Vec<_> = promises
        .iter()
        .filter(|promise| {
            let journey = design.architecture.journeys.get(promise.journey);
            journey.is_some_and(|journey| passes(boundary, journey))
        })
        .collect();
    let success = through
        .iter()
        .any(|promise| promise.objective.sli == Sli::Success);
    let asynchronous = boundary
        .channels()
        .iter()
        .any(|channel| !channel.consumers.is_empty());
    let time = through.iter().any(|promise| match promise.objective.sli {
        Sli::Completion(_) => true,
        Sli::Response(_) => !asynchronous && promise.indicator.kind == Kind::Response,
        Sli::Success => false,
    });
    let item = Untold::new(
        "Success and time from end to end are promised",
        "Q9, M1, M2",
    );
    if success && time {
        let all: Vec<String> = through
            .iter()
            .map(|promise| format!("`{}`", promise.slo))
            .collect();
        return item.proven(format!("{}.", all.join(", ")));
    }
    let missing = match (success, time) {
        (false, false) => "Neither is promised of a journey that passes it.",
        (false, true) => "No success is promised of a journey that passes it.",
        _ => "No time of completion is promised of a journey that passes it.",
    };
    item.open(
        missing,
        owner,
        "add the objective to the journey in the model",
    )
}

/// Does a journey lead through the unit?
fn passes(boundary: &Boundary<'_>, journey: &spinout_model::Journey) -> bool {
    let served = boundary.served();
    let called = crate::place::called_from(boundary.architecture, &journey.entry);
    boundary.leads_to_unit(&journey.entry) || called.iter().any(|at| served.contains(at))
}
