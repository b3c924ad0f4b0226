use spinout_model::ElementKind;

use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// A service mesh whose proxies cost no time.
    ///
    /// Each crossing between two processes of a mesh passes two proxies. That is little for one call, and much
    /// for a journey of thirty: a design that leaves it out is too fast by as many times as it has hops.
    ///
    /// ```json
    /// { "elements": {
    ///   "cluster": { "kind": "boundary", "boundary": { "of": "cluster", "mesh": {} } },
    ///   "shop": { "in": "cluster" }, "worker": { "in": "cluster" } } }
    /// ```
    ///
    /// # Fix
    /// Measure what a proxy adds, and say it.
    ///
    /// ```json
    /// { "elements": {
    ///   "cluster": { "kind": "boundary", "boundary": { "of": "cluster", "mesh": { "latency": "0.5ms" } } },
    ///   "shop": { "in": "cluster" }, "worker": { "in": "cluster" } } }
    /// ```
    "B12" Warning Design(find)
}

fn find(design: &Design<'_>, found: &mut Found) {
    for (id, element) in &design.architecture.elements {
        let mesh = element.boundary.as_ref().and_then(|b| b.mesh.as_ref());
        if element.kind != ElementKind::Boundary || mesh.is_none_or(|m| m.latency.is_some()) {
            continue;
        }
        let links = design.crossing();
        let crossings = links
            .filter(|(_, link)| link.latency.is_none())
            .flat_map(|(_, link)| [&link.from.element, &link.to.element])
            .filter(|end| design.is_process(design.home(end)))
            .filter(|end| design.around(end).contains(&id))
            .count();
        if crossings > 0 {
            found.say(
                format!("elements/{id}/boundary/mesh"),
                format!(
                    "the links of {} pass {crossings} proxies, and nothing says what one adds",
                    design.label(id)
                ),
                "measure what a proxy adds to a crossing, and say it as the `latency` of the mesh",
            );
        }
    }
}
