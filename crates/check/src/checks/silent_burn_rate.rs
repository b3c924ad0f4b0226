use crate::check::{Found, check};
use crate::design::Design;

/// Burn rates at which an alert pages within an hour and within six (SRE workbook, "Alerting on SLOs").
const PAGES: [(f64, &str); 2] = [(14.4, "1 h"), (6.0, "6 h")];

check! {
    /// An objective whose burn-rate alert can never fire.
    ///
    /// A page fires when the error rate is a multiple of what the objective allows: 14.4 times over an hour,
    /// 6 times over six. Where that product is one or more, even a total outage is not enough, and the alert
    /// is silent when it is needed most.
    ///
    /// ```json
    /// { "journeys": { "order": { "objectives": { "works": { "sli": "success", "target": 0.9 } } } } }
    /// ```
    ///
    /// # Fix
    /// Promise more (above 93.1 %), or alert on the failures themselves.
    ///
    /// ```json
    /// { "journeys": { "order": { "objectives": { "works": { "sli": "success", "target": 0.95 } } } } }
    /// ```
    "silent-burn-rate" Note Design(find)
}

fn find(design: &Design<'_>, found: &mut Found) {
    for (id, journey) in &design.architecture.journeys {
        for (objective_id, objective) in &journey.objectives {
            let silent: Vec<_> = PAGES
                .iter()
                .filter(|(factor, _)| factor * (1.0 - objective.target) >= 1.0)
                .map(|(factor, window)| format!("{factor} times over {window}"))
                .collect();
            if !silent.is_empty() {
                found.say(
                    format!("journeys/{id}/objectives/{objective_id}/target"),
                    format!(
                        "at a target of {} % the burn-rate page ({}) cannot fire, not even in a total outage",
                        objective.target * 100.0,
                        silent.join(", ")
                    ),
                    "promise more, or alert on the failures themselves",
                );
            }
        }
    }
}
