//! Access and spending of a unit: what its identity may do and nothing else, the secrets that it refers to and when
//! they are rotated, the tags that tell whose cost it is, and where spending is stopped. Never a secret itself.

use std::collections::BTreeSet;

use spinout_model::{ElementKind, Mode, Technology};
use spinout_units::ElementId;

use crate::boundary::{Boundary, boundaries};
use crate::broker::Broker;
use crate::place::{label, process_around, team};
use crate::reexport::block;
use crate::registry::{Exporter, File};
use crate::write::{Markdown, escape, significant};
use crate::{Design, Options, Ownership, Target};

pub(crate) const EXPORTER: Exporter = Exporter {
    id: "access",
    about: "Access of a unit: least privileges, secrets with their rotation, tags and budget",
    accepted_by: &["markdownlint-cli2"],
    target: Target::Infrastructure,
    ownership: Ownership::Managed,
    files,
};

fn files(design: &Design<'_>, _: &Options) -> Vec<File> {
    boundaries(design.architecture)
        .iter()
        .map(|boundary| File {
            path: format!("access/{}.md", boundary.id),
            about: "What a unit may do, what it refers to and what it may cost".to_owned(),
            text: format!(
                "# Access and spending\n\n{}",
                block("access", &text(design, boundary))
            ),
        })
        .collect()
}

fn text(design: &Design<'_>, boundary: &Boundary<'_>) -> String {
    let unit = &boundary.origin.unit;
    let mut text = Markdown::default();
    text.paragraph(&format!(
        "**{}**: model {}, option `{}`. Its identity is `{unit}` and belongs to nobody else.",
        escape(boundary.unit_label()),
        escape(design.model),
        design.architecture.option
    ));
    let mut section = |title: &str, none: &str, items: BTreeSet<String>| {
        text.heading(2, title);
        if items.is_empty() {
            text.paragraph(none);
        } else {
            let items: Vec<(&str, String)> = items.into_iter().map(|item| ("- ", item)).collect();
            text.list(&items);
        }
    };
    section(
        "What it may do",
        "It uses nothing outside of itself.",
        rights(boundary),
    );
    section(
        "Who may call it",
        "Nobody: deny all that comes in.",
        callers(boundary),
    );
    section(
        "Secrets it refers to, each rotated every 90 days or when somebody leaves",
        "None: everything that it uses knows it by its identity.",
        secrets(boundary),
    );
    section("Tags on everything of it", "", tags(design, boundary));
    section("Where spending is stopped", "", budget(design, unit));
    text.finish()
}

/// Every link that leaves the unit, as one right.
fn rights(boundary: &Boundary<'_>) -> BTreeSet<String> {
    leaving(boundary)
        .map(|(mode, to)| {
            let may = match mode {
                Mode::Calls => "call",
                Mode::Publishes => "send to",
                Mode::Consumes => "receive from, and acknowledge at,",
                Mode::Reads => "read from",
                Mode::Writes => "write to",
            };
            format!(
                "{may} {} (`{to}`)",
                escape(label(boundary.architecture, to))
            )
        })
        .collect()
}

/// What the links that leave the unit do, and where they end: at a process, or what has none.
fn leaving<'a>(boundary: &Boundary<'a>) -> impl Iterator<Item = (Mode, &'a ElementId)> {
    let architecture = boundary.architecture;
    let unit = &boundary.origin.unit;
    architecture.relationships.values().filter_map(move |link| {
        let to = process_around(architecture, &link.to.element).unwrap_or(&link.to.element);
        let leaves = process_around(architecture, &link.from.element) == Some(unit) && to != unit;
        leaves.then_some((link.mode, to))
    })
}

fn callers(boundary: &Boundary<'_>) -> BTreeSet<String> {
    let architecture = boundary.architecture;
    let unit = &boundary.origin.unit;
    architecture
        .relationships
        .values()
        .filter(|link| link.mode == Mode::Calls)
        .filter(|link| process_around(architecture, &link.to.element) == Some(unit))
        .map(|link| {
            (
                process_around(architecture, &link.from.element).unwrap_or(&link.from.element),
                link,
            )
        })
        .filter(|(from, _)| *from != unit)
        .map(|(from, link)| {
            let proof = match link.auth_required {
                Some(true) => "with proof of who asks",
                Some(false) => "without proof of who asks",
                None => "with or without proof, which the model does not say",
            };
            format!("{} (`{from}`), {proof}", escape(label(architecture, from)))
        })
        .collect()
}

/// What a manager of secrets must hold for it, by the name that it is referred to by.
fn secrets(boundary: &Boundary<'_>) -> BTreeSet<String> {
    let architecture = boundary.architecture;
    let unit = &boundary.origin.unit;
    leaving(boundary)
        .filter_map(|(_, to)| {
            let element = architecture.elements.get(to)?;
            let what = match element.kind {
                ElementKind::Store => {
                    let technology = element.store.as_ref().map(|store| store.technology);
                    (technology != Some(Technology::Object)).then_some("user and password")?
                }
                ElementKind::Queue => {
                    let by_identity = Broker::of(element.queue.as_ref()) == Broker::Sqs;
                    (!by_identity).then_some("user and password, or a client's certificate")?
                }
                ElementKind::External => "what its owner gave",
                _ => return None,
            };
            Some(format!(
                "`{unit}/{to}`: {what} for {}",
                escape(label(architecture, to))
            ))
        })
        .collect()
}

fn tags(design: &Design<'_>, boundary: &Boundary<'_>) -> BTreeSet<String> {
    let unit = &boundary.origin.unit;
    let owner = team(design.architecture, unit).map_or("whoever will own it", |team| team.as_str());
    [
        format!("`service` = `{unit}`"),
        format!("`team` = `{owner}`"),
        "`environment` = where it stands, such as `production`".to_owned(),
        "`version` = what is released".to_owned(),
        "what has no `service` and `team` is not created".to_owned(),
    ]
    .into()
}

/// Alerts on the bill of the unit, as far as it was simulated.
fn budget(design: &Design<'_>, unit: &ElementId) -> BTreeSet<String> {
    let Some(bill) = design.own_runs().find_map(|run| run.cost.as_ref()) else {
        return [
            "No run that is up to date has a bill: simulate with prices, and export again."
                .to_owned(),
        ]
        .into();
    };
    let month: f64 = bill
        .lines
        .iter()
        .filter(|line| line.element.as_ref() == Some(unit))
        .map(|line| line.amount)
        .sum();
    let money = |share: f64| {
        format!(
            "{} {}",
            significant(month * share, 3),
            escape(&bill.currency)
        )
    };
    [
        format!("Expected: {} a month, as simulated.", money(1.0)),
        format!("Ticket: {} in a month, or a forecast of it.", money(1.2)),
        format!(
            "Page: {} in a month; the most instances bound it meanwhile.",
            money(2.0)
        ),
    ]
    .into()
}
