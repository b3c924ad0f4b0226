//! Where things stand on the canvas: what is given is kept, what is new gets a place beside what it works
//! with, and a design without any position is laid out whole.

mod board;
mod layered;
mod nesting;
mod notes;

use std::collections::BTreeMap;

use spinout_units::{ElementId, OptionId};

use crate::derive::BASELINE;
use crate::{Architecture, Model, Position, tree};
use board::Board;
use nesting::Nesting;
pub use notes::notes;

/// Width of an element without others in it.
const WIDTH: f64 = 176.0;
/// Height of an element without others in it.
const HEIGHT: f64 = 64.0;
/// Room for the name of an element with others in it.
const HEADER: f64 = 40.0;
/// Room between an element and what is in it.
const PADDING: f64 = 24.0;
/// Room between columns, which links need.
const COLUMN_GAP: f64 = 96.0;
/// Room between elements of a column.
const ROW_GAP: f64 = 40.0;

type Positions = BTreeMap<ElementId, Position>;

/// A place for every element of the baseline.
pub(crate) fn of_baseline(model: &Model, baseline: &Architecture) -> Positions {
    let mut given = model.layout.elements.clone();
    keep_drawable(&mut given, baseline);
    complete(baseline, given)
}

/// A place for every element of an option's architecture: where it stands in the baseline, if it is still
/// within the same, or where the option says.
pub(crate) fn place(model: &Model, architecture: &Architecture, baseline: Positions) -> Positions {
    let mut given = baseline;
    given.retain(|id, _| {
        tree::around(&model.elements, id) == tree::around(&architecture.elements, id)
    });
    // A position may be given for what only options have.
    for (id, position) in &model.layout.elements {
        if !model.elements.contains_key(id) {
            given.insert(id.clone(), *position);
        }
    }
    for option in chain(model, &architecture.option) {
        if let Some(own) = model.layout.options.get(option) {
            given.extend(own.iter().map(|(id, position)| (id.clone(), *position)));
        }
    }
    keep_drawable(&mut given, architecture);
    complete(architecture, given)
}

fn keep_drawable(given: &mut Positions, architecture: &Architecture) {
    given.retain(|id, p| {
        let drawable = [p.x, p.y].iter().all(|n| n.is_finite()) && p.width > 0.0 && p.height > 0.0;
        drawable && architecture.elements.contains_key(id)
    });
}

/// Adds what is not given.
fn complete(architecture: &Architecture, given: Positions) -> Positions {
    if given.len() == architecture.elements.len() {
        return given;
    }
    let nesting = Nesting::of(architecture);
    if !given.is_empty() {
        return Board::new(&nesting, given).complete();
    }
    let mut positions = Positions::new();
    let all = layered::Block::of_some(&nesting, None, nesting.children(None));
    all.put(&mut positions, 0.0, 0.0);
    positions
}

/// The options that an option stands on, lowest first, and itself.
fn chain<'m>(model: &'m Model, option: &'m OptionId) -> Vec<&'m OptionId> {
    let mut chain = Vec::new();
    let mut next = Some(option);
    while let Some(id) = next.filter(|id| id.as_str() != BASELINE && !chain.contains(id)) {
        chain.push(id);
        next = model.options.get(id).and_then(|option| option.on.as_ref());
    }
    chain.reverse();
    chain
}
