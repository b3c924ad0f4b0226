//! Artifacts for other tools: one module for each format, pure functions from a design to text. No
//! input or output, no clock.
