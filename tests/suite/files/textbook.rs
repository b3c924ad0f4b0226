//! The stations of textbooks as model files.

use crate::{assert_covers, simulate};

/// One server, first come first served, with this demand under this load.
pub(crate) fn server(demand: &str, load: &str) -> String {
    station(r#"{"threads": 1, "accept_queue": 100000}"#, demand, load)
}

/// A process of these figures whose one operation has this demand, under this load.
pub(crate) fn station(process: &str, demand: &str, load: &str) -> String {
    format!(
        r#"{{"format": 1, "name": "station",
            "elements": {{"server": {{"kind": "service", "process": {process},
                "operations": {{"default": {{"demand": {demand}}}}}}}}},
            "journeys": {{"request": {{"entry": "server"}}}},
            "scenarios": {{"steady": {{"kind": "steady", "load": {load}}}}}}}"#
    )
}

/// The mean response of the first journey in the long run.
#[track_caller]
pub(crate) fn mean_response(text: &str, truth: f64) {
    let run = simulate(text, "baseline", "steady");
    let request = run.journeys.values().next().unwrap();
    assert_covers(request.response_s.mean, truth, 0.05);
}
