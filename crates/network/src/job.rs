//! Jobs: work by the clock.

use serde::{Deserialize, Serialize};

use crate::{GroupIndex, JourneyIndex};

/// What becomes of a run that is due while another is not done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Overlap {
    /// It begins beside it.
    #[default]
    Allow,
    /// It does not take place.
    Forbid,
    /// The other one is ended, with what it works on.
    Replace,
}

/// Work by the clock: each run has items, each of which is a request of the journey; instances of the group are
/// started for a run, and each works on one item after the other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Job {
    /// Identifier in the architecture.
    pub name: String,
    /// Its instances: one slot each, none at the start, steered by nothing else.
    pub group: GroupIndex,
    /// Its items: a closed journey without users.
    pub journey: JourneyIndex,
    /// Seconds from the scenario's start until the first run; none = at any time of its period, from the run's
    /// start on.
    pub at: Option<f64>,
    /// Seconds from one run to the next; none = once.
    pub every: Option<f64>,
    /// Fewest and most items of a run, each number as likely.
    pub items: (u32, u32),
    /// Most instances of a run, at least 1.
    pub parallelism: u32,
    /// Runs that overlap.
    pub overlap: Overlap,
    /// Failed items of a run that are tried once more.
    pub retries: u32,
}

impl Job {
    /// Most runs at once, where they may overlap.
    pub const RUNS: u32 = 16;

    /// Most runs at once.
    #[must_use]
    pub fn most_runs(&self) -> u32 {
        match self.overlap {
            Overlap::Allow => Self::RUNS,
            Overlap::Forbid | Overlap::Replace => 1,
        }
    }

    /// Items a second in the long run; 0 for a job that runs once.
    #[must_use]
    pub fn items_per_s(&self) -> f64 {
        let mean = 0.5 * (f64::from(self.items.0) + f64::from(self.items.1));
        self.every.map_or(0.0, |every| mean / every)
    }
}
