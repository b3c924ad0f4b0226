use std::collections::BTreeMap;

use spinout_units::{ElementId, TeamId};

use crate::check::{Found, check};
use crate::design::Design;

/// Processes that a team can be on call for without losing sight of them: a rule of thumb.
const MANY: usize = 8;

check! {
    /// More units than a team can look after.
    ///
    /// Every unit has its pipeline, alerts, runbook, dashboards and upgrades. A team with more than eight of
    /// them spends its days on operation, and the next spinout makes it worse.
    ///
    /// ```json
    /// { "elements": {
    ///   "s1": { "kind": "service", "team": "core" }, "s2": { "kind": "service", "team": "core" },
    ///   "s3": { "kind": "service", "team": "core" }, "s4": { "kind": "service", "team": "core" },
    ///   "s5": { "kind": "service", "team": "core" }, "s6": { "kind": "service", "team": "core" },
    ///   "s7": { "kind": "service", "team": "core" }, "s8": { "kind": "service", "team": "core" }
    /// } }
    /// ```
    ///
    /// # Fix
    /// Group units that change together, by domain, or give some of them to another team.
    ///
    /// ```json
    /// { "elements": {
    ///   "s1": { "kind": "service", "team": "core" }, "s2": { "kind": "service", "team": "core" }
    /// } }
    /// ```
    "A19" Note Design(find)
}

fn find(design: &Design<'_>, found: &mut Found) {
    let mut owned: BTreeMap<&TeamId, Vec<&ElementId>> = BTreeMap::new();
    for (id, element) in design.processes() {
        let unit = design.architecture.units.get(id).and_then(|u| u.team.as_ref());
        if let Some(team) = unit.or(element.team.as_ref()) {
            owned.entry(team).or_default().push(id);
        }
    }
    for (team, units) in owned {
        if units.len() > MANY {
            found.say(
                format!("teams/{team}"),
                format!(
                    "{} owns {} processes: too many to look after well",
                    design.architecture.teams.get(team).map_or(team.as_str(), |t| &t.name),
                    units.len()
                ),
                "group those that change together, or give some to another team",
            );
        }
    }
}
