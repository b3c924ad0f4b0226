//! Nodes: they are added for instances that have none, go when they are empty, and are taken back.

use std::collections::VecDeque;

use spinout_network::NodePool;

use super::Amount;
use crate::{
    compile::Code,
    draw::{purpose, request_path},
    engine::Simulation,
    frames::NONE,
    level::Level,
    sample::nanoseconds,
    station::Life,
    timer::{NodeTurn, Timer},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NodeLife {
    Off,
    Provisioning,
    Up,
    /// Takes nothing new, and will be gone.
    Leaving,
}

#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) life: NodeLife,
    pub(super) left: Amount,
    pub(super) instances: u32,
    pub(super) empty_since: u64,
    /// Number of its life: timers of an earlier one mean nothing.
    pub(super) serial: u32,
}

#[derive(Debug, Clone)]
pub(super) struct Pool {
    pub(super) size: Amount,
    pub(super) min: u32,
    pub(super) max: u32,
    pub(super) provision: u32,
    pub(super) idle: u64,
    /// Sampler of the time until one is taken back, and the notice.
    pub(super) spot: Option<(u32, u64)>,
    pub(super) nodes: Vec<Node>,
    /// Instances without a node, in order.
    pub(super) pending: VecDeque<u32>,
    /// Nodes that are there, from the decision to add them.
    pub(super) count: Level,
    pub(super) most: u64,
    pub(super) lost: u64,
    /// Start of the paths of its draws, and how many were made.
    pub(super) base: u64,
    pub(super) draws: u64,
}

impl Pool {
    pub(super) fn new(data: &NodePool, base: u64, code: &mut Code) -> Self {
        Self {
            size: Amount::new(Some(data.cores), data.memory, Some(data.instances)),
            min: data.min,
            max: data.max,
            provision: code.samplers.add(&data.provision),
            idle: nanoseconds(data.idle),
            spot: data
                .spot
                .as_ref()
                .map(|spot| (code.samplers.add(&spot.after), nanoseconds(spot.notice))),
            nodes: Vec::new(),
            pending: VecDeque::new(),
            count: Level::default(),
            most: 0,
            lost: 0,
            base,
            draws: 0,
        }
    }

    /// The number of a node that is there from now on; none where there may be no more.
    pub(super) fn add(&mut self, now: u64, life: NodeLife) -> Option<u32> {
        if self.count.count >= u64::from(self.max) {
            return None;
        }
        self.count.up(now);
        self.most = self.most.max(self.count.count);
        let free = self.nodes.iter().position(|n| n.life == NodeLife::Off);
        let number = free.unwrap_or_else(|| {
            self.nodes.push(Node {
                life: NodeLife::Off,
                left: self.size,
                instances: 0,
                empty_since: 0,
                serial: 0,
            });
            self.nodes.len() - 1
        });
        let node = &mut self.nodes[number];
        *node = Node {
            life,
            left: self.size,
            instances: 0,
            empty_since: now,
            serial: node.serial.wrapping_add(1),
        };
        Some(number as u32)
    }

    pub(super) fn path(&mut self) -> u64 {
        self.draws += 1;
        request_path(self.base, self.draws)
    }
}

impl Simulation {
    /// A node has one instance of a group less.
    pub(super) fn leave_node(&mut self, number: usize, place: u32) {
        let Some(placement) = &mut self.placement else {
            return;
        };
        let need = placement.needs[number];
        let at = placement.pool_of[number];
        let pool = &mut placement.pools[at as usize];
        let idle = pool.idle;
        let node = &mut pool.nodes[place as usize];
        node.left.give(need);
        node.instances -= 1;
        if node.instances == 0 && node.life == NodeLife::Up {
            node.empty_since = self.now;
            let due = self.now.saturating_add(idle);
            let timer = Timer::Node {
                pool: at,
                node: place,
                serial: node.serial,
                turn: NodeTurn::Idle,
            };
            self.set_timer(due, timer);
        }
    }

