use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use spinout_commands::protocol::{Event, RunPhase, RunProgress};
use spinout_report::figures::percent;

use crate::plain::Plain;

/// Is there a progress line on the terminal?
static SHOWN: AtomicBool = AtomicBool::new(false);

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
        Event::Warning { problem } => writeln!(Plain::new(err), "warning: {problem}"),
    };
}

/// Takes the progress line away.
pub(crate) fn clear() {
    if SHOWN.swap(false, Ordering::Relaxed) {
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
    format!("{}{part}: {phase}{precision}", progress.scenario)
}
