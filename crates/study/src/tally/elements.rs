use std::collections::BTreeMap;

use spinout_network::{ElementIndex, Network};
use spinout_sim::{CacheReport, CapacityReport, GroupReport, PoolReport, Report, Usage};
use spinout_stats::{Confidence, Estimate, Moments, mean, ratio};

use super::{jobs::Jobs, replicas::Replicas, times::Times};
use crate::{
    CacheOutcome, ElementOutcome, FunctionOutcome, Latency, NodesOutcome, PlacementOutcome,
    ResourceOutcome, ScalingOutcome,
};

/// The elements of a network.
#[derive(Clone, Debug)]
pub(crate) struct Elements {
    elements: Vec<Element>,
    /// The element of each group and of each queue.
    groups: Vec<ElementIndex>,
    /// Whether an autoscaler steers each group, and whether it is a function.
    kinds: Vec<(bool, bool)>,
    /// Whether the instances of each group share quotas, nodes or machines that are taken back.
    placed: Vec<bool>,
    /// The element of each job.
    jobs: Vec<ElementIndex>,
    /// The element of each node pool.
    pools: Vec<ElementIndex>,
    queues: Vec<ElementIndex>,
    /// Of each shared resource, its element and its place among those of the element.
    shared: Vec<(ElementIndex, usize)>,
    /// The element of each replicated store.
    replicated: Vec<ElementIndex>,
    /// The same of each cache.
    caches: Vec<(ElementIndex, usize)>,
}

#[derive(Clone, Debug, Default)]
struct Element {
    throughput_per_s: Moments,
    /// Sums over the visits of each replication, and their number.
    response_s: Vec<(f64, f64)>,
    visit_times: Times,
    own_s: Vec<(f64, f64)>,
    wait_s: Vec<(f64, f64)>,
    /// Empty for an element that is neither a group nor a queue, as the two below.
    queue_length: Moments,
    replicas: Moments,
    replicas_max: u32,
    /// What was turned away, and what gave up, of what came.
    denied: Vec<(f64, f64)>,
    without_token: Vec<(f64, f64)>,
    with_old_token: Vec<(f64, f64)>,
    refused: Vec<(f64, f64)>,
    abandoned: Vec<(f64, f64)>,
    killed: Moments,
    cores: Resource,
    slots: Resource,
    /// Others, by their names.
    shared: Vec<(String, Resource)>,
    capacity: Capacity,
    /// Stale reads of copies, and reads of them.
    copies: Replicas,
    /// Caches, by their names.
    caches: Vec<(String, Cache)>,
    nodes: Nodes,
    job: Jobs,
}

/// The nodes of a pool.
#[derive(Clone, Debug, Default)]
struct Nodes {
    count: Moments,
    most: u32,
    lost: Moments,
}

/// What the capacity went through: of each replication, a part and its whole.
#[derive(Clone, Debug, Default)]
struct Capacity {
    at_max: Moments,
    by_budget: Moments,
    at_quota: Moments,
    pending: Moments,
    lost: Moments,
    invocations_per_s: Moments,
    billed_s_per_s: Moments,
    provisioned_s_per_s: Moments,
    starting_s_per_s: Moments,
    by_account: Vec<(f64, f64)>,
    cold_starts: Vec<(f64, f64)>,
    throttled: Vec<(f64, f64)>,
    timed_out: Vec<(f64, f64)>,
}

/// A cache: of each replication, what became of its look-ups, and how many there were.
#[derive(Clone, Debug, Default)]
struct Cache {
    look_ups_per_s: Moments,
    hits: Vec<(f64, f64)>,
    stale: Vec<(f64, f64)>,
    coalesced: Vec<(f64, f64)>,
}

/// A resource: of each replication, what was busy and what was there, and the waiting for it.
#[derive(Clone, Debug, Default)]
struct Resource {
    usage: Vec<(f64, f64)>,
    wait_s: Vec<(f64, f64)>,
    expired: Vec<(f64, f64)>,
}

