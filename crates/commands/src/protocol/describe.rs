use serde::Deserialize;
use ts_rs::TS;

/// Asks what can be said in a model.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, TS)]
pub struct AskDescription {}
