//! The engine against results that are known exactly: the truth must lie in the engine's own interval
//! widened to 4.5 standard errors, and the interval must be narrow, so that neither luck nor a wide
//! interval passes.

mod conduct;
mod functions;
mod harness;
mod laws;
mod layered;
mod load;
mod measured;
mod networks;
mod queues;
mod reproducible;
mod resilience;
mod resources;
mod scaling;
mod single_station;
mod studies;
