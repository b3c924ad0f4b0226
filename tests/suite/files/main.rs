//! Model files by hand against results that are known exactly: the whole way from text to results, as
//! the command line and the window take it.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod arrivals;
mod bad_versions;
mod caches;
mod devices;
mod functions;
mod jobs;
mod locks;
mod placement;
mod priorities;
mod published;
mod replicas;
mod sizes;
mod steps;
mod textbook;
mod tokens;
mod trouble;

use spinout_commands::assemble::{Asked, Subject, plan, run};
use spinout_lower::lower;
use spinout_model::{derive, load};
use spinout_results::{Estimate, Run};
use spinout_study::{Serial, Unobserved};
use spinout_units::{OptionId, ScenarioId};

/// The run of an option of a file under a scenario.
fn simulate(text: &str, option: &str, scenario: &str) -> Run {
    let loaded = load(text, "test.spinout.json").unwrap();
    let model = loaded.document.model();
    let architecture = derive(model, &OptionId::new(option).unwrap());
    let scenario = ScenarioId::new(scenario).unwrap();
    let lowered = lower(&architecture, &model.scenarios[&scenario]).unwrap();
    let plan = plan(&architecture, &lowered, &Asked::default());
    let outcome = spinout_study::run(&lowered.network, &plan, &Serial, &Unobserved).unwrap();
    let subject = Subject {
        model: &model.name,
        architecture: &architecture,
        scenario: &scenario,
        lowered: &lowered,
        seed: plan.seed,
    };
    run(&subject, &outcome)
}

/// The truth lies in the interval widened to 4.5 standard errors, and the interval is no wider than this
/// share of it to each side.
#[track_caller]
fn assert_covers(estimate: Option<Estimate>, truth: f64, widest: f64) {
    let estimate = estimate.unwrap();
    let reach = estimate.half_width() * 4.5 / 1.96;
    assert!(
        (estimate.value - truth).abs() <= reach,
        "{estimate:?} against {truth}"
    );
    assert!(
        estimate.relative_half_width() <= widest,
        "{estimate:?} is too wide"
    );
}

#[test]
fn a_single_server() {
    let run = simulate(
        include_str!("models/mm1.spinout.json"),
        "baseline",
        "steady",
    );
    let request = run.journeys.values().next().unwrap();
    assert_covers(request.response_s.mean, 5.0, 0.03);
    assert_covers(request.response_s.p50, 3.465_74, 0.03);
    assert_covers(request.response_s.p95, 14.978_66, 0.03);
    assert_covers(request.response_s.p99, 23.025_85, 0.06);
    let server = run.elements.values().next().unwrap();
    assert_covers(server.utilization, 0.8, 0.02);
    assert_covers(server.wait_s.mean, 4.0, 0.04);
    assert_covers(request.throughput_per_s, 0.8, 0.02);
}

#[test]
fn three_tiers_one_after_the_other() {
    let run = simulate(
        include_str!("models/three-tier.spinout.json"),
        "baseline",
        "steady",
    );
    let ask = run.journeys.values().next().unwrap();
    // Calls from a client and network between: none, so the sum of the tiers.
    assert_covers(ask.response_s.mean, 0.108_457_6, 0.02);
    for (element, response) in [
        ("gateway", 0.034_285_7),
        ("service", 0.045_283_0),
        ("database", 0.028_888_9),
    ] {
        assert_covers(run.elements[element].response_s.mean, response, 0.03);
    }
    let of_tiers: f64 = ask
        .where_it_goes
        .iter()
        .map(|share| share.own_s + share.wait_s)
        .sum();
    let mean = ask.response_s.mean.unwrap().value;
    assert!(
        (of_tiers - mean).abs() < 1e-3 * mean,
        "{of_tiers} is where {mean} goes"
    );
}

#[test]
fn a_thread_is_held_over_a_call() {
    let run = simulate(
        include_str!("models/threads.spinout.json"),
        "baseline",
        "steady",
    );
    let request = run.journeys.values().next().unwrap();
    // M/M/1 with ρ = 0.5 at the caller, although the store itself has no queue.
    assert_covers(request.response_s.mean, 2.0, 0.03);
    assert_eq!(run.elements["caller"].resource.as_deref(), Some("threads"));
    assert_covers(run.elements["caller"].utilization, 0.5, 0.02);
}

#[test]
fn a_lock_a_pool_of_connections_and_a_batch_of_one_are_single_servers() {
    let run = simulate(
        include_str!("models/lock-pool-batch.spinout.json"),
        "baseline",
        "steady",
    );
    // M/M/1 with ρ = 0.5 each, at .5/s.
    for (journey, element, resource) in [
        ("batch", "model", "workers:default"),
        ("lock", "guarded", "lock:rows"),
        ("pool", "caller", "pool:over"),
    ] {
        assert_covers(run.journeys[journey].response_s.mean, 2.0, 0.04);
        let found = &run.elements[element].resources[resource];
        assert_covers(Some(found.utilization), 0.5, 0.03);
    }
}

