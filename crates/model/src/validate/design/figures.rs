//! `out-of-range`: every figure is one that can be.

mod conduct;

use super::messaging::{check_keys, without_effect};
use crate::validate::Design;
use crate::validate::Report;
use crate::{Element, Journey, Operation, Path, Process, Relationship, Unit};

mod autoscaler;

/// The most instances, threads or connections that are simulated.
pub(super) const MOST: u32 = 100_000;

pub(super) fn check(design: &Design<'_>, report: &mut Report) {
    for (id, element) in design.elements {
        check_element(report, &Path::of(["elements", id.as_str()]), element);
    }
    for (id, link) in design.relationships {
        check_link(report, &Path::of(["relationships", id.as_str()]), link);
    }
    for (id, unit) in design.units {
        check_unit(report, &Path::of(["units", id.as_str()]), unit);
    }
    for (id, journey) in design.journeys {
        check_journey(report, &Path::of(["journeys", id.as_str()]), journey);
    }
}

fn check_element(report: &mut Report, at: &Path, element: &Element) {
    if let Some(process) = &element.process {
        check_process(report, &at.child("process"), process);
    }
    if let Some(function) = &element.function {
        autoscaler::check_function(report, &at.child("function"), function);
    }
    if let Some(queue) = &element.queue {
        let at = at.child("queue");
        if queue.capacity == Some(0) {
            report.range(at.child("capacity"), 0, "at least 1");
        }
        if queue
            .dead_letter
            .as_ref()
            .is_some_and(|letters| letters.max_receives == 0)
        {
            report.range(
                at.child("dead_letter").child("max_receives"),
                0,
                "at least 1",
            );
        }
    }
    if let Some(store) = &element.store {
        let at = at.child("store");
        if let Some(cores) = store.cores {
            positive(report, at.child("cores"), cores);
        }
        conduct::check_breakdowns(report, &at, store.breakdowns.as_ref());
        if let Some(connections) = store.connections {
            count(report, at.child("connections"), connections);
        }
        if let Some(replicas) = &store.read_replicas {
            let at = at.child("read_replicas");
            count(report, at.child("count"), replicas.count);
            if !(0.0..=10.0).contains(&replicas.apply) {
                report.range(at.child("apply"), replicas.apply, "from 0 to 10");
            }
            if let Some(keys) = &replicas.keys {
                check_keys(report, &at.child("keys"), keys);
            }
        }
        if let Some(io) = &store.io {
            let at = at.child("io");
            positive(report, at.child("rate"), io.rate.base());
            if !(1.0..=1000.0).contains(&io.write_amplification) {
                let at = at.child("write_amplification");
                report.range(at, io.write_amplification, "from 1 to 1000");
            }
        }
    }
    for (id, lock) in &element.locks {
        let at = at.child("locks").child(id.as_str());
        count(report, at.child("capacity"), lock.capacity);
    }
    let device = element.store.as_ref().and_then(|store| store.io.as_ref());
    for (id, operation) in &element.operations {
        if operation.io > 0.0 && device.is_none() {
            let at = at.child("operations").child(id.as_str()).child("io");
            without_effect(report, at, "io", "an element without a device, `store.io`");
        }
        check_operation(
            report,
            &at.child("operations").child(id.as_str()),
            operation,
        );
    }
}

fn check_process(report: &mut Report, at: &Path, process: &Process) {
    let to_none = process
        .autoscaler
        .as_ref()
        .is_some_and(|scaler| scaler.min == 0);
    if process.replicas > 0 || !to_none {
        count(report, at.child("replicas"), process.replicas);
    }
    positive(report, at.child("cores"), process.cores);
    count(report, at.child("threads"), process.threads);
    if let Some(limit) = process.in_flight {
        count(report, at.child("in_flight"), limit);
    }
    conduct::check(report, at, process);
    if let Some(autoscaler) = &process.autoscaler {
        autoscaler::check(
            report,
            &at.child("autoscaler"),
            autoscaler,
            process.replicas,
        );
    }
}

fn check_unit(report: &mut Report, at: &Path, unit: &Unit) {
    if let Some(changes) = unit.changes_per_week
        && !(changes >= 0.0 && changes.is_finite())
    {
        report.range(at.child("changes_per_week"), changes, "at least 0");
    }
    if let Some(share) = unit.trace_sampling
        && !(share > 0.0 && share <= 1.0)
    {
        report.range(at.child("trace_sampling"), share, "above 0 and at most 1");
    }
    if let Some(most) = &unit.max_spans {
        positive(report, at.child("max_spans"), most.base());
    }
    let stages = unit.pipeline.iter().flat_map(|pipeline| &pipeline.stages);
    for (index, stage) in stages.enumerate() {
        let at = at
            .child("pipeline")
            .child("stages")
            .child(index.to_string());
        if !(0.0..=1.0).contains(&stage.failure_rate) {
            report.range(at.child("failure_rate"), stage.failure_rate, "from 0 to 1");
        }
    }
}

fn check_operation(report: &mut Report, at: &Path, operation: &Operation) {
    if let Some(batch) = &operation.batch {
        let at = at.child("batch");
        count(report, at.child("most"), batch.most);
        count(report, at.child("workers"), batch.workers);
    }
    if !(0.0..=1e6).contains(&operation.io) {
        report.range(at.child("io"), operation.io, "from 0 to 1000000");
    }
    if !(0.0..=1.0).contains(&operation.failure_rate) {
        report.range(
            at.child("failure_rate"),
            operation.failure_rate,
            "from 0 to 1",
        );
    }
}

