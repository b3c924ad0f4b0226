//! Faults: crashes, slow-downs, errors, outages.

use spinout_network::{Fault, Network};

use crate::{
    draw::threshold,
    engine::Simulation,
    frames::{Frame, GUARDED, List, MESSAGE, NONE, PASSED, State},
    guard::Failure,
    station::Life,
    visit::Next,
};

impl Simulation {
    /// A fault begins.
    pub(crate) fn fault(&mut self, number: usize) {
        self.active[number] = true;
        match self.faults[number].clone() {
            Fault::Crash { group, .. } => {
                let struck = self.struck(number);
                self.crash(group.at(), &struck);
            }
            Fault::Outage { queue, .. } => self.queues[queue.at()].outages += 1,
            Fault::Link { .. } => self.adjust_ways(),
            Fault::SlowDown { group, .. } | Fault::Errors { group, .. } => self.adjust(group.at()),
            Fault::Deploy { .. } => self.roll_out(number),
            Fault::Poison { queue, .. } => self.adjust_poison(queue.at()),
        }
    }

    /// A fault ends.
    pub(crate) fn repair(&mut self, number: usize) {
        if !std::mem::replace(&mut self.active[number], false) {
            return;
        }
        match self.faults[number].clone() {
            Fault::Crash { group, .. } => {
                if !self.is_down(group.at()) {
                    self.provision(group.at());
                }
                for station in self.struck(number) {
                    let still = (0..self.faults.len())
                        .any(|other| self.active[other] && self.struck(other).contains(&station));
                    let crashed = self.stations[station as usize].life == Life::Crashed;
                    if !still && crashed && self.is_awake(station) {
                        self.put_in(station);
                    }
                }
            }
            Fault::Outage { queue, .. } => {
                self.queues[queue.at()].outages -= 1;
                for lane in self.queues[queue.at()].lanes.clone() {
                    self.hand_out(lane);
                }
            }
            Fault::Link { .. } => self.adjust_ways(),
            Fault::SlowDown { group, .. } | Fault::Errors { group, .. } => self.adjust(group.at()),
            Fault::Deploy { .. } => self.end_rollout(number),
            Fault::Poison { queue, .. } => self.adjust_poison(queue.at()),
        }
    }

    /// Whether no crash of the scenario strikes an instance at this moment.
    pub(crate) fn is_sound(&self, station: u32) -> bool {
        let struck = |fault| self.active[fault] && self.struck(fault).contains(&station);
        !(0..self.faults.len()).any(struck)
    }

    /// Instances that a crash strikes.
    fn struck(&self, number: usize) -> Vec<u32> {
        let Fault::Crash {
            group, instance, ..
        } = &self.faults[number]
        else {
            return Vec::new();
        };
        let group = &self.groups[group.at()];
        match instance {
            Some(instance) => vec![group.first + instance],
            None => (group.first..group.first + group.count).collect(),
        }
    }

    /// Slowness and errors of a group's instances under the faults that are on.
    pub(crate) fn adjust(&mut self, number: usize) {
        let range = self.groups[number].stations();
        let first = range.start as u32;
        let mut told = vec![(1.0, 1.0); range.len()];
        for (fault, active) in self.active.iter().enumerate() {
            if !active {
                continue;
            }
            match &self.faults[fault] {
                Fault::SlowDown { group, factor, .. } if group.at() == number => {
                    told.iter_mut()
                        .for_each(|(slowness, _)| *slowness *= factor);
                }
                Fault::Errors {
                    group, probability, ..
                } if group.at() == number => {
                    told.iter_mut()
                        .for_each(|(_, sound)| *sound *= 1.0 - probability);
                }
                Fault::Deploy { group, deploy, .. } if group.at() == number => {
                    for station in &self.rollouts[fault].bad {
                        let (slowness, sound) = &mut told[(station - first) as usize];
                        *slowness *= deploy.slow;
                        *sound *= 1.0 - deploy.errors;
                    }
                }
                _ => {}
            }
        }
        for (station, (slowness, sound)) in range.zip(&told) {
            let place = &mut self.stations[station];
            place.errors = threshold(1.0 - sound);
            let before = std::mem::replace(&mut place.slowness, *slowness);
            if before != *slowness {
                self.stretch_running(station, slowness / before);
            }
        }
        self.groups[number].slow = told.iter().any(|(slowness, _)| *slowness != 1.0);
        self.errors = self.goes_wrong_anywhere();
    }

    /// Whether errors are injected, or messages fail for what they are.
    pub(crate) fn goes_wrong_anywhere(&self) -> bool {
        self.stations.iter().any(|station| station.errors != 0)
            || self.queues.iter().any(|queue| queue.has_poison())
            || self.rollouts.iter().any(|rollout| !rollout.bad.is_empty())
    }

    /// What an instance works on takes this many times as long from now on.
    fn stretch_running(&mut self, station: usize, factor: f64) {
        let station = &self.stations[station];
        for processor in [station.processor, station.pauses] {
            if processor == NONE {
                continue;
            }
            for (frame, grown) in self.sharing.stretch(processor, self.now, factor) {
                let grown = grown as u64;
                let clock = self.frames[frame].clock as usize;
                self.times[clock] = self.times[clock].wrapping_sub(grown);
                let own = &mut self.times[clock - crate::clock::WAIT + crate::clock::OWN];
                *own = own.wrapping_add(grown);
            }
        }
    }

