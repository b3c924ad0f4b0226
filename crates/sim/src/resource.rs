//! Locks, pools of connections and workers that take batches: what visits take beside slots and cores,
//! first come first served, while they keep their slot.

use std::collections::VecDeque;

use spinout_network::{Network, Resource as Data};

use crate::{
    cache::FLIGHT,
    clock::{OWN, WAIT},
    draw::{Draw, purpose},
    engine::Simulation,
    frames::{NONE, State},
    level::Level,
    report::{ResourceReport, Usage},
    sample::{Samplers, nanoseconds},
    station::Group,
    timer::Timer,
    visit::Next,
};

/// A resource made ready.
#[derive(Debug, Clone)]
pub(crate) struct Resource {
    element: u32,
    /// The group with one of it at each instance, or [`NONE`].
    group: u32,
    capacity: u32,
    /// Nanoseconds; `u64::MAX` = for ever.
    max_wait: u64,
    batch: Option<Batch>,
    places: Vec<Place>,
    pub(crate) busy: Level,
    pub(crate) waiting: Level,
    /// Visits that got it, and that gave up waiting.
    pub(crate) taken: u64,
    pub(crate) expired: u64,
}

#[derive(Debug, Clone, Copy)]
struct Batch {
    most: usize,
    wait: u64,
    set_up: u32,
    per_item: u32,
}

/// One of it: at an instance, or the only one.
#[derive(Debug, Clone, Default)]
struct Place {
    busy: u32,
    waiting: VecDeque<Waiter>,
    /// Batches under way, by their number.
    batches: Vec<(u32, Vec<Waiter>)>,
    next_batch: u32,
}

/// A visit that waits, or is worked on in a batch. It is there no more where its ticket is not its own.
#[derive(Debug, Clone, Copy)]
struct Waiter {
    frame: u32,
    ticket: u32,
    since: u64,
    key: u64,
}

impl Resource {
    pub(crate) fn all(network: &Network, groups: &[Group], samplers: &mut Samplers) -> Vec<Self> {
        let new = |data: &Data| Self {
            element: data.element.0,
            group: data.group.map_or(NONE, |group| group.0),
            capacity: data.capacity,
            max_wait: data.max_wait.map_or(u64::MAX, nanoseconds),
            batch: data.batch.as_ref().map(|batch| Batch {
                most: batch.most as usize,
                wait: nanoseconds(batch.wait),
                set_up: samplers.add(&batch.set_up),
                per_item: samplers.add(&batch.per_item),
            }),
            places: vec![
                Place::default();
                data.group
                    .map_or(1, |group| groups[group.at()].count as usize)
            ],
            busy: Level::default(),
            waiting: Level::default(),
            taken: 0,
            expired: 0,
        };
        network.resources.iter().map(new).collect()
    }

    /// What it was used for, from integrals over a time.
    pub(crate) fn report(
        &self,
        figures: &[f64],
        mean: impl Fn(f64) -> f64,
        ready: Option<f64>,
    ) -> ResourceReport {
        ResourceReport {
            usage: Usage {
                busy: mean(figures[0]),
                capacity: Some(f64::from(self.capacity) * ready.unwrap_or(1.0)),
            },
            waiting: mean(figures[1]),
            taken: figures[2] as u64,
            expired: figures[3] as u64,
        }
    }

    /// Of each place, whether all of it is held, and somebody waits for it for ever.
    pub(crate) fn full_places(&self) -> impl Iterator<Item = bool> {
        let patient = self.max_wait == u64::MAX && self.batch.is_none();
        let full = move |place: &Place| {
            patient && place.busy >= self.capacity && !place.waiting.is_empty()
        };
        self.places.iter().map(full)
    }

    /// The group with one of it at each instance.
    pub(crate) fn of_group(&self) -> Option<usize> {
        (self.group != NONE).then_some(self.group as usize)
    }
}

