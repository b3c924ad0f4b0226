use std::collections::BTreeMap;

use spinout_results::{BlastRadius, Failure};
use spinout_units::{ElementId, OptionId};

use crate::Report;
use crate::figures::percent;
use crate::html::{Cell, Table, escape, push};

/// What each failure takes along, option beside option.
pub(crate) fn section(report: &Report<'_>) -> String {
    let all = report.of_options(|run| run.blast_radius.as_ref());
    if all.is_empty() {
        return String::new();
    }
    let mut titles = vec!["If all of this fails".to_owned()];
    titles.extend(
        all.iter()
            .map(|(option, _)| format!("#{}", report.option_name(option))),
    );
    let mut table = Table::new(&titles);
    for (id, name) in ranked(&all) {
        let cells: Vec<Cell> = all
            .iter()
            .map(|(_, blast)| {
                let found = blast.failures.iter().find(|f| f.element == *id);
                found.map_or_else(|| Cell::number("–"), loss)
            })
            .collect();
        table.row(&escape(name), &cells);
    }
    format!(
        "<section id=\"blast\">\n<h2>Blast radius</h2>\n<p>Value of the requests that cannot succeed ÷ value on \
         offer while something is down, by structure: from the drawing, not from a simulation. A crash of a \
         component takes its whole process along. What is only degraded is answered, but something behind it \
         comes late or never.</p>\n{}{}</section>\n",
        table.finish(),
        single_points(report, &all)
    )
}

fn loss(failure: &Failure) -> Cell {
    let journeys: Vec<_> = failure
        .journeys
        .iter()
        .map(|i| i.journey.as_str())
        .collect();
    let degraded = if failure.value_degraded > 0.0 {
        format!(", {} degraded", percent(failure.value_degraded))
    } else {
        String::new()
    };
    let tone = if failure.value_lost >= 0.5 {
        Some("bad")
    } else if failure.value_lost > 0.0 || failure.value_degraded > 0.0 {
        Some("warn")
    } else {
        Some("good")
    };
    Cell::number(format!(
        "{} lost{degraded}<span class=\"difference unsure\">{}</span>",
        percent(failure.value_lost),
        escape(&journeys.join(", "))
    ))
    .tone(tone)
}

/// Elements of all options, the worst first, with their names.
fn ranked<'a>(all: &[(&OptionId, &'a BlastRadius)]) -> Vec<(&'a ElementId, &'a str)> {
    let mut worst: BTreeMap<&ElementId, (f64, f64, usize, &str)> = BTreeMap::new();
    for (_, blast) in all {
        for (rank, f) in blast.failures.iter().enumerate() {
            let known = worst
                .entry(&f.element)
                .or_insert((-1.0, -1.0, rank, &f.name));
            if (f.value_lost, f.value_degraded) > (known.0, known.1) {
                *known = (f.value_lost, f.value_degraded, rank, &f.name);
            }
        }
    }
    let mut ranked: Vec<_> = worst.into_iter().collect();
    ranked.sort_by(|(_, a), (_, b)| {
        let by_value = b.0.total_cmp(&a.0).then(b.1.total_cmp(&a.1));
        by_value.then(a.2.cmp(&b.2))
    });
    ranked
        .into_iter()
        .map(|(id, (_, _, _, name))| (id, name))
        .collect()
}

fn single_points(report: &Report<'_>, all: &[(&OptionId, &BlastRadius)]) -> String {
    let mut html = String::from("<h3>Single points of failure</h3>\n<ul class=\"plain\">");
    for (option, blast) in all {
        let name = |id: &ElementId| {
            let found = blast.failures.iter().find(|f| f.element == *id);
            found.map_or(id.as_str(), |f| &f.name).to_owned()
        };
        let names: Vec<_> = blast.single_points_of_failure.iter().map(name).collect();
        let text = if names.is_empty() {
            "none".to_owned()
        } else {
            names.join(", ")
        };
        push(
            &mut html,
            format_args!(
                "<li>{}: {}</li>",
                escape(&report.option_name(option)),
                escape(&text)
            ),
        );
    }
    html.push_str("</ul>\n");
    html
}
