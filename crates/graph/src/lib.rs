//! Graph views of an architecture: paths, cycles, dominators, reach of a failure. It must not know
//! load, time or money.
