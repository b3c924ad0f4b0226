use std::collections::BTreeMap;

use spinout_model::{Distribution, ElementKind, Load, Scenario, ScenarioKind, Sizes, Step};
use spinout_units::{Duration, ElementId, JourneyId};

use crate::design::Design;

/// What a process is asked to do for each of its seconds, by the drawing.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Work {
    /// Requests and messages per second.
    pub(crate) visits: f64,
    /// Seconds of work per second.
    pub(crate) demand: f64,
}

impl<'a> Design<'a> {
    /// The highest rate of each journey in a scenario, per second; nothing for a closed population.
    pub(crate) fn peak_rates(&self, scenario: &Scenario) -> Option<BTreeMap<&'a JourneyId, f64>> {
        let shared = |id: &JourneyId| !scenario.loads.contains_key(id);
        let journeys = &self.architecture.journeys;
        let total: f64 = journeys
            .iter()
            .filter(|(id, _)| shared(id))
            .map(|(_, journey)| journey.share)
            .sum();
        let mut rates = BTreeMap::new();
        for (id, journey) in journeys {
            let rate = match scenario.loads.get(id) {
                Some(own) => peak(own)?,
                None if total > 0.0 => peak(&scenario.load)? * journey.share / total,
                None => 0.0,
            };
            rates.insert(id, rate);
        }
        Some(rates)
    }

    /// The work of each process and store when journeys come at `rates`; nothing if it has no bound.
    pub(crate) fn work(
        &self,
        rates: &BTreeMap<&'a JourneyId, f64>,
    ) -> Option<BTreeMap<&'a ElementId, Work>> {
        let sizes = Sizes::of(&self.architecture.journeys);
        let mut work: BTreeMap<&ElementId, Work> = BTreeMap::new();
        let journeys = &self.architecture.journeys;
        let entries = rates.iter().map(|(id, rate)| (&journeys[*id].entry, *rate));
        for (at, visits) in self.operations.visits_of(entries)? {
            let Some((element_id, element)) = self.architecture.elements.get_key_value(&at.element)
            else {
                continue;
            };
            let Some(operation) = element.operations.get(&at.operation) else {
                continue;
            };
            let by_size = |time: &Duration| time.base() * sizes.mean_mib();
            let computes = if operation.steps.is_empty() {
                operation.demand.as_ref().map_or(0.0, Distribution::mean)
                    + operation.demand_per_mib.as_ref().map_or(0.0, by_size)
            } else {
                let mut computes = 0.0;
                Step::each(&operation.steps, 1.0, &sizes, &mut |step, often| {
                    computes += often
                        * match step {
                            Step::Compute(time) => time.mean(),
                            Step::ComputePerMib(time) => by_size(time),
                            _ => 0.0,
                        };
                });
                computes
            };
            let sum = work.entry(self.home(element_id)).or_default();
            sum.visits += visits;
            sum.demand += visits * computes;
        }
        Some(work)
    }

    /// Cores that a process or store has at its largest; nothing where it computes on none.
    pub(crate) fn most_cores(&self, id: &ElementId) -> Option<f64> {
        let element = self.element(id)?;
        if element.kind == ElementKind::Function {
            return None;
        }
        if element.kind.is_process() {
            let process = element.process.clone().unwrap_or_default();
            let most = process
                .autoscaler
                .map_or(process.replicas, |scaler| scaler.max);
            return Some(f64::from(most) * process.cores);
        }
        element.store.as_ref()?.cores
    }

    /// The load of the scenarios that ask a long-run question.
    pub(crate) fn steady(&self) -> impl Iterator<Item = &'a Scenario> {
        let scenarios = self.scenarios.values().copied();
        scenarios.filter(|s| s.kind == ScenarioKind::Steady)
    }
}

/// The highest rate of a load, per second; the mean one where it changes by chance.
fn peak(load: &Load) -> Option<f64> {
    Some(match load {
        Load::Constant(rate) => rate.base(),
        Load::Curve(points) => points.iter().map(|p| p.rate.base()).fold(0.0, f64::max),
        Load::Spike { base, peak, .. } => base.base().max(peak.base()),
        Load::Day { low, high } => low.base().max(high.base()),
        Load::Series(series) => {
            let most = series.counts.iter().copied().fold(0.0, f64::max);
            most * series.scale / series.step.base()
        }
        Load::Interarrival(_) | Load::Batches { .. } | Load::Bursts(_) => load.long_run_rate()?,
        Load::Closed { .. } => return None,
    })
}
