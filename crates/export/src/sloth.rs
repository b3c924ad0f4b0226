//! Sloth: the objectives of each service in its native form, for teams that let it make their rules.
//!
//! The rules that it makes stand in place of the exported ones of Prometheus: loading both alerts twice.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use spinout_units::ElementId;

use crate::objectives::{Promise, promises};
use crate::registry::{Exporter, File};
use crate::write::{documents, template_text, tidy};
use crate::{Design, Options, Ownership, Target, header};

pub(crate) const EXPORTER: Exporter = Exporter {
    id: "sloth",
    about: "Sloth specifications of the objectives of each service",
    accepted_by: &["sloth validate", "slokit"],
    target: Target::Monitoring,
    ownership: Ownership::Owned,
    files,
};

fn files(design: &Design<'_>, _: &Options) -> Vec<File> {
    let (promises, _) = promises(design.architecture);
    let mut services: BTreeMap<&ElementId, Vec<&Promise<'_>>> = BTreeMap::new();
    for promise in &promises {
        services.entry(&promise.service).or_default().push(promise);
    }
    services
        .iter()
        .map(|(service, promises)| {
            let mut comments = header(design);
            comments.push(
                "Load what Sloth makes of it, or the exported rules of Prometheus, not both."
                    .to_owned(),
            );
            comments.extend(promises.iter().map(|promise| {
                format!(
                    "{} counts over {}: sloth generate --default-slo-period.",
                    promise.slo, promise.objective.window
                )
            }));
            let document = json!({
                "version": "prometheus/v1",
                "service": service.as_str(),
                "slos": promises.iter().map(|promise| objective(promise)).collect::<Vec<Value>>()
            });
            File {
                path: format!("monitoring/sloth/{service}.yaml"),
                about: "Objectives for Sloth".to_owned(),
                text: documents(&comments, &[document]),
            }
        })
        .collect()
}

fn objective(promise: &Promise<'_>) -> Value {
    let rate = |selector: String| format!("sum(rate({selector}[{{{{.window}}}}]))");
    let all = rate(promise.indicator.total());
    let good = rate(promise.indicator.good());
    let mut labels = json!({ "journey": promise.journey.as_str() });
    if let Some(team) = promise.team {
        labels["team"] = json!(team.as_str());
    }
    let severity = |of: &str| json!({ "labels": { "severity": of } });
    json!({
        "name": promise.slo,
        "objective": tidy(promise.objective.target * 100.0),
        "description": format!("{}: {}.", promise.journey_label, promise.wording()),
        "labels": labels,
        "sli": { "events": {
            "error_query": format!("{all} - ({good} or 0 * {all})"),
            "total_query": all
        } },
        "alerting": {
            "name": "ErrorBudgetBurn",
            "annotations": {
                "summary": template_text(&format!("{} – {}: the error budget burns", promise.journey_label, promise.id))
            },
            "page_alert": severity("page"),
            "ticket_alert": severity("ticket")
        }
    })
}
