//! `cargo xtask fps`: how fluent the canvas is in the real window, against a bare page in the same run.

use anyhow::{Result, bail};

use crate::arguments::Arguments;
use crate::process::{cargo, quiet};
use crate::{node, system};

/// Builds the application as it is shipped, and measures. Errors: something could not be installed or
/// built.
pub(crate) fn fps(arguments: &Arguments) -> Result<bool> {
    let packages: Vec<&str> = [system::APP, system::TESTS].concat();
    system::ensure(&packages, arguments.yes)?;
    node::ensure_packages("ui")?;
    // Nothing but the figures is said: a program may read them.
    if quiet(&mut node::npm("ui", &["run", "build"])).is_none() {
        bail!("the front end did not build: `npm run build` in ui says why");
    }
    let app = [
        "build",
        "--release",
        "--locked",
        "--package",
        "spinout-desktop",
    ];
    if !cargo(&app).status()?.success() {
        bail!("the application did not build");
    }
    let mut bench = vec![
        "bench",
        "--locked",
        "--package",
        "spinout-tests",
        "--bench",
        "fps",
    ];
    bench.extend(["--features", "window", "--"]);
    if arguments.json {
        bench.push("--json");
    }
    Ok(cargo(&bench).status()?.success())
}
