use spinout_model::{ElementKind, Mode};

use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// A call over the network that waits for ever.
    ///
    /// A call without a time-out holds its caller's thread for as long as the other side likes. When that
    /// is slow, all threads wait, and a fault over there is an outage here.
    ///
    /// ```json
    /// { "relationships": { "ask-bank": { "timeout": null } } }
    /// ```
    ///
    /// # Fix
    /// Set a time-out a little above the slowest answer that is still of use.
    ///
    /// ```json
    /// { "relationships": { "ask-bank": { "timeout": "2s" } } }
    /// ```
    "no-timeout" Warning Design(find)
}

fn find(design: &Design<'_>, found: &mut Found) {
    for (id, link) in design.between_systems() {
        let kind = design.kind(design.home(&link.to.element));
        let remote = kind.is_some_and(|k| k.is_process() || k == ElementKind::External);
        if link.mode == Mode::Calls && remote && link.timeout.is_none() {
            found.say(
                format!("relationships/{id}/timeout"),
                format!(
                    "{} waits for {} without a time-out: when that is slow, its threads are gone",
                    design.label(&link.from.element),
                    design.label(&link.to.element)
                ),
                "set a time-out a little above the slowest answer that is still of use",
            );
        }
    }
}
