//! Access tokens: what goes along with a call or a message.

use serde::{Deserialize, Serialize};

/// What token a callee, or a message, has. A request begins with a new one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Token {
    /// That of who asks or publishes.
    #[default]
    PassedOn,
    /// None.
    Lost,
    /// A new one, issued as the call or the message sets out, or the message is taken up.
    Renewed,
}

impl Token {
    /// Whether nothing else is said.
    pub(crate) fn is_passed_on(&self) -> bool {
        *self == Self::PassedOn
    }
}
