use spinout_results::Run;

use crate::check::{Found, check};
use crate::design::Design;

/// Unfinished requests above this share can move a 99th percentile.
const SHARE: f64 = 0.01;

check! {
    /// Requests that had not finished when the run ended.
    ///
    /// A request that is still on its way when a story ends counts with the time it has taken so far, which
    /// is too short. When they are more than one in a hundred, quantiles and means are too good.
    ///
    /// ```json
    /// { "journeys": { "order": { "requests": 1000, "censored": 50 } } }
    /// ```
    ///
    /// # Fix
    /// Make the scenario longer, so that its backlog is worked off before it ends.
    ///
    /// ```json
    /// { "journeys": { "order": { "requests": 1000, "censored": 1 } } }
    /// ```
    "censored" Note Run(find)
}

fn find(_: &Design<'_>, run: &Run, found: &mut Found) {
    for (id, journey) in &run.journeys {
        let share = journey.censored as f64 / (journey.requests as f64).max(1.0);
        if share > SHARE {
            found.say(
                format!("scenarios/{}/horizon", run.scenario),
                format!(
                    "{:.1} % of {} (`{id}`) had not finished when `{}` ended: its figures are too good",
                    share * 100.0,
                    journey.name,
                    run.scenario
                ),
                "make the scenario longer, so that its backlog is worked off",
            );
        }
    }
}
