//! The command line over the commands: the binary `spinout`. It must not know how anything is done, only
//! how it is asked for and shown.

mod arguments;
mod commands;
mod fault;
mod plain;
mod progress;
mod session;
mod show;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use clap::Parser;

use arguments::Arguments;
use fault::{Fault, INTERNAL};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = catch_unwind(AssertUnwindSafe(|| commands::carry_out(&arguments)));
    match outcome {
        Ok(Ok(code)) => ExitCode::from(code),
        Ok(Err(fault)) => {
            fault.tell();
            ExitCode::from(fault.code())
        }
        Err(_) => {
            Fault::Internal.tell();
            ExitCode::from(INTERNAL)
        }
    }
}
