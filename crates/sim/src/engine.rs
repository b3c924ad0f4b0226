//! The event loop.

use std::{collections::BTreeMap, ops::ControlFlow};

use spinout_network::{Fault, Network, Replay, key::key_of};

use crate::{
    apart::Follower,
    broker::{Queue, lane::Lane, letter::Letters, outbox::Relay, replay::ReplayState},
    cache::{Cache, CacheRecorder},
    capacity::{CapacityRecorder, CapacityTally},
    compile::Code,
    conduct::Conduct,
    config::{ConfigError, RunConfig},
    deploy::Rollout,
    draw,
    event_queue::EventQueue,
    fault::slows_down,
    fork::Forks,
    frames::{Frames, NONE},
    function::{self, Functions},
    guard::Guard,
    job::JobState,
    journey::Journey,
    judge::Judge,
    link_report::LinkRecorder,
    new_journey::{new_journey, users},
    order,
    placement::Placement,
    recursion::{Plan, Recursion},
    replicated::{Replicated, ReplicatedRecorder},
    report::{Outcome, Report},
    resource::Resource,
    sample::nanoseconds,
    scaler::ScalerState,
    series::Recorder,
    sharing::Sharing,
    shift::Schedule,
    station::{Group, Station},
    timeout::Ring,
    timer::{Timer, Timers},
    trouble::Troubles,
    visit::Next,
    visit_times::VisitTimes,
};

pub(crate) use crate::{handle, level::ElementTally};

/// How far a run has come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// Share of the run's time that is over, in 0 to 1, its drain left out.
    pub done: f64,
    /// Events run.
    pub events: u64,
    /// Requests that came.
    pub requests: u64,
}

/// One replication of a network, ready to run or running. Equal networks and configurations give equal
/// reports to the bit, on every machine.
#[derive(Debug, Clone)]
pub struct Simulation {
    pub(crate) code: Code,
    pub(crate) frames: Frames,
    pub(crate) events: EventQueue,
    pub(crate) sharing: Sharing,
    pub(crate) groups: Vec<Group>,
    pub(crate) stations: Vec<Station>,
    pub(crate) queues: Vec<Queue>,
    /// What consumer groups have of the queues, in the queues' order.
    pub(crate) lanes: Vec<Lane>,
    /// Lane and position of every consumer.
    pub(crate) ways: Vec<(u32, u32)>,
    pub(crate) letters: Letters,
    /// By policy of a publication.
    pub(crate) relays: Vec<Relay>,
    pub(crate) replays: Vec<ReplayState>,
    /// Effects of both halves of dual writes, by request and write.
    pub(crate) dual_writes: BTreeMap<(u32, u32), [u32; 2]>,
    pub(crate) journeys: Vec<Journey>,
    pub(crate) rings: Vec<Ring>,
    pub(crate) elements: Vec<ElementTally>,
    pub(crate) faults: Vec<Fault>,
    /// Faults that are on.
    pub(crate) active: Vec<bool>,
    /// How far bad versions have come, by fault.
    pub(crate) rollouts: Vec<Rollout>,
    /// Samplers of the faults' further latencies, by fault.
    pub(crate) delays: Vec<u32>,
    /// What ways suffer under the faults that are on.
    pub(crate) troubles: Troubles,
    /// How traffic goes over from old ways to new ones.
    pub(crate) schedules: Vec<Schedule>,
    /// Whether errors are injected anywhere.
    pub(crate) errors: bool,
    pub(crate) scalers: Vec<ScalerState>,
    pub(crate) functions: Functions,
    /// How many requests more the functions of each account may run.
    pub(crate) accounts: Vec<u32>,
    pub(crate) timers: Timers,
    /// What the capacity of each group goes through, and what is told of it.
    pub(crate) tallies: Vec<CapacityTally>,
    pub(crate) jobs: Vec<JobState>,
    /// What groups share, if they do.
    pub(crate) placement: Option<Box<Placement>>,
    pub(crate) capacity: CapacityRecorder,
    pub(crate) recorder: Recorder,
    pub(crate) judge: Option<Box<Judge>>,
    /// The journey that is followed, where a run is split.
    pub(crate) follower: Option<Box<Follower>>,
    pub(crate) visit_times: Option<Box<VisitTimes>>,
    /// Nanoseconds of requests' time by (row, element, kind), modulo 2⁶⁴. See [`crate::clock`].
    pub(crate) times: Vec<u64>,
    /// Iterations left and done of repetitions, by frame.
    pub(crate) loops: Vec<[u32; 2]>,
    /// Sizes of requests by frame, in billionths of a MiB.
    pub(crate) sizes: Vec<u64>,
    /// Paths to go back to where something fails, by frame.
    pub(crate) tried: Vec<u64>,
    pub(crate) forks: Forks,
    pub(crate) guards: Vec<Guard>,
    /// Epoch of the breaker when a frame's guarded call set out, and that time, by frame.
    pub(crate) watched: Vec<(u32, u64)>,
    pub(crate) links: LinkRecorder,
    /// Locks, pools and workers; by frame, the ticket it waits with and for which; and the last one.
    pub(crate) resources: Vec<Resource>,
    pub(crate) tickets: Vec<(u32, u32)>,
    pub(crate) last_ticket: u32,
    pub(crate) replicated: Vec<Replicated>,
    pub(crate) replicated_recorder: ReplicatedRecorder,
    pub(crate) caches: Vec<Cache>,
    pub(crate) cache_recorder: CacheRecorder,
    /// Visits that can go on at this moment.
    pub(crate) ready: Vec<Next>,
    /// Number of the last time-out.
    pub(crate) serial: u32,
    pub(crate) now: u64,
    /// Requests that count in a window and are not completed.
    pub(crate) open: u64,
    /// Nanoseconds since the run's start at which the scenario starts and ends.
    pub(crate) start: u64,
    pub(crate) horizon: u64,
    pub(crate) drain: u64,
    pub(crate) live_limit: u32,
    event_limit: u64,
    pub(crate) event_count: u64,
    /// Events until the slice ends.
    pub(crate) left: u64,
    /// Those of the slice that stood for the work of its ticks, and were not run.
    pub(crate) spent: u64,
    /// Time at the end of the last slice, and events since it changed.
    stood_at: u64,
    stood_for: u64,
    pub(crate) outcome: Option<Outcome>,
    /// The run, where it needs no event list.
    pub(crate) recursion: Option<Box<Recursion>>,
}

