use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_model::Architecture;
use spinout_results::Run;

/// What is exported: one option, with the evidence there is for it.
#[derive(Clone, Copy, Debug)]
pub struct Design<'a> {
    /// What the model is called.
    pub model: &'a str,
    /// The option.
    pub architecture: &'a Architecture,
    /// What it is compared with.
    pub baseline: &'a Architecture,
    /// Runs that are up to date, of the option and of the baseline.
    pub runs: &'a [&'a Run],
    /// What is to be said of evidence that is stale, a sentence for each.
    pub stale: &'a [String],
}

impl<'a> Design<'a> {
    /// The runs of the option itself.
    pub(crate) fn own_runs(&self) -> impl Iterator<Item = &'a Run> {
        let option = &self.architecture.option;
        self.runs
            .iter()
            .copied()
            .filter(move |run| run.option == *option)
    }

    /// The runs of the baseline, where the option is another.
    pub(crate) fn baseline_runs(&self) -> impl Iterator<Item = &'a Run> {
        let option = &self.architecture.option;
        let baseline = &self.baseline.option;
        self.runs
            .iter()
            .copied()
            .filter(move |run| run.option == *baseline && run.option != *option)
    }
}

/// What the model does not say and the exports may carry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Options {
    /// The address under which runbooks stand, one by the name of each service: alerts link there. A
    /// runbook whose link is the unit's evidence goes first.
    pub runbooks: Option<String>,
    /// The address of the dashboards, one by the name of each service. Prometheus' own graph page where
    /// left out.
    pub dashboards: Option<String>,
    /// Where callers get their tokens; `/oauth2/token` beside the service where left out.
    pub token_url: Option<String>,
    /// The team's own templates of documents by name, such as `runbook.md`, in the language of Jinja; the
    /// built-in one where a name is missing.
    pub templates: BTreeMap<String, String>,
}
