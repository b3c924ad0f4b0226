use spinout_model::{
    Architecture, Balancing as Drawn, Element, ElementKind, Keys as DrawnKeys,
    Overflow as DrawnOverflow, Process, Queue as DrawnQueue, Store,
};
use spinout_network::{
    Balancing, ElementIndex, Group, Keys, Network, Order, Overflow, Partitions, Queue, SlotKind,
    Slots,
};
use spinout_units::ElementId;

use crate::places::Places;
use crate::{LowerError, autoscaler, conduct, function, job, resilience};

/// Adds a group for each process, store and external, and the queues without their consumers.
pub(crate) fn add(
    architecture: &Architecture,
    places: &Places,
    network: &mut Network,
) -> Result<(), LowerError> {
    for (id, element) in &architecture.elements {
        let Some(index) = places.element(id) else {
            continue;
        };
        match element.kind {
            ElementKind::Monolith | ElementKind::Service | ElementKind::Gateway => {
                let group = process(architecture, places, id, element, index)?;
                network.add_group(group);
            }
            ElementKind::Job => {
                let group = process(architecture, places, id, element, index)?;
                network.add_group(job::group(id, element, group)?);
            }
            ElementKind::Function => {
                network.add_group(function::lower(id, element, index)?);
            }
            ElementKind::Store => {
                let store = element.store.clone().unwrap_or_default();
                let group = store_group(id, &store, index)?;
                network.add_group(group);
            }
            ElementKind::Frontend | ElementKind::Edge | ElementKind::External => {
                let unlimited = Group {
                    accept_queue: None,
                    ..Group::delay(id.as_str(), index)
                };
                network.add_group(unlimited);
            }
            ElementKind::Queue => {
                let queue = queue(places, id, element, index)?;
                network.add_queue(queue);
            }
            ElementKind::Client | ElementKind::Component | ElementKind::Boundary => {}
        }
    }
    Ok(())
}

fn process(
    architecture: &Architecture,
    places: &Places,
    id: &ElementId,
    element: &Element,
    index: ElementIndex,
) -> Result<Group, LowerError> {
    let process = element.process.clone().unwrap_or_default();
    let scaler = process
        .autoscaler
        .as_ref()
        .map(|drawn| autoscaler::lower(architecture, places, id, drawn))
        .transpose()?;
    let kept = process
        .memory
        .as_ref()
        .map_or(0.0, |_| kept(architecture, places, id));
    Ok(preemptible(Group {
        replicas: process.replicas,
        balancing: match process.balancing {
            Drawn::RoundRobin => Balancing::RoundRobin,
            Drawn::Random => Balancing::Random,
            Drawn::LeastConnections => Balancing::LeastConnections,
            Drawn::TwoChoices => Balancing::TwoChoices,
        },
        slots: Some(slots(&process)),
        accept_queue: Some(process.accept_queue),
        cores: Some(process.cores),
        scaler,
        conduct: conduct::of_process(id, &process, kept)?,
        entrance: resilience::entrance(&process),
        ..Group::delay(id.as_str(), index)
    }))
}

/// Bytes of the caches that each instance of a process keeps, when they are full.
fn kept(architecture: &Architecture, places: &Places, id: &ElementId) -> f64 {
    let links = architecture.relationships.values();
    links
        .filter_map(|link| Some((link, link.cache.as_ref()?.bytes())))
        .filter(|(link, _)| places.process_of.get(&link.from.element) == Some(id))
        .map(|(_, bytes)| bytes)
        .sum()
}

/// Where there are no more slots than cores, who is interrupted gives way with its slot: nobody waits for one,
/// and the cores are the servers.
fn preemptible(group: Group) -> Group {
    let servers = group.slots.map(|slots| f64::from(slots.count));
    let few = servers.filter(|servers| group.cores.is_none_or(|cores| *servers <= cores));
    match few {
        Some(servers) if group.conduct.order == Order::PriorityPreemptive => Group {
            slots: None,
            accept_queue: None,
            cores: Some(servers),
            ..group
        },
        _ => group,
    }
}

fn slots(process: &Process) -> Slots {
    match process.in_flight {
        Some(count) => Slots {
            kind: SlotKind::InFlight,
            count,
        },
        None => Slots {
            kind: SlotKind::Threads,
            count: process.threads,
        },
    }
}

pub(crate) fn store_group(
    id: &ElementId,
    store: &Store,
    index: ElementIndex,
) -> Result<Group, LowerError> {
    Ok(preemptible(Group {
        conduct: conduct::of_store(id, store)?,
        cores: store.cores,
        slots: store.connections.map(|count| Slots {
            kind: SlotKind::Connections,
            count,
        }),
        // Who waits for a connection waits in the pool of the caller, which holds its own bound.
        accept_queue: None,
        ..Group::delay(id.as_str(), index)
    }))
}

fn queue(
    places: &Places,
    id: &ElementId,
    element: &Element,
    index: ElementIndex,
) -> Result<Queue, LowerError> {
    let drawn = element.queue.clone().unwrap_or_default();
    let dead_letter = drawn
        .dead_letter
        .as_ref()
        .map(|letters| {
            places.queue(&letters.to).ok_or_else(|| {
                LowerError::new(
                    format!("elements/{id}/queue/dead_letter/to"),
                    format!("`{}` is not a queue", letters.to),
                    "name a queue that takes the dead letters",
                )
            })
        })
        .transpose()?;
    Ok(Queue {
        // Without dead letters a message is tried for ever.
        max_receives: drawn
            .dead_letter
            .as_ref()
            .map_or(u32::MAX, |letters| letters.max_receives),
        redelivery_delay: drawn.redelivery_delay.map_or(0.0, |delay| delay.base()),
        dead_letter,
        redelivery_multiplier: drawn.redelivery_multiplier,
        redelivery_limit: drawn
            .redelivery_limit
            .map_or(spinout_network::limits::TIME, |limit| limit.base()),
        visibility_timeout: drawn.visibility_timeout.map(|time| time.base()),
        delivery_delay: drawn.delivery_delay.map_or(0.0, |delay| delay.base()),
        retention: drawn.retention.map(|time| time.base()),
        partitions: partitions(&drawn),
        overflow: match drawn.overflow {
            DrawnOverflow::Reject => Overflow::Reject,
            DrawnOverflow::DropHead => Overflow::DropHead,
        },
        poison: drawn.poison_rate,
        capacity: drawn
            .capacity
            .map(|capacity| u32::try_from(capacity).unwrap_or(u32::MAX)),
        ..Queue::new(id.as_str(), index)
    })
}

fn partitions(drawn: &DrawnQueue) -> Option<Partitions> {
    let keys = drawn.keys.as_ref().map_or(Keys::Spread, keys);
    drawn.partitions.map(|count| Partitions { count, keys })
}

/// How keys are spread.
pub(crate) fn keys(drawn: &DrawnKeys) -> Keys {
    match drawn {
        DrawnKeys::Uniform(count) => Keys::Uniform { count: *count },
        DrawnKeys::Zipf(zipf) => Keys::Zipf {
            count: zipf.keys,
            exponent: zipf.exponent,
        },
    }
}
