//! What of a run travels with the file, and runs again from what travelled.

use std::collections::BTreeMap;

use spinout_lower::lower;
use spinout_model::{
    Architecture, Evidence, EvidenceFigure, Journey, Model, ScenarioKind, Sli, derive,
};
use spinout_results::{
    ElementResult, Estimate, FORMAT, JourneyResult, Latency, Method, QueueResult, Run, RunKind,
    RunSeries, Stop,
};
use spinout_units::{ElementId, EvidenceId, JourneyId, OptionId, ScenarioId};

use crate::app::App;
use crate::assemble::kept;
use crate::document::free_slug;
use crate::protocol::{Applied, Apply, Edit, GetRun, KeepEvidence, Problem, ProblemKind};

/// The confidence of every interval of the engine.
const CONFIDENCE: f64 = 0.95;

impl App {
    /// Puts the summary of a run of the history into the file.
    pub fn keep_evidence(&self, ask: &KeepEvidence) -> Result<Applied, Problem> {
        let run = self.history_run(GetRun { id: ask.run })?;
        let document = self.snapshot(ask.document)?;
        let model = document.model();
        refuse_unfit(model, &run)?;
        let id = id_for(model, &run);
        let value = serde_json::to_value(of_run(&run))
            .unwrap_or_else(|error| unreachable!("evidence is plain JSON: {error}"));
        self.apply(&Apply {
            document: ask.document,
            option: ask.option.clone(),
            revision: ask.revision,
            gesture: None,
            edit: Edit::Set {
                path: format!("evidence/{id}"),
                value,
            },
        })
    }
}

/// Evidence must be of the model as it is, come out the same again, and say something.
fn refuse_unfit(model: &Model, run: &Run) -> Result<(), Problem> {
    let (why, fix) = if digest(model, &run.option, &run.scenario).as_ref() != Some(&run.digest) {
        ("the model has moved on since that run", "run it again")
    } else if run.stop.cut_short() {
        (
            "the run was stopped early, so that it does not come out the same again",
            "run it to its end",
        )
    } else if run.replications == 0 {
        (
            "the run ended in overload before anything was measured",
            "change the design until it keeps up",
        )
    } else {
        return Ok(());
    };
    Err(Problem::new(ProblemKind::Refused, why, fix))
}

/// The digest of an option under a scenario; none where there is no such network.
fn digest(model: &Model, option: &OptionId, scenario: &ScenarioId) -> Option<String> {
    let architecture = derive(model, option);
    let lowered = lower(&architecture, model.scenarios.get(scenario)?);
    Some(lowered.ok()?.digest)
}

/// That of the evidence it takes the place of, or a new one.
fn id_for(model: &Model, run: &Run) -> String {
    let same = |known: &Evidence| known.option == run.option && known.scenario == run.scenario;
    let known = model.evidence.iter().find(|(_, known)| same(known));
    known.map_or_else(
        || {
            free_slug(&format!("{}-{}", run.option, run.scenario), |id| {
                EvidenceId::new(id).is_ok_and(|id| model.evidence.contains_key(&id))
            })
        },
        |(id, _)| id.to_string(),
    )
}