/// Events at one moment after which time is taken to stand still: users who need no time at all would go
/// on for ever.
const STANDSTILL: u64 = 20_000_000;

/// Cells of the table of where time goes: journeys (before and after the answer) × elements.
const TIME_CELLS: usize = 2_000_000;

/// Events between two looks at the host.
const SLICE: u64 = 1 << 15;

impl Simulation {
    /// Makes a run ready.
    ///
    /// # Errors
    /// [`ConfigError`] if the network is not valid or the configuration cannot be run.
    pub fn new(network: &Network, config: &RunConfig) -> Result<Self, ConfigError> {
        config.check()?;
        network.validate()?;
        let cells = (2 * network.journeys.len() + 1).saturating_mul(network.elements.len());
        if cells > TIME_CELLS {
            return Err(ConfigError::TooLarge);
        }
        let mut code = Code::new(network);
        let start = nanoseconds(config.pre_roll);
        let horizon = start + nanoseconds(config.horizon).max(1);
        let mut rings: Vec<Ring> = code
            .rings
            .iter()
            .map(|length| Ring::new(*length, false))
            .collect();
        let (mut sharing, mut stations, mut groups) = (Sharing::default(), Vec::new(), Vec::new());
        for (number, group) in network.groups.iter().enumerate() {
            let divides = code.divides(network, number);
            groups.push(Group::new(
                group,
                (number as u32, divides),
                &mut stations,
                &mut sharing,
                slows_down(network, number),
            ));
        }
        sharing.ready();
        let (ranks, levels) = order::ranks(network);
        for (group, data) in groups.iter_mut().zip(&network.groups) {
            let base = draw::source(config.seed, config.replication, key_of(&data.name));
            let size = (group.count, group.slots, levels);
            group.conduct = Conduct::new(&data.conduct, size, base, &mut code.samplers);
        }
        for (number, group) in groups.iter_mut().enumerate() {
            let called = code
                .calls
                .iter()
                .filter(|call| call.group as usize == number);
            group.only_computes = called
                .map(|call| call.entry)
                .all(|entry| code.only_computes(entry));
        }
        let (mut queues, mut lanes, mut ways) = (Vec::new(), Vec::new(), Vec::new());
        for (number, queue) in network.queues.iter().enumerate() {
            queues.push(Queue::new(queue, lanes.len() as u32));
            for data in &queue.groups {
                let lane = lanes.len() as u32;
                let numbers = (number as u32, ways.len() as u32);
                lanes.push(Lane::new(numbers, queue, data, &mut code, &groups));
                for (who, consumer) in (0..).zip(&data.consumers) {
                    ways.push((lane, who));
                    let group: &mut Group = &mut groups[consumer.group.at()];
                    if !group.consumes.contains(&lane) {
                        group.consumes.push(lane);
                    }
                    let entry = code.entries[consumer.program.at()];
                    group.only_computes &= code.only_computes(entry);
                }
            }
        }
        let journeys = network
            .journeys
            .iter()
            .enumerate()
            .zip(ranks)
            .map(|(journey, rank)| Journey {
                rank,
                ..new_journey(network, config, journey, &mut code, &mut rings)
            })
            .collect();
        let guards = network.links.iter();
        let guards = guards.map(|link| Guard::new(link, &groups)).collect();
        let scalers = groups.iter().map(|_| ScalerState::default()).collect();
        for (group, data) in groups.iter_mut().zip(&network.groups) {
            let key = key_of(&data.name);
            group.base = draw::source(config.seed, config.replication, key);
            if let Some(scaler) = &data.scaler {
                group.start_up = code.samplers.add(&scaler.start_up);
            }
        }
        let draws = (config.seed, config.replication);
        let placement = Placement::new(network, stations.len(), &mut code, draws);
        for (group, request) in groups.iter_mut().zip(&network.placement.requests) {
            if group.start_up == NONE {
                group.start_up = code.samplers.add(&request.start_up);
            }
        }
        let (functions, accounts) = function::all(network, &groups, &mut code);
        let resources = Resource::all(network, &groups, &mut code.samplers);
        let caches = Cache::all(network, &groups);
        let tallies = vec![CapacityTally::default(); groups.len()];
        let recorder = Recorder::new(config, start, horizon, network);
        let judge = config.judgement.as_ref().map(|judgement| {
            Box::new(Judge::new(
                judgement,
                start,
                horizon,
                network.journeys.len(),
            ))
        });
        let mut simulation = Self {
            frames: Frames::new(code.tokens),
            events: EventQueue::default(),
            sharing,
            groups,
            stations,
            queues,
            lanes,
            ways,
            letters: Letters::default(),
            relays: (0..code.policies.len() as u64)
                .map(|number| Relay::new(draw::source(config.seed, config.replication, number)))
                .collect(),
            replays: Vec::new(),
            dual_writes: BTreeMap::new(),
            journeys,
            rings,
            elements: vec![ElementTally::default(); network.elements.len()],
            active: vec![false; network.faults.len()],
            rollouts: vec![Rollout::default(); network.faults.len()],
            errors: false,
            delays: Self::delays_of(&network.faults, &mut code),
            troubles: Troubles::default(),
            schedules: (network.schedules.iter())
                .map(|schedule| Schedule::new(schedule, start))
                .collect(),
            faults: network.faults.clone(),
            tallies,
            jobs: JobState::all(network, draws),
            placement,
            capacity: CapacityRecorder::default(),
            functions,
            accounts,
            scalers,
            timers: Timers::default(),
            recorder,
            judge,
            follower: None,
            visit_times: config
                .detail
                .then(|| VisitTimes::new(&code, network.elements.len()))
                .flatten(),
            times: vec![0; cells * crate::clock::KINDS],
            loops: Vec::new(),
            sizes: Vec::new(),
            tried: Vec::new(),
            forks: Forks::default(),
            guards,
            watched: Vec::new(),
            links: LinkRecorder::default(),
            resources,
            tickets: Vec::new(),
            last_ticket: 0,
            replicated: Replicated::all(network, &mut code),
            replicated_recorder: ReplicatedRecorder::default(),
            caches,
            cache_recorder: CacheRecorder::default(),
            ready: Vec::new(),
            serial: 0,
            now: 0,
            open: 0,
            start,
            horizon,
            drain: nanoseconds(config.drain),
            live_limit: config.live_limit.saturating_add(users(network)),
            event_limit: config.event_limit.unwrap_or(u64::MAX),
            event_count: 0,
            left: 0,
            spent: 0,
            stood_at: 0,
            stood_for: 0,
            outcome: None,
            recursion: None,
            code,
        };
        match Plan::new(network, config, &simulation.code, &simulation.groups) {
            Some(plan) => simulation.begin_recursion(plan),
            None => simulation.begin(&network.replays),
        }
        Ok(simulation)
    }

