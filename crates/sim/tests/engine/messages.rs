//! Messages: traces that can be followed by hand, and counts that must come out exactly.

use spinout_network::{
    Acknowledge, Arrivals, Batch, Consumer, ConsumerGroup, Distribution, Fault, Group, GroupIndex,
    Keys, Network, Overflow, Partitions, PublishPolicy, Queue, QueueIndex, RateCurve, Replay,
    Replayed, Spacing, Step,
};
use spinout_sim::{MessageCounts, Report};

use crate::common::run;

pub(crate) fn constant(value: f64) -> Distribution {
    Distribution::constant(value)
}

/// One request at each whole second.
fn each_second() -> Arrivals {
    Arrivals::Open {
        rate: RateCurve::Constant { rate: 1.0 },
        spacing: Spacing::Even,
    }
}

/// A worker with `replicas` instances of one thread and constant work, a queue that nobody consumes yet,
/// and its dead letters. Requests publish to the queue, one at each whole second.
pub(crate) struct Broker {
    pub(crate) network: Network,
    pub(crate) queue: QueueIndex,
    pub(crate) dead: QueueIndex,
}

impl Broker {
    pub(crate) fn new() -> Self {
        let mut network = Network::default();
        let [broker, dead] = ["queue", "dead"].map(|name| network.add_element(name));
        let dead = network.add_queue(Queue::new("dead", dead));
        let queue = network.add_queue(Queue {
            max_receives: 100,
            dead_letter: Some(dead),
            ..Queue::new("queue", broker)
        });
        network.add_journey("j", each_second(), vec![Step::publish("p", queue)]);
        Self {
            network,
            queue,
            dead,
        }
    }

    /// A process whose instances work on one message at a time, each for `work` seconds.
    pub(crate) fn worker(&mut self, name: &str, replicas: u32, work: f64) -> Consumer {
        let element = self.network.add_element(name);
        let group = self.network.add_group(Group {
            replicas,
            ..Group::fifo(name, element, 1)
        });
        let steps = vec![Step::cpu(name, constant(work))];
        let program = self.network.add_program(element, steps);
        Consumer::new(group, program, 1)
    }

    pub(crate) fn queue(&mut self) -> &mut Queue {
        &mut self.network.queues[self.queue.at()]
    }

    pub(crate) fn consumed_by(&mut self, consumer: Consumer) {
        self.queue().groups.push(ConsumerGroup::of(consumer));
    }

    pub(crate) fn policy(&mut self, hop: f64, policy: PublishPolicy) {
        let program = self.network.journeys[0].program.at();
        if let Step::Publish(publish) = &mut self.network.programs[program].steps[0] {
            publish.hop = constant(hop);
            publish.policy = Some(policy);
        }
    }

    pub(crate) fn run(&self, horizon: f64) -> Report {
        run(&self.network, 0.0, horizon)
    }

    pub(crate) fn counts(&self, report: &Report) -> MessageCounts {
        report.queues[self.queue.at()].messages
    }
}

#[test]
fn groups_get_every_message_and_the_consumers_of_one_compete() {
    let mut broker = Broker::new();
    let (slow, quick, audit) = (
        broker.worker("slow", 1, 1.5),
        broker.worker("quick", 1, 1.5),
        broker.worker("audit", 1, 0.25),
    );
    broker.queue().groups.push(ConsumerGroup {
        name: "work".to_owned(),
        consumers: vec![slow, quick],
        rebalance: 0.0,
    });
    broker.consumed_by(audit);
    let report = broker.run(10.9);
    let groups = &report.consumer_groups[broker.queue.at()];
    // Messages at 1, 2 … 10. The two take turns; what came at 9 is done at 10.5, that of 10 is not.
    assert_eq!(groups[0].messages.published, 10);
    assert_eq!(groups[0].messages.acknowledged, 9);
    assert_eq!(groups[0].lag_end, 1);
    assert_eq!(report.elements[3].visits, 5);
    assert_eq!(report.elements[4].visits, 4);
    assert_eq!(groups[1].messages.acknowledged, 10);
    assert_eq!(report.queues[broker.queue.at()].published, 10);
    // A request is complete when both groups have done with it.
    let completion = &report.journeys[0].windows[0].completion;
    assert_eq!((completion.count(), completion.mean()), (9, Some(1.5e9)));
}

