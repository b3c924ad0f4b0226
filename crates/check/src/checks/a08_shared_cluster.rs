use std::collections::BTreeSet;

use spinout_model::{BoundaryOf, Element};
use spinout_results::Run;
use spinout_units::ElementId;

use crate::check::{Found, check};
use crate::design::Design;

/// A share of time in which something was held back that is no accident.
const HELD_BACK: f64 = 0.01;

check! {
    /// Teams share a cluster or namespace, and nothing keeps one from taking what the others need.
    ///
    /// In a shared cluster whoever scales first takes the room: the others' instances wait, or compute slower,
    /// for a reason that stands in nobody's dashboard. Found where processes of several teams are in one cluster
    /// or namespace and one of them is under no `quota`; and in a run, where instances were held back by a quota
    /// or waited for a node for more than 1 % of the time.
    ///
    /// ```json
    /// { "elements": {
    ///   "cluster": { "kind": "boundary", "boundary": { "of": "cluster" } },
    ///   "shop": { "in": "cluster" },
    ///   "worker": { "in": "cluster", "team": "media" } },
    ///   "teams": { "media": { "name": "Media", "on_call": "#media" } } }
    /// ```
    ///
    /// # Fix
    /// Give each team a namespace with a quota, or a cluster or node pool of its own.
    ///
    /// ```json
    /// { "elements": {
    ///   "cluster": { "kind": "boundary", "boundary": { "of": "cluster" } },
    ///   "core": { "kind": "boundary", "in": "cluster", "boundary": { "of": "namespace",
    ///     "quota": { "cores": 8 } } },
    ///   "media": { "kind": "boundary", "in": "cluster", "boundary": { "of": "namespace",
    ///     "quota": { "cores": 4 } } },
    ///   "shop": { "in": "core" },
    ///   "worker": { "in": "media", "team": "media" } },
    ///   "teams": { "media": { "name": "Media", "on_call": "#media" } } }
    /// ```
    "A8" Warning Both(find, find_in_run)
}

fn find(design: &Design<'_>, found: &mut Found) {
    for (boundary, element) in &design.architecture.elements {
        let level = element.boundary.as_ref().map(|b| b.of);
        if !matches!(level, Some(BoundaryOf::Cluster | BoundaryOf::Namespace)) {
            continue;
        }
        let inside = design
            .processes()
            .filter(|(id, _)| design.around(id).contains(&boundary));
        let (mut teams, mut free) = (BTreeSet::new(), None);
        for (id, process) in inside {
            if let Some(team) = design.team(id) {
                teams.insert(team.name.as_str());
            }
            // A quota around the whole boundary keeps nobody within it from the others' part.
            let bounded = design
                .around(id)
                .into_iter()
                .take_while(|outer| *outer != boundary)
                .any(|outer| has_quota(design, outer));
            if !bounded {
                free = free.or(Some(process.label(id)));
            }
        }
        if teams.len() > 1
            && let Some(free) = free
        {
            found.say(
                format!("elements/{boundary}"),
                format!(
                    "{} is shared by {} teams, and {free} may take all of it",
                    element.label(boundary),
                    teams.len()
                ),
                "give each team a namespace with a quota, or nodes of its own",
            );
        }
    }
}

fn has_quota(design: &Design<'_>, id: &ElementId) -> bool {
    let boundary = design.element(id).and_then(|e: &Element| e.boundary.as_ref());
    boundary.is_some_and(|boundary| boundary.quota.is_some())
}

fn find_in_run(design: &Design<'_>, run: &Run, found: &mut Found) {
    for (id, element) in design.processes() {
        let ran = run.elements.get(id).and_then(|e| e.placement.as_ref());
        let Some(placement) = ran else { continue };
        let place = format!("elements/{id}");
        let label = element.label(id);
        let scenario = &run.scenario;
        let held = placement.at_quota.map_or(0.0, |share| share.value);
        if held > HELD_BACK {
            found.say(
                &place,
                format!(
                    "in `{scenario}` a quota held instances of {label} back {:.0} % of the time",
                    held * 100.0
                ),
                "raise the quota, or find out who else uses it up",
            );
        }
        let pending = placement.pending.map_or(0.0, |count| count.value);
        if pending > HELD_BACK {
            found.say(
                &place,
                format!("in `{scenario}` {pending:.2} instances of {label} waited for a node on average"),
                "keep more nodes, or take ones that are there sooner; or nodes of its own",
            );
        }
    }
}
