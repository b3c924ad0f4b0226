//! Jobs.

use super::{Check, Problem, index, limits, require, time, within};
use crate::{Arrivals, Job, Network};

pub(super) fn check(network: &Network, job: &Job, place: &str) -> Check {
    index(job.group.0, network.groups.len(), place)?;
    index(job.journey.0, network.journeys.len(), place)?;
    time(job.at.unwrap_or(0.0), place)?;
    match job.every {
        Some(every) => within(every, 1e-3, limits::TIME, place)?,
        None => require(job.at.is_some(), place, Problem::Empty)?,
    }
    require(job.items.0 <= job.items.1, place, Problem::OutOfOrder)?;
    require(
        job.items.1 > 0 && job.parallelism > 0,
        place,
        Problem::Empty,
    )?;
    let group = &network.groups[job.group.at()];
    let instances = job.parallelism.saturating_mul(job.most_runs());
    let one_each = group.slots.is_some_and(|slots| slots.count == 1);
    let own = one_each && group.replicas == 0 && group.max_replicas() >= instances;
    require(own && group.function.is_none(), place, Problem::OutOfRange)?;
    let arrivals = &network.journeys[job.journey.at()].arrivals;
    let nobody = matches!(arrivals, Arrivals::Closed { population: 0, .. });
    require(nobody, place, Problem::OutOfRange)
}
