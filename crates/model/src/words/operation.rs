use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use spinout_units::{Duration, ElementId, IdError, LockId, OperationId};
use ts_rs::TS;

use super::{BatchWork, Distribution, Step, is_default};

/// What an element does when asked.
///
/// With `steps` left out it computes its `demand`, then follows each of its relationships in their
/// order. With `steps` given, those say everything.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct Operation {
    /// What it is called; its id where left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub name: Option<String>,
    /// The work of one request: on the cores of the process around it; for a store without `cores`, an
    /// external and a client: time that passes.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "none", "x-common" = true))]
    pub demand: Option<Distribution>,
    /// Work more for each MiB of the request's size.
    #[serde(default, skip_serializing_if = "is_default")]
    pub demand_per_mib: Option<Duration>,
    /// Operations of the device of its store that a request takes, after its demand and steps. None if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[ts(as = "Option<_>", optional)]
    pub io: f64,
    /// The lock of its element that it holds from its beginning to its end.
    #[serde(default, skip_serializing_if = "is_default")]
    pub lock: Option<LockId>,
    /// How requests are worked on together, after `demand`.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "none", "examples" = [{"most": 8, "wait": "10ms", "set_up": {"constant": "20ms"}, "per_item": {"constant": "5ms"}}]))]
    pub batch: Option<BatchWork>,
    /// The sequence, where demand first and relationships after is not it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub steps: Vec<Step>,
    /// The share of requests on which it fails after its work, 0 to 1.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(range(min = 0.0, max = 1.0), extend("default" = 0, "x-unit" = "of 1", "x-common" = true))]
    pub failure_rate: f64,
    /// The operation that this one was before a refactoring moved it: draws of random numbers are keyed
    /// by it, so that two options see the same work. Set by `derive`, not written by people.
    #[serde(skip)]
    pub origin: Option<OperationRef>,
}

/// An operation of an element, written `element/operation`, or `element` for the operation `default`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, TS)]
#[ts(type = "string")]
pub struct OperationRef {
    /// The element.
    pub element: ElementId,
    /// Its operation.
    pub operation: OperationId,
}

/// The id of the operation that is meant where only an element is named.
const DEFAULT: &str = "default";

impl OperationRef {
    /// The operation `operation` of `element`.
    #[must_use]
    pub fn new(element: ElementId, operation: OperationId) -> Self {
        Self { element, operation }
    }

    /// The operation `default` of `element`; for a queue, the queue itself.
    #[must_use]
    pub fn of(element: ElementId) -> Self {
        let operation =
            OperationId::new(DEFAULT).unwrap_or_else(|_| unreachable!("a literal that is a slug"));
        Self { element, operation }
    }
}

impl fmt::Display for OperationRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.operation.as_str() == DEFAULT {
            write!(f, "{}", self.element)
        } else {
            write!(f, "{}/{}", self.element, self.operation)
        }
    }
}

impl FromStr for OperationRef {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let (element, operation) = text.split_once('/').unwrap_or((text, DEFAULT));
        Ok(Self {
            element: element.parse()?,
            operation: operation.parse()?,
        })
    }
}

impl Serialize for OperationRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for OperationRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Cow::<'de, str>::deserialize(deserializer)?
            .parse()
            .map_err(D::Error::custom)
    }
}

impl JsonSchema for OperationRef {
    fn schema_name() -> Cow<'static, str> {
        Cow::Borrowed("OperationRef")
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "element/operation, or an element for its operation `default`",
            "pattern": "^[a-z0-9][a-z0-9-]{0,79}(/[a-z0-9][a-z0-9-]{0,79})?$"
        })
    }
}
