//! Serverless functions: an environment for each request inside.

use serde::{Deserialize, Serialize};

use crate::{Distribution, ElementIndex, Group, GroupIndex, Scaler, SlotKind, Slots};

/// How fast environments may be added: a token bucket.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Burst {
    /// Environments that may be started at once, at least 1.
    pub initial: u32,
    /// Environments a second that may be started on top.
    pub rate: f64,
}

/// What a platform does for a function: each request takes an environment of its own; where none is idle a
/// new one is started, and the request waits for it; where none may be, the request is throttled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Function {
    /// Most environments at once.
    pub limit: u32,
    /// Whether these are taken out of what its accounts let others have.
    #[serde(default, skip_serializing_if = "is_false")]
    pub reserved: bool,
    /// Environments that are always there.
    pub provisioned: u32,
    /// How fast others may be added; none = as fast as they are needed.
    pub burst: Option<Burst>,
    /// Seconds that it takes to start one.
    pub cold_start: Distribution,
    /// Seconds without a request until one goes.
    pub idle_expiry: Distribution,
    /// Seconds after which a request that still runs is ended as failed, and its environment with it.
    pub time_limit: Option<f64>,
}

/// A bound on the requests that functions run at once. Those beyond it are throttled. What is reserved for
/// some is taken out of it, and so is what is provisioned for the others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// Identifier in the architecture.
    pub name: String,
    /// Most requests at once.
    pub concurrency: u32,
    /// The functions that share it.
    pub functions: Vec<GroupIndex>,
}

impl Account {
    /// How many requests of the functions without a reservation can run at once beside what is provisioned.
    #[must_use]
    pub fn shared(&self, groups: &[Group]) -> Option<u32> {
        let functions = self.functions.iter();
        let functions = functions.filter_map(|group| groups.get(group.at())?.function.as_ref());
        let taken: u64 = functions.map(|function| u64::from(function.taken())).sum();
        u32::try_from(u64::from(self.concurrency).checked_sub(taken)?).ok()
    }
}

fn is_false(b: &bool) -> bool {
    !b
}

impl Function {
    /// How many requests of an account nobody else can run.
    #[must_use]
    pub fn taken(&self) -> u32 {
        if self.reserved {
            self.limit
        } else {
            self.provisioned
        }
    }

    /// At most so many environments, each gone after so many idle seconds; no time to start.
    #[must_use]
    pub fn new(limit: u32, idle_expiry: f64) -> Self {
        Self {
            limit,
            reserved: false,
            provisioned: 0,
            burst: None,
            cold_start: Distribution::ZERO,
            idle_expiry: Distribution::Constant { value: idle_expiry },
            time_limit: None,
        }
    }
}

impl Group {
    /// A function: what it computes is time of its own.
    #[must_use]
    pub fn function(name: &str, element: ElementIndex, function: Function) -> Self {
        Self {
            replicas: 0,
            slots: Some(Slots {
                kind: SlotKind::Environments,
                count: 1,
            }),
            function: Some(function),
            ..Self::delay(name, element)
        }
    }

    /// Whether there may be no instance of it at the start.
    #[must_use]
    pub fn may_be_none(&self) -> bool {
        let to_none = |scaler: &Scaler| scaler.min == 0;
        self.function.is_some() || self.scaler.as_ref().is_some_and(to_none)
    }
}
