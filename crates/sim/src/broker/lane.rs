//! Lanes: what one consumer group has of a queue, by partition, and who takes it.

use std::collections::VecDeque;

use spinout_network::{
    Acknowledge, Consumer as ConsumerData, ConsumerGroup, Queue as QueueData, Token,
};

use super::fate::Tally;
use crate::{
    compile::Code,
    frames::{List, NONE},
    level::Level,
    sample::nanoseconds,
    station::Group,
};

/// What one instance has of a lane.
#[derive(Debug, Clone, Default)]
pub(crate) struct Hand {
    /// Messages (or batches) in hand, and worked on.
    pub(crate) held: u32,
    pub(crate) worked: u32,
    /// Those in hand that wait for the instance to work on them.
    pub(crate) waiting: List,
}

/// Who takes messages.
#[derive(Debug, Clone)]
pub(crate) struct Consumer {
    pub(crate) group: u32,
    pub(crate) element: u32,
    /// First instruction, and that for a message that is known.
    pub(crate) entry: u32,
    pub(crate) known: u32,
    pub(crate) concurrency: u32,
    /// Messages in hand at an instance, at most.
    limit: u32,
    /// Sampler of the latency to it, or [`NONE`]; and the number of its way.
    pub(crate) hop: u32,
    pub(crate) way: u32,
    pub(crate) on_delivery: bool,
    pub(crate) token: Token,
    pub(crate) batch: u32,
    pub(crate) wait: u64,
    /// By instance of the group, and in all.
    pub(crate) hands: Vec<Hand>,
    held: u32,
    ramp: Option<Ramp>,
}

/// How a consumer works on more and more at once.
#[derive(Debug, Clone, Copy)]
struct Ramp {
    initial: u32,
    /// Nanoseconds until it takes one more.
    step: u64,
    /// Whether that is due at a time.
    is_due: bool,
}

impl Consumer {
    fn new(
        data: &ConsumerData,
        code: &mut Code,
        groups: &[Group],
        (ordered, way): (bool, u32),
    ) -> Self {
        let program = code.entries[data.program.at()];
        let element = code.element_of(program);
        let (entry, known) = match &data.known {
            None => (program, NONE),
            Some(look_up) => code.look_up(program, look_up),
        };
        let (batch, wait) = data
            .batch
            .map_or((1, 0), |batch| (batch.size, nanoseconds(batch.wait)));
        let one_by_one = batch == 1 && !ordered;
        let ramp = data.ramp.filter(|_| !ordered).map(|ramp| Ramp {
            initial: ramp.initial.min(data.concurrency),
            step: nanoseconds(1.0 / ramp.rate).max(1),
            is_due: false,
        });
        Self {
            group: data.group.0,
            element,
            entry,
            known,
            concurrency: data.concurrency,
            limit: match ramp {
                Some(ramp) => ramp.initial,
                None if one_by_one => data.prefetch.max(data.concurrency),
                None => data.concurrency,
            },
            hop: if data.hop.is_zero() {
                NONE
            } else {
                code.samplers.add(&data.hop)
            },
            way,
            on_delivery: data.acknowledge == Acknowledge::OnDelivery,
            token: data.token,
            batch,
            wait,
            hands: vec![Hand::default(); groups[data.group.at()].count as usize],
            held: 0,
            ramp,
        }
    }

    /// Messages wait although as many are in hand as may be: how long it takes until one more may.
    fn grows_in(&mut self) -> Option<u64> {
        let (held, limit, most) = (self.held, self.limit, self.concurrency);
        let ramp = self.ramp.as_mut()?;
        let grows = held >= limit && limit < most && !std::mem::replace(&mut ramp.is_due, true);
        grows.then_some(ramp.step)
    }

    /// An instance takes a message in hand.
    pub(crate) fn hold(&mut self, place: u32) {
        self.hands[place as usize].held += 1;
        self.held += 1;
    }

    /// An instance no longer has a message in hand.
    pub(crate) fn let_go(&mut self, place: u32, worked: bool) {
        let hand = &mut self.hands[place as usize];
        hand.held -= 1;
        hand.worked -= u32::from(worked);
        self.held -= 1;
    }

    fn has_room(&self, group: &Group, station: u32) -> bool {
        self.hands[(station - group.first) as usize].held < self.limit
    }
}

/// Messages of one partition, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shelf {
    /// May hold messages that are gone, but never as its first.
    pub(crate) waiting: List,
    /// Messages that wait.
    pub(crate) live: u32,
    /// Whether a message of it is in hand or will come again: the next one has to wait.
    pub(crate) busy: bool,
    /// Consumer and instance that it is handed to.
    owner: Option<(u32, u32)>,
}

/// A time that something is due at a message.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Due {
    pub(crate) at: u64,
    pub(crate) frame: u32,
    /// What tells whether the message is still the same.
    pub(crate) mark: u64,
}

/// What one consumer group has of a queue.
#[derive(Debug, Clone)]
pub(crate) struct Lane {
    pub(crate) queue: u32,
    pub(crate) consumers: Vec<Consumer>,
    /// One, or one for each partition.
    pub(crate) shelves: Vec<Shelf>,
    /// Whether it has partitions.
    pub(crate) ordered: bool,
    /// The shelf that is looked at first.
    cursor: usize,
    rebalance: u64,
    /// Nothing is handed out before.
    pub(crate) resumes: u64,
    /// Messages waiting, and all that are not done.
    pub(crate) depth: Level,
    pub(crate) lag: Level,
    pub(crate) tally: Tally,
    pub(crate) leases: VecDeque<Due>,
    pub(crate) expiries: VecDeque<Due>,
    /// Expiries at which those of messages that are gone are dropped.
    pub(crate) crowded: usize,
}

