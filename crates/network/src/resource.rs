//! What visits share beside slots and cores: locks, pools of connections, workers that take batches.

use serde::{Deserialize, Serialize};

use crate::{Distribution, ElementIndex, GroupIndex};

/// Something that a visit takes for a part of its program, keeping its slot. Who waits for it is served
/// first come first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Resource {
    /// What it is called, for its figures.
    pub name: String,
    /// The element that waiting for it is booked on.
    pub element: ElementIndex,
    /// The group each of whose instances has one of its own; none = one for all.
    pub group: Option<GroupIndex>,
    /// How many visits, or batches, may have it at once; at least 1.
    pub capacity: u32,
    /// Seconds that a visit waits for it before it fails; none = for ever.
    pub max_wait: Option<f64>,
    /// How visits are worked on together, where it is taken by [`crate::Step::Batch`].
    pub batch: Option<BatchWork>,
}

/// Visits that are collected and worked on together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BatchWork {
    /// Most visits of a batch, at least 1.
    pub most: u32,
    /// Seconds that the first of a batch waits for more while a worker is free.
    pub wait: f64,
    /// Seconds of work for a batch, however large.
    pub set_up: Distribution,
    /// Seconds of work more for each visit in it.
    pub per_item: Distribution,
}
