//! Bills against sums done by hand.

// A test that meets what is not there has failed.
#![allow(clippy::unwrap_used)]

mod bills;
mod functions;
mod month;
mod sample;
