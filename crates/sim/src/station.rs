//! Groups and their instances at run time.

use spinout_network::{Balancing, Group as GroupData, Order, Scaler};

use crate::{
    conduct::Conduct,
    draw::{Draw, purpose},
    entrance::Entrance,
    frames::{List, NONE},
    level::Level,
    sharing::Sharing,
};

/// Cores where there is no contention.
const UNLIMITED: f64 = 1e12;

/// What computing at an instance means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Discipline {
    /// Takes its time, no contention.
    Delay,
    /// A core for each slot: first-in first-out.
    Servers,
    /// Cores shared by the visits that compute.
    Sharing,
    /// Cores for those with the highest priority.
    Ranked,
}

/// Life of an instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Life {
    /// Not there.
    Off,
    /// Will take visits from the time given, in nanoseconds.
    Starting(u64),
    Up,
    /// An environment of a function, idle or with a request.
    Serving,
    /// Takes no new visits, and goes when those that it has are done.
    Draining,
    /// Takes no new visits, and will be gone with its machine.
    Leaving,
    /// Waits for a node.
    Pending,
    /// Dead until the fault ends.
    Crashed,
}

/// One instance.
#[derive(Debug, Clone)]
pub(crate) struct Station {
    pub(crate) group: u32,
    pub(crate) life: Life,
    /// Nanoseconds at which it was ready.
    pub(crate) ready: u64,
    /// Slots in use.
    pub(crate) busy: u32,
    /// Slots that visits may take at once: all of them, unless its conduct keeps it shut.
    pub(crate) room: u32,
    /// The same where nobody is turned away at the entrance; else `room` is 0.
    pub(crate) awake: u32,
    guarded: bool,
    /// Factor on demands and delays; 1 unless a fault slows it down.
    pub(crate) slowness: f64,
    /// Threshold of injected errors; 0 = none.
    pub(crate) errors: u64,
    /// Visits waiting for a slot.
    pub(crate) waiting: List,
    /// Branches that go on after their visit has ended.
    pub(crate) lingering: u32,
    /// Number of its shared cores, or [`NONE`].
    pub(crate) processor: u32,
    /// Number of what paces its delays, which a fault may slow down, or [`NONE`].
    pub(crate) pauses: u32,
}

impl Station {
    /// So many slots may be filled without anything else being looked at.
    pub(crate) fn open(&mut self, awake: u32) {
        self.awake = awake;
        self.room = if self.guarded { 0 } else { awake };
    }

    pub(crate) fn present(&self) -> u32 {
        self.busy + self.waiting.length
    }

    /// Apart, so that the conversions are not done where they are not needed.
    #[cold]
    #[inline(never)]
    fn stretched(&self, time: u64) -> u64 {
        (time as f64 * self.slowness) as u64
    }
}

/// Equal instances.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    pub(crate) element: u32,
    pub(crate) discipline: Discipline,
    /// Slots of an instance; `u32::MAX` = unlimited.
    pub(crate) slots: u32,
    pub(crate) limited: bool,
    /// Visits that may wait at an instance.
    pub(crate) accept: u32,
    /// Who is turned away although there is room, if anybody.
    pub(crate) entrance: Option<Box<Entrance>>,
    pub(crate) cores: f64,
    balancing: Balancing,
    cursor: usize,
    /// Its instances are `first .. first + count`.
    pub(crate) first: u32,
    pub(crate) count: u32,
    /// Instances that take visits, in order.
    pub(crate) up: Vec<u32>,
    pub(crate) scaler: Option<Scaler>,
    /// Where the draws of its instances start, how many have been launched, and the sampler of the time
    /// that takes.
    pub(crate) base: u64,
    pub(crate) launched: u64,
    pub(crate) start_up: u32,
    /// Visits that are held until an instance is up.
    pub(crate) held: List,
    /// Whether a fault slows any of its instances down.
    pub(crate) slow: bool,
    /// Queues that it consumes.
    pub(crate) consumes: Vec<u32>,
    /// Slots in use.
    pub(crate) busy: Level,
    /// Visits waiting for a slot.
    pub(crate) waiting: Level,
    /// Whether its visits do nothing but compute: then a slot in use is a core in use.
    pub(crate) only_computes: bool,
    /// Cores in use where they are neither shared nor the same as slots.
    pub(crate) computing: Level,
    /// Instances that exist, and that have slots and cores.
    pub(crate) replicas: Level,
    pub(crate) replicas_max: u64,
    pub(crate) ready: Level,
    pub(crate) waiting_since: u64,
    pub(crate) waiting_max: u64,
    pub(crate) visits: u64,
    pub(crate) refused: u64,
    /// Visits that gave up waiting, and instances that died by themselves.
    pub(crate) abandoned: u64,
    pub(crate) killed: u64,
    /// What its instances do beyond serving visits in order, if anything.
    pub(crate) conduct: Option<Box<Conduct>>,
    /// Visits of callers who were not let in.
    pub(crate) denied: u64,
    /// Of these, those that had a slot, and no token or one that was too old.
    pub(crate) without_token: u64,
    pub(crate) with_old_token: u64,
    /// First overflow of an accept queue: since when it filled, when, and with how many.
    pub(crate) full: Option<(u64, u64, u64)>,
}

