use spinout_results::{Estimate, LinkResult, Run};

use crate::figures::{estimate, number, percent, time};
use crate::html::{Cell, Table, escape};
use crate::{Chapter, Report};

/// What calls met, of relationships that do something about trouble, one table an option.
pub(crate) fn section(report: &Report<'_>, chapter: &Chapter<'_>) -> String {
    let told = chapter.runs.iter().filter(|run| !run.links.is_empty());
    let tables: String = told
        .map(|run| {
            let option = escape(&report.option_name(&run.option));
            format!("<h4>{option}</h4>\n{}", table(run))
        })
        .collect();
    let mut html = String::new();
    if !tables.is_empty() {
        html.push_str(&format!("<h3>Calls</h3>\n{tables}"));
    }
    html.push_str(&deploys(report, chapter));
    html
}

/// What became of bad versions, one row an option.
fn deploys(report: &Report<'_>, chapter: &Chapter<'_>) -> String {
    let titles = [
        "Bad version",
        "Option",
        "#Instances",
        "#Noticed in",
        "#Noticed at",
        "#Gone at",
    ];
    let mut table = Table::new(&titles.map(str::to_owned));
    let mut some = false;
    for run in &chapter.runs {
        for (id, deploy) in &run.deploys {
            some = true;
            table.row(
                &escape(id.as_str()),
                &[
                    Cell::text(&report.option_name(&run.option)),
                    Cell::number(estimate(deploy.instances, number)),
                    Cell::number(percent(deploy.noticed)),
                    Cell::number(estimate(deploy.noticed_s, time)),
                    Cell::number(estimate(deploy.over_s, time)),
                ],
            );
        }
    }
    if !some {
        return String::new();
    }
    format!("<h3>Bad versions</h3>\n{}", table.finish())
}

fn table(run: &Run) -> String {
    let titles = [
        "Relationship",
        "#Calls a second",
        "#Attempts a call",
        "#Failed",
        "#Timed out a second",
        "#Refused a second",
        "#Fallbacks a second",
        "#Breaker open",
    ];
    let mut table = Table::new(&titles.map(str::to_owned));
    for (id, link) in &run.links {
        let breaker = link.breaker.as_ref();
        table.row(
            &escape(id.as_str()),
            &[
                Cell::number(estimate(link.calls_per_s, number)),
                Cell::number(estimate(link.amplification, number)),
                Cell::number(estimate(link.failure_rate, percent)),
                Cell::number(estimate(link.timeouts_per_s, number)),
                Cell::number(refused(link)),
                Cell::number(estimate(link.fallbacks_per_s, number)),
                Cell::number(estimate(breaker.and_then(|b| b.open), percent)),
            ],
        );
    }
    table.finish()
}

/// Refused by whom.
fn refused(link: &LinkResult) -> String {
    let value = |rate: Option<Estimate>| rate.map_or(0.0, |rate| rate.value);
    let parts = [
        ("breaker", value(link.refused_by_breaker_per_s)),
        ("rate limit", value(link.refused_by_rate_limit_per_s)),
        ("bulkhead", value(link.refused_by_bulkhead_per_s)),
    ];
    let by: Vec<_> = parts.into_iter().filter(|(_, rate)| *rate > 0.0).collect();
    let all = number(by.iter().map(|(_, rate)| rate).sum());
    match &by[..] {
        [] => all,
        by => {
            let names: Vec<_> = by.iter().map(|(name, _)| *name).collect();
            format!("{all} <small>{}</small>", names.join(", "))
        }
    }
}
