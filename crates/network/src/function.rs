//! Serverless functions: an environment for each request inside.

use serde::{Deserialize, Serialize};

use crate::{Distribution, ElementIndex, Group, Scaler, SlotKind, Slots};

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

impl Function {
    /// At most so many environments, each gone after so many idle seconds; no time to start.
    #[must_use]
    pub fn new(limit: u32, idle_expiry: f64) -> Self {
        Self {
            limit,
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
