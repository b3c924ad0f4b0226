//! What a run says, as data. It must not compute a simulation or know a screen.
