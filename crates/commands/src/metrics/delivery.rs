//! M7: how often a unit is released, from a pipeline as a queue.

use spinout_model::{Pipeline, Stage, Unit};
use spinout_results::{Estimate, Found, MetricValue};
use spinout_units::{Duration, ElementId};

use super::View;

/// Pipelines run in working hours, as changes come then, seconds a week: an assumption.
const WEEK_S: f64 = 40.0 * 3600.0;

/// A share of runs that pass, below which none does.
const NEVER: f64 = 1e-9;

/// Runs of a pipeline that serves one run at a time.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Traffic {
    /// Runs that are asked for, a second, repetitions after a failure among them.
    runs_per_s: f64,
    /// Σ runs × mean of a run: the share of time in which it is busy, if it can follow.
    busy: f64,
    /// Σ runs × mean of the square of a run, seconds.
    second_moment: f64,
}

/// What one run is like.
#[derive(Clone, Copy, Debug, PartialEq)]
struct RunOfPipeline {
    /// The chance that it passes every stage.
    passes: f64,
    /// Mean seconds; a run that fails ends at the stage that failed.
    mean_s: f64,
    /// Mean of the square, seconds².
    square_s2: f64,
}

impl RunOfPipeline {
    /// Stages as (seconds, share that fails).
    fn of(stages: impl Iterator<Item = (f64, f64)>) -> Self {
        let (mut passes, mut mean_s, mut square_s2, mut spent) = (1.0, 0.0, 0.0, 0.0);
        for (duration, fails) in stages {
            spent += duration;
            mean_s += passes * fails * spent;
            square_s2 += passes * fails * spent * spent;
            passes *= 1.0 - fails;
        }
        Self {
            passes,
            mean_s: mean_s + passes * spent,
            square_s2: square_s2 + passes * spent * spent,
        }
    }
}

impl Traffic {
    fn add(&mut self, changes_per_s: f64, run: RunOfPipeline) {
        let runs = changes_per_s / run.passes;
        self.runs_per_s += runs;
        self.busy += runs * run.mean_s;
        self.second_moment += runs * run.square_s2;
    }

    /// Mean of what is left of the run that is under way, where one always is (the residual life of renewal
    /// theory).
    fn rest_s(&self) -> f64 {
        self.second_moment / (2.0 * self.busy)
    }

    /// Mean wait of a run for those before it (Pollaczek–Khinchine). None where it cannot follow.
    fn wait_s(&self) -> Option<f64> {
        (self.busy < 1.0).then(|| self.second_moment / (2.0 * (1.0 - self.busy)))
    }
}

/// The mean time from commit to production, if the pipeline can follow; seconds.
pub(super) fn lead_time_s(view: View<'_>, unit: &ElementId) -> Option<f64> {
    let said = view.architecture.units.get(unit)?;
    let run = run_of(said.pipeline.as_ref()?)?;
    let wait = traffic(view, unit, said).wait_s()?;
    (run.passes > 0.0).then(|| (wait + run.mean_s) / run.passes)
}

/// How a fix gets into production.
pub(super) enum Release {
    /// The pipeline is not known.
    Unknown,
    /// Nothing passes the pipeline.
    Never,
    /// Like any other change, after so many seconds.
    After(f64),
    /// The pipeline cannot follow: after so many seconds if the fix is let go before all that waits.
    First(f64),
}

/// How a fix of a unit gets into production.
pub(super) fn release(view: View<'_>, unit: &ElementId) -> Release {
    let said = view.architecture.units.get(unit);
    let run = said.and_then(|said| run_of(said.pipeline.as_ref()?));
    let (Some(said), Some(run)) = (said, run) else {
        return Release::Unknown;
    };
    if run.passes < NEVER {
        return Release::Never;
    }
    let traffic = traffic(view, unit, said);
    match traffic.wait_s() {
        Some(wait) => Release::After((wait + run.mean_s) / run.passes),
        None => Release::First((traffic.rest_s() + run.mean_s) / run.passes),
    }
}

fn run_of(pipeline: &Pipeline) -> Option<RunOfPipeline> {
    let stage = |stage: &Stage| (stage.duration.base(), stage.failure_rate);
    if pipeline.stages.is_empty() {
        let whole = pipeline.duration.as_ref().map(Duration::base)?;
        return Some(RunOfPipeline::of([(whole, 0.0)].into_iter()));
    }
    Some(RunOfPipeline::of(pipeline.stages.iter().map(stage)))
}

