use spinout_model::{Architecture, Relationship};
use spinout_network::Distribution;

use crate::LowerError;
use crate::distribution;

/// One-way latency of a link that crosses processes.
pub(crate) fn one_way(
    architecture: &Architecture,
    id: &spinout_units::RelationshipId,
    link: &Relationship,
) -> Result<Distribution, LowerError> {
    if let Some(latency) = &link.latency {
        return distribution::lower(latency, &format!("relationships/{id}/latency"));
    }
    let class = architecture.network_between(link);
    Ok(class.map_or(Distribution::ZERO, |class| {
        Distribution::constant(class.round_trip_s() / 2.0)
    }))
}
