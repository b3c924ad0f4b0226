//! What templates may use. Every text that comes from a model is escaped for Markdown.

use serde_json::{Value, json};
use spinout_model::{DataStrategy, Unit};
use spinout_results::Run;

use crate::boundary::Boundary;
use crate::objectives::{burns, promises};
use crate::place::{label, team, unit};
use crate::write::{escape, link, percent, significant};
use crate::{Design, Options};

/// All that a document of one unit may say.
pub(super) fn facts(design: &Design<'_>, boundary: &Boundary<'_>, options: &Options) -> Value {
    let architecture = design.architecture;
    let id = &boundary.origin.unit;
    let name_of = |process| {
        team(architecture, process).map(|id| {
            let found = architecture.teams.get(id);
            escape(found.map_or(id.as_str(), |team| &team.name))
        })
    };
    let on_call = team(architecture, id)
        .and_then(|id| architecture.teams.get(id)?.on_call.as_deref())
        .map(link);
    let queues: Vec<Value> = boundary
        .channels()
        .iter()
        .filter(|channel| !channel.consumers.is_empty())
        .map(|channel| {
            json!({
                "id": channel.id.as_str(),
                "name": escape(channel.label()),
                "dead_letters": channel.dead_letter().map(|dead| dead.to.as_str()),
                "retention": channel.rules().and_then(|rules| rules.retention).map(|time| time.to_string()),
                "idempotent": channel.consumers.iter().all(|link| link.idempotent == Some(true))
            })
        })
        .collect();
    json!({
        "model": escape(design.model),
        "option": architecture.option.as_str(),
        "spin_out": boundary.id.as_str(),
        "unit": escape(boundary.unit_label()),
        "unit_id": id.as_str(),
        "parent": escape(boundary.parent_label()),
        "team": name_of(id).unwrap_or_else(|| "the team that will own it".to_owned()),
        "owned": name_of(id).is_some(),
        "parent_team": name_of(&boundary.origin.parent).unwrap_or_else(|| "the parent's team".to_owned()),
        "on_call": on_call,
        "components": boundary.origin.components.iter().map(|id| escape(label(architecture, id))).collect::<Vec<_>>(),
        "dashboards": options.dashboards.as_ref().map(|base| link(&format!("{}/{id}", base.trim_end_matches('/')))),
        "objectives": objectives(design),
        "queues": queues,
        "stores": stores(boundary),
        "phases": phases(design, boundary),
        "runs": runs(design),
        "unit_says": unit(architecture, id).map(said),
        "bill": bill(design),
        "stale": design.stale.iter().map(|text| escape(text)).collect::<Vec<_>>(),
        "calls": boundary.links().iter().filter(|(_, link)| link.mode == spinout_model::Mode::Calls).count(),
        "contracts_written": boundary.channels().iter().all(|channel| !crate::contract::message(architecture, channel).draft)
    })
}

fn objectives(design: &Design<'_>) -> Vec<Value> {
    let (promises, _) = promises(design.architecture);
    promises
        .iter()
        .map(|promise| {
            let (fire, _) = burns(promise.objective.target, promise.period_s());
            let outage = fire
                .iter()
                .find(|burn| burn.pages)
                .and_then(|burn| burn.detection_s(1.0));
            json!({
                "slo": promise.slo,
                "journey": escape(promise.journey_label),
                "promised": promise.wording(),
                "window": promise.objective.window.to_string(),
                "budget": percent(1.0 - promise.objective.target),
                "service": promise.service.as_str(),
                "page_minutes": outage.map(|seconds| significant(seconds / 60.0, 2))
            })
        })
        .collect()
}

fn stores(boundary: &Boundary<'_>) -> Vec<Value> {
    boundary
        .origin
        .data
        .iter()
        .map(|(store, (strategy, _))| {
            let how = match strategy {
                DataStrategy::Shared => "stays shared with the parent",
                DataStrategy::OwnSchema => "gets a schema of the unit's own",
                DataStrategy::OwnStore => "gets a store of the unit's own",
                DataStrategy::Replica => "is read from a copy, which lags",
                DataStrategy::CallParent => "stays with the parent, which the unit asks",
            };
            json!({ "name": escape(label(boundary.architecture, store)), "how": how, "shared": *strategy == DataStrategy::Shared })
        })
        .collect()
}

