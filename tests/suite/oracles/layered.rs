//! Threads held over calls: what ordinary queueing networks leave out.

use spinout_network::{Arrivals, Distribution, Group, Step};
use spinout_queueing::{MarkovChain, Mg1, Mmc};

use crate::harness::{Stations, judge, requests, steady};

fn exponential(mean: f64) -> Distribution {
    Distribution::exponential(mean)
}

#[test]
fn threads_that_only_wait_for_another_are_servers() {
    let truth = Mmc {
        arrival_rate: 2.4,
        service_rate: 1.0,
        servers: 3,
    };
    let mut stations = Stations::default();
    let slow = vec![Step::delay("slow", exponential(1.0))];
    let (_, ask) = stations.add("slow", Group::delay, slow);
    let (element, visit) = stations.add(
        "front",
        |name, e| Group {
            accept_queue: None,
            ..Group::process(name, e, 3, 8.0)
        },
        vec![ask],
    );
    stations
        .network
        .add_journey("users", Arrivals::poisson(2.4), vec![visit]);
    let outcome = steady(&stations.network, 0.02);
    let judge = judge(&outcome, 0.04);
    let quantiles = [0.5, 0.95, 0.99].map(|q| (q, truth.response_quantile(q)));
    judge.latency(
        &requests(&outcome).response_s,
        truth.mean_response(),
        &quantiles,
    );
    let front = &outcome.elements[element.at()];
    judge.holds("threads", front.slots.map(|slots| slots.utilization), 0.8);
    judge.holds("wait", front.wait_s.mean, truth.mean_wait());
}

#[test]
fn one_thread_serves_for_as_long_as_it_computes_and_waits() {
    // The service is the sum of both: M/G/1 with its mean and variance.
    let (own, asked) = (0.3, 0.5);
    let mean: f64 = own + asked;
    let truth = Mg1 {
        arrival_rate: 0.75 / mean,
        mean_service: mean,
        scv: (own * own + asked * asked) / (mean * mean),
    };
    let mut stations = Stations::default();
    let work = vec![Step::cpu("query", exponential(asked))];
    let (_, ask) = stations.add("database", |n, e| Group::fifo(n, e, 2), work);
    let (element, visit) = stations.add(
        "front",
        |name, e| Group::fifo(name, e, 1),
        vec![Step::cpu("own", exponential(own)), ask],
    );
    let arrivals = Arrivals::poisson(truth.arrival_rate);
    stations.network.add_journey("users", arrivals, vec![visit]);
    let outcome = steady(&stations.network, 0.02);
    let judge = judge(&outcome, 0.03);
    judge.holds(
        "response",
        requests(&outcome).response_s.mean,
        truth.mean_response(),
    );
    let front = &outcome.elements[element.at()];
    judge.holds("threads", front.slots.map(|slots| slots.utilization), 0.75);
    judge.holds(
        "cores",
        front.cores.map(|cores| cores.utilization),
        0.75 * own / mean,
    );
}

/// Where the users of a closed system are.
type Closed = (u32, u32, u32);

#[test]
fn a_closed_system_with_few_threads() {
    // Users think, then want a thread; a thread computes on the one core, then asks a database with one
    // server, and is held until the answer.
    let (users, threads, think, own, asked) = (8, 3, 4.0, 0.5, 0.8);
    let chain = MarkovChain::explore((0, 0, 0), |&(waiting, computing, asking): &Closed| {
        let away = users - waiting - computing - asking;
        let mut moves = Vec::new();
        if away > 0 {
            let enters = computing + asking < threads;
            let next = if enters {
                (waiting, computing + 1, asking)
            } else {
                (waiting + 1, computing, asking)
            };
            moves.push((next, f64::from(away) / think));
        }
        if computing > 0 {
            moves.push(((waiting, computing - 1, asking + 1), 1.0 / own));
        }
        if asking > 0 {
            let next = if waiting > 0 {
                (waiting - 1, computing + 1, asking - 1)
            } else {
                (waiting, computing, asking - 1)
            };
            moves.push((next, 1.0 / asked));
        }
        moves
    });
    let throughput = chain.probability(|state| state.2 > 0) / asked;
    let present = chain.mean(|state| f64::from(state.0 + state.1 + state.2));
    let mut stations = Stations::default();
    let work = vec![Step::cpu("query", exponential(asked))];
    let (database, ask) = stations.add("database", |n, e| Group::fifo(n, e, 1), work);
    let (front, visit) = stations.add(
        "front",
        |name, e| Group::process(name, e, threads, 1.0),
        vec![Step::cpu("own", exponential(own)), ask],
    );
    let arrivals = Arrivals::closed(users, think);
    stations.network.add_journey("users", arrivals, vec![visit]);
    let outcome = steady(&stations.network, 0.02);
    let judge = judge(&outcome, 0.02);
    judge.holds(
        "throughput",
        requests(&outcome).throughput_per_s,
        throughput,
    );
    judge.holds(
        "response",
        requests(&outcome).response_s.mean,
        present / throughput,
    );
    let waiting = chain.mean(|state| f64::from(state.0));
    let front = &outcome.elements[front.at()];
    judge.holds("queue", front.queue_length, waiting);
    let busy = chain.mean(|state| f64::from(state.1 + state.2)) / f64::from(threads);
    judge.holds("threads", front.slots.map(|slots| slots.utilization), busy);
    let database = outcome.elements[database.at()]
        .cores
        .map(|cores| cores.utilization);
    judge.holds("database", database, chain.probability(|state| state.2 > 0));
}

#[test]
fn a_component_inside_shares_the_core_of_its_process() {
    // A call inside costs nothing of its own: the two demands are one service on one shared core.
    let mut stations = Stations::default();
    let inside = stations.network.add_element("inside");
    let within = Step::within("calls", inside, vec![Step::cpu("inner", exponential(0.5))]);
    let steps = vec![Step::cpu("outer", exponential(0.3)), within];
    let (outside, visit) = stations.add("outside", |n, e| Group::shared(n, e, 1.0), steps);
    stations
        .network
        .add_journey("users", Arrivals::poisson(1.0), vec![visit]);
    let outcome = steady(&stations.network, 0.02);
    let judge = judge(&outcome, 0.02);
    judge.holds(
        "response",
        requests(&outcome).response_s.mean,
        0.8 / (1.0 - 0.8),
    );
    judge.holds(
        "inside",
        outcome.elements[inside.at()].response_s.mean,
        0.5 / (1.0 - 0.8),
    );
    let cores = outcome.elements[outside.at()]
        .cores
        .map(|cores| cores.utilization);
    judge.holds("utilisation", cores, 0.8);
}
