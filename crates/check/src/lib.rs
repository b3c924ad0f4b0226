//! What can be said against a model before and after a run: one finding a file. It must not change
//! what it looks at.
