//! Trial runs before the replications that count: where the warm-up ends, how long a replication has
//! to be, and whether there is a long run at all. They are thrown away, so that what they decide is
//! independent of what is measured.

use spinout_network::Network;
use spinout_sim::Report;
use spinout_stats::{Truncation, mser5};

use crate::{
    Overload, Phase, Progress,
    overload::{diverging, overload_of, use_of},
    replicate::{Layout, Replicator},
    workload::Workload,
};

/// Trial runs of each network.
const TRIALS: u32 = 4;
/// Requests of the first trial.
const FIRST_REQUESTS: f64 = 2_000.0;
/// Requests past which a trial is not made longer.
const MOST_REQUESTS: u64 = 1 << 19;
/// Answers that a journey must have for its warm-up to be looked at, where others have as many.
const ENOUGH_ANSWERS: u64 = 200;
/// How many relaxation times of its slowest group a trial must last, at least …
const TRIAL_RELAXATIONS: f64 = 20.0;
/// … and how many of them are warm-up, at least.
const WARM_UP_RELAXATIONS: f64 = 4.0;
/// A group whose 1 − √ρ is below this is in full use.
const FULL: f64 = 0.005;
/// Requests in the system past which a level that keeps rising is taken for an overload at once.
const MANY: f64 = 1_000.0;

/// What the trials found.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pilot {
    /// When all networks have settled, seconds from an empty start.
    pub(crate) warm_up_s: f64,
    /// The longest of the networks' time scales, seconds.
    pub(crate) time_scale_s: f64,
    /// Requests a second over all journeys, the most of any network.
    pub(crate) requests_per_s: f64,
    /// Requests a second of each journey that has any, on the first network.
    pub(crate) journeys_per_s: Vec<f64>,
    /// By network, what could not keep up.
    pub(crate) overloads: Vec<Option<Overload>>,
}

/// Whether a network settles.
enum Settling {
    /// After so many seconds.
    After(f64),
    /// The trials were too short to say.
    TooShort,
    /// Not at all.
    Never(Overload),
}

/// Runs trials of `networks`, twice as long each time, until every one has settled or is found not to.
/// `None` when the observer said no.
pub(crate) fn pilot(networks: &[&Network], replicator: &Replicator<'_>) -> Option<Pilot> {
    let works: Vec<Workload> = networks
        .iter()
        .map(|network| Workload::of(network))
        .collect();
    let longest = |figure: fn(&Workload) -> f64| works.iter().map(figure).fold(0.0, f64::max);
    let fastest = longest(|work| work.requests_per_s);
    let slowest = works
        .iter()
        .map(|work| work.requests_per_s)
        .fold(f64::INFINITY, f64::min);
    if slowest <= 0.0 {
        // Nothing comes: the empty system is its own long run.
        return Some(Pilot {
            warm_up_s: 0.0,
            time_scale_s: longest(|work| work.time_scale_s),
            requests_per_s: 0.0,
            journeys_per_s: Vec::new(),
            overloads: vec![None; networks.len()],
        });
    }
    let mut length_s = (FIRST_REQUESTS / slowest)
        .max(20.0 * longest(|work| work.time_scale_s))
        .max(2.0 * longest(|work| work.scaling_s))
        .min(MOST_REQUESTS as f64 / fastest)
        .max(FIRST_REQUESTS / slowest)
        .min(0.25 * spinout_network::limits::TIME);
    let mut done = 0;
    loop {
        let jobs = TRIALS * networks.len() as u32;
        replicator.observer.progress(&Progress {
            phase: Phase::Pilot,
            done,
            next_check: done + jobs,
            precision: None,
        });
        let reports = replicator.trials(networks, TRIALS, &Layout::trial(length_s))?;
        done += jobs;
        let most = reports.iter().flatten().map(requests).max().unwrap_or(0);
        let last = most >= MOST_REQUESTS || 4.0 * length_s > spinout_network::limits::TIME;
        let found: Vec<Settling> = networks
            .iter()
            .zip(&reports)
            .map(|(network, reports)| settling(network, reports, length_s, last))
            .collect();
        let undecided = found
            .iter()
            .any(|found| matches!(found, Settling::TooShort));
        if undecided && !last {
            length_s *= 2.0;
            continue;
        }
        let seconds = found.iter().map(|found| match found {
            Settling::After(seconds) => *seconds,
            Settling::TooShort => 0.5 * length_s,
            Settling::Never(_) => 0.0,
        });
        return Some(Pilot {
            warm_up_s: seconds.fold(0.0, f64::max),
            time_scale_s: longest(|work| work.time_scale_s),
            requests_per_s: most as f64 / length_s,
            journeys_per_s: works[0].journeys_per_s.clone(),
            overloads: found
                .into_iter()
                .map(|found| match found {
                    Settling::Never(overload) => Some(overload),
                    _ => None,
                })
                .collect(),
        });
    }
}

