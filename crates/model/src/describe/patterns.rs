use serde::Serialize;
use ts_rs::TS;

use crate::{CutoverPhase, Pattern, ReachedBy};

/// A shape that a spinout can be given.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct PatternDescription {
    /// Its word in the file.
    pub pattern: Pattern,
    /// Its id in the domain, `P1` to `P6`.
    pub id: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// What it makes, in a sentence or two.
    pub help: &'static str,
    /// What its unit is called after its component, such as `worker`.
    pub unit: &'static str,
    /// How what stays can reach it, the usual way first.
    pub reached_by: Vec<ReachedBy>,
}

const ALL: [(Pattern, &str, &str, &str, &str); 6] = [
    (
        Pattern::EventDrivenWorker,
        "P1",
        "Event-driven worker",
        "A queue with dead letters in front of a pool of workers. The synchronous call becomes a publication.",
        "worker",
    ),
    (
        Pattern::ApiFacade,
        "P2",
        "API façade",
        "A service behind a gateway, the one door for everybody. Who calls waits, now over the network.",
        "service",
    ),
    (
        Pattern::Namespace,
        "P3",
        "Kubernetes namespace",
        "A service in a namespace of its own with a quota and its own scaling, in the same cluster.",
        "service",
    ),
    (
        Pattern::Account,
        "P4",
        "Separate account",
        "A service in an account of its own: provably apart, with a longer way and a bill of its own.",
        "service",
    ),
    (
        Pattern::Function,
        "P5",
        "Serverless function",
        "An environment for each request, paid by the request, with cold starts and a time limit.",
        "function",
    ),
    (
        Pattern::DataPipeline,
        "P6",
        "Data pipeline",
        "A service that works on a copy of the data, kept by a stream of changes, and so behind by its lag.",
        "pipeline",
    ),
];

pub(super) fn patterns() -> Vec<PatternDescription> {
    let describe = |(pattern, id, name, help, unit): (Pattern, _, _, _, _)| {
        let usual = pattern.reached_by();
        let others = [ReachedBy::Calls, ReachedBy::Messages];
        let others = others.into_iter().filter(|by| *by != usual);
        PatternDescription {
            pattern,
            id,
            name,
            help,
            unit,
            reached_by: std::iter::once(usual)
                .chain(others.filter(|by| pattern.allows(*by)))
                .collect(),
        }
    };
    ALL.into_iter().map(describe).collect()
}

pub(super) fn phases() -> Vec<CutoverPhase> {
    let phase = |share: f64| CutoverPhase {
        share,
        at_least: None,
        gate: Vec::new(),
        way_back: Some(
            if share > 0.0 {
                "route back by the flag"
            } else {
                "stop the shadow"
            }
            .to_owned(),
        ),
    };
    [0.0, 0.01, 0.1, 0.5, 1.0].map(phase).into()
}
