//! The commands of this repository: `cargo xtask run` opens the application, `cargo xtask test` checks
//! everything, `cargo xtask fps` measures how fluent the window is. They install what they need first. It must not know what the product does:
//! it starts other programs and counts.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "talking to the person at the terminal is what this program is for"
)]

mod arguments;
mod counts;
mod fps;
mod node;
mod process;
mod python;
mod run;
mod steps;
mod system;
mod test;
mod tools;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use arguments::{Arguments, Task, USAGE};

fn main() -> ExitCode {
    let arguments = match Arguments::parse(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(message) => {
            eprintln!("{message}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let outcome = match arguments.task {
        Task::Help => {
            println!("{USAGE}");
            Ok(true)
        }
        Task::Run => run::run(&arguments),
        Task::Test => test::test(&arguments),
        Task::Fps => fps::fps(&arguments),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The top folder of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}
