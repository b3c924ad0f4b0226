//! One command a file.

mod blast;
mod check;
mod compare;
mod decide;
mod export;
mod known;
mod new;
mod preview;
mod report;
mod scenarios;
mod schema;
mod simulate;
mod templates;

use std::io::{self, Write};

use serde::Serialize;

use crate::arguments::{Arguments, Command};
use crate::fault::Fault;
use crate::plain::Plain;

/// Carries a command out and gives its exit code.
pub(crate) fn carry_out(arguments: &Arguments) -> Result<u8, Fault> {
    let mut stdout = io::stdout().lock();
    let mut plain = Plain::new(io::stdout().lock());
    // JSON escapes control characters itself, and is for programs.
    let out: &mut dyn Write = if arguments.command.prints_json() {
        &mut stdout
    } else {
        &mut plain
    };
    let code = match &arguments.command {
        Command::New(asked) => new::new(asked, out),
        Command::Templates(asked) => templates::list(asked, out),
        Command::Scenarios(asked) => scenarios::scenarios(asked, out),
        Command::Check(asked) => check::check(asked, out),
        Command::Simulate(asked) if asked.preview => preview::preview(asked, out),
        Command::Simulate(asked) => simulate::simulate(asked, out),
        Command::Compare(asked) => compare::compare(asked, out),
        Command::Decide(asked) => decide::decide(asked, out),
        Command::Blast(asked) => blast::blast(asked, out),
        Command::Export(asked) => export::export(asked, out),
        Command::Know(asked) => known::known(asked, out),
        Command::Schema(asked) => schema::schema(asked, out),
    }?;
    out.flush()?;
    Ok(code)
}

fn print_json(value: &impl Serialize, out: &mut dyn Write) -> Result<(), Fault> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    writeln!(out)?;
    Ok(())
}
