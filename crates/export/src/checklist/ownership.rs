use super::item::{Item, Untold};
use crate::Design;
use crate::boundary::Boundary;
use crate::place::{team, unit};
use crate::write::{escape, link};

pub(super) fn items(design: &Design<'_>, boundary: &Boundary<'_>) -> Vec<Item> {
    let architecture = design.architecture;
    let of_unit = unit(architecture, &boundary.origin.unit);
    let owner = team(architecture, &boundary.origin.unit);
    let found = owner.and_then(|id| architecture.teams.get(id));
    let name = owner.map(|id| escape(found.map_or(id.as_str(), |team| &team.name)));
    let owned = Untold::new("One team owns it", "K1");
    let on_call = Untold::new("Somebody is on call for it", "K1, Q10, A6");
    let reached = found.and_then(|team| team.on_call.as_deref()).map(link);
    let answer = of_unit.and_then(|unit| unit.on_call.as_ref());
    vec![
        match &name {
            Some(name) => owned.proven(format!("{name}.")),
            None => owned.open(
                "No team is named.",
                "whoever decides on the spinout",
                "name the unit's team in the model",
            ),
        },
        match (answer, &name, reached) {
            (None, Some(name), Some(reached)) => on_call.proven(format!("{name}, reached at {reached}.")),
            (answer, _, _) => on_call.answered(
                answer,
                "Yes",
                owner_of(design, boundary),
                "set up a rota with an escalation path and put where it is reached into the model",
            ),
        },
        Untold::new("There is a runbook, and it was drilled", "A5, G7").answered(
            of_unit.and_then(|unit| unit.runbook.as_ref()),
            "Yes",
            owner_of(design, boundary),
            "write down the steps for each alert, walk through them once, and link them as evidence",
        ),
    ]
}

/// The owner as somebody who is to do something.
pub(super) fn owner_of(design: &Design<'_>, boundary: &Boundary<'_>) -> String {
    let architecture = design.architecture;
    let name = team(architecture, &boundary.origin.unit).map(|id| {
        architecture
            .teams
            .get(id)
            .map_or(id.as_str(), |team| team.name.as_str())
    });
    name.map_or_else(|| "the team that will own it".to_owned(), escape)
}

/// The owner of the parent as somebody who is to do something.
pub(super) fn parent_owner_of(design: &Design<'_>, boundary: &Boundary<'_>) -> String {
    let architecture = design.architecture;
    let name = team(architecture, &boundary.origin.parent).map(|id| {
        architecture
            .teams
            .get(id)
            .map_or(id.as_str(), |team| team.name.as_str())
    });
    name.map_or_else(
        || format!("the owner of {}", escape(boundary.parent_label())),
        escape,
    )
}
