//! How requests come: renewal processes, batches, bursts, users who think.

use spinout_queueing::{ClosedStation, GiM1, Interarrival, mva};

use crate::textbook::{mean_response, server};
use crate::{assert_covers, simulate};

const EXPONENTIAL: &str = r#"{"exponential": {"mean": "1s"}}"#;

/// A single exponential server of 1 s under this load has this mean response.
#[track_caller]
fn responds(load: &str, truth: f64) {
    mean_response(&server(EXPONENTIAL, load), truth);
}

#[test]
fn renewal_arrivals_are_a_gi_m_1() {
    for (between, interarrival) in [
        (r#"{"constant": "1.25s"}"#, Interarrival::Constant),
        (
            r#"{"erlang": {"mean": "1.25s", "stages": 4}}"#,
            Interarrival::Erlang(4),
        ),
        (
            r#"{"hyperexponential": {"mean": "1.25s", "scv": 4}}"#,
            Interarrival::Hyperexponential(4.0),
        ),
    ] {
        let theory = GiM1 {
            arrival_rate: 0.8,
            service_rate: 1.0,
            interarrival,
        };
        responds(
            &format!(r#"{{"interarrival": {between}}}"#),
            theory.mean_response(),
        );
    }
}

#[test]
fn two_journeys_take_parts_of_one_stream() {
    // Thinned apart, each would be closer to Poisson; together they are the evenly spaced stream.
    let text = server(EXPONENTIAL, r#"{"interarrival": {"constant": "1.25s"}}"#).replace(
        r#""journeys": {"request": {"entry": "server"}}"#,
        r#""journeys": {"a": {"entry": "server", "share": 3}, "b": {"entry": "server"}}"#,
    );
    let run = simulate(&text, "baseline", "steady");
    let theory = GiM1 {
        arrival_rate: 0.8,
        service_rate: 1.0,
        interarrival: Interarrival::Constant,
    };
    for (journey, rate) in [("a", 0.6), ("b", 0.2)] {
        let found = &run.journeys[journey];
        assert_covers(found.throughput_per_s, rate, 0.03);
        assert_covers(found.response_s.mean, theory.mean_response(), 0.04);
    }
}

#[test]
fn requests_that_come_together_wait_for_each_other() {
    // Bulk arrivals: L = ρ (1 + E[X²] ÷ E[X]) ÷ (2 (1 − ρ)).
    let rate = |mean: f64| 0.6 / mean;
    responds(
        &format!(
            r#"{{"batches": {{"rate": "{}/s", "size": {{"constant": 4}}}}}}"#,
            rate(4.0)
        ),
        (1.0 + 4.0) / (2.0 * 0.4),
    );
    responds(
        &format!(
            r#"{{"batches": {{"rate": "{}/s", "size": {{"geometric": {{"mean": 3.0}}}}}}}}"#,
            rate(3.0)
        ),
        (1.0 + 5.0) / (2.0 * 0.4),
    );
}

#[test]
fn a_source_that_is_on_and_off_is_a_gi_m_1() {
    // An interrupted Poisson process is a renewal process: with on and off of mean 1 ÷ ends and
    // 1 ÷ begins, A*(s) = r (s + begins) ÷ (s² + (r + begins + ends) s + r · begins).
    let (rate, begins, ends) = (1.4, 0.25, 0.25);
    let transform =
        |s: f64| rate * (s + begins) / (s * s + (rate + begins + ends) * s + rate * begins);
    let mut sigma = 0.0_f64;
    for _ in 0..100_000 {
        sigma = transform(1.0 - sigma);
    }
    responds(
        r#"{"bursts": [
            {"rate": "1.4/s", "lasts": {"exponential": {"mean": "4s"}}},
            {"rate": "0/s", "lasts": {"exponential": {"mean": "4s"}}}
        ]}"#,
        1.0 / (1.0 - sigma),
    );
}

#[test]
fn users_may_think_as_they_like() {
    // Product form: only the mean of the time to think counts.
    let theory = mva(&[ClosedStation::Queue(1.0)], 8, 5.0);
    for think in [
        r#"{"constant": "5s"}"#,
        r#"{"hyperexponential": {"mean": "5s", "scv": 6}}"#,
    ] {
        let load = format!(r#"{{"closed": {{"population": 8, "think": {think}}}}}"#);
        let run = simulate(&server(EXPONENTIAL, &load), "baseline", "steady");
        let request = &run.journeys["request"];
        assert_covers(request.throughput_per_s, theory.throughput, 0.02);
        assert_covers(request.response_s.mean, theory.response, 0.03);
    }
}
