use spinout_model::{Architecture, Gate};

use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// A canary that sees too few requests to tell anything.
    ///
    /// A gate compares the share of bad requests with what the objective allows. To tell twice the allowed
    /// share from the allowed one, with a mistake in 20 and a miss in 5, takes about 8 ÷ (1 − target) requests
    /// (two proportions, normal approximation). Below that the gate passes by luck.
    ///
    /// ```json
    /// {
    ///   "elements": { "mail": { "kind": "component", "in": "shop", "operations": { "default": {} } } },
    ///   "relationships": { "post": { "from": "shop", "to": "mail", "mode": "calls" } },
    ///   "options": { "option": { "name": "Option", "changes": {
    ///     "out": { "order": "1", "do": { "spin_out": { "components": ["mail"],
    ///       "pattern": "event_driven_worker" } } },
    ///     "over": { "order": "2", "do": { "cutover": { "of": "out", "phases": [
    ///       { "share": 0.01, "at_least": "10min", "way_back": "flag off",
    ///         "gate": [{ "journey": "order", "objective": "works" }] },
    ///       { "share": 1, "way_back": "flag off" }] } } } } } }
    /// }
    /// ```
    ///
    /// # Fix
    /// Stay longer in the phase, send more through it, or look at something that fails sooner.
    ///
    /// ```json
    /// {
    ///   "elements": { "mail": { "kind": "component", "in": "shop", "operations": { "default": {} } } },
    ///   "relationships": { "post": { "from": "shop", "to": "mail", "mode": "calls" } },
    ///   "options": { "option": { "name": "Option", "changes": {
    ///     "out": { "order": "1", "do": { "spin_out": { "components": ["mail"],
    ///       "pattern": "event_driven_worker" } } },
    ///     "over": { "order": "2", "do": { "cutover": { "of": "out", "phases": [
    ///       { "share": 0.01, "at_least": "1d", "way_back": "flag off",
    ///         "gate": [{ "journey": "order", "objective": "works" }] },
    ///       { "share": 1, "way_back": "flag off" }] } } } } } }
    /// }
    /// ```
    "B4" Warning Design(find)
}

/// Requests to tell 2p from p at 5 % and 80 %, times p: (1.645 + 0.842 √2)².
const TELLS: f64 = 8.05;

fn find(design: &Design<'_>, found: &mut Found) {
    let loads: Vec<_> = design
        .steady()
        .filter_map(|s| design.peak_rates(s))
        .collect();
    for (id, cutover) in &design.architecture.cutovers {
        for (number, phase) in (1_usize..).zip(&cutover.phases) {
            let Some(at_least) = &phase.at_least else {
                continue;
            };
            if !(phase.share > 0.0 && phase.share < 1.0) {
                continue;
            }
            for gate in &phase.gate {
                // The busiest scenario: where even that is too little, all are.
                let rates = loads.iter().filter_map(|rates| rates.get(&gate.journey));
                let rate = rates.copied().fold(0.0, f64::max);
                let seen = rate * phase.share * at_least.base();
                let Some(needed) = needed(design.architecture, gate) else {
                    continue;
                };
                if rate > 0.0 && seen < needed {
                    found.say(
                        format!("{}/phases/{}", design.cutover_place(id), number - 1),
                        format!(
                            "phase {number} sends {seen:.0} requests of `{}` through the unit before its gate; \
                             to tell whether `{}` holds takes about {needed:.0}",
                            gate.journey, gate.objective
                        ),
                        "stay longer in the phase, or send more through it",
                    );
                }
            }
        }
    }
}

/// Requests that a gate needs to tell twice the allowed share of bad ones from the allowed share.
fn needed(architecture: &Architecture, gate: &Gate) -> Option<f64> {
    let journey = architecture.journeys.get(&gate.journey)?;
    let target = journey.objectives.get(&gate.objective)?.target;
    Some(TELLS / (1.0 - target))
}
