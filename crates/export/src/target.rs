use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A kind of repository that artifacts go to. Which folder it is on a machine is a setting of that machine,
/// never in a model's file.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS,
)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// The system that units are taken out of: its contracts, and what its team decides.
    Parent,
    /// The units that were spun out: contracts, checklists, runbooks, pipeline.
    Unit,
    /// What is provisioned: clusters, brokers, access.
    Infrastructure,
    /// What is watched: objectives, rules, routes, dashboards.
    Monitoring,
}

impl Target {
    /// All of them, in order.
    pub const ALL: [Self; 4] = [
        Self::Parent,
        Self::Unit,
        Self::Infrastructure,
        Self::Monitoring,
    ];

    /// Its name in options and messages.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Parent => "parent",
            Self::Unit => "unit",
            Self::Infrastructure => "infrastructure",
            Self::Monitoring => "monitoring",
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl FromStr for Target {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|target| target.id() == text)
            .ok_or_else(|| {
                let all: Vec<&str> = Self::ALL.into_iter().map(Self::id).collect();
                format!("there is no target `{text}`; there are {}", all.join(", "))
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_is_found_by_its_name() {
        for target in Target::ALL {
            assert_eq!(target.id().parse(), Ok(target));
            assert_eq!(
                serde_json::to_value(target).unwrap(),
                serde_json::json!(target.id())
            );
        }
        assert!(
            "units"
                .parse::<Target>()
                .unwrap_err()
                .contains("infrastructure")
        );
    }
}
