use spinout_model::Sli;
use spinout_results::ObjectiveResult;

use super::titles;
use crate::figures::{estimate, number, percent};
use crate::html::{Cell, Table, escape};
use crate::{Chapter, Report};

/// What was promised, and whether each option kept it.
pub(crate) fn section(report: &Report<'_>, chapter: &Chapter<'_>) -> String {
    let Some(first) = chapter.runs.first() else {
        return String::new();
    };
    let mut table = Table::new(&titles(report, chapter, "Objective"));
    let mut any = false;
    for (id, journey) in &first.journeys {
        for (index, objective) in journey.objectives.iter().enumerate() {
            any = true;
            let cells: Vec<Cell> = chapter
                .runs
                .iter()
                .map(|run| {
                    let result = run.journeys.get(id).and_then(|j| j.objectives.get(index));
                    result.map_or_else(|| Cell::number("–"), verdict)
                })
                .collect();
            table.row(
                &format!("{}: {}", escape(&journey.name), escape(&promise(objective))),
                &cells,
            );
        }
    }
    if !any {
        return String::new();
    }
    format!("<h3>Objectives</h3>\n{}", table.finish())
}

/// `99 % answered within 300ms`.
fn promise(result: &ObjectiveResult) -> String {
    let target = percent(result.objective.target);
    match &result.objective.sli {
        Sli::Response(within) => format!("{target} answered within {within}"),
        Sli::Completion(within) => format!("{target} complete within {within}"),
        Sli::Success => format!("{target} successful"),
    }
}

fn verdict(result: &ObjectiveResult) -> Cell {
    let (word, tone) = match (result.met, result.certain) {
        (Some(true), true) => ("kept", Some("good")),
        (Some(true), false) => ("kept, not certain", Some("warn")),
        (Some(false), true) => ("missed", Some("bad")),
        (Some(false), false) => ("missed, not certain", Some("warn")),
        (None, _) => ("not known", None),
    };
    let burn = result
        .burn_rate
        .filter(|rate| *rate >= 0.01)
        .map_or(String::new(), |rate| {
            format!(
                "<span class=\"difference unsure\">burns {} × its budget</span>",
                number(rate)
            )
        });
    Cell::number(format!("{word} · {}{burn}", estimate(result.good, percent))).tone(tone)
}
