//! Designs to export, from the worked example and from what a team might make of it.

use serde_json::{Value, json};
use spinout_export::{Design, Options, Plan, plan};
use spinout_model::{Architecture, Document, derive, load};
use spinout_results::Run;

/// A design with what it is made of.
pub(crate) struct Sample {
    pub(crate) name: &'static str,
    model: String,
    pub(crate) architecture: Architecture,
    pub(crate) baseline: Architecture,
    pub(crate) runs: Vec<Run>,
}

impl Sample {
    /// From the value of a model file.
    pub(crate) fn new(name: &'static str, model: &Value, option: &str) -> Self {
        let document =
            Document::from_value(model.clone()).unwrap_or_else(|error| panic!("{name}: {error}"));
        let model = document.model();
        Self {
            name,
            model: model.name.clone(),
            architecture: derive(model, &option.parse().unwrap()),
            baseline: derive(model, &"baseline".parse().unwrap()),
            runs: Vec::new(),
        }
    }

    fn simulated(mut self) -> Self {
        let mut before = run("baseline", "steady", "steady", true, 310.0);
        before.journeys.clear();
        self.runs = vec![
            before,
            run("worker-spinout", "steady", "steady", true, 402.5),
            run(
                "worker-spinout",
                "upload-spike",
                "terminating",
                false,
                402.5,
            ),
        ];
        self
    }

    pub(crate) fn plan(&self) -> Plan {
        self.plan_with(&Options::default())
    }

    pub(crate) fn plan_with(&self, options: &Options) -> Plan {
        self.with_design(|design| plan(design, options))
    }

    /// What comes of its design.
    pub(crate) fn with_design<T>(&self, what: impl FnOnce(&Design<'_>) -> T) -> T {
        let runs: Vec<&Run> = self.runs.iter().collect();
        what(&Design {
            model: &self.model,
            architecture: &self.architecture,
            baseline: &self.baseline,
            runs: &runs,
            stale: &[],
        })
    }

    /// The text of the file whose path ends in `end`.
    pub(crate) fn text(&self, end: &str) -> String {
        let plan = self.plan();
        let found = plan
            .artifacts
            .iter()
            .find(|artifact| artifact.path.ends_with(end));
        found
            .unwrap_or_else(|| panic!("{}: no {end}", self.name))
            .text
            .clone()
    }
}

/// The worked example as it stands in the repository.
pub(crate) fn example() -> Value {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../models/image-processing.spinout.json"
    );
    let text = std::fs::read_to_string(path).unwrap();
    load(&text, path).unwrap().document.value().clone()
}

/// All samples.
pub(crate) fn samples() -> Vec<Sample> {
    vec![
        worked(),
        on_kafka(),
        without_a_word(),
        with_callers(),
        odd_objectives(),
        baseline_only(),
        hostile_names(),
    ]
}

/// The worked example with the results of its runs.
pub(crate) fn worked() -> Sample {
    Sample::new("worked example", &example(), "worker-spinout").simulated()
}

pub(crate) fn spin_out(model: &mut Value) -> &mut Value {
    &mut model["options"]["worker-spinout"]["changes"]["worker"]["do"]["spin_out"]
}

/// Leaves one objective: the unit tests of the rules take time for each.
fn with_one_objective(model: &mut Value) {
    let journeys = &mut model["journeys"];
    journeys["browse"]
        .as_object_mut()
        .unwrap()
        .remove("objectives");
    journeys["upload"]["objectives"] =
        json!({ "processed": { "sli": { "completion": "2min" }, "target": 0.99 } });
}

/// The same on Kafka, without contracts: drafts only.
pub(crate) fn on_kafka() -> Sample {
    let mut model = example();
    model.as_object_mut().unwrap().remove("contracts");
    with_one_objective(&mut model);
    spin_out(&mut model)["queue"]["service"] = json!("kafka/topic");
    Sample::new("kafka, drafts", &model, "worker-spinout")
}

/// A model that says nothing that it need not say: no teams, units, broker, contracts, retention.
pub(crate) fn without_a_word() -> Sample {
    let mut model = example();
    with_one_objective(&mut model);
    let object = model.as_object_mut().unwrap();
    for key in ["contracts", "teams", "data", "basis"] {
        object.remove(key);
    }
    for element in object["elements"].as_object_mut().unwrap().values_mut() {
        let element = element.as_object_mut().unwrap();
        element.remove("team");
        element.remove("name");
        element.remove("description");
    }
    for relationship in object["relationships"]
        .as_object_mut()
        .unwrap()
        .values_mut()
    {
        let relationship = relationship.as_object_mut().unwrap();
        for key in ["trace_context", "auth_required", "idempotent"] {
            relationship.remove(key);
        }
    }
    let spin_out = spin_out(&mut model).as_object_mut().unwrap();
    for key in ["queue", "unit", "team", "name", "process"] {
        spin_out.remove(key);
    }
    Sample::new("without a word", &model, "worker-spinout")
}

