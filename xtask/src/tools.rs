//! Tools of Rust that testing needs beyond a plain installation.

use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::process::{cargo, exists, program, quiet, shown};

/// The target that the crates below the shells must also build for.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// Makes sure that rustfmt and clippy are there. Errors: they cannot be had.
pub(crate) fn ensure_components() -> Result<()> {
    let there = |name: &str| quiet(&mut cargo(&[name, "--version"])).is_some();
    if there("fmt") && there("clippy") {
        return Ok(());
    }
    if exists("rustup")
        && shown(&mut program(
            "rustup",
            &["component", "add", "rustfmt", "clippy"],
        ))?
        .success
    {
        return Ok(());
    }
    bail!(
        "rustfmt and clippy are missing: install them beside this Rust (Debian: rustfmt, rust-clippy)"
    )
}

/// Makes sure that the standard library for [`WASM`] is there. Errors: it cannot be had.
pub(crate) fn ensure_wasm() -> Result<()> {
    if let Some(library) = quiet(&mut program(
        "rustc",
        &["--print", "target-libdir", "--target", WASM],
    )) && PathBuf::from(library).is_dir()
    {
        return Ok(());
    }
    if exists("rustup") && shown(&mut program("rustup", &["target", "add", WASM]))?.success {
        return Ok(());
    }
    bail!(
        "the standard library for {WASM} is missing and rustup could not bring it; on Debian, \
         apt-get install rustc-web libstd-rust-web-dev has both"
    )
}
