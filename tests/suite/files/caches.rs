//! Caches against what is known of them.

use crate::locks::steady;
use crate::{assert_covers, simulate};

const ELEMENTS: &str = r#""app": {"kind": "service", "process": {"threads": 5000, "cores": 100},
        "operations": {"default": {"demand": {"exponential": {"mean": "1ms"}}}}},
    "db": {"kind": "store", "operations": {"default": {"demand": {"constant": "0s"}}}}"#;

/// A service that reads from a store which takes no time, with such a cache before it.
fn file(cache: &str, rate: f64) -> String {
    let links = format!(
        r#""read": {{"from": "app", "to": "db", "mode": "reads", "latency": {{"constant": "0ms"}},
            "cache": {cache}}}"#
    );
    steady(ELEMENTS, &links, r#""ask": {"entry": "app"}"#, rate)
}

/// The mean hit ratio of a cache.
#[track_caller]
fn hits(cache: &str, rate: f64, truth: f64) {
    let run = simulate(&file(cache, rate), "baseline", "steady");
    let found = &run.elements["app"].caches["read"];
    assert_covers(found.hit_ratio, truth, 0.03);
    assert_covers(found.look_ups_per_s, rate, 0.02);
    let misses = run.elements["db"].throughput_per_s.unwrap().value;
    let told = (1.0 - found.hit_ratio.unwrap().value) * found.look_ups_per_s.unwrap().value;
    assert!(
        (misses - told).abs() < 1e-3 * told,
        "{misses} against {told}"
    );
}

/// Popularity by Zipf's law.
fn zipf(keys: u32, exponent: f64) -> Vec<f64> {
    let weights: Vec<f64> = (1..=keys)
        .map(|rank| f64::from(rank).powf(-exponent))
        .collect();
    let sum: f64 = weights.iter().sum();
    weights.iter().map(|weight| weight / sum).collect()
}

#[test]
fn the_least_recently_used_gives_way() {
    // Of keys that are all as popular, any 30 of 100 are there.
    hits(r#"{"keys": {"uniform": 100}, "entries": 30}"#, 100.0, 0.3);
    // Two of three: the last asked for is i, and the last other one j, with p(i) p(j) ÷ (1 − p(i)).
    let p = zipf(3, 1.0);
    let mut truth = 0.0;
    for i in 0..3 {
        for j in (0..3).filter(|j| *j != i) {
            truth += p[i] * p[j] / (1.0 - p[i]) * (p[i] + p[j]);
        }
    }
    hits(
        r#"{"keys": {"zipf": {"keys": 3}}, "entries": 2}"#,
        100.0,
        truth,
    );
    // One entry: the same key twice in a row.
    let truth = zipf(50, 0.8).iter().map(|p| p * p).sum();
    hits(
        r#"{"keys": {"zipf": {"keys": 50, "exponent": 0.8}}, "entries": 1}"#,
        300.0,
        truth,
    );
}

#[test]
fn many_keys_of_uneven_popularity() {
    // Che's approximation: each key stays for the time in which as many others are asked for as there is
    // room; good to a fraction of a per cent here.
    let p = zipf(1000, 0.9);
    let (mut low, mut high) = (0.0_f64, 1e6_f64);
    for _ in 0..100 {
        let time = f64::midpoint(low, high);
        let there: f64 = p.iter().map(|p| 1.0 - (-p * time).exp()).sum();
        if there < 100.0 {
            low = time;
        } else {
            high = time;
        }
    }
    let truth: f64 = p.iter().map(|p| p * (1.0 - (-p * low).exp())).sum();
    let cache = r#"{"keys": {"zipf": {"keys": 1000, "exponent": 0.9}}, "entries": 100}"#;
    let run = simulate(&file(cache, 500.0), "baseline", "steady");
    let found = run.elements["app"].caches["read"].hit_ratio.unwrap();
    assert!(
        (found.value - truth).abs() < 0.01 * truth,
        "{found:?} against {truth}"
    );
}

#[test]
fn an_entry_lives_so_long_after_it_was_filled() {
    // Each key is asked for once a second: λT ÷ (1 + λT).
    hits(r#"{"keys": {"uniform": 10}, "ttl": "2s"}"#, 10.0, 2.0 / 3.0);
}

/// A cache in a store of its own; milliseconds of network left out.
fn remote(cache: &str, faults: &str) -> String {
    let time = |id: &str, ms: u32| format!(r#""{id}": {{"demand": {{"constant": "{ms}ms"}}}}"#);
    format!(
        r#"{{"format": 1, "name": "cache", "elements": {{
            "app": {{"kind": "service", "process": {{"threads": 5000}}, "operations": {{"default": {{}}}}}},
            "redis": {{"kind": "store", "store": {{"technology": "cache"}}, "operations": {{{}, {}}}}},
            "db": {{"kind": "store", "operations": {{{}}}}}}},
        "relationships": {{"read": {{"from": "app", "to": "db", "mode": "reads",
            "latency": {{"constant": "0ms"}}, "cache": {cache}}}}},
        "journeys": {{"ask": {{"entry": "app"}}}},
        "scenarios": {{
            "steady": {{"kind": "steady", "load": {{"constant": "10/s"}}}},
            "story": {{"kind": "terminating", "horizon": "30s", "load": {{"constant": "10/s"}},
                "faults": {{{faults}}}}}}}}}"#,
        time("get", 1),
        time("set", 2),
        time("default", 8),
    )
}

