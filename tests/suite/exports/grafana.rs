use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::samples::{Sample, example, hostile_names, samples, spin_out, worked};
use crate::tools::{Said, Written, promtool};

/// The samples, and the worked example in every layer.
fn layered() -> Vec<Sample> {
    let mut all = samples();
    for layer in [
        "edge",
        "gateway",
        "service",
        "front_end",
        "data",
        "infrastructure",
        "kubernetes",
        "serverless",
        "delivery",
        "observability",
        "security",
    ] {
        let mut model = example();
        spin_out(&mut model)["unit"]["layer"] = json!(layer);
        all.push(Sample::new(layer, &model, "worker-spinout"));
    }
    all
}

/// The dashboards of a sample.
fn dashboards(sample: &Sample) -> Vec<Value> {
    sample
        .plan()
        .artifacts
        .iter()
        .filter(|artifact| artifact.path.starts_with("monitoring/grafana/"))
        .map(|artifact| serde_json::from_str(&artifact.text).unwrap())
        .collect()
}

fn panels(dashboard: &Value) -> &Vec<Value> {
    dashboard["panels"].as_array().unwrap()
}

/// Every question to Prometheus, with what Grafana puts in for its variables.
fn queries(dashboard: &Value) -> Vec<String> {
    let panels = panels(dashboard).iter();
    let asked = panels
        .filter(|panel| panel["datasource"]["type"] == "prometheus")
        .flat_map(|panel| panel["targets"].as_array().unwrap())
        .map(|target| target["expr"].as_str().unwrap());
    let marked = dashboard["annotations"]["list"].as_array().unwrap().iter();
    asked
        .chain(marked.map(|one| one["expr"].as_str().unwrap()))
        .map(|text| {
            text.replace("$__rate_interval", "5m")
                .replace("$__range", "7d")
        })
        .collect()
}

/// What Prometheus itself says of the queries.
fn parsed(queries: &[String]) -> Said {
    let rules: Vec<Value> = queries
        .iter()
        .enumerate()
        .map(|(index, query)| json!({ "record": format!("query:{index}"), "expr": query }))
        .collect();
    let file = json!({ "groups": [{ "name": "queries", "rules": rules }] });
    promtool(
        &["check", "rules"],
        &Written::one("queries.yaml", &file.to_string()).files(".yaml"),
    )
}

/// The names of the series that a query reads: whatever is no function, keyword, label or text.
fn series(query: &str) -> BTreeSet<String> {
    let mut bare = String::new();
    let (mut quoted, mut escaped, mut inside) = (false, false, 0);
    for c in query.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '{' | '[' => inside += 1,
            '}' | ']' => {
                inside -= 1;
                bare.push(' ');
            }
            c if inside == 0 => bare.push(c),
            _ => {}
        }
    }
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == ':';
    let mut found = BTreeSet::new();
    let mut rest = bare.as_str();
    while let Some(start) = rest.find(word) {
        rest = &rest[start..];
        let end = rest.find(|c| !word(c)).unwrap_or(rest.len());
        let name = &rest[..end];
        rest = rest[end..].trim_start();
        if ["by", "on", "group_left"].contains(&name) {
            rest = rest.split_once(')').unwrap().1;
        } else if !(rest.starts_with('(')
            || name.starts_with(|c: char| c.is_ascii_digit())
            || ["and", "or", "unless", "offset"].contains(&name)
            // The functions and aggregations that labels may follow.
            || (["sum", "max", "count", "avg"].contains(&name) && rest.starts_with("by")))
        {
            found.insert(name.to_owned());
        }
    }
    found
}

#[test]
fn series_are_told_from_the_rest_of_a_query() {
    let query = "sum by (le) (rate(a_bucket{job=\"x\\\"}\"}[5m]) * on (job) group_left () max by (job) (b{c=\"d\"})) or 0 * q:r:s{} unless e offset 10m";
    let wanted: BTreeSet<String> = ["a_bucket", "b", "q:r:s", "e"].map(str::to_owned).into();
    assert_eq!(series(query), wanted);
}

#[test]
fn prometheus_takes_every_query() {
    let all: BTreeSet<String> = layered()
        .iter()
        .flat_map(dashboards)
        .flat_map(|one| queries(&one))
        .collect();
    assert!(all.len() > 80, "{}", all.len());
    parsed(&all.into_iter().collect::<Vec<String>>()).accepts();
}

