use spinout_queueing::utilization_law;

use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// More work than there are cores.
    ///
    /// By the utilisation law (requests a second × seconds of work each ÷ cores) something is asked for more
    /// than it can do even if nothing ever waited. Its queue grows as long as the load lasts; a simulation
    /// will say `overload`.
    ///
    /// ```json
    /// { "elements": { "shop": { "operations": { "default": {
    ///   "demand": { "exponential": { "mean": "900ms" } } } } } } }
    /// ```
    ///
    /// # Fix
    /// Add instances or cores, or make the work smaller.
    ///
    /// ```json
    /// { "elements": { "shop": { "operations": { "default": {
    ///   "demand": { "exponential": { "mean": "20ms" } } } } } } }
    /// ```
    "overcommitted" Warning Design(find)
}

fn find(design: &Design<'_>, found: &mut Found) {
    for (scenario_id, scenario) in &design.scenarios {
        let Some(work) = design.peak_rates(scenario).and_then(|rates| design.work(&rates)) else {
            continue;
        };
        let always = design.steady().any(|s| std::ptr::eq(s, *scenario));
        for (id, work) in work {
            let Some(cores) = design.most_cores(id) else {
                continue;
            };
            let share = utilization_law(work.visits, work.demand / work.visits.max(1e-300), cores);
            if share < 1.0 {
                continue;
            }
            let place = format!("elements/{id}");
            let when = if always { "" } else { " at the peak" };
            let why = format!(
                "in `{scenario_id}`{when} {} is asked for {:.2} cores' work and has {cores}: {:.0} %",
                design.label(id),
                work.demand,
                share * 100.0
            );
            let fix = "add instances or cores, or make the work smaller";
            if always {
                found.say(place, why, fix);
            } else {
                found.note(place, format!("{why}; a backlog builds up while it lasts"), fix);
            }
        }
    }
}
