use spinout_model::{DataClass, Mode};

use super::item::{Item, Untold};
use super::ownership::owner_of;
use crate::Design;
use crate::boundary::Boundary;
use crate::place::unit;

pub(super) fn items(design: &Design<'_>, boundary: &Boundary<'_>) -> Vec<Item> {
    let of_unit = unit(design.architecture, &boundary.origin.unit);
    let owner = owner_of(design, boundary);
    let mut items =
        vec![
        Untold::new("It has an identity with the least privileges", "K4, A10, A17").answered(
            of_unit.and_then(|unit| unit.identity.as_ref()),
            "Yes",
            owner.clone(),
            "give it an account of its own that may do what the contracts need, and nothing else",
        ),
        Untold::new("A network policy says who may reach it", "K4, A10, A17, B1").answered(
            of_unit.and_then(|unit| unit.network_policy.as_ref()),
            "Yes",
            owner.clone(),
            "deny by default and allow the links of the model; a namespace alone is no boundary",
        ),
        Untold::new("Its secrets come from a manager that rotates them", "K4, I8").answered(
            of_unit.and_then(|unit| unit.secrets.as_ref()),
            "Yes",
            owner,
            "move them there and rotate one to see that it works",
        ),
    ];
    let links = boundary.links();
    let calls: Vec<_> = links
        .iter()
        .filter(|(_, link)| link.mode == Mode::Calls)
        .collect();
    if !calls.is_empty() {
        let open: Vec<String> = calls
            .iter()
            .filter(|(_, link)| link.auth_required != Some(true))
            .map(|(id, _)| format!("`{id}`"))
            .collect();
        let item = Untold::new(
            "Callers over the boundary prove who they are",
            "K4, A10, M10",
        );
        items.push(if open.is_empty() {
            item.proven(format!("All {} calls.", calls.len()))
        } else {
            let how = "check the token at each call and say so of the link in the model";
            item.open(
                format!("Not said of: {}.", open.join(", ")),
                "both teams",
                how,
            )
        });
    }
    let regulated = regulated(design, boundary);
    if !regulated.is_empty() {
        items.push(
            Untold::new(
                "Compliance has looked at the regulated data it handles",
                "D2, Q8",
            )
            .open(
                format!("It handles: {}.", regulated.join(", ")),
                "security and compliance",
                "go through contract, store and access with them before any data move",
            ),
        );
    }
    items
}

/// The classes of regulated data that the unit, or what it is made of, handles.
fn regulated(design: &Design<'_>, boundary: &Boundary<'_>) -> Vec<&'static str> {
    let elements = std::iter::once(&boundary.origin.unit).chain(&boundary.origin.components);
    let classes: Vec<DataClass> = elements
        .filter_map(|id| design.architecture.elements.get(id))
        .flat_map(|element| element.data.iter().copied())
        .collect();
    let rows = [
        (DataClass::Pii, "personal data"),
        (DataClass::Pci, "payment cards"),
        (DataClass::Health, "health data"),
    ];
    rows.iter()
        .filter(|(class, _)| classes.contains(class))
        .map(|(_, name)| *name)
        .collect()
}
