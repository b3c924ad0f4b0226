//! Where things stand on the canvas.

use std::collections::BTreeMap;

use spinout_units::ElementId;

use crate::{Architecture, Model, Position};

/// A place for every element of the architecture.
pub(crate) fn place(model: &Model, architecture: &Architecture) -> BTreeMap<ElementId, Position> {
    let _ = architecture;
    model.layout.elements.clone()
}
