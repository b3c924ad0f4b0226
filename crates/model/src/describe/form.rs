use serde::Serialize;
use serde_json::Value;
use ts_rs::TS;

/// How a value is said.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(tag = "form", rename_all = "snake_case")]
pub enum Form {
    /// Free words.
    Text,
    /// Yes or no.
    Flag,
    /// A plain number.
    Number {
        /// The least that is accepted.
        least: Option<f64>,
        /// The most that is accepted.
        most: Option<f64>,
        /// Without a fraction.
        whole: bool,
    },
    /// A number with its unit, as text such as `40ms`.
    Quantity {
        /// What is measured.
        dimension: Dimension,
    },
    /// A distribution of times or sizes; `or_time` where a plain time is accepted too.
    Distribution {
        /// What is drawn: a time or a size.
        dimension: Dimension,
        /// A plain time will do.
        or_time: bool,
    },
    /// One of some words.
    Choice {
        /// The words.
        choices: Vec<Choice>,
    },
    /// One of several things, each with figures of its own: a word alone, or an object of one key.
    Variants {
        /// The things.
        variants: Vec<Variant>,
    },
    /// Several fields.
    Group {
        /// In the order in which they are shown.
        fields: Vec<Field>,
    },
    /// Any number of the same.
    List {
        /// What each is.
        of: Box<Form>,
    },
    /// Any number of the same, each by a name of its own.
    Map {
        /// What each is.
        of: Box<Form>,
    },
    /// The name of something else in the model: `element`, `operation`, `relationship`, `team`, …
    Reference {
        /// What is named.
        to: String,
    },
    /// The form of that name in [`Description::forms`](super::Description).
    Named {
        /// Its name.
        name: String,
    },
    /// Anything that JSON can say.
    Json,
}

/// What a quantity measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// Seconds and their like.
    Time,
    /// So many in a time.
    Rate,
    /// Bytes and their like.
    Size,
    /// Money in a time or for a thing.
    Price,
}

/// A word that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Choice {
    /// As it stands in the file.
    pub value: String,
    /// As it is shown.
    pub label: String,
    /// What it means.
    pub help: String,
}

/// One of several things that can be said.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Variant {
    /// Its word in the file.
    pub key: String,
    /// As it is shown.
    pub label: String,
    /// What it means.
    pub help: String,
    /// Its figures; none for a word alone.
    pub form: Option<Form>,
}

/// A field of a group.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Field {
    /// Its word in the file.
    pub key: String,
    /// As it is shown.
    pub label: String,
    /// What it means, with where a default comes from.
    pub help: String,
    /// It cannot be left out.
    pub required: bool,
    /// What holds when nothing is said, as it is shown.
    pub otherwise: Option<String>,
    /// What is counted or measured, behind the value.
    pub unit: Option<String>,
    /// Where the default comes from.
    pub source: Option<String>,
    /// Among the first that anybody asks for: shown before the rest is asked for.
    pub common: bool,
    /// An item of the price catalogue.
    pub billed: bool,
    /// The kinds or modes that it has a meaning for; all where empty.
    pub only: Vec<String>,
    /// What to begin with where it is said for the first time.
    #[ts(type = "unknown")]
    pub start: Option<Value>,
    /// How it is said.
    pub form: Form,
}
