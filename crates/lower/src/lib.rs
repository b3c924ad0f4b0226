//! From an architecture and a scenario to a queueing network: the one place where a drawing
//! becomes a network. It must not run anything.
