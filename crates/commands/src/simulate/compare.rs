//! Two options under the same users and the same work.

use spinout_model::Model;
use spinout_results::{Comparison, Method, Run};
use spinout_units::{Finding, OptionId};

use super::{
    Place, Ready, asked, cannot_run, complete, prepare, run, scenario_of, something_to_keep,
};
use crate::app::App;
use crate::assemble;
use crate::protocol::{Compare, Problem, ProblemKind, RunInterim};
use crate::view::{baseline, option_of};

impl App {
    /// Runs two options under the same users and the same work.
    pub fn compare(&self, ask: &Compare) -> Result<Comparison, Problem> {
        let going = self.runs.begin(ask.run)?;
        let document = self.snapshot(ask.document)?;
        let model = document.model();
        let asked = asked(&ask.settings)?;
        if ask.settings.method == Some(Method::Fluid) {
            return Err(Problem::new(
                ProblemKind::BadInput,
                "options are compared by events, request by request, and a fluid has none",
                "run each option as a fluid, or compare them without",
            ));
        }
        let base = option_of(model, Some(ask.base.as_ref().unwrap_or(&baseline())))?;
        let option = option_of(model, ask.option.as_ref())?;
        if base == option {
            return Err(nothing_to_compare(model, &base, ask.option.is_some()));
        }
        let scenario = scenario_of(&document, ask.scenario.as_ref())?;
        let ready = [
            prepare(&document, &base, &scenario, &|| !going.wishes.cancelled())?,
            prepare(&document, &option, &scenario, &|| !going.wishes.cancelled())?,
        ];
        same_users(&ready[0], &ready[1])?;
        let (comparison, runs) = self.watched(&going, &ask.settings, asked.precision, |watch| {
            watch.move_to(Place {
                scenario: scenario.clone(),
                done: 0,
                total: 1,
            });
            let plan = assemble::plan(&ready[0].architecture, &ready[0].lowered, &asked);
            let networks = [&ready[0].lowered.network, &ready[1].lowered.network];
            let executor = self.host().executor();
            let runs = |found: &spinout_study::Comparison| -> Vec<Run> {
                let pairs = ready.iter().zip(&found.outcomes);
                pairs
                    .map(|(ready, outcome)| run(&model.name, &scenario, ready, &asked, outcome))
                    .collect()
            };
            let so_far = |found: &spinout_study::Comparison| RunInterim {
                run: ask.run,
                runs: Vec::new(),
                comparison: pair(&ready, runs(found), found, [Vec::new(), Vec::new()]).ok(),
            };
            let observer = watch.refining(&so_far);
            let comparison = spinout_study::compare(&networks, &plan, executor, &observer)
                .map_err(|error| cannot_run(&error))?;
            going.wishes.go_on()?;
            let observer = watch.until_cancelled();
            let mut runs = runs(&comparison);
            going.label(&mut runs);
            something_to_keep(&going, &runs)?;
            self.add_bills(&document, &mut runs, &observer);
            for (ready, run) in ready.iter().zip(&mut runs) {
                complete(model, &ready.architecture, run, &observer);
            }
            Ok((comparison, runs))
        })?;
        for run in &runs {
            self.keep(run);
        }
        let findings = |at: usize| spinout_check::run(model, &ready[at].architecture, &runs[at]);
        let findings = [findings(0), findings(1)];
        pair(&ready, runs, &comparison, findings)
    }
}

/// Two runs as a comparison, base first.
fn pair(
    ready: &[Ready; 2],
    runs: Vec<Run>,
    found: &spinout_study::Comparison,
    findings: [Vec<Finding>; 2],
) -> Result<Comparison, Problem> {
    let mut runs = runs.into_iter();
    match (runs.next(), runs.next(), found.differences.first()) {
        (Some(base), Some(option), Some(differences)) => Ok(assemble::comparison(
            &ready[0].lowered,
            (base, &found.outcomes[0]),
            (option, &found.outcomes[1]),
            differences,
            findings,
        )),
        _ => Err(Problem::new(
            ProblemKind::Internal,
            "the study lost an option",
            "report this with the model",
        )),
    }
}

/// Pairing needs the same users on both sides, and objectives that ask the same of both.
pub(super) fn same_users(base: &Ready, option: &Ready) -> Result<(), Problem> {
    if base.architecture.journeys == option.architecture.journeys {
        return Ok(());
    }
    Err(Problem::new(
        ProblemKind::BadInput,
        "the option changes journeys or their objectives, so its users are not those of the base",
        "simulate each by itself, or change the journeys in the baseline",
    ))
}

/// There must be another option to compare `base` with; was one `named`?
fn nothing_to_compare(model: &Model, base: &OptionId, named: bool) -> Problem {
    let all = std::iter::once(baseline()).chain(model.options.keys().cloned());
    let others: Vec<String> = all
        .filter(|option| option != base)
        .map(|option| option.to_string())
        .collect();
    let why = if others.is_empty() {
        "the model has only its baseline, so there is nothing to compare it with".to_owned()
    } else if named {
        format!("`{base}` cannot be compared with itself")
    } else {
        format!("it is not said what `{base}` is to be compared with")
    };
    let fix = if others.is_empty() {
        "add an option".to_owned()
    } else {
        format!("name another option, one of: {}", others.join(", "))
    };
    Problem::new(ProblemKind::ChoiceNeeded, why, fix)
}
