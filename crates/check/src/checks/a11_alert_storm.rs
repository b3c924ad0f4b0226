use std::collections::BTreeMap;

use spinout_results::{JourneyResult, Run};
use spinout_units::ElementId;

use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// Many alerts for one cause.
    ///
    /// When one element makes several journeys miss their objectives, each of them pages somebody, and nobody is
    /// told which one to look at. The symptom is worth an alert; the cause, saturation or throttling upstream,
    /// must silence the others.
    ///
    /// ```json
    /// { "journeys": {
    ///   "order": { "objectives": [
    ///     { "id": "works", "objective": { "sli": "success", "target": 0.999 }, "good": null, "met": false,
    ///       "certain": true, "burn_rate": 9, "budget_left": null },
    ///     { "id": "fast", "objective": { "sli": { "response": "300ms" }, "target": 0.99 }, "good": null,
    ///       "met": false, "certain": true, "burn_rate": 9, "budget_left": null },
    ///     { "id": "done", "objective": { "sli": { "completion": "1min" }, "target": 0.99 }, "good": null,
    ///       "met": false, "certain": true, "burn_rate": 9, "budget_left": null }],
    ///   "where_it_goes": [{ "element": "shop", "own_s": 0.1, "wait_s": 0.9, "in_response": true }] } } }
    /// ```
    ///
    /// # Fix
    /// Mend the cause; and alert on its saturation, with a rule that inhibits the alerts of what stands on it.
    ///
    /// ```json
    /// { "journeys": {
    ///   "order": { "objectives": [
    ///     { "id": "fast", "objective": { "sli": { "response": "300ms" }, "target": 0.99 }, "good": null,
    ///       "met": false, "certain": true, "burn_rate": 9, "budget_left": null }],
    ///   "where_it_goes": [{ "element": "shop", "own_s": 0.1, "wait_s": 0.9, "in_response": true }] } } }
    /// ```
    "A11" Warning Run(find)
}

/// Alerts for one cause from which on they are called a storm.
const STORM: usize = 3;

fn find(design: &Design<'_>, run: &Run, found: &mut Found) {
    let mut by_cause: BTreeMap<&ElementId, Vec<String>> = BTreeMap::new();
    for (id, journey) in &run.journeys {
        let Some(cause) = cause(journey) else {
            continue;
        };
        let missed = journey.objectives.iter().filter(|o| o.met == Some(false));
        let alerts = missed.map(|objective| format!("`{id}/{}`", objective.id));
        by_cause.entry(cause).or_default().extend(alerts);
    }
    for (cause, alerts) in by_cause {
        let Some((cause, _)) = design.architecture.elements.get_key_value(cause) else {
            continue;
        };
        if alerts.len() >= STORM {
            found.say(
                format!("elements/{cause}"),
                format!(
                    "in `{}` {} alerts would go off for one cause, waiting at {}: {}",
                    run.scenario,
                    alerts.len(),
                    design.label(cause),
                    alerts.join(", ")
                ),
                "alert on its saturation, and let that alert inhibit the others",
            );
        }
    }
}

/// Where the requests of a journey wait longest.
fn cause(journey: &JourneyResult) -> Option<&ElementId> {
    let parts = journey.where_it_goes.iter();
    let waits = parts.filter(|part| part.wait_s > 0.0);
    let longest = waits.max_by(|a, b| a.wait_s.total_cmp(&b.wait_s))?;
    longest.element.as_ref()
}
