//! Functions: an environment for each request inside. An idle one takes the request at once, the newest
//! first; else a new one is started and the request waits for it; else it is throttled.

use spinout_network::{Fault, Function, Network};

use crate::{
    compile::Code,
    draw::{purpose, request_path},
    engine::Simulation,
    frames::{BRANCH, Frame, INSIDE, NONE, State},
    sample::{SECOND, nanoseconds},
    station::{Group, Life},
    timer::Timer,
    visit::Next,
};

/// What requests are billed by, in nanoseconds.
const BILLED: u64 = 1_000_000;

/// What the platform knows of a function.
#[derive(Debug, Clone)]
pub(crate) struct FunctionState {
    provisioned: u32,
    /// Most tokens, and tokens a nanosecond; none = no limit on starting.
    burst: Option<(f64, f64)>,
    tokens: f64,
    filled: u64,
    cold_start: u32,
    idle_expiry: u32,
    /// Nanoseconds; `u64::MAX` = none.
    time_limit: u64,
    /// Idle environments by age, the newest last, those provisioned at the very end: what they are taken
    /// by, and their station.
    idle: Vec<(u64, u32)>,
    /// Its accounts, unless its environments are reserved.
    accounts: Vec<u32>,
    /// Places where an environment can be started.
    off: Vec<u32>,
    /// By place.
    environments: Vec<Environment>,
    started: u64,
    rests: u64,
}

/// An environment.
#[derive(Debug, Clone, Copy, Default)]
struct Environment {
    rank: u64,
    /// The visit that it runs, and since when; none = idle, or starting.
    running: Option<(u32, u64)>,
    /// When it goes unless it is used before; 0 = not idle.
    expires: u64,
    /// When its timers are due; 0 = none is set.
    expiry_due: u64,
    limit_due: u64,
    /// Whether it runs a request of those that its accounts let all functions have together.
    shares: bool,
    /// Nanoseconds that it took to start, until they are billed.
    init: u64,
}

impl FunctionState {
    pub(crate) fn new(data: &Function, first: u32, code: &mut Code) -> Self {
        let places = first..first + data.limit;
        Self {
            provisioned: data.provisioned,
            burst: data
                .burst
                .map(|burst| (f64::from(burst.initial), burst.rate / SECOND)),
            tokens: data.burst.map_or(0.0, |burst| f64::from(burst.initial)),
            filled: 0,
            cold_start: code.samplers.add(&data.cold_start),
            idle_expiry: code.samplers.add(&data.idle_expiry),
            time_limit: data.time_limit.map_or(u64::MAX, nanoseconds),
            idle: Vec::new(),
            accounts: Vec::new(),
            off: places.skip(data.provisioned as usize).rev().collect(),
            environments: vec![Environment::default(); data.limit as usize],
            started: 0,
            rests: 0,
        }
    }

    /// Whether an environment may be started now.
    fn token(&mut self, now: u64) -> bool {
        let Some((most, rate)) = self.burst else {
            return true;
        };
        let filled = self.tokens + (now - self.filled) as f64 * rate;
        self.tokens = filled.min(most);
        self.filled = now;
        // A whole token but for rounding.
        let may = self.tokens >= 1.0 - 1e-9;
        if may {
            self.tokens -= 1.0;
        }
        may
    }

    fn rest(&mut self, station: u32, rank: u64) {
        let place = self.idle.partition_point(|(other, _)| *other < rank);
        self.idle.insert(place, (rank, station));
    }
}

impl Simulation {
    /// Environments that are always there.
    pub(crate) fn begin_functions(&mut self) {
        for number in 0..self.groups.len() {
            self.provision(number);
        }
    }

    /// Brings the provisioned environments up that are not.
    pub(crate) fn provision(&mut self, number: usize) {
        let Some(function) = &mut self.functions[number] else {
            return;
        };
        let group = &mut self.groups[number];
        for place in 0..function.provisioned {
            let station = group.first + place;
            if self.stations[station as usize].life == Life::Off {
                self.stations[station as usize].life = Life::Serving;
                group.replicas.up(self.now);
                group.replicas_max = group.replicas_max.max(group.replicas.count);
                group.ready.up(self.now);
                let rank = u64::MAX - u64::from(place);
                function.environments[place as usize].rank = rank;
                function.rest(station, rank);
            }
        }
    }

