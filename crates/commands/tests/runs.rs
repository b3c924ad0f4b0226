//! Runs, their comparison, cancel, the history.

#![allow(clippy::unwrap_used, clippy::needless_pass_by_value)]

mod support;

use serde_json::{Value, json};
use spinout_commands::Host;
use spinout_commands::protocol::{Event, ProblemKind, RunInterim};
use support::Desk;

/// A single M/M/1 queue: 4/s on a server of mean 100 ms, so the mean response is 1/(10 − 4) s.
const QUEUE: &str = r#"{
  "format": 1,
  "name": "One queue",
  "elements": {
    "users": {"kind": "client", "operations": {"ask": {}}},
    "server": {
      "kind": "service",
      "process": {"threads": 1, "accept_queue": 1000000},
      "operations": {"answer": {"demand": {"exponential": {"mean": "100ms"}}}}
    }
  },
  "relationships": {
    "ask": {"from": "users/ask", "to": "server/answer", "mode": "calls", "network": "local"}
  },
  "journeys": {"ask": {"entry": "users/ask"}},
  "scenarios": {
    "day": {"kind": "steady", "load": {"constant": "4/s"}, "hours_per_month": 730},
    "rush": {"kind": "steady", "load": {"constant": "14/s"}}
  },
  "options": {
    "faster": {
      "name": "Faster",
      "changes": {
        "demand": {"do": {"set": {
          "path": "elements/server/operations/answer/demand",
          "value": {"exponential": {"mean": "50ms"}},
          "base": {"exponential": {"mean": "100ms"}}
        }}}
      }
    }
  }
}"#;

fn desk() -> Desk {
    let desk = Desk::new();
    desk.get("open_text", json!({ "name": "queue", "text": QUEUE }));
    desk
}

fn mean(run: &Value) -> (f64, f64, f64) {
    let mean = &run["journeys"]["ask"]["response_s"]["mean"];
    let figure = |name: &str| mean[name].as_f64().unwrap();
    (figure("low"), figure("value"), figure("high"))
}

#[test]
fn a_run_agrees_with_theory_and_is_kept() {
    let desk = desk();
    let ask = json!({ "document": 1, "run": 1, "options": ["baseline"], "scenarios": ["day"] });
    let simulated = desk.get("simulate", ask);
    let run = &simulated["runs"][0]["run"];
    let (low, _, high) = mean(run);
    // A call over a local network takes 0.05 ms both ways together.
    let exact = 1.0 / 6.0 + 0.000_05;
    assert!(low <= exact && exact <= high, "{low} {exact} {high}");
    let view = desk.get("view", json!({ "document": 1, "option": "baseline" }));
    assert_eq!(view["scenarios"]["day"]["digest"], run["digest"]);
    let list = desk.get("history", json!({}));
    assert_eq!(list["runs"][0]["id"], simulated["runs"][0]["history"]);
    let kept = desk.get("history_run", json!({ "id": list["runs"][0]["id"] }));
    assert_eq!(&kept, run);
    let bill = desk.get("bill", json!({ "document": 1, "option": "baseline" }));
    assert_eq!(bill["per_month"], run["cost"]["per_month"]);
    desk.get("history_delete", json!({ "id": list["runs"][0]["id"] }));
    assert_eq!(desk.get("history", json!({}))["runs"], json!([]));
}

#[test]
fn a_comparison_pairs_the_options_and_gives_both_runs() {
    let desk = desk();
    let comparison = desk.get(
        "compare",
        json!({ "document": 1, "run": 1, "option": "faster", "scenario": "day" }),
    );
    let paired = &comparison["journeys"]["ask"]["whole"]["response_s/mean"];
    let (low, high) = (
        paired["difference"]["low"].as_f64().unwrap(),
        paired["difference"]["high"].as_f64().unwrap(),
    );
    let exact = 1.0 / 16.0 - 1.0 / 6.0;
    assert!(low <= exact && exact <= high, "{low} {exact} {high}");
    assert_eq!(paired["certain"], true);
    assert_eq!(comparison["runs"][0]["option"], "baseline");
    assert_eq!(comparison["runs"][1]["option"], "faster");
    let same = json!({ "document": 1, "run": 1, "option": "baseline" });
    assert_eq!(desk.problem("compare", same), ProblemKind::ChoiceNeeded);
}

