//! `cargo xtask test`: everything that can be checked, on a clean checkout.

use anyhow::{Result, bail};

use crate::arguments::Arguments;
use crate::counts::{self, Counts};
use crate::process::{cargo, quiet, shown};
use crate::steps::Steps;
use crate::{node, system, tools};

/// Shells, hosts and tools: everything else must also build for WebAssembly. `report` stands among
/// them because its charts need a browser's document to measure text there.
const NATIVE_ONLY: &[&str] = &[
    "spinout-store",
    "spinout-host",
    "spinout-report",
    "spinout-cli",
    "spinout-desktop",
    "spinout-tests",
    "xtask",
];

/// Installs what is missing, then carries out every step. Gives whether nothing failed.
pub(crate) fn test(arguments: &Arguments) -> Result<bool> {
    let mut steps = Steps::default();
    let ready = steps.check("install what is missing", || {
        let packages: Vec<&str> = [system::APP, system::TESTS].concat();
        system::ensure(&packages, arguments.yes)?;
        tools::ensure_components()?;
        tools::ensure_wasm()?;
        node::ensure_packages("ui")?;
        node::ensure_packages("tests/validators")?;
        Ok(true)
    });
    if !ready {
        return Ok(steps.finish());
    }
    steps.check("formatting", || passes(&["fmt", "--all", "--check"]));
    steps.check("types of the front end", || {
        Ok(shown(&mut node::npm("ui", &["run", "check"]))?.success)
    });
    steps.step("unit tests of the front end", || {
        counted(&shown(&mut node::npm("ui", &["run", "test"]))?)
    });
    steps.check("build of the front end", node::build_ui);
    steps.check("lints", || {
        passes(&[
            "clippy",
            "--locked",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ])
    });
    steps.check("WebAssembly builds", || {
        let mut arguments = vec!["check", "--locked", "--target", tools::WASM, "--workspace"];
        for package in NATIVE_ONLY {
            arguments.extend(["--exclude", package]);
        }
        passes(&arguments)
    });
    steps.step("tests", || runner(&[]));
    steps.step("tests in the documentation", || {
        counted(&shown(&mut cargo(&[
            "test",
            "--locked",
            "--workspace",
            "--doc",
        ]))?)
    });
    if cfg!(target_os = "linux") {
        steps.step("tests in the real window", window);
    }
    Ok(steps.finish())
}

fn passes(arguments: &[&str]) -> Result<bool> {
    Ok(shown(&mut cargo(arguments))?.success)
}

/// Runs the tests with cargo-nextest where it is installed, else with `cargo test`.
fn runner(more: &[&str]) -> Result<Counts> {
    let nextest = quiet(&mut cargo(&["nextest", "--version"])).is_some();
    let mut arguments = if nextest {
        vec!["nextest", "run", "--no-fail-fast", "--status-level", "slow"]
    } else {
        vec!["test", "--no-fail-fast", "--all-targets"]
    };
    arguments.extend(["--locked", "--workspace"]);
    arguments.extend(more);
    counted(&shown(&mut cargo(&arguments))?)
}

/// The tests that drive the app itself through WebDriver; they need its program and the driver.
fn window() -> Result<Counts> {
    let programs = tools::ensure_driver()?;
    if !passes(&["build", "--locked", "--workspace"])? {
        bail!("the app did not build");
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let with_driver =
        std::env::join_paths(std::iter::once(programs).chain(std::env::split_paths(&path)))?;
    let mut command = cargo(&[
        "test",
        "--locked",
        "--workspace",
        "--features",
        "spinout-tests/window",
        "--test",
        "window",
    ]);
    counted(&shown(command.env("PATH", with_driver))?)
}

/// The counts that a runner printed. One that ended badly without saying which test failed counts
/// as one failure.
fn counted(ended: &crate::process::Ended) -> Result<Counts> {
    let read = counts::read(&ended.output);
    Ok(match (ended.success, read) {
        (true, Some(counts)) => counts,
        (true, None) => bail!("the runner said no number of tests"),
        (false, counts) => {
            let counts = counts.unwrap_or_default();
            Counts {
                failed: counts.failed.max(1),
                ..counts
            }
        }
    })
}
