//! Panels, and where they stand.

use serde_json::{Value, json};

/// The columns of a dashboard, and the rows of a panel.
const COLUMNS: u32 = 24;
const HEIGHT: u32 = 8;

/// Something to look at.
pub(super) struct Panel {
    pub(super) title: String,
    pub(super) about: String,
    pub(super) queries: Vec<Query>,
    kind: Kind,
    unit: &'static str,
    width: u32,
}

/// A query and what its series are called.
pub(super) struct Query {
    pub(super) text: String,
    legend: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Stat,
    Graph,
    Table,
    Text,
    Traces,
    Logs,
}

/// Where series are asked for.
pub(super) fn metrics() -> Value {
    json!({ "type": "prometheus", "uid": "${metrics}" })
}

impl Panel {
    fn new(kind: Kind, title: &str, unit: &'static str, width: u32) -> Self {
        Self {
            title: title.to_owned(),
            about: String::new(),
            queries: Vec::new(),
            kind,
            unit,
            width,
        }
    }

    pub(super) fn stat(title: &str, unit: &'static str) -> Self {
        Self::new(Kind::Stat, title, unit, 6)
    }

    pub(super) fn graph(title: &str, unit: &'static str) -> Self {
        Self::new(Kind::Graph, title, unit, 12)
    }

    pub(super) fn table(title: &str) -> Self {
        Self::new(Kind::Table, title, "none", COLUMNS)
    }

    /// Text in Markdown.
    pub(super) fn text(title: &str, text: &str) -> Self {
        Self::new(Kind::Text, title, "none", COLUMNS).about(text)
    }

    pub(super) fn traces(title: &str, query: String) -> Self {
        Self::new(Kind::Traces, title, "none", COLUMNS).ask(query, "")
    }

    pub(super) fn logs(title: &str, query: String) -> Self {
        Self::new(Kind::Logs, title, "none", COLUMNS).ask(query, "")
    }

    pub(super) fn about(mut self, about: &str) -> Self {
        about.clone_into(&mut self.about);
        self
    }

    pub(super) fn ask(mut self, text: String, legend: &str) -> Self {
        self.queries.push(Query {
            text,
            legend: legend.to_owned(),
        });
        self
    }

    /// Does it ask Prometheus?
    pub(super) fn asks_metrics(&self) -> bool {
        matches!(self.kind, Kind::Stat | Kind::Graph | Kind::Table)
    }

    fn json(&self, id: usize, (x, y): (u32, u32)) -> Value {
        let (kind, options) = match self.kind {
            Kind::Stat => (
                "stat",
                json!({ "reduceOptions": { "calcs": ["lastNotNull"], "fields": "", "values": false }, "colorMode": "value", "graphMode": "area" }),
            ),
            Kind::Graph => (
                "timeseries",
                json!({ "legend": { "displayMode": "list", "placement": "bottom", "showLegend": true, "calcs": [] }, "tooltip": { "mode": "multi", "sort": "desc" } }),
            ),
            Kind::Table | Kind::Traces => ("table", json!({ "showHeader": true })),
            Kind::Logs => (
                "logs",
                json!({ "showTime": true, "wrapLogMessage": true, "sortOrder": "Descending" }),
            ),
            Kind::Text => ("text", json!({ "mode": "markdown", "content": self.about })),
        };
        let mut panel = json!({
            "id": id,
            "type": kind,
            "title": self.title,
            "gridPos": { "x": x, "y": y, "w": self.width, "h": HEIGHT },
            "options": options
        });
        if self.kind == Kind::Text {
            return panel;
        }
        panel["description"] = json!(self.about);
        panel["datasource"] = match self.kind {
            Kind::Traces => json!({ "type": "tempo", "uid": "${traces}" }),
            Kind::Logs => json!({ "type": "loki", "uid": "${logs}" }),
            _ => metrics(),
        };
        panel["fieldConfig"] = json!({ "defaults": { "unit": self.unit }, "overrides": [] });
        let targets = self.queries.iter().zip('A'..).map(|(query, name)| {
            let mut target = json!({ "refId": name, "datasource": panel["datasource"] });
            match self.kind {
                Kind::Traces => {
                    target["queryType"] = json!("traceql");
                    target["query"] = json!(query.text);
                    target["limit"] = json!(50);
                }
                Kind::Logs => target["expr"] = json!(query.text),
                _ => {
                    target["expr"] = json!(query.text);
                    target["legendFormat"] = json!(query.legend);
                    if self.kind == Kind::Table {
                        target["instant"] = json!(true);
                        target["format"] = json!("table");
                    }
                }
            }
            target
        });
        panel["targets"] = targets.collect();
        panel
    }
}

/// The panels one after the other, in rows as wide as the dashboard.
pub(super) fn laid_out(panels: &[Panel]) -> Vec<Value> {
    let (mut x, mut y) = (0, 0);
    let mut made = Vec::new();
    for (index, panel) in panels.iter().enumerate() {
        if x + panel.width > COLUMNS {
            x = 0;
            y += HEIGHT;
        }
        made.push(panel.json(index + 1, (x, y)));
        x += panel.width;
    }
    made
}
