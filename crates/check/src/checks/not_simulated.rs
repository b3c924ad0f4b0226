use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// Something that the file says, and that changes no result yet.
    ///
    /// The format has a place for more than this version computes. What is kept, but takes no part in any
    /// figure, is named here, so that nobody takes it for part of an answer.
    ///
    /// ```json
    /// { "journeys": { "order": { "traffic": { "tenant": "acme" } } } }
    /// ```
    ///
    /// # Fix
    /// Nothing is wrong: know that it has no effect.
    ///
    /// ```json
    /// { "journeys": { "order": { "traffic": null } } }
    /// ```
    "not-simulated" Note Design(find)
}

const FIX: &str = "nothing to mend: know that it has no effect in this version";

fn find(design: &Design<'_>, found: &mut Found) {
    for (id, journey) in &design.architecture.journeys {
        let tenant = journey.traffic.as_ref().and_then(|t| t.tenant.as_ref());
        if tenant.is_some() {
            found.say(
                format!("journeys/{id}/traffic/tenant"),
                "tenants are kept in the file; requests of all tenants are simulated alike",
                FIX,
            );
        }
    }
    for id in design.architecture.cutovers.keys() {
        let mut scenarios = design.model.scenarios.values();
        if scenarios.any(|scenario| scenario.cutovers.contains_key(id)) {
            continue;
        }
        found.say(
            design.cutover_place(id),
            "no scenario times the phases of this cutover: what is simulated is the design after the last",
            "time them under `cutovers` of a scenario with an end",
        );
    }
    for (id, unit) in design.units() {
        if unit.layer.is_some() {
            found.say(
                design.unit_place(id, "layer"),
                "the layer is kept in the file; telemetry is exported alike for all layers",
                FIX,
            );
        }
    }
}
