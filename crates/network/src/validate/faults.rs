//! What can be wrong with faults.

use super::{Check, check_distribution, index, probability, time, within};
use crate::{Fault, Network, Trouble};

impl Network {
    pub(super) fn check_fault(&self, fault: &Fault, place: &str) -> Check {
        let (start, duration) = fault.span();
        time(start, place)?;
        time(duration, place)?;
        match fault {
            Fault::Crash {
                group, instance, ..
            } => {
                index(group.0, self.groups.len(), place)?;
                let last = self.groups[group.at()].max_replicas() as usize;
                instance.map_or(Ok(()), |instance| index(instance, last, place))
            }
            Fault::SlowDown { group, factor, .. } => {
                index(group.0, self.groups.len(), place)?;
                within(*factor, 1e-6, 1e6, place)
            }
            Fault::Errors {
                group,
                probability: chance,
                ..
            } => {
                index(group.0, self.groups.len(), place)?;
                probability(*chance, place)
            }
            Fault::Outage { queue, .. } => index(queue.0, self.queues.len(), place),
            Fault::Deploy { group, deploy, .. } => {
                index(group.0, self.groups.len(), place)?;
                deploy.check(place)
            }
            Fault::Poison {
                queue,
                probability: chance,
                ..
            } => {
                index(queue.0, self.queues.len(), place)?;
                probability(*chance, place)
            }
            Fault::Link {
                near, far, trouble, ..
            } => {
                for element in near.iter().chain(far.iter().flatten()) {
                    index(element.0, self.elements.len(), place)?;
                }
                match trouble {
                    Trouble::Cut => Ok(()),
                    Trouble::Loss {
                        probability: chance,
                    }
                    | Trouble::Refusal {
                        probability: chance,
                        ..
                    } => probability(*chance, place),
                    Trouble::Delay { time } => check_distribution(time, place),
                }
            }
        }
    }
}
