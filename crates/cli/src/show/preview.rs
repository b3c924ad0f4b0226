use std::io::{self, Write};

use spinout_commands::protocol::{
    PreviewFigure, PreviewJourney, PreviewLevel, PreviewTimes, PreviewView,
};
use spinout_report::figures::{number, percent, time};

use super::figures::subject;
use super::table::table;

/// Writes what is foretold by formula, and that it is.
pub(crate) fn preview(view: &PreviewView, out: &mut dyn Write) -> io::Result<()> {
    let subject = subject(&view.option, view.scenario.as_str());
    writeln!(out, "{}: {subject}", view.model)?;
    writeln!(
        out,
        "Preview by formula, not simulated. Bands are how far formulas were from the engine in 95 % of \
         like cases."
    )?;
    for level in &view.levels {
        if view.levels.len() > 1 {
            let (at, load) = (time(level.at_s), number(level.load_per_s));
            writeln!(out, "\nFrom {at} on, {load} requests a second")?;
        }
        write_level(level, out)?;
    }
    for note in &view.notes {
        writeln!(out, "\nNote: {note}")?;
    }
    Ok(())
}

fn write_level(level: &PreviewLevel, out: &mut dyn Write) -> io::Result<()> {
    if let Some(found) = &level.saturated {
        let (name, resource) = (&found.name, &found.resource);
        let used = percent(found.utilization);
        writeln!(out, "\nOverload: {name} needs {used} of its {resource}")?;
    }
    writeln!(out, "\nJourneys")?;
    let columns = [
        "",
        "seconds until",
        "mean",
        "P50",
        "P95",
        "P99",
        "success",
        "per second",
        "at most",
    ];
    let rows = level.journeys.values().flat_map(journey).collect();
    table(&columns, rows, out)?;
    for journey in level.journeys.values() {
        for reason in &journey.reasons {
            writeln!(out, "  {} is not foretold: {reason}", journey.name)?;
        }
    }
    writeln!(out, "\nElements")?;
    let columns = ["", "use", "of", "per second", "response", "waiting"];
    let rows = level.elements.values().map(|element| {
        vec![
            element.name.clone(),
            or_dash(element.utilization, percent),
            element.resource.clone().unwrap_or_else(|| "–".to_owned()),
            or_dash(element.throughput_per_s, number),
            or_dash(element.response_s, time),
            or_dash(element.wait_s, time),
        ]
    });
    table(&columns, rows.collect(), out)
}

fn journey(journey: &PreviewJourney) -> Vec<Vec<String>> {
    let mut answer = vec![journey.name.clone(), "response".to_owned()];
    answer.extend(times(journey.response_s.as_ref()));
    answer.extend([
        or_dash(journey.success_rate, percent),
        or_dash(journey.throughput_per_s, number),
        or_dash(journey.most_throughput_per_s, number),
    ]);
    let mut done = vec![String::new(), "completion".to_owned()];
    done.extend(times(journey.completion_s.as_ref()));
    done.extend(vec![String::new(); 3]);
    vec![answer, done]
}

fn times(told: Option<&PreviewTimes>) -> Vec<String> {
    let figures = told.map(|told| [told.mean, told.p50, told.p95, told.p99].map(with_band));
    figures.map_or_else(|| vec!["–".to_owned(); 4], Vec::from)
}

/// `412 ms (390 ms to 440 ms)`.
fn with_band(figure: PreviewFigure) -> String {
    let value = time(figure.value);
    match (figure.low, figure.high) {
        (Some(low), Some(high)) if figure.value > 0.0 => {
            format!("{value} ({} to {})", time(low), time(high))
        }
        _ => value,
    }
}

fn or_dash(figure: Option<f64>, show: impl Fn(f64) -> String) -> String {
    figure.map_or_else(|| "–".to_owned(), show)
}
