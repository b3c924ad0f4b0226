//! Quotas and node pools.

use super::{Check, Problem, check_distribution, index, limits, require, time, within};
use crate::{GroupIndex, Network, Spot};

pub(super) fn check(network: &Network) -> Check {
    let placement = &network.placement;
    for (position, request) in placement.requests.iter().enumerate() {
        let place = format!("placement.requests[{position}]");
        within(request.cores, 0.0, limits::CAPACITY, &place)?;
        within(request.memory, 0.0, limits::BYTES, &place)?;
        check_distribution(&request.start_up, &place)?;
    }
    for (position, quota) in placement.quotas.iter().enumerate() {
        let place = format!("placement.quotas[{position}]");
        within(quota.cores.unwrap_or(0.0), 0.0, limits::CAPACITY, &place)?;
        within(quota.memory.unwrap_or(0.0), 0.0, limits::BYTES, &place)?;
        members(network, &quota.groups, &place)?;
    }
    let mut on = vec![false; network.groups.len()];
    let mut nodes = 0_u64;
    for (position, pool) in placement.pools.iter().enumerate() {
        let place = format!("placement.pools[{position}]");
        index(pool.element.0, network.elements.len(), &place)?;
        members(network, &pool.groups, &place)?;
        for group in &pool.groups {
            let again = std::mem::replace(&mut on[group.at()], true);
            require(!again, &place, Problem::TooLarge)?;
        }
        require(pool.max > 0 && pool.instances > 0, &place, Problem::Empty)?;
        require(pool.min <= pool.max, &place, Problem::OutOfOrder)?;
        nodes += u64::from(pool.max);
        within(pool.cores, 1e-6, limits::CAPACITY, &place)?;
        within(pool.memory.unwrap_or(0.0), 0.0, limits::BYTES, &place)?;
        check_distribution(&pool.provision, &place)?;
        time(pool.idle, &place)?;
        if let Some(spot) = &pool.spot {
            check_spot(spot, &place)?;
        }
    }
    require(
        nodes <= limits::INSTANCES,
        "placement.pools",
        Problem::TooLarge,
    )
}

pub(super) fn check_spot(spot: &Spot, place: &str) -> Check {
    check_distribution(&spot.after, place)?;
    within(spot.after.mean(), 1e-3, f64::INFINITY, place)?;
    time(spot.notice, place)
}

/// Groups with instances of their own.
fn members(network: &Network, groups: &[GroupIndex], place: &str) -> Check {
    for group in groups {
        index(group.0, network.groups.len(), place)?;
        let function = network.groups[group.at()].function.is_some();
        require(!function, place, Problem::OutOfRange)?;
    }
    Ok(())
}
