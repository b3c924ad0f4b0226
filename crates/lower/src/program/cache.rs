//! Relationships whose answers are kept.

use spinout_model::{Cache as Drawn, Mode, OperationRef, Relationship};
use spinout_network::{Answers, Cache, CacheIndex, Cached, Kept, Step, key};
use spinout_units::RelationshipId;

use super::Compiler;
use crate::LowerError;
use crate::group::keys;

impl<'a> Compiler<'a> {
    /// What is asked where nothing is kept, with its cache before it.
    pub(super) fn kept(
        &mut self,
        world: usize,
        (id, name): (&RelationshipId, &str),
        link: &'a Relationship,
        miss: Vec<Step>,
    ) -> Result<Vec<Step>, LowerError> {
        let asks = matches!(link.mode, Mode::Reads | Mode::Calls);
        let Some(drawn) = link.cache.as_ref().filter(|_| asks) else {
            return Ok(miss);
        };
        let cache = self.cache(world, id, link, drawn)?;
        let mut asked = |operation: Option<&OperationRef>, word: &str, mode: Mode| {
            let Some(operation) = operation else {
                return Ok(Vec::new());
            };
            let ask = Relationship::new(link.from.clone(), operation.clone(), mode);
            let place = format!("relationships/{id}/cache/{word}");
            let call = self.plain_call(world, id, &format!("{name}#{word}"), (&ask, &place))?;
            Ok(vec![call])
        };
        let store = drawn.store.as_ref();
        Ok(vec![Step::Cached(Box::new(Cached {
            key: key::key_of(&format!("{name}#key")),
            cache,
            ask: asked(store, "in", Mode::Reads)?,
            fill: asked(store.and(drawn.fill.as_ref()), "fill", Mode::Writes)?,
            miss,
        }))])
    }

    /// The cache of a relationship: one, wherever it is followed; in a process of its own, one more.
    fn cache(
        &mut self,
        world: usize,
        id: &RelationshipId,
        link: &Relationship,
        drawn: &Drawn,
    ) -> Result<CacheIndex, LowerError> {
        let keeper = drawn.store.as_ref().map_or(&link.from, |store| store);
        let answers = match (drawn.hit_ratio, &drawn.keys) {
            (Some(share), _) => Answers::Share(share),
            (None, Some(drawn_keys)) => Answers::Kept(Kept {
                keys: keys(drawn_keys),
                entries: drawn.entries,
                ttl: drawn.ttl.map(|ttl| ttl.base()),
                stale: drawn.serve_stale_on_failure,
                coalesce: drawn.coalesce,
            }),
            (None, None) => {
                return Err(LowerError::new(
                    format!("relationships/{id}/cache"),
                    "nothing says how often the same thing is asked for again",
                    "give `keys`, or a `hit_ratio` that is known",
                ));
            }
        };
        let new = Cache {
            name: id.to_string(),
            element: self.element(&link.from.element)?,
            group: self.worlds[world].places.group(&keeper.element),
            answers,
        };
        let caches = &mut self.network.caches;
        let same = |known: &Cache| known.name == new.name && known.group == new.group;
        let known = caches.iter().position(same);
        Ok(CacheIndex::from(known.unwrap_or_else(|| {
            caches.push(new);
            caches.len() - 1
        })))
    }
}