impl Elements {
    pub(crate) fn new(network: &Network) -> Self {
        let mut elements = vec![Element::default(); network.elements.len()];
        let shared = network.resources.iter().map(|resource| {
            let of_element = &mut elements[resource.element.at()].shared;
            of_element.push((resource.name.clone(), Resource::default()));
            (resource.element, of_element.len() - 1)
        });
        let shared = shared.collect();
        let caches = network.caches.iter().map(|cache| {
            let of_element = &mut elements[cache.element.at()].caches;
            // A relationship that is followed in two ways during a cutover has a cache in each.
            let known = of_element.iter().position(|(name, _)| *name == cache.name);
            let number = known.unwrap_or_else(|| {
                of_element.push((cache.name.clone(), Cache::default()));
                of_element.len() - 1
            });
            (cache.element, number)
        });
        let caches = caches.collect();
        Self {
            shared,
            caches,
            replicated: (network.replicated.iter())
                .map(|store| store.element)
                .collect(),
            elements,
            groups: network.groups.iter().map(|group| group.element).collect(),
            kinds: network
                .groups
                .iter()
                .map(|group| (group.scaler.is_some(), group.function.is_some()))
                .collect(),
            queues: network.queues.iter().map(|queue| queue.element).collect(),
            placed: placed(network),
            jobs: (network.jobs.iter())
                .map(|job| network.groups[job.group.at()].element)
                .collect(),
            pools: network
                .placement
                .pools
                .iter()
                .map(|pool| pool.element)
                .collect(),
        }
    }

    pub(crate) fn add(&mut self, report: &Report) {
        let measured = report.measured;
        for (element, times) in self.elements.iter_mut().zip(&report.visit_times) {
            element.visit_times.add(times);
        }
        for (i, element) in self.elements.iter_mut().enumerate() {
            let visits = report.elements[i].visits as f64;
            let population = report.elements[i].population;
            let (mut own, mut wait) = (0.0, 0.0);
            for journey in &report.journeys {
                for split in [&journey.time[i], &journey.time_after[i]] {
                    own += split.own;
                    wait += split.wait;
                }
            }
            element.throughput_per_s.record(visits / measured);
            element.response_s.push((population * measured, visits));
            element.own_s.push((own, visits));
            element.wait_s.push((wait, visits));
        }
        for (group, place) in report.groups.iter().zip(&self.groups) {
            self.elements[place.at()].add_group(group, measured);
        }
        for (resource, (place, number)) in report.resources.iter().zip(&self.shared) {
            let tally = &mut self.elements[place.at()].shared[*number].1;
            tally.add(&resource.usage);
            let waiting = (resource.waiting * measured, resource.taken as f64);
            tally.wait_s.push(waiting);
            let expired = resource.expired as f64;
            tally
                .expired
                .push((expired, expired + resource.taken as f64));
        }
        for (found, place) in report.replicated.iter().zip(&self.replicated) {
            self.elements[place.at()].copies.add(found, measured);
        }
        let mut caches: BTreeMap<(usize, usize), CacheReport> = BTreeMap::new();
        for (cache, (place, number)) in report.caches.iter().zip(&self.caches) {
            caches.entry((place.at(), *number)).or_default().add(cache);
        }
        for ((place, number), cache) in caches {
            let tally = &mut self.elements[place].caches[number].1;
            tally.add(&cache, measured);
        }
        for ((found, place), kind) in report.capacity.iter().zip(&self.groups).zip(&self.kinds) {
            self.elements[place.at()]
                .capacity
                .add(found, *kind, measured);
        }
        for ((found, place), placed) in report.capacity.iter().zip(&self.groups).zip(&self.placed) {
            if *placed {
                let capacity = &mut self.elements[place.at()].capacity;
                capacity.at_quota.record(found.at_quota_s / measured);
                capacity.pending.record(found.pending_s / measured);
                capacity.lost.record(found.lost as f64);
            }
        }
        for (job, place) in report.jobs.iter().zip(&self.jobs) {
            self.elements[place.at()].job.add(job);
        }
        for (pool, place) in report.pools.iter().zip(&self.pools) {
            self.elements[place.at()].nodes.add(pool);
        }
        for (queue, place) in report.queues.iter().zip(&self.queues) {
            self.elements[place.at()].queue_length.record(queue.depth);
        }
    }

