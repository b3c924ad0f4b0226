use spinout_results::{ElementResult, Run};
use spinout_units::ElementId;

use crate::figures::{estimate, number, percent, time};
use crate::html::{Cell, Table, escape};
use crate::{Chapter, Report};

/// What each element went through, one table an option.
pub(crate) fn section(report: &Report<'_>, chapter: &Chapter<'_>) -> String {
    let mut html = String::from("<h3>Elements</h3>\n");
    for run in &chapter.runs {
        html.push_str(&format!(
            "<h4>{}</h4>\n{}",
            escape(&report.option_name(&run.option)),
            table(run)
        ));
    }
    html
}

fn table(run: &Run) -> String {
    let titles = [
        "Element",
        "#Busy",
        "Scarcest",
        "#Visits a second",
        "#Response",
        "#Wait",
        "#Waiting",
        "#Instances",
    ];
    let mut table = Table::new(&titles.map(str::to_owned));
    let mut elements: Vec<(&ElementId, &ElementResult)> =
        run.elements.iter().filter(|(_, e)| was_used(e)).collect();
    // The busiest first: that is what one looks for.
    elements.sort_by(|a, b| {
        let busy = |e: &ElementResult| e.utilization.map_or(-1.0, |u| u.value);
        busy(b.1).total_cmp(&busy(a.1)).then_with(|| a.0.cmp(b.0))
    });
    for (_, element) in elements {
        let busy = element.utilization.map(|u| u.value);
        let tone = busy.and_then(|u| match u {
            u if u > 0.9 => Some("bad"),
            u if u > 0.7 => Some("warn"),
            _ => None,
        });
        let waiting = element
            .queue
            .as_ref()
            .and_then(|q| q.depth)
            .or(element.queue_length);
        table.row(
            &escape(&element.name),
            &[
                Cell::number(estimate(element.utilization, percent)).tone(tone),
                Cell::text(element.resource.as_deref().unwrap_or("–")),
                Cell::number(estimate(element.throughput_per_s, number)),
                Cell::number(estimate(element.response_s.mean, time)),
                Cell::number(estimate(element.wait_s.mean, time)),
                Cell::number(estimate(waiting, number)),
                Cell::number(instances(element)),
            ],
        );
    }
    table.finish()
}

fn instances(element: &ElementResult) -> String {
    match element.replicas {
        Some(mean) if f64::from(element.replicas_max) > mean.value => format!(
            "{} <small>at most {}</small>",
            number(mean.value),
            element.replicas_max
        ),
        Some(mean) => number(mean.value),
        None => "–".to_owned(),
    }
}

/// Boundaries and what no request came by have nothing to tell.
fn was_used(element: &ElementResult) -> bool {
    let visited = element.throughput_per_s.is_some_and(|t| t.value > 0.0);
    visited || element.utilization.is_some() || element.queue.is_some()
}
