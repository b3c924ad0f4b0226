//! Where instances may be: quotas that several groups share, and nodes that come and go with what runs on
//! them. Nothing of this is there where a network has neither.

mod nodes;

use spinout_network::{Network, NodePool, key::key_of};

use self::nodes::{Node, NodeLife, Pool};
use crate::{
    compile::Code, draw, engine::Simulation, frames::NONE, sample::SECOND, station::Life,
    timer::Timer,
};

/// An amount that stands for "enough".
const ENOUGH: i128 = i128::MAX / 2;
/// Parts of a core.
const CORE: f64 = 1e6;

/// What an instance asks for, or what is left. Whole numbers, so that what comes back is what was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Amount {
    cores: i128,
    bytes: i128,
    instances: i128,
}

impl Amount {
    fn new(cores: Option<f64>, bytes: Option<f64>, instances: Option<u32>) -> Self {
        let whole = |x: f64| libm::round(x) as i128;
        Self {
            cores: cores.map_or(ENOUGH, |cores| whole(cores * CORE)),
            bytes: bytes.map_or(ENOUGH, whole),
            instances: instances.map_or(ENOUGH, i128::from),
        }
    }

    fn fits_in(self, left: Self) -> bool {
        self.cores <= left.cores && self.bytes <= left.bytes && self.instances <= left.instances
    }

    fn take(&mut self, other: Self) {
        self.cores -= other.cores;
        self.bytes -= other.bytes;
        self.instances -= other.instances;
    }

    fn give(&mut self, other: Self) {
        self.cores += other.cores;
        self.bytes += other.bytes;
        self.instances += other.instances;
    }
}

/// What groups share, at run time.
#[derive(Debug, Clone)]
pub(crate) struct Placement {
    /// What is left of each quota.
    quotas: Vec<Amount>,
    pools: Vec<Pool>,
    /// By group: what an instance asks for, its quotas, its pool or [`NONE`], and how many are wanted.
    needs: Vec<Amount>,
    quotas_of: Vec<Vec<u32>>,
    pool_of: Vec<u32>,
    wanted: Vec<u32>,
    /// By instance: its node, or [`NONE`].
    nodes_of: Vec<u32>,
    /// Groups that are held back by a quota, in order.
    held_back: Vec<u32>,
    /// Whether a look at what can go on is due.
    due: bool,
    /// ∫ nodes and nodes lost at the scenario's start, and once it is over at its end.
    at_start: Vec<[u64; 2]>,
    at_end: Option<Vec<[u64; 2]>>,
}

/// The nodes of a pool while they were measured.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct PoolReport {
    /// Mean nodes that were there, from the decision to add them.
    pub nodes: f64,
    /// Most nodes at once, from the run's start.
    pub nodes_max: u64,
    /// Nodes that were taken back.
    pub lost: u64,
}

impl Placement {
    /// None where groups share nothing.
    pub(crate) fn new(
        network: &Network,
        stations: usize,
        code: &mut Code,
        (seed, replication): (u64, u32),
    ) -> Option<Box<Self>> {
        let data = &network.placement;
        if data.is_empty() {
            return None;
        }
        let groups = network.groups.len();
        let mut needs = vec![Amount::new(Some(0.0), Some(0.0), Some(1)); groups];
        for (need, request) in needs.iter_mut().zip(&data.requests) {
            *need = Amount::new(Some(request.cores), Some(request.memory), Some(1));
        }
        let mut quotas_of = vec![Vec::new(); groups];
        for (number, quota) in (0..).zip(&data.quotas) {
            for group in &quota.groups {
                quotas_of[group.at()].push(number);
            }
        }
        let mut pool_of = vec![NONE; groups];
        for (number, pool) in (0..).zip(&data.pools) {
            for group in &pool.groups {
                pool_of[group.at()] = number;
            }
        }
        let base = |pool: &NodePool| draw::source(seed, replication, key_of(&pool.name));
        let pools = data.pools.iter();
        let pools = pools
            .map(|pool| Pool::new(pool, base(pool), code))
            .collect();
        let quotas = data.quotas.iter();
        Some(Box::new(Self {
            quotas: quotas
                .map(|quota| Amount::new(quota.cores, quota.memory, quota.instances))
                .collect(),
            pools,
            needs,
            quotas_of,
            pool_of,
            wanted: network.groups.iter().map(|group| group.replicas).collect(),
            nodes_of: vec![NONE; stations],
            held_back: Vec::new(),
            due: false,
            at_start: Vec::new(),
            at_end: None,
        }))
    }

