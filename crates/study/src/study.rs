use spinout_network::Network;
use spinout_sim::{ConfigError, Report, Simulation, Window};

use crate::{
    Comparison, Differences, ElementOutcome, Executor, Figure, JourneyOutcome, Kind, Observer,
    Outcome, Overload, Phase, Plan, Progress, QueueOutcome, RequestsOutcome, Series, Stop,
    StudyError,
    overload::overload_of,
    pilot::{Pilot, pilot},
    replicate::{Layout, Replicator},
    tally::Tally,
    workload::at_first_load,
};

/// Requests of each journey beyond the quantile that the plan asks for, in one replication …
const REQUESTS_BEYOND: f64 = 6.0;
/// … unless it would take more than this share of the requests that the plan allows.
const RARE_SHARE: f64 = 0.25;
/// How long a system without any load is observed, seconds.
const WITHOUT_LOAD_S: f64 = 3_600.0;
/// How many times the longest time scale a replication of a steady study is observed, at least.
const TIME_SCALES: f64 = 20.0;
/// How many times the longest time scale the last requests are followed, at least.
const DRAIN_TIME_SCALES: f64 = 50.0;
/// How many times the warm-up a replication of a steady study is observed, at least.
const WARM_UPS: f64 = 9.0;

/// Studies one network.
///
/// # Errors
/// [`StudyError`] if the network or the plan cannot be run.
pub fn run(
    network: &Network,
    plan: &Plan,
    executor: &dyn Executor,
    observer: &dyn Observer,
) -> Result<Outcome, StudyError> {
    let networks = [network];
    let mut study = Study::new(&networks, plan)?;
    study.conduct(&Replicator::new(plan.seed, executor, observer))?;
    Ok(study.outcome(0))
}

/// Studies several networks, at least one, under the same users and the same work, so that what differs
/// between them is due to them. They must have the same journeys in the same order.
///
/// # Errors
/// [`StudyError`] if a network or the plan cannot be run.
pub fn compare(
    networks: &[&Network],
    plan: &Plan,
    executor: &dyn Executor,
    observer: &dyn Observer,
) -> Result<Comparison, StudyError> {
    let mut study = Study::new(networks, plan)?;
    study.conduct(&Replicator::new(plan.seed, executor, observer))?;
    Ok(study.comparison(Study::outcome))
}

/// A study under way.
struct Study<'a> {
    networks: &'a [&'a Network],
    plan: &'a Plan,
    layout: Layout,
    tallies: Vec<Tally>,
    /// What could not keep up, by network. In a steady study, such a network is not run any further.
    overloads: Vec<Option<Overload>>,
    /// Why the others ended.
    stop: Stop,
}

