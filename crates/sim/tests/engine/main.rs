//! Behaviour of the engine: exact results, bookkeeping, policies, faults, and that nothing breaks it.

mod any_broker;
mod bookkeeping;
mod common;
mod conduct;
mod cutover;
mod faults;
mod functions;
mod guards;
mod messages;
mod placement;
mod policies;
mod publishing;
mod random;
mod recursion;
mod scaling;
mod side_by_side;

mod theory;
mod ways;
