//! Requests whose size is the same wherever they go.

use spinout_queueing::Mg1;

use crate::textbook::{mean_response, server};
use crate::{assert_covers, simulate};

/// A journey whose requests have this size.
fn sized(text: &str, size: &str) -> String {
    let entry = r#""request": {"entry": "server""#;
    assert!(text.contains(entry));
    text.replace(entry, &format!(r#"{entry}, "size": {size}"#))
}

#[test]
fn work_in_proportion_to_the_size_is_an_m_g_1() {
    // .2 s and .1 s for each MiB of 4 MiB, exponential: mean .6, scv (.4 ÷ .6)².
    let demand = r#"{"constant": "200ms"}, "demand_per_mib": "100ms""#;
    let text = sized(
        &server(demand, r#"{"constant": "1/s"}"#),
        r#"{"exponential": {"mean": "4MiB"}}"#,
    );
    let theory = Mg1 {
        arrival_rate: 1.0,
        mean_service: 0.6,
        scv: 4.0 / 9.0,
    };
    mean_response(&text, theory.mean_response());
}

/// Two single servers one after the other, 1 s for each MiB at both.
fn tandem(size: &str, rate: f64) -> String {
    let station = r#"{"kind": "service", "process": {"threads": 1, "accept_queue": 100000},
        "operations": {"default": {"demand_per_mib": "1s"}}}"#;
    format!(
        r#"{{"format": 1, "name": "tandem", "elements": {{
            "front": {{"kind": "service", "process": {{"threads": 100000}}, "operations": {{"default": {{}}}}}},
            "a": {station}, "b": {station}}},
        "relationships": {{
            "first": {{"from": "front", "to": "a", "mode": "calls", "latency": {{"constant": "0ms"}}}},
            "second": {{"from": "front", "to": "b", "mode": "calls", "latency": {{"constant": "0ms"}}}}}},
        "journeys": {{"request": {{"entry": "front", "size": {size}}}}},
        "scenarios": {{"steady": {{"kind": "steady", "load": {{"constant": "{rate}/s"}}}}}}}}"#
    )
}

#[test]
fn who_is_large_at_one_station_is_large_at_the_next() {
    // Half of them have 1 MiB, half nothing. Large ones leave the first station at least 1 s apart, so that
    // none ever waits at the second; a small one waits there for at most one large one. Were the sizes drawn
    // anew, a large one would wait for others as at the first.
    let (size, rate) = (
        r#"{"quantiles": {"p49.99": "0B", "p50.01": "1MiB", "p100": "1MiB"}}"#,
        1.2,
    );
    let run = simulate(&tandem(size, rate), "baseline", "steady");
    // ρ = .6: P–K with E[S²] = ½ at the first.
    let wait = rate * 0.5 / (2.0 * (1.0 - 0.6));
    assert_covers(run.elements["a"].response_s.mean, wait + 0.5, 0.04);
    assert_covers(run.elements["b"].utilization, 0.6, 0.02);
    let second = run.elements["b"].response_s.mean.unwrap();
    assert!(
        second.low > 0.5 && second.high < 0.5 + 0.5 * 1.0,
        "{second:?}"
    );
}

#[test]
fn the_same_size_twice_varies_by_its_square() {
    // Without a queue: .1 s and .3 s for each MiB of 1 MiB, exponential: .4 s, exponential again.
    let text = tandem(r#"{"exponential": {"mean": "1MiB"}}"#, 1.0)
        .replace(r#""threads": 1, "#, r#""threads": 1000, "cores": 1000, "#)
        .replacen(
            r#""demand_per_mib": "1s""#,
            r#""demand_per_mib": "100ms""#,
            1,
        )
        .replacen(
            r#""demand_per_mib": "1s""#,
            r#""demand_per_mib": "300ms""#,
            1,
        );
    let run = simulate(&text, "baseline", "steady");
    let request = &run.journeys["request"];
    assert_covers(request.response_s.mean, 0.4, 0.02);
    for (found, level) in [
        (request.response_s.p50, 0.5_f64),
        (request.response_s.p95, 0.95),
    ] {
        // Of independent ones the median would be 9 % higher, and the 95th percentile 15 % lower.
        assert_covers(found, -0.4 * (1.0 - level).ln(), 0.03);
    }
}

/// Uploads of 1 to 9 MiB: up to 5 MiB they are done in the function, larger ones go to a worker by a queue.
#[test]
fn large_ones_are_passed_on_and_stay_large() {
    let text = r#"{"format": 1, "name": "uploads", "elements": {
        "front": {"kind": "service", "process": {"threads": 1000, "cores": 1000},
            "operations": {"default": {"steps": [{"branch": [
                {"when": {"size_up_to": "5MiB"}, "steps": [{"compute_per_mib": "10ms"}]},
                {"steps": [{"follow": "pass"}]}]}]}}},
        "jobs": {"kind": "queue"},
        "worker": {"kind": "service", "process": {"threads": 1000, "cores": 1000},
            "operations": {"default": {"demand_per_mib": "100ms"}}},
        "bucket": {"kind": "store", "operations": {"get": {}}}},
        "relationships": {
            "pass": {"from": "front", "to": "jobs", "mode": "publishes", "latency": {"constant": "0ms"}},
            "take": {"from": "worker", "to": "jobs", "mode": "consumes", "concurrency": 1000,
                "latency": {"constant": "0ms"}},
            "fetch": {"from": "worker", "to": "bucket/get", "mode": "reads", "bandwidth": "10MiB/s",
                "latency": {"constant": "0ms"}}},
        "journeys": {"upload": {"entry": "front",
            "size": {"quantiles": {"p0": "1MiB", "p50": "5MiB", "p100": "9MiB"}}}},
        "scenarios": {"steady": {"kind": "steady", "load": {"constant": "2/s"}}}}"#;
    let run = simulate(text, "baseline", "steady");
    let upload = &run.journeys["upload"];
    // Half of them: 3 MiB on average.
    assert_covers(upload.response_s.mean, 0.5 * 0.03, 0.03);
    // The other half: 7 MiB on average, .1 s each to fetch and .1 s to work on.
    let completion = upload.completion_s.mean.unwrap();
    assert_covers(Some(completion), 0.5 * 0.03 + 0.5 * 7.0 * 0.2, 0.03);
    let worker = &run.elements["worker"];
    assert_covers(worker.response_s.mean, 7.0 * 0.2, 0.02);
    // From 5 × .2 s to 9 × .2 s.
    assert_covers(worker.response_s.p50, 1.4, 0.03);
}
