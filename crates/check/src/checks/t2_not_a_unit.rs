use spinout_model::Verdict;

use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// A spinout that is only code in another place.
    ///
    /// What runs apart, but is released with its parent, watched by nobody and owned by no one, is an
    /// extracted service (T2): it has the cost of a boundary and none of its gains. A spinout has a team on
    /// call, a pipeline of its own, and indicators at its boundary (K1 to K3).
    ///
    /// ```json
    /// {
    ///   "elements": { "mail": { "kind": "component", "in": "shop", "operations": { "default": {} } } },
    ///   "relationships": { "send": { "from": "shop", "to": "mail", "mode": "calls" } },
    ///   "options": { "option": { "name": "Option", "changes": { "out": { "do": { "spin_out": {
    ///     "components": ["mail"], "pattern": "event_driven_worker",
    ///     "unit": { "on_call": { "is": "no" }, "pipeline": { "shared": true } } } } } } } }
    /// }
    /// ```
    ///
    /// # Fix
    /// Give it an owner on call, a pipeline and metrics, or leave the code where it is.
    ///
    /// ```json
    /// {
    ///   "elements": { "mail": { "kind": "component", "in": "shop", "operations": { "default": {} } } },
    ///   "relationships": { "send": { "from": "shop", "to": "mail", "mode": "calls" } },
    ///   "options": { "option": { "name": "Option", "changes": { "out": { "do": { "spin_out": {
    ///     "components": ["mail"], "pattern": "event_driven_worker", "team": "core",
    ///     "unit": { "on_call": { "is": "yes" }, "pipeline": {}, "metrics": { "is": "yes" },
    ///       "traces": { "is": "yes" } } } } } } } }
    /// }
    /// ```
    "T2" Warning Design(find)
}

fn find(design: &Design<'_>, found: &mut Found) {
    for origin in design.architecture.spinouts.values() {
        let unit = design.architecture.units.get(&origin.unit);
        let no = |answer: Option<&spinout_model::Answer>| {
            answer.is_some_and(|a| a.is == Verdict::No)
        };
        let mut missing = Vec::new();
        let unowned = design.team(&origin.unit).is_none();
        if unowned || no(unit.and_then(|u| u.on_call.as_ref())) {
            missing.push("an owner on call (K1)");
        }
        if unit.is_none_or(|u| u.pipeline.as_ref().is_some_and(|p| p.shared)) {
            missing.push("a pipeline of its own (K2)");
        }
        if no(unit.and_then(|u| u.metrics.as_ref())) || no(unit.and_then(|u| u.traces.as_ref())) {
            missing.push("indicators and traces at its boundary (K3)");
        }
        if !missing.is_empty() {
            found.say(
                design.unit_place(&origin.unit, ""),
                format!(
                    "{} is an extracted service (T2), not a spinout: it lacks {}",
                    design.label(&origin.unit),
                    missing.join(", ")
                ),
                "give it what it lacks, or leave the code where it is",
            );
        }
    }
}
