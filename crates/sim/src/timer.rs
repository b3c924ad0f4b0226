//! Rare things that are due at a time: one kind of event for all of them, cold, so that the common kinds
//! stay few and fast. Something new that is timed is a variant here and a line in [`Simulation::timer`].
//!
//! A timer cannot be taken back: it carries what it needs to see that it is stale.

use crate::{
    deploy::Stage,
    engine::{Simulation, handle},
};

/// What is due.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Timer {
    /// A new instance is ready.
    Started { station: u32 },
    /// An idle environment of a function may go.
    IdleExpiry { station: u32 },
    /// A request of a function may have reached its time limit.
    TimeLimit { station: u32 },
    /// A fault begins.
    Fault { number: u32 },
    /// A fault ends.
    Repair { number: u32 },
    /// Something is due in a roll-out.
    Deploy { number: u32, stage: Stage },
    /// An instance that was replaced takes visits again.
    Replaced { station: u32 },
    /// A fork may start its next branch.
    Branch { fork: u32, serial: u32 },
    /// A visit that waits for a slot gives up, if it still waits.
    GiveUp { frame: u32, path: u64 },
    /// An instance is set up, or back from a vacation.
    Open { station: u32, life: u32 },
    /// An instance has used up its memory.
    OutOfMemory { station: u32, life: u32 },
    /// An instance that died by itself is up again.
    Restart { station: u32, life: u32 },
    /// An instance breaks down.
    BreakDown { station: u32, life: u32 },
    /// A breakdown that lost no work is over.
    Mended { station: u32, life: u32 },
    /// A visit has waited for a resource as long as it may.
    Expire { frame: u32, ticket: u32 },
    /// The first of a batch has waited long enough.
    BatchDue { resource: u32, place: u32 },
    /// A batch is done.
    BatchDone {
        resource: u32,
        place: u32,
        batch: u32,
    },
    /// Something at a broker.
    Broker(Chore),
    /// An instance is told that its machine is taken back.
    Notice { station: u32, life: u32 },
    /// The machine of an instance is gone.
    Lost { station: u32, life: u32 },
    /// A run of a job is due.
    JobDue { job: u32 },
    /// What can go on of a job is looked at.
    JobLook { job: u32 },
    /// Those that wait for a quota or a node are looked at.
    Room,
    /// Something at a node.
    Node {
        pool: u32,
        node: u32,
        serial: u32,
        turn: NodeTurn,
    },
}

/// What is due at a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NodeTurn {
    /// It takes instances.
    Ready,
    /// It may go, if it is still empty.
    Idle,
    /// It is told that it is taken back.
    Notice,
    /// It is gone.
    Lost,
}

/// What is due at a broker.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Chore {
    /// A lane may hand out: a batch has waited long enough, or a rebalance is over.
    HandOut { lane: u32 },
    /// A consumer may have one more in hand.
    Grow { lane: u32, who: u32 },
    /// The oldest visibility time-out of a lane.
    Lease { lane: u32 },
    /// The end of the oldest message's retention.
    Expiry { lane: u32 },
    /// A relay looks into its outbox.
    Relay { policy: u32 },
    /// The next message of a replay.
    Replay { number: u32 },
}

/// Timers that are set, by the number in the handle of their event.
#[derive(Debug, Clone, Default)]
pub(crate) struct Timers {
    slots: Vec<Timer>,
    free: Vec<u32>,
}

impl Timers {
    fn add(&mut self, timer: Timer) -> usize {
        match self.free.pop() {
            Some(slot) => {
                self.slots[slot as usize] = timer;
                slot as usize
            }
            None => {
                self.slots.push(timer);
                self.slots.len() - 1
            }
        }
    }

    /// Those that are set, and some that were.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Timer> {
        self.slots.iter_mut()
    }

    fn take(&mut self, number: u32) -> Timer {
        self.free.push(number);
        self.slots[number as usize]
    }
}

impl Simulation {
    /// Something is due at this nanosecond of the run.
    #[cold]
    #[inline(never)]
    pub(crate) fn set_timer(&mut self, due: u64, timer: Timer) {
        let number = self.timers.add(timer);
        self.events.push(due, handle::of(handle::TIMER, number));
    }

    /// A timer is due. What can go on from it is pushed on `ready`.
    #[cold]
    #[inline(never)]
    pub(crate) fn timer(&mut self, number: u32) {
        match self.timers.take(number) {
            Timer::Started { station } => self.started(station),
            Timer::IdleExpiry { station } => self.idle_expiry(station),
            Timer::TimeLimit { station } => self.time_limit(station),
            Timer::Fault { number } => self.fault(number as usize),
            Timer::Repair { number } => self.repair(number as usize),
            Timer::Deploy { number, stage } => self.deploy_stage(number as usize, stage),
            Timer::Replaced { station } => self.replaced(station),
            Timer::Branch { fork, serial } => self.next_branch(fork, serial),
            Timer::GiveUp { frame, path } => self.lose_place(frame, path),
            Timer::Open { station, life } => self.open_up(station, life),
            Timer::OutOfMemory { station, life } => self.out_of_memory(station, life),
            Timer::Restart { station, life } => self.restart(station, life),
            Timer::BreakDown { station, life } => self.break_down(station, life),
            Timer::Mended { station, life } => self.mended(station, life),
            Timer::Expire { frame, ticket } => self.wait_no_longer(frame, ticket),
            Timer::BatchDue { resource, place } => self.start_batches(resource, place),
            Timer::BatchDone {
                resource,
                place,
                batch,
            } => self.batch_done(resource, place, batch),
            Timer::Broker(chore) => self.chore(chore),
            Timer::Notice { station, life } => self.notice(station, life),
            Timer::Lost { station, life } => self.machine_lost(station, life),
            Timer::JobDue { job } => self.job_due(job),
            Timer::JobLook { job } => self.job_look(job),
            Timer::Room => self.room(),
            Timer::Node {
                pool,
                node,
                serial,
                turn,
            } => self.node_turn(pool as usize, node as usize, serial, turn),
        }
    }
}
