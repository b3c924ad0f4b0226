//! What can be wrong with queues, publications and replays.

use super::{
    Check, Problem, check_distribution, check_retry, index, limits, probability, require, time,
    within,
};
use crate::{Consumer, Keys, Network, Partitions, Publish, Queue, Replay, Replayed};

/// Consumer groups of one queue, at most.
const GROUPS: usize = 64;
/// Partitions of one queue, at most.
const PARTITIONS: f64 = 10_000.0;
/// Messages of one batch, at most.
const BATCH: f64 = 100_000.0;

impl Network {
    pub(super) fn check_publish(&self, publish: &Publish, place: &str) -> Check {
        index(publish.queue.0, self.queues.len(), place)?;
        check_distribution(&publish.hop, place)?;
        check_distribution(&publish.ack, place)?;
        let Some(policy) = &publish.policy else {
            return Ok(());
        };
        if let Some(timeout) = policy.timeout {
            within(timeout, 1e-9, limits::TIME, place)?;
        }
        if let Some(back) = &policy.back {
            check_distribution(back, place)?;
        }
        if let Some(retry) = &policy.retry {
            check_retry(retry, &format!("{place}.retry"))?;
        }
        let Some(outbox) = &policy.outbox else {
            return Ok(());
        };
        let place = &format!("{place}.outbox");
        within(outbox.interval, 1e-6, limits::TIME, place)?;
        if let Some(transfer) = outbox.transfer {
            time(transfer.fixed, place)?;
            time(transfer.per_mib, place)?;
        }
        if let Some(poll) = outbox.poll {
            index(poll.0, self.programs.len(), place)?;
        }
        require(outbox.batch > 0, place, Problem::Empty)?;
        // A relay that repeats everything would never be done.
        probability(outbox.repeats, place)?;
        require(outbox.repeats < 1.0, place, Problem::EndlessRecursion)
    }

    pub(super) fn check_queue(&self, queue: &Queue, place: &str) -> Check {
        index(queue.element.0, self.elements.len(), place)?;
        if let Some(dead_letter) = queue.dead_letter {
            index(dead_letter.0, self.queues.len(), place)?;
        }
        require(queue.max_receives > 0, place, Problem::Empty)?;
        time(queue.redelivery_delay, place)?;
        time(queue.redelivery_limit, place)?;
        within(queue.redelivery_multiplier, 1.0, 1e3, place)?;
        time(queue.delivery_delay, place)?;
        for span in [queue.visibility_timeout, queue.retention] {
            span.map_or(Ok(()), |span| within(span, 1e-9, limits::TIME, place))?;
        }
        probability(queue.poison, place)?;
        if let Some(partitions) = &queue.partitions {
            check_partitions(partitions, &format!("{place}.partitions"))?;
        }
        require(queue.groups.len() <= GROUPS, place, Problem::TooLarge)?;
        for (number, group) in queue.groups.iter().enumerate() {
            let place = &format!("{place}.groups[{number}]");
            require(!group.consumers.is_empty(), place, Problem::Empty)?;
            require(
                group.consumers.len() <= limits::ITEMS,
                place,
                Problem::TooLarge,
            )?;
            time(group.rebalance, place)?;
            for consumer in &group.consumers {
                self.check_consumer(consumer, place)?;
            }
        }
        Ok(())
    }

    fn check_consumer(&self, consumer: &Consumer, place: &str) -> Check {
        index(consumer.group.0, self.groups.len(), place)?;
        index(consumer.program.0, self.programs.len(), place)?;
        // A function is asked by a poller, which consumes for it.
        let is_function = self.groups[consumer.group.at()].function.is_some();
        require(!is_function, place, Problem::OutOfRange)?;
        require(consumer.concurrency > 0, place, Problem::Empty)?;
        check_distribution(&consumer.hop, place)?;
        if let Some(known) = &consumer.known {
            check_distribution(known, place)?;
        }
        if let Some(ramp) = &consumer.ramp {
            require(ramp.initial > 0, place, Problem::Empty)?;
            within(ramp.rate, 1e-6, limits::RATE, place)?;
            let alone = self.groups[consumer.group.at()].max_replicas() == 1;
            require(alone, place, Problem::OutOfRange)?;
        }
        let Some(batch) = &consumer.batch else {
            return Ok(());
        };
        require(batch.size > 0, place, Problem::Empty)?;
        within(f64::from(batch.size), 1.0, BATCH, place)?;
        time(batch.wait, place)
    }

    /// A dead letter must come to rest.
    pub(super) fn check_dead_letters(&self) -> Check {
        let mut seen_from = vec![usize::MAX; self.queues.len()];
        for start in 0..self.queues.len() {
            let mut queue = start;
            while seen_from[queue] == usize::MAX {
                seen_from[queue] = start;
                let Some(next) = self.queues[queue].dead_letter else {
                    break;
                };
                queue = next.at();
                let place = format!("queues[{queue}].dead_letter");
                require(seen_from[queue] != start, &place, Problem::EndlessRecursion)?;
            }
        }
        Ok(())
    }

    pub(super) fn check_replay(&self, replay: &Replay, place: &str) -> Check {
        index(replay.to.0, self.queues.len(), place)?;
        let groups = &self.queues[replay.to.at()].groups;
        if let Some(group) = replay.group {
            index(group, groups.len(), place)?;
        }
        time(replay.start, place)?;
        within(replay.rate, 1e-9, limits::RATE, place)?;
        match replay.messages {
            Replayed::Letters { queue } => {
                index(queue.0, self.queues.len(), place)?;
                let rests = self.queues[queue.at()].groups.is_empty();
                require(
                    rests && queue != replay.to,
                    place,
                    Problem::EndlessRecursion,
                )
            }
            Replayed::Published { from, to } => {
                within(from, -limits::TIME, limits::TIME, place)?;
                within(to, -limits::TIME, limits::TIME, place)?;
                require(from <= to, place, Problem::OutOfOrder)
            }
        }
    }
}

fn check_partitions(partitions: &Partitions, place: &str) -> Check {
    require(partitions.count > 0, place, Problem::Empty)?;
    within(f64::from(partitions.count), 1.0, PARTITIONS, place)?;
    match partitions.keys {
        Keys::Spread => Ok(()),
        _ => partitions.keys.check(place).map(|_| ()),
    }
}

impl Keys {
    /// How many there are, if the figures can be; 0 where they are spread.
    pub(crate) fn check(&self, place: &str) -> Result<u32, super::Invalid> {
        let keys = match *self {
            Self::Spread => return Ok(0),
            Self::Uniform { count } => count,
            Self::Zipf { count, exponent } => {
                within(exponent, 0.0, 100.0, place)?;
                count
            }
        };
        require(keys > 0, place, Problem::Empty)?;
        require(keys as usize <= limits::POINTS, place, Problem::TooLarge)?;
        Ok(keys)
    }
}
