//! Documents for people, from templates that a team can replace: error budget policy, runbook, incident checklist, migration plan,
//! first week, answers, playbook, routines, decision record, postmortem form.
//!
//! A team's template is a file of the built-in one's name in a folder of its choice, in the language of Jinja;
//! what it may use is what `facts` gives, every text of the model in it escaped for Markdown. Documents are
//! managed: what a template makes stands in a marked block, and around it the text is the team's. The postmortem
//! form is written once.

mod facts;
mod reflow;

use minijinja::Environment;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use serde_json::Value;

use crate::boundary::boundaries;
use crate::reexport::block;
use crate::registry::{Exporter, File};
use crate::{Design, Options, Ownership, Target};

/// A document that is made from a template.
#[derive(Debug)]
pub struct Template {
    /// Names it, and is its file in a folder of templates.
    pub name: &'static str,
    /// The title of the document.
    pub title: &'static str,
    /// What it is for.
    pub about: &'static str,
    /// The built-in template.
    pub text: &'static str,
    target: Target,
    ownership: Ownership,
}

macro_rules! template {
    ($name:literal, $title:literal, $about:literal, $target:ident, $ownership:ident) => {
        Template {
            name: $name,
            title: $title,
            about: $about,
            text: include_str!(concat!("templates/", $name)),
            target: Target::$target,
            ownership: Ownership::$ownership,
        }
    };
}

/// All of them.
pub const TEMPLATES: &[Template] = &[
    template!(
        "decision.md",
        "Decision record",
        "The decision with its numbers (MADR 4)",
        Parent,
        Managed
    ),
    template!(
        "migration-plan.md",
        "Migration plan",
        "Phases with gates, evidence and a way back",
        Parent,
        Managed
    ),
    template!(
        "first-week.md",
        "First week",
        "What to do on the first seven days",
        Parent,
        Managed
    ),
    template!(
        "answers.md",
        "Questions and answers",
        "The questions that a design must answer",
        Parent,
        Managed
    ),
    template!(
        "runbook.md",
        "Runbook",
        "What to do for each alert and each failure mode",
        Unit,
        Managed
    ),
    template!(
        "incident.md",
        "Incident checklist",
        "What to look at first",
        Unit,
        Managed
    ),
    template!(
        "playbook.md",
        "Playbook",
        "Decisions in an incident",
        Unit,
        Managed
    ),
    template!(
        "error-budget.md",
        "Error budget policy",
        "What is done as the error budget is spent",
        Unit,
        Managed
    ),
    template!(
        "routines.md",
        "Routines",
        "What is looked at weekly, monthly and quarterly",
        Unit,
        Managed
    ),
    template!(
        "postmortem.md",
        "Postmortem",
        "The form to fill in after an incident",
        Unit,
        Seeded
    ),
];

const LINTER: &[&str] = &["markdownlint-cli2"];

pub(crate) const UNIT: Exporter = Exporter {
    id: "documents-unit",
    about: "Runbook, incident checklist, playbook and routines of a unit",
    accepted_by: LINTER,
    target: Target::Unit,
    ownership: Ownership::Managed,
    files: |design, options| files(design, options, Target::Unit, Ownership::Managed),
};

pub(crate) const PARENT: Exporter = Exporter {
    id: "documents-parent",
    about: "Decision record, migration plan, first week and answers for the parent's team",
    target: Target::Parent,
    files: |design, options| files(design, options, Target::Parent, Ownership::Managed),
    ..UNIT
};

pub(crate) const SEEDED: Exporter = Exporter {
    id: "postmortem",
    about: "A form for postmortems, written once",
    ownership: Ownership::Seeded,
    files: |design, options| files(design, options, Target::Unit, Ownership::Seeded),
    ..UNIT
};

fn files(
    design: &Design<'_>,
    options: &Options,
    target: Target,
    ownership: Ownership,
) -> Vec<File> {
    let mut files = Vec::new();
    for boundary in boundaries(design.architecture) {
        let facts = facts::facts(design, &boundary, options);
        let chosen = TEMPLATES
            .iter()
            .filter(|template| template.target == target && template.ownership == ownership);
        for template in chosen {
            // A team's template was tried before; the built-in one is tested.
            let own = options.templates.get(template.name);
            let text = own
                .and_then(|own| render(own, &facts).ok())
                .or_else(|| render(template.text, &facts).ok())
                .unwrap_or_default();
            let id = template.name.trim_end_matches(".md");
            files.push(File {
                path: format!("docs/{}/{}", boundary.id, template.name),
                about: template.about.to_owned(),
                text: match ownership {
                    Ownership::Managed => {
                        format!("# {}\n\n{}", template.title, block(id, &text))
                    }
                    Ownership::Owned | Ownership::Seeded => {
                        format!("# {}\n\n{}", template.title, text.trim_start_matches('\n'))
                    }
                },
            });
        }
    }
    files
}

/// What is wrong with the team's own templates, a sentence for each; they cannot be used then.
#[must_use]
pub fn template_faults(design: &Design<'_>, options: &Options) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, text) in &options.templates {
        if TEMPLATES.iter().all(|template| template.name != name) {
            let all: Vec<&str> = TEMPLATES.iter().map(|template| template.name).collect();
            faults.push(format!(
                "there is no document {name}; there are {}",
                all.join(", ")
            ));
        }
        for boundary in boundaries(design.architecture) {
            match render(text, &facts::facts(design, &boundary, options)) {
                Err(error) => faults.push(format!("{name}: {error}")),
                Ok(made)
                    if made.contains("<!-- BEGIN spinout ")
                        || made.contains("<!-- END spinout ") =>
                {
                    faults.push(format!("{name}: it makes the marks of a block itself"));
                }
                Ok(_) => {}
            }
        }
    }
    faults.dedup();
    faults
}

fn render(template: &str, facts: &Value) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    let syntax = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build()?;
    environment.set_syntax(syntax);
    environment
        .render_str(template, Serde(facts))
        .map(|text| reflow::reflow(&text))
}
