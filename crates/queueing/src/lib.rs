//! Closed forms of queueing theory over plain figures and networks. It must not know the event
//! engine: it is what the engine is held against.
