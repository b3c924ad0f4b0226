//! What instances do beyond serving their visits in order: impatience, memory, idleness, breakdowns. None
//! of this is looked at where a network does not have it.

use spinout_network::{Conduct as Data, Idle, Order};

use crate::{
    clock::WAIT,
    draw::{purpose, request_path},
    engine::Simulation,
    frames::{Frame, MESSAGE, NONE, State},
    sample::{Samplers, nanoseconds},
    station::Life,
    timer::Timer,
    visit::Next,
};

/// Conduct of a group, made ready. Times are samplers, or [`NONE`].
#[derive(Debug, Clone)]
pub(crate) struct Conduct {
    pub(crate) order: Order,
    patience: u32,
    /// Visits that fit into the memory of an instance.
    room: u32,
    restart: u32,
    set_up: u32,
    vacation: u32,
    after: u32,
    lasts: u32,
    loses_work: bool,
    /// Time until the machine of an instance is taken back, the notice, and the time until another is there.
    spot: Option<(u32, u64, u32)>,
    /// Start of the paths of what happens by itself.
    base: u64,
    pub(crate) places: Vec<Place>,
}

/// What one instance remembers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Place {
    /// The last waiting visit of each priority, the highest first, or [`NONE`].
    pub(crate) tails: Vec<u32>,
    /// Whether it sleeps until a visit comes.
    asleep: bool,
    /// Whether it is out of memory, and about to be killed.
    doomed: bool,
    /// Number of its life: timers of an earlier one mean nothing.
    pub(crate) life: u32,
    /// Draws made for it.
    turns: u64,
    /// Nanosecond until which it is down by itself.
    down_until: u64,
}

impl Conduct {
    /// None where nothing is out of the ordinary.
    pub(crate) fn new(
        data: &Data,
        (instances, slots, ranks): (u32, u32, usize),
        base: u64,
        samplers: &mut Samplers,
    ) -> Option<Box<Self>> {
        let quota_only = Data {
            quota: data.quota,
            ..Data::default()
        };
        if *data == quota_only {
            return None;
        }
        let mut sampler = |time: Option<&spinout_network::Distribution>| {
            time.map_or(NONE, |time| samplers.add(time))
        };
        let idle = |set_up: bool| {
            data.idle.as_ref().and_then(|idle| match idle {
                Idle::SetUp { time } => set_up.then_some(time),
                Idle::Vacation { time } => (!set_up).then_some(time),
            })
        };
        let breakdowns = data.breakdowns.as_ref();
        let place = Place {
            tails: vec![NONE; ranks],
            ..Place::default()
        };
        Some(Box::new(Self {
            order: data.order,
            patience: sampler(data.patience.as_ref()),
            room: data
                .memory
                .as_ref()
                .map_or(u32::MAX, |memory| memory.room()),
            restart: sampler(data.memory.as_ref().map(|memory| &memory.restart)),
            set_up: sampler(idle(true)),
            vacation: sampler(idle(false)),
            after: sampler(breakdowns.map(|b| &b.after)),
            lasts: sampler(breakdowns.map(|b| &b.lasts)),
            loses_work: breakdowns.is_some_and(|b| b.loses_work),
            spot: data.spot.as_ref().map(|(spot, again)| {
                let after = samplers.add(&spot.after);
                (after, nanoseconds(spot.notice), samplers.add(again))
            }),
            base,
            places: vec![place; instances as usize],
        }))
        .inspect(|conduct| debug_assert!(conduct.room > 0 && slots > 0))
    }

    /// Slots that an instance which is awake may fill before anything else is looked at.
    fn slots(&self, slots: u32) -> u32 {
        slots.min(self.room)
    }
}

impl Simulation {
    /// The conduct of an instance's group.
    pub(crate) fn conduct(&self, number: u32) -> Option<&Conduct> {
        let group = &self.groups[self.stations[number as usize].group as usize];
        group.conduct.as_deref()
    }