#[test]
fn a_hit_costs_the_look_up_only() {
    let cache = r#"{"in": "redis/get", "fill": "redis/set", "hit_ratio": 0.75}"#;
    let run = simulate(&remote(cache, ""), "baseline", "steady");
    // A look-up and a fill cross a zone, .5 ms each.
    let truth = 0.0015 + 0.25 * (0.008 + 0.0025);
    assert_covers(run.journeys["ask"].response_s.mean, truth, 0.02);
    assert_covers(run.elements["app"].caches["read"].hit_ratio, 0.75, 0.02);
    assert_covers(run.elements["db"].throughput_per_s, 2.5, 0.03);
}

#[test]
fn a_cache_that_is_away_is_a_miss_and_comes_back_empty() {
    let cache = r#"{"in": "redis/get", "keys": {"uniform": 20}}"#;
    let fault =
        r#""gone": {"element": "redis", "at": "10s", "duration": "10s", "kind": {"crash": null}}"#;
    let run = simulate(&remote(cache, fault), "baseline", "story");
    assert_eq!(run.journeys["ask"].success_rate.unwrap().value, 1.0);
    // Warm at the start; then 100 look-ups that fail, and one miss for each key that is asked for again.
    let found = &run.elements["app"].caches["read"];
    let misses =
        30.0 * found.look_ups_per_s.unwrap().value * (1.0 - found.hit_ratio.unwrap().value);
    let again = 20.0 * (1.0 - (-5.0_f64).exp());
    assert!((misses - 100.0 - again).abs() < 8.0, "{misses}");
}