/// The evidence that a run is.
fn of_run(run: &Run) -> Evidence {
    let mut figures = Figures::default();
    for (id, journey) in &run.journeys {
        let at = format!("journeys/{id}");
        figures.add_latency(&format!("{at}/response_s"), &journey.response_s);
        figures.add_latency(&format!("{at}/completion_s"), &journey.completion_s);
        figures.add(format!("{at}/throughput_per_s"), journey.throughput_per_s);
        figures.add(format!("{at}/success_rate"), journey.success_rate);
        for objective in &journey.objectives {
            figures.add(good(id, &objective.objective.sli), objective.good);
        }
    }
    for (id, element) in &run.elements {
        let at = format!("elements/{id}");
        figures.add(format!("{at}/utilization"), element.utilization);
        if element.replicas.is_some() {
            let most = exact(f64::from(element.replicas_max));
            figures.add(format!("{at}/replicas_max"), Some(most));
        }
        if let Some(queue) = &element.queue {
            figures.add(format!("{at}/published_per_s"), queue.published_per_s);
            figures.add(format!("{at}/depth_max"), Some(exact(queue.depth_max)));
            figures.add(
                format!("{at}/dead_letters"),
                Some(exact(queue.dead_letters)),
            );
        }
    }
    let cost = run.cost.as_ref().map(|bill| exact(bill.per_month));
    figures.add("cost/per_month".to_owned(), cost);
    Evidence {
        option: run.option.clone(),
        scenario: run.scenario.clone(),
        seed: run.seed,
        engine: run.engine.clone(),
        replications: run.replications,
        model_digest: run.digest.clone(),
        figures: figures.0,
    }
}

/// The figure of an objective is named by what is measured, so that it is not taken for another when the
/// promise changes.
fn good(journey: &JourneyId, sli: &Sli) -> String {
    match sli {
        Sli::Response(within) => format!("journeys/{journey}/good/response/{within}"),
        Sli::Completion(within) => format!("journeys/{journey}/good/completion/{within}"),
        Sli::Success => format!("journeys/{journey}/good/success"),
    }
}

/// A figure without noise.
fn exact(value: f64) -> Estimate {
    Estimate {
        value,
        low: value,
        high: value,
    }
}

/// The runs that the evidence of an option tells of, where it is not stale. They say no more than the
/// evidence does: no bill, no series.
pub(crate) fn runs(model: &Model, architecture: &Architecture) -> Vec<Run> {
    let own = model.evidence.values();
    own.filter(|evidence| evidence.option == architecture.option)
        .filter_map(|evidence| {
            let scenario = model.scenarios.get(&evidence.scenario)?;
            let lowered = lower(architecture, scenario).ok()?;
            (lowered.digest == evidence.model_digest)
                .then(|| run(model, architecture, scenario.kind, evidence))
        })
        .collect()
}

/// What is to be said of the evidence of an option that is stale: its figures are left out.
pub(crate) fn stale(model: &Model, architecture: &Architecture) -> Vec<String> {
    let own = model.evidence.iter();
    own.filter(|(_, evidence)| evidence.option == architecture.option)
        .filter(|(_, evidence)| {
            let fresh = model
                .scenarios
                .get(&evidence.scenario)
                .and_then(|scenario| lower(architecture, scenario).ok())
                .is_some_and(|lowered| lowered.digest == evidence.model_digest);
            !fresh
        })
        .map(|(id, evidence)| {
            format!(
                "The evidence {id} (option {}, scenario {}) is stale: the model has moved on since, and its \
                 figures are left out. Simulate again and keep the run as evidence.",
                evidence.option, evidence.scenario
            )
        })
        .collect()
}

fn run(model: &Model, architecture: &Architecture, kind: ScenarioKind, evidence: &Evidence) -> Run {
    let journeys = architecture.journeys.iter();
    let elements = architecture.elements.iter();
    Run {
        format: FORMAT,
        model: model.name.clone(),
        option: evidence.option.clone(),
        scenario: evidence.scenario.clone(),
        kind: match kind {
            ScenarioKind::Steady => RunKind::Steady,
            ScenarioKind::Terminating => RunKind::Terminating,
        },
        method: Method::default(),
        seed: evidence.seed,
        engine: evidence.engine.clone(),
        digest: evidence.model_digest.clone(),
        confidence: CONFIDENCE,
        replications: evidence.replications,
        requests: 0,
        events: 0,
        warm_up_s: 0.0,
        horizon_s: 0.0,
        stop: Stop::Replications,
        journeys: journeys
            .map(|(id, journey)| (id.clone(), journey_of(evidence, id, journey)))
            .collect(),
        elements: elements
            .map(|(id, element)| (id.clone(), element_of(evidence, id, element.label(id))))
            .collect(),
        links: BTreeMap::new(),
        deploys: BTreeMap::new(),
        series: RunSeries::default(),
        cost: None,
        blast_radius: None,
        rare: Vec::new(),
        metrics: BTreeMap::new(),
        failure_modes: BTreeMap::new(),
        overload: None,
        notes: Vec::new(),
    }
}

