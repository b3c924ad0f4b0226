use super::{Check, Problem, check_distribution, index, limits, require, within};
use crate::{Conduct, Distribution, Idle, Network, Resource};

/// Shortest mean time between things that happen again and again without anybody asking, in seconds.
const SHORTEST: f64 = 1e-6;

pub(super) fn check(conduct: &Conduct, place: &str) -> Check {
    if let Some(patience) = &conduct.patience {
        check_distribution(patience, &format!("{place}.patience"))?;
    }
    if let Some(memory) = &conduct.memory {
        let place = &format!("{place}.memory");
        for bytes in [memory.limit, memory.base] {
            within(bytes, 0.0, limits::BYTES, place)?;
        }
        within(memory.per_visit, 1e-3, limits::BYTES, place)?;
        require(memory.room() > 0, place, Problem::Empty)?;
        check_distribution(&memory.restart, place)?;
    }
    if let Some(quota) = &conduct.quota {
        let place = &format!("{place}.quota");
        within(quota.cores, 1e-6, limits::CAPACITY, place)?;
        within(quota.period, 1e-4, limits::TIME, place)?;
    }
    match &conduct.idle {
        Some(Idle::SetUp { time }) => check_distribution(time, &format!("{place}.idle"))?,
        Some(Idle::Vacation { time }) => recurring(time, &format!("{place}.idle"))?,
        None => {}
    }
    if let Some((spot, again)) = &conduct.spot {
        let place = &format!("{place}.spot");
        super::placement::check_spot(spot, place)?;
        check_distribution(again, place)?;
    }
    if let Some(breakdowns) = &conduct.breakdowns {
        let place = &format!("{place}.breakdowns");
        recurring(&breakdowns.after, place)?;
        check_distribution(&breakdowns.lasts, place)?;
    }
    Ok(())
}

pub(super) fn check_resource(network: &Network, resource: &Resource, place: &str) -> Check {
    index(resource.element.0, network.elements.len(), place)?;
    if let Some(group) = resource.group {
        index(group.0, network.groups.len(), place)?;
    }
    require(resource.capacity > 0, place, Problem::Empty)?;
    within(resource.max_wait.unwrap_or(0.0), 0.0, limits::TIME, place)?;
    if let Some(batch) = &resource.batch {
        require(batch.most > 0, place, Problem::Empty)?;
        within(f64::from(batch.most), 1.0, 1e6, place)?;
        within(batch.wait, 0.0, limits::TIME, place)?;
        check_distribution(&batch.set_up, place)?;
        check_distribution(&batch.per_item, place)?;
    }
    Ok(())
}

fn recurring(time: &Distribution, place: &str) -> Check {
    check_distribution(time, place)?;
    within(time.mean(), SHORTEST, limits::TIME, place)
}