#[test]
fn a_message_that_takes_longer_than_its_visibility_is_worked_on_twice() {
    let mut broker = Broker::new();
    let worker = broker.worker("worker", 2, 5.0);
    broker.consumed_by(worker);
    broker.network.journeys[0].arrivals = once(1.0);
    broker.queue().visibility_timeout = Some(2.0);
    broker.queue().max_receives = 2;
    // Handed out at 1, visible again at 3 and handed out once more; dead at 5, when that time-out ends.
    // The work is done at 6 and, again, at 8.
    for (horizon, dead, duplicated) in [(4.9, 0, 0), (5.1, 1, 0), (7.9, 1, 0), (8.1, 1, 1)] {
        let report = broker.run(horizon);
        let counts = broker.counts(&report);
        assert_eq!((counts.delivered, counts.redelivered), (2, 1));
        assert_eq!((counts.acknowledged, counts.lost), (0, 0));
        assert_eq!((counts.dead_letters, counts.duplicated), (dead, duplicated));
        assert_eq!(report.queues[broker.dead.at()].depth_end, dead);
    }
    // Who knows what it has done looks it up only: .5 s for the second time, 5.5 s for the first.
    broker.queue().max_receives = 100;
    let consumer = &mut broker.queue().groups[0].consumers[0];
    consumer.known = Some(constant(0.5));
    // Visible again at 3, 5 … Of the two instances one has the first until 6.5, the other the second until
    // 8.5; the third delivery, at 6.5, finds it known and is acknowledged at 7.
    let report = broker.run(20.0);
    let counts = broker.counts(&report);
    assert_eq!((counts.acknowledged, counts.duplicated), (1, 0));
    assert_eq!((counts.delivered, counts.known), (3, 2));
    assert_eq!(report.groups[0].cores.busy * 20.0, 11.5);
}

/// One request, at a time in seconds.
fn once(at: f64) -> Arrivals {
    let point = |time, rate| spinout_network::RatePoint { time, rate };
    Arrivals::Open {
        rate: RateCurve::Steps {
            points: vec![point(0.0, 0.0), point(at - 0.5, 2.0), point(at, 0.0)],
        },
        spacing: Spacing::Even,
    }
}

#[test]
fn failed_messages_come_again_later_and_later() {
    let mut broker = Broker::new();
    let worker = broker.worker("worker", 1, 0.5);
    let group = worker.group;
    broker.consumed_by(worker);
    broker.network.journeys[0].arrivals = once(1.0);
    broker.network.faults.push(errors(group, 100.0));
    let queue = broker.queue();
    queue.max_receives = 5;
    queue.redelivery_delay = 1.0;
    queue.redelivery_multiplier = 3.0;
    queue.redelivery_limit = 5.0;
    // Ends of deliveries: 1.5; + 1 + .5 = 3; + 3 + .5 = 6.5; + 5 + .5 = 12; + 5 + .5 = 17.5.
    for (horizon, delivered, dead) in [
        (2.9, 2, 0),
        (6.4, 3, 0),
        (11.9, 4, 0),
        (17.4, 5, 0),
        (17.6, 5, 1),
    ] {
        let counts = broker.counts(&broker.run(horizon));
        assert_eq!((counts.delivered, counts.dead_letters), (delivered, dead));
    }
    // With a visibility time-out and no delay, at its end: 1, 4, 7, 10, 13.
    let queue = broker.queue();
    queue.redelivery_delay = 0.0;
    queue.visibility_timeout = Some(3.0);
    for (horizon, delivered, dead) in [(3.9, 1, 0), (4.1, 2, 0), (13.4, 5, 0), (13.6, 5, 1)] {
        let counts = broker.counts(&broker.run(horizon));
        assert_eq!((counts.delivered, counts.dead_letters), (delivered, dead));
    }
}

