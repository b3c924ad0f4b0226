use spinout_results::Run;

use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// A system that could not keep up.
    ///
    /// Something got more work than it can do, and its queue grew as long as the load lasted. A long-run
    /// question has no answer then: waiting times depend on how long one looks. In a story with an end it
    /// says where the backlog was.
    ///
    /// ```json
    /// { "overload": { "element": "shop", "name": "Shop", "resource": "cores", "growth_per_s": 3.5,
    ///   "since_s": 12, "replications": 20 } }
    /// ```
    ///
    /// # Fix
    /// Add what ran out, lower the load, or shed it.
    ///
    /// ```json
    /// { "overload": null }
    /// ```
    "overload" Warning Run(find)
}

fn find(_: &Design<'_>, run: &Run, found: &mut Found) {
    if let Some(overload) = &run.overload {
        let what = if overload.resource == "deadlock" {
            "visits wait for each other in a circle".to_owned()
        } else {
            format!("{} ran out", overload.resource)
        };
        found.say(
            format!("elements/{}", overload.element),
            format!(
                "in `{}` {} could not keep up from {:.0} s on: {what}, {:.2} more waiting each second",
                run.scenario, overload.name, overload.since_s, overload.growth_per_s
            ),
            "add what ran out, lower the load, or shed it",
        );
    }
}
