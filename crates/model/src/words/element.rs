use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::{ElementId, LockId, OperationId, TeamId};
use ts_rs::TS;

use super::{
    Boundary, DataClass, Function, Job, Lock, Operation, Process, Queue, Store, is_default,
};

/// What an element is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS,
)]
#[serde(rename_all = "snake_case")]
pub enum ElementKind {
    /// People or programs that send requests; without limits of its own.
    Client,
    /// What runs on the devices of its users: a page, an application. Its work takes time there, and no one else's
    /// capacity.
    Frontend,
    /// A network of caches near the users: answers what it keeps, and asks its origin for the rest.
    Edge,
    /// A process that holds many responsibilities.
    Monolith,
    /// A process with one responsibility.
    Service,
    /// A process at the entrance: routes, limits, sheds.
    Gateway,
    /// A serverless function: an environment for each request, started when none is idle.
    Function,
    /// Scheduled work: instances that are started for each run.
    Job,
    /// A part of a process: shares its threads, memory and cores.
    Component,
    /// A broker's topic or queue.
    Queue,
    /// A database, object store or other keeper of data.
    Store,
    /// Somebody else's system; only its latency is known.
    External,
    /// A part of the deployment that holds others.
    Boundary,
}

impl ElementKind {
    /// Is it a process of its own, with threads and cores, or environments?
    #[must_use]
    pub fn is_process(self) -> bool {
        matches!(
            self,
            Self::Monolith | Self::Service | Self::Gateway | Self::Function | Self::Job
        )
    }
}

/// A thing on the canvas. Which of the groups `process`, `function`, `queue`, `store` and `boundary` it may carry
/// follows from its kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Element {
    /// What it is.
    pub kind: ElementKind,
    /// What it is called; its id where left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub name: Option<String>,
    /// What it does, for a reader.
    #[serde(default, skip_serializing_if = "is_default")]
    pub description: Option<String>,
    /// The boundary around it, or for a component the process that it is part of.
    #[serde(rename = "in", default, skip_serializing_if = "is_default")]
    pub parent: Option<ElementId>,
    /// The team that owns it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub team: Option<TeamId>,
    /// The classes of data it handles.
    #[serde(default, skip_serializing_if = "is_default")]
    pub data: Vec<DataClass>,
    /// Its capacity, for a monolith or a service.
    #[serde(default, skip_serializing_if = "is_default")]
    pub process: Option<Process>,
    /// What its platform does for it, for a function.
    #[serde(default, skip_serializing_if = "is_default")]
    pub function: Option<Function>,
    /// When it runs and what with, for a job.
    #[serde(default, skip_serializing_if = "is_default")]
    pub job: Option<Job>,
    /// Its delivery rules, for a queue.
    #[serde(default, skip_serializing_if = "is_default")]
    pub queue: Option<Queue>,
    /// Its capacity, for a store.
    #[serde(default, skip_serializing_if = "is_default")]
    pub store: Option<Store>,
    /// What it stands for, for a boundary.
    #[serde(default, skip_serializing_if = "is_default")]
    pub boundary: Option<Boundary>,
    /// Locks that its operations take.
    #[serde(default, skip_serializing_if = "is_default")]
    pub locks: BTreeMap<LockId, Lock>,
    /// What it does when asked. A queue has none.
    #[serde(default, skip_serializing_if = "is_default")]
    pub operations: BTreeMap<OperationId, Operation>,
}

impl Element {
    /// An element of `kind` with nothing else said.
    #[must_use]
    pub fn new(kind: ElementKind) -> Self {
        Self {
            kind,
            name: None,
            description: None,
            parent: None,
            team: None,
            data: Vec::new(),
            process: None,
            function: None,
            job: None,
            queue: None,
            store: None,
            boundary: None,
            locks: BTreeMap::new(),
            operations: BTreeMap::new(),
        }
    }

    /// The name, or the id where there is none.
    #[must_use]
    pub fn label<'a>(&'a self, id: &'a ElementId) -> &'a str {
        self.name.as_deref().unwrap_or(id.as_str())
    }
}

/// The element with the lock that an operation of `of` means: itself, or the nearest one around it.
#[must_use]
pub fn owner_of_lock<'a>(
    elements: &'a BTreeMap<ElementId, Element>,
    of: &ElementId,
    lock: &LockId,
) -> Option<(&'a ElementId, &'a Lock)> {
    let mut at = elements.get_key_value(of);
    // No deeper than there are elements, whatever a circle of parents may say.
    for _ in 0..=elements.len() {
        let (id, element) = at?;
        if let Some(lock) = element.locks.get(lock) {
            return Some((id, lock));
        }
        at = elements.get_key_value(element.parent.as_ref()?);
    }
    None
}
