//! The words of a model file, and what can be done with them without simulating: load, save, derive,
//! check of form, JSON Schema. It must not know queues of events, prices or screens.

mod between;
mod derive;
mod describe;
mod file;
mod layout;
mod path;
mod schema;
mod solve;
mod tree;
mod validate;
mod words;

pub use derive::{BASELINE, derive, marks};
pub use describe::{
    Choice, Description, Dimension as FormDimension, Field, Form, KindDescription, ModeDescription,
    PatternDescription, Section, Shape, Variant, describe,
};
pub use file::*;
pub use layout::notes;
pub use path::{Path, PathError};
pub use schema::schema;
pub use solve::{DistributionFamily, DistributionPicture, Impossible, Reshape, Solved, figure};
pub use validate::{validate, validate_architecture};
pub use words::*;