impl Group {
    /// Makes a group and its instances. `divides`: its visits may compute in several branches at once.
    pub(crate) fn new(
        data: &GroupData,
        (number, divides): (u32, bool),
        stations: &mut Vec<Station>,
        sharing: &mut Sharing,
        slows_down: bool,
    ) -> Self {
        let slots = data.slots.map_or(u32::MAX, |slots| slots.count);
        let stalls = data
            .conduct
            .breakdowns
            .as_ref()
            .is_some_and(|b| !b.loses_work);
        let quota = data
            .conduct
            .quota
            .filter(|quota| data.cores.is_some_and(|c| quota.cores < c));
        let discipline = match data.cores {
            Some(_) if data.conduct.order == Order::PriorityPreemptive => Discipline::Ranked,
            // What stands still or slows down while it computes is paced by virtual time.
            _ if slows_down || stalls || quota.is_some() => Discipline::Sharing,
            None => Discipline::Delay,
            Some(cores) if f64::from(slots) <= cores && !divides => Discipline::Servers,
            Some(_) => Discipline::Sharing,
        };
        let cores = quota.map_or(data.cores.unwrap_or(0.0), |quota| quota.cores);
        let first = stations.len() as u32;
        let count = data.max_replicas();
        let entrance = Entrance::new(&data.entrance, count);
        let guarded = entrance.is_some();
        for instance in 0..count {
            let shared = matches!(discipline, Discipline::Sharing | Discipline::Ranked);
            stations.push(Station {
                group: number,
                life: if instance < data.replicas {
                    Life::Up
                } else {
                    Life::Off
                },
                ready: 0,
                busy: 0,
                room: if guarded { 0 } else { slots },
                awake: slots,
                guarded,
                slowness: 1.0,
                errors: 0,
                waiting: List::default(),
                lingering: 0,
                processor: if shared {
                    let processor = sharing.add(data.cores.unwrap_or(UNLIMITED), quota);
                    if discipline == Discipline::Ranked {
                        sharing.rank(processor);
                    }
                    processor
                } else {
                    NONE
                },
                pauses: if slows_down {
                    sharing.add(UNLIMITED, None)
                } else {
                    NONE
                },
            });
        }
        let mut replicas = Level::default();
        replicas.set(0, u64::from(data.replicas));
        Self {
            element: data.element.0,
            discipline,
            slots,
            limited: data.slots.is_some(),
            accept: data.accept_queue.unwrap_or(u32::MAX),
            cores,
            balancing: data.balancing,
            cursor: 0,
            first,
            count,
            up: (first..first + data.replicas).collect(),
            scaler: data.scaler.clone(),
            base: 0,
            launched: 0,
            start_up: NONE,
            held: List::default(),
            slow: false,
            consumes: Vec::new(),
            busy: Level::default(),
            waiting: Level::default(),
            only_computes: false,
            computing: Level::default(),
            replicas,
            replicas_max: replicas.count,
            ready: replicas,
            waiting_since: 0,
            waiting_max: 0,
            visits: 0,
            refused: 0,
            abandoned: 0,
            killed: 0,
            conduct: None,
            denied: 0,
            without_token: 0,
            with_old_token: 0,
            full: None,
            entrance,
        }
    }

    /// The instance for a visit; none if none is up.
    #[inline]
    pub(crate) fn pick(&mut self, stations: &[Station], path: u64) -> Option<u32> {
        match self.up[..] {
            [] => None,
            [only] => Some(only),
            _ => Some(self.balance(stations, path)),
        }
    }

    fn balance(&mut self, stations: &[Station], path: u64) -> u32 {
        let present = |station: u32| stations[station as usize].present();
        let mut draw = Draw::new(path, purpose::BALANCE);
        let count = self.up.len();
        match self.balancing {
            Balancing::Random => self.up[draw.below(count)],
            Balancing::RoundRobin => {
                self.cursor = if self.cursor + 1 < count {
                    self.cursor + 1
                } else {
                    0
                };
                self.up[self.cursor]
            }
            Balancing::LeastConnections => {
                let mut best = self.up[0];
                for &station in &self.up[1..] {
                    if present(station) < present(best) {
                        best = station;
                    }
                }
                best
            }
            Balancing::TwoChoices => {
                let one = draw.below(count);
                let other = (one + 1 + draw.below(count - 1)) % count;
                let (one, other) = (self.up[one], self.up[other]);
                if present(other) < present(one) {
                    other
                } else {
                    one
                }
            }
        }
    }

    /// A demand or delay under the present slowness of one of its instances.
    #[inline(always)]
    pub(crate) fn slowed(&self, time: u64, station: &Station) -> u64 {
        if self.slow {
            station.stretched(time)
        } else {
            time
        }
    }

    /// Its instances.
    pub(crate) fn stations(&self) -> std::ops::Range<usize> {
        self.first as usize..(self.first + self.count) as usize
    }

    /// ∫ cores in use from the run's start, in core-seconds.
    pub(crate) fn core_seconds(&self, stations: &[Station], sharing: &Sharing, now: u64) -> f64 {
        if self.cores == 0.0 {
            0.0
        } else if matches!(self.discipline, Discipline::Sharing | Discipline::Ranked) {
            let instances = &stations[self.stations()];
            instances
                .iter()
                .map(|station| sharing.busy(station.processor, now))
                .sum()
        } else {
            let level = if self.only_computes {
                self.busy
            } else {
                self.computing
            };
            level.integral(now) as f64 / crate::sample::SECOND
        }
    }
}
