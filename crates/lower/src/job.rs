//! Jobs: instances for each run, and a journey of items that no user has.

use spinout_model::{Architecture, Element, ElementKind, Overlap as Drawn, Scenario, ScenarioKind};
use spinout_network::{
    Arrivals, Balancing, Distribution, Group, Job, Journey, Network, Overlap, Scaler, ScalingRule,
    SlotKind, Slots, Step,
};
use spinout_units::ElementId;

use crate::LowerError;
use crate::autoscaler::start_up;
use crate::places::Places;
use crate::program::Compiler;

/// The instances of a job: none but for its runs, one item each.
pub(crate) fn group(id: &ElementId, element: &Element, like: Group) -> Result<Group, LowerError> {
    let job = element.job.clone().unwrap_or_default();
    let runs = match job.overlap {
        Drawn::Allow => Job::RUNS,
        Drawn::Forbid | Drawn::Replace => 1,
    };
    let drawn = element.process.as_ref().and_then(|p| p.start_up.as_ref());
    let time = drawn.map_or(Ok(Distribution::ZERO), |drawn| {
        start_up(drawn, &format!("elements/{id}/process/start_up"))
    })?;
    Ok(Group {
        replicas: 0,
        balancing: Balancing::LeastConnections,
        slots: Some(Slots {
            kind: SlotKind::Threads,
            count: 1,
        }),
        scaler: Some(Scaler {
            start_up: time,
            ..Scaler::new(
                ScalingRule::Scheduled,
                0,
                job.parallelism.saturating_mul(runs).max(1),
            )
        }),
        ..like
    })
}

/// Adds the jobs with their items, after the journeys of users. Says what of them has no place.
pub(crate) fn add(
    architecture: &Architecture,
    scenario: &Scenario,
    places: &Places,
    compiler: &mut Compiler<'_>,
) -> Result<Vec<String>, LowerError> {
    let mut notes = Vec::new();
    for (id, element) in &architecture.elements {
        let Some(group) = places
            .group(id)
            .filter(|_| element.kind == ElementKind::Job)
        else {
            continue;
        };
        let drawn = element.job.clone().unwrap_or_default();
        let steady = scenario.kind == ScenarioKind::Steady;
        if steady && drawn.every.is_none() {
            notes.push(format!(
                "`{id}` runs once; a steady scenario has no time for that, so it does not run."
            ));
            continue;
        }
        let program = compiler.item(id)?;
        let network: &mut Network = compiler.network;
        let name = format!("{id}#items");
        let client = network.add_element(&name);
        let ask = vec![Step::call(&format!("{id}#item"), group, program)];
        let items = network.add_program(client, ask);
        let nobody = Arrivals::Closed {
            population: 0,
            think: Distribution::ZERO,
        };
        network.journeys.push(Journey::new(&name, items, nobody));
        let journey = (network.journeys.len() - 1).into();
        network.jobs.push(Job {
            name: id.to_string(),
            group,
            journey,
            at: (!steady).then(|| drawn.at.base()),
            every: drawn.every.map(|every| every.base()),
            items: drawn.items.bounds(),
            parallelism: drawn.parallelism,
            overlap: match drawn.overlap {
                Drawn::Allow => Overlap::Allow,
                Drawn::Forbid => Overlap::Forbid,
                Drawn::Replace => Overlap::Replace,
            },
            retries: drawn.retries,
        });
    }
    Ok(notes)
}
