//! Runs of the blast radius: what requests are lost when an element is down.

use spinout_results::{BlastRun, FORMAT, Stop};
use spinout_study::{BlastOutcome, BlastPlan};

use super::{Place, Ready, cannot_run, prepare, same_users, scenarios};
use crate::app::App;
use crate::assemble::{self, Crashes};
use crate::protocol::{Problem, ProblemKind, SimulateBlast};
use crate::view::{baseline, option_of};

/// One design, its crashes, and what they were found to take along.
type Side<'a> = ((&'a Ready, &'a Crashes), &'a BlastOutcome);

impl App {
    /// What is lost when each element is down, by simulation; the option beside the baseline.
    pub fn simulate_blast(&self, ask: &SimulateBlast) -> Result<BlastRun, Problem> {
        let going = self.runs.begin(ask.run)?;
        let document = self.snapshot(ask.document)?;
        let model = document.model();
        let asked = super::asked(&ask.settings)?;
        let span_s = span(ask)?;
        let option = option_of(model, ask.option.as_ref())?;
        let named: Vec<_> = ask.scenario.iter().cloned().collect();
        let scenario = scenarios(&document, &named)?.remove(0);
        let mut ready = vec![prepare(&document, &option, &scenario, &|| {
            !going.wishes.cancelled()
        })?];
        if option != baseline() {
            ready.insert(
                0,
                prepare(&document, &baseline(), &scenario, &|| {
                    !going.wishes.cancelled()
                })?,
            );
        }
        if let [base, own] = ready.as_slice() {
            same_users(base, own)?;
        }
        let crashes: Vec<Crashes> = ready
            .iter()
            .map(|ready| Crashes::new(&ready.architecture, &ready.lowered))
            .collect();
        let designs: Vec<_> = ready.iter().map(|r| &r.lowered).zip(&crashes).collect();
        let plan = assemble::blast_plan(
            &ready[0].architecture,
            &designs,
            asked.seed,
            span_s,
            asked.most_replications,
        );
        let outcomes = self.watched(&going, &ask.settings, asked.precision, |watch| {
            watch.move_to(Place {
                scenario: scenario.clone(),
                done: 0,
                total: 1,
            });
            let subjects: Vec<_> = designs
                .iter()
                .map(|(lowered, crashes)| crashes.subject(lowered))
                .collect();
            spinout_study::blast(&subjects, &plan, self.host().executor(), watch)
                .map_err(|error| cannot_run(&error))
        })?;
        let sides: Vec<Side<'_>> = ready.iter().zip(&crashes).zip(&outcomes).collect();
        let (Some(own), Some(outcome)) = (sides.last(), outcomes.last()) else {
            return Err(Problem::new(
                ProblemKind::Internal,
                "the study lost the option",
                "report this with the model",
            ));
        };
        let base = (sides.len() > 1).then(|| sides[0]);
        let told = |side: Side<'_>, base: Option<Side<'_>>| {
            let ((ready, crashes), found) = side;
            let base = base.map(|((_, crashes), found)| (crashes, found));
            let (architecture, lowered) = (&ready.architecture, &ready.lowered);
            assemble::losses(architecture, lowered, (crashes, found), base)
        };
        let option = told(*own, base);
        let baseline = base.map(|base| told(base, None));
        let difference = base.zip(baseline.as_ref()).and_then(|(side, base)| {
            let ((_, crashes), found) = *own;
            let ((_, base_crashes), base_found) = side;
            assemble::difference((&option, crashes, found), (base, base_crashes, base_found))
        });
        Ok(BlastRun {
            format: FORMAT,
            model: model.name.clone(),
            scenario,
            seed: asked.seed,
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            confidence: plan.confidence.share(),
            fault: "crash".to_owned(),
            at_s: plan.at_s,
            duration_s: plan.duration_s,
            replications: outcome.replications,
            events: outcomes.iter().map(|outcome| outcome.events).sum(),
            stop: match outcome.stop {
                spinout_study::Stop::Interrupted if going.wishes.finished() => Stop::Stopped,
                spinout_study::Stop::Interrupted => Stop::Time,
                _ => Stop::Replications,
            },
            option,
            baseline,
            difference,
        })
    }
}

fn span(ask: &SimulateBlast) -> Result<(f64, f64), Problem> {
    let at_s = ask.at_s.unwrap_or(0.0);
    let duration_s = ask.duration_s.unwrap_or(BlastPlan::DURATION_S);
    let longest = 24.0 * 3600.0;
    if !(0.0..=longest).contains(&at_s) || !(1.0..=longest).contains(&duration_s) {
        return Err(Problem::new(
            ProblemKind::BadInput,
            "a fault must begin within a day of the scenario's start and last a second to a day",
            "give seconds, such as 600",
        ));
    }
    Ok((at_s, duration_s))
}
