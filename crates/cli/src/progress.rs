use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use spinout_commands::protocol::{Event, RunInterim, RunPhase, RunProgress};
use spinout_commands::results::Estimate;
use spinout_report::figures::{percent, time};

use crate::plain::Plain;

/// Is there a progress line on the terminal?
static SHOWN: AtomicBool = AtomicBool::new(false);
/// The figure that is known least well so far, as the line shows it.
static KEY: Mutex<String> = Mutex::new(String::new());

/// Is there a terminal to show progress on?
pub(crate) fn wanted() -> bool {
    io::stderr().is_terminal()
}

/// Shows an event: progress only on a terminal, and on standard error, which pipes leave alone.
pub(crate) fn show(event: &Event) {
    let mut err = io::stderr().lock();
    // Progress that cannot be shown is not worth ending for.
    let _ = match event {
        Event::Progress(progress) if err.is_terminal() => {
            SHOWN.store(true, Ordering::Relaxed);
            write!(err, "\r\u{1b}[K{}", line(progress)).and_then(|()| err.flush())
        }
        Event::Progress(_) => Ok(()),
        Event::Interim(so_far) => {
            if let Some(key) = key(so_far) {
                *KEY.lock().unwrap_or_else(PoisonError::into_inner) = key;
            }
            Ok(())
        }
        Event::Warning { problem } => writeln!(Plain::new(err), "warning: {problem}"),
    };
}

/// Takes the progress line away.
pub(crate) fn clear() {
    if SHOWN.swap(false, Ordering::Relaxed) {
        KEY.lock().unwrap_or_else(PoisonError::into_inner).clear();
        let mut err = io::stderr().lock();
        let _ = write!(err, "\r\u{1b}[K").and_then(|()| err.flush());
    }
}

fn line(progress: &RunProgress) -> String {
    let part = if progress.parts > 1 {
        format!(" ({} of {})", progress.parts_done + 1, progress.parts)
    } else {
        String::new()
    };
    let phase = match progress.phase {
        RunPhase::Pilot => "looking for the warm-up".to_owned(),
        RunPhase::Measure => format!(
            "{} of {} replications",
            progress.replications, progress.next_check
        ),
    };
    let precision = progress.precision.map_or_else(String::new, |precision| {
        format!(", ±{} of ±{}", percent(precision), percent(progress.target))
    });
    let key = KEY.lock().unwrap_or_else(PoisonError::into_inner);
    format!("{}{part}: {phase}{precision}{key}", progress.scenario)
}

/// The 95th percentile of the journey of which it is known least well: what the run waits for.
fn key(so_far: &RunInterim) -> Option<String> {
    let compared = so_far.comparison.iter().flat_map(|both| &both.runs);
    let journeys = so_far
        .runs
        .iter()
        .chain(compared)
        .flat_map(|run| run.journeys.values());
    let known =
        journeys.filter_map(|journey| Some((journey.name.as_str(), journey.response_s.p95?)));
    let width = |estimate: &Estimate| estimate.relative_half_width();
    let (name, p95) = known.max_by(|a, b| width(&a.1).total_cmp(&width(&b.1)))?;
    let half_width = time(p95.half_width());
    Some(format!(" · {name} P95 {} ±{half_width}", time(p95.value)))
}