    pub(crate) fn outcome(&self, confidence: Confidence) -> Vec<ElementOutcome> {
        self.elements
            .iter()
            .map(|element| element.outcome(confidence))
            .collect()
    }
}

impl Element {
    fn add_group(&mut self, report: &GroupReport, measured: f64) {
        self.queue_length.record(report.waiting);
        self.replicas.record(report.replicas);
        let most = u32::try_from(report.replicas_max).unwrap_or(u32::MAX);
        self.replicas_max = self.replicas_max.max(most);
        let came = (report.visits + report.refused + report.abandoned) as f64;
        self.denied.push((report.denied as f64, came));
        // Who has a slot already is a visit too.
        let inside = report.without_token + report.with_old_token;
        self.without_token.push((report.without_token as f64, came));
        self.with_old_token
            .push((report.with_old_token as f64, came));
        self.refused.push(((report.refused + inside) as f64, came));
        self.abandoned.push((report.abandoned as f64, came));
        self.killed.record(report.killed as f64);
        self.cores.add(&report.cores);
        if self.slots.add(&report.slots) {
            let waiting = (report.waiting * measured, report.visits as f64);
            self.slots.wait_s.push(waiting);
        }
    }

    fn outcome(&self, confidence: Confidence) -> ElementOutcome {
        let mean_only = |sums: &[(f64, f64)]| Latency {
            mean: ratio(sums, confidence),
            ..Latency::default()
        };
        ElementOutcome {
            throughput_per_s: mean(&self.throughput_per_s, confidence),
            response_s: Latency {
                // By Little's law: visits that began before or end after count with their part.
                mean: ratio(&self.response_s, confidence),
                ..self.visit_times.latency(confidence)
            },
            own_s: ratio(&self.own_s, confidence),
            wait_s: mean_only(&self.wait_s),
            queue_length: mean(&self.queue_length, confidence),
            replicas: mean(&self.replicas, confidence),
            replicas_max: self.replicas_max,
            denied: ratio(&self.denied, confidence),
            without_token: ratio(&self.without_token, confidence),
            with_old_token: ratio(&self.with_old_token, confidence),
            refused: ratio(&self.refused, confidence),
            abandoned: ratio(&self.abandoned, confidence),
            killed: mean(&self.killed, confidence),
            cores: self.cores.outcome(confidence),
            slots: self.slots.outcome(confidence),
            shared: self
                .shared
                .iter()
                .filter_map(|(name, resource)| Some((name.clone(), resource.outcome(confidence)?)))
                .collect(),
            scaling: self.capacity.scaling(confidence),
            function: self.capacity.function(confidence),
            placement: self.capacity.placement(confidence),
            nodes: self.nodes.outcome(confidence),
            copies: self.copies.outcome(confidence),
            caches: self
                .caches
                .iter()
                .map(|(name, cache)| (name.clone(), cache.outcome(confidence)))
                .collect(),
            job: self.job.outcome(confidence),
        }
    }
}

/// Whether each group's instances share something, or are on machines that are taken back.
fn placed(network: &Network) -> Vec<bool> {
    let placement = &network.placement;
    let mut placed: Vec<bool> = network
        .groups
        .iter()
        .map(|group| group.conduct.spot.is_some())
        .collect();
    let quotas = placement.quotas.iter().map(|quota| &quota.groups);
    let pools = placement.pools.iter().map(|pool| &pool.groups);
    for group in quotas.chain(pools).flatten() {
        placed[group.at()] = true;
    }
    placed
}

impl Nodes {
    fn add(&mut self, report: &PoolReport) {
        self.count.record(report.nodes);
        let most = u32::try_from(report.nodes_max).unwrap_or(u32::MAX);
        self.most = self.most.max(most);
        self.lost.record(report.lost as f64);
    }