/// A unit that others call over the network too, with parameters, queries and references in its schemas, on
/// RabbitMQ.
pub(crate) fn with_callers() -> Sample {
    let mut model = example();
    model["elements"]["portal"] = json!({ "kind": "service", "name": "Portal", "operations": { "show": {}, "drop": {}, "list": {} } });
    let operations = &mut model["elements"]["images"]["operations"];
    for operation in ["preview", "forget", "search"] {
        operations[operation] = json!({ "demand": { "constant": "5ms" } });
    }
    for (from, to) in [("show", "preview"), ("drop", "forget"), ("list", "search")] {
        model["options"]["worker-spinout"]["changes"][format!("portal-{to}")] = json!({
            "order": "9",
            "do": { "add": { "relationships": { (format!("portal-{to}")): {
                "from": format!("portal/{from}"), "to": format!("images/{to}"), "mode": "calls",
                "auth_required": true, "trace_context": true
            } } } }
        });
    }
    let contracts = &mut model["contracts"];
    contracts["preview"] = json!({
        "of": "images/preview",
        "summary": "A small picture",
        "version": "2.10.0",
        "http": { "method": "get", "path": "/pictures/{picture}/preview" },
        "request": {
            "type": "object",
            "properties": { "picture": { "type": "integer" }, "width": { "type": "integer", "description": "Pixels." } },
            "required": ["width"]
        },
        "response": {
            "type": "object",
            "properties": { "tree": { "$ref": "#/$defs/node" }, "other": { "$ref": "https://example.org/schema" } },
            "$defs": { "node": { "type": "object", "properties": { "next": { "$ref": "#/$defs/node" } } } }
        },
        "errors": { "404": { "description": "No such picture." }, "too-wide": { "description": "Ask for less." } }
    });
    contracts["forget"] = json!({
        "of": "images/forget",
        "http": { "method": "DELETE", "path": "/pictures/{id}/preview?now=1" }
    });
    contracts["search"] = json!({
        "of": "images/search",
        "http": { "method": "WALK", "path": "pictures//search it/" },
        "request": { "type": "object", "properties": { "for": { "type": "string" } }, "required": ["for"] },
        "examples": { "a \"name\"\nwith lines": { "for": "cats" } }
    });
    with_one_objective(&mut model);
    spin_out(&mut model)["queue"]["service"] = json!("rabbitmq/mq.m5.large");
    Sample::new("with callers", &model, "worker-spinout")
}

/// Objectives at the ends of what is allowed: alerts that never fire, short and long periods, short times.
pub(crate) fn odd_objectives() -> Sample {
    let mut model = example();
    model["journeys"]["browse"]["objectives"] = json!({
        "loose": { "sli": "success", "target": 0.8 },
        "tight": { "sli": "success", "target": 0.99995, "window": "90d" },
        "week": { "sli": { "response": "50us" }, "target": 0.95, "window": "7d" },
        "day": { "sli": { "response": "1s" }, "target": 0.999, "window": "24h" },
        "hour": { "sli": { "response": "1.5s" }, "target": 0.9, "window": "45min" }
    });
    model["journeys"]["upload"]
        .as_object_mut()
        .unwrap()
        .remove("objectives");
    let mut sample = Sample::new("odd objectives", &model, "worker-spinout");
    let mut quiet = run("worker-spinout", "steady", "steady", true, 1.0);
    for journey in quiet.journeys.values_mut() {
        journey.throughput_per_s = Some(estimate(0.01));
    }
    sample.runs = vec![quiet];
    sample
}

/// No unit was spun out.
pub(crate) fn baseline_only() -> Sample {
    let mut model = example();
    with_one_objective(&mut model);
    Sample::new("baseline", &model, "baseline")
}

/// Names that try to leave their place in every format.
pub(crate) const HOSTILE: &[&str] = &[
    "a \"quoted\" 'name' with \\ and `ticks`",
    "two\nlines: and\r\n---\n- more",
    "end",
    "{{ $value }} {{ template \"x\" }} {",
    "🖼️ 图片 שלום \u{202e}gnp.exe\u{202c}",
    "# heading | table <b>x</b> [link](http://example.org) www.example.org a@b.example *x* _y_",
    "2030-01-01",
    "yes",
    "\u{feff}\u{0}\u{1b}[31m\u{7f}\u{85}\u{2028}",
    "<!-- END spinout pre-production -->",
];

pub(crate) fn hostile_names() -> Sample {
    let long = "x".repeat(300);
    let mut names = HOSTILE.iter().copied().chain([long.as_str()]).cycle();
    hostile("hostile names", &mut || names.next().unwrap().to_owned())
}

