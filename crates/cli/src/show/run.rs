use std::io::{self, Write};

use spinout_commands::results::{
    Bill, BlastRadius, ElementResult, JourneyResult, Method, Run, RunKind, Stop,
};
use spinout_report::figures::{money, number, percent, time};
use spinout_units::Finding;

use super::figures::{LATENCY, count, estimate, latency, subject};
use super::findings::list;
use super::growth::growth;
use super::metrics::metrics;
use super::table::table;
use super::told::told;

/// Writes what a run says.
pub(crate) fn run(run: &Run, findings: &[Finding], out: &mut dyn Write) -> io::Result<()> {
    head(run, out)?;
    writeln!(out, "\nJourneys")?;
    let columns = [
        &["", "seconds until"],
        &LATENCY[..],
        &["success", "per second"],
    ]
    .concat();
    let rows = run.journeys.values().flat_map(journey).collect();
    table(&columns, rows, out)?;
    windows(run, out)?;
    objectives(run, out)?;
    metrics(run, out)?;
    where_it_goes(run, out)?;
    writeln!(out, "\nElements")?;
    let columns = [
        "",
        "use",
        "of",
        "per second",
        "response",
        "waiting",
        "queue",
        "instances",
    ];
    let rows = run.elements.values().filter_map(element).collect();
    table(&columns, rows, out)?;
    told(run, out)?;
    if let Some(bill) = &run.cost {
        cost(bill, out)?;
    }
    if let Some(radius) = &run.blast_radius {
        worst(radius, out)?;
    }
    for note in &run.notes {
        writeln!(out, "\nNote: {note}")?;
    }
    list(findings, out)
}

fn head(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "{}: {}",
        run.model,
        subject(&run.option, run.scenario.as_str())
    )?;
    let observed = match run.kind {
        RunKind::Steady => format!(
            "{} each after {} of warm-up",
            time(run.horizon_s),
            time(run.warm_up_s)
        ),
        RunKind::Terminating => format!("{} each", time(run.horizon_s)),
    };
    let measured = if run.method == Method::Fluid {
        "A fluid, with sampled requests".to_owned()
    } else if run.replications == 0 {
        "Nothing was measured beyond trial runs".to_owned()
    } else {
        let requests = usize::try_from(run.requests).unwrap_or(usize::MAX);
        format!(
            "{} of {observed}, {}",
            count(run.replications as usize, "replication"),
            count(requests, "request")
        )
    };
    writeln!(out, "{measured}, seed {}, engine {}", run.seed, run.engine)?;
    match run.stop {
        Stop::Precise | Stop::Overload => {}
        Stop::Replications => writeln!(
            out,
            "Less precise than asked: the most replications were run."
        )?,
        Stop::Time => writeln!(
            out,
            "Stopped for time: the same seed may stop elsewhere next time."
        )?,
        Stop::Stopped => writeln!(
            out,
            "Stopped by hand: the same seed may stop elsewhere next time."
        )?,
    }
    if run.method == Method::Fluid {
        writeln!(
            out,
            "± is the error of a fluid beside events; it says nothing of how good the model's figures are."
        )?;
    } else {
        writeln!(
            out,
            "± is simulation noise at {} confidence; it says nothing of how good the model's figures are.",
            percent(run.confidence)
        )?;
    }
    if let Some(overload) = &run.overload {
        writeln!(
            out,
            "\nOVERLOAD: {} runs out of {}: {} more waiting each second since {}, in {}.",
            overload.name,
            overload.resource,
            number(overload.growth_per_s),
            time(overload.since_s),
            count(overload.replications as usize, "replication"),
        )?;
    }
    Ok(())
}

fn journey(journey: &JourneyResult) -> [Vec<String>; 2] {
    let mut response = vec![journey.name.clone(), "response".to_owned()];
    response.extend(latency(&journey.response_s));
    response.push(estimate!(journey.success_rate, percent));
    response.push(estimate!(journey.throughput_per_s, number));
    let mut completion = vec![String::new(), "completion".to_owned()];
    completion.extend(latency(&journey.completion_s));
    completion.extend([String::new(), String::new()]);
    [response, completion]
}

