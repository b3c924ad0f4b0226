//! One group under a load: what its cores and slots make of it.

use spinout_network::{Balancing, Group, Order};

use super::function::{Environments, environments};
use super::moments::Moments;
use super::servers::{Limited, limited, on_cores};

/// The visits of a group.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Offered {
    /// Visits a second.
    pub(crate) rate: f64,
    /// Mean busy cores.
    pub(crate) load: f64,
    /// Squared coefficient of variation of the times between visits.
    pub(crate) arrival_scv: f64,
    /// The same in the long run.
    pub(crate) long_run_scv: f64,
    /// Squared coefficient of variation of the demands on the cores.
    pub(crate) demand_scv: f64,
    /// Visits that come at the same time, on the mean over them; below 1 counts as 1.
    pub(crate) together: f64,
    /// The most messages in hand at an instance, where there is nothing but messages.
    pub(crate) in_hand: Option<f64>,
}

/// What visits meet at a group.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Station {
    pub(crate) offered: Offered,
    /// How many times as long computing takes as on a free core.
    pub(crate) stretch: f64,
    /// Waiting for a slot.
    pub(crate) wait: Moments,
    /// Factor on the time inside that the limit on slots makes.
    pub(crate) inside: f64,
    /// Busy ÷ available cores, and slots.
    pub(crate) cores: f64,
    pub(crate) slots: f64,
    /// Variance of the visits present, over their mean.
    pub(crate) fano: f64,
    /// Squared coefficient of variation of the times between its calls.
    pub(crate) departure_scv: f64,
    /// Mean visits before the slots, all instances together, and the probability of having to wait.
    pub(crate) waiting: f64,
    pub(crate) waits: f64,
    /// By how much of an open system's the number of visits varies: less where they are of a fixed
    /// population.
    pub(crate) freedom: f64,
    pub(crate) on_cores: Option<super::servers::OnCores>,
    /// Visits a second of a full house, all instances together.
    pub(crate) full: f64,
    /// What a visit holds a slot or environment for.
    pub(crate) hold: Moments,
    /// What requests meet where it is a function.
    pub(crate) environments: Environments,
}

impl Default for Station {
    fn default() -> Self {
        Self {
            offered: Offered::default(),
            stretch: 1.0,
            wait: Moments::ZERO,
            inside: 1.0,
            cores: 0.0,
            slots: 0.0,
            fano: 1.0,
            departure_scv: 1.0,
            waiting: 0.0,
            waits: 0.0,
            freedom: 1.0,
            on_cores: None,
            full: f64::INFINITY,
            hold: Moments::ZERO,
            environments: Environments::default(),
        }
    }
}

/// How a group takes a load: as so many like parts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parts {
    pub(crate) count: f64,
    pub(crate) cores: Option<f64>,
    pub(crate) slots: Option<f64>,
    /// Whether the slots' queue is the only one: no more slots than cores.
    pub(crate) servers: bool,
}

/// The parts that a group under a balancing policy behaves as: replicas each by itself where the policy
/// does not look at them, one large instance where it does.
pub(crate) fn parts(group: &Group, replicas: f64, pooled: bool) -> Parts {
    let slots = group.slots.map(|slots| f64::from(slots.count));
    let servers = match (group.cores, slots) {
        (Some(cores), Some(slots)) => slots <= cores,
        _ => false,
    };
    let looks = matches!(
        group.balancing,
        Balancing::LeastConnections | Balancing::TwoChoices
    );
    let (count, size) = if looks || pooled {
        (1.0, replicas)
    } else {
        (replicas, 1.0)
    };
    Parts {
        count,
        cores: group.cores.map(|cores| cores * size),
        // A function has an environment for each.
        slots: slots
            .map(|slots| slots * size)
            .filter(|_| group.function.is_none()),
        servers,
    }
}

/// Variation of the arrivals at one of so many replicas.
fn split_scv(group: &Group, scv: f64, parts: &Parts) -> f64 {
    match group.balancing {
        Balancing::RoundRobin => scv / parts.count,
        _ => 1.0 + (scv - 1.0) / parts.count,
    }
}

/// The factor on the waiting of a queue with exponential times that their variation makes, with the
/// correction for steady arrivals (Kraemer and Langenbach-Belz 1976).
///
/// The second figure is its part that is for how often there is a wait.
pub(crate) fn variation(arrival: f64, service: f64, utilization: f64) -> (f64, f64) {
    let factor = 0.5 * (arrival + service);
    if arrival >= 1.0 || factor <= 0.0 || utilization <= 0.0 {
        return (factor, 1.0);
    }
    let below = (1.0 - arrival) * (1.0 - arrival);
    let exponent = -2.0 * (1.0 - utilization) * below / (3.0 * utilization * 2.0 * factor);
    let often = libm::exp(exponent);
    (factor * often, often)
}