#[test]
fn overload_is_a_result() {
    let desk = desk();
    let ask = json!({ "document": 1, "run": 1, "options": ["baseline"], "scenarios": ["rush"] });
    let run = desk.get("simulate", ask)["runs"][0]["run"].clone();
    assert_eq!(run["overload"]["element"], "server");
    assert_eq!(run["journeys"]["ask"]["response_s"]["mean"], Value::Null);
}

#[test]
fn progress_is_told_and_a_cancelled_run_leaves_nothing() {
    let desk = std::sync::Arc::new(desk());
    let ask = json!({
        "document": 1, "run": 7, "options": ["baseline"], "scenarios": ["day"],
        "settings": { "precision": 0.0001, "replications": 100_000 },
    });
    let other = std::sync::Arc::clone(&desk);
    let running = std::thread::spawn(move || other.ask("simulate", ask).map_err(|p| p.kind));
    while desk.host.take_events().is_empty() {
        std::thread::yield_now();
    }
    desk.get("cancel", json!({ "run": 7 }));
    assert_eq!(running.join().unwrap(), Err(ProblemKind::Cancelled));
    assert_eq!(desk.get("history", json!({}))["runs"], json!([]));
}

#[test]
fn progress_comes_no_faster_than_the_clock_allows() {
    let desk = desk();
    let ask = json!({ "document": 1, "run": 1, "options": ["baseline"], "scenarios": ["day"] });
    desk.get("simulate", ask);
    assert_eq!(desk.host.take_events().len(), 1, "the clock stood still");
}

/// What was told of a run so far, of these events.
fn so_far(events: Vec<Event>) -> Vec<RunInterim> {
    let interim = |event| match event {
        Event::Interim(so_far) => Some(*so_far),
        _ => None,
    };
    events.into_iter().filter_map(interim).collect()
}

#[test]
fn figures_are_told_while_a_run_goes_on_and_change_nothing() {
    let desk = desk();
    let ask = |interim: bool| {
        json!({
            "document": 1, "run": 1, "options": ["baseline"], "scenarios": ["day"],
            "settings": { "interim": interim },
        })
    };
    let silent = desk.get("simulate", ask(false))["runs"][0]["run"].clone();
    assert!(so_far(desk.host.take_events()).is_empty());
    let told = desk.get("simulate", ask(true))["runs"][0]["run"].clone();
    assert_eq!(silent, told);
    let events = so_far(desk.host.take_events());
    assert_eq!(events.len(), 1, "the clock stood still");
    let run = &events[0].runs[0];
    let p95 = run.journeys["ask"].response_s.p95.unwrap();
    let last = told["journeys"]["ask"]["response_s"]["p95"]["value"].as_f64();
    // Two replications know it less well than all of them.
    assert_eq!(run.replications, 2);
    assert!(p95.covers(last.unwrap()) && p95.relative_half_width() > 0.02);

    let ask = json!({
        "document": 1, "run": 1, "option": "faster", "scenario": "day",
        "settings": { "interim": true },
    });
    desk.get("compare", ask);
    let events = so_far(desk.host.take_events());
    let comparison = events[0].comparison.as_ref().unwrap();
    assert_eq!(comparison.runs.len(), 2);
    let mean = comparison.journeys["ask"].whole["response_s/mean"];
    assert!(mean.difference.covers(1.0 / 16.0 - 1.0 / 6.0));
}

#[test]
fn a_run_that_is_finished_early_keeps_what_it_has() {
    let desk = std::sync::Arc::new(desk());
    let ask = json!({
        "document": 1, "run": 7, "options": ["baseline"], "scenarios": ["day", "rush"],
        "settings": { "precision": 0.0001, "replications": 100_000, "interim": true },
    });
    let other = std::sync::Arc::clone(&desk);
    let running = std::thread::spawn(move || other.get("simulate", ask));
    while so_far(desk.host.take_events()).is_empty() {
        std::thread::yield_now();
    }
    desk.get("finish", json!({ "run": 7 }));
    let simulated = running.join().unwrap();
    let runs = simulated["runs"].as_array().unwrap();
    assert_eq!(runs.len(), 1, "what had not begun is left out");
    let run = &runs[0]["run"];
    assert_eq!(run["stop"], "stopped");
    assert!(run["replications"].as_u64().unwrap() >= 2);
    let (low, _, high) = mean(run);
    assert!(low < 1.0 / 6.0 + 0.01 && high > 1.0 / 6.0 - 0.01);
    let list = desk.get("history", json!({}));
    assert_eq!(list["runs"][0]["id"], runs[0]["history"]);
    // It does not come out the same again, so it is no evidence.
    let kept =
        json!({ "document": 1, "option": "baseline", "revision": 0, "run": runs[0]["history"] });
    assert_eq!(desk.problem("keep_evidence", kept), ProblemKind::Refused);
}

