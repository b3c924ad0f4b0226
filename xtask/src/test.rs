//! `cargo xtask test`: everything that can be checked, on a clean checkout.

use anyhow::{Result, bail};

use crate::arguments::Arguments;
use crate::counts::{self, Counts};
use crate::process::{cargo, quiet, shown};
use crate::steps::Steps;
use crate::{node, python, system, tools};

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

/// Switches the tests in the real window on.
const WINDOW: [&str; 2] = ["--features", "spinout-tests/window"];

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
        python::ensure_packages("tests/validators")?;
        Ok(true)
    });
    if !ready {
        return Ok(steps.finish());
    }
    steps.check("formatting", || passes(&["fmt", "--all", "--check"]));
    steps.check("formatting of the front end", || {
        Ok(shown(&mut node::npm("ui", &["run", "lint"]))?.success)
    });
    steps.check("types of the front end", || {
        Ok(shown(&mut node::npm("ui", &["run", "check"]))?.success)
    });
    steps.step("unit tests of the front end", || {
        counted(&shown(&mut node::npm("ui", &["run", "test"]))?)
    });
    steps.check("build of the front end", node::build_ui);
    steps.check("lints", || {
        let mut clippy = vec!["clippy", "--locked", "--workspace", "--all-targets"];
        clippy.extend(WINDOW);
        clippy.extend(["--", "-D", "warnings"]);
        passes(&clippy)
    });
    steps.check("WebAssembly builds", || {
        let mut arguments = vec!["check", "--locked", "--target", tools::WASM, "--workspace"];
        for package in NATIVE_ONLY {
            arguments.extend(["--exclude", package]);
        }
        // The module is built here, so that the test that runs it does not wait for that.
        let module = ["build", "--locked", "--target", tools::WASM];
        Ok(passes(&arguments)? && passes(&[&module[..], &["--package", "spinout-wasm"]].concat())?)
    });
    // Programs and tests in one go: built apart, they would build what they share twice, as tests ask
    // for more features of it.
    steps.check("build", || {
        let mut build = vec!["build", "--locked", "--workspace", "--bins", "--tests"];
        build.extend(WINDOW);
        passes(&build)
    });
    steps.step("tests", tests);
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

/// Runs all tests but those in the real window, with cargo-nextest where it is installed, else with
/// `cargo test`.
fn tests() -> Result<Counts> {
    let arguments = if quiet(&mut cargo(&["nextest", "--version"])).is_some() {
        let mut nextest = vec!["nextest", "run", "--no-fail-fast", "--status-level", "slow"];
        nextest.extend([
            "--locked",
            "--workspace",
            "--filterset",
            "not binary(window)",
        ]);
        nextest.extend(WINDOW);
        nextest
    } else {
        vec![
            "test",
            "--no-fail-fast",
            "--locked",
            "--workspace",
            "--bins",
            "--lib",
            "--tests",
        ]
    };
    let mut command = cargo(&arguments);
    // The same random cases each time; `cargo test` looks at new ones.
    command.env("PROPTEST_RNG_SEED", "20260701");
    counted(&shown(&mut command)?)
}

/// The tests that drive the app itself through WebDriver.
fn window() -> Result<Counts> {
    let mut arguments = vec!["test", "--locked", "--workspace", "--test", "window"];
    arguments.extend(WINDOW);
    counted(&shown(&mut cargo(&arguments))?)
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