impl Simulation {
    pub(crate) fn place_at(&self, id: u32, number: u32) -> usize {
        let resource = &self.resources[number as usize];
        let station = self.frames[id].station;
        if resource.group == NONE || station == NONE {
            return 0;
        }
        // A visit of another group takes that of the first instance.
        let group = &self.groups[resource.group as usize];
        let place = station.wrapping_sub(group.first);
        if place < group.count {
            place as usize
        } else {
            0
        }
    }

    /// A visit joins those that wait, with a ticket of its own.
    fn block(&mut self, id: u32, number: u32, key: u64) {
        let place = self.place_at(id, number);
        self.last_ticket = self.last_ticket.wrapping_add(1).max(1);
        let ticket = self.last_ticket;
        if self.tickets.len() <= id as usize {
            self.tickets.resize(id as usize + 1, (0, 0));
        }
        self.tickets[id as usize] = (ticket, number);
        let resource = &mut self.resources[number as usize];
        resource.waiting.up(self.now);
        resource.places[place].waiting.push_back(Waiter {
            frame: id,
            ticket,
            since: self.now,
            key,
        });
        let (element, wait) = (resource.element, resource.max_wait);
        self.frames[id].state = State::Blocked;
        self.start_clock(id, element, WAIT);
        if wait != u64::MAX {
            let due = self.now.saturating_add(wait);
            self.set_timer(due, Timer::Expire { frame: id, ticket });
        }
    }

    fn is_there(&self, waiter: &Waiter) -> bool {
        let blocked = self.frames[waiter.frame].state == State::Blocked;
        blocked && self.tickets[waiter.frame as usize].0 == waiter.ticket
    }

    /// A visit takes a resource, or waits for it.
    #[cold]
    #[inline(never)]
    pub(crate) fn acquire(&mut self, id: u32, number: u32) -> Next {
        let place = self.place_at(id, number);
        let resource = &mut self.resources[number as usize];
        if resource.places[place].busy < resource.capacity {
            resource.places[place].busy += 1;
            resource.busy.up(self.now);
            resource.taken += 1;
            self.frames[id].pc += 1;
            return Next::Run(id);
        }
        self.block(id, number, 0);
        Next::Idle
    }

    /// A visit gives a resource back: the next that waits has it.
    #[cold]
    #[inline(never)]
    pub(crate) fn give_back(&mut self, id: u32, number: u32) {
        let place = self.place_at(id, number);
        while let Some(next) = self.resources[number as usize].places[place]
            .waiting
            .pop_front()
        {
            if !self.is_there(&next) {
                continue;
            }
            let resource = &mut self.resources[number as usize];
            resource.waiting.down(self.now);
            resource.taken += 1;
            self.go_ahead(next.frame);
            return;
        }
        let resource = &mut self.resources[number as usize];
        resource.places[place].busy -= 1;
        resource.busy.down(self.now);
    }

    /// A visit that was blocked goes on behind its instruction.
    fn go_ahead(&mut self, id: u32) {
        self.stop_clock(id);
        self.tickets[id as usize].0 = 0;
        let frame = &mut self.frames[id];
        frame.state = State::Running;
        frame.pc += 1;
        self.ready.push(Next::Run(id));
    }

    /// A visit no longer waits for a resource, nor is it worked on in a batch. Its clock still runs.
    #[cold]
    #[inline(never)]
    pub(crate) fn unblock(&mut self, id: u32) {
        let (ticket, number) = std::mem::take(&mut self.tickets[id as usize]);
        if number & FLIGHT != 0 {
            return self.leave_flight(id, ticket, number & !FLIGHT);
        }
        let place = self.place_at(id, number);
        let resource = &mut self.resources[number as usize];
        let waiting = &mut resource.places[place].waiting;
        if let Some(at) = waiting
            .iter()
            .position(|w| w.frame == id && w.ticket == ticket)
        {
            waiting.remove(at);
            resource.waiting.down(self.now);
        }
    }

