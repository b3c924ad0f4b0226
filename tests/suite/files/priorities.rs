//! Classes of requests that wait by priority.

use spinout_queueing::{Mmc, PriorityClass, erlang_c, preemptive_responses, priority_waits};

use crate::{assert_covers, simulate};

/// One class: requests a second, mean service in seconds, its squared coefficient of variation.
type Class = (f64, f64, f64);

/// The mean responses of classes, the highest priority first, at an instance with so many servers.
fn responses_are(discipline: &str, servers: u32, classes: &[Class], truth: &[f64]) {
    let names = ["a", "b", "c"];
    let each = |line: &dyn Fn(&str, usize, &Class) -> String| {
        let lines = names.iter().zip(classes).enumerate();
        let lines: Vec<String> = lines
            .map(|(n, (name, class))| line(name, n, class))
            .collect();
        lines.join(",")
    };
    let demand = |class: &Class| match class {
        (_, mean, 0.0) => format!(r#"{{"constant": "{mean}s"}}"#),
        (_, mean, 1.0) => format!(r#"{{"exponential": {{"mean": "{mean}s"}}}}"#),
        (_, mean, scv) => format!(r#"{{"hyperexponential": {{"mean": "{mean}s", "scv": {scv}}}}}"#),
    };
    let text = format!(
        r#"{{"format": 1, "name": "classes", "elements": {{"server": {{"kind": "service",
            "process": {{"threads": {servers}, "cores": {servers}, "accept_queue": 100000,
                "discipline": "{discipline}"}},
            "operations": {{{operations}}}}}}},
        "journeys": {{{journeys}}},
        "scenarios": {{"steady": {{"kind": "steady", "load": {{"constant": "1/s"}}, "loads": {{{loads}}}}}}}}}"#,
        operations =
            each(&|name, _, class| { format!(r#""{name}": {{"demand": {}}}"#, demand(class)) }),
        journeys = each(&|name, n, _| {
            let priority = 9 - n;
            format!(
                r#""{name}": {{"entry": "server/{name}", "traffic": {{"priority": {priority}}}}}"#
            )
        }),
        loads = each(&|name, _, class| format!(r#""{name}": {{"constant": "{}/s"}}"#, class.0)),
    );
    let run = simulate(&text, "baseline", "steady");
    for (name, truth) in names.iter().zip(truth) {
        assert_covers(run.journeys[*name].response_s.mean, *truth, 0.06);
    }
    let offered: f64 = classes.iter().map(|(rate, mean, _)| rate * mean).sum();
    let busy = offered / f64::from(servers);
    assert_covers(run.elements["server"].utilization, busy, 0.02);
}

fn classes(of: &[Class]) -> Vec<PriorityClass> {
    let class = |&(arrival_rate, mean_service, scv): &Class| PriorityClass {
        arrival_rate,
        mean_service,
        scv,
    };
    of.iter().map(class).collect()
}

#[test]
fn the_highest_of_preemptive_classes_does_not_see_the_others() {
    for of in [
        [(0.3, 1.0, 1.0), (0.3, 1.0, 1.0), (0.2, 1.0, 1.0)],
        [(0.5, 0.4, 4.0), (0.2, 1.5, 0.0), (0.1, 3.0, 1.0)],
    ] {
        let truth = preemptive_responses(&classes(&of));
        let (rate, mean, scv) = of[0];
        let alone = mean + rate * mean * mean * (1.0 + scv) / 2.0 / (1.0 - rate * mean);
        assert!((truth[0] - alone).abs() < 1e-12);
        responses_are("priority_preemptive", 1, &of, &truth);
    }
}

#[test]
fn two_preemptive_servers_have_the_number_of_two_servers() {
    // The high class is an M/M/2 of its own, and both together are one.
    let mmc = |arrival_rate| Mmc {
        arrival_rate,
        service_rate: 1.0,
        servers: 2,
    };
    let high = mmc(0.7).mean_response();
    let low = (1.6 * mmc(1.6).mean_response() - 0.7 * high) / 0.9;
    let of = [(0.7, 1.0, 1.0), (0.9, 1.0, 1.0)];
    responses_are("priority_preemptive", 2, &of, &[high, low]);
}

#[test]
fn who_is_served_is_not_interrupted_without_preemption() {
    let of = [(0.5, 0.4, 4.0), (0.2, 1.5, 0.0), (0.1, 3.0, 1.0)];
    let waits = priority_waits(&classes(&of));
    let truth: Vec<f64> = waits
        .iter()
        .zip(&of)
        .map(|(wait, class)| wait + class.1)
        .collect();
    responses_are("priority", 1, &of, &truth);
}

#[test]
fn classes_before_several_servers_wait_as_kella_and_yechiali_say() {
    // Non-preemptive M/M/c with one service rate: C(c, a) ÷ cμ ÷ ((1 − σᵢ₋₁)(1 − σᵢ)).
    let (servers, of) = (3, [(0.8, 1.0, 1.0), (0.9, 1.0, 1.0), (0.7, 1.0, 1.0)]);
    let residual = erlang_c(2.4, servers) / f64::from(servers);
    let mut above = 0.0;
    let truth: Vec<f64> = of
        .iter()
        .map(|(rate, ..)| {
            let with = above + rate / f64::from(servers);
            let wait = residual / ((1.0 - above) * (1.0 - with));
            above = with;
            wait + 1.0
        })
        .collect();
    responses_are("priority", servers, &of, &truth);
}
