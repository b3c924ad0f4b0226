//! The event engine over a network. No JSON, no SQL, no windows, no clock, no platform float
//! functions.
