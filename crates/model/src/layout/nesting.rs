use std::collections::{BTreeMap, BTreeSet};

use spinout_units::ElementId;

use crate::tree::{self, DEEPEST};
use crate::{Architecture, Mode};

/// What is in what, and which neighbours work with each other.
pub(super) struct Nesting<'a> {
    /// What is around each element, nearest first.
    around: BTreeMap<&'a ElementId, Vec<&'a ElementId>>,
    children: BTreeMap<Option<&'a ElementId>, Vec<&'a ElementId>>,
    /// Among the children of one element: from whom work flows to whom.
    flows: BTreeMap<Option<&'a ElementId>, BTreeSet<(&'a ElementId, &'a ElementId)>>,
    /// Which elements work with which, in the direction of the work.
    pub(super) links: BTreeSet<(&'a ElementId, &'a ElementId)>,
    /// Queues of dead letters.
    pub(super) letters: BTreeSet<&'a ElementId>,
}

impl<'a> Nesting<'a> {
    pub(super) fn of(architecture: &'a Architecture) -> Self {
        let elements = &architecture.elements;
        let mut nesting = Self {
            around: BTreeMap::new(),
            children: BTreeMap::new(),
            flows: BTreeMap::new(),
            links: links(architecture),
            letters: dead_letters(architecture).map(|(_, to)| to).collect(),
        };
        for id in elements.keys() {
            let mut around = tree::around(elements, id);
            around.retain(|outer| elements.contains_key(*outer));
            let circle = around.len() >= DEEPEST
                || around.last().is_some_and(|outermost| {
                    let next = elements.get(*outermost).and_then(|e| e.parent.as_ref());
                    next.is_some_and(|next| elements.contains_key(next))
                });
            if circle {
                around.clear();
            }
            let parent = around.first().copied();
            nesting.children.entry(parent).or_default().push(id);
            nesting.around.insert(id, around);
        }
        for (from, to) in nesting.links.clone() {
            nesting.lift(from, to);
        }
        nesting
    }

    pub(super) fn parent(&self, id: &ElementId) -> Option<&'a ElementId> {
        self.around.get(id)?.first().copied()
    }

    pub(super) fn around(&self, id: &ElementId) -> &[&'a ElementId] {
        self.around.get(id).map_or(&[], Vec::as_slice)
    }

    pub(super) fn children(&self, of: Option<&'a ElementId>) -> &[&'a ElementId] {
        self.children.get(&of).map_or(&[], Vec::as_slice)
    }

    pub(super) fn flows(
        &self,
        within: Option<&'a ElementId>,
    ) -> impl Iterator<Item = (&'a ElementId, &'a ElementId)> + '_ {
        self.flows.get(&within).into_iter().flatten().copied()
    }

    /// Records a link between the two neighbours that hold its ends.
    fn lift(&mut self, from: &'a ElementId, to: &'a ElementId) {
        let way = |id: &'a ElementId| -> Vec<&'a ElementId> {
            let outer = self.around.get(id).into_iter().flatten().rev().copied();
            outer.chain([id]).collect()
        };
        let (from, to) = (way(from), way(to));
        let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
        if let (Some(a), Some(b)) = (from.get(common), to.get(common)) {
            let within = common.checked_sub(1).map(|last| from[last]);
            self.flows.entry(within).or_default().insert((a, b));
        }
    }
}

fn links(architecture: &Architecture) -> BTreeSet<(&ElementId, &ElementId)> {
    let elements = &architecture.elements;
    let drawn = architecture.relationships.values().map(|link| {
        let (from, to) = (&link.from.element, &link.to.element);
        if link.mode == Mode::Consumes {
            (to, from)
        } else {
            (from, to)
        }
    });
    drawn
        .chain(dead_letters(architecture))
        .filter(|(a, b)| a != b && elements.contains_key(*a) && elements.contains_key(*b))
        .collect()
}

/// Queues with the queues that take their dead letters.
fn dead_letters(architecture: &Architecture) -> impl Iterator<Item = (&ElementId, &ElementId)> {
    architecture.elements.iter().filter_map(|(id, element)| {
        let letters = element.queue.as_ref()?.dead_letter.as_ref()?;
        Some((id, &letters.to))
    })
}
