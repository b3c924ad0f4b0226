//! What the fluid cannot represent, by name.

use spinout_network::{Conduct, ElementIndex, Entrance, Fault, LinkIndex, Network, Step};

use super::scaler;
use crate::preview::reason::{Cause, Place, Reasons, scan};
use crate::preview::shape::{Shape, all_steps};

/// Something that the fluid cannot represent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Where; none where it is about everything.
    pub element: Option<ElementIndex>,
    /// What it is, to follow the name of an element.
    pub what: &'static str,
}

pub(crate) fn refusals(shape: &Shape<'_>, reasons: &mut Reasons) -> Vec<Refusal> {
    let network = shape.network;
    scan(shape, reasons);
    let mut found: Vec<Refusal> = reasons
        .iter()
        .filter(|(_, cause)| matches!(cause, Cause::Circle | Cause::Unknown | Cause::Clock))
        .map(|(place, cause)| Refusal {
            element: element(network, place),
            what: match cause {
                Cause::Circle | Cause::Clock => cause.text(),
                _ => "it has a policy or resource that only a run of events knows",
            },
        })
        .collect();
    for group in &network.groups {
        let known = group.scaler.as_ref().map(scaler::rule);
        if known.is_some_and(|rule| rule.is_none()) {
            found.push(Refusal {
                element: Some(group.element),
                what: "its autoscaler's rule is known to a run of events only",
            });
        }
    }
    for group in &network.groups {
        for (is, what) in [
            (group.function.is_some(), "it is a function"),
            (
                group.conduct != Conduct::default(),
                "it has an order, a patience or a limit that only a run of events knows",
            ),
            (
                group.entrance != Entrance::default(),
                "it turns visits away at its door, which only a run of events knows",
            ),
        ] {
            if is {
                found.push(at(group.element, what));
            }
        }
    }
    for queue in &network.queues {
        if queue.poison > 0.0 || queue.delivery_delay > 0.0 || queue.redelivery_multiplier != 1.0 {
            let what = "it has messages that only a run of events knows";
            found.push(at(queue.element, what));
        }
    }
    if !network.placement.is_empty() {
        found.push(Refusal {
            element: None,
            what: "quotas and nodes are known to a run of events only",
        });
    }
    for fault in &network.faults {
        let (element, what) = match fault {
            Fault::Crash { .. }
            | Fault::SlowDown { .. }
            | Fault::Errors { .. }
            | Fault::Outage { .. } => continue,
            Fault::Link { .. } => (
                None,
                "a fault on the way between elements is known to a run of events only",
            ),
            Fault::Deploy { group, .. } => (
                Some(network.groups[group.at()].element),
                "its deployment is known to a run of events only",
            ),
            Fault::Poison { queue, .. } => (
                Some(network.queues[queue.at()].element),
                "it has messages that only a run of events knows",
            ),
        };
        found.push(Refusal { element, what });
    }
    let guards = |link: LinkIndex| {
        let link = &network.links[link.at()];
        link.breaker.is_some()
            || link.bulkhead.is_some()
            || link.rate_limit.is_some()
            || link.budget.is_some()
    };
    for program in &network.programs {
        all_steps(&program.steps, &mut |step| {
            let what = match step {
                Step::Call(call) if call.policy.cancel => {
                    "a time-out of its calls cancels, which only a run of events knows"
                }
                Step::Call(call) if call.policy.link.is_some_and(guards) => {
                    "a breaker, bulkhead, limit or budget guards its calls, which only a run of events knows"
                }
                Step::Hold { .. } => "it takes a lock or a pool, which only a run of events knows",
                _ => return,
            };
            found.push(at(program.element, what));
        });
    }
    found.dedup();
    found
}

fn at(element: ElementIndex, what: &'static str) -> Refusal {
    Refusal {
        element: Some(element),
        what,
    }
}

fn element(network: &Network, place: Place) -> Option<ElementIndex> {
    match place {
        Place::Group(group) => Some(network.groups[group].element),
        Place::Queue(queue) => Some(network.queues[queue].element),
        Place::Program(program) => Some(network.programs[program].element),
        Place::Journey(journey) => {
            let program = network.journeys[journey].program;
            Some(network.programs[program.at()].element)
        }
        Place::Whole => None,
    }
}
