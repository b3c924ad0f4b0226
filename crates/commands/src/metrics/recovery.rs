//! M8: how long an incident lasts.

use spinout_export::{Burn, burns};
use spinout_graph::{home, inside};
use spinout_model::{Fault, FaultKind, Mode, Recovery, ScenarioKind, Sli, Unit, Verdict};
use spinout_results::{Estimate, Found, MetricValue};
use spinout_units::{Duration, ElementId};

use super::delivery::{self, Release};
use super::{View, operations, traces};

/// Assumed where nobody says better, seconds.
const ACKNOWLEDGE_S: f64 = 5.0 * 60.0;
const DIAGNOSE_S: f64 = 15.0 * 60.0;
const ROLL_BACK_S: f64 = 5.0 * 60.0;
const FIX_S: f64 = 3600.0;
/// How long the exported rule holds before it tells of dead letters.
const DEAD_LETTERS_HOLD_S: f64 = 5.0 * 60.0;
/// How many times as long a diagnosis takes where traces do not join, and again without a runbook.
const HARDER: f64 = 2.0;

/// M8, of every unit.
pub(super) fn time(view: View<'_>) -> Vec<MetricValue> {
    view.units()
        .map(|(id, unit)| of_unit(view, id, unit.unwrap_or(&Unit::default())))
        .collect()
}

fn of_unit(view: View<'_>, id: &ElementId, unit: &Unit) -> MetricValue {
    let said = |answer: &Option<spinout_model::Answer>| answer.as_ref().map(|answer| answer.is);
    let mut of = view.of_element(id, None, Found::Assumed, "");
    let nobody = [
        ("alerts", said(&unit.alerts), "no alert tells of it"),
        ("on_call", said(&unit.on_call), "nobody is on call for it"),
    ];
    for (field, answer, why) in nobody {
        if answer == Some(Verdict::No) {
            of.how = format!("{why}: an incident lasts until somebody happens to see it");
            of.missing.push(format!("units/{id}/{field}"));
            return of;
        }
        if answer.is_none() {
            of.missing.push(format!("units/{id}/{field}"));
        }
    }
    let (alert_s, alert) = match alert(view, id) {
        Alert::After(seconds, how) => (seconds, how),
        Alert::Never(why) => {
            of.how = why;
            return of;
        }
    };
    let recovery = unit.recovery.clone().unwrap_or_default();
    let mut parts = vec![format!("alert {:.0} s {alert}", alert_s)];
    let mut total = alert_s;
    let mut add = |what: &str, given: Option<Duration>, usual: f64, times: f64| {
        let seconds = given.map_or(usual, |given| given.base()) * times;
        let source = if given.is_some() { "" } else { " (assumed)" };
        parts.push(format!("{what} {:.0} min{source}", seconds / 60.0));
        total += seconds;
    };
    let Recovery {
        acknowledge,
        diagnose,
        roll_back,
        fix,
    } = recovery;
    add("acknowledgement", acknowledge, ACKNOWLEDGE_S, 1.0);
    let blind = !joins(view, id, unit);
    let unprepared = said(&unit.runbook) != Some(Verdict::Yes);
    let mut times = 1.0;
    let mut why = Vec::new();
    if blind {
        times *= HARDER;
        why.push("traces do not join");
    }
    if unprepared {
        times *= HARDER;
        why.push("no runbook is known");
    }
    let name = match why.as_slice() {
        [] => "diagnosis".to_owned(),
        _ => format!("diagnosis ({}: {times} × as long, assumed)", why.join(", ")),
    };
    add(&name, diagnose, DIAGNOSE_S, times);
    let pipeline = unit.pipeline.as_ref();
    let goes_back = pipeline.and_then(|pipeline| said(&pipeline.rollback)) == Some(Verdict::Yes);
    let mut known = acknowledge.is_some() && diagnose.is_some() && times == 1.0;
    if goes_back {
        add("roll-back", roll_back, ROLL_BACK_S, 1.0);
        known &= roll_back.is_some();
    } else {
        add("fix", fix, FIX_S, 1.0);
        known &= fix.is_some();
        let mut release = |seconds: f64, why: &str| {
            parts.push(format!("release {:.0} min{why}", seconds / 60.0));
            total += seconds;
        };
        match delivery::release(view, id) {
            Release::After(seconds) => release(seconds, ""),
            Release::First(seconds) => release(
                seconds,
                " (its pipeline cannot follow; the fix goes before all that waits, assumed)",
            ),
            Release::Never => {
                of.how = "its pipeline lets nothing pass (F8): an incident that needs a fix does not end"
                    .to_owned();
                of.missing.push(format!("units/{id}/pipeline/rollback"));
                return of;
            }
            Release::Unknown => of.missing.push(format!("units/{id}/pipeline/stages")),
        }
        of.missing.push(format!("units/{id}/pipeline/rollback"));
    }
    if !known {
        of.missing.push(format!("units/{id}/recovery"));
    }
    if let Some(longer) = released_after(view, id, total) {
        parts.push(format!(
            "{:.0} min until its pipeline can release something again (F8)",
            (longer - total) / 60.0
        ));
        total = longer;
    }
    of.value = Some(Estimate::exact(total));
    of.how = parts.join(", ");
    of
}

