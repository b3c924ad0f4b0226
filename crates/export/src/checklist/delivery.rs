use spinout_model::CutoverPhase;

use super::item::{Item, Untold};
use super::ownership::{owner_of, parent_owner_of};
use crate::Design;
use crate::boundary::Boundary;
use crate::place::unit;
use crate::write::percent;

pub(super) fn items(design: &Design<'_>, boundary: &Boundary<'_>) -> Vec<Item> {
    let owner = owner_of(design, boundary);
    let pipeline =
        unit(design.architecture, &boundary.origin.unit).and_then(|unit| unit.pipeline.as_ref());
    let own = Untold::new("A pipeline of its own releases it", "K2, A9, F8");
    let how = "build one that needs nothing of the parent's, and release with it once";
    vec![
        match pipeline {
            Some(pipeline) if !pipeline.shared => {
                let took = pipeline.duration.map(|time| format!(", {time} from commit to production"));
                own.proven(format!("Its own{}.", took.unwrap_or_default()))
            }
            Some(_) => own.open("It shares one.", owner.clone(), how),
            None => own.open("Not answered in the model.", owner.clone(), how),
        },
        Untold::new("A release goes to a few users first", "B4").answered(
            pipeline.and_then(|pipeline| pipeline.canary.as_ref()),
            "Yes",
            owner.clone(),
            "release to one instance, compare its indicators with the others', with enough requests to tell",
        ),
        Untold::new("A release goes back by itself", "A5, Q13").answered(
            pipeline.and_then(|pipeline| pipeline.rollback.as_ref()),
            "Yes",
            owner,
            "let the pipeline go back when an indicator falls, and try it",
        ),
        cutover(design, boundary),
    ]
}

/// Traffic goes over step by step, each with a gate and a way back.
fn cutover(design: &Design<'_>, boundary: &Boundary<'_>) -> Item {
    let who = parent_owner_of(design, boundary);
    let item = Untold::new(
        "Each step of the cutover has a gate and a way back",
        "W6, Q13, A1",
    );
    let how = "list the phases of the cutover in the model: shadow, 1 %, 10 %, 50 %, 100 %";
    let Some(cutover) = design.architecture.cutovers.get(boundary.id) else {
        return item.open("No cutover is planned.", who, how);
    };
    let share = |phase: &CutoverPhase| {
        if phase.share == 0.0 {
            "shadow".to_owned()
        } else {
            percent(phase.share)
        }
    };
    let bare: Vec<String> = cutover
        .phases
        .iter()
        // Nobody hears a shadow, so that no objective of its users could hold it back.
        .filter(|phase| (phase.share > 0.0 && phase.gate.is_empty()) || phase.way_back.is_none())
        .map(share)
        .collect();
    let all: Vec<String> = cutover.phases.iter().map(share).collect();
    if all.is_empty() {
        item.open("The cutover has no phases.", who, how)
    } else if bare.is_empty() {
        item.proven(format!("{}.", all.join(", ")))
    } else {
        let how = "name the objectives that must hold, and how to go back";
        item.open(
            format!("Without one or the other: {}.", bare.join(", ")),
            who,
            how,
        )
    }
}
