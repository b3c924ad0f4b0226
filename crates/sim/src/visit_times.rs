//! How long visits of each element take, calls included: kept only where it is asked for.

use spinout_stats::Histogram;

use crate::{compile::Code, compile::ScopeKind, engine::Simulation};

/// Elements above which single visits are not timed: each takes some 40 KiB.
const MOST_ELEMENTS: usize = 1_000;

/// When the visits that go on began, and how long those that ended took.
#[derive(Debug, Clone)]
pub(crate) struct VisitTimes {
    /// Operations within operations, at most.
    depth: usize,
    /// How many operations each scope lies in.
    levels: Vec<u32>,
    /// By frame and level.
    began: Vec<u64>,
    /// By element, in nanoseconds.
    times: Vec<Histogram>,
}

impl VisitTimes {
    /// None where there are too many elements.
    pub(crate) fn new(code: &Code, elements: usize) -> Option<Box<Self>> {
        if elements > MOST_ELEMENTS {
            return None;
        }
        let mut levels: Vec<u32> = Vec::new();
        for scope in &code.scopes {
            // What is outside was opened before.
            let mut level = 0;
            let mut outer = code.scope(scope.outer);
            while let Some(open) = outer {
                level += u32::from(open.kind == ScopeKind::Element);
                outer = code.scope(open.outer);
            }
            levels.push(level);
        }
        let depth = levels
            .iter()
            .max()
            .map_or(1, |deepest| *deepest as usize + 1);
        Some(Box::new(Self {
            depth,
            levels,
            began: Vec::new(),
            times: vec![Histogram::new(); elements],
        }))
    }

    pub(crate) fn report(&self) -> Vec<Histogram> {
        self.times.clone()
    }

    fn place(&self, id: u32, scope: u32) -> usize {
        let level = self.levels.get(scope as usize).copied().unwrap_or(0);
        id as usize * self.depth + level as usize
    }
}

impl Simulation {
    /// A visit of `element` that began then ends.
    #[cold]
    #[inline(never)]
    pub(crate) fn visit_lasted(&mut self, element: u32, began: u64, now: u64) {
        if let Some(times) = &mut self.visit_times
            && now >= self.start
            && now < self.horizon
        {
            times.times[element as usize].record(now - began);
        }
    }

    /// Visits of `element` ended that took so long, in the scenario or not.
    #[cold]
    #[inline(never)]
    pub(crate) fn visits_lasted(&mut self, element: u32, counts: bool, lasted: &[u64]) {
        if let Some(times) = &mut self.visit_times
            && counts
        {
            times.times[element as usize].record_all(lasted);
        }
    }

    /// A visit begins at what is open at the instruction `pc`.
    #[cold]
    #[inline(never)]
    pub(crate) fn time_visit(&mut self, id: u32, pc: u32) {
        let Some(times) = &mut self.visit_times else {
            return;
        };
        let place = times.place(id, self.code.scope_of(pc));
        if times.began.len() <= place {
            times.began.resize(place + times.depth, 0);
        }
        times.began[place] = self.now;
    }

    /// A visit of `element` ends that is a scope of its own. What ends outside the scenario does not
    /// count.
    #[cold]
    #[inline(never)]
    pub(crate) fn visit_took(&mut self, id: u32, scope: u32, element: u32) {
        let Some(times) = &mut self.visit_times else {
            return;
        };
        let place = times.place(id, scope);
        if self.now >= self.start
            && self.now < self.horizon
            && let Some(began) = times.began.get(place)
        {
            times.times[element as usize].record(self.now - began);
        }
    }
}
