use spinout_model::Verdict;

use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// Something that runs and belongs to nobody.
    ///
    /// Alerts without an owner are seen by all and answered by none. One team owns a unit and is on call
    /// for it; else it is code in another place, not a unit.
    ///
    /// ```json
    /// { "elements": { "shop": { "team": null } } }
    /// ```
    ///
    /// # Fix
    /// Name a team that has a place to be reached at, and route the alerts there.
    ///
    /// ```json
    /// { "elements": { "shop": { "team": "core" } } }
    /// ```
    "A6" Warning Design(find)
}

fn find(design: &Design<'_>, found: &mut Found) {
    // A model without any team says nothing of owners yet: one note, not one for each process.
    if design.architecture.teams.is_empty() {
        if design.units().next().is_some() {
            found.note(
                "teams",
                "the model names no teams: who is on call is not known",
                "add the teams, and say which owns what",
            );
        }
        return;
    }
    for (id, element) in design.processes() {
        let label = element.label(id);
        let Some(team) = design.team(id) else {
            found.say(
                format!("elements/{id}/team"),
                format!("no team owns {label}: its alerts have nobody to go to"),
                "name a team, and route its alerts there",
            );
            continue;
        };
        let Some(unit) = design.architecture.units.get(id) else {
            continue;
        };
        let on_call = unit.on_call.as_ref().map(|a| a.is);
        if on_call == Some(Verdict::No) || (on_call.is_none() && team.on_call.is_none()) {
            found.say(
                design.unit_place(id, "on_call"),
                format!("nobody of {} is on call for {label}", team.name),
                "set up a rota, and say where the team is reached",
            );
        }
        if let Some(alerts) = &unit.alerts
            && alerts.is == Verdict::No
        {
            found.say(
                design.unit_place(id, "alerts"),
                format!("no alerts on the objectives of {label} reach {}", team.name),
                "alert on burn rate, and route it to the team",
            );
        }
    }
}
