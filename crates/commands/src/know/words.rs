//! What was found, in sentences.

use serde_json::Value;
use spinout_model::figure;
use spinout_units::Time;

use super::infer::{MeanBy, Observed, ScvBy, Unfit, Work};
use crate::protocol::AskKnown;

/// A time for a person: "16 ms".
pub(super) fn time(seconds: f64) -> String {
    spaced(&figure::<Time>(seconds, 3))
}

/// A number and its unit with a space between.
fn spaced(text: &str) -> String {
    match text.find(|c: char| !c.is_ascii_digit() && c != '.') {
        Some(at) if !text[at..].starts_with('/') => format!("{} {}", &text[..at], &text[at..]),
        _ => text.to_owned(),
    }
}

fn percent(share: f64) -> String {
    format!("{} %", round(share * 100.0))
}

/// Three significant digits are enough for a sentence.
fn round(x: f64) -> f64 {
    format!("{x:.2e}").parse().unwrap_or(x)
}

fn cores(n: f64) -> String {
    format!("{} core{}", round(n), if n == 1.0 { "" } else { "s" })
}

/// What was known, in a line.
pub(super) fn source(ask: &AskKnown, seen: &Observed) -> String {
    let mut parts = Vec::new();
    parts.extend(ask.rate.map(|rate| rate.to_string()));
    parts.extend(ask.cpu.map(|cpu| format!("CPU {}", percent(cpu))));
    if ask.rate.is_some() || ask.cpu.is_some() {
        parts.extend(seen.servers.map(cores));
    }
    parts.extend(ask.p50.map(|t| format!("P50 {}", spaced(&t.to_string()))));
    parts.extend(ask.p95.map(|t| format!("P95 {}", spaced(&t.to_string()))));
    parts.join(", ")
}

/// A distribution for a person.
pub(super) fn distribution(words: &Value) -> String {
    let Some((family, figures)) = words.as_object().and_then(|object| object.iter().next()) else {
        return String::new();
    };
    let text = |value: &Value| {
        let text = value.as_str().map(spaced);
        text.unwrap_or_else(|| value.to_string())
    };
    match figures.as_object() {
        None => format!("{family} {}", text(figures)),
        Some(figures) => {
            let figures = figures
                .iter()
                .map(|(key, value)| format!("{key} {}", text(value)));
            format!("{family}, {}", figures.collect::<Vec<_>>().join(", "))
        }
    }
}

/// "100/s on 2 cores".
fn load(seen: &Observed) -> String {
    let rate = seen
        .rate
        .map_or(String::new(), |rate| format!("{}/s", round(rate)));
    match seen.servers {
        Some(servers) => format!("{rate} on {}", cores(servers)),
        None => rate,
    }
}

/// How the figures were found.
pub(super) fn found(work: &Work, seen: &Observed) -> Vec<String> {
    let mean = time(work.mean);
    let mut said = Vec::new();
    said.push(match work.mean_by {
        MeanBy::UtilizationLaw => format!(
            "Utilisation law, D = U · c ÷ X: {} × {} ÷ {}/s = {mean} of CPU a request.",
            percent(seen.busy.unwrap_or_default()),
            cores(seen.servers.unwrap_or_default()),
            round(seen.rate.unwrap_or_default()),
        ),
        MeanBy::Response => {
            let servers = seen.servers.unwrap_or(1.0);
            let busy = seen.rate.unwrap_or_default() * work.mean / servers;
            format!(
                "Without the waiting that {} makes (M/G/{}, {}): {mean} of CPU a request, which keeps the cores {} \
                 busy.",
                load(seen),
                servers.ceil().max(1.0),
                discipline(seen),
                percent(busy),
            )
        }
        MeanBy::WithoutWaiting => {
            format!("The response is taken as it is, without any waiting in it: {mean} in the mean.")
        }
    });
    match (work.scv_by, work.scv) {
        (ScvBy::Quantile, Some(scv)) => said.push(format!(
            "It varies with variance ÷ mean² = {}: so the response has the quantile that was given.",
            round(scv)
        )),
        (ScvBy::BothQuantiles, Some(scv)) => said.push(format!(
            "It varies with variance ÷ mean² = {}: so the response has both quantiles.",
            round(scv)
        )),
        _ => {}
    }
    said
}

