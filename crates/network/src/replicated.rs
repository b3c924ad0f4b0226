//! Stores with copies that are behind.

use serde::{Deserialize, Serialize};

use crate::{
    Distribution, ElementIndex, Keys, Network,
    validate::{Check, check_distribution, index},
};

/// A store of which there are copies: what was written in it and when, as far as that makes a read stale.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Replicated {
    /// The element that its figures are told of.
    pub element: ElementIndex,
    /// Its rows; spread counts as one.
    pub keys: Keys,
    /// Seconds that a copy is behind when it is read.
    pub lag: Distribution,
}

/// What is done with a row of a replicated store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowUse {
    /// It has been written at the primary.
    Written,
    /// A copy is read.
    Read,
}

impl Replicated {
    /// Whether the figures can be.
    pub(crate) fn check(&self, network: &Network, place: &str) -> Check {
        index(self.element.0, network.elements.len(), place)?;
        self.keys.check(place)?;
        check_distribution(&self.lag, place)
    }
}
