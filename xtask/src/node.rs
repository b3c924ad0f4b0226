//! Packages of Node and the front end.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process::{program, quiet, shown};
use crate::root;

const OLDEST: (u32, u32) = (20, 19);

/// `npm` in a folder of the repository, without its advertisements.
pub(crate) fn npm(folder: &str, arguments: &[&str]) -> Command {
    let name = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let mut command = program(name, arguments);
    command
        .current_dir(root().join(folder))
        .env("npm_config_fund", "false")
        .env("npm_config_audit", "false")
        .env("npm_config_update_notifier", "false");
    command
}

/// Installs a folder's packages exactly as its lock file has them, unless that was done already.
/// Errors: no Node, one too old, or npm failed.
pub(crate) fn ensure_packages(folder: &str) -> Result<()> {
    let folder_path = root().join(folder);
    if up_to_date(&folder_path) {
        return Ok(());
    }
    need_node()?;
    println!("installing the packages of {folder}");
    if !shown(&mut npm(folder, &["ci"]))?.success {
        bail!("npm ci failed in {folder}");
    }
    // npm's own record inside node_modules is as old as the newest package, not as this install.
    let mark = folder_path.join("node_modules/.installed");
    std::fs::copy(folder_path.join("package-lock.json"), &mark)
        .with_context(|| format!("cannot write {}", mark.display()))?;
    Ok(())
}

/// Whether the packages that are installed are those of the lock file.
fn up_to_date(folder: &Path) -> bool {
    let read = |name: &str| std::fs::read(folder.join(name)).ok();
    let installed = read("node_modules/.installed");
    installed.is_some() && installed == read("package-lock.json")
}

fn need_node() -> Result<()> {
    let hint = format!("install Node {}.{} or newer with npm", OLDEST.0, OLDEST.1);
    let Some(version) = quiet(&mut program("node", &["--version"])) else {
        bail!("no Node here: {hint}");
    };
    let mut parts = version
        .trim_start_matches('v')
        .split('.')
        .map(|part| part.parse().unwrap_or(0));
    let found = (parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    if found < OLDEST {
        bail!("Node {version} is too old: {hint}");
    }
    Ok(())
}

/// Builds the front end into `ui/dist`.
pub(crate) fn build_ui() -> Result<bool> {
    ensure_packages("ui")?;
    Ok(shown(&mut npm("ui", &["run", "build"]))?.success)
}
