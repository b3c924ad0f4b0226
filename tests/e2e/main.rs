//! The application itself, in its real window: started on a virtual screen and driven through
//! WebDriver, as a person would.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test may panic and say where its pictures are, and so may what only tests use"
)]

mod driver;
mod page;
mod screen;
mod session;
mod window;

mod drawing;
mod exporting;
mod first_run;
mod moving;
mod opening;
mod running;
mod spinning_out;

use std::path::PathBuf;

/// The model that every test opens a copy of.
const EXAMPLE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../models/image-processing.spinout.json"
);

/// A copy of the worked example in a folder of its own.
struct Copy {
    folder: tempfile::TempDir,
}

impl Copy {
    fn of_the_example() -> Self {
        let copy = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        std::fs::copy(EXAMPLE, copy.path()).unwrap();
        copy
    }

    fn text(&self) -> String {
        std::fs::read_to_string(self.path()).unwrap()
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("image-processing.spinout.json")
    }
}
