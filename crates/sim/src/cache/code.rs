//! Look-ups made ready.

use spinout_network::{Answers, Cached, Network};

use crate::compile::{Code, Op, ScopeKind};

/// A look-up made ready.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CachedCode {
    pub(crate) key: u64,
    pub(crate) cache: u32,
    /// The element that waits.
    pub(crate) element: u32,
    /// Where it goes on with an answer.
    pub(crate) end: u32,
}

/// What is done with a cache.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Does {
    /// Looks up: goes on at the end with an answer, else behind this.
    LookUp,
    /// Has missed, as the cache is not there.
    Miss,
    /// Keeps an answer.
    Keep,
    /// Has an answer, which those who wait for it have too.
    Land,
    /// What is behind has failed: an answer that is too old may do.
    Spare,
}

impl Code {
    pub(crate) fn cached(&mut self, network: &Network, cached: &Cached, scope: u32, depth: usize) {
        let number = self.cached.len() as u32;
        self.cached.push(CachedCode {
            key: cached.key,
            cache: cached.cache.0,
            element: self.scopes[scope as usize].element,
            end: 0,
        });
        let spares = matches!(
            &network.caches[cached.cache.at()].answers,
            Answers::Kept(kept) if kept.stale || kept.coalesce
        );
        if spares {
            self.caught(
                scope,
                |code, scope| code.asked(network, (cached, number), scope, depth),
                |code, scope| code.cache_op(number, Does::Spare, scope),
            );
        } else {
            self.asked(network, (cached, number), scope, depth);
        }
        self.cached[number as usize].end = self.position();
    }

    /// A look-up and what follows from it.
    fn asked(
        &mut self,
        network: &Network,
        (cached, number): (&Cached, u32),
        scope: u32,
        depth: usize,
    ) {
        let mut skip = None;
        if !cached.ask.is_empty() {
            self.caught(
                scope,
                |code, scope| code.steps(network, &cached.ask, scope, depth),
                |code, scope| {
                    code.cache_op(number, Does::Miss, scope);
                    skip = Some(code.emit(Op::Jump(0), scope));
                },
            );
        }
        self.cache_op(number, Does::LookUp, scope);
        if let Some(skip) = skip {
            self.ops[skip] = Op::Jump(self.position());
        }
        let element = self.scopes[scope as usize].element;
        let inner = self.open(element, scope, ScopeKind::Flight(number));
        self.steps(network, &cached.miss, inner, depth);
        if cached.fill.is_empty() {
            self.cache_op(number, Does::Keep, inner);
        } else {
            self.caught(
                inner,
                |code, scope| {
                    code.steps(network, &cached.fill, scope, depth);
                    code.cache_op(number, Does::Keep, scope);
                },
                // An answer that could not be kept is as good.
                |_, _| {},
            );
        }
        self.cache_op(number, Does::Land, inner);
    }

    fn cache_op(&mut self, cached: u32, does: Does, scope: u32) {
        self.emit(Op::Cache { cached, does }, scope);
    }
}
