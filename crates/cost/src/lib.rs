//! The price catalogue, the bill of an architecture and a run, and the cost of a transaction. It
//! must not know how a run was made.
