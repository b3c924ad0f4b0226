use std::io::{self, Write};

use spinout_commands::results::{Found, MetricValue, Run};
use spinout_report::metrics::{figure, target};

use super::figures::estimate;
use super::table::table;

/// The metrics that a spinout is steered by.
pub(super) fn metrics(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    let mut rows = Vec::new();
    for (id, metric) in &run.metrics {
        for value in &metric.values {
            rows.push(vec![
                format!("{id:?} {}: {}", metric.name, value.name),
                estimate!(value.value, |v| figure(v, &metric.unit)),
                metric
                    .target
                    .map_or_else(|| "–".to_owned(), |t| target(t, &metric.unit)),
                verdict(value).to_owned(),
                match value.found {
                    Found::Simulated => "simulated",
                    Found::Computed => "computed",
                    Found::Assumed => "with assumptions",
                }
                .to_owned(),
            ]);
        }
    }
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nMetrics (targets are what to start from)")?;
    table(&["", "value", "target", "", "how"], rows, out)
}

fn verdict(value: &MetricValue) -> &'static str {
    match (value.met, value.value) {
        (Some(true), _) => "met",
        (Some(false), _) => "MISSED",
        (None, Some(_)) => "tracked",
        (None, None) => "not known",
    }
}
