use plotters::prelude::*;
use spinout_results::Estimate;
use spinout_results::{Latency, Run};
use spinout_units::JourneyId;

use super::{Failed, LINE, label, series, sheet};
use crate::figures::time;

const SIZE: (u32, u32) = (560, 230);
const NAMES: [&str; 5] = ["P50", "P90", "P95", "P99", "P99.9"];
/// Latencies further apart than this are drawn on a logarithmic axis.
const FAR: f64 = 20.0;

/// Which latency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    /// Until the caller has its answer.
    Response,
    /// Until the last consequence is done.
    Completion,
}

/// A journey's latency by percentile, one line an option, with intervals.
pub(crate) fn draw(runs: &[&Run], id: &JourneyId, of: Of) -> Option<String> {
    let curves: Vec<Vec<(f64, Estimate)>> = runs
        .iter()
        .map(|run| {
            let journey = run.journeys.get(id);
            let latency = journey.map(|j| match of {
                Of::Response => &j.response_s,
                Of::Completion => &j.completion_s,
            });
            latency.map_or_else(Vec::new, points)
        })
        .collect();
    let values = || curves.iter().flatten().map(|(_, e)| e);
    let highest = values().map(|e| e.high).fold(0.0, f64::max);
    let lowest = values()
        .map(|e| e.low)
        .filter(|v| *v > 0.0)
        .fold(f64::INFINITY, f64::min);
    if highest <= 0.0 {
        return None;
    }
    let is_far = highest / lowest > FAR;
    sheet(SIZE, |area| {
        let mut chart = ChartBuilder::on(area);
        chart
            .margin_right(16)
            .margin_top(10)
            .x_label_area_size(26)
            .y_label_area_size(64);
        if is_far {
            let bottom = 10f64.powf(lowest.log10().floor());
            let mut chart =
                chart.build_cartesian_2d(-0.15..4.15, (bottom..highest * 1.3).log_scale())?;
            mesh(&mut chart)?;
            lines(&mut chart, &curves)
        } else {
            let mut chart = chart.build_cartesian_2d(-0.15..4.15, 0.0..highest * 1.08)?;
            mesh(&mut chart)?;
            lines(&mut chart, &curves)
        }
    })
}

fn points(latency: &Latency) -> Vec<(f64, Estimate)> {
    [
        latency.p50,
        latency.p90,
        latency.p95,
        latency.p99,
        latency.p999,
    ]
    .into_iter()
    .enumerate()
    .filter_map(|(at, estimate)| Some((at as f64, estimate?)))
    .collect()
}

type Chart<'a, 'b, Y> =
    ChartContext<'a, SVGBackend<'b>, Cartesian2d<plotters::coord::types::RangedCoordf64, Y>>;

fn mesh<'b, Y>(chart: &mut Chart<'_, 'b, Y>) -> Result<(), Failed>
where
    Y: Ranged<ValueType = f64> + plotters::coord::ranged1d::ValueFormatter<f64>,
{
    chart
        .configure_mesh()
        .disable_x_mesh()
        .bold_line_style(LINE)
        .light_line_style(TRANSPARENT)
        .axis_style(LINE)
        .x_labels(5)
        .y_labels(5)
        .x_label_formatter(&|x| {
            let at = x.round();
            let known = (x - at).abs() < 1e-6 && (0.0..5.0).contains(&at);
            if known {
                NAMES[at as usize].to_owned()
            } else {
                String::new()
            }
        })
        .y_label_formatter(&|y| time(*y))
        .label_style(label())
        .draw()?;
    Ok(())
}

fn lines<Y>(chart: &mut Chart<'_, '_, Y>, curves: &[Vec<(f64, Estimate)>]) -> Result<(), Failed>
where
    Y: Ranged<ValueType = f64>,
{
    for (index, curve) in curves.iter().enumerate() {
        let colour = series(index);
        chart.draw_series(LineSeries::new(
            curve.iter().map(|(x, e)| (*x, e.value)),
            colour.stroke_width(2),
        ))?;
        // Beside each other, so that intervals of two options don't hide one another.
        let aside = 0.03 * index as f64;
        chart.draw_series(curve.iter().filter(|(_, e)| e.low > 0.0).map(|(x, e)| {
            PathElement::new(
                vec![(x + aside, e.low), (x + aside, e.high)],
                colour.stroke_width(1),
            )
        }))?;
        chart.draw_series(
            curve
                .iter()
                .map(|(x, e)| Circle::new((*x, e.value), 3, colour.filled())),
        )?;
    }
    Ok(())
}