#[test]
fn what_hardly_ever_happens_is_found_where_it_is_asked_for() {
    let desk = desk();
    let ask = |rare: &str| {
        json!({
            "document": 1, "run": 1, "options": ["baseline"], "scenarios": ["day"], "rare": [rare],
            "settings": { "precision": 0.3 },
        })
    };
    let run = desk.get("simulate", ask("ask > 2s"))["runs"][0]["run"].clone();
    let found = &run["rare"][0];
    assert_eq!(found["what"], "ask > 2s");
    let figure = |name: &str| found["probability"][name].as_f64().unwrap();
    // P(T > t) = e^(−(μ − λ) t), and 0.05 ms of it are on the network; two and a half half-widths are
    // about five standard errors.
    let exact = (-6.0 * 1.999_95f64).exp();
    let off = (exact / figure("value")).ln().abs();
    assert!(
        off < 2.5 * (figure("high") / figure("value")).ln(),
        "{found} {exact}"
    );
    for wrong in ["ask", "nobody>5s", "ask>5", "server>=0", "nobody fails"] {
        assert_eq!(
            desk.problem("simulate", ask(wrong)),
            ProblemKind::BadInput,
            "{wrong}"
        );
    }
}

#[test]
fn what_cannot_be_run_says_why() {
    let desk = desk();
    let ask = |more: Value| {
        let mut ask = json!({ "document": 1, "run": 1 });
        ask.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        ask
    };
    let cases = [
        (json!({ "options": ["nowhere"] }), ProblemKind::NotFound),
        (json!({ "scenarios": ["never"] }), ProblemKind::NotFound),
        (
            json!({ "settings": { "precision": 0 } }),
            ProblemKind::BadInput,
        ),
        (
            json!({ "settings": { "time_budget_s": -1 } }),
            ProblemKind::BadInput,
        ),
        (json!({ "document": 9 }), ProblemKind::NotFound),
    ];
    for (more, kind) in cases {
        assert_eq!(desk.problem("simulate", ask(more.clone())), kind, "{more}");
    }
    let broken = QUEUE.replace("\"entry\": \"users/ask\"", "\"entry\": \"users/gone\"");
    desk.get("open_text", json!({ "name": "broken", "text": broken }));
    let problem = desk
        .ask("simulate", json!({ "document": 2, "run": 1 }))
        .unwrap_err();
    assert_eq!(problem.kind, ProblemKind::HasErrors);
    assert_eq!(problem.place.path.as_deref(), Some("journeys/ask/entry"));
}

#[test]
fn the_month_counts_scenarios_that_were_not_asked_for() {
    let desk = two_scenarios();
    let ask = json!({ "document": 1, "run": 1, "options": ["baseline"], "scenarios": ["rush"] });
    let bill = desk.get("simulate", ask)["runs"][0]["run"]["cost"].clone();
    assert_eq!(bill["mix"], json!([["day", 720.0], ["rush", 10.0]]));
    let requests = bill["transactions_per_month"].as_f64().unwrap();
    let truth = 3600.0 * (720.0 * 4.0 + 10.0 * 8.0);
    assert!(
        (requests / truth - 1.0).abs() < 0.05,
        "{requests} against {truth}"
    );
}

/// The queue with a second scenario that the month counts, and that is not asked for below.
fn two_scenarios() -> Desk {
    let text = QUEUE.replace(
        r#""rush": {"kind": "steady", "load": {"constant": "14/s"}}"#,
        r#""rush": {"kind": "steady", "load": {"constant": "8/s"}, "hours_per_month": 10}"#,
    );
    let desk = Desk::new();
    let text = text.replace("730", "720");
    desk.get("open_text", json!({ "name": "queue", "text": text }));
    desk
}