impl<'a> Study<'a> {
    fn new(networks: &'a [&'a Network], plan: &'a Plan) -> Result<Self, ConfigError> {
        let layout = Layout {
            pre_roll_s: 0.0,
            horizon_s: match &plan.kind {
                Kind::Steady => 1.0,
                Kind::Terminating { horizon_s, .. } => *horizon_s,
            },
            drain_s: 0.0,
            windows: Vec::new(),
            steps: plan.series_steps,
            detail: true,
            promises: plan.promises(),
        };
        let mut study = Self {
            networks,
            plan,
            layout,
            tallies: Vec::new(),
            overloads: vec![None; networks.len()],
            stop: Stop::Interrupted,
        };
        study.begin();
        for network in networks {
            Simulation::new(network, &study.layout.config(plan.seed, 0))?;
        }
        Ok(study)
    }

    /// Fits windows and tallies to the horizon.
    fn begin(&mut self) {
        let windows = self.plan.windows();
        self.layout.windows = std::iter::once((0.0, self.layout.horizon_s))
            .chain(windows.map(|window| (window.from_s, window.to_s)))
            .map(|(start, end)| Window { start, end })
            .collect();
        let tally = |network: &&Network| Tally::new(network, self.plan, self.layout.horizon_s);
        self.tallies = self.networks.iter().map(tally).collect();
    }

    fn conduct(&mut self, replicator: &Replicator<'_>) -> Result<(), StudyError> {
        let prepared = match self.plan.kind {
            Kind::Steady => self.prepare_steady(replicator),
            Kind::Terminating { .. } => self.prepare_terminating(replicator),
        };
        if prepared.is_some() {
            self.stop = self.measure(replicator);
        }
        if replicator.stands_still() {
            return Err(StudyError::Standstill);
        }
        Ok(())
    }

    /// The networks that are run: those that have a long run, if one is asked for.
    fn running(&self) -> Vec<usize> {
        (0..self.networks.len())
            .filter(|option| !self.endless(*option))
            .collect()
    }

    fn steady(&self) -> bool {
        matches!(self.plan.kind, Kind::Steady)
    }

    /// Finds warm-up and length of a replication, and the networks that have no long run. `None` when
    /// the observer said no.
    fn prepare_steady(&mut self, replicator: &Replicator<'_>) -> Option<()> {
        let pilot = pilot(self.networks, replicator)?;
        self.layout.pre_roll_s = pilot.warm_up_s;
        self.layout.horizon_s = self.horizon_s(&pilot);
        self.layout.drain_s = self.drain_s(pilot.time_scale_s);
        self.begin();
        self.overloads = pilot.overloads;
        Some(())
    }

    /// How long a replication of a steady study is observed.
    fn horizon_s(&self, pilot: &Pilot) -> f64 {
        let rate = pilot.requests_per_s;
        if rate <= 0.0 {
            return WITHOUT_LOAD_S;
        }
        let least = self.plan.replication_requests as f64;
        let most = self.plan.most_requests as f64 / f64::from(Plan::LEAST_REPLICATIONS);
        // Long enough for the quantile of a rare journey, unless that would take all the work.
        let rare = match self.plan.precision.of {
            Figure::Mean => 0.0,
            Figure::Quantile(q) => REQUESTS_BEYOND / (1.0 - q),
        };
        let rare = pilot.journeys_per_s.iter().map(|journey| rare / journey);
        let rare = rare.filter(|horizon| horizon * rate <= RARE_SHARE * most);
        (TIME_SCALES * pilot.time_scale_s)
            .max(WARM_UPS * pilot.warm_up_s)
            .max(least / rate)
            .max(rare.fold(0.0, f64::max))
            .min(most.max(least) / rate)
            .min(0.25 * spinout_network::limits::TIME)
    }

    /// Finds the pre-roll; `None` when the observer said no. A network that cannot even keep up with
    /// the first load has no long run to start from, and starts empty.
    fn prepare_terminating(&mut self, replicator: &Replicator<'_>) -> Option<()> {
        let frozen: Vec<Network> = self.networks.iter().map(|n| at_first_load(n)).collect();
        let pilot: Pilot = pilot(&frozen.iter().collect::<Vec<_>>(), replicator)?;
        self.layout.pre_roll_s = pilot.warm_up_s;
        self.layout.drain_s = self.drain_s(pilot.time_scale_s);
        Some(())
    }

    /// How long the last requests are followed at most: far longer than any of them should take.
    fn drain_s(&self, time_scale_s: f64) -> f64 {
        (DRAIN_TIME_SCALES * time_scale_s)
            .max(self.layout.horizon_s)
            .max(1.01 * self.plan.longest_threshold_s())
            .min(0.25 * spinout_network::limits::TIME)
    }

    /// Runs replications until they are precise enough.
    fn measure(&mut self, replicator: &Replicator<'_>) -> Stop {
        let least = self.plan.least_replications.max(1);
        let most = self.plan.most_replications.max(least);
        let (mut done, mut next) = (0, least);
        let mut precision = None;
        loop {
            let running = self.running();
            if running.is_empty() {
                return Stop::Overload;
            }
            let options = running.len() as u32;
            let progress = Progress {
                phase: Phase::Measure,
                done: done * options,
                next_check: next * options,
                precision,
            };
            let networks: Vec<&Network> = running.iter().map(|o| self.networks[*o]).collect();
            let layout = self.layout.clone();
            let handed =
                replicator.replications(&networks, done..next, &layout, progress, |reports| {
                    for (option, report) in running.iter().zip(&reports) {
                        self.add(*option, report);
                    }
                    let begun = running.iter().all(|o| self.tallies[*o].replications > 1);
                    if begun && replicator.observer.looks() {
                        let so_far = self.comparison(Study::figures);
                        replicator.observer.interim(&so_far);
                    }
                });
            if handed < next - done {
                return Stop::Interrupted;
            }
            done = next;
            let running = self.running();
            let widths = running.iter().map(|option| self.precision(*option));
            let reached = widths.fold(0.0, f64::max);
            precision = Some(reached);
            if reached <= self.plan.precision.relative_half_width {
                return Stop::Precise;
            }
            next = next_check(done).min(most);
            let requests = self.tallies.iter().map(Tally::requests).max().unwrap_or(0);
            let each = requests / u64::from(done);
            if done == most || each * u64::from(next) > self.plan.most_requests {
                return Stop::Limit;
            }
        }
    }

    /// Adds a replication of one network.
    fn add(&mut self, option: usize, report: &Report) {
        self.tallies[option].add(report);
        if let Some(found) = overload_of(self.networks[option], report) {
            // The first stands for all; how often is counted.
            let overload = self.overloads[option].get_or_insert(Overload {
                replications: 0,
                ..found
            });
            overload.replications += 1;
        }
    }

    /// The relative half-width reached by one network in what the plan asks for.
    fn precision(&self, option: usize) -> f64 {
        self.tallies[option].precision(self.plan.precision.of, self.plan.confidence)
    }

    /// Whether a network was found to have no long run though one was asked for.
    fn endless(&self, option: usize) -> bool {
        self.steady() && self.overloads[option].is_some()
    }

    /// All networks, each by itself as `outcome` gives it, and their differences.
    fn comparison(&self, outcome: impl Fn(&Self, usize) -> Outcome) -> Comparison {
        let options = 0..self.networks.len();
        Comparison {
            outcomes: options.clone().map(|o| outcome(self, o)).collect(),
            differences: options.skip(1).map(|o| self.difference(o)).collect(),
        }
    }

    fn outcome(&self, option: usize) -> Outcome {
        let mut outcome = self.figures(option);
        if !self.endless(option) {
            outcome.series = self.tallies[option].series(self.plan.confidence);
        }
        outcome
    }

    /// What was found out, without the series over time.
    fn figures(&self, option: usize) -> Outcome {
        let (tally, network) = (&self.tallies[option], self.networks[option]);
        let confidence = self.plan.confidence;
        let base = Outcome {
            confidence,
            replications: tally.replications,
            requests: tally.requests(),
            events: tally.events,
            warm_up_s: self.layout.pre_roll_s,
            horizon_s: self.layout.horizon_s,
            stop: if self.endless(option) {
                Stop::Overload
            } else {
                self.stop
            },
            overload: self.overloads[option],
            journeys: vec![JourneyOutcome::default(); network.journeys.len()],
            windows: vec![
                vec![RequestsOutcome::default(); network.journeys.len()];
                self.plan.windows().count()
            ],
            elements: vec![ElementOutcome::default(); network.elements.len()],
            queues: vec![QueueOutcome::default(); network.queues.len()],
            links: Vec::new(),
            deploys: Vec::new(),
            series: Series::default(),
        };
        if self.endless(option) {
            // There is no long run: what was seen says nothing about it.
            return base;
        }
        Outcome {
            journeys: tally.journeys(confidence),
            windows: tally.windows(confidence),
            elements: tally.elements(confidence),
            queues: tally.queues(confidence),
            links: tally.links(confidence),
            deploys: tally.deploys(confidence),
            ..base
        }
    }

    fn difference(&self, option: usize) -> Differences {
        if self.endless(0) || self.endless(option) {
            return Differences::default();
        }
        let (own, base) = (&self.tallies[option], &self.tallies[0]);
        let mut windows = own.minus(base, self.plan.confidence).into_iter();
        Differences {
            whole: windows.next().unwrap_or_default(),
            windows: windows.collect(),
        }
    }
}

/// The number of replications after which the stopping rule is asked next: 20, 30, 40, 60, 80, 120, …
pub(crate) fn next_check(done: u32) -> u32 {
    let power = (done / 20).max(1).ilog2();
    let octave = 20 << power;
    if done < octave + octave / 2 {
        octave + octave / 2
    } else {
        2 * octave
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stopping_rule_is_asked_after_fixed_numbers() {
        let checks: Vec<u32> = std::iter::successors(Some(20), |n| Some(next_check(*n)))
            .take(8)
            .collect();
        assert_eq!(checks, [20, 30, 40, 60, 80, 120, 160, 240]);
    }
}
