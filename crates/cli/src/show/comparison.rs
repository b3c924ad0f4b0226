use std::collections::BTreeMap;
use std::io::{self, Write};

use spinout_commands::results::{Comparison, Difference};
use spinout_report::figures::{money, number, percent, points, signed, time};

use super::figures::count;
use super::findings::list;
use super::table::table;

/// Writes how the option differs from its base.
pub(crate) fn comparison(comparison: &Comparison, out: &mut dyn Write) -> io::Result<()> {
    let [base, option] = comparison.runs.as_slice() else {
        return Ok(());
    };
    writeln!(
        out,
        "{}: {} against {} under {}",
        base.model, comparison.option, comparison.base, comparison.scenario
    )?;
    let pairs = base.replications.min(option.replications);
    if pairs == 0 {
        writeln!(
            out,
            "One of them was not measured beyond trial runs, so there are no differences. Seed {}.",
            base.seed
        )?;
    } else {
        writeln!(
            out,
            "{}, paired: both saw the same users and the same work. Seed {}.",
            count(pairs as usize, "replication"),
            base.seed
        )?;
        writeln!(
            out,
            "A difference counts as certain when its {} interval lies on one side of zero.",
            percent(base.confidence)
        )?;
    }
    for run in [base, option] {
        if let Some(overload) = &run.overload {
            writeln!(
                out,
                "OVERLOAD in {}: {} runs out of {}, {} more waiting each second.",
                run.option,
                overload.name,
                overload.resource,
                number(overload.growth_per_s)
            )?;
        }
    }
    let columns = [
        "",
        comparison.base.as_str(),
        comparison.option.as_str(),
        "difference",
        "from",
        "to",
        "",
    ];
    for (id, difference) in &comparison.journeys {
        let name = base
            .journeys
            .get(id)
            .map_or(id.as_str(), |journey| &journey.name);
        writeln!(out, "\n{name}")?;
        table(&columns, rows(&difference.whole, &WHOLE), out)?;
        for (window, figures) in &difference.windows {
            writeln!(out, "{name}, requests that arrive in the window {window}")?;
            table(&columns, rows(figures, &WINDOW), out)?;
        }
    }
    beside(comparison, out)?;
    for (run, findings) in comparison.runs.iter().zip(&comparison.findings) {
        if !findings.is_empty() {
            writeln!(out, "\n{}", run.option)?;
            list(findings, out)?;
        }
    }
    Ok(())
}

/// The figures of a whole run that are shown, in this order; `--json` has them all.
const WHOLE: [&str; 10] = [
    "response_s/mean",
    "response_s/p50",
    "response_s/p95",
    "response_s/p99",
    "response_s/p999",
    "completion_s/mean",
    "completion_s/p50",
    "completion_s/p95",
    "completion_s/p99",
    "success_rate",
];

/// Those of a window.
const WINDOW: [&str; 4] = [
    "response_s/p50",
    "response_s/p99",
    "completion_s/p99",
    "success_rate",
];

/// The figures of this list, then every objective. Completion is left out where it is the response.
fn rows(figures: &BTreeMap<String, Difference>, shown: &[&str]) -> Vec<Vec<String>> {
    let same = |name: &str| {
        name.strip_prefix("completion_s/")
            .is_some_and(|figure| figures.get(name) == figures.get(&format!("response_s/{figure}")))
    };
    let named = shown.iter().filter(|name| !same(name));
    let named = named.filter_map(|name| Some((*name, figures.get(*name)?)));
    let objectives = figures.iter().map(|(name, figure)| (name.as_str(), figure));
    let objectives = objectives.filter(|(name, _)| name.starts_with("objectives/"));
    named
        .chain(objectives)
        .map(|(name, difference)| row(name, difference))
        .collect()
}

fn row(name: &str, difference: &Difference) -> Vec<String> {
    let change = difference.difference;
    type Show = fn(f64) -> String;
    let (figure, delta): (Show, Show) = if name.contains("_s/") {
        (time, time)
    } else {
        (percent, points)
    };
    if (change.low, change.high) == (0.0, 0.0) {
        let figures = [difference.base, difference.option].map(figure);
        let same = ["the same", "", "", ""].map(str::to_owned);
        return [words(name)]
            .into_iter()
            .chain(figures)
            .chain(same)
            .collect();
    }
    vec![
        words(name),
        figure(difference.base),
        figure(difference.option),
        signed(change.value, delta),
        signed(change.low, delta),
        signed(change.high, delta),
        if difference.certain {
            "certain"
        } else {
            "not certain"
        }
        .to_owned(),
    ]
}

/// `response_s/p99` as `response P99`.
fn words(name: &str) -> String {
    let (group, figure) = name.split_once('/').unwrap_or((name, ""));
    let group = match group {
        "objectives" => "good for objective",
        other => other.strip_suffix("_s").unwrap_or(other),
    };
    let figure = match figure {
        "p999" => "P99.9".to_owned(),
        quantile if quantile.starts_with('p') && quantile.len() == 3 => quantile.to_uppercase(),
        other => other.to_owned(),
    };
    format!("{} {figure}", group.replace('_', " "))
        .trim_end()
        .to_owned()
}

fn beside(comparison: &Comparison, out: &mut dyn Write) -> io::Result<()> {
    let [base, option] = comparison.runs.as_slice() else {
        return Ok(());
    };
    writeln!(out)?;
    if let (Some(a), Some(b), Some(difference)) =
        (&base.cost, &option.cost, comparison.cost_per_month)
    {
        let show = |amount| money(amount, &a.currency);
        writeln!(
            out,
            "Cost of a month: {} against {} ({})",
            show(b.per_month),
            show(a.per_month),
            signed(difference, show)
        )?;
    }
    for run in [base, option] {
        if let Some(worst) = run
            .blast_radius
            .as_ref()
            .and_then(|radius| radius.worst.as_ref())
        {
            writeln!(
                out,
                "Worst failure in {}: {} down, {} of value lost",
                run.option,
                worst.name,
                percent(worst.value_lost)
            )?;
        }
    }
    Ok(())
}