    /// A request comes for a function.
    #[inline(never)]
    pub(crate) fn invoke(&mut self, id: u32, number: usize, element: u32) -> Next {
        if self.is_down(number) {
            return self.refuse(id, number);
        }
        let Some(function) = &mut self.functions[number] else {
            return self.refuse(id, number);
        };
        let first = self.groups[number].first;
        let idle = function.idle.last().map(|(_, station)| *station);
        let always = idle.is_some_and(|station| station - first < function.provisioned);
        let left = |account: &u32| self.accounts[*account as usize] > 0;
        let shares = !always && !function.accounts.is_empty();
        if shares && !function.accounts.iter().all(left) {
            self.tallies[number].throttled += 1;
            self.tallies[number].by_account += 1;
            return self.refuse(id, number);
        }
        let new = function.off.last().copied();
        let Some(station) = idle.or_else(|| new.filter(|_| function.token(self.now))) else {
            self.tallies[number].throttled += 1;
            return self.refuse(id, number);
        };
        if shares {
            for account in &function.accounts {
                self.accounts[*account as usize] -= 1;
            }
            function.environments[(station - first) as usize].shares = true;
        }
        if idle.is_some() {
            function.idle.pop();
            self.run_in(station, id);
            return self.admit(id, element, station, false);
        }
        function.off.pop();
        self.tallies[number].cold_starts += 1;
        let group = &mut self.groups[number];
        let path = request_path(group.base, function.started);
        function.started += 1;
        let sampler = function.cold_start;
        let time = self.code.samplers.sample(sampler, path, purpose::START_UP);
        let place = (station - group.first) as usize;
        function.environments[place].rank = function.started;
        function.environments[place].init = time;
        group.replicas.up(self.now);
        group.replicas_max = group.replicas_max.max(group.replicas.count);
        group.ready.up(self.now);
        if time == 0 {
            self.stations[station as usize].life = Life::Serving;
            self.run_in(station, id);
        } else {
            // It is taken while it starts, so that the request waits at it.
            let due = self.now.saturating_add(time);
            self.stations[station as usize].life = Life::Starting(due);
            self.stations[station as usize].busy = 1;
            group.busy.up(self.now);
            self.set_timer(due, Timer::Started { station });
        }
        self.clear_caches(station);
        self.admit(id, element, station, false)
    }

    /// An environment is ready: the request that it was started for runs.
    pub(crate) fn initialised(&mut self, station: u32) {
        let place = &mut self.stations[station as usize];
        place.life = Life::Serving;
        if let Some(id) = place.waiting.first() {
            self.run_in(station, id);
        }
        self.release(station);
    }

    /// Whether all of a group is down by a fault.
    pub(crate) fn is_down(&self, number: usize) -> bool {
        let faults = self.faults.iter().zip(&self.active);
        faults
            .filter(|(_, active)| **active)
            .any(|(fault, _)| match fault {
                Fault::Crash {
                    group,
                    instance: None,
                    ..
                } => group.at() == number,
                _ => false,
            })
    }

    /// The environment at a station, with what it belongs to.
    fn environment(&mut self, station: u32) -> Option<(&mut Environment, u64)> {
        let number = self.stations[station as usize].group as usize;
        let first = self.groups[number].first;
        let function = self.functions[number].as_mut()?;
        let limit = function.time_limit;
        let environment = function.environments.get_mut((station - first) as usize)?;
        Some((environment, limit))
    }

    /// A visit begins to run in an environment.
    fn run_in(&mut self, station: u32, id: u32) {
        let now = self.now;
        let Some((environment, limit)) = self.environment(station) else {
            return;
        };
        environment.running = Some((id, now));
        environment.expires = 0;
        if limit < u64::MAX && environment.limit_due == 0 {
            let due = now.saturating_add(limit);
            environment.limit_due = due;
            self.set_timer(due, Timer::TimeLimit { station });
        }
    }

    /// The run of an environment has ended, and is billed.
    fn bill(&mut self, station: u32) {
        let now = self.now;
        let Some((environment, _)) = self.environment(station) else {
            return;
        };
        let init = std::mem::take(&mut environment.init);
        let ran = environment.running.take();
        let shared = std::mem::take(&mut environment.shares);
        let group = &self.groups[self.stations[station as usize].group as usize];
        let (number, place) = (
            self.stations[station as usize].group as usize,
            station - group.first,
        );
        let Some(function) = &self.functions[number] else {
            return;
        };
        for account in function.accounts.iter().filter(|_| shared) {
            self.accounts[*account as usize] += 1;
        }
        let tally = &mut self.tallies[number];
        let whole = |time: u64| time.div_ceil(BILLED) * BILLED;
        let run = ran.map_or(0, |(_, since)| now - since);
        tally.invocations += u64::from(ran.is_some());
        tally.billed = tally.billed.wrapping_add(whole(run));
        tally.starting = tally.starting.wrapping_add(whole(run + init) - whole(run));
        if place < function.provisioned {
            tally.provisioned = tally.provisioned.wrapping_add(whole(run));
        }
    }

