//! The kinds of elements and the modes of relationships, one entry each.

use serde::Serialize;
use ts_rs::TS;

use crate::{ElementKind, Mode};

/// A kind of element, for palettes, canvases and inspectors.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct KindDescription {
    /// The kind.
    pub kind: ElementKind,
    /// As it is shown.
    pub label: &'static str,
    /// What it stands for.
    pub help: &'static str,
    /// The letter that makes one where elements are made by key.
    pub key: char,
    /// Where a palette lists it.
    pub section: Section,
    /// How it is drawn.
    pub shape: Shape,
    /// Its group of figures: the word under which they stand, which is the form's name in lower case too.
    pub group: Option<&'static str>,
    /// What it may stand in, beside nothing; none for what stands nowhere.
    pub inside: &'static [ElementKind],
    /// It has operations.
    pub operations: bool,
}

/// Parts of a palette, from the user inwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// Who asks, and whom one asks.
    Outside,
    /// What runs.
    Processes,
    /// What keeps and passes on.
    Data,
    /// Where it runs.
    Deployment,
}

/// The outline by which a kind is told from another without its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Round ends.
    Pill,
    /// A box with rounded corners.
    Process,
    /// A box with a door at its left.
    Door,
    /// A box with a notch, started on demand.
    Notched,
    /// A small box with tabs at its left.
    Component,
    /// A pipe that lies.
    Pipe,
    /// A cylinder that stands.
    Cylinder,
    /// A box with cut corners.
    Cut,
    /// A frame around others.
    Frame,
}

/// A mode of relationship, for menus and canvases.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ModeDescription {
    /// The mode.
    pub mode: Mode,
    /// As a verb, as it is read from the first element to the second.
    pub label: &'static str,
    /// What the caller does.
    pub help: &'static str,
    /// Nobody waits for the work behind it.
    pub asynchronous: bool,
}

const PROCESSES_STAND_IN: &[ElementKind] = &[ElementKind::Boundary];

/// Every kind, as a palette lists them.
pub(super) fn kinds() -> Vec<KindDescription> {
    ALL.into_iter().map(describe).collect()
}

/// The kinds in the order of a palette.
const ALL: [ElementKind; 11] = [
    ElementKind::Client,
    ElementKind::External,
    ElementKind::Monolith,
    ElementKind::Component,
    ElementKind::Service,
    ElementKind::Gateway,
    ElementKind::Function,
    ElementKind::Job,
    ElementKind::Queue,
    ElementKind::Store,
    ElementKind::Boundary,
];

fn describe(kind: ElementKind) -> KindDescription {
    let entry = |label, key, section, shape, help| KindDescription {
        kind,
        label,
        help,
        key,
        section,
        shape,
        group: None,
        inside: PROCESSES_STAND_IN,
        operations: true,
    };
    use {Section as In, Shape as As};
    match kind {
        ElementKind::Client => KindDescription {
            inside: &[],
            ..entry(
                "Client",
                'u',
                In::Outside,
                As::Pill,
                "People or programs that send requests; without limits of its own.",
            )
        },
        ElementKind::External => entry(
            "External system",
            'x',
            In::Outside,
            As::Cut,
            "Somebody else's system; only its latency is known.",
        ),
        ElementKind::Monolith => KindDescription {
            group: Some("process"),
            ..entry(
                "Monolith",
                'm',
                In::Processes,
                As::Process,
                "A process that holds many responsibilities.",
            )
        },
        ElementKind::Component => KindDescription {
            inside: &[
                ElementKind::Monolith,
                ElementKind::Service,
                ElementKind::Gateway,
            ],
            ..entry(
                "Component",
                'c',
                In::Processes,
                As::Component,
                "A part of a process: shares its threads, memory and cores.",
            )
        },
        ElementKind::Service => KindDescription {
            group: Some("process"),
            ..entry(
                "Service",
                's',
                In::Processes,
                As::Process,
                "A process with one responsibility.",
            )
        },
        ElementKind::Gateway => KindDescription {
            group: Some("process"),
            ..entry(
                "Gateway",
                'g',
                In::Processes,
                As::Door,
                "A process at the entrance: routes, limits, sheds.",
            )
        },
        ElementKind::Function => KindDescription {
            group: Some("function"),
            ..entry(
                "Function",
                'f',
                In::Processes,
                As::Notched,
                "A serverless function: an environment for each request inside.",
            )
        },
        ElementKind::Job => KindDescription {
            group: Some("job"),
            ..entry(
                "Job",
                'j',
                In::Processes,
                As::Notched,
                "Scheduled work: instances that are started for each run.",
            )
        },
        ElementKind::Queue => KindDescription {
            group: Some("queue"),
            operations: false,
            ..entry(
                "Queue",
                'q',
                In::Data,
                As::Pipe,
                "A broker's topic or queue.",
            )
        },
        ElementKind::Store => KindDescription {
            group: Some("store"),
            ..entry(
                "Store",
                'd',
                In::Data,
                As::Cylinder,
                "A database, object store or other keeper of data.",
            )
        },
        ElementKind::Boundary => KindDescription {
            group: Some("boundary"),
            operations: false,
            ..entry(
                "Boundary",
                'b',
                In::Deployment,
                As::Frame,
                "A part of the deployment that holds others: region, zone, account, cluster, namespace.",
            )
        },
    }
}

/// Every mode, as a menu lists them.
pub(super) fn modes() -> Vec<ModeDescription> {
    [
        Mode::Calls,
        Mode::Publishes,
        Mode::Consumes,
        Mode::Reads,
        Mode::Writes,
    ]
    .into_iter()
    .map(|mode| {
        let (label, help) = match mode {
            Mode::Calls => ("calls", "Waits for the answer, holding its thread."),
            Mode::Publishes => ("publishes", "Waits for the broker's acknowledgement only."),
            Mode::Consumes => (
                "consumes",
                "Takes messages out of a queue and works on them.",
            ),
            Mode::Reads => ("reads", "Asks a store and waits."),
            Mode::Writes => ("writes", "Changes a store and waits."),
        };
        ModeDescription {
            mode,
            label,
            help,
            asynchronous: matches!(mode, Mode::Publishes | Mode::Consumes),
        }
    })
    .collect()
}
