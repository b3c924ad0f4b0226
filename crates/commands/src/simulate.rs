//! Runs of options under scenarios.

mod blast;
mod compare;
mod fluid;
mod rare;
mod watch;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use spinout_cost::{spend_per_h, with_prices};
use spinout_lower::{Lowered, lower_while};
use spinout_model::{Architecture, Document, Model, Scenario, derive};
use spinout_results::{Method, Run, Stop};
use spinout_study::{Observer, Outcome, Plan};
use spinout_units::{OptionId, ScenarioId};

use crate::app::App;
use crate::assemble::{self, Asked, Subject, blast_radius_while};
use crate::findings::refuse_errors_while;
use crate::history::entry;
use crate::problem::{of_lower, of_storage};
use crate::protocol::{
    Cancel, Event, Finish, Problem, ProblemKind, RunInterim, RunSettings, Simulate, Simulated,
    StoredRun,
};
use crate::view::{default_scenario, option_of};
use compare::same_users;
use watch::{Place, Watch};

/// The runs that are going on, by the numbers that clients gave them.
#[derive(Debug, Default)]
pub(crate) struct Runs(Mutex<BTreeMap<u32, Arc<Wishes>>>);

/// What a client wants of a run that is going on.
#[derive(Debug, Default)]
struct Wishes {
    /// To be rid of it.
    cancelled: AtomicBool,
    /// That it ends with what it has.
    finished: AtomicBool,
}

impl Wishes {
    fn cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// The problem of a run that is not wanted any more: asked between the steps that come before it,
    /// which take their time where a design is large.
    fn go_on(&self) -> Result<(), Problem> {
        wanted(&|| !self.cancelled())
    }

    fn finished(&self) -> bool {
        self.finished.load(Ordering::Relaxed)
    }
}

/// The problem of what is not wanted any more.
fn wanted(go_on: &dyn Fn() -> bool) -> Result<(), Problem> {
    if go_on() {
        return Ok(());
    }
    let kind = ProblemKind::Cancelled;
    Err(Problem::new(kind, "the run was stopped", ""))
}

impl Runs {
    /// From here on `run` can be cancelled, until what is given back is dropped.
    fn begin(&self, run: u32) -> Result<Going<'_>, Problem> {
        let mut runs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if runs.contains_key(&run) {
            return Err(Problem::new(
                ProblemKind::BadInput,
                format!("the run {run} is going on already"),
                "give each run a number of its own",
            ));
        }
        let wishes = Arc::new(Wishes::default());
        runs.insert(run, Arc::clone(&wishes));
        Ok(Going {
            runs: self,
            run,
            wishes,
        })
    }

    /// Tells a run; one that has ended already is no problem.
    fn tell(&self, run: u32, wish: impl Fn(&Wishes) -> &AtomicBool) {
        let runs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(wishes) = runs.get(&run) {
            wish(wishes).store(true, Ordering::Relaxed);
        }
    }
}

/// A run that is going on.
struct Going<'a> {
    runs: &'a Runs,
    run: u32,
    wishes: Arc<Wishes>,
}

impl Going<'_> {
    /// Says of runs that were to end with what they had that they did so.
    fn label(&self, runs: &mut [Run]) {
        if self.wishes.finished() {
            for run in runs {
                if run.stop == Stop::Time {
                    run.stop = Stop::Stopped;
                }
            }
        }
    }
}

impl Drop for Going<'_> {
    fn drop(&mut self) {
        let mut runs = self.runs.0.lock().unwrap_or_else(PoisonError::into_inner);
        runs.remove(&self.run);
    }
}

/// An option ready to be run under a scenario.
struct Ready {
    architecture: Architecture,
    lowered: Lowered,
}

