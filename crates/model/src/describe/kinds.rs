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
    /// Where a palette lists it.
    pub section: Section,
    /// Its groups of figures: the words under which they stand.
    pub groups: &'static [&'static str],
    /// What it may stand in, beside nothing; none for what stands nowhere.
    pub inside: &'static [ElementKind],
    /// It has operations.
    pub operations: bool,
    /// The outline by which it is told from others on a canvas.
    pub shape: Shape,
}

/// An outline of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Round at both ends.
    Pill,
    /// With a bar along its top, as a window of a screen has one.
    Window,
    /// Pointed at both ends.
    Hexagon,
    /// With its corners cut.
    Cut,
    /// With a second line within.
    Slab,
    /// With tabs at its side.
    Tabs,
    /// With round corners.
    Block,
    /// Pointed on the side where requests leave.
    Arrow,
    /// With a corner folded over.
    Folded,
    /// With others behind it.
    Stack,
    /// A pipe that lies.
    Pipe,
    /// A cylinder that stands.
    Cylinder,
    /// A frame around others.
    Frame,
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

/// A mode of relationship, for inspectors and for drawing.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ModeDescription {
    /// The mode.
    pub mode: Mode,
    /// What the caller does.
    pub help: &'static str,
    /// The kinds that it can begin at.
    pub from: Vec<ElementKind>,
    /// The kinds that it can end at.
    pub to: Vec<ElementKind>,
}

const PROCESSES_STAND_IN: &[ElementKind] = &[ElementKind::Boundary];

/// Every kind, as a palette lists them.
pub(super) fn kinds() -> Vec<KindDescription> {
    ALL.into_iter().map(describe).collect()
}

/// The kinds in the order of a palette.
const ALL: [ElementKind; 13] = [
    ElementKind::Client,
    ElementKind::Frontend,
    ElementKind::Edge,
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
    let entry = |label, section, help| KindDescription {
        kind,
        label,
        help,
        section,
        groups: &[],
        inside: PROCESSES_STAND_IN,
        operations: true,
        shape: Shape::Block,
    };
    use Section as In;
    match kind {
        ElementKind::Client => KindDescription {
            inside: &[],
            shape: Shape::Pill,
            ..entry(
                "Client",
                In::Outside,
                "People or programs that send requests; without limits of its own.",
            )
        },
        ElementKind::Frontend => KindDescription {
            inside: &[],
            shape: Shape::Window,
            ..entry(
                "Front end",
                In::Outside,
                "A page or an application on the devices of its users: its work takes time there, and no capacity.",
            )
        },
        ElementKind::Edge => KindDescription {
            inside: &[],
            shape: Shape::Hexagon,
            ..entry(
                "Edge (CDN)",
                In::Outside,
                "Caches near the users: a link to its origin says what it keeps, and how often that answers.",
            )
        },
        ElementKind::External => KindDescription {
            shape: Shape::Cut,
            ..entry(
                "External system",
                In::Outside,
                "Somebody else's system; only its latency is known.",
            )
        },
        ElementKind::Monolith => KindDescription {
            shape: Shape::Slab,
            groups: &["process"],
            ..entry(
                "Monolith",
                In::Processes,
                "A process that holds many responsibilities.",
            )
        },
        ElementKind::Component => KindDescription {
            shape: Shape::Tabs,
            inside: &[
                ElementKind::Monolith,
                ElementKind::Service,
                ElementKind::Gateway,
            ],
            ..entry(
                "Component",
                In::Processes,
                "A part of a process: shares its threads, memory and cores.",
            )
        },
        ElementKind::Service => KindDescription {
            groups: &["process"],
            ..entry(
                "Service",
                In::Processes,
                "A process with one responsibility.",
            )
        },
        ElementKind::Gateway => KindDescription {
            shape: Shape::Arrow,
            groups: &["process"],
            ..entry(
                "Gateway",
                In::Processes,
                "A process at the entrance: routes, limits, sheds.",
            )
        },
        ElementKind::Function => KindDescription {
            shape: Shape::Folded,
            groups: &["function"],
            ..entry(
                "Function",
                In::Processes,
                "A serverless function: an environment for each request inside.",
            )
        },
        ElementKind::Job => KindDescription {
            shape: Shape::Stack,
            groups: &["job", "process"],
            ..entry(
                "Job",
                In::Processes,
                "Scheduled work: instances that are started for each run.",
            )
        },
        ElementKind::Queue => KindDescription {
            shape: Shape::Pipe,
            groups: &["queue"],
            operations: false,
            ..entry("Queue", In::Data, "A broker's topic or queue.")
        },
        ElementKind::Store => KindDescription {
            shape: Shape::Cylinder,
            groups: &["store"],
            ..entry(
                "Store",
                In::Data,
                "A database, object store or other keeper of data.",
            )
        },
        ElementKind::Boundary => KindDescription {
            shape: Shape::Frame,
            groups: &["boundary"],
            operations: false,
            ..entry(
                "Boundary",
                In::Deployment,
                "A part of the deployment that holds others: region, zone, account, cluster, namespace.",
            )
        },
    }
}

/// Every mode, with what it can join.
pub(super) fn modes() -> Vec<ModeDescription> {
    let at = |fits: &dyn Fn(ElementKind) -> bool| ALL.into_iter().filter(|k| fits(*k)).collect();
    [
        (Mode::Calls, "Waits for the answer, holding its thread."),
        (
            Mode::Publishes,
            "Waits for the broker's acknowledgement only.",
        ),
        (
            Mode::Consumes,
            "Takes messages out of a queue and works on them.",
        ),
        (Mode::Reads, "Asks a store and waits."),
        (Mode::Writes, "Changes a store and waits."),
    ]
    .into_iter()
    .map(|(mode, help)| ModeDescription {
        mode,
        help,
        from: at(&|kind| mode.begins_at(kind)),
        to: at(&|kind| mode.ends_at(kind)),
    })
    .collect()
}
