//! The commands in WebAssembly, over a host in memory: text in, text out, so that a test can hold what
//! they find there against what they find on this machine. It must not compute anything of its own.

#[cfg(target_arch = "wasm32")]
mod exports;

use std::sync::Arc;

use serde::Deserialize;
use spinout_commands::App;
use spinout_commands::memory::MemoryHost;
use spinout_commands::protocol::{Compare, OpenText, Problem, RunSettings, Simulate};
use spinout_commands::results::Run;

/// What is to be run.
#[derive(Debug, Deserialize)]
struct Asked {
    /// The text of a model file.
    model: String,
    options: Vec<String>,
    scenarios: Vec<String>,
}

/// The results of every option under every scenario of a request, and of the comparison of its first two
/// options under its first scenario, as JSON; or what went wrong.
#[must_use]
pub fn results(request: &str) -> String {
    match serde_json::from_str(request) {
        Ok(asked) => found(&asked).unwrap_or_else(|problem| format!("{problem:?}")),
        Err(error) => error.to_string(),
    }
}

fn found(asked: &Asked) -> Result<String, Problem> {
    let app = App::new(Arc::new(MemoryHost::new()));
    let opened = app.open_text(&OpenText {
        name: "model".to_owned(),
        text: asked.model.clone(),
    })?;
    let settings = RunSettings {
        precision: Some(0.5),
        replications: Some(20),
        ..RunSettings::default()
    };
    let ids = |names: &[String]| names.iter().filter_map(|name| name.parse().ok()).collect();
    let scenarios = asked.scenarios.iter();
    let simulated = app.simulate(&Simulate {
        document: opened.document,
        run: 1,
        options: ids(&asked.options),
        scenarios: scenarios.filter_map(|name| name.parse().ok()).collect(),
        rare: Vec::new(),
        settings,
    })?;
    let runs: Vec<&Run> = simulated.runs.iter().map(|stored| &stored.run).collect();
    let mut text = serde_json::to_string(&runs).unwrap_or_default();
    if let ([base, option, ..], Some(scenario)) = (&asked.options[..], asked.scenarios.first()) {
        let comparison = app.compare(&Compare {
            document: opened.document,
            run: 2,
            base: base.parse().ok(),
            option: option.parse().ok(),
            scenario: scenario.parse().ok(),
            settings,
        })?;
        text += &serde_json::to_string(&comparison).unwrap_or_default();
    }
    Ok(text)
}
