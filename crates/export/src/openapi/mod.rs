//! OpenAPI 3.1 of the synchronous boundary: for each unit that was spun out one document of what the unit
//! answers, and one of what its parent owes it.
//!
//! The unit's document holds its operations that are called over the network and its health; a unit that
//! only takes messages and for which no HTTP contract is written gets a draft of its job status, as a user
//! who was told "202 Accepted" needs somewhere to ask. The parent's document holds the operations that
//! accept the work and those that the unit calls back. Metrics are not in it: they are pushed, or scraped
//! by the platform, and are no promise to callers.

mod document;
mod health;
mod operation;

use serde_json::Value;
use spinout_model::OperationRef;
use spinout_units::ElementId;

use crate::boundary::{Boundary, boundaries};
use crate::contract::{HttpPromise, http};
use crate::registry::{Exporter, File};
use crate::write::{documents, escape};
use crate::{Design, Options, Ownership, Target, header};
use document::Document;

pub(crate) const EXPORTER: Exporter = Exporter {
    id: "openapi",
    about: "OpenAPI 3.1 contracts of what a unit answers over HTTP",
    accepted_by: &["redocly lint", "spectral lint (spectral:oas)"],
    target: Target::Unit,
    ownership: Ownership::Owned,
    files: |design, options| {
        let boundaries = boundaries(design.architecture);
        let files = boundaries
            .iter()
            .map(|boundary| of_unit(design, boundary, options));
        files.collect()
    },
};

pub(crate) const PARENT: Exporter = Exporter {
    id: "openapi-parent",
    about: "OpenAPI 3.1 contracts of what a parent owes its units over HTTP",
    target: Target::Parent,
    files: |design, options| {
        let boundaries = boundaries(design.architecture);
        let files = boundaries
            .iter()
            .filter_map(|boundary| of_parent(design, boundary, options));
        files.collect()
    },
    ..EXPORTER
};

fn of_unit(design: &Design<'_>, boundary: &Boundary<'_>, options: &Options) -> File {
    let served = boundary.served();
    let promises: Vec<HttpPromise<'_>> = served
        .iter()
        .map(|of| http(design.architecture, of, boundary.leads_to_unit(of)))
        .collect();
    let mut document = Document::new(
        design,
        &boundary.origin.unit,
        boundary.unit_label(),
        &format!("What {} answers over HTTP.", escape(boundary.unit_label())),
        options,
    );
    for promise in &promises {
        document.add(promise);
    }
    let by_message = boundary
        .channels()
        .iter()
        .any(|channel| !channel.consumers.is_empty());
    if by_message && promises.iter().all(|promise| promise.contract.is_none()) {
        health::job_status(&mut document, &boundary.origin.unit);
    }
    health::probes(&mut document);
    file(design, boundary.id.as_str(), "unit", document)
}

fn of_parent(design: &Design<'_>, boundary: &Boundary<'_>, options: &Options) -> Option<File> {
    let accepting = boundary.accepting();
    let asked = boundary.asked();
    if accepting.is_empty() && asked.is_empty() {
        return None;
    }
    let mut document = Document::new(
        design,
        &boundary.origin.parent,
        boundary.parent_label(),
        &format!(
            "What {} owes {}: the operations that accept its work, and those that it calls back.",
            escape(boundary.parent_label()),
            escape(boundary.unit_label())
        ),
        options,
    );
    let promise = |of| http(design.architecture, of, accepting.contains(of));
    for of in accepting.iter().chain(&asked) {
        document.add(&promise(of));
    }
    Some(file(design, boundary.id.as_str(), "parent", document))
}

fn file(design: &Design<'_>, spin_out: &str, side: &str, document: Document<'_>) -> File {
    let mut comments = header(design);
    comments.extend(document.left_out());
    File {
        path: format!("contracts/{spin_out}/{side}.openapi.yaml"),
        about: format!("What the {side} answers over HTTP"),
        text: documents(&comments, &[document.finish()]),
    }
}

/// A reference into the document's components.
fn reference(kind: &str, name: &str) -> Value {
    serde_json::json!({ "$ref": format!("#/components/{kind}/{name}") })
}

/// What stands behind an operation in the model.
fn place(of: &OperationRef) -> String {
    of.to_string()
}

/// The host that a service answers at by default: its name, as it would be in its own cluster.
fn host(service: &ElementId) -> String {
    crate::write::Names::default().label(&[service.as_str()])
}
