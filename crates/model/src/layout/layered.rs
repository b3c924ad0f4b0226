use std::collections::{BTreeMap, BTreeSet};

use spinout_units::ElementId;

use super::nesting::Nesting;
use super::{COLUMN_GAP, HEADER, HEIGHT, PADDING, Positions, ROW_GAP, WIDTH};
use crate::Position;

/// The most elements that stand in one column, unless there are very many.
const TALLEST: usize = 10;

/// An element with what is in it, laid out from its own top left corner; or several beside each other.
pub(super) struct Block<'a> {
    id: Option<&'a ElementId>,
    pub(super) width: f64,
    pub(super) height: f64,
    inner: Vec<(f64, f64, Block<'a>)>,
}

impl<'a> Block<'a> {
    /// Some of what is within an element (or at the top), beside each other.
    pub(super) fn of_some(
        nesting: &Nesting<'a>,
        within: Option<&'a ElementId>,
        some: &[&'a ElementId],
    ) -> Self {
        let (inner, width, height) = columns(nesting, within, some);
        Self {
            id: None,
            width,
            height,
            inner,
        }
    }

    /// An element with what is in it.
    pub(super) fn of(nesting: &Nesting<'a>, id: &'a ElementId) -> Self {
        let children = nesting.children(Some(id));
        let (mut inner, width, height) = columns(nesting, Some(id), children);
        if inner.is_empty() {
            return Self {
                id: Some(id),
                width: WIDTH,
                height: HEIGHT,
                inner,
            };
        }
        for (x, y, _) in &mut inner {
            *x += PADDING;
            *y += HEADER;
        }
        Self {
            id: Some(id),
            width: width + 2.0 * PADDING,
            height: height + HEADER + PADDING,
            inner,
        }
    }

    /// Puts it at a place of the drawing.
    pub(super) fn put(&self, positions: &mut Positions, x: f64, y: f64) {
        if let Some(id) = self.id {
            let position = Position {
                x,
                y,
                width: self.width,
                height: self.height,
            };
            positions.insert(id.clone(), position);
        }
        for (dx, dy, block) in &self.inner {
            block.put(positions, x + dx, y + dy);
        }
    }
}

type Placed<'a> = Vec<(f64, f64, Block<'a>)>;

/// Elements within another in columns from left to right, each right of those that ask it; with the
/// width and height that they take.
fn columns<'a>(
    nesting: &Nesting<'a>,
    within: Option<&'a ElementId>,
    some: &[&'a ElementId],
) -> (Placed<'a>, f64, f64) {
    let members: BTreeSet<&ElementId> = some.iter().copied().collect();
    let flows: Vec<_> = nesting
        .flows(within)
        .filter(|(from, to)| members.contains(from) && members.contains(to))
        .collect();
    let mut columns: Vec<Vec<Block<'a>>> = Vec::new();
    for layer in in_layers(some, &flows) {
        // A layer of very many becomes about as wide as it is high.
        let tallest = TALLEST.max((layer.len() as f64).sqrt() as usize);
        for part in layer.chunks(tallest) {
            columns.push(part.iter().map(|id| Block::of(nesting, id)).collect());
        }
    }
    let tall = |column: &[Block<'a>]| {
        let sum: f64 = column.iter().map(|block| block.height).sum();
        sum + ROW_GAP * column.len().saturating_sub(1) as f64
    };
    let height = columns.iter().map(|c| tall(c)).fold(0.0, f64::max);
    let mut placed = Placed::new();
    let mut x = 0.0;
    for column in columns {
        let width = column.iter().map(|block| block.width).fold(0.0, f64::max);
        let mut y = ((height - tall(&column)) / 2.0).round();
        for block in column {
            let below = y + block.height + ROW_GAP;
            placed.push((x + ((width - block.width) / 2.0).round(), y, block));
            y = below;
        }
        x += width + COLUMN_GAP;
    }
    (placed, (x - COLUMN_GAP).max(0.0), height)
}

type Flow<'a> = (&'a ElementId, &'a ElementId);

/// Layers by the longest way that leads to an element. In a circle, the element with the fewest that ask
/// it and the lowest id comes first.
fn in_layers<'a>(ids: &[&'a ElementId], flows: &[Flow<'a>]) -> Vec<Vec<&'a ElementId>> {
    let mut after: BTreeMap<&ElementId, Vec<&'a ElementId>> = BTreeMap::new();
    let mut before: BTreeMap<&ElementId, Vec<&'a ElementId>> = BTreeMap::new();
    let mut waiting: BTreeMap<&'a ElementId, usize> = ids.iter().map(|id| (*id, 0)).collect();
    for (from, to) in flows {
        after.entry(from).or_default().push(to);
        before.entry(to).or_default().push(from);
        if let Some(count) = waiting.get_mut(to) {
            *count += 1;
        }
    }
    let mut next: BTreeSet<(usize, &'a ElementId)> =
        waiting.iter().map(|(id, count)| (*count, *id)).collect();
    let mut layer_of: BTreeMap<&ElementId, usize> = BTreeMap::new();
    let mut layers: Vec<Vec<&'a ElementId>> = Vec::new();
    while let Some((_, id)) = next.pop_first() {
        waiting.remove(id);
        let layer = before
            .get(id)
            .into_iter()
            .flatten()
            .filter_map(|from| layer_of.get(from))
            .max()
            .map_or(0, |layer| layer + 1);
        layer_of.insert(id, layer);
        if layers.len() <= layer {
            layers.resize(layer + 1, Vec::new());
        }
        layers[layer].push(id);
        for to in after.get(id).into_iter().flatten() {
            if let Some(count) = waiting.get_mut(to) {
                next.remove(&(*count, *to));
                *count -= 1;
                next.insert((*count, *to));
            }
        }
    }
    untangle(&mut layers, &before);
    layers
}

/// Orders each layer by the mean place of those that ask, so that links cross less.
fn untangle<'a>(
    layers: &mut [Vec<&'a ElementId>],
    before: &BTreeMap<&ElementId, Vec<&'a ElementId>>,
) {
    let mut place: BTreeMap<&ElementId, f64> = BTreeMap::new();
    for layer in layers {
        let mean = |id: &ElementId| {
            let of: Vec<f64> = before
                .get(id)
                .into_iter()
                .flatten()
                .filter_map(|from| place.get(from).copied())
                .collect();
            if of.is_empty() {
                f64::INFINITY
            } else {
                of.iter().sum::<f64>() / of.len() as f64
            }
        };
        let mut ordered: Vec<(f64, &'a ElementId)> =
            layer.iter().map(|id| (mean(id), *id)).collect();
        ordered.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(b.1)));
        *layer = ordered.into_iter().map(|(_, id)| id).collect();
        let middle = layer.len() as f64 / 2.0;
        for (n, id) in layer.iter().enumerate() {
            place.insert(id, n as f64 - middle);
        }
    }
}