/// Mean wait of those who come together for each other, in times of one of them, before so many servers: in a
/// busy queue half of the others are before one, and in an idle one those whom its servers leave over. That is
/// what the queue of M^X/M/1 has more than the one with the same variation (Kleinrock 1975).
fn among(together: f64, parts: &Parts, servers: f64, utilization: f64) -> f64 {
    let batch = 1.0 + (together - 1.0).max(0.0) / parts.count;
    let left = (batch - servers.max(1.0)).max(0.0);
    let idle = left * (left + 1.0) / (2.0 * batch);
    let busy = 0.5 * (batch - 1.0);
    let utilization = utilization.min(1.0);
    ((1.0 - utilization) * idle + utilization * busy) / servers
}

/// How much longer a visit waits where the policy sees the replicas than in one queue for all of them.
fn unbalance(group: &Group, replicas: f64, utilization: f64) -> f64 {
    if replicas <= 1.0 {
        return 1.0;
    }
    match group.balancing {
        Balancing::LeastConnections => 1.0 + 0.5 * utilization * (1.0 - utilization),
        Balancing::TwoChoices => 1.0 + 0.25 * (replicas - 2.0).clamp(0.0, 4.0),
        _ => 1.0,
    }
}

impl Station {
    /// What the cores make of a load. None where they cannot keep up.
    pub(crate) fn cores(group: &Group, replicas: f64, offered: Offered) -> Option<Self> {
        let parts = parts(group, replicas, offered.in_hand.is_some());
        let mut station = Self {
            offered,
            ..Self::default()
        };
        let Some(cores) = parts.cores else {
            return Some(station);
        };
        let load = offered.load / parts.count;
        station.cores = load / cores;
        let apart = offered
            .in_hand
            .is_some_and(|most| group.cores.is_some_and(|cores| most <= cores));
        if parts.servers || apart {
            return Some(station);
        }
        let mut found = on_cores(load, cores)?;
        if load > 0.0 {
            let scv = split_scv(group, offered.arrival_scv, &parts);
            // In heavy traffic the work waiting varies as anywhere, and is of as many visits as it takes
            // of their remaining demands (Gromoll 2004).
            let demands = offered.demand_scv;
            let factor = variation(scv, demands, station.cores).0 * 2.0 / (1.0 + demands);
            let factor = factor * unbalance(group, replicas, station.cores);
            let queue = found.mean - load;
            found.mean = load + queue * factor;
            found.variance = load + (found.variance - load).max(0.0) * factor * factor;
            let rate = offered.rate / parts.count;
            let each = load / rate;
            found.mean += rate * among(offered.together, &parts, cores, station.cores) * each;
            station.stretch = found.mean / load;
        }
        station.on_cores = Some(found);
        Some(station)
    }

    /// Computing that takes `demand` on a free core, on cores shared with others: the stretch is that of
    /// processor sharing, and the variance as with exponential demands (Coffman, Muntz and Trotter 1970).
    pub(crate) fn compute(&self, demand: Moments) -> Moments {
        if self.stretch <= 1.0 {
            return demand;
        }
        let time = demand.stretched(self.stretch);
        let shared = 1.0 - 1.0 / self.stretch;
        let noise = self.freedom * time.mean * time.mean * 2.0 * shared / (2.0 - shared);
        let variance = time.variance + noise;
        let third = if time.variance > 0.0 {
            time.third * (variance / time.variance).powi(2)
        } else {
            0.0
        };
        let gamma = 2.0 * variance * variance / time.mean;
        Moments {
            mean: time.mean,
            variance,
            third: third.clamp(0.5 * gamma, 3.0 * gamma.max(time.third)),
        }
    }

