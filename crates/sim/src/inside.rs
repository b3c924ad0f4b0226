//! Calls within one process that have a policy: the callee works at the caller's instance, on its cores and
//! without a slot of its own, and can outlive a caller who has given up.

use crate::{
    engine::Simulation,
    frames::{Frame, INSIDE, State},
    visit::Next,
};

/// In place of a sampler of latency: there is no way between.
pub(crate) const INSIDE_WAY: u32 = u32::MAX - 2;

impl Simulation {
    /// A call begins at its caller's instance.
    #[cold]
    #[inline(never)]
    pub(crate) fn go_inside(&mut self, id: u32) -> Next {
        let Frame {
            parent, link, pc, ..
        } = self.frames[id];
        let element = self.code.calls[link as usize].element;
        let station = self.frames[parent].station;
        let frame = &mut self.frames[id];
        frame.station = station;
        frame.flags |= INSIDE;
        frame.state = State::Running;
        self.elements[element as usize].present.up(self.now);
        if self.visit_times.is_some() {
            self.time_visit(id, pc);
        }
        Next::Run(id)
    }

    /// Its program has ended.
    #[cold]
    #[inline(never)]
    pub(crate) fn end_inside(&mut self, id: u32, ok: bool) -> Next {
        let Frame {
            parent, station, ..
        } = self.frames[id];
        let alone = parent == crate::frames::NONE;
        let next = self.hand_over(id, ok);
        if alone && let Some(place) = self.stations.get_mut(station as usize) {
            place.lingering -= 1;
            self.drained(station);
        }
        next
    }
}