    /// An environment has nothing to do: it stays for a while.
    pub(crate) fn rests(&mut self, station: u32) {
        self.bill(station);
        let number = self.stations[station as usize].group as usize;
        let group = &self.groups[number];
        let place = (station - group.first) as usize;
        let base = group.base;
        let Some(function) = &mut self.functions[number] else {
            return;
        };
        let rank = function.environments[place].rank;
        function.rest(station, rank);
        if (place as u32) < function.provisioned {
            return;
        }
        let path = request_path(base, function.rests);
        function.rests += 1;
        let time = self
            .code
            .samplers
            .sample(function.idle_expiry, path, purpose::IDLE);
        let due = self.now.saturating_add(time).max(1);
        let environment = &mut function.environments[place];
        environment.expires = due;
        if environment.expiry_due == 0 || environment.expiry_due > due {
            environment.expiry_due = due;
            self.set_timer(due, Timer::IdleExpiry { station });
        }
    }

    /// An idle environment may go.
    pub(crate) fn idle_expiry(&mut self, station: u32) {
        let now = self.now;
        let Some((environment, _)) = self.environment(station) else {
            return;
        };
        if environment.expiry_due == now {
            environment.expiry_due = 0;
        }
        let expires = environment.expires;
        if expires == 0 {
            return;
        }
        if expires <= now {
            self.retire(station);
        } else if environment.expiry_due == 0 {
            environment.expiry_due = expires;
            self.set_timer(expires, Timer::IdleExpiry { station });
        }
    }

    /// An environment goes.
    fn retire(&mut self, station: u32) {
        let place = &mut self.stations[station as usize];
        place.life = Life::Off;
        let number = place.group as usize;
        let group = &mut self.groups[number];
        group.replicas.down(self.now);
        group.ready.down(self.now);
        let at = station - group.first;
        if let Some(function) = &mut self.functions[number] {
            function.idle.retain(|(_, other)| *other != station);
            let environment = &mut function.environments[at as usize];
            environment.expires = 0;
            environment.running = None;
            if at >= function.provisioned {
                function.off.push(station);
            }
        }
    }

    /// A request may have reached the time limit.
    pub(crate) fn time_limit(&mut self, station: u32) {
        let now = self.now;
        let Some((environment, limit)) = self.environment(station) else {
            return;
        };
        environment.limit_due = 0;
        let Some((id, since)) = environment.running else {
            return;
        };
        let due = since.saturating_add(limit);
        if due > now {
            environment.limit_due = due;
            self.set_timer(due, Timer::TimeLimit { station });
            return;
        }
        let number = self.stations[station as usize].group as usize;
        self.tallies[number].timed_out += 1;
        // Its branches end with it.
        let here = |frame: &Frame| {
            frame.station == station && frame.is(BRANCH | INSIDE) && frame.state != State::Dead
        };
        let branches = self.frames.iter().filter(|(_, frame)| here(frame));
        let mut ended: Vec<u32> = branches.map(|(branch, _)| branch).collect();
        ended.push(id);
        self.kill_all(&mut ended);
        let place = &mut self.stations[station as usize];
        place.busy = 0;
        place.lingering = 0;
        for processor in [place.processor, place.pauses] {
            if processor != NONE {
                self.sharing.clear(processor, now);
            }
        }
        self.groups[number].busy.down(now);
        self.bill(station);
        self.retire(station);
        self.provision(number);
        for frame in ended {
            self.mourn(frame);
        }
    }

    /// Environments that a crash strikes are gone. What runs in them is ended by who calls this.
    pub(crate) fn crash_environments(&mut self, number: usize, struck: &[u32]) {
        if self.functions[number].is_none() {
            return;
        }
        for &station in struck {
            let life = self.stations[station as usize].life;
            if matches!(life, Life::Serving | Life::Starting(_)) {
                self.bill(station);
                self.retire(station);
            }
        }
    }

    /// Ends of visits at an instance that is not simply up.
    #[cold]
    #[inline(never)]
    pub(crate) fn released(&mut self, station: u32) {
        match self.stations[station as usize].life {
            Life::Draining => self.drained(station),
            Life::Serving => self.rests(station),
            _ => {}
        }
    }
}

/// No function, or what is known of it, for each group.
pub(crate) type Functions = Vec<Option<FunctionState>>;

/// What is known of each group's function, and how many requests each account lets them run together.
pub(crate) fn all(network: &Network, groups: &[Group], code: &mut Code) -> (Functions, Vec<u32>) {
    let both = groups.iter().zip(&network.groups);
    let mut functions: Functions = both
        .map(|(group, data)| {
            let function = data.function.as_ref()?;
            Some(FunctionState::new(function, group.first, code))
        })
        .collect();
    for (number, account) in (0..).zip(&network.accounts) {
        for group in &account.functions {
            let data = network.groups[group.at()].function.as_ref();
            let shares = data.is_some_and(|function| !function.reserved);
            if let Some(function) = functions[group.at()].as_mut().filter(|_| shares) {
                function.accounts.push(number);
            }
        }
    }
    let accounts = network.accounts.iter();
    let left = accounts.map(|account| account.shared(&network.groups).unwrap_or(0));
    (functions, left.collect())
}
