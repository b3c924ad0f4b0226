//! Packages of Python that the tests need, in an environment of their own.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::process::{program, shown};
use crate::root;

/// Installs what `requirements.txt` of a folder lists into `.venv` beside it, unless that was done already.
/// Errors: no Python with `venv`, or pip failed.
pub(crate) fn ensure_packages(folder: &str) -> Result<()> {
    let wanted = root().join(folder).join("requirements.txt");
    let environment = root().join(folder).join(".venv");
    let mark = environment.join(".installed");
    let read = |path: &PathBuf| std::fs::read(path).ok();
    if read(&mark).is_some() && read(&mark) == read(&wanted) {
        return Ok(());
    }
    println!("installing the Python packages of {folder}");
    let environment_path = environment.to_string_lossy();
    let made = shown(&mut program(
        "python3",
        &["-m", "venv", "--clear", &environment_path],
    ));
    if !made.is_ok_and(|ended| ended.success) {
        bail!("python3 could not make an environment: install Python 3.10 or newer with venv");
    }
    let scripts = if cfg!(windows) { "Scripts" } else { "bin" };
    let pip = environment.join(scripts).join("pip");
    let wanted_path = wanted.to_string_lossy();
    let install = [
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
        "--only-binary",
        ":all:",
        "--requirement",
        &wanted_path,
    ];
    if !shown(&mut program(&pip.to_string_lossy(), &install))?.success {
        bail!("pip could not install what {} lists", wanted.display());
    }
    std::fs::copy(&wanted, &mark).with_context(|| format!("cannot write {}", mark.display()))?;
    Ok(())
}