fn errors(group: GroupIndex, duration: f64) -> Fault {
    Fault::Errors {
        group,
        probability: 1.0,
        start: 0.0,
        duration,
    }
}

#[test]
fn what_is_kept_too_long_or_does_not_fit_is_lost() {
    let mut broker = Broker::new();
    let worker = broker.worker("worker", 1, 20.0);
    broker.consumed_by(worker);
    broker.queue().retention = Some(3.0);
    // The first is worked on; those of 2 … 7 are gone at 5 … 10.
    let report = broker.run(10.5);
    let counts = broker.counts(&report);
    assert_eq!((counts.expired, counts.lost), (6, 6));
    assert_eq!(report.queues[broker.queue.at()].depth_end, 3);
    assert_eq!(report.consumer_groups[broker.queue.at()][0].lag_end, 4);
    // Its request is complete when a message is lost, and not a success.
    let window = &report.journeys[0].windows[0];
    assert_eq!(
        (window.completed, window.completion_success.count()),
        (6, 0)
    );

    let queue = broker.queue();
    queue.retention = None;
    queue.capacity = Some(2);
    queue.overflow = Overflow::DropHead;
    let report = broker.run(10.5);
    let counts = broker.counts(&report);
    assert_eq!((counts.published, counts.dropped, counts.lost), (10, 8, 8));
    assert_eq!(report.queues[broker.queue.at()].refused, 0);
    assert_eq!(report.consumer_groups[broker.queue.at()][0].lag_end, 2);
}

#[test]
fn who_acknowledges_before_the_work_loses_what_fails() {
    let mut broker = Broker::new();
    let mut worker = broker.worker("worker", 1, 0.5);
    worker.acknowledge = Acknowledge::OnDelivery;
    let group = worker.group;
    broker.consumed_by(worker);
    broker.network.faults.push(errors(group, 4.6));
    let counts = broker.counts(&broker.run(10.9));
    assert_eq!((counts.acknowledged, counts.lost), (10, 4));
    assert_eq!((counts.redelivered, counts.dead_letters), (0, 0));
}

#[test]
fn a_partition_keeps_its_order_and_waits_for_what_failed() {
    let mut broker = Broker::new();
    let worker = broker.worker("worker", 3, 0.25);
    let group = worker.group;
    broker.consumed_by(worker);
    broker.network.faults.push(errors(group, 2.0));
    let queue = broker.queue();
    queue.partitions = Some(Partitions {
        count: 1,
        keys: Keys::Spread,
    });
    queue.redelivery_delay = 4.0;
    // The first fails at 1.25 and is back at 5.25; the five behind it wait for it, although two instances
    // are idle, and go out one after the other at 5.5, 5.75 …
    let report = broker.run(6.4);
    let counts = broker.counts(&report);
    assert_eq!((counts.delivered, counts.acknowledged), (6, 4));
    assert_eq!(report.queues[broker.queue.at()].depth_max, 5);
}

#[test]
fn partitions_are_handed_over_when_instances_go() {
    let mut broker = Broker::new();
    let worker = broker.worker("worker", 2, 0.25);
    let group = worker.group;
    broker.consumed_by(worker);
    broker.network.faults.push(Fault::Crash {
        group,
        instance: Some(0),
        start: 3.5,
        duration: 100.0,
    });
    broker.queue().partitions = Some(Partitions {
        count: 4,
        keys: Keys::Spread,
    });
    broker.queue().groups[0].rebalance = 2.0;
    // Nothing goes out from 3.5 to 5.5; then the other instance has all four.
    let report = broker.run(5.4);
    assert_eq!(broker.counts(&report).delivered, 3);
    let report = broker.run(10.9);
    assert_eq!(broker.counts(&report).acknowledged, 10);
}

