use spinout_results::{Bill, BlastRadius};
use spinout_units::OptionId;

use crate::figures::{money, percent, signed};
use crate::html::{escape, push};
use crate::{Report, charts};

/// What matters most, option by option: money, the worst failure, objectives kept.
pub(crate) fn section(report: &Report<'_>) -> String {
    let bills = report.of_options(|run| run.cost.as_ref());
    let blasts = report.of_options(|run| run.blast_radius.as_ref());
    let mut html = String::from("<div class=\"cards\">\n");
    for (index, (option, ())) in report.of_options(|_| Some(())).into_iter().enumerate() {
        push(
            &mut html,
            format_args!(
                "<div class=\"card\"><h3><span class=\"swatch\" style=\"background:{}\"></span>{}</h3><dl>",
                charts::colour(index),
                escape(&report.option_name(option))
            ),
        );
        let base = bills.first().filter(|(o, _)| *o != option);
        if let Some((_, bill)) = bills.iter().find(|(o, _)| *o == option) {
            html.push_str(&cost(bill, base.map(|(_, bill)| *bill)));
        }
        if let Some((_, blast)) = blasts.iter().find(|(o, _)| *o == option) {
            html.push_str(&worst(blast));
        }
        let (kept, all) = objectives(report, option);
        if all > 0 {
            push(
                &mut html,
                format_args!("<dt>Objectives kept, all scenarios</dt><dd>{kept} of {all}</dd>"),
            );
        }
        html.push_str("</dl></div>\n");
    }
    html.push_str("</div>\n");
    html
}

fn cost(bill: &Bill, base: Option<&Bill>) -> String {
    let currency = &bill.currency;
    let more = base.map_or(String::new(), |base| {
        let difference = bill.per_month - base.per_month;
        format!(
            " <small>({})</small>",
            signed(difference, |v| money(v, currency))
        )
    });
    let each = bill.per_transaction.map_or(String::new(), |each| {
        format!(
            "<dt>A thousand transactions</dt><dd>{}</dd>",
            money(each * 1e3, currency)
        )
    });
    format!(
        "<dt>A month</dt><dd>{}{more}</dd>{each}",
        money(bill.per_month, currency)
    )
}

fn worst(blast: &BlastRadius) -> String {
    blast.worst.as_ref().map_or(String::new(), |worst| {
        format!(
            "<dt>Worst failure: {}</dt><dd>{} of value lost</dd>",
            escape(&worst.name),
            percent(worst.value_lost)
        )
    })
}

/// Objectives that were met, and all that could be judged.
fn objectives(report: &Report<'_>, option: &OptionId) -> (usize, usize) {
    let runs = report.chapters.iter().flat_map(|c| &c.runs);
    let results = runs
        .filter(|run| run.option == *option)
        .flat_map(|run| run.journeys.values())
        .flat_map(|journey| &journey.objectives)
        .filter_map(|objective| objective.met);
    results.fold((0, 0), |(kept, all), met| {
        (kept + usize::from(met), all + 1)
    })
}
