use crate::check::{Found, check};
use crate::design::Design;

/// The burn rate of the fastest page, and its long window in seconds (SRE workbook, "Alerting on SLOs").
const FACTOR: f64 = 14.4;
const WINDOW_S: f64 = 3600.0;

check! {
    /// So few requests that one failure pages somebody.
    ///
    /// At 99.9 % a single failure among fewer than 70 requests of an hour is already 14.4 times the allowed
    /// error rate. People who are paged for one failed request stop looking.
    ///
    /// ```json
    /// { "scenarios": { "steady": { "load": { "constant": "30/h" } } } }
    /// ```
    ///
    /// # Fix
    /// Add synthetic requests, watch several services as one, or look at a longer window.
    ///
    /// ```json
    /// { "scenarios": { "steady": { "load": { "constant": "10/s" } } } }
    /// ```
    "low-traffic" Note Design(find)
}

fn find(design: &Design<'_>, found: &mut Found) {
    for scenario in design.steady() {
        let Some(rates) = design.peak_rates(scenario) else {
            continue;
        };
        for (id, rate) in rates {
            let events = rate * WINDOW_S;
            for (objective_id, objective) in &design.architecture.journeys[id].objectives {
                let enough = 1.0 / (FACTOR * (1.0 - objective.target));
                if events > 0.0 && events <= enough && enough > 1.0 {
                    found.say(
                        format!("journeys/{id}/objectives/{objective_id}"),
                        format!(
                            "`{id}` has {events:.0} requests an hour; below {enough:.0} a single failure \
                             trips the alert of a {} % objective",
                            objective.target * 100.0
                        ),
                        "add synthetic requests, pool services, or look at a longer window",
                    );
                }
            }
        }
    }
}
