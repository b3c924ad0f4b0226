//! What can be said in a model, described for those who show it: every group of words as a form with
//! labels, help, ranges and what holds when nothing is said. It is read from the words themselves, by
//! way of their JSON Schema, so that a new word appears wherever forms are shown.

mod form;
mod kinds;
mod patterns;
mod read;

pub use form::{Choice, Dimension, Field, Form, Variant};
pub use kinds::{KindDescription, ModeDescription, Section, Shape};
pub use patterns::PatternDescription;

use std::collections::BTreeMap;

use serde::Serialize;
use ts_rs::TS;

use crate::CutoverPhase;

/// Everything that can be said in a model.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Description {
    /// Kinds of elements, as a palette lists them.
    pub kinds: Vec<KindDescription>,
    /// Modes of relationships, as a menu lists them.
    pub modes: Vec<ModeDescription>,
    /// Patterns of a spinout, as a dialog offers them.
    pub patterns: Vec<PatternDescription>,
    /// The usual phases of a cutover: a shadow, 1 %, 10 %, 50 % and all, each with its way back.
    pub phases: Vec<CutoverPhase>,
    /// Forms by the name that [`Form::Named`] refers to.
    pub forms: BTreeMap<String, Form>,
}

/// The description of format 1.
#[must_use]
pub fn describe() -> Description {
    let schema = schemars::schema_for!(crate::Model);
    Description {
        kinds: kinds::kinds(),
        modes: kinds::modes(),
        patterns: patterns::patterns(),
        phases: patterns::phases(),
        forms: read::forms(schema.as_value()),
    }
}

#[cfg(test)]
mod tests;