#[test]
fn a_time_budget_takes_no_scenario_out_of_the_month() {
    let desk = std::sync::Arc::new(two_scenarios());
    let ask = json!({
        "document": 1, "run": 7, "options": ["baseline"], "scenarios": ["rush"],
        "settings": { "precision": 0.0001, "replications": 100_000, "time_budget_s": 5 },
    });
    let other = std::sync::Arc::clone(&desk);
    let running = std::thread::spawn(move || other.get("simulate", ask));
    while desk.host.take_events().is_empty() {
        std::thread::yield_now();
    }
    desk.host.pass_ms(10_000);
    let run = running.join().unwrap()["runs"][0]["run"].clone();
    assert_eq!(run["stop"], "time");
    assert_eq!(run["cost"]["mix"], json!([["day", 720.0], ["rush", 10.0]]));

    // What stopped for time is no base for the bill of a later run.
    assert_eq!(
        desk.problem("bill", json!({ "document": 1, "option": "baseline" })),
        ProblemKind::NotFound
    );
}

#[test]
fn a_run_of_another_engine_is_no_base_for_a_bill() {
    let desk = two_scenarios();
    let ask = json!({ "document": 1, "run": 1, "options": ["baseline"], "scenarios": ["rush"] });
    desk.get("simulate", ask);
    let storage = desk.host.storage();
    let mut entry = storage.runs(None, 1).unwrap().remove(0);
    let kept = storage.run(entry.id).unwrap().unwrap();
    storage.delete_run(entry.id).unwrap();
    entry.engine = "0.0.1".to_owned();
    storage.add_run(&entry, &kept).unwrap();
    let bill = json!({ "document": 1, "option": "baseline" });
    assert_eq!(desk.problem("bill", bill.clone()), ProblemKind::NotFound);
    entry.engine = env!("CARGO_PKG_VERSION").to_owned();
    storage.add_run(&entry, &kept).unwrap();
    desk.get("bill", bill);
}

#[test]
fn what_can_be_billed_is_what_leaves_no_finding() {
    let desk = desk();
    let list = desk.get("prices", json!({ "document": 1 }));
    let items = list["prices"].as_array().unwrap();
    let price = |item: &str| items.iter().find(|p| p["item"] == item);
    assert_eq!(price("ec2/m6i.large").unwrap()["price"], "0.096USD/h");
    assert!(price("ec2/none").is_none());
    let edit = json!({ "kind": "set", "path": "prices/own~1blade", "value": "40USD/month" });
    let view = desk.get("view", json!({ "document": 1 }));
    let (option, revision) = (&view["option"], &view["revision"]);
    desk.get(
        "apply",
        json!({ "document": 1, "option": option, "revision": revision, "edit": edit }),
    );
    let list = desk.get("prices", json!({ "document": 1 }));
    let own = list["prices"]
        .as_array()
        .unwrap()
        .iter()
        .find(|p| p["item"] == "own/blade");
    assert_eq!(own.unwrap()["price"], "40USD/month");
}

#[test]
fn a_preview_foretells_at_once_with_its_error_and_says_what_cannot_keep_up() {
    let desk = desk();
    let ask = |option: &str, scenario: &str| {
        let ask = json!({ "document": 1, "option": option, "scenario": scenario });
        desk.get("preview", ask)["levels"][0].clone()
    };
    for (option, truth) in [("baseline", 1.0 / 6.0), ("faster", 1.0 / 16.0)] {
        let mean = ask(option, "day")["journeys"]["ask"]["response_s"]["mean"].clone();
        let figure = |name: &str| mean[name].as_f64().unwrap();
        // A call over a local network takes 0.05 ms both ways together.
        let truth = truth + 0.000_05;
        assert!((figure("value") / truth - 1.0).abs() < 1e-6, "{mean}");
    }
    let rush = ask("baseline", "rush");
    assert_eq!(rush["saturated"]["element"], "server");
    let used = rush["saturated"]["utilization"].as_f64().unwrap();
    assert!((used - 1.4).abs() < 1e-9, "{used}");
    assert_eq!(rush["journeys"]["ask"]["response_s"], Value::Null);
}
