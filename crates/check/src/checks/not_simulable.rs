use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// A design that cannot be simulated.
    ///
    /// Something that the simulation needs is missing, or contradicts itself: a journey whose entry does not
    /// exist, a component outside of any process, a terminating scenario without an end.
    ///
    /// ```json
    /// { "journeys": { "order": { "entry": "nowhere" } } }
    /// ```
    ///
    /// # Fix
    /// Mend the place that the finding names.
    ///
    /// ```json
    /// { "journeys": { "order": { "entry": "users" } } }
    /// ```
    "not-simulable" Error Design(find)
}

fn find(design: &Design<'_>, found: &mut Found) {
    let mut told = Vec::new();
    for (id, scenario) in &design.scenarios {
        if let Err(error) = spinout_lower::lower(design.architecture, scenario) {
            let of_scenario = ["load", "horizon", "windows", "faults"]
                .iter()
                .any(|part| error.place.split('/').next() == Some(*part));
            let place = if of_scenario {
                format!("scenarios/{id}/{}", error.place)
            } else {
                error.place.clone()
            };
            if !told.contains(&place) {
                found.say(place.clone(), error.why.clone(), &error.fix);
                told.push(place);
            }
        }
    }
}
