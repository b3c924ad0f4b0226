use std::borrow::{Borrow, Cow};
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use ts_rs::TS;

/// The longest identifier, in characters.
const LONGEST: usize = 80;

/// Why a text is not an identifier.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not an identifier: use 1 to 80 of a–z, 0–9 and -, starting with a letter or a digit"
)]
pub struct IdError(String);

fn validate(text: &str) -> Result<(), IdError> {
    let fits = text.len() <= LONGEST
        && text
            .bytes()
            .next()
            .is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if fits {
        Ok(())
    } else {
        Err(IdError(text.chars().take(LONGEST).collect()))
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        ///
        /// A slug: 1 to 80 of `a–z`, `0–9` and `-`. It never changes when a name does.
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, TS)]
        pub struct $name(String);

        impl $name {
            /// The identifier `text`, if it is a slug.
            pub fn new(text: &str) -> Result<Self, IdError> {
                validate(text)?;
                Ok(Self(text.to_owned()))
            }

            /// The identifier as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::new(text)
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = Cow::<'de, str>::deserialize(deserializer)?;
                Self::new(&text).map_err(D::Error::custom)
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($name))
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,79}$" })
            }
        }
    )*};
}

ids! {
    /// Names an element.
    ElementId
    /// Names an operation within its element.
    OperationId
    /// Names a relationship.
    RelationshipId
    /// Names a lock within its element.
    LockId
    /// Names a journey.
    JourneyId
    /// Names an objective within its journey.
    ObjectiveId
    /// Names a scenario.
    ScenarioId
    /// Names a fault within its scenario.
    FaultId
    /// Names a replay within its scenario.
    ReplayId
    /// Names a time window within its scenario.
    WindowId
    /// Names an option.
    OptionId
    /// Names a change within its option.
    ChangeId
    /// Names a team.
    TeamId
    /// Names a data set.
    DataId
    /// Names a contract.
    ContractId
    /// Names a note on the canvas.
    NoteId
    /// Names a slide of a presentation.
    SlideId
    /// Names a piece of evidence.
    EvidenceId
}
