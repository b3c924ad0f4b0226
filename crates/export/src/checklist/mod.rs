//! The checklists to go through before a unit takes traffic, and before it takes all of it: DOMAIN's items, those that the model proves ticked
//! with their evidence, the rest with who does what.
//!
//! The file is managed: the list stands in a marked block that is written anew, so that a tick made by hand
//! there is found as an edit; a team ticks an item by answering it in the model. Around the block the text is
//! the team's.

mod alerts;
mod capacity;
mod contracts;
mod data;
mod delivery;
mod item;
mod objectives;
mod ownership;
mod security;
mod telemetry;

use crate::boundary::{Boundary, boundaries};
use crate::reexport::block;
use crate::registry::{Exporter, File};
use crate::write::{Markdown, escape};
use crate::{Design, Options, Ownership, Target};
use item::Item;

pub(crate) const EXPORTER: Exporter = Exporter {
    id: "pre-production",
    about: "The checklist before a unit takes traffic, with what the model proves ticked",
    accepted_by: &["markdownlint-cli2"],
    target: Target::Unit,
    ownership: Ownership::Managed,
    files,
};

type Section = (&'static str, fn(&Design<'_>, &Boundary<'_>) -> Vec<Item>);

const SECTIONS: &[Section] = &[
    ("Who owns it", ownership::items),
    ("Contracts and tests", contracts::items),
    ("Traces, metrics and alerts", telemetry::items),
    ("Delivery and the way back", delivery::items),
    ("Security and access", security::items),
    ("Data and messages", data::items),
    ("Objectives", objectives::items),
    ("Capacity and spending", capacity::items),
];

pub(crate) const READINESS: Exporter = Exporter {
    id: "production-readiness",
    about: "The checklist for production: objectives, dashboards, bounds, the way back, spending",
    files: |design, _| READY.files(design),
    ..EXPORTER
};

/// A checklist and its parts.
struct Checklist {
    id: &'static str,
    title: &'static str,
    about: &'static str,
    sections: &'static [Section],
}

const BEFORE: Checklist = Checklist {
    id: "pre-production",
    title: "Pre-production checklist",
    about: "What must be true before it takes traffic",
    sections: SECTIONS,
};

const READY: Checklist = Checklist {
    id: "production-readiness",
    title: "Production readiness",
    about: "What must be true before it takes all of its traffic",
    sections: &[
        ("Objectives with alerts", objectives::items),
        ("Dashboards and alerts show data", telemetry::items),
        ("Bounds and spending", capacity::items),
        ("A way back", delivery::items),
    ],
};

fn files(design: &Design<'_>, _: &Options) -> Vec<File> {
    BEFORE.files(design)
}

impl Checklist {
    fn files(&self, design: &Design<'_>) -> Vec<File> {
        boundaries(design.architecture)
            .iter()
            .map(|boundary| File {
                path: format!("checklists/{}/{}.md", boundary.id, self.id),
                about: self.about.to_owned(),
                text: format!(
                    "# {}\n\n{}",
                    self.title,
                    block(self.id, &checklist(design, boundary, self.sections))
                ),
            })
            .collect()
    }
}

fn checklist(design: &Design<'_>, boundary: &Boundary<'_>, sections: &[Section]) -> String {
    let sections: Vec<(&str, Vec<Item>)> = sections
        .iter()
        .map(|(title, items)| (*title, items(design, boundary)))
        .collect();
    let all = || sections.iter().flat_map(|(_, items)| items);
    let proven = all().filter(|item| item.is_proven()).count();
    let mut text = Markdown::default();
    text.paragraph(&format!(
        "**{}**, taken out of {}: model {}, option `{}`. Proven by the model: {proven} of {}.",
        escape(boundary.unit_label()),
        escape(boundary.parent_label()),
        escape(design.model),
        design.architecture.option,
        all().count()
    ));
    text.paragraph(
        "A tick comes from the model with its evidence. To tick another, answer it in the model and export \
         again; notes belong above or below this block.",
    );
    for (title, items) in &sections {
        if items.is_empty() {
            continue;
        }
        text.heading(2, title);
        let lines: Vec<(&str, String)> = items
            .iter()
            .map(|item| (item.mark(), item.text()))
            .collect();
        text.list(&lines);
    }
    let notes = alerts::notes(design);
    if !notes.is_empty() {
        text.heading(2, "How the alerts will behave");
        let lines: Vec<(&str, String)> = notes.into_iter().map(|note| ("- ", note)).collect();
        text.list(&lines);
    }
    if !design.stale.is_empty() {
        text.heading(2, "Stale evidence");
        let lines: Vec<(&str, String)> = design
            .stale
            .iter()
            .map(|said| ("- ", escape(said)))
            .collect();
        text.list(&lines);
    }
    text.finish()
}
