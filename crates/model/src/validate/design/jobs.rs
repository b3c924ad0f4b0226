//! `out-of-range`, `unknown-reference`: a job can run, and has something to do.

use super::figures::count;
use crate::validate::{Design, Report};
use crate::{ElementKind, Items, Path};

pub(super) fn check(design: &Design<'_>, report: &mut Report) {
    for (id, element) in design.elements {
        if element.kind != ElementKind::Job {
            continue;
        }
        let at = Path::of(["elements", id.as_str()]);
        if !element.operations.contains_key("default") {
            let at = at.child("operations").child("default");
            report.unknown(at, "operation that an item does:", "default");
        }
        if let Some(process) = &element.process {
            let at = at.child("process");
            if process.autoscaler.is_some() || process.replicas != 1 {
                report.range(
                    at,
                    "its number of instances",
                    "left out: a job starts as many as its `parallelism` says",
                );
            }
        }
        let Some(job) = &element.job else { continue };
        let at = at.child("job");
        count(report, at.child("parallelism"), job.parallelism);
        if let Some(every) = job.every.filter(|every| every.base() < 1e-3) {
            report.range(at.child("every"), every, "at least 1ms");
        }
        let (least, most) = job.items.bounds();
        if most == 0 || least > most {
            let found = match job.items {
                Items::Count(count) => count.to_string(),
                Items::Between { min, max } => format!("{min} to {max}"),
            };
            report.range(
                at.child("items"),
                found,
                "at least 1, and no less than `min`",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::validate::testing::found;

    fn says(job: &Value, process: &Value, expected: &[&str]) {
        let element = json!({"kind": "job", "job": job, "process": process,
            "operations": {"default": {}}});
        assert_eq!(found(&[("elements/nightly", element)]), expected);
    }

    #[test]
    fn a_job_can_run() {
        let plain = json!({});
        says(
            &json!({"at": "1h", "every": "24h", "items": {"min": 10, "max": 20}, "parallelism": 4,
                "overlap": "replace", "retries": 0}),
            &plain,
            &[],
        );
        says(
            &json!({"every": "0s", "items": 0, "parallelism": 0}),
            &plain,
            &[
                "out-of-range at elements/nightly/job/every",
                "out-of-range at elements/nightly/job/items",
                "out-of-range at elements/nightly/job/parallelism",
            ],
        );
        says(
            &json!({"items": {"min": 3, "max": 2}}),
            &json!({"replicas": 3}),
            &[
                "out-of-range at elements/nightly/job/items",
                "out-of-range at elements/nightly/process",
            ],
        );
    }

    #[test]
    fn a_job_has_something_to_do_and_is_asked_by_nobody() {
        assert_eq!(
            found(&[("elements/nightly", json!({"kind": "job"}))]),
            ["unknown-reference at elements/nightly/operations/default"]
        );
        let asked = found(&[
            (
                "elements/nightly",
                json!({"kind": "job", "operations": {"default": {}}}),
            ),
            (
                "relationships/start",
                json!({"from": "shop", "to": "nightly", "mode": "calls"}),
            ),
        ]);
        assert!(
            asked.contains(&"mode-misfit at relationships/start/to".to_owned()),
            "{asked:?}"
        );
    }
}