    /// Schedules what happens without cause.
    pub(crate) fn begin(&mut self, replays: &[Replay]) {
        self.events.push(self.start, handle::of(handle::TICK, 0));
        for fault in 0..self.faults.len() {
            let (start, duration) = self.faults[fault].span();
            let from = self.start + nanoseconds(start);
            let number = fault as u32;
            self.set_timer(from, Timer::Fault { number });
            self.set_timer(from + nanoseconds(duration), Timer::Repair { number });
        }
        self.begin_replays(replays);
        self.begin_relays();
        self.errors = self.goes_wrong_anywhere();
        self.begin_placement();
        for group in 0..self.groups.len() {
            self.begin_scaling(group);
        }
        self.begin_conducts();
        self.begin_functions();
        self.begin_jobs();
        for journey in 0..self.journeys.len() {
            self.journeys[journey].rows = self.rows(journey);
            let judged = self.judge.as_ref().filter(|_| !self.is_of_job(journey));
            self.journeys[journey].judged = judged.map(|judge| judge.span);
            self.begin_journey(journey);
        }
    }

    /// Runs up to so many events. False when the run is over.
    pub fn advance(&mut self, events: u64) -> bool {
        if self.recursion.is_some() {
            return self.advance_recursion(events);
        }
        let budget = events.min(self.event_limit.saturating_sub(self.event_count));
        (self.left, self.spent) = (budget, 0);
        while self.left > 0 && self.outcome.is_none() {
            self.left -= 1;
            self.step();
        }
        let run = budget - self.left - self.spent;
        self.event_count += run;
        self.stood_for += run;
        if self.now != self.stood_at {
            (self.stood_at, self.stood_for) = (self.now, 0);
        }
        let over = self.event_count >= self.event_limit || self.stood_for > STANDSTILL;
        if self.outcome.is_none() && over {
            self.outcome = Some(Outcome::EventLimit);
        }
        self.outcome.is_none()
    }

