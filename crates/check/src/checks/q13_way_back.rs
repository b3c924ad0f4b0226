use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// A step of a migration that cannot be undone.
    ///
    /// Every phase of a cutover needs a way back that was thought of before, and shares of traffic that only
    /// grow. A spinout without a cutover goes from nothing to everything at once.
    ///
    /// ```json
    /// {
    ///   "elements": { "mail": { "kind": "component", "in": "shop", "operations": { "default": {} } } },
    ///   "relationships": { "send": { "from": "shop", "to": "mail", "mode": "calls" } },
    ///   "options": { "option": { "name": "Option", "changes": {
    ///     "out": { "order": "1", "do": { "spin_out": { "components": ["mail"],
    ///       "pattern": "event_driven_worker" } } },
    ///     "over": { "order": "2", "do": { "cutover": { "of": "out",
    ///       "phases": [{ "share": 0.5 }, { "share": 1 }] } } } } } }
    /// }
    /// ```
    ///
    /// # Fix
    /// Say for each phase how to go back, and let the last one carry all traffic.
    ///
    /// ```json
    /// {
    ///   "elements": { "mail": { "kind": "component", "in": "shop", "operations": { "default": {} } } },
    ///   "relationships": { "send": { "from": "shop", "to": "mail", "mode": "calls" } },
    ///   "options": { "option": { "name": "Option", "changes": {
    ///     "out": { "order": "1", "do": { "spin_out": { "components": ["mail"],
    ///       "pattern": "event_driven_worker" } } },
    ///     "over": { "order": "2", "do": { "cutover": { "of": "out",
    ///       "phases": [{ "share": 0.5, "way_back": "flag off" },
    ///         { "share": 1, "way_back": "flag off" }] } } } } } }
    /// }
    /// ```
    "Q13" Warning Design(find)
}

fn find(design: &Design<'_>, found: &mut Found) {
    for (id, origin) in &design.architecture.spinouts {
        let unit = design.label(&origin.unit);
        let Some(cutover) = design.architecture.cutovers.get(id) else {
            found.note(
                format!("{}/spin_out", design.change_place(id)),
                format!("nothing says how traffic goes over to {unit}: all at once, it seems"),
                "add a cutover with phases, gates and ways back",
            );
            continue;
        };
        let place = format!("{}/phases", design.cutover_place(id));
        let without: Vec<_> = (1..)
            .zip(&cutover.phases)
            .filter(|(_, phase)| phase.way_back.is_none())
            .map(|(number, _): (u32, _)| number.to_string())
            .collect();
        if !without.is_empty() {
            found.say(
                place.clone(),
                format!("phase {} of the cutover to {unit} has no way back", without.join(", ")),
                "say for each phase how to go back, and try it once",
            );
        }
        let falls = cutover.phases.windows(2).any(|w| w[1].share < w[0].share);
        let last = cutover.phases.last().map_or(0.0, |p| p.share);
        if falls || last < 1.0 {
            found.say(
                place,
                format!("the cutover to {unit} does not rise to all traffic: it ends at {last}"),
                "let the shares rise from phase to phase, the last to 1",
            );
        }
    }
}
