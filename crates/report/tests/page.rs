//! The page from runs that say everything, with names that try to break it.

// A test that meets what is not there has failed.
#![allow(clippy::unwrap_used)]

use serde_json::{Value, json};
use spinout_model::Model;
use spinout_report::{Chapter, Report, html};
use spinout_results::{Comparison, Run};
use spinout_units::{Finding, Severity};

/// A name that would run as a program if it got through.
const HOSTILE: &str = "<script>alert(\"1\")</script> & 'co'";

fn model() -> Model {
    serde_json::from_value(json!({
        "format": 1, "name": HOSTILE, "description": HOSTILE,
        "scenarios": { "spike": { "name": HOSTILE, "description": HOSTILE, "kind": "terminating",
            "load": { "constant": "1/s" }, "horizon": "10min" } },
        "options": { "worker": { "name": HOSTILE } }
    }))
    .unwrap()
}

fn about(value: f64) -> Value {
    json!({ "value": value, "low": value * 0.9, "high": value * 1.1 })
}

fn latency(scale: f64) -> Value {
    json!({ "mean": about(scale), "p50": about(scale * 0.7), "p90": about(scale * 2.0),
        "p95": about(scale * 3.0), "p99": about(scale * 5.0), "p999": null })
}

fn band(values: [Option<f64>; 4]) -> Value {
    json!({ "value": values, "low": values.map(|v| v.map(|v| v * 0.8)),
        "high": values.map(|v| v.map(|v| v * 1.2)) })
}

fn run(option: &str, scale: f64) -> Run {
    let over_time = band([Some(1.0), None, Some(scale), Some(2.0)]);
    serde_json::from_value(json!({
        "format": 1, "model": HOSTILE, "option": option, "scenario": "spike", "kind": "terminating",
        "seed": 7, "engine": "0.1.0", "digest": "abcdef", "confidence": 0.95, "replications": 20,
        "requests": 1000, "events": 9, "warm_up_s": 1.0, "horizon_s": 600.0, "stop": "replications",
        "journeys": { "browse": { "name": HOSTILE, "entry": "shop", "response_s": latency(scale),
            "completion_s": latency(scale * 2.0), "success_response_s": latency(scale),
            "throughput_per_s": about(10.0), "success_rate": about(0.99), "requests": 1000, "censored": 0,
            "objectives": [{ "id": "fast", "objective": { "sli": { "response": "300ms" }, "target": 0.99 },
                "good": about(0.97), "met": false, "certain": true, "burn_rate": 3.0, "budget_left": -2.0 }],
            "where_it_goes": [
                { "element": "shop", "own_s": scale, "wait_s": scale * 0.5, "in_response": true },
                { "element": null, "own_s": 0.001, "wait_s": 0.0, "in_response": false }],
            "windows": { "disturbance": { "from_s": 60.0, "to_s": 120.0, "response_s": latency(scale),
                "completion_s": latency(scale), "success_rate": about(0.5) } } } },
        "elements": { "shop": { "name": HOSTILE, "resource": HOSTILE, "utilization": about(0.93),
            "throughput_per_s": about(10.0), "response_s": latency(scale), "own_s": about(scale),
            "wait_s": latency(scale), "queue_length": about(2.0), "replicas": about(2.0),
            "replicas_max": 6 } },
        "series": { "time_s": [75.0, 225.0, 375.0, 525.0],
            "journeys": { "browse": { "arrivals_per_s": over_time, "response_mean_s": over_time,
                "response_p99_s": over_time, "failures_per_s": over_time } },
            "elements": { "shop": { "queue_length": over_time, "utilization": over_time,
                "replicas": over_time } } },
        "cost": { "currency": "USD", "per_month": 100.0 * scale, "per_transaction": 1e-5,
            "transactions_per_month": 1e7, "mix": [["spike", 730.0]], "notes": [HOSTILE],
            "lines": [{ "element": "shop", "what": HOSTILE, "quantity": 730.0, "unit": HOSTILE,
                "unit_price": 0.096, "amount": 70.08, "item": HOSTILE, "source": HOSTILE,
                "date": "2026-07-20", "explanation": HOSTILE }] },
        "blast_radius": { "worst": null, "single_points_of_failure": ["shop"],
            "failures": [{ "element": "shop", "name": HOSTILE, "value_lost": 1.0, "value_degraded": 0.1,
                "journeys": [] }] },
        "overload": { "element": "shop", "name": HOSTILE, "resource": HOSTILE, "growth_per_s": 2.0,
            "since_s": 60.0, "replications": 20 },
        "notes": [HOSTILE]
    }))
    .unwrap()
}

