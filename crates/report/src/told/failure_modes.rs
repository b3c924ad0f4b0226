use spinout_results::Run;

use super::{
    Cell::{Figure, Text},
    Row, Topic, exact,
};
use crate::figures::{number, time};

/// The failure modes that show, each by its signal.
pub(super) fn failure_modes(run: &Run) -> Topic {
    let rows = run.failure_modes.iter().flat_map(|(id, mode)| {
        mode.seen.iter().map(move |seen| {
            Row::new(
                format!("{id:?} {}", mode.name),
                [
                    Text(format!("{}, {}", mode.signal, mode.unit)),
                    Text(seen.name.clone()),
                    Figure(seen.before.and_then(exact), number),
                    Figure(exact(seen.worst), number),
                    Figure(seen.at_s.and_then(exact), time),
                    Text(mode.response.clone()),
                ],
            )
        })
    });
    Topic::new(
        "Failure modes that show",
        &["signal", "of", "before", "worst", "at", "what to do"],
        rows,
    )
}
