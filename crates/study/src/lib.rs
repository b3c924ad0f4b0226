//! Replications, stopping rules and pairing of options over an executor that the host supplies. It
//! must not start threads or read a clock itself.
