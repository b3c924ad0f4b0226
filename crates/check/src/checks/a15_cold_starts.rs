use spinout_results::Run;

use crate::check::{Found, check};
use crate::design::Design;

/// A share of requests from which on the slowest hundredth are those that start cold.
const IN_P99: f64 = 0.01;

check! {
    /// Cold starts that make the slowest requests.
    ///
    /// A request that finds no idle environment waits until one is started. Where that happens to more than one in
    /// a hundred, the 99th percentile is that of a cold start, whatever the code does.
    ///
    /// ```json
    /// { "elements": { "ocr": { "name": "OCR", "resource": null, "utilization": null,
    ///   "throughput_per_s": null, "response_s": {}, "own_s": null, "wait_s": {}, "queue_length": null,
    ///   "replicas": null, "replicas_max": 9, "function": { "invocations_per_s": null,
    ///   "cold_starts": { "value": 0.05, "low": 0.04, "high": 0.06 },
    ///   "throttled": null, "timed_out": null, "billed_s_per_s": null } } } }
    /// ```
    ///
    /// # Fix
    /// Provision concurrency for what is asked at the same time, or keep environments warm; make the start
    /// faster.
    ///
    /// ```json
    /// { "elements": { "ocr": { "name": "OCR", "resource": null, "utilization": null,
    ///   "throughput_per_s": null, "response_s": {}, "own_s": null, "wait_s": {}, "queue_length": null,
    ///   "replicas": null, "replicas_max": 9, "function": { "invocations_per_s": null,
    ///   "cold_starts": { "value": 0.001, "low": 0.0, "high": 0.002 },
    ///   "throttled": null, "timed_out": null, "billed_s_per_s": null } } } }
    /// ```
    "A15" Warning Run(find)
}

fn find(_: &Design<'_>, run: &Run, found: &mut Found) {
    for (id, element) in &run.elements {
        let function = element.function.as_ref();
        let Some(cold) = function.and_then(|f| f.cold_starts).filter(|c| c.value > IN_P99) else {
            continue;
        };
        let slowest = element.response_s.p99.map_or(String::new(), |p99| {
            let median = element.response_s.p50;
            let against = median.map_or(String::new(), |p50| {
                format!(" against a median of {:.3} s", p50.value)
            });
            format!(", so that its P99 is {:.3} s{against}", p99.value)
        });
        found.say(
            format!("elements/{id}"),
            format!(
                "in `{}` {:.1} % of the requests of {} wait for a cold start{slowest}",
                run.scenario,
                cold.value * 100.0,
                element.name
            ),
            "provision concurrency, keep environments warm, or start faster",
        );
    }
}