impl App {
    /// Runs options under scenarios.
    pub fn simulate(&self, ask: &Simulate) -> Result<Simulated, Problem> {
        let going = self.runs.begin(ask.run)?;
        let document = self.snapshot(ask.document)?;
        let model = document.model();
        let asked = asked(&ask.settings)?;
        let options = options(&document, &ask.options)?;
        let scenarios = scenarios(&document, &ask.scenarios)?;
        let mut ready = Vec::new();
        for scenario in &scenarios {
            for option in &options {
                ready.push((
                    scenario.clone(),
                    prepare(&document, option, scenario, &|| !going.wishes.cancelled())?,
                ));
            }
        }
        let rare = rare::events(
            &ask.rare,
            &ask.settings,
            ready.iter().map(|(_, ready)| ready),
        )?;
        let total = ready.len() as u32;
        let mut runs: Vec<Run> = Vec::new();
        self.watched(&going, &ask.settings, asked.precision, |watch| {
            for (done, (scenario, ready)) in ready.iter().enumerate() {
                watch.move_to(Place {
                    scenario: scenario.clone(),
                    done: done as u32,
                    total,
                });
                let plan = assemble::plan(&ready.architecture, &ready.lowered, &asked);
                if ask.settings.method == Some(Method::Fluid) {
                    runs.push(as_fluid(&model.name, scenario, ready, &asked, &plan)?);
                    continue;
                }
                self.warn_of_length(ready, &plan);
                let executor = self.host().executor();
                let so_far = |found: &spinout_study::Comparison| RunInterim {
                    run: ask.run,
                    runs: vec![run(
                        &model.name,
                        scenario,
                        ready,
                        &asked,
                        &found.outcomes[0],
                    )],
                    comparison: None,
                };
                let observer = watch.refining(&so_far);
                let network = &ready.lowered.network;
                let outcome = spinout_study::run(network, &plan, executor, &observer)
                    .map_err(|error| cannot_run(&error))?;
                going.wishes.go_on()?;
                runs.push(run(&model.name, scenario, ready, &asked, &outcome));
                for event in &rare[done] {
                    let found = self.rare(ready, event, &plan, watch)?;
                    runs[done].rare.push(found);
                }
                if going.wishes.finished() {
                    break;
                }
            }
            going.label(&mut runs);
            something_to_keep(&going, &runs)?;
            let observer = watch.until_cancelled();
            self.add_bills(&document, &mut runs, &observer);
            for ((_, ready), run) in ready.iter().zip(&mut runs) {
                going.wishes.go_on()?;
                complete(model, &ready.architecture, run, &observer);
            }
            Ok(())
        })?;
        Ok(Simulated {
            runs: ready
                .iter()
                .zip(runs)
                .map(|((_, ready), run)| StoredRun {
                    findings: spinout_check::run(model, &ready.architecture, &run),
                    history: self.keep(&run),
                    run,
                })
                .collect(),
        })
    }

    /// Stops a run and throws away what it has; one that has ended already is no problem.
    pub fn cancel(&self, ask: Cancel) -> Result<(), Problem> {
        self.runs.tell(ask.run, |wishes| &wishes.cancelled);
        Ok(())
    }

    /// Stops a run and keeps what it has; one that has ended already is no problem.
    pub fn finish(&self, ask: Finish) -> Result<(), Problem> {
        self.runs.tell(ask.run, |wishes| &wishes.finished);
        Ok(())
    }

    /// What a scenario that was not asked for uses, for the bill of the month: too few replications for
    /// anything else. None if it cannot be run (the bill then says so), or the observer stops it.
    pub(crate) fn usage(
        &self,
        document: &Document,
        option: &OptionId,
        scenario: &ScenarioId,
        seed: u64,
        observer: &dyn Observer,
    ) -> Option<Run> {
        let ready = prepare(document, option, scenario, &|| observer.go_on()).ok()?;
        let plan = assemble::usage_plan(&ready.architecture, &ready.lowered, seed);
        let asked = Asked {
            seed,
            ..Asked::default()
        };
        let model = &document.model().name;
        let network = &ready.lowered.network;
        if fluid::long_run(network, &plan, ready.lowered.horizon_s).is_some()
            && let Ok(run) = as_fluid(model, scenario, &ready, &asked, &plan)
        {
            return Some(run);
        }
        let executor = self.host().executor();
        let outcome = spinout_study::run(network, &plan, executor, observer).ok()?;
        let whole = outcome.stop != spinout_study::Stop::Interrupted;
        whole.then(|| run(&document.model().name, scenario, &ready, &asked, &outcome))
    }

