use std::collections::BTreeMap;

use spinout_results::Estimate;
use spinout_results::{Difference, JourneyResult, Latency, Run};
use spinout_units::{JourneyId, WindowId};

use super::titles;
use crate::figures::{estimate, number, percent, points, signed, time};
use crate::html::{Cell, Table, escape};
use crate::{Chapter, Report};

/// A figure of a table: its title, its name in a comparison, how it is shown, and whether less is better.
struct Figure {
    title: &'static str,
    name: &'static str,
    show: fn(f64) -> String,
    less_is_better: bool,
}

const fn latency(title: &'static str, name: &'static str) -> Figure {
    Figure {
        title,
        name,
        show: time,
        less_is_better: true,
    }
}

const FIGURES: [Figure; 7] = [
    latency("Response, median", "response_s/p50"),
    latency("Response, 95th percentile", "response_s/p95"),
    latency("Response, 99th percentile", "response_s/p99"),
    latency("Completion, 95th percentile", "completion_s/p95"),
    latency("Completion, 99th percentile", "completion_s/p99"),
    Figure {
        title: "Successful",
        name: "success_rate",
        show: percent,
        less_is_better: false,
    },
    Figure {
        title: "Requests a second",
        name: "throughput_per_s",
        show: number,
        less_is_better: false,
    },
];

/// What users got, option by option, over the whole scenario and by window.
pub(crate) fn section(report: &Report<'_>, chapter: &Chapter<'_>) -> String {
    let Some(first) = chapter.runs.first() else {
        return String::new();
    };
    let mut table = Table::new(&titles(report, chapter, "Journey"));
    for (id, journey) in &first.journeys {
        table.group(&journey.name);
        rows(&mut table, chapter, id, None);
        for (window_id, window) in &journey.windows {
            if window_id.as_str() == "whole" {
                continue;
            }
            table.group(&format!(
                "{}, {window_id}: arrived from {} to {}",
                journey.name,
                time(window.from_s),
                time(window.to_s)
            ));
            rows(&mut table, chapter, id, Some(window_id));
        }
    }
    format!(
        "<h3>What users get</h3>\n<p>Response is until the caller has the answer, completion until the last \
         asynchronous consequence is done. Failed requests count with the time at which they failed.</p>\n{}",
        table.finish()
    )
}

fn rows(table: &mut Table, chapter: &Chapter<'_>, id: &JourneyId, window: Option<&WindowId>) {
    let at_once = completes_at_once(chapter, id);
    for figure in &FIGURES {
        // A window's table keeps to what a window is looked at for.
        let left_out = match window {
            Some(_) => matches!(figure.name, "response_s/p50" | "throughput_per_s"),
            None => false,
        };
        if left_out || (at_once && figure.name.starts_with("completion_s")) {
            continue;
        }
        let values: Vec<Option<Estimate>> = chapter
            .runs
            .iter()
            .map(|run| value(run, id, window, figure.name))
            .collect();
        if values.iter().all(Option::is_none) {
            continue;
        }
        let cells: Vec<Cell> = chapter
            .runs
            .iter()
            .zip(values)
            .map(|(run, value)| {
                let fails = figure.name.contains('/') && fails_often(run, id, window);
                let mark = if fails && value.is_some() {
                    " <small>with its failures</small>"
                } else {
                    ""
                };
                let is_fair = !fails && !fails_often(chapter.runs[0], id, window);
                let difference = difference(chapter, run, id, window, figure.name);
                Cell::number(format!(
                    "{}{mark}{}",
                    estimate(value, figure.show),
                    difference.map_or(String::new(), |d| show_difference(figure, d, is_fair))
                ))
            })
            .collect();
        table.row(figure.title, &cells);
    }
}

/// Is completion the same as response in every option, so that it need not be told twice?
pub(super) fn completes_at_once(chapter: &Chapter<'_>, id: &JourneyId) -> bool {
    let mut journeys = chapter.runs.iter().filter_map(|run| run.journeys.get(id));
    journeys.all(|journey| {
        let (a, b) = (&journey.response_s, &journey.completion_s);
        [(a.p50, b.p50), (a.p99, b.p99)]
            .iter()
            .all(|(a, b)| a.map(|e| e.value) == b.map(|e| e.value))
    })
}

/// Do so many requests fail that a latency says more of how fast they fail than of anything else?
fn fails_often(run: &Run, id: &JourneyId, window: Option<&WindowId>) -> bool {
    value(run, id, window, "success_rate").is_some_and(|rate| rate.value < 0.95)
}

fn value(run: &Run, id: &JourneyId, window: Option<&WindowId>, figure: &str) -> Option<Estimate> {
    let journey: &JourneyResult = run.journeys.get(id)?;
    let (response, completion, success) = match window {
        None => (
            &journey.response_s,
            &journey.completion_s,
            journey.success_rate,
        ),
        Some(window) => {
            let window = journey.windows.get(window)?;
            (
                &window.response_s,
                &window.completion_s,
                window.success_rate,
            )
        }
    };
    let quantile = |latency: &Latency, name: &str| match name {
        "p50" => latency.p50,
        "p95" => latency.p95,
        _ => latency.p99,
    };
    match figure.split_once('/') {
        Some(("response_s", name)) => quantile(response, name),
        Some((_, name)) => quantile(completion, name),
        None if figure == "success_rate" => success,
        None => journey.throughput_per_s,
    }
}

fn difference<'c>(
    chapter: &Chapter<'c>,
    run: &Run,
    id: &JourneyId,
    window: Option<&WindowId>,
    figure: &str,
) -> Option<&'c Difference> {
    let comparison = chapter
        .comparisons
        .iter()
        .find(|c| c.option == run.option)?;
    let journey = comparison.journeys.get(id)?;
    let figures: &BTreeMap<String, Difference> = match window {
        None => &journey.whole,
        Some(window) => journey.windows.get(window)?,
    };
    figures.get(figure)
}

/// The paired difference below a value: coloured where it is certain, and where both sides did the work
/// (a latency of failures is no gain).
fn show_difference(figure: &Figure, difference: &Difference, is_fair: bool) -> String {
    let change = difference.difference;
    if change.low == 0.0 && change.high == 0.0 {
        return String::new();
    }
    if !difference.certain {
        return "<span class=\"difference unsure\">no certain difference</span>".to_owned();
    }
    let is_latency = figure.name.contains('/');
    let better = (change.value < 0.0) == figure.less_is_better;
    let tone = match better {
        _ if figure.name == "throughput_per_s" || (is_latency && !is_fair) => "",
        true => " good",
        false => " bad",
    };
    let relative = if is_latency {
        relative(difference.base, difference.option)
    } else {
        String::new()
    };
    let show = if figure.name == "success_rate" {
        points
    } else {
        figure.show
    };
    format!(
        "<span class=\"difference{tone}\" title=\"{} to {}\">{}{relative}</span>",
        escape(&signed(change.low, show)),
        escape(&signed(change.high, show)),
        signed(change.value, show),
    )
}

/// How an option's figure stands to the base's: in percent, or from ten times on as a factor.
fn relative(base: f64, option: f64) -> String {
    if base <= 0.0 || option <= 0.0 {
        return String::new();
    }
    let ratio = option / base;
    if ratio >= 10.0 {
        format!(" (× {})", number(ratio))
    } else if ratio <= 0.1 {
        format!(" (÷ {})", number(1.0 / ratio))
    } else {
        format!(" ({})", signed(ratio - 1.0, percent))
    }
}