    /// What the slots make of it, where a visit holds one for `hold`, and for `least` without any waiting. None
    /// where they cannot keep up.
    pub(crate) fn slots(
        mut self,
        group: &Group,
        replicas: f64,
        (hold, least): (Moments, f64),
        excess: f64,
    ) -> Option<Self> {
        let parts = parts(group, replicas, self.offered.in_hand.is_some());
        let rate = self.offered.rate / parts.count;
        let on_cores = self.on_cores.as_ref();
        let computing = on_cores.map_or(0.0, |cores| cores.mean);
        let present = rate * hold.mean;
        let elsewhere = (present - computing).max(0.0);
        let spread = elsewhere + rate * rate * excess;
        let spread_all = spread + on_cores.map_or(0.0, |cores| cores.variance);
        self.fano = if present > 0.0 {
            spread_all / present
        } else {
            1.0
        };
        self.hold = hold;
        if let Some(function) = &group.function {
            let found = environments(function, self.offered.rate, hold);
            self.wait = Moments::mixture([(found.cold, Moments::of(&function.cold_start))]);
            self.slots = found.inside / f64::from(function.limit.max(1));
            self.environments = found;
            return Some(self);
        }
        // What the replicas let go comes together again.
        let joint = self.offered.long_run_scv;
        let scv = split_scv(group, self.offered.arrival_scv, &parts);
        self.departure_scv = 1.0 + (1.0 - self.cores * self.cores) * (joint - 1.0);
        let Some(slots) = parts.slots.filter(|_| rate > 0.0) else {
            if parts.cores.is_none() {
                self.departure_scv = 1.0 + (joint - 1.0) / (1.0 + rate * rate * hold.variance);
            }
            return Some(self);
        };
        if self
            .offered
            .in_hand
            .is_some_and(|most| most * parts.count.recip() * replicas <= slots)
        {
            self.slots = present / slots;
            return Some(self);
        }
        let mut found = limited(on_cores, elsewhere, spread, slots)?;
        if rate * least >= slots {
            return None;
        }
        // Whatever a limit keeps away, nothing is held for less than without any waiting.
        found.inside = found.inside.max((least / hold.mean).min(1.0));
        found.capacity = found.capacity.min(slots / (rate * least).max(1e-300));
        let free = hold.mean - computing / rate + self.offered.load / self.offered.rate.max(1e-300);
        let alone = (found.capacity * rate * free / slots).min(1.0);
        let service = alone * hold.scv() + (1.0 - alone) * self.offered.demand_scv;
        let (factor, often) = variation(scv, service, (1.0 / found.capacity).min(1.0));
        let factor = factor * unbalance(group, replicas, self.cores);
        self.slots = (present * found.inside / slots).min(1.0);
        self.inside = found.inside;
        self.wait = waiting(&found, rate, (factor, often), slots, hold, alone);
        self.wait = out_of_order(self.wait, group.conduct.order, 1.0 / found.capacity);
        let used = 1.0 / found.capacity;
        let among = alone * hold.mean * among(self.offered.together, &parts, slots, used);
        self.wait.mean += among;
        self.wait.variance += among * among / 3.0;
        self.waits = found.waits;
        self.full = self.offered.rate * found.capacity;
        // In a fixed population, a queue of so many is so many service times long, and little more varies.
        let service = self.wait.mean * hold.mean / slots;
        let variance = self.wait.variance;
        self.wait.variance -= (1.0 - self.freedom) * (variance - service).max(0.0);
        if variance > 0.0 {
            self.wait.third *= (self.wait.variance / variance).powi(2);
        }
        self.waiting = found.waiting * factor * parts.count;
        let all = present * found.inside + found.waiting * factor;
        let waiting = (found.waiting_squared - found.waiting * found.waiting) * factor * factor;
        self.fano = (spread_all.min(present * self.fano) + waiting.max(0.0)) / all;
        let busy = self.slots * self.slots;
        let servers =
            1.0 + busy / slots.sqrt() * (hold.scv().max(0.2) - 1.0) + (1.0 - busy) * (joint - 1.0);
        self.departure_scv += alone * (servers - self.departure_scv);
        Some(self)
    }
}

/// A wait of the same mean where it is not who came first that goes first: its second moment is that of first
/// come, first served over 1 − ρ for the last first, and over 1 − ρ/2 for any (Fuhrmann 1985, for one server).
fn out_of_order(wait: Moments, order: Order, utilization: f64) -> Moments {
    let over = match order {
        Order::Lifo => 1.0 - utilization,
        Order::Random => 1.0 - 0.5 * utilization,
        Order::Fifo | Order::Priority | Order::PriorityPreemptive => return wait,
    };
    let square = wait.mean * wait.mean;
    let variance = (wait.variance + square) / over.max(1e-6) - square;
    let grown = variance / wait.variance.max(1e-300);
    Moments {
        variance,
        third: wait.third * grown * grown,
        ..wait
    }
}

/// The wait before a limit: none, or a time whose variation is that of Takács (1962) for one server, of
/// Erlang's queue for several, and whose third moment is a gamma's. `factor` is on the mean, with a part
/// for how often there is a wait where arrivals are steady; `alone` is how far the limit alone is scarce.
pub(crate) fn waiting(
    found: &Limited,
    rate: f64,
    (factor, often): (f64, f64),
    slots: f64,
    hold: Moments,
    alone: f64,
) -> Moments {
    let mean = found.waiting / rate * factor;
    let waits = (found.waits * often).min(1.0);
    if mean <= 1e-12 * hold.mean || waits <= 0.0 {
        return Moments::ZERO;
    }
    // With Poisson arrivals, given that there is a wait.
    let free = (1.0 - 1.0 / found.capacity).max(1e-9);
    let given = 0.5 * (1.0 + hold.scv()) * found.waiting / rate / found.waits;
    let cube = hold.third + 3.0 * hold.mean * hold.variance + hold.mean.powi(3);
    let takacs = 2.0 * given * given * found.waits
        + (1.0 - found.waits) * cube / (3.0 * hold.mean * slots * slots * free * free);
    let scv = (takacs / (given * given) - 1.0).clamp(0.2, 8.0);
    let scv = 1.0 + alone * (scv - 1.0);
    let m = mean / waits;
    let third = waits * m * m * m * (1.0 + scv) * (1.0 + 2.0 * scv);
    Moments::from_raw(mean, waits * m * m * (1.0 + scv), third)
}
