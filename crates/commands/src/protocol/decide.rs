use serde::{Deserialize, Serialize};
use spinout_units::OptionId;
use ts_rs::TS;

use super::DocumentId;

/// Asks what can be said of an option's spinouts.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct AskDecision {
    /// The model.
    pub document: DocumentId,
    /// The option; the chosen one where left out.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub option: Option<OptionId>,
}
