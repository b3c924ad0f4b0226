use std::io::{self, Write};

use spinout_commands::results::{BlastRun, Estimate, Loss, OptionLosses};
use spinout_report::figures::{percent, points, signed, time};

use super::figures::{count, estimate};
use super::table::table;

/// Writes what is lost when each element fails, worst first.
pub(crate) fn blast(run: &BlastRun, out: &mut dyn Write) -> io::Result<()> {
    let own = &run.option;
    writeln!(
        out,
        "{} under {}: what is lost when an element is down for {}",
        own.option,
        run.scenario,
        time(run.duration_s)
    )?;
    writeln!(
        out,
        "  {}, seed {}{}",
        count(run.replications as usize, "replication"),
        run.seed,
        if run.stop.cut_short() {
            "; stopped early, so not reproducible"
        } else {
            ""
        }
    )?;
    headline(run, out)?;
    let against = run.baseline.is_some();
    let mut heading = vec!["", "value lost"];
    heading.extend(against.then_some("than baseline"));
    heading.extend(["backlog gone after", "journeys"]);
    let rows = own.failures.iter().map(|loss| row(loss, against));
    writeln!(out)?;
    table(&heading, rows.collect(), out)?;
    single_points(own, out)
}

fn headline(run: &BlastRun, out: &mut dyn Write) -> io::Result<()> {
    let worst = |losses: &OptionLosses| match &losses.worst {
        Some(worst) => format!("{}, {} of the value lost", worst.name, lost(worst)),
        None => "nothing is lost".to_owned(),
    };
    writeln!(out, "\nWorst: {}", worst(&run.option))?;
    if let Some(baseline) = &run.baseline {
        let change = run.difference.map_or_else(String::new, |change| {
            format!("; difference {}", difference(&change))
        });
        writeln!(out, "Baseline: {}{change}", worst(baseline))?;
    }
    Ok(())
}

fn row(loss: &Loss, against: bool) -> Vec<String> {
    let journeys = loss.journeys.iter();
    let journeys: Vec<String> = journeys
        .map(|journey| format!("{} {}", journey.journey, percent(round(journey.loss.value))))
        .collect();
    let recovery = match loss.recovery_s {
        Some(recovery) => time(recovery.value),
        None if loss.not_recovered > 0 => "not seen to go".to_owned(),
        None => "–".to_owned(),
    };
    let mut row = vec![loss.name.clone(), lost(loss)];
    if against {
        let change = loss.than_baseline.as_ref();
        row.push(change.map_or_else(|| "new".to_owned(), difference));
    }
    row.extend([recovery, journeys.join(", ")]);
    row
}

fn lost(loss: &Loss) -> String {
    estimate!(loss.loss.map(rounded), percent)
}

fn difference(change: &Estimate) -> String {
    let half = (change.high - change.low) / 2.0;
    let certain = change.low > 0.0 || change.high < 0.0 || half == 0.0;
    let shown = signed(round(change.value), points);
    if certain {
        shown
    } else {
        format!("{shown} (not certain)")
    }
}

/// To a hundredth of a percent, which is finer than what is behind it.
fn round(share: f64) -> f64 {
    (share * 1e4).round() / 1e4
}

fn rounded(loss: Estimate) -> Estimate {
    Estimate {
        value: round(loss.value),
        ..loss
    }
}

fn single_points(losses: &OptionLosses, out: &mut dyn Write) -> io::Result<()> {
    let points = &losses.single_points_of_failure;
    if points.is_empty() {
        return writeln!(out, "\nNo single point of failure.");
    }
    let names: Vec<&str> = points
        .iter()
        .map(|id| {
            let known = losses.failures.iter().find(|loss| loss.element == *id);
            known.map_or(id.as_str(), |loss| &loss.name)
        })
        .collect();
    writeln!(out, "\nSingle points of failure: {}", names.join(", "))
}