    /// A visit has waited for a resource as long as it may.
    pub(crate) fn wait_no_longer(&mut self, id: u32, ticket: u32) {
        let (held, number) = self.tickets[id as usize];
        if held != ticket || self.frames[id].state != State::Blocked {
            return;
        }
        self.unblock(id);
        self.resources[number as usize].expired += 1;
        self.stop_clock(id);
        self.frames[id].state = State::Running;
        self.ready.push(Next::Fail(id));
    }

    /// A visit is to be worked on in a batch.
    #[cold]
    #[inline(never)]
    pub(crate) fn join_batch(&mut self, id: u32, number: u32, key: u64) -> Next {
        let place = self.place_at(id, number);
        self.block(id, number, key);
        self.start_batches(number, place as u32);
        Next::Idle
    }

    /// Free workers begin what is full, or has waited long enough.
    pub(crate) fn start_batches(&mut self, number: u32, place: u32) {
        let at = place as usize;
        loop {
            let resource = &self.resources[number as usize];
            let Some(batch) = resource.batch else { return };
            let Some(first) = resource.places[at].waiting.front() else {
                return;
            };
            if resource.places[at].busy >= resource.capacity {
                return;
            }
            let due = first.since.saturating_add(batch.wait);
            if resource.places[at].waiting.len() < batch.most && due > self.now {
                return self.set_timer(
                    due,
                    Timer::BatchDue {
                        resource: number,
                        place,
                    },
                );
            }
            let resource = &mut self.resources[number as usize];
            let size = batch.most.min(resource.places[at].waiting.len());
            let items: Vec<Waiter> = resource.places[at].waiting.drain(..size).collect();
            resource.places[at].busy += 1;
            resource.busy.up(self.now);
            resource.taken += size as u64;
            let element = resource.element;
            let path = self.frames[items[0].frame].path;
            let set_up = Draw::new(path, items[0].key ^ purpose::BATCH).bits();
            let mut work = self
                .code
                .samplers
                .sample(batch.set_up, set_up, purpose::BATCH);
            for item in &items {
                let path = self.frames[item.frame].path;
                work += self.code.samplers.sample(batch.per_item, path, item.key);
                self.resources[number as usize].waiting.down(self.now);
                self.stop_clock(item.frame);
                self.start_clock(item.frame, element, OWN);
            }
            let resource = &mut self.resources[number as usize];
            let line = &mut resource.places[at];
            line.next_batch = line.next_batch.wrapping_add(1);
            let batch = line.next_batch;
            line.batches.push((batch, items));
            let done = Timer::BatchDone {
                resource: number,
                place,
                batch,
            };
            self.set_timer(self.now.saturating_add(work), done);
        }
    }

    /// Batches of an instance that has died are gone.
    pub(crate) fn drop_batches(&mut self, station: u32) {
        let group = self.stations[station as usize].group;
        let at = (station - self.groups[group as usize].first) as usize;
        for resource in self.resources.iter_mut().filter(|r| r.group == group) {
            for _ in std::mem::take(&mut resource.places[at].batches) {
                resource.places[at].busy -= 1;
                resource.busy.down(self.now);
            }
        }
    }

    /// A batch is done: its visits go on.
    pub(crate) fn batch_done(&mut self, number: u32, place: u32, batch: u32) {
        let resource = &mut self.resources[number as usize];
        let line = &mut resource.places[place as usize];
        let Some(at) = line.batches.iter().position(|(number, _)| *number == batch) else {
            return;
        };
        let (_, items) = line.batches.swap_remove(at);
        line.busy -= 1;
        resource.busy.down(self.now);
        // Pushed in reverse: the first goes on first.
        for item in items.iter().rev() {
            if self.is_there(item) {
                self.go_ahead(item.frame);
            }
        }
        self.start_batches(number, place);
    }
}
