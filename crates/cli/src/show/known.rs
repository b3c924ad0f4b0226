use std::io::{self, Write};

use spinout_commands::protocol::Known;

/// Writes what follows from what is known.
pub(crate) fn known(known: &Known, out: &mut dyn Write) -> io::Result<()> {
    for figure in &known.figures {
        writeln!(out, "{}: {}", figure.label, figure.text)?;
    }
    for (mark, lines) in [
        ("  ", &known.found),
        ("contradiction: ", &known.conflicts),
        ("note: ", &known.limits),
    ] {
        for line in lines {
            writeln!(out, "{mark}{line}")?;
        }
    }
    Ok(())
}
