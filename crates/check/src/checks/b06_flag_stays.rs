use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// A flag that nobody takes away again.
    ///
    /// The flag of a cutover keeps the old way alive: it is tested less each month, and one day somebody
    /// switches back to it. A cutover that ends at all traffic needs a date for the end of its flag.
    ///
    /// ```json
    /// {
    ///   "elements": { "mail": { "kind": "component", "in": "shop", "operations": { "default": {} } } },
    ///   "relationships": { "post": { "from": "shop", "to": "mail", "mode": "calls" } },
    ///   "options": { "option": { "name": "Option", "changes": {
    ///     "out": { "order": "1", "do": { "spin_out": { "components": ["mail"],
    ///       "pattern": "event_driven_worker" } } },
    ///     "over": { "order": "2", "do": { "cutover": { "of": "out",
    ///       "phases": [{ "share": 1, "way_back": "flag off" }] } } } } } }
    /// }
    /// ```
    ///
    /// # Fix
    /// Say how long after the last phase the flag and the old way go.
    ///
    /// ```json
    /// {
    ///   "elements": { "mail": { "kind": "component", "in": "shop", "operations": { "default": {} } } },
    ///   "relationships": { "post": { "from": "shop", "to": "mail", "mode": "calls" } },
    ///   "options": { "option": { "name": "Option", "changes": {
    ///     "out": { "order": "1", "do": { "spin_out": { "components": ["mail"],
    ///       "pattern": "event_driven_worker" } } },
    ///     "over": { "order": "2", "do": { "cutover": { "of": "out", "remove_flag": "14d",
    ///       "phases": [{ "share": 1, "way_back": "flag off" }] } } } } } }
    /// }
    /// ```
    "B6" Note Design(find)
}

fn find(design: &Design<'_>, found: &mut Found) {
    for (id, cutover) in &design.architecture.cutovers {
        let ends = cutover.phases.last().is_some_and(|last| last.share >= 1.0);
        let Some(origin) = design.architecture.spinouts.get(id) else {
            continue;
        };
        if ends && cutover.remove_flag.is_none() {
            found.say(
                design.cutover_place(id),
                format!(
                    "all traffic goes over to {}, and nothing says when the flag and the old way are taken away",
                    design.label(&origin.unit)
                ),
                "say how long after the last phase: `remove_flag`, such as \"14d\"",
            );
        }
    }
}
