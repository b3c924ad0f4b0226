use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use spinout_units::ElementId;

use super::layered::Block;
use super::nesting::Nesting;
use super::{COLUMN_GAP, HEADER, PADDING, Positions, ROW_GAP};
use crate::Position;

/// The least room between neighbours.
const GAP: f64 = 24.0;
/// The steps in which a free place is looked for.
const STEP: f64 = 16.0;
/// The most rings of steps around the wished place that are looked at.
const RINGS: i32 = 100;

/// With more than this to be placed within one element, they are laid out together instead of each
/// beside what it works with.
const MANY: usize = 60;

/// A drawing that is completed: what stands on it is not moved.
pub(super) struct Board<'a, 'n> {
    nesting: &'n Nesting<'a>,
    placed: Positions,
    /// What has to be placed, with its links to everything else.
    missing: BTreeMap<&'a ElementId, Vec<Link<'a>>>,
}

/// From whom work flows to whom.
type Link<'a> = (&'a ElementId, &'a ElementId);

impl<'a, 'n> Board<'a, 'n> {
    pub(super) fn new(nesting: &'n Nesting<'a>, placed: Positions) -> Self {
        Self {
            nesting,
            placed,
            missing: BTreeMap::new(),
        }
    }

    /// Gives everything a place.
    pub(super) fn complete(mut self) -> Positions {
        self.enclose();
        self.look_for_missing();
        self.put_many();
        // First what works with something that stands already, so that it can stand beside it.
        let mut ready: BTreeSet<&'a ElementId> = self.missing.keys().copied().collect();
        while let Some(first) = self.missing.keys().next().copied() {
            let (id, wish) = match ready.pop_first() {
                Some(id) => (id, self.wish(id)),
                None => (first, None),
            };
            if wish.is_some() || ready.is_empty() && id == first {
                ready.extend(self.put_one(id, wish));
            }
        }
        self.placed
    }