    fn place(&mut self, number: u32) -> Option<&mut Place> {
        let group = &mut self.groups[self.stations[number as usize].group as usize];
        let first = group.first;
        let conduct = group.conduct.as_deref_mut()?;
        conduct.places.get_mut((number - first) as usize)
    }

    /// A time of something that happens to an instance by itself.
    fn turn(&mut self, number: u32, sampler: u32) -> u64 {
        let Some(base) = self.conduct(number).map(|conduct| conduct.base) else {
            return 0;
        };
        let Some(place) = self.place(number) else {
            return 0;
        };
        place.turns += 1;
        let path = request_path(base ^ (u64::from(number) << 40), place.turns);
        self.code.samplers.sample(sampler, path, purpose::INSTANCE)
    }

    fn set_turn(&mut self, number: u32, sampler: u32, timer: impl Fn(u32, u32) -> Timer) -> u64 {
        let due = self.now.saturating_add(self.turn(number, sampler));
        let life = self.place(number).map_or(0, |place| place.life);
        self.set_timer(due, timer(number, life));
        due
    }

    /// The instances that are there at the beginning take visits.
    pub(crate) fn begin_conducts(&mut self) {
        for station in 0..self.stations.len() as u32 {
            if self.stations[station as usize].life == Life::Up && self.conduct(station).is_some() {
                self.begin_conduct(station);
            }
        }
    }

    /// An instance begins to take visits.
    #[cold]
    #[inline(never)]
    pub(crate) fn begin_conduct(&mut self, number: u32) {
        let slots = self.groups[self.stations[number as usize].group as usize].slots;
        let Some(conduct) = self.conduct(number) else {
            return;
        };
        let (set_up, vacation, after) = (conduct.set_up, conduct.vacation, conduct.after);
        let spot = conduct.spot;
        let awake = conduct.slots(slots);
        let station = &mut self.stations[number as usize];
        let sleeps = set_up != NONE || vacation != NONE;
        station.open(if sleeps { 0 } else { awake });
        let processor = station.processor;
        if processor != NONE {
            self.sharing.stall(processor, self.now, false);
        }
        if let Some(place) = self.place(number) {
            place.life = place.life.wrapping_add(1);
            place.asleep = set_up != NONE;
        }
        if vacation != NONE {
            self.set_turn(number, vacation, |station, life| Timer::Open {
                station,
                life,
            });
        }
        if after != NONE {
            self.set_turn(number, after, |station, life| Timer::BreakDown {
                station,
                life,
            });
        }
        if spot.is_some() && self.now >= self.start {
            self.rent(number);
        }
    }

    /// A machine that will be taken back. Those that are there when the scenario starts count from then.
    pub(crate) fn rent(&mut self, number: u32) {
        let spot = self.conduct(number).and_then(|conduct| conduct.spot);
        if let Some((after, ..)) = spot {
            self.set_turn(number, after, |station, life| Timer::Notice {
                station,
                life,
            });
        }
    }

    /// What happens to the machine of an instance, in this life of it; none where it is not on one.
    fn rented(&mut self, number: u32, life: u32) -> Option<(u32, u64, u32)> {
        let there = matches!(
            self.stations[number as usize].life,
            Life::Up | Life::Leaving | Life::Draining
        );
        let same = self.place(number).is_some_and(|place| place.life == life);
        let spot = self.conduct(number).and_then(|conduct| conduct.spot);
        spot.filter(|_| same && there)
    }

    /// The machine of an instance will be taken back: it begins nothing new.
    pub(crate) fn notice(&mut self, number: u32, life: u32) {
        let Some((_, notice, _)) = self.rented(number, life) else {
            return;
        };
        self.begin_nothing_new(number);
        self.members_changed(self.stations[number as usize].group as usize);
        let due = self.now.saturating_add(notice);
        let station = number;
        self.set_timer(due, Timer::Lost { station, life });
    }

    /// The machine of an instance is gone; another one comes.
    pub(crate) fn machine_lost(&mut self, number: u32, life: u32) {
        if let Some((.., again)) = self.rented(number, life) {
            let group = self.stations[number as usize].group as usize;
            self.tallies[group].lost += 1;
            self.go_down(number, again);
        }
    }

