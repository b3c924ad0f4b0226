//! `impossible-distribution`: a distribution with these figures exists.

use super::steps::each_step;
use crate::validate::report::Says;
use crate::validate::{Design, Report};
use crate::{Breakdowns, Distribution, Idle, Path, SizeDistribution, Spot, StartUp, Step};

pub(super) fn check(design: &Design<'_>, report: &mut Report) {
    for (id, element) in design.elements {
        let at = Path::of(["elements", id.as_str()]);
        if let Some(wait) = element
            .queue
            .as_ref()
            .and_then(|q| q.acknowledgement.as_ref())
        {
            say(report, at.child("queue").child("acknowledgement"), wait);
        }
        if let Some(nodes) = element.boundary.as_ref().and_then(|b| b.nodes.as_ref()) {
            let at = at.child("boundary").child("nodes");
            taken_back(report, &at, nodes.spot.as_ref());
            started(report, at.child("provision"), Some(&nodes.provision));
        }
        if let Some(process) = &element.process {
            let at = at.child("process");
            taken_back(report, &at, process.spot.as_ref());
            started(report, at.child("start_up"), process.start_up.as_ref());
            stops(
                report,
                &at,
                process.patience.as_ref(),
                process.breakdowns.as_ref(),
            );
            if let Some(memory) = &process.memory {
                say(report, at.child("memory").child("restart"), &memory.restart);
            }
            match &process.idle {
                Some(Idle::SetUp(time)) => say(report, at.child("idle").child("set_up"), time),
                Some(Idle::Vacation(time)) => say(report, at.child("idle").child("vacation"), time),
                None => {}
            }
        }
        if let Some(store) = &element.store {
            let at = at.child("store");
            stops(
                report,
                &at,
                store.patience.as_ref(),
                store.breakdowns.as_ref(),
            );
        }
        for (id, operation) in &element.operations {
            let at = at.child("operations").child(id.as_str());
            if let Some(batch) = &operation.batch {
                let at = at.child("batch");
                say(report, at.child("set_up"), &batch.set_up);
                say(report, at.child("per_item"), &batch.per_item);
            }
            if let Some(demand) = &operation.demand {
                say(report, at.child("demand"), demand);
            }
            each_step(
                &at.child("steps"),
                &operation.steps,
                &mut |at, step| match step {
                    Step::Compute(work) => say(report, at.child("compute"), work),
                    Step::Wait(time) => say(report, at.child("wait"), time),
                    _ => {}
                },
            );
        }
    }
    for (id, journey) in design.journeys {
        let at = Path::of(["journeys", id.as_str()]).child("size");
        if let Some(Err(impossible)) = journey.size.as_ref().map(SizeDistribution::solve) {
            report.error(Says {
                id: "impossible-distribution",
                at,
                why: impossible.why,
                fix: impossible.fix,
            });
        }
    }
    for (id, link) in design.relationships {
        let at = Path::of(["relationships", id.as_str()]);
        if let Some(work) = &link.serialization {
            say(report, at.child("serialization"), work);
        }
        if let Some(check) = &link.duplicate_check {
            say(report, at.child("duplicate_check"), check);
        }
        if let Some(latency) = &link.latency {
            say(report, at.child("latency"), latency);
        }
    }
}

fn taken_back(report: &mut Report, at: &Path, spot: Option<&Spot>) {
    if let Some(spot) = spot {
        say(report, at.child("spot").child("after"), &spot.after);
    }
}

fn started(report: &mut Report, at: Path, time: Option<&StartUp>) {
    if let Some(StartUp::Drawn(time)) = time {
        say(report, at, time);
    }
}

fn stops(
    report: &mut Report,
    at: &Path,
    patience: Option<&Distribution>,
    breakdowns: Option<&Breakdowns>,
) {
    if let Some(patience) = patience {
        say(report, at.child("patience"), patience);
    }
    if let Some(breakdowns) = breakdowns {
        let at = at.child("breakdowns");
        say(report, at.child("after"), &breakdowns.after);
        say(report, at.child("lasts"), &breakdowns.lasts);
    }
}

fn say(report: &mut Report, at: Path, distribution: &Distribution) {
    if let Err(impossible) = distribution.solve() {
        report.error(Says {
            id: "impossible-distribution",
            at,
            why: impossible.why,
            fix: impossible.fix,
        });
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::validate::testing::says;

    #[test]
    fn sizes_exist() {
        let size = "journeys/browse/size";
        says(
            size,
            json!({"lognormal": {"mean": "1MiB"}}),
            &[&format!("impossible-distribution at {size}")],
        );
        says(
            size,
            json!({"lognormal": {"mean": "1MiB", "scv": 2.0}}),
            &[],
        );
    }

    #[test]
    fn distributions_exist() {
        let demand = "elements/catalogue/operations/default/demand";
        for impossible in [
            json!({"lognormal": {"mean": "10ms", "p95": "39ms"}}),
            json!({"lognormal": {"mean": "10ms", "p95": "9ms"}}),
            json!({"lognormal": {"mean": "0ms", "p95": "0ms"}}),
            json!({"lognormal": {"mean": "10ms"}}),
            json!({"lognormal": {"mean": "10ms", "p50": "8ms", "p95": "30ms"}}),
            json!({"gamma": {"p50": "10ms", "p99": "9ms"}}),
            json!({"weibull": {"mean": "10ms", "scv": -1.0}}),
            json!({"bounded_pareto": {"shape": 1.5, "min": "0ms", "max": "1s"}}),
            json!({"bounded_pareto": {"shape": 1.5, "min": "2s", "max": "1s"}}),
            json!({"bounded_pareto": {"shape": 0.0, "min": "1ms", "max": "1s"}}),
            json!({"erlang": {"mean": "10ms", "stages": 0}}),
            json!({"hyperexponential": {"mean": "10ms", "scv": 0.5}}),
            json!({"quantiles": {}}),
            json!({"quantiles": {"p50": "10ms", "p95": "9ms"}}),
            json!({"quantiles": {"p101": "10ms"}}),
            json!({"quantiles": {"median": "10ms"}}),
            json!({"quantiles": {"p50": "10ms", "p50.0": "11ms"}}),
        ] {
            says(
                demand,
                impossible,
                &[&format!("impossible-distribution at {demand}")],
            );
        }
        for possible in [
            json!({"lognormal": {"mean": "10ms", "p95": "38.6ms"}}),
            json!({"lognormal": {"p50": "10ms", "p99": "900ms"}}),
            json!({"gamma": {"mean": "10ms", "scv": 0.25}}),
            json!({"weibull": {"p50": "10ms", "p95": "50ms"}}),
            json!({"bounded_pareto": {"shape": 1.5, "min": "1ms", "max": "10s"}}),
            json!({"quantiles": {"p9.5": "1ms", "p10": "2ms", "p100": "3ms"}}),
        ] {
            says(demand, possible, &[]);
        }
    }
}
