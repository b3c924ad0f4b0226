//! Blast radius: what requests go bad because of a fault, and would not have without it.

mod tally;

use std::sync::Mutex;

use spinout_network::{ElementIndex, Fault, Network};
use spinout_sim::{Judgement, Limits, Report, RunConfig, Simulation, Verdicts};
use spinout_stats::Confidence;

use crate::{
    Executor, Measured, Observer, Phase, Progress, Stop, StudyError, Threshold,
    pilot::pilot,
    replicate::{Replicator, lock},
    workload::at_first_load,
};
pub use tally::{BlastOutcome, CaseOutcome};
use tally::{Losses, Tally};

/// Buckets that the time of a fault is cut into: how finely the end of its backlog is seen.
const STEPS: u32 = 120;
/// Lengths of a run, in times of the fault, that are tried until the backlog of a fault is gone.
const LENGTHS: [u32; 3] = [2, 4, 8];

/// A design and what may go wrong in it.
#[derive(Clone, Debug)]
pub struct BlastSubject<'a> {
    /// The network. Faults of its own are left out.
    pub network: &'a Network,
    /// What goes wrong, one after the other.
    pub cases: Vec<Case>,
}

/// Something that goes wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// The element that it happens to.
    pub element: ElementIndex,
    /// What happens; start and duration are those of the plan.
    pub faults: Vec<Fault>,
}

/// How a blast radius is found.
#[derive(Clone, Debug, PartialEq)]
pub struct BlastPlan {
    /// The seed of all random draws.
    pub seed: u64,
    /// The confidence of every interval.
    pub confidence: Confidence,
    /// When the faults begin, seconds from the scenario's start.
    pub at_s: f64,
    /// How long they last, seconds, above 0.
    pub duration_s: f64,
    /// Independent replications, at least 2. They are not stopped early, so that no interval suffers
    /// from looking.
    pub replications: u32,
    /// What a good request of each journey is worth.
    pub values: Vec<f64>,
    /// What makes a request good, besides success.
    pub thresholds: Vec<Threshold>,
}

impl BlastPlan {
    /// Ten minutes from the scenario's start.
    pub const DURATION_S: f64 = 600.0;

    fn config(&self, pre_roll_s: f64, length: u32, number: u32) -> RunConfig {
        let limit = |journey: usize, what: Measured| {
            let of_journey = self.thresholds.iter().filter(move |threshold| {
                threshold.journey.at() == journey && threshold.what == what
            });
            of_journey
                .map(|threshold| threshold.within_s)
                .reduce(f64::min)
        };
        let limits = (0..self.values.len()).map(|journey| Limits {
            response: limit(journey, Measured::Response),
            completion: limit(journey, Measured::Completion),
        });
        let horizon_s = self.at_s + f64::from(length) * self.duration_s;
        let longest = self.thresholds.iter().map(|threshold| threshold.within_s);
        let longest = longest.filter(|time| time.is_finite()).fold(0.0, f64::max);
        let step_s = self.duration_s / f64::from(STEPS);
        let buckets = (horizon_s / step_s)
            .ceil()
            .min(f64::from(RunConfig::MAX_BUCKETS));
        RunConfig {
            drain: (1.01 * longest).max(self.duration_s),
            buckets: buckets as u32,
            judgement: Some(Judgement {
                from: self.at_s,
                limits: limits.collect(),
            }),
            ..RunConfig::new(self.seed, number, pre_roll_s, horizon_s)
        }
    }
}

