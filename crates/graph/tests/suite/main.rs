//! The graph views of an architecture, against brute force and by example.

// A test that meets what is not there has failed.
#![allow(clippy::unwrap_used)]

mod architecture;
mod brute_force;
mod circles;
mod failures;
mod whole;
