//! `cargo xtask run`: from a fresh machine to the open application.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::arguments::Arguments;
use crate::process::{cargo, program, shown};
use crate::{node, root, system};

const EXAMPLE: &str = "models/image-processing.spinout.json";

/// Builds and opens the app on the model; without a display, simulates the model with the command
/// line and writes a report. Errors: something could not be installed or built.
pub(crate) fn run(arguments: &Arguments) -> Result<bool> {
    let model = match &arguments.model {
        Some(path) => {
            std::path::absolute(path).with_context(|| format!("cannot tell where {path} is"))?
        }
        None => root().join(EXAMPLE),
    };
    if !model.is_file() {
        bail!("there is no file {}", model.display());
    }
    if has_display() {
        window(&model, arguments.yes)
    } else {
        headless(&model, arguments.yes)
    }
}

fn has_display() -> bool {
    cfg!(not(target_os = "linux"))
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

fn window(model: &Path, yes: bool) -> Result<bool> {
    system::ensure(system::APP, yes)?;
    println!("building the screens");
    if !node::build_ui()? {
        bail!("the front end did not build");
    }
    println!("building the app (some minutes the first time)");
    build("spinout-desktop")?;
    println!("opening {}", model.display());
    Ok(program(&binary("spinout-desktop"), &[])
        .arg(model)
        .status()?
        .success())
}

fn headless(model: &Path, yes: bool) -> Result<bool> {
    println!(
        "no display here: simulating {} with the command line",
        model.display()
    );
    system::ensure(system::COMMAND_LINE, yes)?;
    build("spinout-cli")?;
    let name = model
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into());
    let report = root().join("target/reports").join(format!(
        "{}.html",
        name.trim_end_matches(".json").trim_end_matches(".spinout")
    ));
    let folder = report.parent().unwrap_or(&report);
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let status = program(&binary("spinout"), &["simulate"])
        .arg(model)
        .arg("--report")
        .arg(&report)
        .status()?;
    // Exit code 1 is a result: an objective missed, or overload.
    if !matches!(status.code(), Some(0 | 1)) || !report.is_file() {
        bail!("the simulation ended without a report");
    }
    println!("the report is {}", report.display());
    Ok(true)
}

fn build(package: &str) -> Result<()> {
    let ended = shown(&mut cargo(&[
        "build",
        "--release",
        "--locked",
        "--package",
        package,
    ]))?;
    if !ended.success {
        bail!("{package} did not build");
    }
    Ok(())
}

fn binary(name: &str) -> String {
    let folder = std::env::var_os("CARGO_TARGET_DIR").map_or_else(
        || root().join("target"),
        |path| root().join(PathBuf::from(path)),
    );
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    folder
        .join("release")
        .join(file)
        .to_string_lossy()
        .into_owned()
}
