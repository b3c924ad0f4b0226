use std::collections::BTreeSet;

use spinout_model::{Mode, Objective, OperationRef, Sli};

use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// A promise to customers that the objectives behind it cannot keep.
    ///
    /// An agreement (SLA) that is as strict as the objective leaves no room: the alarm and the penalty come in
    /// the same minute. And no journey is better than what it cannot do without: where a party outside fails one
    /// request in a hundred, 99.9 % is not to be had without another attempt or a fallback.
    ///
    /// ```json
    /// { "journeys": { "order": { "objectives": {
    ///   "works": { "sli": "success", "target": 0.999, "agreed": 0.9995 } } } } }
    /// ```
    ///
    /// # Fix
    /// Agree less than the objective; try again or fall back where others fail more often than is promised.
    ///
    /// ```json
    /// { "journeys": { "order": { "objectives": {
    ///   "works": { "sli": "success", "target": 0.999, "agreed": 0.995 } } } } }
    /// ```
    "B9" Warning Design(find)
}

fn find(design: &Design<'_>, found: &mut Found) {
    for (id, journey) in &design.architecture.journeys {
        let worst = bare_externals(design, &journey.entry);
        for (objective_id, objective) in &journey.objectives {
            let place = format!("journeys/{id}/objectives/{objective_id}");
            if let Some(agreed) = objective.agreed.filter(|agreed| *agreed >= objective.target) {
                found.say(
                    format!("{place}/agreed"),
                    format!(
                        "{} % is promised by contract, and the objective behind it is {} %: nobody is warned \
                         before the promise is broken",
                        percent(agreed),
                        percent(objective.target)
                    ),
                    "agree less than the objective",
                );
            }
            if let Some((label, share)) = worst.filter(|(_, share)| 1.0 - share < objective.target) {
                beyond(found, &place, objective, label, share);
            }
        }
    }
}

fn beyond(found: &mut Found, place: &str, objective: &Objective, label: &str, share: f64) {
    let what = match objective.sli {
        Sli::Success => "success",
        Sli::Response(_) | Sli::Completion(_) => "good requests",
    };
    found.say(
        format!("{place}/target"),
        format!(
            "{} % {what} is the objective, and {label}, which it cannot do without, fails {} % of what it is asked",
            percent(objective.target),
            percent(share)
        ),
        "try again, fall back, or promise less",
    );
}

/// The party outside that fails most often among those that every request of the journey asks once and
/// without another attempt, with the share that fails.
fn bare_externals<'a>(design: &Design<'a>, entry: &OperationRef) -> Option<(&'a str, f64)> {
    let mut at: Vec<&OperationRef> = vec![entry];
    let mut seen: BTreeSet<&OperationRef> = BTreeSet::new();
    let mut worst: Option<(&str, f64)> = None;
    while let Some(operation) = at.pop() {
        if !seen.insert(operation) {
            continue;
        }
        let links = design.architecture.relationships.values();
        for link in links.filter(|link| link.from == *operation) {
            let sure = link.mode == Mode::Calls
                && link.per_request >= 1.0
                && link.retry.is_none()
                && link.hedge.is_none()
                && link.fallback.is_none()
                && link.cache.is_none();
            let steps = design
                .element(&operation.element)
                .and_then(|e| e.operations.get(&operation.operation))
                .is_some_and(|o| !o.steps.is_empty());
            // What is done by chance, or tried, is said in steps.
            if !sure || steps {
                continue;
            }
            let Some((id, element)) = design
                .architecture
                .elements
                .get_key_value(&link.to.element)
            else {
                continue;
            };
            let share = element
                .operations
                .get(&link.to.operation)
                .map_or(0.0, |operation| operation.failure_rate);
            if element.kind == spinout_model::ElementKind::External
                && worst.is_none_or(|(_, most)| share > most)
            {
                worst = Some((element.label(id), share));
            }
            at.push(&link.to);
        }
    }
    worst
}

fn percent(share: f64) -> f64 {
    (share * 1e6).round() / 1e4
}
