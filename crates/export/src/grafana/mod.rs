//! Grafana: three dashboards a unit, for executives, for whoever is on call, and for finding a cause.
//!
//! Environment and version are variables, taken from `target_info`, which OpenTelemetry's libraries export beside
//! their series. Every query reads a series that the exported rules record or that a library, an exporter or the
//! team emits by a name that stands on the dashboard itself, with who emits it: a panel that stays empty tells
//! where to look.

mod layers;
mod panel;
mod queries;
mod sources;

use serde_json::{Value, json};

use crate::boundary::{Boundary, boundaries};
use crate::objectives::{Promise, promises};
use crate::place::{team, unit};
use crate::registry::{Exporter, File};
use crate::write::escape;
use crate::{Design, Options, Ownership, Target};
use panel::{Panel, laid_out};

pub(crate) const EXPORTER: Exporter = Exporter {
    id: "grafana",
    about: "Grafana dashboards of a unit: executive, on-call and debug",
    accepted_by: &["Grafana 11", "promtool (every query)"],
    target: Target::Monitoring,
    ownership: Ownership::Owned,
    files,
};

/// Hours of the month that a bill is for.
const HOURS_PER_MONTH: f64 = 730.0;

/// A unit that is looked at.
struct Seen<'a> {
    design: &'a Design<'a>,
    boundary: &'a Boundary<'a>,
    /// Objectives that the unit or its parent answers for.
    promises: Vec<&'a Promise<'a>>,
    /// The namespace and the name of its pods, where it has some.
    pods: Option<(String, String)>,
}

type Panels = fn(&Seen<'_>) -> Vec<Panel>;

const DASHBOARDS: &[(&str, &str, Panels)] = &[
    (
        "executive",
        "what it promises and what it costs",
        queries::executive,
    ),
    ("on-call", "what is wrong now", queries::on_call),
    ("debug", "where it comes from", queries::debug),
];

fn files(design: &Design<'_>, _: &Options) -> Vec<File> {
    let (promises, _) = promises(design.architecture);
    let pods = crate::kubernetes::units(design.architecture);
    let mut files = Vec::new();
    for boundary in boundaries(design.architecture) {
        let origin = boundary.origin;
        let seen = Seen {
            design,
            boundary: &boundary,
            promises: promises
                .iter()
                .filter(|promise| [&origin.unit, &origin.parent].contains(&&promise.service))
                .collect(),
            pods: pods
                .iter()
                .find(|pods| *pods.id == origin.unit)
                .map(|pods| (pods.namespace.clone(), pods.name.clone())),
        };
        for (name, about, panels) in DASHBOARDS {
            let mut text =
                serde_json::to_string_pretty(&dashboard(&seen, name, about, panels(&seen)))
                    .unwrap_or_default();
            text.push('\n');
            files.push(File {
                path: format!("monitoring/grafana/{}-{name}.json", boundary.id),
                about: format!("A dashboard: {about}"),
                text,
            });
        }
    }
    files
}

fn dashboard(seen: &Seen<'_>, name: &str, about: &str, mut panels: Vec<Panel>) -> Value {
    let id = seen.boundary.id.as_str();
    let origin = seen.boundary.origin;
    let mut tags = vec!["spinout".to_owned(), id.to_owned()];
    tags.extend(team(seen.design.architecture, &origin.unit).map(ToString::to_string));
    panels.push(Panel::text(
        "Where the figures come from",
        &sources::named(&panels),
    ));
    let whose = format!("{}/{id}/{name}", seen.design.architecture.option);
    json!({
        "uid": format!("spinout-{}", &spinout_units::sha256(whose.as_bytes())[..16]),
        "title": format!("{} – {name}", seen.boundary.unit_label()),
        "description": format!(
            "{}: {about}. Made by Spinout from the model {}, option {}.",
            seen.boundary.unit_label(), seen.design.model, seen.design.architecture.option
        ),
        "tags": tags,
        "schemaVersion": 39,
        "version": 1,
        "editable": true,
        "graphTooltip": 1,
        "timezone": "",
        "refresh": if name == "executive" { "5m" } else { "30s" },
        "time": { "from": if name == "executive" { "now-7d" } else { "now-3h" }, "to": "now" },
        "links": [{
            "type": "dashboards", "title": "The unit's other dashboards", "tags": ["spinout", id],
            "asDropdown": false, "includeVars": true, "keepTime": true, "targetBlank": false, "icon": "external link"
        }],
        "templating": { "list": variables(origin.unit.as_str(), name == "debug") },
        "annotations": { "list": [queries::releases(origin.unit.as_str())] },
        "panels": laid_out(&panels)
    })
}

/// The sources of data, the environment and the version.
fn variables(job: &str, debug: bool) -> Vec<Value> {
    let source = |name: &str, label: &str, kind: &str| json!({ "type": "datasource", "name": name, "label": label, "query": kind, "current": {}, "hide": 0 });
    let choice = |name: &str, label: &str, query: String| {
        json!({
            "type": "query", "name": name, "label": label, "datasource": panel::metrics(),
            "query": { "query": query, "refId": name }, "definition": query,
            "refresh": 2, "sort": 1, "multi": true, "includeAll": true, "allValue": ".*",
            "current": { "text": ["All"], "value": ["$__all"] }, "hide": 0
        })
    };
    let mut list = vec![source("metrics", "Metrics", "prometheus")];
    if debug {
        list.push(source("traces", "Traces", "tempo"));
        list.push(source("logs", "Logs", "loki"));
    }
    let of_job = format!("job=\"{job}\"");
    list.push(choice(
        "environment",
        "Environment",
        format!("label_values(target_info{{{of_job}}}, deployment_environment_name)"),
    ));
    list.push(choice(
        "version",
        "Version",
        format!(
            "label_values(target_info{{{of_job},deployment_environment_name=~\"$environment\"}}, service_version)"
        ),
    ));
    list
}

impl Seen<'_> {
    fn job(&self) -> &str {
        self.boundary.origin.unit.as_str()
    }

    fn layer(&self) -> spinout_model::Layer {
        let architecture = self.design.architecture;
        let of_unit = &self.boundary.origin.unit;
        let is_function = architecture
            .elements
            .get(of_unit)
            .is_some_and(|element| element.function.is_some());
        let told = unit(architecture, of_unit).and_then(|unit| unit.layer);
        told.unwrap_or(if is_function {
            spinout_model::Layer::Serverless
        } else {
            spinout_model::Layer::Service
        })
    }

    /// What the bill says of the unit, for a reader.
    fn costs(&self) -> String {
        let Some(bill) = self.design.own_runs().find_map(|run| run.cost.as_ref()) else {
            return "No run that is up to date has a bill: simulate the option with prices, and export again."
                .to_owned();
        };
        let of_unit: f64 = bill
            .lines
            .iter()
            .filter(|line| line.element.as_ref() == Some(&self.boundary.origin.unit))
            .map(|line| line.amount)
            .sum();
        let money = |amount: f64| {
            format!(
                "{} {}",
                crate::write::significant(amount, 3),
                escape(&bill.currency)
            )
        };
        format!(
            "As simulated, the unit costs {} a month and {} a day, and the whole design {} a month.",
            money(of_unit),
            money(of_unit * 24.0 / HOURS_PER_MONTH),
            money(bill.per_month)
        )
    }
}
