use spinout_model::Sli;
use spinout_results::{Estimate, Latency, Run};

use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// A promise that was not kept.
    ///
    /// Of all requests of a journey, fewer were good than its objective promises. Failed requests are never
    /// good. Where the interval of the estimate reaches over the target, the finding says so: run longer
    /// before deciding on it. Windows in which a latency was missed are named.
    ///
    /// ```json
    /// { "journeys": { "order": { "objectives": [{ "id": "works",
    ///   "objective": { "sli": "success", "target": 0.999 },
    ///   "good": { "value": 0.98, "low": 0.97, "high": 0.99 }, "met": false, "certain": true,
    ///   "burn_rate": 20, "budget_left": -19 }] } } }
    /// ```
    ///
    /// # Fix
    /// Look where the time goes, or at what fails, and change the design; or promise less.
    ///
    /// ```json
    /// { "journeys": { "order": { "objectives": [{ "id": "works",
    ///   "objective": { "sli": "success", "target": 0.999 },
    ///   "good": { "value": 0.9995, "low": 0.9993, "high": 0.9997 }, "met": true, "certain": true,
    ///   "burn_rate": 0.5, "budget_left": 0.5 }] } } }
    /// ```
    "objective-missed" Warning Run(find)
}

const FIX: &str = "look where the time goes, or at what fails, and change the design; or promise less";

fn find(_: &Design<'_>, run: &Run, found: &mut Found) {
    for (id, journey) in &run.journeys {
        for result in &journey.objectives {
            let place = format!("journeys/{id}/objectives/{}", result.id);
            let (target, name) = (result.objective.target * 100.0, &journey.name);
            if let (Some(false), Some(good)) = (result.met, result.good) {
                let good = good.value * 100.0;
                let why = format!(
                    "in `{}` {good:.2} % of {name} were good, and {target} % are promised",
                    run.scenario
                );
                if result.certain {
                    found.say(place.clone(), why, FIX);
                } else {
                    let why = format!("{why}; the interval reaches over the target: run longer");
                    found.note(place.clone(), why, FIX);
                }
                continue;
            }
            for (window_id, window) in &journey.windows {
                let latency = match result.objective.sli {
                    Sli::Response(within) => Some((&window.response_s, within)),
                    Sli::Completion(within) => Some((&window.completion_s, within)),
                    Sli::Success => None,
                };
                let Some((latency, within)) = latency else {
                    continue;
                };
                let at_target = quantile(latency, result.objective.target);
                if let Some(at_target) = at_target.filter(|e| e.value > within.base()) {
                    found.note(
                        place.clone(),
                        format!(
                            "in `{}` {name} kept its promise over all, but not in the window `{window_id}`: \
                             {target} % took up to {:.3} s there, {within} are promised",
                            run.scenario, at_target.value
                        ),
                        FIX,
                    );
                }
            }
        }
    }
}

/// The quantile that a target asks for, if it is one that runs keep.
fn quantile(latency: &Latency, target: f64) -> Option<Estimate> {
    [
        (0.5, latency.p50),
        (0.9, latency.p90),
        (0.95, latency.p95),
        (0.99, latency.p99),
        (0.999, latency.p999),
    ]
    .into_iter()
    .find(|(share, _)| (share - target).abs() < 1e-9)?
    .1
}
