use serde::{Deserialize, Serialize};
use serde_json::Value;
use spinout_model::{DistributionFamily, DistributionPicture};
use ts_rs::TS;

/// Asks what a distribution looks like, and what it becomes when its mean, its tail or its family is moved.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct AskDistribution {
    /// The distribution, as it stands in the file.
    #[ts(type = "unknown")]
    pub distribution: Value,
    /// Is it one of sizes? Of times where left out.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub sizes: bool,
    /// The family that it shall be of, with its mean and its 99th percentile as near as that family has them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family: Option<DistributionFamily>,
    /// The mean that it shall have, in seconds or bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mean: Option<f64>,
    /// The 99th percentile that it shall have, in seconds or bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p99: Option<f64>,
    /// Where the picture ends; a little beyond the 99th percentile where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<f64>,
}

/// A distribution and its picture.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct DistributionView {
    /// The distribution, as it would stand in the file.
    #[ts(type = "unknown")]
    pub distribution: Value,
    /// The family that it is of.
    pub family: DistributionFamily,
    /// How it looks.
    pub picture: DistributionPicture,
}