#[test]
fn a_closed_population() {
    let run = simulate(
        include_str!("models/machine-room.spinout.json"),
        "baseline",
        "steady",
    );
    let request = run.journeys.values().next().unwrap();
    // Mean-value analysis for ten users, think time 5 s, one server of 1 s.
    let (mut queue, mut response, mut throughput) = (0.0, 0.0, 0.0);
    for users in 1..=10 {
        response = 1.0 + queue;
        throughput = f64::from(users) / (5.0 + response);
        queue = throughput * response;
    }
    assert_covers(request.throughput_per_s, throughput, 0.02);
    assert_covers(request.response_s.mean, response, 0.03);
}

#[test]
fn more_than_it_can_do_is_a_result() {
    let run = simulate(
        include_str!("models/overload.spinout.json"),
        "baseline",
        "steady",
    );
    let overload = run.overload.unwrap();
    assert_eq!(overload.element.as_str(), "server");
    // Arrivals less the most that it can do.
    assert!(
        (overload.growth_per_s - 0.2).abs() < 0.1,
        "{}",
        overload.growth_per_s
    );
    assert_eq!(run.journeys.values().next().unwrap().response_s.mean, None);
}

/// The lesson of the worked example: who never asks for a picture waits less once pictures are somewhere
/// else, and what that costs can be seen.
#[test]
fn browsing_is_free_of_pictures_once_they_are_spun_out() {
    let text = include_str!("../../../models/image-processing.spinout.json");
    let before = simulate(text, "baseline", "upload-spike");
    let after = simulate(text, "worker-spinout", "upload-spike");
    let p99 =
        |run: &Run, journey: &str| run.journeys[journey].windows["disturbance"].response_s.p99;
    let (slow, fast) = (
        p99(&before, "browse").unwrap(),
        p99(&after, "browse").unwrap(),
    );
    assert!(fast.high < slow.low / 2.0, "{slow:?} to {fast:?}");
    let upload = &after.journeys["upload"];
    let (answered, done) = (
        upload.response_s.p99.unwrap(),
        upload.completion_s.p99.unwrap(),
    );
    assert!(
        answered.high < done.low,
        "asynchronous work is done after the answer"
    );
    let backlog = after.elements["worker--queue"]
        .queue
        .as_ref()
        .unwrap()
        .depth_max;
    assert!(backlog > 20.0, "the spike's backlog is visible: {backlog}");
    let workers = &after.elements["worker--service"];
    assert!(workers.replicas_max > 1, "the pool grows");
}

/// Groups fan out, consumers of one compete, an outbox delays, and what was dead is billed in the end.
#[test]
fn orders_by_messages() {
    let text = include_str!("models/messages.spinout.json");
    let run = simulate(text, "baseline", "bad-release");
    let queue = &run.elements["orders"];
    let groups = &queue.queue.as_ref().unwrap().consumer_groups;
    let (audit, billing) = (groups["audit"].messages, groups["billing"].messages);
    // About 2400 orders; what billing gets again by the replay comes on top.
    let replayed = queue.queue.as_ref().unwrap().replayed;
    assert!((audit.published - 2400.0).abs() < 60.0, "{audit:?}");
    assert!((billing.published - audit.published - replayed).abs() < 1e-6);
    for group in groups.values() {
        let found = group.messages;
        let told = found.acknowledged + found.dead_letters + group.lag_end;
        assert!((found.published - told).abs() < 1e-6, "{found:?}");
        assert_eq!((found.lost, found.duplicated), (0.0, 0.0));
    }
    // Three receives with 1 s and 2 s between them: dead is what came until some 3 s before the end.
    assert!((replayed - billing.dead_letters).abs() < 1e-6);
    assert!((billing.dead_letters - 234.0).abs() < 20.0, "{billing:?}");
    let dead = run.elements["dead"].queue.as_ref().unwrap();
    assert!(dead.depth.unwrap().low > 0.0);
    // The order takes 5 ms; its row in the outbox 1 ms, and .5 ms of the zone's network. Half a second for
    // the relay.
    let steady = simulate(text, "baseline", "steady");
    let order = &steady.journeys["order"];
    let response = order.response_s.mean.unwrap().value;
    assert!((response - 0.006_5).abs() < 1e-9, "{response}");
    let completion = order.completion_s.mean.unwrap().value;
    assert!((0.606..0.72).contains(&completion), "{completion}");
    assert_eq!(order.messages.unwrap().lost, 0.0);
}

/// Without the outbox, orders that are written while the broker is away are never billed (F4).
#[test]
fn a_dual_write_leaves_orders_that_nobody_bills() {
    let outbox = r#""outbox": {"store": "db/outbox", "interval": "1s"}"#;
    let bad = r#""kind": {"errors": 1.0}"#;
    let text = include_str!("models/messages.spinout.json")
        .replace(outbox, r#""dual_write_with": "write""#)
        .replace(bad, r#""kind": {"crash": null}"#)
        .replace(
            r#""element": "billing", "at""#,
            r#""element": "orders", "at""#,
        );
    let run = simulate(&text, "baseline", "bad-release");
    let order = &run.journeys["order"];
    let messages = order.messages.unwrap();
    let refused = run.elements["orders"].queue.as_ref().unwrap().refused;
    // Two minutes of two orders a second.
    assert!((messages.inconsistent - 240.0).abs() < 20.0, "{messages:?}");
    assert!((messages.inconsistent - refused).abs() < 1e-6);
    assert_eq!(messages.duplicated, 0.0);
}
