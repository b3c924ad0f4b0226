use spinout_network::ElementIndex;
use spinout_sim::{Verdict, Verdicts};
use spinout_stats::{Confidence, Estimate, Moments, mean, paired_ratio, proportion, ratio};

use super::{BlastPlan, BlastSubject};
use crate::Stop;

/// What each case takes along in one design.
#[derive(Clone, Debug)]
pub struct BlastOutcome {
    /// Independent replications that the estimates stand on.
    pub replications: u32,
    /// Events of the engine, over all runs.
    pub events: u64,
    /// Why it ended.
    pub stop: Stop,
    /// In the order of the subject's cases.
    pub cases: Vec<CaseOutcome>,
    confidence: Confidence,
}

/// What one case takes along.
#[derive(Clone, Debug)]
pub struct CaseOutcome {
    /// The element that it happens to.
    pub element: ElementIndex,
    /// Value of the requests lost ÷ value offered, from the fault's start until its backlog is gone.
    /// None where nothing was offered.
    pub loss: Option<Estimate>,
    /// By journey, the share of its requests that are lost.
    pub journeys: Vec<Option<Estimate>>,
    /// Requests offered in that time, mean of the replications.
    pub offered: f64,
    /// How long after the fault's end its backlog is gone, seconds, where it went in every replication.
    pub recovery_s: Option<Estimate>,
    /// Replications in which the backlog was still there at the end of the longest run.
    pub not_recovered: u32,
    /// Value lost and offered, of each replication.
    figures: Vec<(f64, f64)>,
}

impl BlastOutcome {
    /// The loss of a case minus that of a case of `base`, paired by replication.
    #[must_use]
    pub fn minus(&self, case: usize, base: &Self, base_case: usize) -> Option<Estimate> {
        let own = &self.cases.get(case)?.figures;
        let others = &base.cases.get(base_case)?.figures;
        let n = own.len().min(others.len());
        let difference = paired_ratio(&own[..n], &others[..n], self.confidence)?;
        Some(difference.within(-1.0, 1.0))
    }
}

/// Requests lost and offered, by case and journey, in one replication of one design.
#[derive(Clone, Debug)]
pub(super) struct Losses {
    pub(super) events: u64,
    cases: Vec<Option<Loss>>,
}

#[derive(Clone, Debug)]
struct Loss {
    journeys: Vec<(u64, u64)>,
    /// Seconds after the fault's end.
    recovery_s: Option<f64>,
}

impl Losses {
    pub(super) fn new(cases: usize) -> Self {
        Self {
            events: 0,
            cases: vec![None; cases],
        }
    }

    /// Sets a run beside the run without its fault. `gone` holds the bucket before which the backlog
    /// went, the length of a bucket in seconds, and the bucket before which the fault ended.
    pub(super) fn compare(
        &mut self,
        case: usize,
        base: &Verdicts,
        hit: &Verdicts,
        gone: Option<(usize, f64, f64)>,
    ) {
        let before = gone.map_or(usize::MAX, |(at, ..)| at);
        let pairs = base.journeys.iter().zip(&hit.journeys);
        self.cases[case] = Some(Loss {
            journeys: pairs.map(|(base, hit)| lost(base, hit, before)).collect(),
            recovery_s: gone.map(|(at, step_s, end)| (at as f64 - end) * step_s),
        });
    }
}

/// Requests lost and offered among those that came before the end of a bucket.
fn lost(base: &[Verdict], hit: &[Verdict], before: usize) -> (u64, u64) {
    let (mut lost, mut offered) = (0, 0);
    for (number, verdict) in base.iter().enumerate() {
        if verdict.arrived().is_none_or(|bucket| bucket >= before) {
            continue;
        }
        offered += 1;
        // One that the run with the fault never saw, because it was given up, had no answer either.
        let holds = hit.get(number).is_some_and(|verdict| verdict.is_good());
        lost += u64::from(verdict.is_good() && !holds);
    }
    (lost, offered)
}

/// The replications of one design so far.
#[derive(Clone, Debug)]
pub(super) struct Tally {
    confidence: Confidence,
    values: Vec<f64>,
    elements: Vec<ElementIndex>,
    replications: u32,
    events: u64,
    /// By case, then replication.
    losses: Vec<Vec<Loss>>,
}

impl Tally {
    pub(super) fn new(subject: &BlastSubject<'_>, plan: &BlastPlan) -> Self {
        Self {
            confidence: plan.confidence,
            values: plan.values.clone(),
            elements: subject.cases.iter().map(|case| case.element).collect(),
            replications: 0,
            events: 0,
            losses: vec![Vec::new(); subject.cases.len()],
        }
    }

    pub(super) fn add(&mut self, losses: Losses) {
        self.replications += 1;
        self.events += losses.events;
        for (all, one) in self.losses.iter_mut().zip(losses.cases) {
            all.extend(one);
        }
    }

    pub(super) fn outcome(&self, stop: Stop) -> BlastOutcome {
        let cases = self.elements.iter().zip(&self.losses);
        BlastOutcome {
            replications: self.replications,
            events: self.events,
            stop,
            cases: cases.map(|(at, losses)| self.case(*at, losses)).collect(),
            confidence: self.confidence,
        }
    }

    fn case(&self, element: ElementIndex, losses: &[Loss]) -> CaseOutcome {
        let worth = |loss: &Loss| {
            let journeys = loss.journeys.iter().zip(&self.values);
            journeys.fold((0.0, 0.0), |(lost, offered), (journey, value)| {
                (
                    lost + value * journey.0 as f64,
                    offered + value * journey.1 as f64,
                )
            })
        };
        let counts = |journey: usize| -> Vec<(u64, u64)> {
            losses.iter().map(|loss| loss.journeys[journey]).collect()
        };
        let figures: Vec<(f64, f64)> = losses.iter().map(worth).collect();
        let lost: f64 = figures.iter().map(|figure| figure.0).sum();
        let offered: f64 = figures.iter().map(|figure| figure.1).sum();
        let all: Vec<(u64, u64)> = losses
            .iter()
            .map(|loss| {
                let sum = |of: fn(&(u64, u64)) -> u64| loss.journeys.iter().map(of).sum();
                (sum(|journey| journey.0), sum(|journey| journey.1))
            })
            .collect();
        let loss = if lost == 0.0 || lost == offered {
            proportion(&all, self.confidence).filter(|_| offered > 0.0)
        } else {
            ratio(&figures, self.confidence).map(|estimate| estimate.within(0.0, 1.0))
        };
        let recoveries: Moments = losses.iter().filter_map(|loss| loss.recovery_s).collect();
        let not_recovered = losses.len() as u64 - recoveries.count();
        CaseOutcome {
            element,
            loss,
            journeys: (0..self.values.len())
                .map(|journey| proportion(&counts(journey), self.confidence))
                .collect(),
            offered: all.iter().map(|all| all.1 as f64).sum::<f64>() / losses.len().max(1) as f64,
            recovery_s: mean(&recoveries, self.confidence).filter(|_| not_recovered == 0),
            not_recovered: not_recovered as u32,
            figures,
        }
    }
}