/// Requests that came in a trial.
fn requests(report: &Report) -> u64 {
    report
        .journeys
        .iter()
        .map(|journey| journey.total.arrived)
        .sum()
}

/// Whether and when the trials of one network settle.
fn settling(network: &Network, trials: &[Report], length_s: f64, last: bool) -> Settling {
    if let Some(overload) = trials.iter().find_map(|trial| overload_of(network, trial)) {
        return Settling::Never(overload);
    }
    if let Some((overload, level)) = diverging(network, trials) {
        return if last || level >= MANY {
            Settling::Never(overload)
        } else {
            Settling::TooShort
        };
    }
    let relaxation_s = relaxation_s(trials);
    if !last && length_s < TRIAL_RELAXATIONS * relaxation_s {
        return Settling::TooShort;
    }
    let answers = |journey: usize| -> u64 {
        let of_trial = |trial: &Report| {
            let batches = &trial.journeys[journey];
            batches.batches.len() as u64 * batches.batch_size
        };
        trials.iter().map(of_trial).min().unwrap_or(0)
    };
    let journeys: Vec<usize> = (0..network.journeys.len()).collect();
    let most = journeys
        .iter()
        .map(|journey| answers(*journey))
        .max()
        .unwrap_or(0);
    // MSER weighs what is left of the transient against the noise of a mean; that of the state at one
    // moment must be gone as well.
    let mut after_s = (WARM_UP_RELAXATIONS * relaxation_s).min(0.5 * length_s);
    for &journey in &journeys {
        if answers(journey) < ENOUGH_ANSWERS.min(most) {
            continue;
        }
        let responses = responses(trials, journey);
        match mser5(&responses) {
            Truncation::Settled(cut) => {
                let share = cut as f64 / responses.len() as f64;
                after_s = after_s.max(share * length_s);
            }
            Truncation::TooShort => return Settling::TooShort,
        }
    }
    for group in 0..network.groups.len() {
        match mser5(&replicas(trials, group)) {
            Truncation::Settled(cut) => {
                after_s = after_s.max(cut as f64 * trials[0].series.step);
            }
            Truncation::TooShort => return Settling::TooShort,
        }
    }
    Settling::After(after_s)
}

/// The instances of a group over time, averaged over the trials.
fn replicas(trials: &[Report], group: usize) -> Vec<f64> {
    let steps = |trial: &Report| trial.series.groups[group].len();
    let shortest = trials.iter().map(steps).min().unwrap_or(0);
    let at = |i: usize| {
        trials
            .iter()
            .map(move |trial| trial.series.groups[group][i].replicas)
    };
    (0..shortest)
        .map(|i| at(i).sum::<f64>() / trials.len() as f64)
        .collect()
}

/// How long the slowest of the groups takes to forget how it began, seconds: about
/// ρ ÷ (λ (1 − √ρ)²) for a queue with λ visits a second (Newell 1982; the relaxation time of M/M/1).
/// Groups in full use are left out: that is a closed population or a limit, which settle otherwise.
fn relaxation_s(trials: &[Report]) -> f64 {
    let groups = trials.first().map_or(0, |trial| trial.groups.len());
    let of_group = |group: usize| {
        let sum = |figure: &dyn Fn(&Report) -> f64| trials.iter().map(figure).sum::<f64>();
        let rho = sum(&|trial| use_of(trial, group)) / trials.len() as f64;
        let visits = sum(&|trial| trial.groups[group].visits as f64);
        let rate = visits / sum(&|trial| trial.measured);
        let apart = 1.0 - libm::sqrt(rho);
        if apart < FULL || rate <= 0.0 {
            0.0
        } else {
            rho / (rate * apart * apart)
        }
    };
    (0..groups).map(of_group).fold(0.0, f64::max)
}

/// Mean responses of a journey in the order of answers, averaged over the trials: noise falls, the
/// transient stays.
fn responses(trials: &[Report], journey: usize) -> Vec<f64> {
    let size = trials
        .iter()
        .map(|t| t.journeys[journey].batch_size)
        .max()
        .unwrap_or(1);
    let series: Vec<Vec<f64>> = trials
        .iter()
        .map(|trial| {
            let batches = &trial.journeys[journey];
            let joined = (size / batches.batch_size) as usize;
            let mean = |part: &[f64]| part.iter().sum::<f64>() / joined as f64;
            batches.batches.chunks_exact(joined).map(mean).collect()
        })
        .collect();
    let shortest = series.iter().map(Vec::len).min().unwrap_or(0);
    (0..shortest)
        .map(|i| series.iter().map(|series| series[i]).sum::<f64>() / series.len() as f64)
        .collect()
}