    /// Instances of one group die, with everything in them.
    pub(crate) fn crash(&mut self, number: usize, struck: &[u32]) {
        self.crash_environments(number, struck);
        for &station in struck {
            let place = &mut self.stations[station as usize];
            let group = &mut self.groups[number];
            match place.life {
                Life::Up | Life::Leaving => {
                    place.life = Life::Crashed;
                    group.ready.down(self.now);
                    self.take_out(station);
                }
                Life::Starting(_) => place.life = Life::Crashed,
                Life::Draining => {
                    place.life = Life::Off;
                    group.ready.down(self.now);
                    group.replicas.down(self.now);
                    self.vacate(station);
                }
                Life::Off | Life::Crashed | Life::Serving | Life::Pending => {}
            }
        }
        self.members_changed(number);
        let hit = |frame: &Frame| {
            frame.state != State::Dead && struck.binary_search(&frame.station).is_ok()
        };
        let victims = self.frames.iter().filter(|(_, frame)| hit(frame));
        let mut victims: Vec<u32> = victims.map(|(id, _)| id).collect();
        self.kill_all(&mut victims);
        for &station in struck {
            let place = &mut self.stations[station as usize];
            let group = &mut self.groups[number];
            let busy = group.busy.count - u64::from(place.busy);
            group.busy.set(self.now, busy);
            let waiting = group.waiting.count - u64::from(place.waiting.length);
            group.waiting.set(self.now, waiting);
            self.empty_hands(station);
            let place = &mut self.stations[station as usize];
            place.busy = 0;
            place.waiting = List::default();
            place.lingering = 0;
            for processor in [place.processor, place.pauses] {
                if processor != NONE {
                    self.sharing.clear(processor, self.now);
                }
            }
            self.drop_batches(station);
            self.clear_caches(station);
            if self.groups[number].conduct.is_some() {
                self.end_conduct(station);
            }
        }
        for &station in struck {
            self.forget(station);
        }
        for victim in victims {
            self.mourn(victim);
        }
    }

    /// Visits and deliveries end together. Their slots and cores are freed by the caller.
    pub(crate) fn kill_all(&mut self, victims: &mut [u32]) {
        // Who could go on at this moment, as somebody else has just died, does not.
        if !self.ready.is_empty() {
            victims.sort_unstable();
            self.ready.retain(|next| match next {
                Next::Run(frame) | Next::Fail(frame) => victims.binary_search(frame).is_err(),
                Next::Idle => false,
            });
        }
        // What was about to go on, for what another instance of the same machine gave back as it died.
        self.ready.retain(|next| match next {
            Next::Run(id) | Next::Fail(id) => !victims.contains(id),
            Next::Idle => false,
        });
        // Who waits for a turn first: a turn that becomes free must not go to another victim.
        victims.sort_by_key(|victim| self.frames[*victim].state != State::Held);
        // What waits here for a resource must not get it from another that dies.
        for &victim in &*victims {
            if self.frames[victim].state == State::Blocked {
                self.unblock(victim);
                self.stop_clock(victim);
                self.frames[victim].state = State::Running;
            }
        }
        for &victim in &*victims {
            self.kill(victim);
        }
    }

    /// A visit or delivery ends where it is. Its slot and core are freed by the caller.
    fn kill(&mut self, id: u32) {
        let Frame {
            state,
            child,
            station,
            ..
        } = self.frames[id];
        if state == State::Held {
            self.leave_turn(id);
        } else if state.has_clock() {
            self.stop_clock(id);
        }
        if self.frames[id].is(GUARDED) {
            self.unguard(id, None);
        }
        if state == State::Computing {
            let group = self.stations[station as usize].group;
            self.groups[group as usize].computing.down(self.now);
        }
        if state == State::Calling {
            self.abandon(child);
            self.frames[id].child = NONE;
        }
        if state == State::Joining {
            self.leave_branches(id, false);
        }
        if !matches!(state, State::Delivering | State::Buffered) {
            self.leave_all(id);
        }
        if self.frames[id].is(MESSAGE) {
            self.let_go(id);
        }
        let pending = matches!(state, State::Computing | State::Pausing | State::Delivering);
        let frame = &mut self.frames[id];
        frame.serial = 0;
        frame.flags &= !PASSED;
        frame.state = if pending { State::Dead } else { State::Running };
    }

    /// Those who wait for a killed visit learn of it; a message is delivered again.
    pub(crate) fn mourn(&mut self, id: u32) {
        let frame = self.frames[id];
        let pending = frame.state == State::Dead;
        let heir = if frame.is(MESSAGE) {
            // The event of the old frame is still on the list: the message goes on in a new one.
            if pending {
                let (heir, slot) = self.frames.add();
                *slot = frame;
                self.letters.pass(id, heir);
                self.frames.share_token(id, heir);
                Some(heir)
            } else {
                Some(id)
            }
        } else {
            None
        };
        if pending {
            let old = &mut self.frames[id];
            old.station = NONE;
            old.flags = 0;
        } else if heir.is_none() {
            self.frames.remove(id);
        }
        match heir {
            Some(message) => self.orphaned(message),
            None if frame.parent == NONE => self.release_request(frame.root),
            None => {
                let next = self.unanswered(frame.parent, Failure::Error);
                self.ready.push(next);
            }
        }
    }
}

/// Whether a fault of the scenario changes how fast a group works.
pub(crate) fn slows_down(network: &Network, number: usize) -> bool {
    let strikes = |fault: &Fault| match fault {
        Fault::SlowDown { group, .. } => group.at() == number,
        Fault::Deploy { group, deploy, .. } => group.at() == number && deploy.slow != 1.0,
        _ => false,
    };
    network.faults.iter().any(strikes)
}
