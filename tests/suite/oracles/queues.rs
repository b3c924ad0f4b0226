//! Broker queues: response ends at the acknowledgement, completion with the consumer.

use spinout_network::{
    Arrivals, Batch, Consumer, Distribution, Group, Keys, Network, Outbox, Partitions,
    PublishPolicy, Queue, QueueIndex, Step,
};
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
        let judge = judge(&outcome, 0.1);
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

/// One partition of a topic is a single server of its own, as there is an instance for each.
#[test]
fn partitions_are_parallel_single_servers() {
    let work = vec![Step::cpu("work", Distribution::exponential(1.0))];
    let (mut network, queue) = worker(1.2, 2, 1, work);
    let partitions = Partitions {
        count: 2,
        keys: Keys::Zipf {
            count: 3,
            exponent: 1.0,
        },
    };
    network.queues[queue.at()].partitions = Some(partitions);
    // Keys 1, ½ and ⅓; the first and the third in one partition: 8 to 3.
    let rates = [1.2 * 8.0 / 11.0, 1.2 * 3.0 / 11.0];
    assert_eq!(partitions.shares().len(), 2);
    let mean = |rate: f64| 1.0 / (1.0 - rate);
    let truth = (rates[0] * mean(rates[0]) + rates[1] * mean(rates[1])) / 1.2;
    let waiting: f64 = rates.iter().map(|rate| rate * rate / (1.0 - rate)).sum();
    let outcome = steady_on_completion(&network);
    let judge = judge(&outcome, 0.12);
    judge.latency(&requests(&outcome).completion_s, truth, &[]);
    let found = &outcome.queues[queue.at()];
    judge.holds("depth", found.depth, waiting);
    judge.holds(
        "lag",
        found.groups[0].lag,
        rates.iter().map(|rate| rate * mean(*rate)).sum(),
    );
}

/// Bulk service: a server takes up to b messages at once, in the time of one. With ξ in (0, 1) such that
/// μ ξ^(b+1) − (λ + μ) ξ + λ = 0, the chance that n wait before a busy server is A ξⁿ, and that it is idle
/// A μ ÷ λ.
#[test]
fn a_consumer_of_batches_is_a_bulk_server() {
    let (rate, service, size) = (1.5, 1.0, 3);
    let work = vec![Step::cpu("work", Distribution::exponential(1.0 / service))];
    let (mut network, queue) = worker(rate, 1, 1, work);
    network.queues[queue.at()].groups[0].consumers[0].batch = Some(Batch { size, wait: 0.0 });
    let (mut low, mut high) = (1e-9, 1.0 - 1e-9);
    for _ in 0..200 {
        let middle: f64 = 0.5 * (low + high);
        let value = service * middle.powi(size as i32 + 1) - (rate + service) * middle + rate;
        if value > 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    let share = 1.0 / (service / rate + 1.0 / (1.0 - low));
    let waiting = share * low / ((1.0 - low) * (1.0 - low));
    let outcome = steady_on_completion(&network);
    let judge = judge(&outcome, 0.08);
    judge.holds("depth", outcome.queues[queue.at()].depth, waiting);
    let truth = waiting / rate + 1.0 / service;
    judge.latency(&requests(&outcome).completion_s, truth, &[]);
}

/// Between a single server that is called and one behind a queue lies the way there.
#[test]
fn a_queue_adds_its_hops_and_nothing_else() {
    let work = vec![Step::cpu("work", Distribution::exponential(1.0))];
    let (mut network, queue) = worker(0.6, 1, 1, work);
    // A consumer that fetches as much as it likes: the hop is no part of its service.
    let consumer = &mut network.queues[queue.at()].groups[0].consumers[0];
    consumer.hop = Distribution::constant(0.5);
    consumer.prefetch = 1_000_000;
    let outcome = steady_on_completion(&network);
    let truth = 1.0 / (1.0 - 0.6);
    judge(&outcome, 0.06).latency(&requests(&outcome).completion_s, truth + 0.5, &[]);
}

/// Everybody's messages wait for the relay half an interval, and its longest look is one interval.
#[test]
fn an_outbox_waits_for_half_an_interval() {
    let work = vec![Step::delay("work", Distribution::constant(0.25))];
    let (mut network, _) = worker(5.0, 1, 1_000, work);
    let program = network.journeys[0].program.at();
    if let Step::Publish(publish) = &mut network.programs[program].steps[0] {
        publish.policy = Some(PublishPolicy {
            outbox: Some(Outbox {
                interval: 2.0,
                batch: 1_000_000,
                repeats: 0.0,
                transfer: None,
                poll: None,
            }),
            ..PublishPolicy::default()
        });
    }
    let outcome = steady_on_completion(&network);
    let quantiles = [(0.5, 1.25), (0.9, 2.05), (0.99, 2.23)];
    let found = requests(&outcome);
    judge(&outcome, 0.03).latency(&found.completion_s, 1.25, &quantiles);
}