#[test]
fn prometheus_refuses_a_broken_twin() {
    let query = &queries(&dashboards(&worked())[0])[0];
    parsed(&[query.replacen('(', "((", 1)]).refuses("parse");
}

#[test]
fn every_series_is_recorded_or_named_with_who_emits_it() {
    for sample in layered() {
        let rules = sample
            .plan()
            .artifacts
            .into_iter()
            .find(|artifact| artifact.path.ends_with("spinout.rules.yaml"))
            .map_or_else(String::new, |artifact| artifact.text);
        for dashboard in dashboards(&sample) {
            let list = panels(&dashboard).last().unwrap()["options"]["content"]
                .as_str()
                .unwrap()
                .to_owned();
            let read: BTreeSet<String> = queries(&dashboard)
                .iter()
                .flat_map(|query| series(query))
                .collect();
            assert!(!read.is_empty());
            for name in &read {
                if name.contains(':') {
                    assert!(
                        rules.contains(&format!("record: {name}\n"))
                            || rules.contains(&format!("record: \"{name}\"\n")),
                        "{}: nothing records {name}",
                        sample.name
                    );
                }
                let named = list
                    .split('`')
                    .skip(1)
                    .step_by(2)
                    .any(|known| name.starts_with(known));
                assert!(named, "{}: nothing is said of {name}:\n{list}", sample.name);
            }
            for known in list
                .split('`')
                .skip(1)
                .step_by(2)
                .filter(|known| *known != "target_info")
            {
                assert!(
                    read.iter().any(|name| name.starts_with(known)),
                    "{}: {known} is not read",
                    sample.name
                );
            }
        }
    }
}

#[test]
fn dashboards_are_whole() {
    let mut uids = BTreeSet::new();
    for dashboard in dashboards(&worked()) {
        assert!(
            uids.insert(dashboard["uid"].to_string()),
            "each has its own address"
        );
    }
    assert_eq!(uids.len(), 3);
    for sample in layered() {
        for dashboard in dashboards(&sample) {
            assert!(dashboard["schemaVersion"].as_u64() >= Some(39));
            assert!(dashboard["uid"].as_str().unwrap().len() <= 40);
            let variables: Vec<&str> = dashboard["templating"]["list"]
                .as_array()
                .unwrap()
                .iter()
                .map(|variable| variable["name"].as_str().unwrap())
                .collect();
            assert!(variables.contains(&"environment") && variables.contains(&"version"));
            let mut taken = BTreeSet::new();
            let mut ids = BTreeSet::new();
            for panel in panels(&dashboard) {
                assert!(ids.insert(panel["id"].as_u64()));
                let at = |key: &str| panel["gridPos"][key].as_u64().unwrap();
                for x in at("x")..at("x") + at("w") {
                    assert!(
                        x < 24 && taken.insert((x, at("y"))),
                        "{}: {}",
                        sample.name,
                        panel["title"]
                    );
                }
                let source = panel["datasource"]["uid"].as_str();
                let named = source.map(|uid| uid.trim_matches(['$', '{', '}']));
                assert!(
                    named.is_none_or(|name| variables.contains(&name)),
                    "{source:?}"
                );
            }
        }
    }
}

#[test]
fn panels_are_of_the_layer_and_of_what_operations_look_at() {
    let all = layered();
    for (layer, series) in [
        ("edge", "cdn_requests_total"),
        ("data", "data_lag_seconds"),
        ("serverless", "faas_coldstarts_total"),
        ("delivery", "cicd_pipeline_run_duration_seconds_bucket"),
        ("security", "auth_failures_total"),
    ] {
        for sample in &all {
            let read: Vec<String> = dashboards(sample).iter().flat_map(queries).collect();
            let there = read.iter().any(|query| query.contains(series));
            assert_eq!(there, sample.name == layer, "{series} in {}", sample.name);
        }
    }
    let on_call = &worked().text("worker-on-call.json");
    for wanted in ["ALERTS{", "worker--dead", "0.99,", "service_version"] {
        assert!(on_call.contains(wanted), "{wanted}:\n{on_call}");
    }
    assert!(
        worked()
            .text("worker-executive.json")
            .contains("124 USD a month")
    );
}

#[test]
fn text_shows_names_without_markup() {
    for dashboard in dashboards(&hostile_names()) {
        for panel in panels(&dashboard)
            .iter()
            .filter(|panel| panel["type"] == "text")
        {
            let text = panel["options"]["content"].as_str().unwrap();
            assert!(
                !text.contains("<b>") && !text.contains('\u{202e}'),
                "{text}"
            );
        }
    }
}
