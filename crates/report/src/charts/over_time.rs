use std::collections::BTreeSet;

use plotters::prelude::*;
use spinout_results::{Band, Run};
use spinout_units::{ElementId, JourneyId, RelationshipId};

use super::{LINE, label, series, sheet, tick};
use crate::figures::{percent, time};

const SIZE: (u32, u32) = (560, 200);

/// A journey over time: title and picture of what there is to see.
pub(crate) fn journey(runs: &[&Run], id: &JourneyId) -> Vec<(&'static str, String)> {
    let band = |run: &'_ Run, pick: fn(&spinout_results::JourneySeries) -> &Band| {
        run.series.journeys.get(id).map(|s| pick(s).clone())
    };
    let arrivals: Vec<_> = runs
        .iter()
        .take(1)
        .map(|r| band(r, |s| &s.arrivals_per_s))
        .collect();
    let of = |pick: fn(&spinout_results::JourneySeries) -> &Band| -> Vec<Option<Band>> {
        runs.iter().map(|r| band(r, pick)).collect()
    };
    [
        ("arrivals a second", picture(runs, &arrivals, tick)),
        (
            "99th percentile of the response",
            picture(runs, &of(|s| &s.response_p99_s), time),
        ),
        (
            "failures a second",
            picture(runs, &of(|s| &s.failures_per_s), tick),
        ),
    ]
    .into_iter()
    .filter_map(|(title, svg)| Some((title, svg?)))
    .collect()
}

/// How fast a journey spends the error budget of each of its objectives over time.
pub(crate) fn burn_rates(runs: &[&Run], id: &JourneyId) -> Vec<(String, String)> {
    let of = |run: &&Run| run.series.journeys.get(id).map(|s| s.burn_rate.clone());
    let found: Vec<_> = runs.iter().map(of).collect();
    let objectives: BTreeSet<_> = found.iter().flatten().flat_map(|all| all.keys()).collect();
    objectives
        .into_iter()
        .filter_map(|objective| {
            let bands: Vec<_> = found
                .iter()
                .map(|all| all.as_ref()?.get(objective).cloned())
                .collect();
            let svg = picture(runs, &bands, tick)?;
            Some((format!("burn rate of {objective}"), svg))
        })
        .collect()
}

/// A relationship with a policy over time: title and picture of what there is to see.
pub(crate) fn link(runs: &[&Run], id: &RelationshipId) -> Vec<(&'static str, String)> {
    let of = |pick: fn(&spinout_results::LinkSeries) -> &Band| -> Vec<Option<Band>> {
        runs.iter()
            .map(|r| r.series.links.get(id).map(|s| pick(s).clone()))
            .collect()
    };
    [
        (
            "retries a second",
            picture(runs, &of(|s| &s.retries_per_s), tick),
        ),
        (
            "refused a second",
            picture(runs, &of(|s| &s.refused_per_s), tick),
        ),
        (
            "breaker not closed",
            picture(runs, &of(|s| &s.open), percent),
        ),
    ]
    .into_iter()
    .filter_map(|(title, svg)| Some((title, svg?)))
    .collect()
}

/// An element over time: title and picture of what there is to see.
pub(crate) fn element(runs: &[&Run], id: &ElementId) -> Vec<(&'static str, String)> {
    let of = |pick: fn(&spinout_results::ElementSeries) -> &Band| -> Vec<Option<Band>> {
        runs.iter()
            .map(|r| r.series.elements.get(id).map(|s| pick(s).clone()))
            .collect()
    };
    let replicas = of(|s| &s.replicas);
    [
        ("waiting", picture(runs, &of(|s| &s.queue_length), tick)),
        ("busy", picture(runs, &of(|s| &s.utilization), percent)),
        (
            "dead letters",
            picture(runs, &of(|s| &s.dead_letters), tick),
        ),
        (
            "instances",
            changes(&replicas)
                .then(|| picture(runs, &replicas, tick))
                .flatten(),
        ),
        (
            "denied a second",
            picture(runs, &of(|s| &s.denied_per_s), tick),
        ),
        ("nodes", picture(runs, &of(|s| &s.nodes), tick)),
        (
            "instances pending",
            picture(runs, &of(|s| &s.pending), tick),
        ),
        (
            "cold starts a second",
            picture(runs, &of(|s| &s.cold_starts_per_s), tick),
        ),
        (
            "throttled a second",
            picture(runs, &of(|s| &s.throttled_per_s), tick),
        ),
    ]
    .into_iter()
    .filter_map(|(title, svg)| Some((title, svg?)))
    .collect()
}