    /// An instance has died, with everything in it.
    pub(crate) fn end_conduct(&mut self, number: u32) {
        if let Some(place) = self.place(number) {
            place.life = place.life.wrapping_add(1);
            place.doomed = false;
            place.tails.fill(NONE);
        }
        let processor = self.stations[number as usize].processor;
        if processor != NONE {
            self.sharing.stall(processor, self.now, false);
        }
    }

    /// A visit has to wait at an instance with a conduct, or is refused where the accept queue is
    /// `bounded`.
    #[cold]
    #[inline(never)]
    pub(crate) fn admit_with_conduct(
        &mut self,
        id: u32,
        element: u32,
        number: u32,
        bounded: bool,
    ) -> Next {
        let Some(conduct) = self.conduct(number) else {
            return Next::Idle;
        };
        let (set_up, patience, room) = (conduct.set_up, conduct.patience, conduct.room);
        let group = self.stations[number as usize].group as usize;
        let present = self.stations[number as usize].present();
        let now = self.now;
        let Some(place) = self.place(number) else {
            return Next::Idle;
        };
        if present >= room && !std::mem::replace(&mut place.doomed, true) {
            let life = place.life;
            self.set_timer(
                now,
                Timer::OutOfMemory {
                    station: number,
                    life,
                },
            );
        }
        if bounded && self.stations[number as usize].waiting.length >= self.groups[group].accept {
            return self.overflow(id, group, number);
        }
        if self
            .place(number)
            .is_some_and(|place| std::mem::take(&mut place.asleep))
        {
            self.set_turn(number, set_up, |station, life| Timer::Open {
                station,
                life,
            });
        }
        self.wait_in(id, element, number);
        self.line_up(id, number);
        if patience != NONE && bounded {
            let path = self.frames[id].path;
            let time = self.code.samplers.sample(patience, path, purpose::PATIENCE);
            let due = now.saturating_add(time);
            self.set_timer(due, Timer::GiveUp { frame: id, path });
        }
        Next::Idle
    }

    /// A visit that still waits for its slot gives up.
    pub(crate) fn lose_place(&mut self, id: u32, path: u64) {
        let frame = &self.frames[id];
        if frame.state != State::Waiting || frame.path != path || frame.is(MESSAGE) {
            return;
        }
        let number = frame.station;
        let place = self.stations[number as usize]
            .waiting
            .place_of(&self.frames, id);
        let Some(place) = place else { return };
        self.leave_line(number, place);
        let group = &mut self.groups[self.stations[number as usize].group as usize];
        group.waiting.down(self.now);
        group.abandoned += 1;
        self.stop_clock(id);
        self.leave_all(id);
        self.frames[id].station = NONE;
        self.frames[id].state = State::Running;
        let next = self.answer(id, false);
        self.ready.push(next);
    }

    /// An instance has nothing to do any more.
    #[cold]
    #[inline(never)]
    pub(crate) fn idle(&mut self, number: u32) {
        let Some(conduct) = self.conduct(number) else {
            return;
        };
        let (set_up, vacation) = (conduct.set_up, conduct.vacation);
        if self.stations[number as usize].busy > 0 || (set_up, vacation) == (NONE, NONE) {
            return;
        }
        self.stations[number as usize].open(0);
        if vacation != NONE {
            self.set_turn(number, vacation, |station, life| Timer::Open {
                station,
                life,
            });
        } else if let Some(place) = self.place(number) {
            place.asleep = true;
        }
    }

