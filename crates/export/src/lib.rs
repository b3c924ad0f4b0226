//! Artifacts for other tools: one module for each format, pure functions from a design to text, and what
//! exporting again does to a target. No input or output, no clock, no randomness: the same design gives
//! the same bytes everywhere, and the host reads and writes.

mod access;
mod alertmanager;
mod artifact;
mod asyncapi;
mod backstage;
mod boundary;
mod broker;
mod checklist;
mod codeowners;
mod collector;
mod contract;
mod design;
mod digest;
mod documents;
mod grafana;
mod helm;
mod json_schema;
mod kubernetes;
mod objectives;
mod openapi;
mod openslo;
mod pact;
mod place;
mod plan;
mod prometheus;
mod reexport;
mod registry;
mod sloth;
mod target;
mod write;

pub use artifact::{Artifact, Ownership};
pub use design::{Design, Options};
pub use documents::{TEMPLATES, Template, template_faults};
pub use objectives::{Burn, burns};
pub use plan::{Plan, plan};
pub use reexport::{
    Action, Drift, DriftKind, LOCK, LockError, Permission, Read, Writing, apply_plan, check, held,
    is_safe,
};
pub use registry::{EXPORTERS, Exporter};
pub use target::Target;

/// What stands above every file that is ours.
fn header(design: &Design<'_>) -> Vec<String> {
    vec![
        format!(
            "Made by Spinout from the model {}, option {}.",
            design.model, design.architecture.option
        ),
        "Change the model and export again: an edit here is found by `spinout export --check`."
            .to_owned(),
    ]
}