/// Finds what each case takes along, in several designs under the same users and the same work.
///
/// A request is lost to a fault if it is good in the run without the fault and not in the run with it,
/// under the same draws. What counts are the requests that arrive from the fault's start until its
/// backlog is gone: until no more visits and messages are there than at the same moment without it.
///
/// # Errors
/// [`StudyError`] if a network or the plan cannot be run.
pub fn blast(
    subjects: &[BlastSubject<'_>],
    plan: &BlastPlan,
    executor: &dyn Executor,
    observer: &dyn Observer,
) -> Result<Vec<BlastOutcome>, StudyError> {
    let replicator = Replicator::new(plan.seed, executor, observer);
    let sound: Vec<Network> = subjects
        .iter()
        .map(|s| with(s.network, plan, &[]))
        .collect();
    for subject in subjects {
        let faults: Vec<Fault> = subject
            .cases
            .iter()
            .flat_map(|c| c.faults.clone())
            .collect();
        let network = with(subject.network, plan, &faults);
        Simulation::new(&network, &plan.config(0.0, LENGTHS[0], 0))?;
    }
    let mut tallies: Vec<Tally> = subjects.iter().map(|s| Tally::new(s, plan)).collect();
    let calm: Vec<Network> = sound.iter().map(at_first_load).collect();
    let mut stop = Stop::Interrupted;
    if let Some(pilot) = pilot(&calm.iter().collect::<Vec<_>>(), &replicator) {
        let found = Rounds {
            subjects,
            sound: &sound,
            plan,
            pre_roll_s: pilot.warm_up_s,
            replicator: &replicator,
        }
        .run(&mut tallies);
        if found == plan.replications {
            stop = Stop::Limit;
        }
    }
    if replicator.stands_still() {
        return Err(StudyError::Standstill);
    }
    Ok(tallies
        .into_iter()
        .map(|tally| tally.outcome(stop))
        .collect())
}

/// The network with these faults only, timed as the plan says.
fn with(network: &Network, plan: &BlastPlan, faults: &[Fault]) -> Network {
    let mut network = network.clone();
    network.faults = faults.to_vec();
    for fault in &mut network.faults {
        fault.set_span(plan.at_s, plan.duration_s);
    }
    network
}

/// The replications of all designs.
struct Rounds<'a> {
    subjects: &'a [BlastSubject<'a>],
    sound: &'a [Network],
    plan: &'a BlastPlan,
    pre_roll_s: f64,
    replicator: &'a Replicator<'a>,
}

impl Rounds<'_> {
    /// Adds the replications to `tallies`, in the order of their numbers and without a gap; gives how
    /// many there are.
    fn run(&self, tallies: &mut [Tally]) -> u32 {
        let count = self.subjects.len();
        let jobs = self.plan.replications as usize * count;
        let slots: Vec<Mutex<Option<Losses>>> = (0..jobs).map(|_| Mutex::new(None)).collect();
        let done = Mutex::new(0);
        self.replicator.executor.for_each(jobs, &|job| {
            let losses = self.replication(job % count, (job / count) as u32);
            if losses.is_none() {
                return;
            }
            *lock(&slots[job]) = losses;
            let mut done = lock(&done);
            *done += 1;
            self.replicator.observer.progress(&Progress {
                phase: Phase::Measure,
                done: *done,
                next_check: jobs as u32,
                precision: None,
            });
        });
        let mut found = 0;
        for round in slots.chunks(count.max(1)) {
            let round: Option<Vec<Losses>> = round.iter().map(|slot| lock(slot).take()).collect();
            let Some(round) = round else { break };
            for (tally, losses) in tallies.iter_mut().zip(round) {
                tally.add(losses);
            }
            found += 1;
        }
        found
    }

    /// One replication of one design: the run without a fault and one for each case, longer and longer
    /// until every backlog is gone. `None` when the observer said no.
    fn replication(&self, subject: usize, number: u32) -> Option<Losses> {
        let cases = &self.subjects[subject].cases;
        let mut losses = Losses::new(cases.len());
        let mut left: Vec<usize> = (0..cases.len()).collect();
        for length in LENGTHS {
            let config = self.plan.config(self.pre_roll_s, length, number);
            let base = self.verdicts(&self.sound[subject], &config, &mut losses)?;
            let last = Some(&length) == LENGTHS.last();
            let mut open = Vec::new();
            for case in left {
                let network = with(
                    self.subjects[subject].network,
                    self.plan,
                    &cases[case].faults,
                );
                let hit = self.verdicts(&network, &config, &mut losses)?;
                let step_s = config.horizon / f64::from(config.buckets);
                let end = ((self.plan.at_s + self.plan.duration_s) / step_s - 1e-6).ceil();
                let gone = gone(&base, &hit, end as usize);
                if gone.is_some() || last {
                    losses.compare(case, &base, &hit, gone.map(|at| (at, step_s, end)));
                } else {
                    open.push(case);
                }
            }
            left = open;
            if left.is_empty() {
                break;
            }
        }
        Some(losses)
    }

    fn verdicts(
        &self,
        network: &Network,
        config: &RunConfig,
        losses: &mut Losses,
    ) -> Option<Verdicts> {
        let report: Report = self.replicator.run(network, config)?;
        losses.events += report.events;
        report.verdicts
    }
}

/// How many buckets have passed when nothing of the fault is left, from the bucket after which it ends.
fn gone(base: &Verdicts, hit: &Verdicts, end: usize) -> Option<usize> {
    let levels = base.levels.iter().zip(&hit.levels).enumerate();
    // A bucket's level is that at its end.
    levels
        .skip(end.saturating_sub(1))
        .find(|(_, (base, hit))| hit <= base)
        .map(|(bucket, _)| bucket + 1)
}