/// Releases and failed runs of a unit a week, while a further share of the runs of its pipeline fails. A change
/// whose run fails is tried again until it passes. None where its pipeline or its changes are not known.
pub(super) fn runs(view: View<'_>, id: &ElementId, failing: f64) -> Option<(f64, f64)> {
    let said = view.architecture.units.get(id)?;
    let changes = said.changes_per_week?;
    let run = run_of(said.pipeline.as_ref()?)?;
    let passes = run.passes * (1.0 - failing);
    // Nothing but this unit's own runs, where nothing else is known to share with it.
    let others = traffic(view, id, said).busy - changes / WEEK_S / run.passes * run.mean_s;
    // What never passes is tried over and over.
    let asked = changes / WEEK_S / passes.max(NEVER);
    let busy = others.max(0.0) + asked * run.mean_s;
    let done = asked / busy.max(1.0) * WEEK_S;
    let released = if passes < NEVER { 0.0 } else { done * passes };
    Some((released, done - released))
}

/// What the pipeline of a unit has to do: a shared one, for all units that share.
fn traffic(view: View<'_>, unit: &ElementId, said: &Unit) -> Traffic {
    let shares = |unit: &Unit| unit.pipeline.as_ref().is_some_and(|p| p.shared);
    let mut traffic = Traffic::default();
    for (id, other) in view.units() {
        let Some(other) = other else { continue };
        if id != unit && !(shares(said) && shares(other)) {
            continue;
        }
        let changes = other.changes_per_week.unwrap_or(0.0) / WEEK_S;
        if let Some(run) = other.pipeline.as_ref().and_then(run_of)
            && changes > 0.0
        {
            traffic.add(changes, run);
        }
    }
    traffic
}

/// M7, of every unit.
pub(super) fn frequency(view: View<'_>) -> Vec<MetricValue> {
    view.units()
        .map(|(id, unit)| of_unit(view, id, unit))
        .collect()
}

fn of_unit(view: View<'_>, id: &ElementId, unit: Option<&Unit>) -> MetricValue {
    let changes = unit.and_then(|unit| unit.changes_per_week);
    let run = unit.and_then(|unit| run_of(unit.pipeline.as_ref()?));
    let (Some(unit), Some(changes), Some(run)) = (unit, changes, run) else {
        let mut of = view.of_element(id, None, Found::Computed, "its pipeline as a queue");
        if changes.is_none() {
            of.missing.push(format!("units/{id}/changes_per_week"));
        }
        if run.is_none() {
            of.missing.push(format!("units/{id}/pipeline/stages"));
        }
        return of;
    };
    let (per_week, how) = if run.passes <= 0.0 {
        (0.0, "its pipeline lets nothing pass (F8)".to_owned())
    } else {
        let traffic = traffic(view, id, unit);
        let behind = if unit.pipeline.as_ref().is_some_and(|p| p.shared) {
            "shared with other units"
        } else {
            "of its own"
        };
        match lead_time_s(view, id) {
            Some(lead) => (
                changes,
                format!(
                    "a pipeline {behind}, busy {:.0} % of 40 working hours a week (assumed), one run at a \
                     time; {:.0} min from commit to production",
                    traffic.busy * 100.0,
                    lead / 60.0
                ),
            ),
            None => (
                // All who share are served alike: each gets the part that it asked for.
                changes / traffic.busy,
                format!(
                    "a pipeline {behind} that would be busy {:.0} % of 40 working hours a week (assumed): \
                     changes wait longer and longer",
                    traffic.busy * 100.0
                ),
            ),
        }
    };
    let mut of = view.of_element(id, Some(Estimate::exact(per_week)), Found::Assumed, how);
    if unit.pipeline.as_ref().is_some_and(|p| p.shared) {
        for (other, said) in view.units() {
            let shares = said
                .and_then(|s| s.pipeline.as_ref())
                .is_some_and(|p| p.shared);
            if other != id && shares && said.is_some_and(|s| s.changes_per_week.is_none()) {
                of.missing.push(format!("units/{other}/changes_per_week"));
            }
        }
    }
    of
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() <= 1e-9 * b.abs()
    }

    #[test]
    fn a_run_ends_at_the_stage_that_fails() {
        // 10 min, of which a fifth fails, then 20 min, of which a half fails.
        let run = RunOfPipeline::of([(600.0, 0.2), (1200.0, 0.5)].into_iter());
        assert!(near(run.passes, 0.4));
        assert!(near(run.mean_s, 0.2 * 600.0 + 0.8 * 1800.0));
        assert!(near(
            run.square_s2,
            0.2 * 600.0 * 600.0 + 0.8 * 1800.0 * 1800.0
        ));
    }

    #[test]
    fn constant_runs_wait_half_of_what_exponential_ones_would() {
        // M/D/1: Wq = ρ S ÷ (2 (1 − ρ)).
        let mut traffic = Traffic::default();
        let run = RunOfPipeline::of([(100.0, 0.0)].into_iter());
        traffic.add(0.008, run);
        assert!(near(traffic.wait_s().unwrap(), 0.8 * 100.0 / (2.0 * 0.2)));
        traffic.add(0.002, run);
        assert_eq!(traffic.wait_s(), None, "full");
    }
}
