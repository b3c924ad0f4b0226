//! Broker queues: response ends at the acknowledgement, completion with the consumer.

use spinout_network::{Arrivals, Consumer, Distribution, Group, Network, Queue, QueueIndex, Step};
use spinout_queueing::Mmc;

use crate::harness::{judge, requests, steady};

/// A journey that publishes to a queue, which a worker of `replicas` instances consumes, `concurrency`
/// messages at a time each.
fn worker(rate: f64, replicas: u32, concurrency: u32, steps: Vec<Step>) -> (Network, QueueIndex) {
    let mut network = Network::default();
    let element = network.add_element("worker");
    let group = network.add_group(Group {
        replicas,
        ..Group::fifo("worker", element, concurrency)
    });
    let program = network.add_program(element, steps);
    let jobs = network.add_element("jobs");
    let consumer = Consumer::new(group, program, concurrency);
    let queue = network.add_queue(Queue::new("jobs", jobs).consumed_by(consumer));
    let publish = vec![Step::publish("job", queue)];
    network.add_journey("users", Arrivals::poisson(rate), publish);
    (network, queue)
}

#[test]
fn a_queue_with_workers_is_a_queue_with_servers() {
    for (replicas, concurrency) in [(1, 1), (1, 3), (2, 2)] {
        let servers = replicas * concurrency;
        let rate = 0.8 * f64::from(servers);
        let truth = Mmc {
            arrival_rate: rate,
            service_rate: 1.0,
            servers,
        };
        let work = vec![Step::cpu("work", Distribution::exponential(1.0))];
        let (network, queue) = worker(rate, replicas, concurrency, work);
        let outcome = steady_on_completion(&network);
        let judge = judge(&outcome, 0.08);
        let found = requests(&outcome);
        let quantiles = [0.5, 0.95, 0.99].map(|q| (q, truth.response_quantile(q)));
        judge.latency(&found.completion_s, truth.mean_response(), &quantiles);
        judge.holds("answer", found.response_s.mean, 0.0);
        judge.holds(
            "depth",
            outcome.queues[queue.at()].depth,
            truth.mean_queue(),
        );
        judge.holds(
            "published",
            outcome.queues[queue.at()].published_per_s,
            rate,
        );
    }
}

/// Responses are all zero here: the run is as long as its limit of requests lets it be.
fn steady_on_completion(network: &Network) -> spinout_study::Outcome {
    steady(network, 0.02)
}

#[test]
fn failing_messages_come_again_and_end_as_dead_letters() {
    let fail = Step::Fail {
        probability: 0.5,
        key: 99,
    };
    let work = vec![Step::cpu("work", Distribution::exponential(0.1)), fail];
    let (mut network, queue) = worker(1.0, 1, 1, work);
    let dead = network.add_element("dead-letters");
    let dead = network.add_queue(Queue::new("dead-letters", dead));
    network.queues[queue.at()].max_receives = 3;
    network.queues[queue.at()].dead_letter = Some(dead);
    let outcome = steady_on_completion(&network);
    let found = &outcome.queues[queue.at()];
    let published = requests(&outcome).requests as f64 / f64::from(outcome.replications);
    // Delivered once, again with ½, again with ¼; dead with ⅛.
    let near = |value: f64, share: f64| {
        // Counts of a replication lie within 4.5 standard deviations of a binomial's.
        let all = requests(&outcome).requests as f64;
        let tolerance = 4.5 * (share / all).sqrt() + 1e-3;
        assert!(
            (value / published - share).abs() < tolerance,
            "{value} of {published}: {share}"
        );
    };
    near(found.redeliveries, 0.75);
    near(found.dead_letters, 0.125);
    judge(&outcome, 0.02).holds("dead", outcome.queues[dead.at()].published_per_s, 0.125);
}
