//! Starting programs: their output is shown as it comes and kept for counting.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;

use anyhow::{Context, Result};

/// A program to start, in the top folder of the repository, with what every build here needs.
pub(crate) fn program(name: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(name);
    command
        .args(arguments)
        .current_dir(crate::root())
        .env("CARGO_INCREMENTAL", "0");
    command
}

/// `cargo` as it started us.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let name = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    program(&name, arguments)
}

/// How a program ended and what it said.
pub(crate) struct Ended {
    /// Whether it ended with exit code 0.
    pub(crate) success: bool,
    /// Both of its streams, line by line.
    pub(crate) output: String,
}

/// Runs a program to its end, showing its output. Errors: it cannot be started.
pub(crate) fn shown(command: &mut Command) -> Result<Ended> {
    let name = command.get_program().to_string_lossy().into_owned();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {name}"))?;
    let (lines, received) = mpsc::channel();
    let readers = [
        child
            .stdout
            .take()
            .map(|stream| forward(stream, lines.clone())),
        child.stderr.take().map(|stream| forward(stream, lines)),
    ];
    let mut output = String::new();
    for line in received {
        println!("{line}");
        output.push_str(&line);
        output.push('\n');
    }
    for reader in readers.into_iter().flatten() {
        // A reader has nothing to say at its end, and a panic in it would have shown itself.
        let _ = reader.join();
    }
    std::io::stdout().flush()?;
    let status = child
        .wait()
        .with_context(|| format!("cannot wait for {name}"))?;
    Ok(Ended {
        success: status.success(),
        output,
    })
}

fn forward<S: Read + Send + 'static>(
    stream: S,
    lines: mpsc::Sender<String>,
) -> std::thread::JoinHandle<()> {
    std::thread::spawn(move || {
        let mut reader = BufReader::new(stream);
        let mut bytes = Vec::new();
        while matches!(reader.read_until(b'\n', &mut bytes), Ok(count) if count > 0) {
            let line = String::from_utf8_lossy(&bytes).trim_end().to_owned();
            if lines.send(line).is_err() {
                return;
            }
            bytes.clear();
        }
    })
}

/// Runs a program quietly and gives its standard output if it ended well.
pub(crate) fn quiet(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Whether a program of this name is on the search path.
pub(crate) fn exists(name: &str) -> bool {
    let Some(path) = std::env::var_os("PATH") else {
        return false;
    };
    std::env::split_paths(&path).any(|folder| {
        let candidate: &Path = &folder.join(name);
        candidate.is_file() || candidate.with_extension("exe").is_file()
    })
}