    /// Says of a run of events that would take very long that it would, and what answers at once.
    fn warn_of_length(&self, ready: &Ready, plan: &Plan) {
        let lowered = &ready.lowered;
        if let Some(seconds) = fluid::long_run(&lowered.network, plan, lowered.horizon_s) {
            self.host().emit(Event::Warning {
                problem: Problem::new(
                    ProblemKind::ChoiceNeeded,
                    format!(
                        "so many requests take about {:.0} hours by events on one core",
                        (seconds / 3600.0).ceil()
                    ),
                    "stop it and run it as a fluid (`--fluid`), which takes a second or two at any rate",
                ),
            });
        }
    }

    /// Does `what` as a run, which can be watched and cancelled meanwhile.
    fn watched<T>(
        &self,
        going: &Going<'_>,
        settings: &RunSettings,
        target: f64,
        what: impl FnOnce(&Watch<'_>) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let watch = Watch::new(
            self.host(),
            going.run,
            Arc::clone(&going.wishes),
            settings,
            target,
        );
        let result = what(&watch);
        going.wishes.go_on()?;
        result
    }

    /// Puts a run into the history, and gives its id there. One that cannot be kept is told.
    fn keep(&self, run: &Run) -> Option<i64> {
        let stored = serde_json::to_string(run)
            .map_err(|error| crate::host::StorageError(error.to_string()))
            .and_then(|text| {
                let storage = self.host().storage();
                storage.add_run(&entry(run, self.host().now_ms()), &text)
            });
        stored
            .map_err(|error| {
                self.host().emit(Event::Warning {
                    problem: of_storage(&error),
                });
            })
            .ok()
    }
}

/// Adds what is computed beside the simulation, once the bill is there.
fn complete(model: &Model, architecture: &Architecture, run: &mut Run, observer: &dyn Observer) {
    run.blast_radius = blast_radius_while(architecture, &|| observer.go_on());
    if let Some(scenario) = model.scenarios.get(&run.scenario) {
        run.series.spend_per_h = spend_per_h(model, architecture, run);
        crate::metrics::complete(architecture, scenario, run);
    }
}

/// A run that is to end with what it has must have something.
fn something_to_keep(going: &Going<'_>, runs: &[Run]) -> Result<(), Problem> {
    let measured = |run: &Run| run.replications > 0 || run.overload.is_some();
    if going.wishes.finished() && !runs.iter().any(measured) {
        return Err(Problem::new(
            ProblemKind::Cancelled,
            "the run was stopped before anything was measured",
            "",
        ));
    }
    Ok(())
}

/// The option under the scenario as a fluid.
fn as_fluid(
    model: &str,
    scenario: &ScenarioId,
    ready: &Ready,
    asked: &Asked,
    plan: &Plan,
) -> Result<Run, Problem> {
    let (outcome, note) = fluid::outcome(ready, plan)?;
    let mut run = run(model, scenario, ready, asked, &outcome);
    run.method = Method::Fluid;
    run.notes.push(note);
    Ok(run)
}

fn run(model: &str, scenario: &ScenarioId, ready: &Ready, asked: &Asked, outcome: &Outcome) -> Run {
    let subject = Subject {
        model,
        architecture: &ready.architecture,
        scenario,
        lowered: &ready.lowered,
        seed: asked.seed,
    };
    assemble::run(&subject, outcome)
}