    /// Draws the missing boxes around what stands already, inner ones first.
    fn enclose(&mut self) {
        let mut holders: BTreeSet<(Reverse<usize>, &'a ElementId)> = BTreeSet::new();
        for id in self.placed.keys() {
            for outer in self.nesting.around(id) {
                if !self.placed.contains_key(*outer) {
                    holders.insert((Reverse(self.nesting.around(outer).len()), outer));
                }
            }
        }
        for (_, id) in holders {
            let inner = self.nesting.children(Some(id)).iter();
            let placed = inner.filter_map(|child| self.placed.get(*child));
            if let Some(around) = placed.map(|child| padded(*child)).reduce(union) {
                self.placed.insert(id.clone(), around);
            }
        }
    }

    /// Finds what has no place yet, without what is within another of them.
    fn look_for_missing(&mut self) {
        let mut look: Vec<&'a ElementId> = self.nesting.children(None).to_vec();
        while let Some(id) = look.pop() {
            if self.placed.contains_key(id) {
                look.extend(self.nesting.children(Some(id)));
            } else {
                self.missing.insert(id, Vec::new());
            }
        }
        for link in &self.nesting.links {
            let (from, to) = (self.missing_holder(link.0), self.missing_holder(link.1));
            if from != to {
                for end in [from, to].into_iter().flatten() {
                    self.missing.entry(end).or_default().push(*link);
                }
            }
        }
    }

    /// What has to be placed for `id` to have a place; nothing if it has one.
    fn missing_holder(&self, id: &'a ElementId) -> Option<&'a ElementId> {
        let mut way = std::iter::once(id).chain(self.nesting.around(id).iter().copied());
        way.find(|at| self.missing.contains_key(at))
    }

    /// Lays out together what is too much to be placed one by one.
    fn put_many(&mut self) {
        let mut within: BTreeMap<Option<&'a ElementId>, Vec<&'a ElementId>> = BTreeMap::new();
        for id in self.missing.keys() {
            within.entry(self.nesting.parent(id)).or_default().push(id);
        }
        for (parent, ids) in within {
            if ids.len() > MANY {
                let block = Block::of_some(self.nesting, parent, &ids);
                self.put(parent, &block, None);
                self.missing.retain(|id, _| !ids.contains(id));
            }
        }
    }

    /// Places one of the missing, and gives those that work with it and still are.
    fn put_one(&mut self, id: &'a ElementId, wish: Option<Wish>) -> Vec<&'a ElementId> {
        let links = self.missing.remove(id).unwrap_or_default();
        let block = Block::of(self.nesting, id);
        self.put(self.nesting.parent(id), &block, wish);
        let ends = links.into_iter().flat_map(|(from, to)| [from, to]);
        ends.filter_map(|end| self.missing_holder(end)).collect()
    }

    fn put(&mut self, parent: Option<&'a ElementId>, block: &Block<'a>, wish: Option<Wish>) {
        let room = parent.and_then(|parent| self.placed.get(parent).copied());
        let (x, y) = match room {
            Some(room) => self.within(parent, room, block, wish),
            None => {
                let corner = wish.map_or_else(|| self.beside_all(), |wish| wish.corner(block));
                self.nearest(None, block, corner, None, |_| true)
                    .unwrap_or_else(|| self.beside_all())
            }
        };
        block.put(&mut self.placed, x, y);
        self.grow(parent, at(block, (x, y)));
    }

    /// Where it would best stand: beside what it takes work from, else before what it gives work to.
    fn wish(&self, id: &'a ElementId) -> Option<Wish> {
        let links = self.missing.get(id)?;
        let mut wishes: Vec<Wish> = links
            .iter()
            .filter_map(|(from, to)| {
                let (other, side) = if self.missing_holder(from) == Some(id) {
                    (to, Side::Left)
                } else if self.nesting.letters.contains(to) {
                    (from, Side::Below)
                } else {
                    (from, Side::Right)
                };
                let beside = self.neighbour(id, other)?;
                Some(Wish { beside, side })
            })
            .collect();
        wishes.sort_by_key(|wish| wish.side);
        wishes.into_iter().next()
    }

    /// What holds `other`, or is it, beside `id`; if that is not placed, then what is within it and is.
    fn neighbour(&self, id: &ElementId, other: &'a ElementId) -> Option<Position> {
        let holders = self.nesting.around(id);
        std::iter::once(other)
            .chain(self.nesting.around(other).iter().copied())
            .take_while(|at| !holders.contains(at))
            .filter_map(|at| self.placed.get(at).copied())
            .last()
    }

    /// Right of everything.
    fn beside_all(&self) -> (f64, f64) {
        let right = self.placed.values().map(|p| p.x + p.width);
        let top = self.placed.values().map(|p| p.y);
        match (right.reduce(f64::max), top.reduce(f64::min)) {
            (Some(right), Some(top)) => (right + COLUMN_GAP, top),
            _ => (0.0, 0.0),
        }
    }

    /// The free place within `room` nearest to what is wished; else the nearest to which it can grow without
    /// covering its neighbours; else below what is in it already.
    fn within(
        &self,
        parent: Option<&'a ElementId>,
        room: Position,
        block: &Block<'a>,
        wish: Option<Wish>,
    ) -> (f64, f64) {
        let inside = Position {
            x: room.x + PADDING,
            y: room.y + HEADER,
            width: room.width - 2.0 * PADDING,
            height: room.height - HEADER - PADDING,
        };
        let corner = wish.map_or((inside.x, inside.y), |wish| wish.corner(block));
        if let Some(place) = self.nearest(parent, block, corner, Some(inside), |_| true) {
            return place;
        }
        let inner = self.nesting.children(parent).iter();
        let placed = inner.filter_map(|id| self.placed.get(*id).copied());
        let Some(taken) = placed.reduce(union) else {
            return (inside.x, inside.y);
        };
        let below = (inside.x, taken.y + taken.height + ROW_GAP);
        let right = (taken.x + taken.width + COLUMN_GAP, inside.y);
        let clear = |place: (f64, f64)| self.may_grow(parent, at(block, place));
        [below, right]
            .into_iter()
            .find(|place| clear(*place))
            .or_else(|| self.nearest(parent, block, corner, None, clear))
            .unwrap_or(below)
    }

    /// Can `parent`, and what is around it, grow to hold what stands at `inner`, and cover nothing new?
    fn may_grow(&self, parent: Option<&'a ElementId>, mut inner: Position) -> bool {
        let way = parent
            .into_iter()
            .flat_map(|id| std::iter::once(id).chain(self.nesting.around(id).iter().copied()));
        for id in way {
            let Some(before) = self.placed.get(id).copied() else {
                continue;
            };
            let after = union(before, padded(inner));
            let beside = self.nesting.children(self.nesting.parent(id)).iter();
            let mut others = beside
                .filter(|other| **other != id)
                .filter_map(|other| self.placed.get(*other));
            if others.any(|other| overlap(after, *other) && !overlap(before, *other)) {
                return false;
            }
            inner = after;
        }
        true
    }

    /// The free place for `block` nearest to `corner`, looked for in rings around it among those that suit.
    fn nearest(
        &self,
        parent: Option<&'a ElementId>,
        block: &Block<'a>,
        corner: (f64, f64),
        inside: Option<Position>,
        suits: impl Fn((f64, f64)) -> bool,
    ) -> Option<(f64, f64)> {
        let corner = inside.map_or(corner, |room| {
            // The limit from above last: a block larger than the room starts at the room's corner.
            let x = corner.0.min(room.x + room.width - block.width).max(room.x);
            let y = corner
                .1
                .min(room.y + room.height - block.height)
                .max(room.y);
            (x, y)
        });
        (0..RINGS).find_map(|ring| {
            ring_of(ring).find_map(|(dx, dy)| {
                let place = (corner.0 + dx * STEP, corner.1 + dy * STEP);
                let here = at(block, place);
                let fits = inside.is_none_or(|room| contains(room, here));
                (fits && self.is_free(parent, here) && suits(place)).then_some(place)
            })
        })
    }

    /// Does nothing within `parent` stand at this place or too near to it?
    fn is_free(&self, parent: Option<&'a ElementId>, place: Position) -> bool {
        self.nesting
            .children(parent)
            .iter()
            .filter_map(|id| self.placed.get(*id))
            .all(|other| !overlap(place, *other))
    }

    /// Lets `parent` and what is around it grow until they hold what stands at `inner`.
    fn grow(&mut self, parent: Option<&'a ElementId>, mut inner: Position) {
        let way = parent
            .into_iter()
            .flat_map(|id| std::iter::once(id).chain(self.nesting.around(id).iter().copied()));
        for id in way {
            if let Some(outer) = self.placed.get_mut(id) {
                *outer = union(*outer, padded(inner));
                inner = *outer;
            }
        }
    }
}

/// A place beside something.
#[derive(Clone, Copy)]
struct Wish {
    beside: Position,
    side: Side,
}

/// Sides, the one that reads best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Below,
    Right,
    Left,
}

impl Wish {
    fn corner(&self, block: &Block<'_>) -> (f64, f64) {
        let other = self.beside;
        let middle = (other.y + (other.height - block.height) / 2.0).round();
        match self.side {
            Side::Below => (other.x, other.y + other.height + ROW_GAP),
            Side::Right => (other.x + other.width + COLUMN_GAP, middle),
            Side::Left => (other.x - COLUMN_GAP - block.width, middle),
        }
    }
}

/// The steps of a ring, by how far they lead, so that the nearest place is found first.
fn ring_of(ring: i32) -> impl Iterator<Item = (f64, f64)> {
    (0..=ring).flat_map(move |n| {
        let (r, n) = (f64::from(ring), f64::from(n));
        [
            (r, n),
            (n, r),
            (n, -r),
            (r, -n),
            (-n, r),
            (-r, n),
            (-n, -r),
            (-r, -n),
        ]
    })
}

fn at(block: &Block<'_>, (x, y): (f64, f64)) -> Position {
    Position {
        x,
        y,
        width: block.width,
        height: block.height,
    }
}

fn padded(inner: Position) -> Position {
    Position {
        x: inner.x - PADDING,
        y: inner.y - HEADER,
        width: inner.width + 2.0 * PADDING,
        height: inner.height + HEADER + PADDING,
    }
}

fn union(a: Position, b: Position) -> Position {
    let (x, y) = (a.x.min(b.x), a.y.min(b.y));
    Position {
        x,
        y,
        width: (a.x + a.width).max(b.x + b.width) - x,
        height: (a.y + a.height).max(b.y + b.height) - y,
    }
}

fn contains(room: Position, inner: Position) -> bool {
    inner.x >= room.x
        && inner.y >= room.y
        && inner.x + inner.width <= room.x + room.width
        && inner.y + inner.height <= room.y + room.height
}

fn overlap(a: Position, b: Position) -> bool {
    a.x < b.x + b.width + GAP
        && b.x < a.x + a.width + GAP
        && a.y < b.y + b.height + GAP
        && b.y < a.y + a.height + GAP
}
