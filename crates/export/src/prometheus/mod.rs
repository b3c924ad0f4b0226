//! Prometheus rules: recorded series, alerts on burn rates, queues and dead letters, and their unit tests.
//!
//! Recorded series are named `level:metric:operations`. Each objective has its share of bad requests over
//! every window, `service_slo:bad_requests:ratio_rate1h` and so on, with the labels `service` and `slo`; each
//! queue has `queue:messages_ready:sum` and `queue:messages_consumed:rate5m`. Alerts look at recorded series
//! only, so that a team with other metrics changes the recording rules and nothing else. Every alert carries
//! `severity` (`page` wakes somebody up, `ticket` waits for the morning), `service`, and `team` where the
//! model names one; those of objectives also `slo` and `window`. An alert of each source says when its series
//! are not there at all, as an alert on a series that nobody makes is silent.

mod alert;
mod queues;
mod slo;
mod telemetry;
mod tests;

use serde_json::{Value, json};

use crate::boundary::boundaries;
use crate::objectives::{Promise, promises};
use crate::registry::{Exporter, File};
use crate::write::documents;
use crate::{Design, Options, Ownership, Target, header};
use queues::Watched;
use tests::Pace;

pub(crate) use slo::{low_traffic, never_fires};

const RULES_FILE: &str = "spinout.rules.yaml";

pub(crate) const RULES: Exporter = Exporter {
    id: "prometheus",
    about: "Prometheus recording and alerting rules for objectives, queues and dead letters",
    accepted_by: &["promtool check rules --lint=all --lint-fatal"],
    target: Target::Monitoring,
    ownership: Ownership::Owned,
    files: rules,
};

pub(crate) const TESTS: Exporter = Exporter {
    id: "prometheus-tests",
    about: "Unit tests of the rules: each alert fires when theory says so, and not before",
    accepted_by: &["promtool test rules"],
    target: Target::Monitoring,
    ownership: Ownership::Owned,
    files: unit_tests,
};

/// What is watched.
struct Watch<'a> {
    promises: Vec<Promise<'a>>,
    queues: Vec<Watched<'a>>,
}

fn watch<'a>(design: &Design<'a>) -> Option<Watch<'a>> {
    let (promises, _) = promises(design.architecture);
    let queues = queues::watched(&boundaries(design.architecture), &promises);
    (!promises.is_empty() || !queues.is_empty()).then_some(Watch { promises, queues })
}

fn rules(design: &Design<'_>, options: &Options) -> Vec<File> {
    let Some(watch) = watch(design) else {
        return Vec::new();
    };
    let mut comments = header(design);
    comments.push("Series that these rules read; name another where yours differ:".to_owned());
    comments.extend(telemetry::sources(&watch));
    comments.extend(slo::notes(design, &watch.promises, options));
    let groups: Vec<Value> = watch
        .promises
        .iter()
        .map(|promise| slo::group(design, promise, options))
        .chain(
            watch
                .queues
                .iter()
                .map(|queue| queues::group(design, queue, options)),
        )
        .collect();
    vec![File {
        path: format!("monitoring/prometheus/{RULES_FILE}"),
        about: "Recorded series and alerts".to_owned(),
        text: documents(&comments, &[json!({ "groups": groups })]),
    }]
}

fn unit_tests(design: &Design<'_>, options: &Options) -> Vec<File> {
    let Some(watch) = watch(design) else {
        return Vec::new();
    };
    let objectives = |pace| {
        watch
            .promises
            .iter()
            .flat_map(move |promise| tests::of_objective(promise, pace))
    };
    let queues = watch
        .queues
        .iter()
        .flat_map(|queue| tests::of_queue(design, queue, options));
    let fast: Vec<Value> = objectives(Pace::Minute).chain(queues).collect();
    let slow: Vec<Value> = objectives(Pace::TwentyMinutes).collect();
    [
        test_file(design, "spinout.rules", Pace::Minute, &fast),
        test_file(design, "spinout.rules.slow", Pace::TwentyMinutes, &slow),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A file of unit tests; none without a test.
fn test_file(design: &Design<'_>, name: &str, pace: Pace, cases: &[Value]) -> Option<File> {
    let mut comments = header(design);
    comments.push(format!("Run: promtool test rules {name}.test.yaml"));
    let document = json!({
        "rule_files": [RULES_FILE],
        "evaluation_interval": pace.interval(),
        "tests": cases
    });
    (!cases.is_empty()).then(|| File {
        path: format!("monitoring/prometheus/{name}.test.yaml"),
        about: "Unit tests of the rules".to_owned(),
        text: documents(&comments, &[document]),
    })
}
