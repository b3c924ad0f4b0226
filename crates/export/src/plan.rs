use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::OptionId;

use crate::registry::EXPORTERS;
use crate::{Artifact, Design, Options, Target};

/// What is to be exported of one option.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Plan {
    /// What the model is called.
    pub model: String,
    /// The option.
    pub option: OptionId,
    /// SHA-256 of what the files are made from, places on the canvas aside.
    pub model_digest: String,
    /// The kinds of repository that it is for: what of others an earlier export wrote is left alone.
    pub targets: Vec<Target>,
    /// SHA-256 of the team's own templates; none where the built-in ones are used.
    pub templates: Option<String>,
    /// The files, by path.
    pub artifacts: Vec<Artifact>,
}

impl Plan {
    /// What of it goes to `targets`.
    #[must_use]
    pub fn of(&self, targets: &[Target]) -> Self {
        let artifacts = self.artifacts.iter();
        Self {
            artifacts: artifacts
                .filter(|artifact| targets.contains(&artifact.target))
                .cloned()
                .collect(),
            targets: targets.to_vec(),
            ..self.clone()
        }
    }
}

/// Every file that `design` gives, by path. The same design gives the same bytes everywhere.
#[must_use]
pub fn plan(design: &Design<'_>, options: &Options) -> Plan {
    let mut artifacts: Vec<Artifact> = EXPORTERS
        .iter()
        .flat_map(|exporter| {
            (exporter.files)(design, options)
                .into_iter()
                .map(|file| Artifact {
                    path: file.path,
                    target: exporter.target,
                    ownership: exporter.ownership,
                    text: file.text,
                    about: file.about,
                    accepted_by: exporter
                        .accepted_by
                        .iter()
                        .map(|&tool| tool.to_owned())
                        .collect(),
                })
        })
        .collect();
    artifacts.sort_by(|a, b| a.path.cmp(&b.path));
    Plan {
        model: design.model.to_owned(),
        option: design.architecture.option.clone(),
        model_digest: model_digest(design),
        targets: Target::ALL.to_vec(),
        templates: (!options.templates.is_empty()).then(|| {
            let text = serde_json::to_string(&options.templates).unwrap_or_default();
            format!("sha256:{}", spinout_units::sha256(text.as_bytes()))
        }),
        artifacts,
    }
}

fn model_digest(design: &Design<'_>) -> String {
    let mut architecture = design.architecture.clone();
    architecture.layout.clear();
    architecture.findings.clear();
    // Maps keyed by ids and finite numbers: nothing that can fail.
    let text = serde_json::to_string(&(design.model, architecture)).unwrap_or_default();
    format!("sha256:{}", spinout_units::sha256(text.as_bytes()))
}
