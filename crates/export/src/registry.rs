//! The list of exporters. A new one is a module and a line here.

use crate::{Design, Options, Ownership, Target};
use crate::{
    access, alertmanager, asyncapi, backstage, checklist, codeowners, collector, documents,
    grafana, helm, json_schema, kubernetes, openapi, openslo, pact, prometheus, sloth,
};

/// A format.
#[derive(Debug)]
pub struct Exporter {
    /// Names it in options and messages.
    pub id: &'static str,
    /// What it gives, for a person.
    pub about: &'static str,
    /// The tools that accept its files.
    pub accepted_by: &'static [&'static str],
    /// The kind of repository that its files go to.
    pub target: Target,
    /// What may be done with its files once they are written.
    pub ownership: Ownership,
    pub(crate) files: fn(&Design<'_>, &Options) -> Vec<File>,
}

/// A file that an exporter gives.
#[derive(Debug)]
pub(crate) struct File {
    /// Where it goes, relative to the target.
    pub(crate) path: String,
    /// Its text.
    pub(crate) text: String,
    /// What it is, in a line.
    pub(crate) about: String,
}

/// All of them.
pub const EXPORTERS: &[Exporter] = &[
    openapi::EXPORTER,
    openapi::PARENT,
    asyncapi::EXPORTER,
    json_schema::EXPORTER,
    pact::EXPORTER,
    openslo::EXPORTER,
    prometheus::RULES,
    prometheus::TESTS,
    checklist::EXPORTER,
    checklist::READINESS,
    alertmanager::EXPORTER,
    documents::UNIT,
    documents::PARENT,
    documents::SEEDED,
    kubernetes::EXPORTER,
    helm::EXPORTER,
    grafana::EXPORTER,
    sloth::EXPORTER,
    backstage::EXPORTER,
    codeowners::EXPORTER,
    collector::EXPORTER,
    access::EXPORTER,
];
