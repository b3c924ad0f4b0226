//! The roll-out of a bad version, and the way back.

use serde::{Deserialize, Serialize};

use crate::validate::{Check, Problem, limits, require, time, within};

/// A bad version that comes to one batch of a group's instances after the other, is noticed, and goes the same
/// way. What instances there are is looked at with each batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Deploy {
    /// Identifier of the fault in the scenario.
    pub name: String,
    /// Visits of an instance that has it do their work, then fail with this probability.
    pub errors: f64,
    /// How many times as long computing and delays take there, above 0.
    pub slow: f64,
    /// Share of the instances that get it, above 0 and at most 1: at least one does.
    pub share: f64,
    /// Instances replaced at once that are not missed, as others are started first.
    pub surge: u32,
    /// Instances replaced at once that take no visits for [`Deploy::start_up`]. One of both is above 0.
    pub unavailable: u32,
    /// Seconds that an instance is out for.
    pub start_up: f64,
    /// Seconds from one batch to the next on the way out.
    pub step: f64,
    /// Seconds from one batch to the next on the way back.
    pub back: f64,
    /// Seconds from the first batch until somebody notices, if anybody does.
    pub detect: Option<f64>,
    /// What notices by itself, if anything does.
    pub gate: Option<Gate>,
    /// Spans in seconds from the scenario's start in which nothing can be released, so that it does not go
    /// back: it does at the end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stuck: Vec<(f64, f64)>,
}

/// Looks at the new version's errors at the end of each window.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Gate {
    /// Failed share of the visits that end at instances with the new version, at which it goes back.
    pub errors: f64,
    /// Seconds.
    pub window: f64,
    /// Visits below which the share says nothing; at least 1.
    pub least: u32,
}

impl Deploy {
    /// Whether the figures can be.
    pub(crate) fn check(&self, place: &str) -> Check {
        within(self.errors, 0.0, 1.0, place)?;
        within(self.slow, 1e-6, 1e6, place)?;
        within(self.share, 1e-9, 1.0, place)?;
        require(
            self.surge > 0 || self.unavailable > 0,
            place,
            Problem::Empty,
        )?;
        for seconds in [self.start_up, self.step, self.back] {
            time(seconds, place)?;
        }
        time(self.detect.unwrap_or(0.0), place)?;
        for (from, to) in &self.stuck {
            time(*from, place)?;
            time(*to, place)?;
        }
        match &self.gate {
            Some(gate) => {
                within(gate.errors, 1e-9, 1.0, place)?;
                within(gate.window, 1e-3, limits::TIME, place)?;
                require(gate.least > 0, place, Problem::Empty)
            }
            None => Ok(()),
        }
    }
}