    /// Instances without a node take what there is, and nodes are added for the rest.
    pub(super) fn place_pending(&mut self, number: usize) {
        let Some(placement) = &mut self.placement else {
            return;
        };
        let mut pending = std::mem::take(&mut placement.pools[number].pending);
        let group_of = |station: u32| self.stations[station as usize].group as usize;
        let mut seated = Vec::new();
        pending.retain(|station| {
            let sits = placement.seat(group_of(*station), *station);
            if sits {
                seated.push(*station);
            }
            !sits
        });
        let pool = &mut placement.pools[number];
        let coming = |node: &&Node| node.life == NodeLife::Provisioning;
        let mut left: Vec<Amount> = pool.nodes.iter().filter(coming).map(|n| n.left).collect();
        let mut added = Vec::new();
        for station in &pending {
            let need = placement.needs[group_of(*station)];
            if let Some(room) = left.iter_mut().find(|room| need.fits_in(**room)) {
                room.take(need);
            } else if need.fits_in(pool.size)
                && let Some(node) = pool.add(self.now, NodeLife::Provisioning)
            {
                let mut room = pool.size;
                room.take(need);
                left.push(room);
                added.push((node, pool.nodes[node as usize].serial, pool.path()));
            }
        }
        pool.pending = pending;
        for (node, serial, path) in added {
            self.provision_node(number, node, serial, path);
        }
        for station in seated {
            let group = self.stations[station as usize].group as usize;
            self.tallies[group].pending.down(self.now);
            self.start_instance(group, station);
        }
    }

    /// Something is due at a node.
    pub(crate) fn node_turn(&mut self, pool: usize, node: usize, serial: u32, turn: NodeTurn) {
        let Some(placement) = &mut self.placement else {
            return;
        };
        let of = &mut placement.pools[pool];
        let place = &mut of.nodes[node];
        if place.serial != serial {
            return;
        }
        match turn {
            NodeTurn::Ready => {
                place.life = NodeLife::Up;
                self.node_is_up(pool, node);
            }
            NodeTurn::Idle => {
                let idle = place.instances == 0
                    && place.life == NodeLife::Up
                    && place.empty_since.saturating_add(of.idle) <= self.now;
                if idle && of.count.count > u64::from(of.min) {
                    place.life = NodeLife::Off;
                    of.count.down(self.now);
                    self.look_for_room();
                }
            }
            NodeTurn::Notice => self.node_leaves(pool, node),
            NodeTurn::Lost => self.node_is_lost(pool, node),
        }
    }

    /// A node takes instances from now on.
    pub(super) fn node_is_up(&mut self, number: usize, node: usize) {
        self.place_pending(number);
        let Some(placement) = &mut self.placement else {
            return;
        };
        let pool = &mut placement.pools[number];
        let idle = pool.idle;
        let place = &mut pool.nodes[node];
        place.empty_since = self.now;
        let empty = place.instances == 0;
        let go = Timer::Node {
            pool: number as u32,
            node: node as u32,
            serial: place.serial,
            turn: NodeTurn::Idle,
        };
        if empty {
            self.set_timer(self.now.saturating_add(idle), go);
        }
        if self.now >= self.start {
            self.rent_node(number, node);
        }
    }

    /// A node will be taken back, if its pool's are. Those that are there when the scenario starts count from
    /// then.
    pub(super) fn rent_node(&mut self, number: usize, node: usize) {
        let Some(placement) = &mut self.placement else {
            return;
        };
        let pool = &mut placement.pools[number];
        let Some((after, _)) = pool.spot.filter(|_| pool.nodes[node].life == NodeLife::Up) else {
            return;
        };
        let path = pool.path();
        let taken = Timer::Node {
            pool: number as u32,
            node: node as u32,
            serial: pool.nodes[node].serial,
            turn: NodeTurn::Notice,
        };
        let time = self.code.samplers.sample(after, path, purpose::INSTANCE);
        self.set_timer(self.now.saturating_add(time), taken);
    }

    /// Instances on a node, by group.
    fn on_node(&self, pool: usize, node: usize) -> Vec<(usize, Vec<u32>)> {
        let Some(placement) = &self.placement else {
            return Vec::new();
        };
        let groups = (0..self.groups.len()).filter(|g| placement.pool_of[*g] as usize == pool);
        groups
            .map(|number| {
                let stations = self.groups[number].stations();
                let here = stations.filter(|s| placement.nodes_of[*s] as usize == node);
                (number, here.map(|station| station as u32).collect())
            })
            .filter(|(_, here): &(usize, Vec<u32>)| !here.is_empty())
            .collect()
    }

