use serde_json::{Map, Value, json};
use spinout_model::Architecture;
use spinout_units::{ElementId, TeamId};

use crate::place::unit;
use crate::write::{link, template_text, url_query};
use crate::{Design, Options};

/// Where Prometheus stands in the unit tests.
pub(super) const TEST_URL: &str = "http://localhost:9090";

/// An alerting rule.
pub(super) struct Alert {
    pub(super) name: &'static str,
    pub(super) expr: String,
    pub(super) hold: Option<&'static str>,
    pub(super) labels: Map<String, Value>,
    pub(super) annotations: Vec<Annotation>,
}

/// A text beside an alert, as a template of Go and as what comes of it in the unit tests.
pub(super) struct Annotation {
    key: &'static str,
    template: String,
    rendered: String,
}

impl Alert {
    pub(super) fn rule(&self) -> Value {
        let mut rule = json!({ "alert": self.name, "expr": self.expr });
        if let Some(hold) = self.hold {
            rule["for"] = json!(hold);
        }
        rule["labels"] = Value::Object(self.labels.clone());
        rule["annotations"] = self.texts(|annotation| &annotation.template);
        rule
    }

    /// What a unit test expects of it when it fires for a series with `labels`.
    pub(super) fn expected(&self, labels: &[(&str, &str)]) -> Value {
        let mut all: Map<String, Value> = labels
            .iter()
            .map(|(k, v)| ((*k).to_owned(), json!(v)))
            .collect();
        all.extend(self.labels.clone());
        json!({ "exp_labels": all, "exp_annotations": self.texts(|annotation| &annotation.rendered) })
    }

    fn texts(&self, of: impl Fn(&Annotation) -> &String) -> Value {
        let texts = self
            .annotations
            .iter()
            .map(|one| (one.key.to_owned(), json!(of(one))));
        Value::Object(texts.collect())
    }
}

impl Annotation {
    fn text(key: &'static str, text: &str) -> Self {
        Self {
            key,
            template: template_text(text),
            rendered: text.to_owned(),
        }
    }
}

/// The labels that every alert carries, with `more`.
pub(super) fn labels(
    severity: &str,
    service: &ElementId,
    team: Option<&TeamId>,
    more: &[(&str, &str)],
) -> Map<String, Value> {
    let mut labels = Map::new();
    labels.insert("severity".to_owned(), json!(severity));
    labels.insert("service".to_owned(), json!(service.as_str()));
    if let Some(team) = team {
        labels.insert("team".to_owned(), json!(team.as_str()));
    }
    for (key, value) in more {
        labels.insert((*key).to_owned(), json!(value));
    }
    labels
}

/// What a person who is woken up needs: what it is, what it means, what to do, where to look.
pub(super) fn annotations(
    design: &Design<'_>,
    options: &Options,
    service: &ElementId,
    (summary, description): (&str, &str),
    series: &str,
) -> Vec<Annotation> {
    let mut annotations = vec![
        Annotation::text("summary", summary),
        Annotation::text("description", description),
    ];
    if let Some(url) = runbook(design.architecture, options, service) {
        annotations.push(Annotation::text("runbook_url", &url));
    }
    annotations.push(match &options.dashboards {
        Some(base) => Annotation::text("dashboard_url", &under(base, service)),
        None => {
            let query = format!(
                "/graph?g0.expr={}&g0.tab=0&g0.range_input=6h",
                url_query(series)
            );
            Annotation {
                key: "dashboard_url",
                template: format!("{{{{ $externalURL }}}}{query}"),
                rendered: format!("{TEST_URL}{query}"),
            }
        }
    });
    annotations
}

/// The runbook of a service: a link that the model gives as evidence, else one under the address of all
/// runbooks.
pub(super) fn runbook(
    architecture: &Architecture,
    options: &Options,
    service: &ElementId,
) -> Option<String> {
    let evidence = unit(architecture, service)
        .and_then(|unit| unit.runbook.as_ref())
        .and_then(|answer| answer.evidence.as_deref())
        .filter(|text| link(text).starts_with('<'));
    evidence
        .map(str::to_owned)
        .or_else(|| options.runbooks.as_deref().map(|base| under(base, service)))
}

fn under(base: &str, service: &ElementId) -> String {
    format!("{}/{service}", base.trim_end_matches('/'))
}