fn comparison(base: &Run, option: &Run) -> Comparison {
    let difference = |value: f64| {
        json!({ "base": 1.0, "option": 1.0 + value, "difference":
            { "value": value, "low": value - 0.1, "high": value + 0.1 }, "certain": value.abs() > 0.1 })
    };
    serde_json::from_value(json!({
        "format": 1, "scenario": "spike", "base": "baseline", "option": "worker",
        "journeys": { "browse": { "whole": { "response_s/p99": difference(-0.5),
            "response_s/p50": difference(0.5), "success_rate": difference(0.01) },
            "windows": { "disturbance": { "response_s/p99": difference(-0.5) } } } },
        "cost_per_month": 1.0, "worst_value_lost": 0.0, "runs": [base, option], "findings": [[], []]
    }))
    .unwrap()
}

fn page() -> String {
    let model = model();
    let (base, option) = (run("baseline", 1.0), run("worker", 30.0));
    let comparison = comparison(&base, &option);
    let finding = Finding {
        id: "B2".to_owned(),
        severity: Severity::Warning,
        place: HOSTILE.to_owned(),
        why: HOSTILE.to_owned(),
        fix: HOSTILE.to_owned(),
    };
    html(&Report {
        model: &model,
        chapters: vec![Chapter {
            runs: vec![&base, &option],
            comparisons: vec![&comparison],
        }],
        findings: vec![("worker".parse().unwrap(), vec![finding])],
    })
}

#[test]
fn no_name_gets_through_as_markup() {
    let page = page();
    assert!(page.contains("&lt;script&gt;"));
    assert!(!page.contains("<script"));
    for attribute in page.split("title=\"").skip(1) {
        let value = attribute.split('"').next().unwrap();
        assert!(!value.contains('<'), "{value}");
    }
}

#[test]
fn it_needs_nothing_from_outside() {
    let page = page();
    for outside in ["src=", "href=", "url(", "@import", "<link"] {
        assert!(!page.contains(outside), "{outside}");
    }
    let addresses = page.matches("http").count();
    let names_of_svg = page.matches("http://www.w3.org/2000/svg").count();
    let policy = page.matches("http-equiv").count();
    assert_eq!(addresses, names_of_svg + policy);
}

#[test]
fn what_is_opened_is_closed() {
    let page = page();
    for tag in [
        "section", "table", "tr", "td", "th", "ul", "ol", "li", "figure", "svg", "dl", "div", "p",
    ] {
        let opened =
            page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
        assert_eq!(opened, page.matches(&format!("</{tag}>")).count(), "{tag}");
        assert!(opened > 0, "{tag}");
    }
}

#[test]
fn charts_are_drawn_in_the_colours_of_the_page() {
    let page = page();
    assert!(page.matches("<svg").count() >= 8);
    assert!(!page.contains("#FEFE"), "a placeholder is left");
    assert!(page.contains("var(--series-1)") && page.contains("var(--line)"));
}

#[test]
fn a_certain_difference_is_coloured_and_failures_are_no_gain() {
    let page = page();
    assert!(page.contains("difference bad"), "the median is worse");
    assert!(
        page.contains("difference good"),
        "the 99th percentile is better"
    );
    // In the disturbance half of the requests fail: its latency is told, but not praised.
    let disturbance = page.split("disturbance: arrived").nth(1).unwrap();
    let rows = disturbance.split("</table>").next().unwrap();
    assert!(rows.contains("with its failures") && !rows.contains("difference good"));
}

#[test]
fn a_page_without_runs_is_still_a_page() {
    let model = model();
    let page = html(&Report {
        model: &model,
        chapters: Vec::new(),
        findings: Vec::new(),
    });
    assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"));
}
