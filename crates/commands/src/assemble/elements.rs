use std::collections::BTreeMap;

use spinout_lower::{Lowered, replicas_of};
use spinout_model::{Architecture, Element};
use spinout_network::{Group, Queue, SlotKind};
use spinout_results::{CacheResult, ElementResult, QueueResult, ResourceResult};
use spinout_results::{
    FunctionResult, JobResult, NodesResult, PlacementResult, ReadReplicasResult, ScalingResult,
};
use spinout_study::{CacheOutcome, ElementOutcome, Outcome, QueueOutcome, ResourceOutcome};
use spinout_units::ElementId;

use super::latency;
use super::messages::{consumer_groups, messages};

/// What elements went through.
pub(super) fn elements(
    architecture: &Architecture,
    lowered: &Lowered,
    outcome: &Outcome,
) -> BTreeMap<ElementId, ElementResult> {
    lowered
        .elements
        .iter()
        .zip(&outcome.elements)
        .filter_map(|(id, found)| {
            let id = id.as_ref()?;
            let drawn = architecture.elements.get(id)?;
            let group = lowered
                .network
                .groups
                .iter()
                .find(|group| group.name == id.as_str());
            let queue = lowered
                .network
                .queues
                .iter()
                .position(|queue| queue.name == id.as_str())
                .and_then(|at| Some((&lowered.network.queues[at], outcome.queues.get(at)?)));
            let told = group.is_some()
                || queue.is_some()
                || found.nodes.is_some()
                || !drawn.operations.is_empty();
            told.then(|| {
                let result = ElementResult {
                    read_replicas: read_replicas(id, lowered, outcome, found),
                    ..result(id, drawn, group, queue, found)
                };
                (id.clone(), result)
            })
        })
        .collect()
}

fn result(
    id: &ElementId,
    drawn: &Element,
    group: Option<&Group>,
    queue: Option<(&Queue, &QueueOutcome)>,
    found: &ElementOutcome,
) -> ElementResult {
    let resources = resources(group, found);
    let scarcest = resources
        .iter()
        .max_by(|a, b| a.1.utilization.value.total_cmp(&b.1.utilization.value))
        .map(|(name, resource)| (name.clone(), resource.utilization));
    ElementResult {
        name: drawn.label(id).to_owned(),
        resource: scarcest.as_ref().map(|(name, _)| name.clone()),
        utilization: scarcest.map(|(_, utilization)| utilization),
        // A process whose components do the work has no visits of its own.
        throughput_per_s: match queue {
            Some((_, queue)) => queue.published_per_s,
            None => found
                .throughput_per_s
                .filter(|_| !drawn.operations.is_empty()),
        },
        response_s: latency(&found.response_s),
        own_s: found.own_s,
        wait_s: latency(&found.wait_s),
        queue_length: found.queue_length,
        replicas: group.and(found.replicas),
        replicas_max: if group.is_some() {
            found.replicas_max
        } else {
            0
        },
        denied: group.and(found.denied),
        without_token: group.and(found.without_token),
        with_old_token: group.and(found.with_old_token),
        refused: group.and(found.refused),
        abandoned: group.and(found.abandoned),
        killed: group.and(found.killed),
        resources,
        queue: queue.map(|(queue, found)| queue_result(queue, found)),
        messages: queue.map(|(_, found)| messages(&found.messages)),
        scaling: found.scaling.map(|found| ScalingResult {
            at_max: found.at_max,
            by_budget: found.by_budget,
        }),
        function: found.function.map(|found| FunctionResult {
            invocations_per_s: found.invocations_per_s,
            cold_starts: found.cold_starts,
            throttled: found.throttled,
            timed_out: found.timed_out,
            billed_s_per_s: found.billed_s_per_s,
            throttled_by_account: found.throttled_by_account,
            provisioned_s_per_s: found.provisioned_s_per_s,
            starting_s_per_s: found.starting_s_per_s,
        }),
        placement: found.placement.map(|found| PlacementResult {
            at_quota: found.at_quota,
            pending: found.pending,
            lost: found.lost,
        }),
        job: found.job.map(|found| JobResult {
            started: found.started,
            finished: found.finished,
            missed: found.missed,
            replaced: found.replaced,
            items: found.items,
            failed: found.failed,
            retried: found.retried,
            duration_s: found.duration_s,
            duration_max_s: found.duration_max_s,
        }),
        nodes: found.nodes.map(|found| NodesResult {
            count: found.count,
            count_max: found.count_max,
            lost: found.lost,
        }),
        read_replicas: None,
        caches: found.caches.iter().map(cache_result).collect(),
    }
}

fn resources(group: Option<&Group>, found: &ElementOutcome) -> BTreeMap<String, ResourceResult> {
    let slots = group
        .and_then(|group| group.slots)
        .map_or("threads", |slots| match slots.kind {
            SlotKind::Threads => "threads",
            SlotKind::InFlight => "in_flight",
            SlotKind::Connections => "connections",
            SlotKind::Environments => "environments",
        });
    let own = [("cores", &found.cores), (slots, &found.slots)];
    let own = own
        .into_iter()
        .filter_map(|(name, known)| Some((name.to_owned(), known.as_ref()?)));
    let shared = found
        .shared
        .iter()
        .map(|(name, known)| (name.clone(), known));
    own.chain(shared)
        .map(|(name, known)| (name, resource_result(known)))
        .collect()
}

/// The copies of a store, which are a group of their own beside it.
fn read_replicas(
    id: &ElementId,
    lowered: &Lowered,
    outcome: &Outcome,
    store: &ElementOutcome,
) -> Option<ReadReplicasResult> {
    let name = replicas_of(id);
    let groups = &lowered.network.groups;
    let group = groups.iter().find(|group| group.name == name)?;
    let found = outcome.elements.get(group.element.at())?;
    let replicas = store.copies?;
    Some(ReadReplicasResult {
        reads_per_s: replicas.reads_per_s,
        stale: replicas.stale,
        own_missed: replicas.own_missed,
        apply_s: replicas.apply_s,
        resources: resources(Some(group), found),
    })
}

fn cache_result((name, found): &(String, CacheOutcome)) -> (String, CacheResult) {
    let result = CacheResult {
        look_ups_per_s: found.look_ups_per_s,
        hit_ratio: found.hit_ratio,
        stale: found.stale,
        coalesced: found.coalesced,
    };
    (name.clone(), result)
}

fn resource_result(found: &ResourceOutcome) -> ResourceResult {
    ResourceResult {
        utilization: found.utilization,
        capacity: found.capacity,
        wait_s: found.wait_s,
        expired: found.expired,
    }
}

fn queue_result(queue: &Queue, found: &QueueOutcome) -> QueueResult {
    QueueResult {
        depth: found.depth,
        depth_max: found.depth_max,
        published_per_s: found.published_per_s,
        redeliveries: found.redeliveries,
        dead_letters: found.dead_letters,
        refused: found.refused,
        replayed: found.replayed,
        consumer_groups: consumer_groups(queue, found),
    }
}
