//! Publishing: what a publisher that gives up, does not wait, uses an outbox or writes twice brings about.

use spinout_network::{
    Delivery, DualWrite, Fault, Group, Outbox, PublishPolicy, Retry, Step, Transfer, key,
};

use crate::{
    common::run,
    messages::{Broker, constant},
};

#[test]
fn a_publisher_that_gives_up_too_early_publishes_twice() {
    let mut broker = Broker::new();
    let worker = broker.worker("worker", 1, 0.1);
    broker.consumed_by(worker);
    let policy = |delivery| PublishPolicy {
        delivery,
        timeout: Some(0.3),
        back: Some(constant(0.2)),
        retry: Some(Retry::at_once(2)),
        outbox: None,
    };
    // There in .2 s and back in .4 s, when nobody waits any more.
    broker.policy(0.2, policy(Delivery::AtLeastOnce));
    let report = broker.run(10.9);
    let counts = broker.counts(&report);
    assert_eq!((counts.published, counts.duplicated), (20, 10));
    let answers = report.journeys[0].windows[0].counts;
    assert_eq!((answers.succeeded, answers.failed), (0, 10));

    broker.policy(0.2, policy(Delivery::ExactlyOnce));
    let counts = broker.counts(&broker.run(10.9));
    assert_eq!((counts.published, counts.duplicated), (10, 0));
    assert_eq!(counts.acknowledged, 10);
}

#[test]
fn who_does_not_wait_for_the_broker_loses_what_it_refuses() {
    let mut broker = Broker::new();
    let worker = broker.worker("worker", 1, 0.1);
    broker.consumed_by(worker);
    broker.network.faults.push(Fault::Outage {
        queue: broker.queue,
        start: 2.5,
        duration: 3.0,
    });
    let policy = PublishPolicy {
        delivery: Delivery::AtMostOnce,
        ..PublishPolicy::default()
    };
    broker.policy(0.0, policy);
    let report = broker.run(10.9);
    let counts = broker.counts(&report);
    assert_eq!((counts.published, counts.lost), (7, 3));
    assert_eq!(report.journeys[0].windows[0].counts.failed, 0);
    assert_eq!(report.journeys[0].messages.lost, 3);
}

#[test]
fn the_relay_of_an_outbox_carries_what_is_published() {
    let completion = |transfer| {
        let mut broker = Broker::new();
        let worker = broker.worker("worker", 4, 0.125);
        broker.consumed_by(worker);
        let policy = PublishPolicy {
            outbox: Some(Outbox {
                interval: 0.75,
                batch: 10,
                repeats: 0.0,
                transfer,
                poll: None,
            }),
            ..PublishPolicy::default()
        };
        broker.policy(0.0, policy);
        let report = broker.run(8.9);
        let window = &report.journeys[0].windows[0];
        // The publisher waits for nothing of it.
        assert_eq!(window.response.mean(), Some(0.0));
        window.completion.mean().unwrap()
    };
    let transfer = Transfer {
        fixed: 0.2,
        per_mib: 1.0,
        back: false,
    };
    // Requests without a size carry what is fixed.
    let later = completion(Some(transfer)) - completion(None);
    assert!((later - 2e8).abs() < 1.0, "{later}");
}

#[test]
fn an_outbox_waits_for_its_relay_and_survives_the_broker() {
    let mut broker = Broker::new();
    let worker = broker.worker("worker", 1, 0.125);
    broker.consumed_by(worker);
    let policy = |repeats| PublishPolicy {
        outbox: Some(Outbox {
            interval: 0.75,
            batch: 1,
            repeats,
            transfer: None,
            poll: None,
        }),
        ..PublishPolicy::default()
    };
    broker.policy(0.0, policy(0.0));
    // The relay looks at 1.5, 2.25, 3.75, 4.5 …: waits of .5, .25, .75, and again.
    let report = broker.run(9.99);
    let window = &report.journeys[0].windows[0];
    assert_eq!(window.response.mean(), Some(0.0));
    assert_eq!(
        (window.completed, window.completion.mean()),
        (9, Some(625e6))
    );

    // An outage of the broker only delays: one message a look.
    broker.network.faults.push(Fault::Outage {
        queue: broker.queue,
        start: 0.0,
        duration: 5.0,
    });
    let report = broker.run(30.0);
    let counts = broker.counts(&report);
    assert_eq!((counts.lost, counts.duplicated), (0, 0));
    assert!(counts.acknowledged >= 28, "{counts:?}");

    // A relay that forgets publishes again: the repetitions are a geometric series.
    broker.network.faults.clear();
    let program = broker.network.journeys[0].program.at();
    if let Step::Publish(publish) = &mut broker.network.programs[program].steps[0] {
        publish.policy = Some(policy(0.2));
    }
    let counts = broker.counts(&broker.run(20_000.0));
    let share = counts.duplicated as f64 / 20_000.0;
    // Mean p/(1 − p) = .25 with variance p/(1 − p)² = .3125 each.
    assert!(
        (share - 0.25).abs() < 4.5 * (0.3125_f64 / 20_000.0).sqrt() + 2e-3,
        "{share}"
    );
}

#[test]
fn two_writes_without_a_transaction_disagree_when_one_fails() {
    // A front whose operation writes to a store and then publishes, called with two attempts.
    let mut broker = Broker::new();
    let worker = broker.worker("worker", 1, 0.01);
    broker.consumed_by(worker);
    let network = &mut broker.network;
    let [store, front] = ["store", "front"].map(|name| network.add_element(name));
    let rows = network.add_group(Group::delay("store", store));
    let row = network.add_program(store, vec![Step::delay("row", constant(0.1))]);
    let write = Step::call("write", rows, row);
    let publish = Step::publish("publish", broker.queue);
    let fronts = network.add_group(Group::delay("front", front));
    let both = network.add_program(front, vec![write, publish]);
    let mut ask = Step::call("ask", fronts, both);
    if let Step::Call(ask) = &mut ask {
        ask.policy.retry = Some(Retry {
            base: 1.0,
            ..Retry::at_once(2)
        });
    }
    let client = network.journeys[0].program.at();
    network.programs[client].steps = vec![ask];
    network.dual_writes.push(DualWrite {
        one: key::key_of("write"),
        other: key::key_of("publish"),
    });
    let (start, duration) = (3.5, 2.0);
    network.faults.push(Fault::Outage {
        queue: broker.queue,
        start,
        duration,
    });
    // The broker is away from 3.5 to 5.5: the requests of 4 and 5 have written when they cannot publish. They
    // write again 1 s later, at 5.1 and 6.1. The first fails for good, the second succeeds.
    let report = run(&broker.network, 0.0, 20.9);
    let journey = &report.journeys[0];
    assert_eq!(journey.windows[0].counts.failed, 1);
    let messages = journey.messages;
    assert_eq!((messages.inconsistent, messages.duplicated), (1, 2));
    assert_eq!(messages.published, 19);

    // A time-out that comes before the answer: all is written in the end, each row twice.
    let network = &mut broker.network;
    network.faults.clear();
    if let Step::Call(write) = &mut network.programs[both.at()].steps[0] {
        write.policy.timeout = Some(0.05);
    }
    let report = run(&broker.network, 0.0, 20.9);
    let messages = report.journeys[0].messages;
    assert_eq!(report.journeys[0].windows[0].counts.failed, 19);
    // Those of 1 … 19 have failed and written twice, but never published.
    assert_eq!((messages.inconsistent, messages.duplicated), (19, 19));
}
