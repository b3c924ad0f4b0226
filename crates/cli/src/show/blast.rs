use std::io::{self, Write};

use spinout_commands::protocol::BlastView;
use spinout_commands::results::{BlastRadius, Failure, ImpactKind};
use spinout_report::figures::{percent, points, signed};

use super::table::table;

/// Writes what fails when an element fails, worst first.
pub(crate) fn blast(view: &BlastView, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "What is lost when an element of {} is down, by structure",
        view.option
    )?;
    let radius = &view.blast_radius;
    let before = |failure: &Failure| {
        let baseline = view.baseline.as_ref()?;
        let known = baseline
            .failures
            .iter()
            .find(|f| f.element == failure.element)?;
        Some(known.value_lost)
    };
    let rows = radius.failures.iter().map(|failure| {
        let change = match before(failure) {
            Some(before) => signed(failure.value_lost - before, points),
            None if view.baseline.is_some() => "new".to_owned(),
            None => String::new(),
        };
        vec![
            failure.name.clone(),
            percent(failure.value_lost),
            percent(failure.value_degraded),
            change,
            journeys(failure),
        ]
    });
    table(
        &["", "value lost", "value late", "than baseline", "journeys"],
        rows.collect(),
        out,
    )?;
    single_points(radius, out)
}

fn journeys(failure: &Failure) -> String {
    let impacts = failure.journeys.iter().map(|impact| {
        let what = match impact.kind {
            ImpactKind::Lost => "lost",
            ImpactKind::Degraded => "late",
        };
        format!("{} {what}", impact.journey)
    });
    impacts.collect::<Vec<_>>().join(", ")
}

fn single_points(radius: &BlastRadius, out: &mut dyn Write) -> io::Result<()> {
    let points = &radius.single_points_of_failure;
    if points.is_empty() {
        return writeln!(out, "\nNo single point of failure.");
    }
    let names: Vec<&str> = points
        .iter()
        .map(|id| {
            let failure = radius.failures.iter().find(|f| f.element == *id);
            failure.map_or(id.as_str(), |failure| &failure.name)
        })
        .collect();
    writeln!(out, "\nSingle points of failure: {}", names.join(", "))
}