fn check_link(report: &mut Report, at: &Path, link: &Relationship) {
    if !(0.0..=1000.0).contains(&link.per_request) {
        report.range(at.child("per_request"), link.per_request, "from 0 to 1000");
    }
    if let Some(pool) = &link.pool {
        count(report, at.child("pool").child("size"), pool.size);
    }
    if let Some(concurrency) = link.concurrency {
        count(report, at.child("concurrency"), concurrency);
    }
    if let Some(bandwidth) = link.bandwidth.filter(|bandwidth| bandwidth.base() < 1.0) {
        report.range(at.child("bandwidth"), bandwidth, "at least 1B/s");
    }
    if let Some(timeout) = link.timeout.filter(|timeout| timeout.base() <= 0.0) {
        report.range(at.child("timeout"), timeout, "above 0");
    }
}

fn check_journey(report: &mut Report, at: &Path, journey: &Journey) {
    for (field, found) in [("share", journey.share), ("value", journey.value)] {
        if !(found.is_finite() && found >= 0.0) {
            report.range(at.child(field), found, "0 or more");
        }
    }
    for (id, objective) in &journey.objectives {
        let at = at.child("objectives").child(id.as_str());
        if !(objective.target > 0.0 && objective.target < 1.0) {
            let range = "above 0 and below 1, such as 0.99 for 99 %";
            report.range(at.child("target"), objective.target, range);
        }
        if let Some(agreed) = objective.agreed
            && !(agreed > 0.0 && agreed <= 1.0)
        {
            report.range(at.child("agreed"), agreed, "above 0 and at most 1");
        }
        if objective.window.base() <= 0.0 {
            report.range(at.child("window"), objective.window, "above 0");
        }
    }
}

pub(super) fn positive(report: &mut Report, at: Path, found: f64) {
    if !(found.is_finite() && found > 0.0) {
        report.range(at, found, "above 0");
    }
}

pub(super) fn count(report: &mut Report, at: Path, found: u32) {
    if !(1..=MOST).contains(&found) {
        report.range(at, found, &format!("from 1 to {MOST}"));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::validate::testing::{found, says};

    #[test]
    fn figures_are_in_their_ranges() {
        for (path, new) in [
            ("elements/shop/process/replicas", json!(0)),
            ("elements/shop/process/cores", json!(0)),
            ("elements/shop/process/threads", json!(0)),
            ("elements/shop/process/in_flight", json!(0)),
            ("elements/shop/process/autoscaler/target/cpu", json!(1.5)),
            ("elements/catalogue/store/cores", json!(-1)),
            ("elements/catalogue/store/connections", json!(0)),
            ("elements/images/operations/sign/failure_rate", json!(1.01)),
            ("relationships/seal/per_request", json!(-0.5)),
            ("relationships/shrink/retry/attempts", json!(1)),
            ("relationships/shrink/retry/jitter", json!(2)),
            ("relationships/shrink/timeout", json!("0s")),
            ("journeys/browse/share", json!(-1)),
            ("units/shop/changes_per_week", json!(-1)),
            ("units/shop/trace_sampling", json!(0)),
            ("units/shop/max_spans", json!("0/s")),
            ("journeys/browse/objectives/fast/target", json!(1)),
            ("journeys/browse/objectives/fast/agreed", json!(99.9)),
            ("journeys/browse/objectives/fast/window", json!("0d")),
        ] {
            let expected = format!("out-of-range at {path}");
            if path.ends_with("replicas") {
                assert!(found(&[(path, new)]).contains(&expected));
            } else {
                says(path, new, &[&expected]);
            }
        }
        let memory = |limit, each| json!({"limit": limit, "base": "1GiB", "per_request": each, "restart": {"constant": "10s"}});
        let breakdowns = json!({"after": {"constant": "0s"}, "lasts": {"constant": "1s"}});
        for (path, new, place) in [
            (
                "process/memory",
                memory("1GiB", "1MiB"),
                "process/memory/limit",
            ),
            (
                "process/memory",
                memory("2GiB", "0B"),
                "process/memory/per_request",
            ),
            (
                "process/cpu_limit",
                json!({"cores": 0}),
                "process/cpu_limit/cores",
            ),
            (
                "process/cpu_limit",
                json!({"cores": 1, "period": "0s"}),
                "process/cpu_limit/period",
            ),
            (
                "process/idle",
                json!({"vacation": {"constant": "0s"}}),
                "process/idle/vacation",
            ),
            ("process/breakdowns", breakdowns, "process/breakdowns/after"),
        ] {
            let expected = format!("out-of-range at elements/shop/{place}");
            says(&format!("elements/shop/{path}"), new, &[&expected]);
        }
        says(
            "elements/shop/process/autoscaler/max",
            json!(0),
            &[
                "out-of-range at elements/shop/process/autoscaler/max",
                "out-of-range at elements/shop/process/autoscaler/max",
            ],
        );
        says(
            "elements/shop/process/replicas",
            json!(9),
            &["out-of-range at elements/shop/process/autoscaler"],
        );
    }
}
