use spinout_results::{Run, RunKind};

use crate::check::{Found, check};
use crate::design::Design;

/// Use above which bursts are felt, and above which waiting takes over.
const HIGH: f64 = 0.7;
const VERY_HIGH: f64 = 0.9;

check! {
    /// Something that is busy most of its time.
    ///
    /// Waiting grows with use ÷ (1 − use): at 70 % about twice the work, at 90 % nine times. A steady use
    /// above 70 % leaves no room for bursts, deployments or the loss of an instance.
    ///
    /// ```json
    /// { "elements": { "shop": { "name": "Shop", "resource": "cores", "utilization": { "value": 0.93, "low": 0.92, "high": 0.94 },
    ///   "throughput_per_s": null, "response_s": {}, "own_s": null, "wait_s": {}, "queue_length": null,
    ///   "replicas": null, "replicas_max": 2 } } }
    /// ```
    ///
    /// # Fix
    /// Add instances, or make the work smaller; scale on the resource that is short.
    ///
    /// ```json
    /// { "elements": { "shop": { "name": "Shop", "resource": "cores", "utilization": { "value": 0.5, "low": 0.49, "high": 0.51 },
    ///   "throughput_per_s": null, "response_s": {}, "own_s": null, "wait_s": {}, "queue_length": null,
    ///   "replicas": null, "replicas_max": 2 } } }
    /// ```
    "M11" Warning Run(find)
}

fn find(_: &Design<'_>, run: &Run, found: &mut Found) {
    if run.kind != RunKind::Steady || run.overload.is_some() {
        return;
    }
    for (id, element) in &run.elements {
        let Some(use_) = element.utilization.map(|e| e.value).filter(|u| *u > HIGH) else {
            continue;
        };
        let place = format!("elements/{id}");
        let why = format!(
            "in `{}` the {} of {} are busy {:.0} % of the time",
            run.scenario,
            element.resource.as_deref().unwrap_or("resources"),
            element.name,
            use_ * 100.0
        );
        let fix = "add instances, or make the work smaller";
        if use_ > VERY_HIGH {
            found.say(place, format!("{why}: waiting takes over"), fix);
        } else {
            found.note(place, format!("{why}: little room for bursts"), fix);
        }
    }
}
