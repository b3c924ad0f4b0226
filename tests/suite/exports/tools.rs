//! The validators, and how to get them.

use std::path::{Path, PathBuf};
use std::process::Command;

use spinout_export::Plan;
use tempfile::TempDir;

use crate::samples::Sample;

/// What a tool said.
pub(crate) struct Said {
    pub(crate) accepted: bool,
    pub(crate) text: String,
}

/// A plan written into a folder of its own.
pub(crate) struct Written {
    folder: TempDir,
    paths: Vec<String>,
}

impl Written {
    pub(crate) fn new(plan: &Plan) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for artifact in &plan.artifacts {
            write(folder.path(), &artifact.path, &artifact.text);
        }
        Self {
            folder,
            paths: plan
                .artifacts
                .iter()
                .map(|artifact| artifact.path.clone())
                .collect(),
        }
    }

    /// The plans of all samples, each in a folder of its own: tools take longer to start than to check.
    pub(crate) fn all(samples: &[Sample]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut paths = Vec::new();
        for sample in samples {
            for artifact in sample.plan().artifacts {
                let path = format!("{}/{}", sample.name.replace([' ', ','], "-"), artifact.path);
                write(folder.path(), &path, &artifact.text);
                paths.push(path);
            }
        }
        Self { folder, paths }
    }

    /// One file with `text`, for a broken twin.
    pub(crate) fn one(path: &str, text: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), path, text);
        Self {
            folder,
            paths: vec![path.to_owned()],
        }
    }

    /// The files whose path ends in `end`.
    pub(crate) fn files(&self, end: &str) -> Vec<PathBuf> {
        self.paths
            .iter()
            .filter(|path| path.ends_with(end))
            .map(|path| self.folder.path().join(path))
            .collect()
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

fn validators() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("validators")
}

/// A program of the Node packages under `tests/validators`.
pub(crate) fn node(program: &str, arguments: &[&str], files: &[PathBuf], within: &Path) -> Said {
    let path = validators().join("node_modules/.bin").join(program);
    assert!(
        path.exists(),
        "{program} is not installed: run `npm ci` in tests/validators (`cargo xtask test` does)"
    );
    run(Command::new(path)
        .args(arguments)
        .args(files)
        .current_dir(within))
}

/// One of our scripts under `tests/validators`.
pub(crate) fn script(name: &str, files: &[PathBuf]) -> Said {
    let packages = validators().join("node_modules");
    assert!(
        packages.exists(),
        "the validators are not installed: run `npm ci` in tests/validators (`cargo xtask test` does)"
    );
    run(Command::new("node")
        .arg(validators().join(name))
        .args(files))
}

/// A program of the Python packages under `tests/validators`.
pub(crate) fn python(program: &str, arguments: &[&str], files: &[PathBuf]) -> Said {
    run(Command::new(environment(program))
        .args(arguments)
        .args(files))
}

/// One of our scripts of Python under `tests/validators`.
pub(crate) fn python_script(name: &str, arguments: &[String]) -> Said {
    run(Command::new(environment("python"))
        .arg(validators().join(name))
        .args(arguments))
}

/// OpenTelemetry's Collector, as its Python package carries it.
pub(crate) fn collector(config: &Path) -> Said {
    let find = "import otel_collector, os; print(os.path.dirname(otel_collector.__file__))";
    let found = run(Command::new(environment("python")).args(["-c", find]));
    let program = Path::new(found.text.trim()).join("bin/otelcol-contrib_linux_amd64");
    run(Command::new(program)
        .arg("validate")
        .arg(format!("--config={}", config.display())))
}

fn environment(program: &str) -> PathBuf {
    let path = validators().join(".venv/bin").join(program);
    assert!(
        path.exists(),
        "{program} is not installed: make .venv from requirements.txt in tests/validators (`cargo xtask test` does)"
    );
    path
}

/// Prometheus' own checker.
pub(crate) fn promtool(arguments: &[&str], files: &[PathBuf]) -> Said {
    let there = Command::new("promtool").arg("--version").output().is_ok();
    assert!(
        there,
        "promtool is not installed: on Debian, apt-get install prometheus (`cargo xtask test` does); elsewhere it \
         comes with Prometheus"
    );
    run(Command::new("promtool").args(arguments).args(files))
}

/// Alertmanager's own checker.
pub(crate) fn amtool(arguments: &[&str]) -> Said {
    let there = Command::new("amtool").arg("--version").output().is_ok();
    assert!(
        there,
        "amtool is not installed: on Debian, apt-get install prometheus-alertmanager (`cargo xtask test` does); \
         elsewhere it comes with Alertmanager"
    );
    run(Command::new("amtool").args(arguments))
}

fn run(command: &mut Command) -> Said {
    let output = command
        .env("NO_COLOR", "1")
        .env("REDOCLY_TELEMETRY", "off")
        .env("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true")
        .output()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    Said {
        accepted: output.status.success(),
        text: format!(
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        ),
    }
}

impl Said {
    /// The tool must have accepted it.
    pub(crate) fn accepts(&self) {
        assert!(self.accepted, "{}", self.text);
    }

    /// The tool must have refused it, and said `why`.
    pub(crate) fn refuses(&self, why: &str) {
        assert!(!self.accepted, "accepted what is broken:\n{}", self.text);
        assert!(
            self.text.contains(why),
            "refused for another reason than {why:?}:\n{}",
            self.text
        );
    }
}
