//! Stores with copies that are behind.

use serde::{Deserialize, Serialize};

use crate::{
    Distribution, ElementIndex, GroupIndex, Keys, Network, ProgramIndex, Step,
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
    /// The group of the copies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copies: Option<GroupIndex>,
}

/// What is done with a row of a replicated store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowUse {
    /// It has been written at the primary.
    Written,
    /// A copy is read.
    Read,
    /// A copy is read by who must find what its own request has written.
    ReadOwn,
    /// Who reads waits until its copy has what its own request has written.
    Await,
    /// It has been written at the primary, and each copy does this for it, on its cores.
    Ship {
        /// What it does: work only, and `Applied` at its end.
        program: ProgramIndex,
    },
    /// A copy has done what it does for a write.
    Applied,
}

/// A read that goes to the primary for a time after its own request has written, else to a copy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sticky {
    /// Position of the store in the network's list.
    pub store: u32,
    /// Seconds after the write.
    pub time: f64,
    /// What is done within them.
    pub primary: Vec<Step>,
    /// What is done else.
    pub copy: Vec<Step>,
}

impl RowUse {
    /// Whether what it names is there.
    pub(crate) fn check(self, network: &Network, place: &str) -> Check {
        match self {
            Self::Ship { program } => index(program.0, network.programs.len(), place),
            _ => Ok(()),
        }
    }
}

impl Replicated {
    /// Whether the figures can be.
    pub(crate) fn check(&self, network: &Network, place: &str) -> Check {
        index(self.element.0, network.elements.len(), place)?;
        self.keys.check(place)?;
        if let Some(copies) = self.copies {
            index(copies.0, network.groups.len(), place)?;
        }
        check_distribution(&self.lag, place)
    }
}
