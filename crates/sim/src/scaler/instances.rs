//! Instances come and go.

use crate::{
    draw::{purpose, request_path},
    engine::Simulation,
    station::Life,
    timer::Timer,
};

impl Simulation {
    /// Starts or drains instances until so many are wanted.
    pub(crate) fn resize(&mut self, number: usize, wanted: u32) {
        self.want(number, wanted);
        let stations = self.groups[number].stations();
        let lives = |life: Life| {
            matches!(
                life,
                Life::Up | Life::Starting(_) | Life::Crashed | Life::Leaving | Life::Pending
            )
        };
        let there = self.stations[stations.clone()]
            .iter()
            .filter(|s| lives(s.life))
            .count() as u32;
        let mut more = wanted.saturating_sub(there);
        let mut fewer = there.saturating_sub(wanted);
        let mut refused = false;
        for station in stations.clone() {
            if more > 0 && self.stations[station].life == Life::Off {
                if !self.claim(number) {
                    refused = true;
                    break;
                }
                more -= 1;
                self.launch(number, station as u32);
            }
        }
        self.hold_back(number, more > 0, refused);
        // Those that are not ready go first, then the highest numbers.
        for station in stations.clone().rev() {
            if fewer > 0 && self.stations[station].life == Life::Pending {
                fewer -= 1;
                self.stations[station].life = Life::Off;
                self.vacate(station as u32);
            }
        }
        for station in stations.clone().rev() {
            if fewer > 0 && matches!(self.stations[station].life, Life::Starting(_)) {
                fewer -= 1;
                self.stations[station].life = Life::Off;
                self.groups[number].replicas.down(self.now);
                self.vacate(station as u32);
            }
        }
        for station in stations.rev() {
            if fewer > 0 && self.stations[station].life == Life::Up {
                fewer -= 1;
                self.stations[station].life = Life::Draining;
                self.take_out(station as u32);
                self.members_changed(number);
                self.drained(station as u32);
            }
        }
        if self.now == self.start {
            // What is taken away as the scenario starts was never there in it.
            let group = &mut self.groups[number];
            group.replicas_max = group.replicas.count;
        }
    }

    /// An instance is to be there: it starts, as soon as it has a node where its group runs on some.
    fn launch(&mut self, number: usize, station: u32) {
        if !self.needs_node(number, station) {
            self.start_instance(number, station);
        }
    }

    /// An instance starts, and is ready after its start-up time.
    pub(crate) fn start_instance(&mut self, number: usize, station: u32) {
        let group = &mut self.groups[number];
        let path = request_path(group.base, group.launched);
        group.launched += 1;
        let time = self
            .code
            .samplers
            .sample(group.start_up, path, purpose::START_UP);
        let due = self.now.saturating_add(time);
        self.stations[station as usize].life = Life::Starting(due);
        group.replicas.up(self.now);
        group.replicas_max = group.replicas_max.max(group.replicas.count);
        self.set_timer(due, Timer::Started { station });
    }

    /// A new instance is ready.
    pub(crate) fn started(&mut self, station: u32) {
        let place = &self.stations[station as usize];
        if place.life != Life::Starting(self.now) {
            return;
        }
        if self.functions[place.group as usize].is_some() {
            self.initialised(station);
        } else if self.is_sound(station) {
            self.put_in(station);
        } else {
            // It is ready when a crash that is on strikes it: it is up once that is over.
            self.stations[station as usize].life = Life::Crashed;
        }
    }

    /// An instance takes visits and messages from now on.
    pub(crate) fn put_in(&mut self, station: u32) {
        let place = &mut self.stations[station as usize];
        place.life = Life::Up;
        place.ready = self.now;
        let number = place.group as usize;
        let group = &mut self.groups[number];
        group.ready.up(self.now);
        if self.is_on_leaving_node(station) {
            // It begins nothing, and is gone with its machine.
            self.stations[station as usize].life = Life::Leaving;
            return;
        }
        let group = &mut self.groups[number];
        let position = group.up.partition_point(|other| *other < station);
        group.up.insert(position, station);
        if group.conduct.is_some() {
            self.begin_conduct(station);
        }
        self.clear_caches(station);
        self.members_changed(number);
        self.let_in(number);
        self.look_at_jobs_of(number);
    }

    /// An instance takes no new visits any more.
    pub(crate) fn take_out(&mut self, station: u32) {
        let group = &mut self.groups[self.stations[station as usize].group as usize];
        group.up.retain(|other| *other != station);
    }
}
