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
    let way_s =
        class.map_or(0.0, |class| class.round_trip_s() / 2.0) + architecture.mesh_latency_s(link);
    Ok(if way_s > 0.0 {
        Distribution::constant(way_s)
    } else {
        Distribution::ZERO
    })
}
