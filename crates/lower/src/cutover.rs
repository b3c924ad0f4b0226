use std::collections::BTreeSet;

use spinout_model::{Architecture, Cutover, CutoverTimes, Scenario, ScenarioKind};
use spinout_network::{Network, Phase, Schedule};
use spinout_units::{ChangeId, ElementId, WindowId};

use crate::LowerError;
use crate::window::TimeWindow;
use crate::world::Leaving;

/// A unit that traffic goes over to during the scenario.
pub(crate) struct Going<'a> {
    pub(crate) before: &'a Architecture,
    pub(crate) leaving: Leaving,
}

/// The cutovers of the scenario. One may be of what only another option has: it is left out here, and
/// named in the notes.
pub(crate) fn going<'a>(
    architecture: &'a Architecture,
    scenario: &Scenario,
    network: &mut Network,
    notes: &mut Vec<String>,
) -> Result<Vec<Going<'a>>, LowerError> {
    let mut all = Vec::new();
    for (id, times) in &scenario.cutovers {
        let place = format!("cutovers/{id}");
        if scenario.kind == ScenarioKind::Steady {
            return Err(LowerError::new(
                place,
                "a steady scenario has no beginning that phases could be counted from",
                "make the scenario terminating, with a horizon, or remove its cutovers",
            ));
        }
        let made = architecture
            .spinouts
            .get(id)
            .zip(architecture.before.get(id));
        let Some((origin, before)) = made else {
            notes.push(format!(
                "The cutover to `{id}` is not part of this option, which does not spin it out."
            ));
            continue;
        };
        let Some(cutover) = architecture.cutovers.get(id) else {
            return Err(LowerError::new(
                place,
                format!("the option has no cutover to `{id}`, so there are no phases to time"),
                "add a change `cutover` of it with its phases to the option",
            ));
        };
        let schedule = network.schedules.len() as u32;
        network.schedules.push(schedule_of(id, cutover, times)?);
        let moved = moved(before, &origin.components);
        all.push(Going {
            before,
            leaving: Leaving { moved, schedule },
        });
    }
    Ok(all)
}

/// The components and everything within them.
fn moved(before: &Architecture, components: &[ElementId]) -> BTreeSet<ElementId> {
    let mut moved: BTreeSet<ElementId> = components.iter().cloned().collect();
    loop {
        let inner = before.elements.iter().filter(|(id, element)| {
            let parent = element.parent.as_ref();
            !moved.contains(*id) && parent.is_some_and(|parent| moved.contains(parent))
        });
        let inner: Vec<ElementId> = inner.map(|(id, _)| id.clone()).collect();
        if inner.is_empty() {
            return moved;
        }
        moved.extend(inner);
    }
}

fn schedule_of(
    id: &ChangeId,
    cutover: &Cutover,
    times: &CutoverTimes,
) -> Result<Schedule, LowerError> {
    let place = format!("cutovers/{id}/at");
    if times.at.len() > cutover.phases.len() {
        return Err(LowerError::new(
            place,
            format!(
                "there are {} times, but the cutover to `{id}` has {} phases",
                times.at.len(),
                cutover.phases.len()
            ),
            "give each phase one time at most, or add phases to the cutover",
        ));
    }
    let begins = times.at.iter().zip(&cutover.phases);
    let mut phases: Vec<Phase> = begins
        .map(|(at, phase)| Phase {
            time: at.base(),
            share: phase.share,
            shadow: phase.share == 0.0,
        })
        .collect();
    phases.extend(times.back.map(|at| Phase {
        time: at.base(),
        share: 0.0,
        shadow: false,
    }));
    if !phases.is_sorted_by(|one, next| one.time <= next.time) {
        return Err(LowerError::new(
            place,
            format!("the phases of the cutover to `{id}` do not begin one after the other"),
            "give rising times, and `back` after all of them",
        ));
    }
    Ok(Schedule { phases })
}

/// Everything that runs during the scenario: the design, and what it does without after a cutover.
pub(crate) fn together(architecture: &Architecture, going: &[Going<'_>]) -> Option<Architecture> {
    if going.is_empty() {
        return None;
    }
    let mut all = architecture.clone();
    for going in going {
        for (id, element) in &going.before.elements {
            all.elements
                .entry(id.clone())
                .or_insert_with(|| element.clone());
        }
    }
    Some(all)
}

/// A window for each phase: `phase-1`, `phase-2`, … and `back`.
pub(crate) fn windows(scenario: &Scenario, horizon_s: f64) -> Vec<TimeWindow> {
    // Several cutovers at once have no phases of their own that a window could be named after.
    let mut only = scenario.cutovers.values();
    let (Some(times), None) = (only.next(), only.next()) else {
        return Vec::new();
    };
    let mut begins: Vec<(String, f64)> = (1..)
        .zip(&times.at)
        .map(|(number, at)| (format!("phase-{number}"), at.base()))
        .collect();
    begins.extend(times.back.map(|at| ("back".to_owned(), at.base())));
    let ends = begins.iter().skip(1).map(|(_, at)| *at).chain([horizon_s]);
    let window = |((name, from_s), to_s): (&(String, f64), f64)| {
        let id = WindowId::new(name).ok()?;
        let to_s = to_s.min(horizon_s);
        (*from_s < to_s).then_some(TimeWindow {
            id,
            from_s: *from_s,
            to_s,
        })
    };
    begins.iter().zip(ends).filter_map(window).collect()
}