/// The worked example with every name and every sentence in it from `name`.
pub(crate) fn hostile(sample: &'static str, name: &mut dyn FnMut() -> String) -> Sample {
    let mut model = example();
    model["name"] = json!(name());
    with_one_objective(&mut model);
    for group in ["elements", "journeys", "teams"] {
        for one in model[group].as_object_mut().unwrap().values_mut() {
            one["name"] = json!(name());
            if group != "teams" {
                one["description"] = json!(name());
            }
            for operation in one
                .get_mut("operations")
                .and_then(Value::as_object_mut)
                .into_iter()
                .flatten()
            {
                operation.1["name"] = json!(name());
            }
        }
    }
    for contract in model["contracts"].as_object_mut().unwrap().values_mut() {
        contract["summary"] = json!(name());
        contract["scope"] = json!(name());
        contract["errors"] =
            json!({ "404": { "description": name() }, (name()): { "description": name() } });
        contract["version"] = json!("1.2.3");
    }
    spin_out(&mut model)["name"] = json!(name());
    spin_out(&mut model)["unit"]["runbook"] = json!({ "is": "no", "evidence": name() });
    spin_out(&mut model)["unit"]["logs"] = json!({ "is": "yes", "evidence": name() });
    Sample::new(sample, &model, "worker-spinout").simulated()
}

fn estimate(value: f64) -> spinout_results::Estimate {
    spinout_results::Estimate {
        value,
        low: value * 0.99,
        high: value * 1.01,
    }
}

/// A run as it might have come out.
fn run(option: &str, scenario: &str, kind: &str, met: bool, month: f64) -> Run {
    let e = |value: f64| json!(estimate(value));
    let latency = json!({ "mean": e(0.04), "p50": e(0.03), "p90": e(0.1), "p95": e(0.12), "p99": e(0.2), "p999": null });
    let objective = |id: &str, sli: Value, target: f64| {
        json!({
            "id": id, "objective": { "sli": sli, "target": target }, "good": e(if met { 0.9985 } else { 0.9 }),
            "met": met, "certain": true, "burn_rate": if met { 0.15 } else { 10.0 }, "budget_left": 0.85
        })
    };
    let journey = |name: &str, entry: &str, objectives: Value| {
        json!({
            "name": name, "entry": entry, "response_s": latency, "completion_s": latency,
            "success_response_s": latency, "throughput_per_s": e(40.0), "success_rate": e(0.9999),
            "requests": 100_000, "censored": 0, "objectives": objectives, "where_it_goes": []
        })
    };
    let element = |extra: Value| {
        let mut element = json!({
            "name": "x", "resource": "cores", "utilization": e(0.5), "throughput_per_s": e(2.0), "response_s": latency,
            "own_s": e(0.01), "wait_s": latency, "queue_length": e(1.0), "replicas": e(2.0), "replicas_max": 5
        });
        element["queue"] = extra;
        element
    };
    serde_json::from_value(json!({
        "format": 1, "model": "Image processing", "option": option, "scenario": scenario, "kind": kind, "seed": 1,
        "engine": "0.1.0", "digest": "d", "confidence": 0.95, "replications": 20, "requests": 100_000,
        "events": 1_000_000, "warm_up_s": 1.0, "horizon_s": 600.0, "stop": "precise",
        "journeys": {
            "browse": journey("Browse", "customers/browse", json!([
                objective("fast", json!({ "response": "300ms" }), 0.99), objective("works", json!("success"), 0.999)
            ])),
            "upload": journey("Upload", "customers/upload", json!([
                objective("answered", json!({ "response": "2s" }), 0.95),
                objective("processed", json!({ "completion": "2min" }), 0.99),
                objective("works", json!("success"), 0.999)
            ]))
        },
        "elements": {
            "worker--service": element(Value::Null),
            "worker--queue": element(json!({
                "depth": e(3.0), "depth_max": 120.0, "published_per_s": e(2.0), "redeliveries": 1.5,
                "dead_letters": 0.25, "refused": 0.0
            }))
        },
        "series": { "time_s": [], "journeys": {}, "elements": {} },
        "cost": {
            "currency": "USD", "per_month": month, "per_transaction": 0.0001, "transactions_per_month": 1e6,
            "mix": [["steady", 730.0]],
            "lines": [{
                "element": "worker--service", "what": "instances", "quantity": 1460.0, "unit": "instance hours",
                "unit_price": 0.085, "amount": 124.1, "item": "ec2/c6i.large", "source": "catalogue",
                "date": "2026-07-20", "explanation": "2 instances"
            }],
            "notes": []
        },
        "blast_radius": null, "overload": null, "notes": []
    }))
    .unwrap()
}
