//! The words of a model file, and what can be done with them without simulating: load, save, derive,
//! check of form, JSON Schema. It must not know queues of events, prices or screens.

mod words;

pub use words::*;
