//! Steps of operations, as files write them.

use crate::{assert_covers, simulate};

/// A service whose operation does these steps, over two single servers `a` and `b` with a demand of 1 s
/// each (exponential), and two delays `x` and `y` of 1 s (exponential).
fn file(steps: &str, rate: f64) -> String {
    let server = |id: &str| {
        format!(
            r#""{id}": {{"kind": "service", "process": {{"threads": 1, "accept_queue": 100000}},
                "operations": {{"default": {{"demand": {{"exponential": {{"mean": "1s"}}}}}}}}}},"#
        )
    };
    let delay = |id: &str| {
        format!(
            r#""{id}": {{"kind": "external",
                "operations": {{"default": {{"demand": {{"exponential": {{"mean": "1s"}}}}}}}}}},"#
        )
    };
    let link = |id: &str| {
        format!(
            r#""ask-{id}": {{"from": "front", "to": "{id}", "mode": "calls",
                "latency": {{"constant": "0ms"}}}}"#
        )
    };
    let links = ["a", "b", "x", "y"].map(link).join(",");
    format!(
        r#"{{"format": 1, "name": "steps", "elements": {{{a}{b}{x}{y}
            "front": {{"kind": "service", "process": {{"threads": 100000}},
                "operations": {{"default": {{"steps": {steps}}}}}}}}},
            "relationships": {{{links}}},
            "journeys": {{"request": {{"entry": "front"}}}},
            "scenarios": {{"steady": {{"kind": "steady", "load": {{"constant": "{rate}/s"}}}}}}}}"#,
        a = server("a"),
        b = server("b"),
        x = delay("x"),
        y = delay("y"),
    )
}

/// The mean response is this.
#[track_caller]
fn responds(steps: &str, rate: f64, mean: f64) {
    let run = simulate(&file(steps, rate), "baseline", "steady");
    let request = run.journeys.values().next().unwrap();
    assert_covers(request.response_s.mean, mean, 0.04);
}

#[test]
fn fork_and_join() {
    // Flatto and Hahn: two M/M/1 in parallel at ρ = .8.
    responds(
        r#"[{"parallel": {"branches": [[{"follow": "ask-a"}], [{"follow": "ask-b"}]]}}]"#,
        0.8,
        7.0,
    );
    // The slowest of ten exponentials: the tenth harmonic number.
    responds(
        r#"[{"parallel": {"times": 10, "branches": [[{"follow": "ask-x"}]]}}]"#,
        1.0,
        2.928_968_254,
    );
}

#[test]
fn the_first_of_several_and_a_quorum() {
    for others in ["leave", "cancel"] {
        responds(
            &format!(
                r#"[{{"first_of": {{"branches": [[{{"follow": "ask-x"}}], [{{"follow": "ask-y"}}]],
                    "others": "{others}"}}}}]"#
            ),
            1.0,
            0.5,
        );
    }
    // The same relationship twice is two independent tries. A second one after half a second:
    // (1 − e^−.5) + e^−.5 ÷ 2.
    responds(
        r#"[{"first_of": {"after": "500ms", "branches": [[{"follow": "ask-x"}], [{"follow": "ask-x"}]]}}]"#,
        1.0,
        0.696_734_67,
    );
    // The second smallest of three exponentials: 1/3 + 1/2.
    responds(
        r#"[{"quorum": {"need": 2, "times": 3, "branches": [[{"follow": "ask-x"}]]}}]"#,
        1.0,
        5.0 / 6.0,
    );
}

#[test]
fn ways_by_chance_and_ways_again() {
    // .3 × 1 s + .5 × 2.5 × 1 s + .2 × nothing.
    responds(
        r#"[{"branch": [
            {"probability": 0.3, "steps": [{"follow": "ask-x"}]},
            {"probability": 0.5, "steps": [{"repeat": {"times": 2.5, "steps": [{"follow": "ask-y"}]}}]}
        ]}]"#,
        1.0,
        1.55,
    );
}