    fn outcome(&self, confidence: Confidence) -> Option<NodesOutcome> {
        (self.count.count() > 0).then(|| NodesOutcome {
            count: mean(&self.count, confidence),
            count_max: self.most,
            lost: self.lost.mean(),
        })
    }
}

impl Capacity {
    fn placement(&self, confidence: Confidence) -> Option<PlacementOutcome> {
        (self.at_quota.count() > 0).then(|| PlacementOutcome {
            at_quota: mean(&self.at_quota, confidence),
            pending: mean(&self.pending, confidence),
            lost: self.lost.mean(),
        })
    }

    fn add(&mut self, found: &CapacityReport, (scaled, function): (bool, bool), measured: f64) {
        if scaled {
            self.at_max.record(found.at_max_s / measured);
            self.by_budget.record(found.by_budget_s / measured);
        }
        if function {
            let run = found.invocations as f64;
            let throttled = found.throttled as f64;
            self.invocations_per_s.record(run / measured);
            self.billed_s_per_s.record(found.billed_s / measured);
            self.provisioned_s_per_s
                .record(found.provisioned_s / measured);
            self.starting_s_per_s.record(found.starting_s / measured);
            self.by_account
                .push((found.by_account as f64, run + throttled));
            self.cold_starts.push((found.cold_starts as f64, run));
            self.throttled.push((throttled, run + throttled));
            self.timed_out.push((found.timed_out as f64, run));
        }
    }

    fn scaling(&self, confidence: Confidence) -> Option<ScalingOutcome> {
        (self.at_max.count() > 0).then(|| ScalingOutcome {
            at_max: mean(&self.at_max, confidence),
            by_budget: mean(&self.by_budget, confidence),
        })
    }

    fn function(&self, confidence: Confidence) -> Option<FunctionOutcome> {
        (self.invocations_per_s.count() > 0).then(|| FunctionOutcome {
            invocations_per_s: mean(&self.invocations_per_s, confidence),
            cold_starts: ratio(&self.cold_starts, confidence),
            throttled: ratio(&self.throttled, confidence),
            timed_out: ratio(&self.timed_out, confidence),
            billed_s_per_s: mean(&self.billed_s_per_s, confidence),
            throttled_by_account: ratio(&self.by_account, confidence),
            provisioned_s_per_s: mean(&self.provisioned_s_per_s, confidence),
            starting_s_per_s: mean(&self.starting_s_per_s, confidence),
        })
    }
}

impl Cache {
    fn add(&mut self, found: &CacheReport, measured: f64) {
        let all = found.look_ups as f64;
        self.look_ups_per_s.record(all / measured);
        self.hits.push((found.hits as f64, all));
        self.stale.push((found.stale as f64, all));
        self.coalesced.push((found.coalesced as f64, all));
    }

    fn outcome(&self, confidence: Confidence) -> CacheOutcome {
        CacheOutcome {
            look_ups_per_s: mean(&self.look_ups_per_s, confidence),
            hit_ratio: ratio(&self.hits, confidence),
            stale: ratio(&self.stale, confidence),
            coalesced: ratio(&self.coalesced, confidence),
        }
    }
}

impl Resource {
    /// Adds a replication; false where there is no such resource.
    fn add(&mut self, usage: &Usage) -> bool {
        let used = usage.capacity.map(|capacity| (usage.busy, capacity));
        self.usage.extend(used);
        used.is_some()
    }

    fn outcome(&self, confidence: Confidence) -> Option<ResourceOutcome> {
        let utilization: Estimate = ratio(&self.usage, confidence)?;
        let capacities: Moments = self.usage.iter().map(|usage| usage.1).collect();
        Some(ResourceOutcome {
            utilization,
            capacity: capacities.mean(),
            wait_s: ratio(&self.wait_s, confidence),
            expired: ratio(&self.expired, confidence),
        })
    }
}
