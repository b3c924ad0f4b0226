use spinout_network::{ElementIndex, Network};
use spinout_sim::CapacitySeries;
use spinout_stats::{Confidence, Moments, mean};

use crate::{Band, ElementSeries};

/// Capacity and caches in steps.
#[derive(Clone, Debug)]
pub(super) struct OverTime {
    /// The element of each group, what is told of it, and its steps.
    groups: Vec<(ElementIndex, Kind, Vec<GroupStep>)>,
    nodes: Vec<(ElementIndex, Vec<Moments>)>,
    /// By cache, with its name.
    caches: Vec<(ElementIndex, String, Vec<Moments>)>,
}

/// What there is to tell of a group.
#[derive(Clone, Copy, Debug)]
struct Kind {
    waits_for_nodes: bool,
    is_function: bool,
}

#[derive(Clone, Debug, Default)]
struct GroupStep {
    pending: Moments,
    cold_starts_per_s: Moments,
    throttled_per_s: Moments,
}

impl OverTime {
    pub(super) fn new(network: &Network) -> Self {
        let pools = &network.placement.pools;
        let kind = |number: usize| Kind {
            waits_for_nodes: (pools.iter().flat_map(|pool| &pool.groups))
                .any(|group| group.at() == number),
            is_function: network.groups[number].function.is_some(),
        };
        let groups = network.groups.iter().enumerate();
        Self {
            groups: groups
                .map(|(number, group)| (group.element, kind(number), Vec::new()))
                .collect(),
            nodes: pools
                .iter()
                .map(|pool| (pool.element, Vec::new()))
                .collect(),
            caches: (network.caches.iter())
                .map(|cache| (cache.element, cache.name.clone(), Vec::new()))
                .collect(),
        }
    }

    pub(super) fn add(&mut self, report: &CapacitySeries, step_s: f64) {
        for ((_, _, steps), buckets) in self.groups.iter_mut().zip(&report.groups) {
            super::series::grow(steps, buckets.len());
            for (step, bucket) in steps.iter_mut().zip(buckets) {
                step.pending.record(bucket.pending);
                let a_second = |count: u64| count as f64 / step_s;
                step.cold_starts_per_s.record(a_second(bucket.cold_starts));
                step.throttled_per_s.record(a_second(bucket.throttled));
            }
        }
        for ((_, steps), buckets) in self.nodes.iter_mut().zip(&report.nodes) {
            super::series::grow(steps, buckets.len());
            for (step, nodes) in steps.iter_mut().zip(buckets) {
                step.record(*nodes);
            }
        }
        for ((_, _, steps), buckets) in self.caches.iter_mut().zip(&report.caches) {
            super::series::grow(steps, buckets.len());
            for (step, bucket) in steps.iter_mut().zip(buckets) {
                if bucket.look_ups > 0 {
                    step.record(bucket.hits as f64 / bucket.look_ups as f64);
                }
            }
        }
    }

    /// Adds what there is to the elements' own.
    pub(super) fn outcome(&self, confidence: Confidence, elements: &mut [ElementSeries]) {
        let band = |steps: &[Moments]| -> Band {
            let steps = steps.iter();
            steps.map(|step| mean(step, confidence)).collect()
        };
        for (place, kind, steps) in &self.groups {
            let own = |figure: fn(&GroupStep) -> &Moments| -> Band {
                let steps = steps.iter();
                steps.map(|step| mean(figure(step), confidence)).collect()
            };
            let element = &mut elements[place.at()];
            if kind.waits_for_nodes {
                element.pending = own(|step| &step.pending);
            }
            if kind.is_function {
                element.cold_starts_per_s = own(|step| &step.cold_starts_per_s);
                element.throttled_per_s = own(|step| &step.throttled_per_s);
            }
        }
        for (place, steps) in &self.nodes {
            elements[place.at()].nodes = band(steps);
        }
        for (place, name, steps) in &self.caches {
            let ratios = &mut elements[place.at()].hit_ratio;
            ratios.push((name.clone(), band(steps)));
        }
    }
}