/// The option under the scenario as a network, unless it has errors, as long as `go_on` says so.
fn prepare(
    document: &Document,
    option: &OptionId,
    id: &ScenarioId,
    go_on: &dyn Fn() -> bool,
) -> Result<Ready, Problem> {
    wanted(go_on)?;
    let architecture = derive(document.model(), option);
    wanted(go_on)?;
    let scenario: &Scenario = document
        .model()
        .scenarios
        .get(id)
        .ok_or_else(|| unknown_scenario(document, id))?;
    let sound = refuse_errors_while(document, &architecture, Some(id), go_on);
    wanted(go_on)?;
    sound?;
    let priced = with_prices(document.model(), &architecture);
    let lowered = lower_while(&priced, scenario, go_on);
    wanted(go_on)?;
    Ok(Ready {
        architecture,
        lowered: lowered.map_err(|error| of_lower(&error))?,
    })
}

fn options(document: &Document, asked: &[OptionId]) -> Result<Vec<OptionId>, Problem> {
    if asked.is_empty() {
        return option_of(document.model(), None).map(|option| vec![option]);
    }
    asked
        .iter()
        .map(|id| option_of(document.model(), Some(id)))
        .collect()
}

/// The scenario that is asked for, or the default one.
pub(crate) fn scenario_of(
    document: &Document,
    asked: Option<&ScenarioId>,
) -> Result<ScenarioId, Problem> {
    let named: Vec<ScenarioId> = asked.into_iter().cloned().collect();
    Ok(scenarios(document, &named)?.remove(0))
}

fn scenarios(document: &Document, asked: &[ScenarioId]) -> Result<Vec<ScenarioId>, Problem> {
    if let Some(unknown) = asked
        .iter()
        .find(|id| !document.model().scenarios.contains_key(*id))
    {
        return Err(unknown_scenario(document, unknown));
    }
    if !asked.is_empty() {
        return Ok(asked.to_vec());
    }
    let default = default_scenario(document.model()).ok_or_else(|| {
        Problem::new(
            ProblemKind::BadInput,
            "the model has no scenario, so there is nothing to run",
            "add a scenario with a load",
        )
        .at("scenarios")
    })?;
    Ok(vec![default])
}

fn unknown_scenario(document: &Document, id: &ScenarioId) -> Problem {
    let known: Vec<&str> = document
        .model()
        .scenarios
        .keys()
        .map(ScenarioId::as_str)
        .collect();
    Problem::new(
        ProblemKind::NotFound,
        format!("there is no scenario `{id}`"),
        format!("name one of: {}", known.join(", ")),
    )
}

fn asked(settings: &RunSettings) -> Result<Asked, Problem> {
    let usual = Asked::default();
    let asked = Asked {
        seed: settings.seed.unwrap_or(usual.seed),
        precision: settings.precision.unwrap_or(usual.precision),
        most_replications: settings.replications,
    };
    let refuse = |why: &str, fix: &str| Err(Problem::new(ProblemKind::BadInput, why, fix));
    if !(asked.precision > 0.0 && asked.precision < 1.0) {
        return refuse(
            "the precision must lie between 0 and 1",
            "0.02 asks for ±2 %",
        );
    }
    if settings
        .time_budget_s
        .is_some_and(|s| s <= 0.0 || s.is_nan())
    {
        return refuse(
            "the time budget must be above 0",
            "give seconds, such as 60",
        );
    }
    if let Some(most) = asked.most_replications
        && most < Plan::LEAST_REPLICATIONS
    {
        return refuse(
            &format!("{most} replications are too few for an interval"),
            &format!("give at least {}", Plan::LEAST_REPLICATIONS),
        );
    }
    // JSON numbers keep whole numbers exactly only up to here, and the results say the seed.
    if asked.seed > (1 << 53) {
        return refuse("the seed is too large", "give a seed of at most 2^53");
    }
    Ok(asked)
}

fn cannot_run(error: &impl std::fmt::Display) -> Problem {
    Problem::new(
        ProblemKind::HasErrors,
        format!("it cannot be simulated: {error}"),
        "correct the figures there",
    )
}
