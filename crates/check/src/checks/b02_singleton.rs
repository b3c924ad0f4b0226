use spinout_graph::{Cuts, ElementGraph, Structure};

use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// One instance that whole journeys depend on.
    ///
    /// A process with one instance, or a database that is one server, is gone for every request that needs
    /// it while it restarts, is patched or breaks. Found where every way of a journey leads through it.
    ///
    /// ```json
    /// { "elements": { "shop": { "process": { "replicas": 1 } } } }
    /// ```
    ///
    /// # Fix
    /// Run a second instance (for a database a standby), or take it off the way: a queue, a cache, a
    /// fallback.
    ///
    /// ```json
    /// { "elements": { "shop": { "process": { "replicas": 2 } } } }
    /// ```
    "B2" Warning Design(find)
}

/// Names that a finding spells out.
const NAMED: usize = 3;

fn find(design: &Design<'_>, found: &mut Found) {
    let processes = ElementGraph::of_processes(design.architecture, &design.operations);
    let journeys = design.architecture.journeys.values();
    let cuts = Cuts::of(&processes, journeys.map(|j| design.home(&j.entry.element)));
    for point in Structure::of(design.architecture).single_points() {
        let journeys: Vec<_> = point.journeys.iter().map(|j| format!("`{j}`")).collect();
        let behind = cuts.behind(&point.element).take(NAMED);
        let behind: Vec<_> = behind.map(|id| format!("`{id}`")).collect();
        let others = match cuts.count_behind(&point.element) {
            0 => String::new(),
            n if n <= NAMED => format!(", and nothing else leads to {}", behind.join(", ")),
            n => format!(
                ", and nothing else leads to {} and {} more",
                behind.join(", "),
                n - NAMED
            ),
        };
        let element = design.architecture.elements.get_key_value(&point.element);
        found.say(
            format!("elements/{}", point.element),
            format!(
                "there is one instance of {}, and {} cannot do without it{others}",
                element.map_or(point.element.as_str(), |(id, e)| e.label(id)),
                journeys.join(", ")
            ),
            "run a second instance, or take it off the way with a queue or a fallback",
        );
    }
}