#[test]
fn what_is_too_old_is_better_than_nothing() {
    let fault =
        r#""gone": {"element": "db", "at": "10s", "duration": "10s", "kind": {"crash": null}}"#;
    let success = |more: &str| {
        let cache = format!(r#"{{"keys": {{"uniform": 1}}, "ttl": "1s"{more}}}"#);
        let run = simulate(&remote(&cache, fault), "baseline", "story");
        let stale = run.elements["app"].caches["read"].stale.unwrap().value;
        (run.journeys["ask"].success_rate.unwrap().value, stale)
    };
    let (served, stale) = success(r#", "serve_stale_on_failure": true"#);
    assert_eq!(served, 1.0);
    // From the end of what is fresh, half a second into the outage on average, to the end of it.
    assert!((stale - 9.5 / 30.0).abs() < 0.02, "{stale}");
    let (failed, none) = success("");
    assert_eq!(none, 0.0);
    assert!((1.0 - failed - stale).abs() < 0.02, "{failed}");
}

#[test]
fn of_those_who_miss_at_once_one_asks() {
    let run = |more: &str| {
        let cache = format!(r#"{{"keys": {{"uniform": 1}}, "ttl": "1s"{more}}}"#);
        let text = file(&cache, 100.0);
        let text = text.replace(r#""constant": "0s""#, r#""constant": "100ms""#);
        simulate(&text, "baseline", "steady")
    };
    // A second of hits, a hundredth of one until the first miss, and a tenth in which it asks. The cycles are
    // all alike, so that the end of a run cuts each replication at the same place: no interval covers that.
    let cycle = 1.11;
    let close = |found: f64, truth: f64| {
        assert!(
            (found - truth).abs() < 0.03 * truth,
            "{found} against {truth}"
        );
    };
    let found = run(r#", "coalesce": true"#);
    let asked = |run: &spinout_results::Run| run.elements["db"].throughput_per_s.unwrap().value;
    close(asked(&found), 1.0 / cycle);
    let cache = &found.elements["app"].caches["read"];
    close(cache.coalesced.unwrap().value, 0.1 / cycle);
    // Else eleven ask, and the last of them, a hundredth before the first answer, fills it anew.
    close(asked(&run("")), 11.0 / (cycle + 0.09));
}

#[test]
fn an_instance_that_dies_forgets() {
    let cache = r#"{"keys": {"uniform": 10}}"#;
    let fault =
        r#""gone": {"element": "app", "at": "5s", "duration": "1s", "kind": {"crash": null}}"#;
    let run = simulate(&remote(cache, fault), "baseline", "story");
    let found = &run.elements["app"].caches["read"];
    let misses =
        30.0 * found.look_ups_per_s.unwrap().value * (1.0 - found.hit_ratio.unwrap().value);
    // Each key once more, and again by those who ask for it within the eight milliseconds.
    assert!((9.9..11.0).contains(&misses), "{misses}");
}

#[test]
fn the_caches_of_a_process_count_together_against_its_memory() {
    // A thousand keys of 40 KiB and five hundred entries of 80 KiB are 78 MiB, as if the process took them itself.
    let file = |base: &str, [first, second]: [&str; 2]| {
        let elements = format!(
            r#""app": {{"kind": "service", "process": {{"memory": {{"limit": "100MiB", "per_request": "4MiB",
                "restart": {{"constant": "5s"}}{base}}}}}}},
            "part": {{"kind": "component", "in": "app",
                "operations": {{"default": {{"demand": {{"exponential": {{"mean": "100ms"}}}}}}}}}},
            "db": {{"kind": "store", "operations": {{"default": {{"demand": {{"constant": "0s"}}}}}}}}"#
        );
        let link = |id: &str, cache: &str| {
            format!(
                r#""{id}": {{"from": "part", "to": "db", "mode": "reads", "latency": {{"constant": "0ms"}},
                    "cache": {{"keys": {{"uniform": 1000}}{cache}}}}}"#
            )
        };
        let links = [link("one", first), link("two", second)].join(",");
        steady(&elements, &links, r#""ask": {"entry": "part"}"#, 6.0)
    };
    let sized = file(
        "",
        [
            r#", "entry_size": "40KiB""#,
            r#", "entries": 500, "entry_size": "80KiB""#,
        ],
    );
    let plain = file(r#", "base": "80000KiB""#, ["", r#", "entries": 500"#]);
    let sized = simulate(&sized, "baseline", "steady");
    let plain = simulate(&plain, "baseline", "steady");
    // Five requests fit.
    assert!(sized.elements["app"].killed.unwrap().value > 0.0);
    assert_eq!(sized.elements, plain.elements);
}
