use crate::Design;
use crate::objectives::{burns, promises};
use crate::prometheus::{low_traffic, never_fires};
use crate::write::{escape, significant};

/// What a team should know of its alerts before it relies on them.
pub(super) fn notes(design: &Design<'_>) -> Vec<String> {
    let (promises, unmeasured) = promises(design.architecture);
    let mut notes = Vec::new();
    for promise in &promises {
        let (fire, never) = burns(promise.objective.target, promise.period_s());
        notes.extend(never.iter().map(|burn| escape(&never_fires(promise, burn))));
        notes.extend(low_traffic(design, promise, &fire).map(|note| escape(&note)));
        let fastest = fire.iter().find(|burn| burn.pages);
        if let Some((fastest, outage)) =
            fastest.and_then(|burn| Some((burn, burn.detection_s(1.0)?)))
        {
            notes.push(format!(
                "`{}`: a total outage pages after {} minutes; with fewer than {} requests in {} a single failure \
                 does.",
                promise.slo,
                significant(outage / 60.0, 2),
                significant(fastest.trips_below(), 2),
                fastest.long.0
            ));
        }
    }
    notes.extend(
        unmeasured.iter().map(|journey| {
            format!("`{journey}` has objectives, but no process answers its entry.")
        }),
    );
    notes
}
