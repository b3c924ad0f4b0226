//! Bills against sums done by hand.

// A test that meets what is not there has failed.
#![allow(clippy::unwrap_used)]

mod bills;
mod functions;
mod growth;
mod month;
mod sample;
