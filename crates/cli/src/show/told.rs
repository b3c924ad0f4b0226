use std::io::{self, Write};

use spinout_commands::results::Run;
use spinout_report::told::{Cell, topics};

use super::figures::estimate;
use super::table::table;

/// Writes what not each design has, a table for each.
pub(super) fn told(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    for topic in topics(run) {
        writeln!(out, "\n{}", topic.title)?;
        let heading: Vec<&str> = [""].iter().chain(topic.columns).copied().collect();
        let rows = topic.rows.into_iter().map(|row| {
            let cells = row.cells.into_iter().map(|cell| match cell {
                Cell::Figure(figure, show) => estimate!(figure, show),
                Cell::Text(words) => words,
            });
            [row.of].into_iter().chain(cells).collect()
        });
        table(&heading, rows.collect(), out)?;
    }
    Ok(())
}
