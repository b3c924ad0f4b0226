//! Requests that come while no instance is there: run by a function's platform, held where one holds them,
//! else refused.

use spinout_network::ScalingRule;

use crate::{
    clock::WAIT,
    engine::Simulation,
    frames::{NONE, State},
    station::Group,
    visit::Next,
};

impl Group {
    /// Requests that are held while no instance is up.
    pub(crate) fn holds(&self) -> u32 {
        match self.scaler.as_ref().map(|scaler| &scaler.rule) {
            Some(ScalingRule::Knative { knative, .. }) => knative.buffer,
            _ => 0,
        }
    }
}

impl Simulation {
    /// A visit comes and no instance is up.
    #[inline(never)]
    pub(crate) fn no_instance(&mut self, id: u32, number: usize, element: u32) -> Next {
        if self.functions[number].is_some() {
            return self.invoke(id, number, element);
        }
        let group = &mut self.groups[number];
        if group.held.length >= group.holds() {
            return self.refuse(id, number);
        }
        if group.waiting.count == 0 {
            group.waiting_since = self.now;
        }
        group.waiting.up(self.now);
        group.waiting_max = group.waiting_max.max(group.waiting.count);
        group.held.push(&mut self.frames, id);
        let waits_for = group.element;
        let frame = &mut self.frames[id];
        frame.station = NONE;
        frame.state = State::Waiting;
        self.elements[element as usize].present.up(self.now);
        self.start_clock(id, waits_for, WAIT);
        self.poke(number);
        Next::Idle
    }

    /// An instance is up: those that were held go in.
    pub(crate) fn let_in(&mut self, number: usize) {
        while self.groups[number].held.length > 0 {
            let group = &mut self.groups[number];
            let Some(id) = group.held.pop(&self.frames) else {
                return;
            };
            group.waiting.down(self.now);
            self.stop_clock(id);
            let frame = &mut self.frames[id];
            frame.state = State::Running;
            let (path, link) = (frame.path, frame.link as usize);
            let element = self.code.calls[link].element;
            self.elements[element as usize].present.down(self.now);
            let next = self.arrive_at(id, path, number, element);
            self.ready.push(next);
        }
    }
}
