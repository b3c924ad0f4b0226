//! Quotas and nodes of boundaries.

use spinout_model::{Architecture, ElementKind, Process, Spot as Drawn};
use spinout_network::{Distribution, GroupIndex, Network, NodePool, Request, ResourceQuota, Spot};
use spinout_units::ElementId;

use crate::autoscaler::start_up as time;
use crate::places::Places;
use crate::{LowerError, distribution};

/// Time until an instance that replaces a lost one takes work, unless the process says otherwise, seconds.
const START_UP: f64 = 30.0;

/// Adds what the instances of processes share.
pub(crate) fn add(
    architecture: &Architecture,
    places: &Places,
    network: &mut Network,
) -> Result<(), LowerError> {
    let bounds = |id: &ElementId| {
        let boundary = architecture.elements.get(id)?.boundary.as_ref()?;
        (boundary.quota.is_some() || boundary.nodes.is_some()).then_some(boundary)
    };
    if !architecture.elements.keys().any(|id| bounds(id).is_some()) {
        return Ok(());
    }
    network.placement.requests = vec![Request::default(); network.groups.len()];
    let mut inside: Vec<(GroupIndex, Vec<&ElementId>)> = Vec::new();
    for (id, element) in &architecture.elements {
        if !element.kind.is_process() || element.kind == ElementKind::Function {
            continue;
        }
        let Some(group) = places.group(id) else {
            continue;
        };
        let process = element.process.clone().unwrap_or_default();
        network.placement.requests[group.at()] = Request {
            cores: process.requested_cores(),
            memory: process.requested_memory(),
            start_up: start_up(&process, &format!("elements/{id}/process"))?,
        };
        inside.push((group, around(architecture, id)));
    }
    for (id, element) in &architecture.elements {
        let Some(boundary) = bounds(id) else { continue };
        let within = |outer: &Vec<&ElementId>| outer.contains(&id);
        if let Some(quota) = &boundary.quota {
            let groups = inside.iter().filter(|(_, outer)| within(outer));
            network.placement.quotas.push(ResourceQuota {
                name: id.to_string(),
                cores: quota.cores,
                memory: quota.memory.map(|memory| memory.base()),
                instances: quota.pods,
                groups: groups.map(|(group, _)| *group).collect(),
            });
        }
        let (Some(nodes), Some(index)) = (&boundary.nodes, places.element(id)) else {
            continue;
        };
        let has_nodes = |outer: &&&ElementId| {
            let boundary = bounds(outer);
            boundary.is_some_and(|boundary| boundary.nodes.is_some())
        };
        let own = inside
            .iter()
            .filter(|(_, outer)| outer.iter().find(has_nodes) == Some(&id));
        let place = format!("elements/{id}/boundary/nodes");
        network.placement.pools.push(NodePool {
            name: id.to_string(),
            element: index,
            cores: nodes.cores,
            memory: nodes.memory.map(|memory| memory.base()),
            instances: nodes.pods,
            min: nodes.min,
            max: nodes.max,
            provision: time(&nodes.provision, &format!("{place}/provision"))?,
            idle: nodes.scale_down_delay.base(),
            spot: (nodes.spot.as_ref())
                .map(|drawn| spot(drawn, &format!("{place}/spot")))
                .transpose()?,
            groups: own.map(|(group, _)| *group).collect(),
        });
        debug_assert!(element.kind == ElementKind::Boundary);
    }
    Ok(())
}

/// Machines that are taken back.
pub(crate) fn spot(drawn: &Drawn, place: &str) -> Result<Spot, LowerError> {
    Ok(Spot {
        after: distribution::lower(&drawn.after, &format!("{place}/after"))?,
        notice: drawn.notice.base(),
    })
}

/// Time until an instance that replaces a lost one takes work.
pub(crate) fn start_up(process: &Process, place: &str) -> Result<Distribution, LowerError> {
    if let Some(drawn) = &process.start_up {
        return time(drawn, &format!("{place}/start_up"));
    }
    match &process.autoscaler {
        Some(scaler) => time(&scaler.start_up, &format!("{place}/autoscaler/start_up")),
        None => Ok(Distribution::constant(START_UP)),
    }
}

/// The boundaries around an element, nearest first.
pub(crate) fn around<'a>(architecture: &'a Architecture, id: &ElementId) -> Vec<&'a ElementId> {
    let outer = |id: &ElementId| architecture.elements.get(id)?.parent.as_ref();
    let mut found = Vec::new();
    let mut next = outer(id);
    while let Some(at) = next.filter(|at| !found.contains(at)) {
        found.push(at);
        next = outer(at);
    }
    found
}