fn phases(design: &Design<'_>, boundary: &Boundary<'_>) -> Vec<Value> {
    let cutover = design.architecture.cutovers.get(boundary.id);
    cutover
        .into_iter()
        .flat_map(|cutover| &cutover.phases)
        .map(|phase| {
            let gates: Vec<String> = phase
                .gate
                .iter()
                .map(|gate| format!("`{}-{}`", gate.journey, gate.objective))
                .collect();
            json!({
                "share": if phase.share == 0.0 { "Shadow".to_owned() } else { percent(phase.share) },
                "at_least": phase.at_least.map(|time| time.to_string()),
                "gate": gates.join(", "),
                "shadow": phase.share == 0.0,
                "way_back": phase.way_back.as_deref().map(|text| escape(text.trim_end_matches(['.', ' '])))
            })
        })
        .collect()
}

fn runs(design: &Design<'_>) -> Vec<Value> {
    let told = |run: &Run| {
        let journeys: Vec<Value> = run
            .journeys
            .iter()
            .map(|(id, journey)| {
                let seconds = |estimate: Option<spinout_results::Estimate>| {
                    estimate.map(|e| {
                        format!(
                            "{} s ({} to {})",
                            significant(e.value, 3),
                            significant(e.low, 3),
                            significant(e.high, 3)
                        )
                    })
                };
                let objectives: Vec<Value> = journey
                    .objectives
                    .iter()
                    .map(|one| json!({ "id": one.id.as_str(), "met": one.met, "certain": one.certain }))
                    .collect();
                json!({
                    "id": id.as_str(),
                    "name": escape(&journey.name),
                    "response_p99": seconds(journey.response_s.p99),
                    "completion_p99": seconds(journey.completion_s.p99),
                    "objectives": objectives
                })
            })
            .collect();
        json!({
            "option": run.option.as_str(),
            "scenario": run.scenario.as_str(),
            "replications": run.replications,
            "seed": run.seed,
            "engine": escape(&run.engine),
            "overload": run.overload.as_ref().map(|overload| escape(&overload.name)),
            "journeys": journeys
        })
    };
    design
        .baseline_runs()
        .chain(design.own_runs())
        .map(told)
        .collect()
}

fn bill(design: &Design<'_>) -> Value {
    let month = |run: &Run| {
        let bill = run.cost.as_ref()?;
        Some(format!(
            "{} {}",
            significant(bill.per_month, 4),
            escape(&bill.currency)
        ))
    };
    json!({
        "before": design.baseline_runs().find_map(month),
        "after": design.own_runs().find_map(month)
    })
}

/// What the unit's answers are: a verdict for each, or null.
fn said(unit: &Unit) -> Value {
    let of = |answer: &Option<spinout_model::Answer>| {
        answer.as_ref().map(|answer| {
            let yes = answer.is == spinout_model::Verdict::Yes;
            json!({ "yes": yes, "evidence": answer.evidence.as_deref().map(link) })
        })
    };
    json!({
        "on_call": of(&unit.on_call), "runbook": of(&unit.runbook), "traces": of(&unit.traces),
        "metrics": of(&unit.metrics), "logs": of(&unit.logs), "alerts": of(&unit.alerts),
        "contract_tests": of(&unit.contract_tests), "load_tests": of(&unit.load_tests),
        "identity": of(&unit.identity), "network_policy": of(&unit.network_policy),
        "secrets": of(&unit.secrets), "tags": of(&unit.tags),
        "canary": unit.pipeline.as_ref().and_then(|pipeline| of(&pipeline.canary)),
        "rollback": unit.pipeline.as_ref().and_then(|pipeline| of(&pipeline.rollback)),
        "own_pipeline": unit.pipeline.as_ref().map(|pipeline| !pipeline.shared)
    })
}