/// Seconds after which an incident is over, where nothing can be released when it would be by the plan.
fn released_after(view: View<'_>, unit: &ElementId, total: f64) -> Option<f64> {
    let start = incident(view, unit)?;
    let stuck = view.scenario.faults.values().filter(|fault| {
        let whole = matches!(fault.kind, FaultKind::FailedRuns(share) if share >= 1.0);
        whole && operations::failing(view, &[fault], unit) > 0.0
    });
    let spans: Vec<(f64, f64)> = stuck
        .map(|fault| (fault.at.base(), fault.at.base() + fault.duration.base()))
        .collect();
    let mut over = start + total;
    while let Some((_, end)) = spans.iter().find(|(from, to)| (*from..*to).contains(&over)) {
        over = *end;
    }
    (over > start + total).then_some(over - start)
}

/// Do the traces of a unit join with those around it?
fn joins(view: View<'_>, id: &ElementId, unit: &Unit) -> bool {
    let around = |other| home(view.architecture, other) == id;
    let silent = unit.traces.as_ref().map(|answer| answer.is) == Some(Verdict::No);
    let links = view.architecture.relationships.values();
    let mut own = links.filter(|link| around(&link.from.element) || around(&link.to.element));
    let faults = view.scenario.faults.values();
    let mut lost = faults.filter(|fault| operations::traced(view, &[fault], id) < 1.0);
    !silent
        && lost.next().is_none()
        && own.all(|link| !traces::must_cross(view, link) || link.trace_context == Some(true))
}

/// When the first page goes out.
enum Alert {
    /// After so many seconds, and what that stands on.
    After(f64, String),
    /// Not at all, and why.
    Never(String),
}

/// The page of the exported burn-rate rules: on the simulated incident where the scenario has one in this
/// unit, else on a total outage.
fn alert(view: View<'_>, unit: &ElementId) -> Alert {
    let rules: Vec<_> = view
        .architecture
        .journeys
        .iter()
        .flat_map(|(id, journey)| journey.objectives.values().map(move |o| (id, o)))
        .filter(|(_, objective)| objective.sli == Sli::Success)
        .flat_map(|(id, objective)| {
            let (rules, _) = burns(objective.target, objective.window.base());
            rules.into_iter().map(move |rule| (id, rule))
        })
        .filter(|(_, rule)| rule.pages)
        .collect();
    if rules.is_empty() {
        return Alert::Never("no objective of success has an alert that could page".to_owned());
    }
    let Some(start) = incident(view, unit) else {
        let times = rules.iter().filter_map(|(_, rule)| rule.detection_s(1.0));
        return Alert::After(
            times.fold(f64::INFINITY, f64::min),
            "(on a total outage, assumed)".to_owned(),
        );
    };
    let series = &view.run.series;
    let first = rules
        .iter()
        .filter_map(|(journey, rule)| {
            let series = view.run.series.journeys.get(*journey)?;
            let errors = Errors {
                arrivals_per_s: &series.arrivals_per_s.value,
                failures_per_s: &series.failures_per_s.value,
                step_s: step_s(&view.run.series.time_s)?,
            };
            errors.pages_at(rule, start)
        })
        .fold(f64::INFINITY, f64::min);
    if first.is_finite() {
        return Alert::After(first - start, "(on the simulated incident)".to_owned());
    }
    if let Some(at) = dead_letters(view, unit, start) {
        let how = "(a ticket for dead letters, on the simulated incident)";
        return Alert::After(at + DEAD_LETTERS_HOLD_S - start, how.to_owned());
    }
    let seen = series.time_s.last().map_or(0.0, |end| end - start);
    Alert::Never(format!(
        "the simulated incident pages nobody in the {:.0} min until the scenario's end",
        seen / 60.0
    ))
}

/// When the first message of a queue that the unit consumes is given up after `start`, if one is.
fn dead_letters(view: View<'_>, unit: &ElementId, start: f64) -> Option<f64> {
    let links = view.architecture.relationships.values();
    let consumed = links.filter(|link| {
        link.mode == Mode::Consumes && home(view.architecture, &link.from.element) == unit
    });
    let times = &view.run.series.time_s;
    let first = |queue: &ElementId| {
        let given_up = &view.run.series.elements.get(queue)?.dead_letters.value;
        let steps = || times.iter().zip(given_up.iter().map(|n| n.unwrap_or(0.0)));
        let before = steps().take_while(|(at, _)| **at <= start).last();
        let before = before.map_or(0.0, |(_, count)| count);
        let mut after = steps().filter(|(at, count)| **at > start && count - before >= 1.0);
        after.next().map(|(at, _)| *at)
    };
    let all = consumed.filter_map(|link| first(&link.to.element));
    all.min_by(f64::total_cmp)
}

