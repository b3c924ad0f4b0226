use std::collections::BTreeSet;

use spinout_model::{BoundaryOf, DataClass, Verdict};
use spinout_units::ElementId;

use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// A namespace that is taken for a security boundary.
    ///
    /// Namespaces share the nodes, the network and the control plane of their cluster. What must be kept apart
    /// because a law or a card scheme says so is not apart only because it has a namespace of its own.
    ///
    /// ```json
    /// { "elements": {
    ///   "cluster": { "kind": "boundary", "boundary": { "of": "cluster" } },
    ///   "vault": { "kind": "boundary", "in": "cluster", "boundary": { "of": "namespace" } },
    ///   "shop": { "in": "cluster" },
    ///   "worker": { "in": "vault", "data": ["pci"] } } }
    /// ```
    ///
    /// # Fix
    /// Put it into an account or at least a cluster of its own; or give it an identity of its own and a network
    /// policy that denies what is not named, and say so.
    ///
    /// ```json
    /// { "elements": {
    ///   "cluster": { "kind": "boundary", "boundary": { "of": "cluster" } },
    ///   "cards": { "kind": "boundary", "boundary": { "of": "cluster" } },
    ///   "vault": { "kind": "boundary", "in": "cards", "boundary": { "of": "namespace" } },
    ///   "shop": { "in": "cluster" },
    ///   "worker": { "in": "vault", "data": ["pci"] } } }
    /// ```
    "B1" Warning Design(find)
}

fn find(design: &Design<'_>, found: &mut Found) {
    for (id, _) in design.processes() {
        let classes = regulated(design, id);
        let around = |level| design.architecture.boundary_around(id, level);
        let (Some(namespace), Some(cluster)) =
            (around(BoundaryOf::Namespace), around(BoundaryOf::Cluster))
        else {
            continue;
        };
        if classes.is_empty() || is_hardened(design, id) {
            continue;
        }
        let others: Vec<_> = design
            .processes()
            .filter(|(other, _)| {
                let around = design.around(other);
                around.contains(&cluster)
                    && !around.contains(&namespace)
                    && regulated(design, other).is_disjoint(&classes)
            })
            .map(|(other, _)| design.label(other))
            .collect();
        let Some(first) = others.first() else {
            continue;
        };
        let more = match others.len() - 1 {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let names: Vec<_> = classes.into_iter().map(name).collect();
        found.say(
            format!("elements/{namespace}"),
            format!(
                "{} handles {}, and only a namespace keeps it from {first}{more} in {}",
                design.label(id),
                names.join(" and "),
                design.label(cluster)
            ),
            "an account or a cluster of its own; or an identity and a network policy of its own, said in its unit",
        );
    }
}

/// What an element and what is in it handle that rules keep apart.
fn regulated<'a>(design: &Design<'a>, process: &'a ElementId) -> BTreeSet<DataClass> {
    let elements = design.architecture.elements.iter();
    elements
        .filter(|(id, _)| design.home(id) == process)
        .flat_map(|(_, element)| element.data.iter().copied())
        .filter(|class| matches!(class, DataClass::Pii | DataClass::Pci | DataClass::Health))
        .collect()
}

fn is_hardened(design: &Design<'_>, process: &ElementId) -> bool {
    let Some(unit) = design.architecture.units.get(process) else {
        return false;
    };
    [&unit.identity, &unit.network_policy]
        .into_iter()
        .all(|answer| answer.as_ref().is_some_and(|a| a.is == Verdict::Yes))
}

fn name(class: DataClass) -> &'static str {
    match class {
        DataClass::Public => "public data",
        DataClass::Internal => "internal data",
        DataClass::Pii => "personal data",
        DataClass::Pci => "card data",
        DataClass::Health => "health data",
    }
}
