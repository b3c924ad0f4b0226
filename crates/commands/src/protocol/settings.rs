use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

/// Asks for what a person set up.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
pub struct AskSettings {}

/// What a person set up; kept for the next start.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Settings {
    /// Was the window opened before? The first time it shows the worked example.
    pub used: bool,
    /// Hints that were dismissed, by name.
    pub dismissed: BTreeSet<String>,
    /// How the window is set up, in the window's own words; `null` where nothing was set up.
    pub window: Value,
}