#[test]
fn an_instance_keeps_what_it_has_fetched() {
    let mut broker = Broker::new();
    let mut worker = broker.worker("worker", 2, 3.5);
    worker.prefetch = 3;
    broker.consumed_by(worker);
    // In hand at either instance: 1, 3, 5 and 2, 4, 6. Done: at 4.5, 8, 11.5 and at 5.5, 9, 12.5. Those of
    // 7 and on are fetched as places become free, at 4.5 (nothing waits then), …
    let report = broker.run(6.9);
    let queue = &report.queues[broker.queue.at()];
    assert_eq!(
        (queue.delivered, queue.acknowledged, queue.depth_end),
        (6, 2, 0)
    );
    assert_eq!(report.consumer_groups[broker.queue.at()][0].lag_end, 4);
}

#[test]
fn batches_wait_until_they_are_full_or_old() {
    let mut broker = Broker::new();
    let mut worker = broker.worker("worker", 1, 0.5);
    worker.batch = Some(Batch {
        size: 3,
        wait: 10.0,
    });
    broker.consumed_by(worker);
    // 1, 2 and 3 are done at 3.5; 4, 5 and 6 at 6.5: 2.5, 1.5 and .5 s each.
    let report = broker.run(7.5);
    let window = &report.journeys[0].windows[0];
    assert_eq!(
        (window.completed, window.completion.mean()),
        (6, Some(1.5e9))
    );
    assert_eq!(report.groups[0].visits, 2);
    broker.queue().groups[0].consumers[0].batch = Some(Batch {
        size: 3,
        wait: 1.25,
    });
    // 1 and 2 go at 2.25, 3 and 4 at 4.25, …: 1.75 and .75 s.
    let report = broker.run(8.9);
    let window = &report.journeys[0].windows[0];
    assert_eq!(
        (window.completed, window.completion.mean()),
        (8, Some(1.25e9))
    );
}

#[test]
fn messages_can_be_held_back() {
    let mut broker = Broker::new();
    let worker = broker.worker("worker", 1, 0.25);
    broker.consumed_by(worker);
    broker.queue().delivery_delay = 2.0;
    let report = broker.run(10.5);
    let completion = &report.journeys[0].windows[0].completion;
    assert_eq!((completion.count(), completion.mean()), (8, Some(2.25e9)));
}

#[test]
fn dead_letters_and_what_was_published_can_be_replayed() {
    let mut broker = Broker::new();
    let worker = broker.worker("worker", 1, 0.125);
    let group = worker.group;
    broker.consumed_by(worker);
    broker.queue().max_receives = 1;
    broker.network.faults.push(errors(group, 5.5));
    let (to, queue) = (broker.queue, broker.dead);
    broker.network.replays.push(Replay {
        to,
        group: None,
        messages: Replayed::Letters { queue },
        start: 20.25,
        rate: 2.0,
    });
    // Five are dead; they go again at 20.25, 20.75 … 22.25.
    let report = broker.run(21.9);
    assert_eq!(report.queues[queue.at()].depth_end, 1);
    let report = broker.run(30.9);
    let found = &report.queues[to.at()];
    assert_eq!(
        (found.replayed, found.acknowledged, found.dead_letters),
        (5, 30, 5)
    );
    assert_eq!(report.queues[queue.at()].depth_end, 0);
    assert_eq!(found.messages.duplicated, 0);

    // Reading again what came from 3 to 7.5 repeats what was done of it: 6 and 7, not 3, 4 and 5.
    broker.network.replays[0].messages = Replayed::Published { from: 3.0, to: 7.5 };
    let report = broker.run(30.9);
    let found = &report.queues[to.at()];
    assert_eq!((found.replayed, found.messages.duplicated), (5, 2));
    assert_eq!(report.queues[queue.at()].depth_end, 5);
}

#[test]
fn poison_fails_whenever_it_is_worked_on() {
    let mut broker = Broker::new();
    let worker = broker.worker("worker", 1, 0.01);
    broker.consumed_by(worker);
    broker.queue().poison = 0.3;
    broker.queue().max_receives = 4;
    let counts = broker.counts(&broker.run(10_000.5));
    assert_eq!(counts.acknowledged + counts.dead_letters, 10_000);
    assert_eq!(counts.redelivered, 3 * counts.dead_letters);
    let share = counts.dead_letters as f64 / 10_000.0;
    assert!((share - 0.3).abs() < 4.5 * (0.21_f64 / 10_000.0).sqrt());
}
