//! From the errors of other crates and of the host to problems that a client can show.

use spinout_lower::LowerError;
use spinout_model::FileError;
use spinout_units::Finding;

use crate::host::{ArtifactError, HostError, StorageError};
use crate::protocol::{Place, Problem, ProblemKind};

/// A file that is not a model.
pub(crate) fn of_file(error: &FileError) -> Problem {
    let number = |n: Option<usize>| n.and_then(|n| u32::try_from(n).ok());
    Problem {
        kind: ProblemKind::BadInput,
        place: Place {
            file: Some(error.file.clone()).filter(|file| !file.is_empty()),
            line: number(error.line),
            column: number(error.column),
            path: Some(error.field.clone()).filter(|field| !field.is_empty()),
        },
        why: error.why.clone(),
        fix: error.fix.clone(),
    }
}

/// A file that the host cannot read or write.
pub(crate) fn of_host(error: &HostError, path: &str, what: &str) -> Problem {
    let (kind, fix) = match error {
        HostError::NotFound => (ProblemKind::NotFound, "check the path"),
        HostError::TooLarge { .. } => (
            ProblemKind::BadInput,
            "split the model, or shorten its recorded series",
        ),
        HostError::Outside => (
            ProblemKind::File,
            "replace the symbolic link by a folder, or export elsewhere",
        ),
        HostError::Other(_) => (ProblemKind::File, "check the path and its permissions"),
    };
    Problem::new(kind, format!("cannot {what}: {error}"), fix).in_file(path)
}

/// Exported files that could not be written. None of them was.
pub(crate) fn of_artifact(error: &ArtifactError) -> Problem {
    let problem = of_host(
        &error.error,
        &error.place,
        "write the file, and nothing was written",
    );
    let missing = error.error == HostError::NotFound;
    Problem {
        kind: if missing {
            ProblemKind::File
        } else {
            problem.kind
        },
        ..problem
    }
}

/// A history or journal that cannot be used.
pub(crate) fn of_storage(error: &StorageError) -> Problem {
    Problem::new(
        ProblemKind::Storage,
        format!("the history cannot be used: {error}"),
        "",
    )
}

/// A design that cannot be simulated.
pub(crate) fn of_lower(error: &LowerError) -> Problem {
    Problem::new(ProblemKind::HasErrors, &error.why, &error.fix).at(&error.place)
}

/// An error that a check found.
pub(crate) fn of_finding(finding: &Finding) -> Problem {
    Problem::new(ProblemKind::HasErrors, &finding.why, &finding.fix).at(&finding.place)
}
