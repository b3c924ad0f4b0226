use spinout_graph::Link;
use spinout_model::Sli;

use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// A journey whose promises leave something out.
    ///
    /// The first indicators of a journey are success and end-to-end latency. Where it sends messages, the
    /// answer is not the end: without an objective on completion, moving work out of sight looks like an
    /// improvement.
    ///
    /// ```json
    /// { "journeys": { "order": { "objectives": { "works": null } } } }
    /// ```
    ///
    /// # Fix
    /// Promise success and a response time, and a completion time where work goes on behind a queue.
    ///
    /// ```json
    /// { "journeys": { "order": { "objectives": { "works": { "sli": "success", "target": 0.999 } } } } }
    /// ```
    "Q9" Note Design(find)
}

fn find(design: &Design<'_>, found: &mut Found) {
    for (id, journey) in &design.architecture.journeys {
        let name = journey.name.as_deref().unwrap_or(id.as_str());
        let promises = |is: fn(&Sli) -> bool| journey.objectives.values().any(|o| is(&o.sli));
        let reached = design.operations.reached(&journey.entry);
        let sends = design
            .operations
            .edges()
            .any(|(from, edge, _)| edge.link == Link::Delivers && reached.contains(&from));
        let mut missing = Vec::new();
        if !promises(|sli| matches!(sli, Sli::Success)) {
            missing.push("success");
        }
        if !promises(|sli| matches!(sli, Sli::Response(_) | Sli::Completion(_))) {
            missing.push("latency");
        } else if sends && !promises(|sli| matches!(sli, Sli::Completion(_))) {
            missing.push("completion of what it leaves behind a queue");
        }
        if !missing.is_empty() {
            found.say(
                format!("journeys/{id}/objectives"),
                format!("nothing is promised of {name} on {}", missing.join(" and ")),
                "add objectives for success, response and, behind queues, completion",
            );
        }
    }
}
