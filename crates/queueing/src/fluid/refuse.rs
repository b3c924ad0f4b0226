//! What the fluid cannot represent, by name.

use spinout_network::{ElementIndex, Fault, Network, Step};

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
        .filter(|(_, cause)| matches!(cause, Cause::Circle | Cause::Unknown))
        .map(|(place, cause)| Refusal {
            element: element(network, place),
            what: match cause {
                Cause::Circle => cause.text(),
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
    for fault in &network.faults {
        if matches!(fault, Fault::Link { .. }) {
            found.push(Refusal {
                element: None,
                what: "a fault on the way between elements is known to a run of events only",
            });
        }
    }
    for program in &network.programs {
        all_steps(&program.steps, &mut |step| {
            if let Step::Call(call) = step
                && call.policy.cancel
            {
                found.push(Refusal {
                    element: Some(program.element),
                    what: "a time-out of its calls cancels, which only a run of events knows",
                });
            }
        });
    }
    found.dedup();
    found
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
