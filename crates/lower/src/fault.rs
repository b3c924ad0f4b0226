use spinout_model::{Architecture, FaultKind, Scenario, ScenarioKind};
use spinout_network::{Fault, Network};

use crate::LowerError;
use crate::places::Places;

/// Adds the faults of the scenario. A fault may hit what only another option has: it is left out here,
/// and named in the notes that are given back.
pub(crate) fn add(
    architecture: &Architecture,
    scenario: &Scenario,
    places: &Places,
    network: &mut Network,
) -> Result<Vec<String>, LowerError> {
    let mut notes = Vec::new();
    if scenario.kind == ScenarioKind::Steady && !scenario.faults.is_empty() {
        return Err(LowerError::new(
            "faults",
            "a steady scenario has no beginning that a fault could be counted from",
            "make the scenario terminating, with a horizon, or remove its faults",
        ));
    }
    for (id, fault) in &scenario.faults {
        let (start, duration) = (fault.at.base(), fault.duration.base());
        if !architecture.elements.contains_key(&fault.element) {
            notes.push(format!(
                "The fault `{id}` hits `{}`, which this option does not have.",
                fault.element
            ));
            continue;
        }
        if let Some(queue) = places.queue(&fault.element) {
            if !matches!(fault.kind, FaultKind::Crash(_)) {
                return Err(LowerError::new(
                    format!("faults/{id}/kind"),
                    "a queue can only crash",
                    "slow down its consumer instead",
                ));
            }
            network.faults.push(Fault::Outage {
                queue,
                start,
                duration,
            });
            continue;
        }
        let group = places.group(&fault.element).ok_or_else(|| {
            LowerError::new(
                format!("faults/{id}/element"),
                format!("`{}` has no process that could break", fault.element),
                "name a process, a component, a store, an external or a queue",
            )
        })?;
        match fault.kind {
            FaultKind::Crash(None) => {
                network.faults.push(Fault::Crash {
                    group,
                    instance: None,
                    start,
                    duration,
                });
            }
            FaultKind::Crash(Some(instances)) => {
                let most = network.groups[group.at()].max_replicas();
                network
                    .faults
                    .extend((0..instances.min(most)).map(|instance| Fault::Crash {
                        group,
                        instance: Some(instance),
                        start,
                        duration,
                    }));
            }
            FaultKind::Slow(factor) => {
                network.faults.push(Fault::SlowDown {
                    group,
                    factor,
                    start,
                    duration,
                });
            }
        }
    }
    Ok(notes)
}
