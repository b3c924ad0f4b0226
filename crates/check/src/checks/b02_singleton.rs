use spinout_graph::{ElementGraph, Structure, cut_off_by};

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

fn find(design: &Design<'_>, found: &mut Found) {
    let processes = ElementGraph::of_processes(design.architecture, &design.operations);
    let journeys = design.architecture.journeys.values();
    let entries = journeys.map(|j| design.home(&j.entry.element));
    let cut_off = cut_off_by(&processes, entries);
    for point in Structure::of(design.architecture).single_points() {
        let journeys: Vec<_> = point.journeys.iter().map(|j| format!("`{j}`")).collect();
        let others = cut_off.get(&point.element).map_or(String::new(), |behind| {
            let names: Vec<_> = behind.iter().map(|id| id.as_str()).collect();
            format!(", and nothing else leads to {}", names.join(", "))
        });
        found.say(
            format!("elements/{}", point.element),
            format!(
                "there is one instance of {}, and {} cannot do without it{others}",
                design
                    .element(&point.element)
                    .map_or(point.element.as_str(), |e| e.label(&point.element)),
                journeys.join(", ")
            ),
            "run a second instance, or take it off the way with a queue or a fallback",
        );
    }
}