    /// An instance is set up, or back from a vacation: those that wait take its slots.
    pub(crate) fn open_up(&mut self, number: u32, life: u32) {
        if self.place(number).is_none_or(|place| place.life != life) {
            return;
        }
        let slots = self.groups[self.stations[number as usize].group as usize].slots;
        let Some(conduct) = self.conduct(number) else {
            return;
        };
        let awake = conduct.slots(slots);
        self.stations[number as usize].open(awake);
        while self.stations[number as usize].busy < awake {
            let Some(next) = self.next_in_line(number) else {
                break;
            };
            let station = &mut self.stations[number as usize];
            station.busy += 1;
            let group = &mut self.groups[station.group as usize];
            group.busy.up(self.now);
            group.waiting.down(self.now);
            group.visits += 1;
            self.stop_clock(next);
            if let Next::Run(next) = self.start(next) {
                // Its clock stands still until it runs.
                self.frames[next].state = State::Running;
                self.ready.push(Next::Run(next));
            }
        }
        // Nobody waited: it goes away again.
        self.idle(number);
    }

    /// An instance is killed for want of memory.
    pub(crate) fn out_of_memory(&mut self, number: u32, life: u32) {
        let restart = self.conduct(number).map_or(NONE, |conduct| conduct.restart);
        if self.place(number).is_some_and(|place| place.life == life) {
            self.go_down(number, restart);
        }
    }

    /// An instance dies by itself, and comes back after a time.
    fn go_down(&mut self, number: u32, lasts: u32) {
        let station = &self.stations[number as usize];
        let group = station.group as usize;
        if matches!(station.life, Life::Off | Life::Crashed) {
            return;
        }
        self.groups[group].killed += 1;
        let until = self.now.saturating_add(self.turn(number, lasts));
        self.crash(group, &[number]);
        let Some(place) = self.place(number) else {
            return;
        };
        place.down_until = until;
        let life = place.life;
        self.set_timer(
            until,
            Timer::Restart {
                station: number,
                life,
            },
        );
    }

    /// An instance that died by itself may be up again.
    pub(crate) fn restart(&mut self, number: u32, life: u32) {
        let same = self.place(number).is_some_and(|place| place.life == life);
        if same && self.stations[number as usize].life == Life::Crashed && self.is_sound(number) {
            self.put_in(number);
        }
    }

    /// Whether an instance is not down by itself.
    pub(crate) fn is_awake(&mut self, number: u32) -> bool {
        let now = self.now;
        self.place(number)
            .is_none_or(|place| place.down_until <= now)
    }

    /// An instance breaks down.
    pub(crate) fn break_down(&mut self, number: u32, life: u32) {
        if self.place(number).is_none_or(|place| place.life != life) {
            return;
        }
        let Some(conduct) = self.conduct(number) else {
            return;
        };
        let (lasts, loses_work) = (conduct.lasts, conduct.loses_work);
        if loses_work {
            return self.go_down(number, lasts);
        }
        let processor = self.stations[number as usize].processor;
        if processor != NONE {
            self.sharing.stall(processor, self.now, true);
        }
        self.set_turn(number, lasts, |station, life| Timer::Mended {
            station,
            life,
        });
    }

    /// A breakdown that lost no work is over.
    pub(crate) fn mended(&mut self, number: u32, life: u32) {
        if self.place(number).is_none_or(|place| place.life != life) {
            return;
        }
        let processor = self.stations[number as usize].processor;
        if processor != NONE {
            self.sharing.stall(processor, self.now, false);
        }
        let after = self.conduct(number).map_or(NONE, |conduct| conduct.after);
        self.set_turn(number, after, |station, life| Timer::BreakDown {
            station,
            life,
        });
    }

    /// A visit waits for a slot from now on.
    pub(crate) fn wait_in(&mut self, id: u32, element: u32, number: u32) {
        let group = &mut self.groups[self.stations[number as usize].group as usize];
        if group.waiting.count == 0 {
            group.waiting_since = self.now;
        }
        group.waiting.up(self.now);
        group.waiting_max = group.waiting_max.max(group.waiting.count);
        let waits_for = group.element;
        let frame: &mut Frame = &mut self.frames[id];
        frame.station = number;
        frame.state = State::Waiting;
        self.elements[element as usize].present.up(self.now);
        self.start_clock(id, waits_for, WAIT);
    }
}
