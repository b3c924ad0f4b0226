//! The queueing network as plain data: stations, programs, arrivals, policies. It must not know
//! drawings, files or results.