/// The hit ratio of each cache of an element over time.
pub(crate) fn caches(runs: &[&Run], id: &ElementId) -> Vec<(String, String)> {
    let of = |run: &&Run| run.series.elements.get(id).map(|s| s.hit_ratio.clone());
    let found: Vec<_> = runs.iter().map(of).collect();
    let caches: BTreeSet<_> = found.iter().flatten().flat_map(|all| all.keys()).collect();
    caches
        .into_iter()
        .filter_map(|cache| {
            let bands: Vec<_> = found
                .iter()
                .map(|all| all.as_ref()?.get(cache).cloned())
                .collect();
            let svg = picture(runs, &bands, percent)?;
            Some((format!("hits of the cache before {cache}"), svg))
        })
        .collect()
}

/// A number of instances that never changes needs no picture.
fn changes(bands: &[Option<Band>]) -> bool {
    bands.iter().flatten().any(|band| {
        let mut values = band.value.iter().flatten();
        let first = values.next();
        values.any(|v| Some(v) != first)
    })
}

/// One line a run over time, with its interval as a band; nothing where all is zero.
fn picture(runs: &[&Run], bands: &[Option<Band>], show: fn(f64) -> String) -> Option<String> {
    let highest = bands
        .iter()
        .flatten()
        .flat_map(|band| band.value.iter().chain(&band.high))
        .flatten()
        .fold(0.0, |a: f64, b| a.max(*b));
    let end = runs
        .iter()
        .flat_map(|r| r.series.time_s.last())
        .fold(0.0, |a: f64, b| a.max(*b));
    if highest <= 0.0 || end <= 0.0 {
        return None;
    }
    let (unit_s, unit) = match end {
        e if e >= 4.0 * 3600.0 => (3600.0, "h"),
        e if e >= 240.0 => (60.0, "min"),
        _ => (1.0, "s"),
    };
    sheet(SIZE, |area| {
        let mut chart = ChartBuilder::on(area)
            .margin_right(16)
            .margin_top(10)
            .x_label_area_size(26)
            .y_label_area_size(64)
            .build_cartesian_2d(0.0..end / unit_s, 0.0..highest * 1.08)?;
        chart
            .configure_mesh()
            .disable_x_mesh()
            .bold_line_style(LINE)
            .light_line_style(TRANSPARENT)
            .axis_style(LINE)
            .x_labels(8)
            .y_labels(4)
            .x_label_formatter(&|x| format!("{} {unit}", tick(*x)))
            .y_label_formatter(&|y| show(*y))
            .label_style(label())
            .draw()?;
        for (index, (run, band)) in runs.iter().zip(bands).enumerate() {
            let Some(band) = band else { continue };
            let colour = series(index);
            for stretch in stretches(run, band, unit_s) {
                let there = stretch.iter().map(|p| (p.at, p.high));
                let back = stretch.iter().rev().map(|p| (p.at, p.low));
                let outline: Vec<_> = there.chain(back).collect();
                chart.draw_series([Polygon::new(outline, colour.mix(0.18).filled())])?;
                chart.draw_series(LineSeries::new(
                    stretch.iter().map(|p| (p.at, p.value)),
                    colour.stroke_width(2),
                ))?;
            }
        }
        Ok(())
    })
}

struct Point {
    at: f64,
    value: f64,
    low: f64,
    high: f64,
}

/// A band cut where nothing happened.
fn stretches(run: &Run, band: &Band, unit_s: f64) -> Vec<Vec<Point>> {
    let mut stretches = vec![Vec::new()];
    for (index, at) in run.series.time_s.iter().enumerate() {
        let value = |list: &[Option<f64>]| list.get(index).copied().flatten();
        match value(&band.value) {
            Some(middle) => {
                if let Some(last) = stretches.last_mut() {
                    last.push(Point {
                        at: at / unit_s,
                        value: middle,
                        low: value(&band.low).unwrap_or(middle).max(0.0),
                        high: value(&band.high).unwrap_or(middle),
                    });
                }
            }
            None => stretches.push(Vec::new()),
        }
    }
    stretches.retain(|stretch| !stretch.is_empty());
    stretches
}
