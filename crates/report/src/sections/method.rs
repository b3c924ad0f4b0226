use spinout_model::BasisKind;
use spinout_results::{Run, RunKind, Stop};

use crate::Report;
use crate::figures::{number, percent, time};
use crate::html::{Cell, Table, escape, prose, push};

/// How the figures came about, and how to read them.
pub(crate) fn section(report: &Report<'_>) -> String {
    let runs: Vec<&Run> = report
        .chapters
        .iter()
        .flat_map(|c| c.runs.iter().copied())
        .collect();
    let Some(first) = runs.first() else {
        return String::new();
    };
    let mut html = format!(
        "<section id=\"method\">\n<h2>How to read this</h2>\n<ul class=\"plain\">\
         <li>±: how far the {} confidence interval reaches, on its wider side. It is simulation noise only, and says nothing of how good \
         the model's own figures are.</li>\
         <li>A dash: too few requests lie beyond the figure, or the system could not keep up.</li>\
         <li>Differences are paired: both options saw the same users and the same work. A difference is \
         coloured only where its whole interval lies on one side of zero; its ends show when the pointer \
         rests on it.</li>\
         <li>{}</li></ul>\n",
        percent(first.confidence),
        escape(&basis(report))
    );
    let titles = [
        "Run",
        "#Replications",
        "#Requests",
        "#Warm-up",
        "#Observed",
        "Ended",
        "#Seed",
        "Engine",
        "Network",
    ];
    let mut table = Table::new(&titles.map(str::to_owned));
    for run in &runs {
        let digest: String = run.digest.chars().take(12).collect();
        table.row(
            &format!(
                "{} <small>{}</small>",
                escape(&report.option_name(&run.option)),
                escape(run.scenario.as_str())
            ),
            &[
                Cell::number(run.replications.to_string()),
                Cell::number(number(run.requests as f64)),
                Cell::number(time(run.warm_up_s)),
                Cell::number(time(run.horizon_s)),
                Cell::text(ended(run)),
                Cell::number(run.seed.to_string()),
                Cell::text(&run.engine),
                Cell::text(&digest),
            ],
        );
    }
    html.push_str(&table.finish());
    html.push_str(&notes(report, &runs));
    html.push_str("</section>\n");
    html
}

fn ended(run: &Run) -> &'static str {
    match (run.stop, run.kind) {
        (Stop::Precise, _) => "as precise as asked",
        (Stop::Replications, RunKind::Steady) => "most replications; less precise than asked",
        (Stop::Replications, RunKind::Terminating) => "most replications",
        (Stop::Overload, _) => "could not keep up",
        (Stop::Time, _) => "out of time: not reproducible",
        (Stop::Stopped, _) => "stopped by hand: not reproducible",
    }
}

/// How sure the model's own figures are.
fn basis(report: &Report<'_>) -> String {
    let count = |kind| {
        report
            .model
            .basis
            .values()
            .filter(|b| b.kind == kind)
            .count()
    };
    let (measured, vendor, guess) = (
        count(BasisKind::Measured),
        count(BasisKind::Vendor),
        count(BasisKind::Guess),
    );
    if measured + vendor + guess == 0 {
        return "The model does not say where its figures come from: take them for guesses."
            .to_owned();
    }
    format!(
        "Of the model's own figures {measured} are said to be measured, {vendor} a vendor's and {guess} \
         guesses; what is not said is a default or a guess."
    )
}

fn notes(report: &Report<'_>, runs: &[&Run]) -> String {
    let mut html = String::new();
    for run in runs {
        for note in &run.notes {
            push(
                &mut html,
                format_args!(
                    "<li>{}, {}: {}</li>",
                    escape(&report.option_name(&run.option)),
                    escape(run.scenario.as_str()),
                    prose(note)
                ),
            );
        }
    }
    if html.is_empty() {
        html
    } else {
        format!("<ul class=\"plain\">{html}</ul>\n")
    }
}
