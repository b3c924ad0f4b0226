use std::io::{self, Write};

use spinout_commands::protocol::{Problem, ProblemKind};

use crate::plain::Plain;

/// Everything is as it should be.
pub(crate) const GOOD: u8 = 0;
/// There are findings, a missed objective, an overload, or files that differ.
pub(crate) const FINDINGS: u8 = 1;
/// What was given cannot be used.
pub(crate) const BAD_INPUT: u8 = 2;
/// The program failed.
pub(crate) const INTERNAL: u8 = 3;
/// Exported files that somebody edited by hand: a person must look.
pub(crate) const EDITED: u8 = 4;
/// Exported files that nothing in the model stands for any more.
pub(crate) const LEFT_OVER: u8 = 5;
/// Stopped by Ctrl+C, as shells say it.
pub(crate) const STOPPED: u8 = 130;

/// Why a command ended early.
#[derive(Debug)]
pub(crate) enum Fault {
    /// It was not carried out.
    Problem(Problem),
    /// Nothing can be written out.
    Output(io::Error),
    /// The program panicked, and said so already.
    Internal,
}

impl From<Problem> for Fault {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Self {
        Self::Output(error.into())
    }
}

impl Fault {
    pub(crate) fn code(&self) -> u8 {
        match self {
            Self::Problem(problem) => match problem.kind {
                ProblemKind::Internal | ProblemKind::Storage => INTERNAL,
                ProblemKind::Cancelled => STOPPED,
                _ => BAD_INPUT,
            },
            // Whoever reads has had enough, as in `spinout check m.json | head`.
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => GOOD,
            Self::Output(_) | Self::Internal => INTERNAL,
        }
    }

    /// Tells a person, on standard error. If that is gone too, nobody can be told.
    pub(crate) fn tell(&self) {
        let mut err = Plain::new(io::stderr().lock());
        let _ = match self {
            Self::Problem(problem) => {
                let told = writeln!(err, "error: {problem}");
                if problem.fix.is_empty() {
                    told
                } else {
                    told.and_then(|()| writeln!(err, "  fix: {}", problem.fix))
                }
            }
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            Self::Output(error) => writeln!(err, "error: cannot write: {error}"),
            Self::Internal => writeln!(
                err,
                "error: a fault of the program; please report it with the model and the command"
            ),
        };
    }
}
