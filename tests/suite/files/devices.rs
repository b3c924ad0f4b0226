//! Devices of stores against single servers of constant time.

use crate::locks::steady;
use crate::{assert_covers, simulate};

#[test]
fn a_write_takes_more_of_the_device_than_a_read() {
    let elements = r#""app": {"kind": "service", "process": {"threads": 5000}, "operations": {"put": {}, "get": {}}},
        "db": {"kind": "store", "store": {"io": {"rate": "100/s", "write_amplification": 4}},
            "operations": {"row": {"io": 2}}}"#;
    let link = |id: &str, mode: &str| {
        format!(
            r#""{id}": {{"from": "app/{id}", "to": "db/row", "mode": "{mode}", "latency": {{"constant": "0ms"}}}}"#
        )
    };
    let (put, get) = (link("put", "writes"), link("get", "reads"));
    let run = |links: &str, journeys: &str, rate| {
        simulate(
            &steady(elements, links, journeys, rate),
            "baseline",
            "steady",
        )
    };
    // M/D/1 of 20 ms at ρ = .6: D (1 + ρ ÷ 2(1 − ρ)).
    let reads = run(&get, r#""get": {"entry": "app/get"}"#, 30.0);
    assert_covers(reads.journeys["get"].response_s.mean, 0.035, 0.03);
    assert_covers(
        Some(reads.elements["db"].resources["io"].utilization),
        0.6,
        0.03,
    );
    // Half of them writes of 80 ms at 10/s in all: ρ = .5, and by Pollaczek and Khinchine a wait of
    // λ E[S²] ÷ 2(1 − ρ) = 10 (.02² + .08²) ÷ 2 ÷ 2(1 − .5).
    let both = run(
        &format!("{put}, {get}"),
        r#""put": {"entry": "app/put"}, "get": {"entry": "app/get"}"#,
        10.0,
    );
    let wait = 10.0 * (0.02_f64.powi(2) + 0.08_f64.powi(2)) / 2.0;
    assert_covers(both.journeys["get"].response_s.mean, 0.02 + wait, 0.04);
    assert_covers(both.journeys["put"].response_s.mean, 0.08 + wait, 0.04);
    let device = &both.elements["db"].resources["io"];
    assert_covers(Some(device.utilization), 0.5, 0.03);
    assert_covers(device.wait_s, wait, 0.06);
}