    /// Takes what an instance asks for from its quotas, if all have it.
    fn claim(&mut self, number: usize) -> bool {
        let need = self.needs[number];
        let quotas = &self.quotas_of[number];
        let fits = |quota: &u32| need.fits_in(self.quotas[*quota as usize]);
        if !quotas.iter().all(fits) {
            return false;
        }
        for quota in quotas {
            self.quotas[*quota as usize].take(need);
        }
        true
    }

    /// Puts an instance on the first node that has room.
    pub(super) fn seat(&mut self, number: usize, station: u32) -> bool {
        let need = self.needs[number];
        let pool = &mut self.pools[self.pool_of[number] as usize];
        let has_room = |node: &Node| node.life == NodeLife::Up && need.fits_in(node.left);
        let Some(place) = pool.nodes.iter().position(has_room) else {
            return false;
        };
        let node = &mut pool.nodes[place];
        node.left.take(need);
        node.instances += 1;
        self.nodes_of[station as usize] = place as u32;
        true
    }

    /// Nodes that were there until now, in count × nanoseconds, by pool.
    pub(crate) fn nodes(&self, now: u64) -> Vec<u64> {
        self.figures(now).iter().map(|[nodes, _]| *nodes).collect()
    }

    fn figures(&self, now: u64) -> Vec<[u64; 2]> {
        let pools = self.pools.iter();
        pools
            .map(|pool| [pool.count.integral(now), pool.lost])
            .collect()
    }
}

impl Simulation {
    /// Places what is there at the beginning.
    pub(crate) fn begin_placement(&mut self) {
        let Some(mut placement) = self.placement.take() else {
            return;
        };
        let mut waits = Vec::new();
        for number in 0..self.groups.len() {
            for station in self.groups[number].stations() {
                if self.stations[station].life != Life::Up {
                    continue;
                }
                let station = station as u32;
                if !placement.claim(number) {
                    self.not_there(station, Life::Off);
                    if !placement.held_back.contains(&(number as u32)) {
                        placement.held_back.push(number as u32);
                        self.tallies[number].at_quota.mark(self.now, true);
                    }
                } else if placement.pool_of[number] != NONE && !placement.seat(number, station) {
                    let pool = &mut placement.pools[placement.pool_of[number] as usize];
                    if pool.add(self.now, NodeLife::Up).is_none()
                        || !placement.seat(number, station)
                    {
                        self.not_there(station, Life::Pending);
                        waits.push((number, station));
                    }
                }
            }
        }
        for (number, station) in waits {
            self.tallies[number].pending.up(self.now);
            let pool = &mut placement.pools[placement.pool_of[number] as usize];
            pool.pending.push_back(station);
        }
        for pool in &mut placement.pools {
            while pool.count.count < u64::from(pool.min) {
                pool.add(self.now, NodeLife::Up);
            }
        }
        let sizes: Vec<usize> = placement.pools.iter().map(|p| p.nodes.len()).collect();
        self.placement = Some(placement);
        for (pool, nodes) in sizes.into_iter().enumerate() {
            for node in 0..nodes {
                self.node_is_up(pool, node);
            }
        }
    }

    /// What was to be there at the beginning is not.
    fn not_there(&mut self, station: u32, life: Life) {
        let place = &mut self.stations[station as usize];
        place.life = life;
        let number = place.group as usize;
        self.take_out(station);
        let group = &mut self.groups[number];
        group.replicas.down(self.now);
        group.ready.down(self.now);
        group.replicas_max = group.replicas.count;
        self.members_changed(number);
    }

    /// So many instances of a group are wanted.
    pub(crate) fn want(&mut self, number: usize, wanted: u32) {
        if let Some(placement) = &mut self.placement {
            placement.wanted[number] = wanted;
        }
    }

    /// Whether the quotas let another instance of a group start, which takes its part of them.
    pub(crate) fn claim(&mut self, number: usize) -> bool {
        match &mut self.placement {
            Some(placement) => placement.claim(number),
            None => true,
        }
    }