fn windows(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    let mut rows = Vec::new();
    for journey in run.journeys.values() {
        for (id, window) in &journey.windows {
            if id.as_str() == "whole" {
                continue;
            }
            rows.push(vec![
                journey.name.clone(),
                format!("{id} ({} to {})", time(window.from_s), time(window.to_s)),
                estimate!(window.response_s.p50, time),
                estimate!(window.response_s.p99, time),
                estimate!(window.completion_s.p99, time),
                estimate!(window.success_rate, percent),
            ]);
        }
    }
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nBy time of arrival")?;
    let columns = [
        "",
        "window",
        "response P50",
        "response P99",
        "completion P99",
        "success",
    ];
    table(&columns, rows, out)
}

fn objectives(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    let mut rows = Vec::new();
    for journey in run.journeys.values() {
        for objective in &journey.objectives {
            let verdict = match (objective.met, objective.certain) {
                (Some(true), true) => "met",
                (Some(true), false) => "met, perhaps",
                (Some(false), true) => "MISSED",
                (Some(false), false) => "MISSED, perhaps",
                (None, _) => "not known",
            };
            rows.push(vec![
                format!("{}: {}", journey.name, objective.id),
                verdict.to_owned(),
                estimate!(objective.good, percent),
                percent(objective.objective.target),
                objective.burn_rate.map_or_else(|| "–".to_owned(), number),
            ]);
        }
    }
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nObjectives")?;
    table(&["", "", "good", "target", "burn rate"], rows, out)
}

fn where_it_goes(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    let mut rows = Vec::new();
    for journey in run.journeys.values() {
        for share in journey.where_it_goes.iter().take(6) {
            let place = share.element.as_ref().map_or("the network", |id| {
                run.elements
                    .get(id)
                    .map_or(id.as_str(), |element| &element.name)
            });
            let when = if share.in_response {
                "before the answer"
            } else {
                "after it"
            };
            rows.push(vec![
                journey.name.clone(),
                place.to_owned(),
                time(share.own_s),
                time(share.wait_s),
                when.to_owned(),
            ]);
        }
    }
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nWhere the time of a request goes")?;
    table(&["", "in", "working", "waiting", ""], rows, out)
}

fn element(element: &ElementResult) -> Option<Vec<String>> {
    let idle = element
        .throughput_per_s
        .is_none_or(|rate| rate.value == 0.0)
        && element
            .queue_length
            .is_none_or(|length| length.value == 0.0);
    if idle && element.utilization.is_none() {
        return None;
    }
    Some(vec![
        element.name.clone(),
        estimate!(element.utilization, percent),
        element.resource.clone().unwrap_or_else(|| "–".to_owned()),
        estimate!(element.throughput_per_s, number),
        estimate!(element.response_s.mean, time),
        estimate!(element.wait_s.mean, time),
        estimate!(element.queue_length, number),
        estimate!(element.replicas, number),
    ])
}

fn cost(bill: &Bill, out: &mut dyn Write) -> io::Result<()> {
    let one = bill.per_transaction.map_or_else(String::new, |each| {
        format!(", {} per successful request", money(each, &bill.currency))
    });
    writeln!(
        out,
        "\nCost: {} a month{one}",
        money(bill.per_month, &bill.currency)
    )?;
    let rows = bill
        .lines
        .iter()
        .map(|line| {
            vec![
                line.what.clone(),
                format!("{} {}", number(line.quantity), line.unit),
                number(line.unit_price),
                money(line.amount, &bill.currency),
                format!("{} ({})", line.item, line.date),
            ]
        })
        .collect();
    table(
        &["", "quantity", "price of one", "amount", "price list"],
        rows,
        out,
    )?;
    for note in &bill.notes {
        writeln!(out, "  {note}")?;
    }
    growth(bill, out)
}

fn worst(radius: &BlastRadius, out: &mut dyn Write) -> io::Result<()> {
    if let Some(worst) = &radius.worst {
        writeln!(
            out,
            "\nWorst failure: {} down, {} of value lost, {} late",
            worst.name,
            percent(worst.value_lost),
            percent(worst.value_degraded)
        )?;
    }
    Ok(())
}