impl Lane {
    pub(crate) fn new(
        (number, first_way): (u32, u32),
        queue: &QueueData,
        group: &ConsumerGroup,
        code: &mut Code,
        groups: &[Group],
    ) -> Self {
        let ordered = queue.partitions.is_some();
        let shelves = queue.partitions.map_or(1, |partitions| partitions.count);
        let consumers = (first_way..).zip(&group.consumers);
        let mut lane = Self {
            queue: number,
            consumers: consumers
                .map(|(way, consumer)| Consumer::new(consumer, code, groups, (ordered, way)))
                .collect(),
            shelves: vec![Shelf::default(); shelves as usize],
            ordered,
            cursor: 0,
            rebalance: nanoseconds(group.rebalance),
            resumes: 0,
            depth: Level::default(),
            lag: Level::default(),
            tally: Tally::default(),
            leases: VecDeque::new(),
            expiries: VecDeque::new(),
            crowded: 4096,
        };
        lane.assign(groups);
        lane
    }

    /// Hands each partition to one instance, in turn; those beyond the partitions get none.
    fn assign(&mut self, groups: &[Group]) {
        if !self.ordered {
            return;
        }
        let members: Vec<(u32, u32)> = (0..)
            .zip(&self.consumers)
            .flat_map(|(who, consumer)| {
                let up = groups[consumer.group as usize].up.iter();
                up.map(move |station| (who, *station))
            })
            .collect();
        for (number, shelf) in self.shelves.iter_mut().enumerate() {
            let member = number.checked_rem(members.len());
            shelf.owner = member.map(|member| members[member]);
        }
    }

    /// Instances came or went. The answer is when handing out goes on, if it does not at once.
    pub(crate) fn rebalance(&mut self, groups: &[Group], now: u64) -> Option<u64> {
        if !self.ordered {
            return None;
        }
        self.assign(groups);
        if self.rebalance == 0 {
            return None;
        }
        self.resumes = now.saturating_add(self.rebalance);
        Some(self.resumes)
    }

    /// The shelf, consumer and instance of the next delivery, as far as `ready` says that a consumer has
    /// enough for a batch.
    pub(crate) fn next(
        &self,
        groups: &[Group],
        ready: impl Fn(&Shelf, &Consumer) -> bool,
    ) -> Option<(usize, u32, u32)> {
        if self.depth.count == 0 {
            return None;
        }
        if !self.ordered {
            let (who, station) =
                self.taker(groups, |consumer| ready(&self.shelves[0], consumer))?;
            return Some((0, who, station));
        }
        let count = self.shelves.len();
        (0..count)
            .map(|step| (self.cursor + step) % count)
            .find_map(|number| {
                let shelf = &self.shelves[number];
                let (who, station) = shelf.owner?;
                let consumer = &self.consumers[who as usize];
                let takes = shelf.live > 0
                    && !shelf.busy
                    && consumer.has_room(&groups[consumer.group as usize], station)
                    && ready(shelf, consumer);
                takes.then_some((number, who, station))
            })
    }

    /// The instance with the fewest messages in hand that takes another one.
    fn taker(&self, groups: &[Group], ready: impl Fn(&Consumer) -> bool) -> Option<(u32, u32)> {
        let mut best: Option<(u32, u32, u32)> = None;
        for (who, consumer) in (0..).zip(&self.consumers) {
            let group = &groups[consumer.group as usize];
            let room = u64::from(consumer.limit) * u64::from(group.count);
            if u64::from(consumer.held) >= room || !ready(consumer) {
                continue;
            }
            for &station in &group.up {
                let held = consumer.hands[(station - group.first) as usize].held;
                if held < consumer.limit && best.is_none_or(|(least, ..)| held < least) {
                    best = Some((held, who, station));
                }
                if held == 0 {
                    break;
                }
            }
        }
        best.map(|(_, who, station)| (who, station))
    }

    /// Which of its consumers, while messages wait, may have one more in hand, and in what time.
    pub(crate) fn grows(&mut self) -> Option<(u32, u64)> {
        if self.depth.count == 0 {
            return None;
        }
        let consumers = (0..).zip(&mut self.consumers);
        consumers
            .filter_map(|(who, consumer)| Some((who, consumer.grows_in()?)))
            .next()
    }

    /// The time is up for a consumer to have one more in hand, if messages still wait for it.
    pub(crate) fn grow(&mut self, who: u32) {
        let waits = self.depth.count > 0;
        let consumer = &mut self.consumers[who as usize];
        if let Some(ramp) = &mut consumer.ramp {
            ramp.is_due = false;
            let grows = waits && consumer.held >= consumer.limit;
            consumer.limit += u32::from(grows && consumer.limit < consumer.concurrency);
        }
    }

    /// A consumer that has few messages in hand, and none that wait, begins anew.
    pub(crate) fn shrink(&mut self, who: u32) {
        let waits = self.depth.count > 0;
        let consumer = &mut self.consumers[who as usize];
        if let Some(ramp) = &consumer.ramp
            && !waits
            && consumer.held <= ramp.initial
        {
            consumer.limit = ramp.initial;
        }
    }

    /// The partition is taken until its message is done.
    pub(crate) fn take(&mut self, shelf: usize) {
        if self.ordered {
            self.shelves[shelf].busy = true;
            self.cursor = (shelf + 1) % self.shelves.len();
        }
    }
}
