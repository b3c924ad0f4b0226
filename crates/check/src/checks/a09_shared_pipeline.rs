use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// A unit that is released by somebody else's pipeline.
    ///
    /// A pipeline that several units share is as slow as all of their tests together and as broken as the
    /// worst of them. A unit that cannot be released without its parent is not independent of it.
    ///
    /// ```json
    /// { "units": { "shop": { "pipeline": { "shared": true } } } }
    /// ```
    ///
    /// # Fix
    /// Give it a pipeline of its own, with the contract tests of its boundary.
    ///
    /// ```json
    /// { "units": { "shop": { "pipeline": { "duration": "15min" } } } }
    /// ```
    "A9" Warning Design(find)
}

fn find(design: &Design<'_>, found: &mut Found) {
    for (id, unit) in design.units() {
        let place = design.unit_place(id, "pipeline");
        let fix = "give it a pipeline of its own, with the contract tests of its boundary";
        let label = design.label(id);
        match &unit.pipeline {
            Some(pipeline) if pipeline.shared => found.say(
                place,
                format!("{label} is released by a pipeline that it shares: it waits for others' tests"),
                fix,
            ),
            Some(_) => {}
            None => found.note(place, format!("nobody has said what releases {label}"), fix),
        }
    }
}