fn discipline(seen: &Observed) -> &'static str {
    if seen.shared {
        "cores shared by the requests inside"
    } else {
        "first come first served"
    }
}

/// What is not known, or only nearly so.
pub(super) fn limits(work: &Work, seen: &Observed, others: &[String]) -> Vec<String> {
    let mut said = Vec::new();
    let quantiles = seen.p50.is_some() || seen.p95.is_some();
    if work.scv_by == ScvBy::NotKnown {
        said.push(if seen.asks_others && quantiles {
            format!(
                "P50 and P95 hold waiting for {}, so they do not say how the work varies: exponential is a guess.",
                others.join(", ")
            )
        } else {
            "Nothing says how the work varies: exponential is a guess.".to_owned()
        });
    }
    let by_model = work.mean_by == MeanBy::Response || work.scv_by == ScvBy::Quantile;
    if by_model && seen.shared {
        said.push(
            "With shared cores the mean slow-down is exact for one core, and quantiles are near it.".to_owned(),
        );
    } else if by_model && work.scv.is_some_and(|scv| (scv - 1.0).abs() > 0.02) {
        said.push(
            "The wait is exact for exponential work, and nearly so for work that varies otherwise."
                .to_owned(),
        );
    }
    if work.mean_by == MeanBy::WithoutWaiting && seen.servers.is_some() {
        said.push(
            "Without requests/s no waiting can be taken out: the work is at most this.".to_owned(),
        );
    }
    if let Some((given, foretold)) = work.left_over
        && !(0.9..=1.1).contains(&(foretold / given))
    {
        said.push(format!(
            "With this a P95 of {} is expected, and {} was given: simulate, and compare.",
            time(foretold),
            time(given)
        ));
    }
    if work.mean_by == MeanBy::UtilizationLaw && seen.busy.is_some_and(|busy| busy >= 1.0) {
        said.push("Cores that are never idle have more to do than is done: give the requests that are answered.".to_owned());
    }
    said
}

/// Why no work has what was said.
pub(super) fn unfit(unfit: Unfit, seen: &Observed, others: &[String]) -> String {
    let processor = || {
        format!(
            "CPU {} at {}/s on {}",
            percent(seen.busy.unwrap_or_default()),
            round(seen.rate.unwrap_or_default()),
            cores(seen.servers.unwrap_or_default())
        )
    };
    let given = |level: u8| {
        let given = if level == 50 { seen.p50 } else { seen.p95 };
        format!("P{level} of {}", time(given.unwrap_or_default()))
    };
    match unfit {
        Unfit::TooLittle => {
            "Give requests/s and CPU % for the mean, or P50 and P95 of the response.".to_owned()
        }
        Unfit::AsksOthers => format!(
            "The response holds waiting for {}: give requests/s and CPU %, from which its own work follows.",
            others.join(", ")
        ),
        Unfit::NotRising => "P50 cannot be above P95.".to_owned(),
        Unfit::TooShort { level, mean, least } => format!(
            "{} is {} a request; a {} cannot be, as such work under this load has one of at least {}.",
            processor(),
            time(mean),
            given(level),
            time(least)
        ),
        Unfit::TooLong { level, mean, most } => format!(
            "{} is {} a request, whose waiting and work make a P{level} of at most {}; a {} has time in it that \
             passes elsewhere.",
            processor(),
            time(mean),
            time(most),
            given(level)
        ),
        Unfit::Apart { p95 } => format!(
            "No work has both a {} and a {}: with that P50 the nearest P95 is {}.",
            given(50),
            given(95),
            time(p95)
        ),
    }
}