fn journey_of(evidence: &Evidence, id: &JourneyId, journey: &Journey) -> JourneyResult {
    let at = format!("journeys/{id}");
    let objectives = journey.objectives.iter();
    JourneyResult {
        name: journey.name.clone().unwrap_or_else(|| id.to_string()),
        entry: journey.entry.clone(),
        response_s: latency(evidence, &format!("{at}/response_s")),
        completion_s: latency(evidence, &format!("{at}/completion_s")),
        success_response_s: Latency::default(),
        throughput_per_s: figure(evidence, &format!("{at}/throughput_per_s")),
        success_rate: figure(evidence, &format!("{at}/success_rate")),
        requests: 0,
        censored: 0,
        objectives: objectives
            .map(|(name, own)| kept(name, own, figure(evidence, &good(id, &own.sli))))
            .collect(),
        messages: None,
        where_it_goes: Vec::new(),
        windows: BTreeMap::new(),
    }
}

fn element_of(evidence: &Evidence, id: &ElementId, name: &str) -> ElementResult {
    let of = |figure_name: &str| figure(evidence, &format!("elements/{id}/{figure_name}"));
    ElementResult {
        messages: None,
        scaling: None,
        function: None,
        placement: None,
        nodes: None,
        caches: BTreeMap::new(),
        job: None,
        read_replicas: None,
        name: name.to_owned(),
        resource: None,
        utilization: of("utilization"),
        throughput_per_s: None,
        response_s: Latency::default(),
        own_s: None,
        wait_s: Latency::default(),
        queue_length: None,
        replicas: None,
        replicas_max: of("replicas_max").map_or(0, |most| most.value as u32),
        denied: None,
        without_token: None,
        with_old_token: None,
        refused: None,
        abandoned: None,
        killed: None,
        resources: BTreeMap::new(),
        queue: of("depth_max").map(|depth_max| QueueResult {
            replayed: 0.0,
            consumer_groups: BTreeMap::new(),
            depth: None,
            depth_max: depth_max.value,
            published_per_s: of("published_per_s"),
            redeliveries: 0.0,
            dead_letters: of("dead_letters").map_or(0.0, |letters| letters.value),
            refused: 0.0,
        }),
    }
}

fn figure(evidence: &Evidence, name: &str) -> Option<Estimate> {
    let found = evidence.figures.get(name)?;
    Some(Estimate {
        value: found.value,
        low: found.low,
        high: found.high,
    })
}

fn latency(evidence: &Evidence, at: &str) -> Latency {
    let of = |name: &str| figure(evidence, &format!("{at}/{name}"));
    Latency {
        mean: of("mean"),
        p50: of("p50"),
        p90: of("p90"),
        p95: of("p95"),
        p99: of("p99"),
        p999: of("p999"),
    }
}

/// Figures by name.
#[derive(Default)]
struct Figures(BTreeMap<String, EvidenceFigure>);

impl Figures {
    fn add(&mut self, name: String, estimate: Option<Estimate>) {
        if let Some(Estimate { value, low, high }) = estimate {
            self.0.insert(name, EvidenceFigure { value, low, high });
        }
    }

    fn add_latency(&mut self, at: &str, latency: &Latency) {
        for (name, estimate) in [
            ("mean", latency.mean),
            ("p50", latency.p50),
            ("p90", latency.p90),
            ("p95", latency.p95),
            ("p99", latency.p99),
            ("p999", latency.p999),
        ] {
            self.add(format!("{at}/{name}"), estimate);
        }
    }
}
