//! OpenSLO v1: the services, indicators and objectives of a design, one document each.
//!
//! What no tool checks for us is tested in the suite: ratio indicators take no `op` or `value`, targets are
//! below 1, names are DNS labels, each objective has one rolling window in OpenSLO's units, and every
//! reference has its document.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use spinout_model::{Architecture, Sli};
use spinout_units::{Duration, ElementId};

use crate::objectives::{Promise, duration_histogram, promises};
use crate::place::{label, team};
use crate::registry::{Exporter, File};
use crate::write::{Names, documents, tidy};
use crate::{Design, Options, Ownership, Target, header};

pub(crate) const EXPORTER: Exporter = Exporter {
    id: "openslo",
    about: "OpenSLO v1 documents of every objective",
    accepted_by: &["oslo validate"],
    target: Target::Monitoring,
    ownership: Ownership::Owned,
    files,
};

fn files(design: &Design<'_>, _: &Options) -> Vec<File> {
    let (promises, unmeasured) = promises(design.architecture);
    if promises.is_empty() {
        return Vec::new();
    }
    let mut comments = header(design);
    comments.extend(unmeasured.iter().map(|journey| {
        format!("The objectives of {journey} are left out: no process answers its entry.")
    }));
    let mut names = Names::default();
    let services: BTreeSet<&ElementId> = promises.iter().map(|promise| &promise.service).collect();
    let mut values = Vec::new();
    let mut named = Vec::new();
    for id in services {
        let name = names.label(&[id.as_str()]);
        values.push(service(design.architecture, id, &name));
        named.push((id, name));
    }
    for promise in &promises {
        let name = named
            .iter()
            .find(|(id, _)| **id == promise.service)
            .map_or("", |(_, name)| name.as_str());
        values.push(indicator(promise));
        values.push(objective(promise, name));
    }
    vec![File {
        path: "monitoring/openslo.yaml".to_owned(),
        about: "Services, indicators and objectives".to_owned(),
        text: documents(&comments, &values),
    }]
}

fn service(architecture: &Architecture, id: &ElementId, name: &str) -> Value {
    let element = architecture.elements.get(id);
    let said = element
        .and_then(|element| element.description.as_deref())
        .unwrap_or("A service of the model.");
    let mut metadata = json!({ "name": name, "displayName": label(architecture, id) });
    if let Some(team) = team(architecture, id) {
        metadata["labels"] = json!({ "team": [team.as_str()] });
    }
    json!({
        "apiVersion": "openslo/v1",
        "kind": "Service",
        "metadata": metadata,
        "spec": { "description": short(said) }
    })
}

fn indicator(promise: &Promise<'_>) -> Value {
    let source = |query: String| json!({ "metricSource": { "type": "Prometheus", "spec": { "query": format!("sum({query})") } } });
    json!({
        "apiVersion": "openslo/v1",
        "kind": "SLI",
        "metadata": { "name": promise.slo, "displayName": display(promise) },
        "spec": {
            "description": format!(
                "Good requests and all requests of the journey, from {}.",
                duration_histogram(promise.indicator.kind)
            ),
            "ratioMetric": {
                "counter": true,
                "good": source(promise.indicator.good()),
                "total": source(promise.indicator.total())
            }
        }
    })
}

fn objective(promise: &Promise<'_>, service: &str) -> Value {
    json!({
        "apiVersion": "openslo/v1",
        "kind": "SLO",
        "metadata": { "name": promise.slo, "displayName": display(promise) },
        "spec": {
            "description": short(&format!("{}: {}.", promise.journey_label, promise.wording())),
            "service": service,
            "indicatorRef": promise.slo,
            "timeWindow": [{ "duration": window(promise.objective.window), "isRolling": true }],
            "budgetingMethod": "Occurrences",
            "objectives": [{
                "displayName": match promise.objective.sli {
                    Sli::Response(_) => "Response",
                    Sli::Completion(_) => "Completion",
                    Sli::Success => "Success",
                },
                "target": tidy(promise.objective.target)
            }]
        }
    })
}

fn display(promise: &Promise<'_>) -> String {
    format!("{} – {}", promise.journey_label, promise.id)
}

/// OpenSLO allows descriptions of 1050 characters.
fn short(text: &str) -> String {
    text.chars().take(1050).collect()
}

/// A duration in OpenSLO's shorthand: whole minutes, hours or days, the largest that fits; at least a
/// minute.
fn window(of: Duration) -> String {
    let minutes = (of.base() / 60.0).round().max(1.0) as u64;
    for (size, unit) in [(1440, "d"), (60, "h")] {
        if minutes.is_multiple_of(size) {
            return format!("{}{unit}", minutes / size);
        }
    }
    format!("{minutes}m")
}

#[cfg(test)]
mod tests {
    use super::window;

    #[test]
    fn windows_are_written_in_the_largest_whole_unit() {
        for (given, written) in [
            ("30d", "30d"),
            ("720h", "30d"),
            ("90min", "90m"),
            ("1.5d", "36h"),
            ("10s", "1m"),
        ] {
            assert_eq!(window(given.parse().unwrap()), written);
        }
    }
}
