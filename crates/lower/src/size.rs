use spinout_model::{Journey, MIB, Relationship, Sizes};
use spinout_network::{Distribution, Transfer};
use spinout_units::JourneyId;

use crate::{LowerError, distribution};

/// The size of a journey's requests in MiB.
pub(crate) fn of_journey(
    id: &JourneyId,
    journey: &Journey,
) -> Result<Option<Distribution>, LowerError> {
    let Some(size) = &journey.size else {
        return Ok(None);
    };
    let solved = size.solve();
    let solved = solved
        .map_err(|none| LowerError::new(format!("journeys/{id}/size"), none.why, none.fix))?;
    Ok(Some(distribution::of(solved).scaled(1.0 / MIB)))
}

/// How the time that takes so many seconds for each MiB is distributed: over all journeys with a size, in the
/// family where that is one, else by mean and variation.
pub(crate) fn times(sizes: &Sizes, per_mib: f64) -> Distribution {
    let all: Vec<(f64, Distribution)> = sizes
        .iter()
        .map(|(share, size)| (*share, distribution::of(size.clone()).scaled(per_mib / MIB)))
        .collect();
    if let [(_, only)] = &all[..] {
        return only.clone();
    }
    let mean: f64 = all.iter().map(|(share, time)| share * time.mean()).sum();
    let square = |time: &Distribution| time.mean() * time.mean() * (1.0 + time.scv());
    let second: f64 = all.iter().map(|(share, time)| share * square(time)).sum();
    if mean > 0.0 {
        Distribution::from_mean_scv(mean, (second / (mean * mean) - 1.0).max(0.0))
    } else {
        Distribution::ZERO
    }
}

/// What a relationship carries, where it says how fast that gets over.
pub(crate) fn transfer(link: &Relationship, back: bool) -> Option<Transfer> {
    let bandwidth = link.bandwidth?.base();
    Some(match &link.payload {
        Some(payload) => Transfer {
            fixed: payload.base() / bandwidth,
            per_mib: 0.0,
            back,
        },
        None => Transfer {
            fixed: 0.0,
            per_mib: MIB / bandwidth,
            back,
        },
    })
}