    /// Runs to the end, looking at the host every few thousand events.
    pub fn run(&mut self, control: &mut dyn FnMut(Progress) -> ControlFlow<()>) {
        while self.advance(SLICE) {
            if control(self.progress()).is_break() {
                self.outcome = Some(Outcome::Cancelled);
            }
        }
    }

    /// Runs to the end.
    pub fn run_to_end(&mut self) {
        while self.advance(SLICE) {}
    }

    /// Nanoseconds since the run's start, the pre-roll included.
    #[must_use]
    pub const fn now(&self) -> u64 {
        self.now
    }

    /// How far the run has come.
    #[must_use]
    pub fn progress(&self) -> Progress {
        Progress {
            done: (self.now as f64 / self.horizon as f64).min(1.0),
            events: self.event_count,
            requests: self.journeys.iter().map(|journey| journey.arrived).sum(),
        }
    }

    /// What was found so far; after the run's end, its result.
    #[must_use]
    pub fn report(&self) -> Report {
        self.make_report(self.event_count)
    }

    /// Runs one event.
    #[inline(always)]
    fn step(&mut self) {
        let (completion, processor) = self.sharing.next();
        let next = if self.events.next_time() <= completion {
            let Some(event) = self.events.pop() else {
                // Cannot be: the next tick is always on the list.
                self.outcome = Some(Outcome::Completed);
                return;
            };
            self.now = event.time;
            let number = event.handle() & handle::NUMBER;
            match event.handle() >> handle::SHIFT {
                handle::FRAME => self.wake(number),
                handle::ARRIVAL => self.arrival(number),
                kind => {
                    self.rare(kind, number);
                    Next::Idle
                }
            }
        } else {
            self.now = completion;
            match self.sharing.complete(processor, completion) {
                Some(frame) => {
                    self.stop_clock(frame);
                    Next::Run(frame)
                }
                None => Next::Idle,
            }
        };
        let mut next = next;
        loop {
            self.go_on(next);
            match self.ready.pop() {
                Some(waiting) => next = waiting,
                None => break,
            }
        }
        if self.frames.live > self.live_limit {
            self.outcome = Some(self.overload());
        }
    }

    /// Events that are not visits'.
    #[inline(never)]
    fn rare(&mut self, kind: u32, number: u32) {
        match kind {
            handle::RING => self.ring(number),
            handle::TICK => self.tick(number),
            handle::SCALER => self.scale(number),
            _ => self.timer(number),
        }
    }
}