/// When the first fault begins that hits a unit, something in it or what it is in.
fn incident(view: View<'_>, unit: &ElementId) -> Option<f64> {
    if view.scenario.kind != ScenarioKind::Terminating {
        return None;
    }
    let reach = inside(view.architecture);
    let hits = |fault: &&Fault| {
        let struck = reach.get(&fault.element);
        struck.is_some_and(|struck| struck.contains(unit))
    };
    let struck = view.scenario.faults.values().filter(hits);
    let struck = struck.filter(|fault| !fault.kind.is_of_operations());
    struck.map(|fault| fault.at.base()).min_by(f64::total_cmp)
}

fn step_s(middles: &[f64]) -> Option<f64> {
    match middles {
        [first, second, ..] => Some(second - first),
        [only] => Some(only * 2.0),
        [] => None,
    }
}

/// Requests and failures over time, from the scenario's start. Before it: as many requests as in the
/// first step, and no failure.
struct Errors<'a> {
    arrivals_per_s: &'a [Option<f64>],
    failures_per_s: &'a [Option<f64>],
    step_s: f64,
}

impl Errors<'_> {
    /// The end of the first step after `start` in which the share of failures over both windows is above
    /// the rule's threshold.
    fn pages_at(&self, rule: &Burn, start: f64) -> Option<f64> {
        let steps = self.arrivals_per_s.len();
        (1..=steps)
            .filter(|end| *end as f64 * self.step_s > start)
            .find(|end| {
                let above = |window: f64| self.share(*end, window) > rule.threshold();
                above(rule.long.1) && above(rule.short.1)
            })
            .map(|end| end as f64 * self.step_s)
    }

    /// The share of failures over the `window_s` seconds before the end of step `end`.
    fn share(&self, end: usize, window_s: f64) -> f64 {
        let at = |series: &[Option<f64>], step: usize| series.get(step).copied().flatten();
        let steps = window_s / self.step_s;
        let (mut came, mut failed, mut left) = (0.0, 0.0, steps);
        for step in (0..end).rev() {
            let part = left.min(1.0);
            came += part * at(self.arrivals_per_s, step).unwrap_or(0.0);
            failed += part * at(self.failures_per_s, step).unwrap_or(0.0);
            left -= part;
            if left <= 0.0 {
                break;
            }
        }
        came += left * at(self.arrivals_per_s, 0).unwrap_or(0.0);
        if came > 0.0 { failed / came } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MONTH_S: f64 = 30.0 * 86_400.0;

    /// Ten minutes of peace, then `share` of requests fail, in steps of 10 s over two hours.
    fn pages_after(share: f64) -> Option<f64> {
        let arrivals = vec![Some(10.0); 720];
        let failures: Vec<Option<f64>> = (0..720)
            .map(|step| Some(if step < 60 { 0.0 } else { share * 10.0 }))
            .collect();
        let errors = Errors {
            arrivals_per_s: &arrivals,
            failures_per_s: &failures,
            step_s: 10.0,
        };
        let (rules, _) = burns(0.999, MONTH_S);
        let pages = rules.iter().filter(|rule| rule.pages);
        pages
            .filter_map(|rule| errors.pages_at(rule, 600.0))
            .min_by(f64::total_cmp)
            .map(|at| at - 600.0)
    }

    #[test]
    fn a_page_goes_out_when_the_workbook_says() {
        // (1 − SLO) ÷ share × window × factor: 51.84 s for everything, 2592 s for 2 %, to the end of a step.
        assert_eq!(pages_after(1.0), Some(60.0));
        assert_eq!(pages_after(0.02), Some(2600.0));
        // 14.4 × 0.1 % is more than 1 %; 6 × 0.1 % over six hours takes 12 960 s.
        assert_eq!(pages_after(0.01), None);
    }

    #[test]
    fn a_short_burst_that_is_over_pages_nobody() {
        let arrivals = vec![Some(10.0); 720];
        let mut failures = vec![Some(0.0); 720];
        failures[60..65].fill(Some(10.0));
        let errors = Errors {
            arrivals_per_s: &arrivals,
            failures_per_s: &failures,
            step_s: 10.0,
        };
        let (rules, _) = burns(0.999, MONTH_S);
        assert_eq!(errors.pages_at(&rules[0], 600.0), None, "50 s of 51.84 s");
    }
}
