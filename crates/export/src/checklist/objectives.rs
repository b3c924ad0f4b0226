use spinout_model::Sli;
use spinout_results::{Estimate, Latency, ObjectiveResult, Run, RunKind};

use super::item::{Item, Untold};
use super::ownership::owner_of;
use crate::Design;
use crate::boundary::Boundary;
use crate::objectives::{Promise, promises};
use crate::write::{escape, significant};

pub(super) fn items(design: &Design<'_>, boundary: &Boundary<'_>) -> Vec<Item> {
    let (promises, _) = promises(design.architecture);
    promises
        .iter()
        .map(|promise| item(design, boundary, promise))
        .collect()
}

/// An objective is proven when every steady run of the option meets it for certain; the stories with a
/// disturbance are told beside.
fn item(design: &Design<'_>, boundary: &Boundary<'_>, promise: &Promise<'_>) -> Item {
    let title = format!(
        "{} – `{}`: {}",
        escape(promise.journey_label),
        promise.id,
        promise.wording()
    );
    let item = Untold::new(title, "M1, M2, M12");
    let found: Vec<(&Run, &ObjectiveResult)> = design
        .own_runs()
        .filter_map(|run| {
            let journey = run.journeys.get(promise.journey)?;
            Some((
                run,
                journey
                    .objectives
                    .iter()
                    .find(|one| one.id == *promise.id)?,
            ))
        })
        .collect();
    let owner = owner_of(design, boundary);
    if found.is_empty() {
        return item.open(
            "Not simulated.",
            owner,
            "simulate the option under the model's scenarios and export with the results",
        );
    }
    let told: Vec<String> = found
        .iter()
        .map(|(run, result)| told(promise, run, result))
        .collect();
    let steady = || found.iter().filter(|(run, _)| run.kind == RunKind::Steady);
    let met = |result: &ObjectiveResult| result.met == Some(true) && result.certain;
    let proven = steady().next().is_some()
        && steady().all(|(run, result)| run.overload.is_none() && met(result));
    let told = told.join(" ");
    if proven {
        item.proven(told)
    } else {
        let how = "change the design until it holds under steady load, or change the promise";
        item.open(told, owner, how)
    }
}

fn told(promise: &Promise<'_>, run: &Run, result: &ObjectiveResult) -> String {
    let mut text = format!("In `{}`", run.scenario);
    text.push_str(match (result.met, result.certain) {
        (Some(true), true) => " met",
        (Some(true), false) => " met, but not for certain",
        (Some(false), true) => " missed",
        (Some(false), false) => " missed, but not for certain",
        (None, _) => " not known",
    });
    if let Some(good) = result.good {
        text.push_str(&format!(
            ": {} % good{}",
            share(good.value),
            interval(good, share)
        ));
    }
    let journey = run.journeys.get(promise.journey);
    let latency = journey.and_then(|journey| match promise.objective.sli {
        Sli::Response(_) => p99(&journey.response_s),
        Sli::Completion(_) => p99(&journey.completion_s),
        Sli::Success => None,
    });
    if let Some(p99) = latency {
        text.push_str(&format!(
            ", P99 {} s{}",
            seconds(p99.value),
            interval(p99, seconds)
        ));
    }
    if let Some(burn) = result.burn_rate {
        text.push_str(&format!(
            ", error budget spent at {} times its pace",
            significant(burn, 2)
        ));
    }
    if let Some(overload) = &run.overload {
        text.push_str(&format!(", overload at {}", escape(&overload.name)));
    }
    text.push_str(&format!(
        " ({} replications, seed {}, engine {}).",
        run.replications,
        run.seed,
        escape(&run.engine)
    ));
    text
}

fn p99(latency: &Latency) -> Option<Estimate> {
    latency.p99
}

fn share(value: f64) -> String {
    // Five digits: 99.9 and 99.95 must not look alike, nor 99.9996 like 100.
    significant(value * 100.0, 5)
}

fn seconds(value: f64) -> String {
    significant(value, 3)
}

/// The interval of an estimate, where it has one.
fn interval(of: Estimate, written: impl Fn(f64) -> String) -> String {
    if of.low == of.high {
        String::new()
    } else {
        format!(" ({} to {})", written(of.low), written(of.high))
    }
}
