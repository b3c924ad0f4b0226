use spinout_results::{MetricId, MetricValue};

use super::titles;
use crate::figures::estimate;
use crate::html::{Cell, Table, escape};
use crate::metrics::{figure, target};
use crate::{Chapter, Report};

/// The metrics M1 to M12 of each option, by what has them.
pub(crate) fn section(report: &Report<'_>, chapter: &Chapter<'_>) -> String {
    let mut table = Table::new(&titles(report, chapter, "Metric"));
    let mut rows: Vec<(MetricId, &str)> = Vec::new();
    for run in &chapter.runs {
        for (id, metric) in &run.metrics {
            for value in &metric.values {
                if !rows.contains(&(*id, &value.name)) {
                    rows.push((*id, &value.name));
                }
            }
        }
    }
    if rows.is_empty() {
        return String::new();
    }
    rows.sort_by_key(|(id, _)| *id);
    for (id, name) in rows {
        let metrics = chapter.runs.iter().map(|run| run.metrics.get(&id));
        let cells: Vec<Cell> = metrics
            .clone()
            .map(|metric| {
                let metric = metric?;
                let value = metric.values.iter().find(|value| value.name == name)?;
                Some(cell(value, &metric.unit))
            })
            .map(|cell| cell.unwrap_or_else(|| Cell::number("–")))
            .collect();
        let Some(metric) = metrics.flatten().next() else {
            continue;
        };
        let start = metric.target.map_or_else(String::new, |start| {
            format!(" <small>{}</small>", escape(&target(start, &metric.unit)))
        });
        let label = format!("{id:?} {}: {}{start}", escape(&metric.name), escape(name));
        table.row(&label, &cells);
    }
    format!(
        "<h3>Metrics</h3>\n<p>Targets are what to start from; they depend on the workload. M7 and M8 stand on \
         assumptions about people and pipelines, which the results as JSON name.</p>\n{}",
        table.finish()
    )
}

fn cell(value: &MetricValue, unit: &str) -> Cell {
    let tone = value.met.map(|met| if met { "good" } else { "bad" });
    let shown = estimate(value.value, |figure_of| figure(figure_of, unit));
    Cell::number(shown).tone(tone)
}