    /// A node is told that it will be taken back: nothing new is begun on it.
    fn node_leaves(&mut self, number: usize, node: usize) {
        let Some(placement) = &mut self.placement else {
            return;
        };
        let pool = &mut placement.pools[number];
        let place = &mut pool.nodes[node];
        if place.life != NodeLife::Up {
            return;
        }
        place.life = NodeLife::Leaving;
        let notice = pool.spot.map_or(0, |(_, notice)| notice);
        let timer = Timer::Node {
            pool: number as u32,
            node: node as u32,
            serial: place.serial,
            turn: NodeTurn::Lost,
        };
        self.set_timer(self.now.saturating_add(notice), timer);
        for (group, stations) in self.on_node(number, node) {
            for station in stations {
                self.begin_nothing_new(station);
            }
            self.members_changed(group);
        }
    }

    /// Whether the node of an instance has been told to go.
    pub(crate) fn is_on_leaving_node(&self, station: u32) -> bool {
        let Some(placement) = &self.placement else {
            return false;
        };
        let group = self.stations[station as usize].group as usize;
        let pool = placement.pools.get(placement.pool_of[group] as usize);
        let place = placement.nodes_of[station as usize] as usize;
        let node = pool.and_then(|pool| pool.nodes.get(place));
        node.is_some_and(|node| node.life == NodeLife::Leaving)
    }

    /// An instance begins nothing new.
    pub(crate) fn begin_nothing_new(&mut self, station: u32) {
        let place = &mut self.stations[station as usize];
        if place.life == Life::Up {
            place.life = Life::Leaving;
            self.take_out(station);
        }
    }

    /// A node is gone, with everything that runs on it: one group after the other, so that who asked of what is
    /// gone hears of it before it may be gone itself.
    fn node_is_lost(&mut self, number: usize, node: usize) {
        let mut groups = self.on_node(number, node).into_iter();
        if let Some((group, stations)) = groups.next() {
            self.crash(group, &stations);
            for station in stations {
                self.lose_node(number, group, station);
            }
        }
        let further = groups.next().is_some();
        let Some(placement) = &mut self.placement else {
            return;
        };
        let pool = &mut placement.pools[number];
        let place = &mut pool.nodes[node];
        if further {
            let timer = Timer::Node {
                pool: number as u32,
                node: node as u32,
                serial: place.serial,
                turn: NodeTurn::Lost,
            };
            return self.set_timer(self.now, timer);
        }
        place.life = NodeLife::Off;
        place.serial = place.serial.wrapping_add(1);
        pool.lost += 1;
        pool.count.down(self.now);
        self.look_for_room();
        self.keep_least(number);
    }

    /// An instance that was lost with its node starts on another one: its group still wants it.
    fn lose_node(&mut self, number: usize, group: usize, station: u32) {
        if self.stations[station as usize].life != Life::Crashed {
            return;
        }
        self.stations[station as usize].life = Life::Pending;
        self.groups[group].replicas.down(self.now);
        self.tallies[group].pending.up(self.now);
        self.tallies[group].lost += 1;
        if let Some(placement) = &mut self.placement {
            placement.nodes_of[station as usize] = NONE;
            placement.pools[number].pending.push_back(station);
        }
    }

    /// Nodes are added up to the fewest there are to be.
    fn keep_least(&mut self, number: usize) {
        let Some(placement) = &mut self.placement else {
            return;
        };
        let pool = &mut placement.pools[number];
        if pool.count.count >= u64::from(pool.min) {
            return;
        }
        let Some(node) = pool.add(self.now, NodeLife::Provisioning) else {
            return;
        };
        let serial = pool.nodes[node as usize].serial;
        let path = pool.path();
        self.provision_node(number, node, serial, path);
    }

    /// A node of a pool is on its way, with the draws of `path`.
    fn provision_node(&mut self, number: usize, node: u32, serial: u32, path: u64) {
        let Some(placement) = &self.placement else {
            return;
        };
        let provision = placement.pools[number].provision;
        let time = self
            .code
            .samplers
            .sample(provision, path, purpose::START_UP);
        let timer = Timer::Node {
            pool: number as u32,
            node,
            serial,
            turn: NodeTurn::Ready,
        };
        self.set_timer(self.now.saturating_add(time), timer);
    }
}