    /// A group waits from now on for something to go, or does not any more; and whether a quota holds it back.
    pub(crate) fn hold_back(&mut self, number: usize, waits: bool, refused: bool) {
        let Some(placement) = &mut self.placement else {
            return;
        };
        let place = placement
            .held_back
            .iter()
            .position(|g| *g as usize == number);
        match (place, waits) {
            (None, true) => placement.held_back.push(number as u32),
            (Some(place), false) => {
                placement.held_back.remove(place);
            }
            _ => {}
        }
        self.tallies[number].at_quota.mark(self.now, refused);
    }

    /// An instance needs a node before it starts. False where its group runs on none.
    pub(crate) fn needs_node(&mut self, number: usize, station: u32) -> bool {
        let Some(placement) = &mut self.placement else {
            return false;
        };
        let pool = placement.pool_of[number];
        if pool == NONE {
            return false;
        }
        placement.pools[pool as usize].pending.push_back(station);
        self.stations[station as usize].life = Life::Pending;
        self.tallies[number].pending.up(self.now);
        self.look_for_room();
        true
    }

    /// An instance is gone: others may have what it had.
    pub(crate) fn vacate(&mut self, station: u32) {
        let number = self.stations[station as usize].group as usize;
        let Some(placement) = &mut self.placement else {
            return;
        };
        let need = placement.needs[number];
        for quota in &placement.quotas_of[number] {
            placement.quotas[*quota as usize].give(need);
        }
        if placement.pool_of[number] != NONE {
            let pool = placement.pool_of[number] as usize;
            let place = std::mem::replace(&mut placement.nodes_of[station as usize], NONE);
            let pool = &mut placement.pools[pool];
            if place == NONE {
                let before = pool.pending.len();
                pool.pending.retain(|other| *other != station);
                if pool.pending.len() < before {
                    self.tallies[number].pending.down(self.now);
                }
            } else {
                self.leave_node(number, place);
            }
        }
        self.look_for_room();
    }

    /// At this moment, once everything else has happened, those that wait are looked at.
    pub(super) fn look_for_room(&mut self) {
        if let Some(placement) = &mut self.placement
            && !std::mem::replace(&mut placement.due, true)
        {
            self.set_timer(self.now, Timer::Room);
        }
    }

    /// Those that wait for a quota or a node are looked at, in their order.
    pub(crate) fn room(&mut self) {
        let Some(placement) = &mut self.placement else {
            return;
        };
        placement.due = false;
        let pools = placement.pools.len();
        for number in placement.held_back.clone() {
            let number = number as usize;
            let wanted = self.placement.as_ref().map_or(0, |p| p.wanted[number]);
            self.resize(number, wanted);
        }
        for pool in 0..pools {
            self.place_pending(pool);
        }
    }

    /// The machines that are there when the scenario starts after a pre-roll will be taken back.
    pub(crate) fn begin_spot(&mut self) {
        if self.start == 0 {
            return;
        }
        for station in 0..self.stations.len() as u32 {
            if self.stations[station as usize].life == Life::Up {
                self.rent(station);
            }
        }
        let pools = self.placement.iter().flat_map(|placement| &placement.pools);
        let nodes: Vec<usize> = pools.map(|pool| pool.nodes.len()).collect();
        for (pool, nodes) in nodes.into_iter().enumerate() {
            for node in 0..nodes {
                self.rent_node(pool, node);
            }
        }
    }

    /// The scenario begins, or ends.
    pub(crate) fn record_pools(&mut self, begins: bool) {
        if let Some(placement) = &mut self.placement {
            let figures = placement.figures(self.now);
            if begins {
                placement.at_start = figures;
            } else {
                placement.at_end = Some(figures);
            }
        }
    }

    /// What the pools went through, over so many seconds.
    pub(crate) fn pool_reports(&self, measured: f64) -> Vec<PoolReport> {
        let Some(placement) = &self.placement else {
            return Vec::new();
        };
        let end = placement.at_end.clone();
        let end = end.unwrap_or_else(|| placement.figures(self.now));
        let pools = placement.pools.iter().enumerate();
        pools
            .map(|(number, pool)| {
                let start = placement.at_start.get(number).copied().unwrap_or_default();
                let time = end[number][0].wrapping_sub(start[0]) as f64 / SECOND;
                PoolReport {
                    nodes: if measured > 0.0 { time / measured } else { 0.0 },
                    nodes_max: pool.most,
                    lost: end[number][1] - start[1],
                }
            })
            .collect()
    }
}
