//! What the preview says of the rarer words: caches, pools, functions, guards, quotas.

use super::*;

/// What the engine says of the first journey's mean response, over four replications.
fn simulated(network: &Network, requests: f64) -> f64 {
    corpus::simulate(network, &preview(network, 0.0), 4, requests).unwrap()[0].mean
}

/// A service of so many instances that asks a store through a cache of its own.
fn cached(answers: Answers, own: bool, replicas: u32) -> Network {
    let mut network = Network::default();
    let (front, back) = (network.add_element("front"), network.add_element("back"));
    let store = network.add_group(Group::fifo("back", back, 2));
    let read = Step::cpu("read", Distribution::exponential(0.02));
    let read = network.add_program(back, vec![read]);
    let service = network.add_group(Group {
        replicas,
        ..Group::process("front", front, 64, 4.0)
    });
    network.caches.push(Cache {
        name: "cache".to_owned(),
        element: front,
        group: own.then_some(service),
        answers,
    });
    let look_up = Step::Cached(Box::new(Cached {
        key: key::key_of("key"),
        cache: 0.into(),
        ask: Vec::new(),
        miss: vec![Step::call("read", store, read)],
        fill: Vec::new(),
    }));
    let ask = Step::cpu("ask", Distribution::exponential(0.002));
    let program = network.add_program(front, vec![ask, look_up]);
    let enter = vec![Step::call("enter", service, program)];
    network.add_journey("journey", Arrivals::poisson(120.0), enter);
    network
}

#[test]
fn a_cache_relieves_what_is_behind_it() {
    let told = preview(&cached(Answers::Share(0.8), false, 1), 0.0);
    // A fifth of 120 a second go on.
    close(told.elements[1].throughput_per_s.unwrap(), 24.0, 1e-9);
    let zipf = Keys::Zipf {
        count: 400,
        exponent: 0.9,
    };
    let kept = |entries, ttl, coalesce| {
        Answers::Kept(Kept {
            keys: zipf,
            entries,
            ttl,
            stale: false,
            coalesce,
        })
    };
    for (answers, own) in [
        (kept(Some(120), None, false), false),
        (kept(Some(120), None, false), true),
        (kept(None, Some(2.0), false), false),
        (kept(None, Some(2.0), true), true),
        (kept(Some(200), Some(1.0), false), false),
    ] {
        let network = cached(answers, own, 2);
        let told = preview(&network, 0.0);
        close(response(&told).mean, simulated(&network, 40_000.0), 0.12);
    }
}

#[test]
fn a_pool_is_a_queue_of_its_own() {
    // A connection is held for a second on average: Erlang's queue before three of them.
    let mut network = Network::default();
    let element = network.add_element("service");
    let group = network.add_group(Group {
        accept_queue: None,
        ..Group::process("service", element, 5000, 4.0)
    });
    network.resources.push(spinout_network::Resource {
        name: "pool".to_owned(),
        element,
        group: None,
        capacity: 3,
        max_wait: None,
        batch: None,
    });
    let program = network.add_program(
        element,
        vec![Step::Hold {
            resource: 0.into(),
            steps: vec![Step::delay("d", Distribution::exponential(1.0))],
        }],
    );
    let enter = vec![Step::call("e", group, program)];
    network.add_journey("journey", Arrivals::poisson(2.4), enter);
    let queue = Mmc {
        arrival_rate: 2.4,
        service_rate: 1.0,
        servers: 3,
    };
    let told = preview(&network, 0.0);
    close(response(&told).mean, queue.mean_response(), 1e-4);
    assert_eq!(told.bottleneck.unwrap().resource, Resource::Held);
    close(told.bottleneck.unwrap().utilization, 0.8, 1e-6);
    let most = told.journeys[0].bounds.unwrap().throughput_per_s.unwrap();
    close(most, 3.0, 1e-9);
    network.journeys[0].arrivals = Arrivals::poisson(3.3);
    let short = preview(&network, 0.0).saturated.unwrap();
    assert_eq!((short.element, short.resource), (element, Resource::Held));
}

#[test]
fn a_function_starts_cold_as_often_as_none_came_before() {
    let mut network = Network::default();
    let element = network.add_element("function");
    let function = Function {
        cold_start: Distribution::constant(2.0),
        ..Function::new(1000, 600.0)
    };
    let group = network.add_group(Group::function("function", element, function));
    let work = Step::cpu("w", Distribution::exponential(0.2));
    let program = network.add_program(element, vec![work]);
    let enter = vec![Step::call("e", group, program)];
    for rate in [0.01, 1.0 / 300.0, 0.1] {
        let mut network = network.clone();
        network.add_journey("journey", Arrivals::poisson(rate), enter.clone());
        let told = preview(&network, 0.0);
        close(response(&told).mean, simulated(&network, 20_000.0), 0.05);
    }
}

#[test]
fn a_guard_that_hardly_ever_acts_changes_nothing_and_one_that_does_is_refused() {
    let plain = servers(0.5, 1, |mut calls| calls.remove(0));
    for (bulkhead, rate_limit, acts) in [
        (Some(100), None, false),
        (Some(3), None, true),
        (None, Some(5.0), false),
        (None, Some(0.6), true),
    ] {
        let mut guarded = plain.clone();
        guarded.links.push(Link {
            name: "guarded".to_owned(),
            bulkhead: bulkhead.map(|concurrent| Bulkhead {
                concurrent,
                wait: 0.0,
                unbounded: false,
            }),
            rate_limit: rate_limit.map(|rate| TokenBucket {
                rate,
                burst: 10.0,
                wait: 0.0,
            }),
            ..Link::default()
        });
        let program = guarded.journeys[0].program;
        let Step::Call(call) = &mut guarded.programs[program.at()].steps[0] else {
            panic!("a call");
        };
        call.policy.link = Some(LinkIndex(0));
        let told = preview(&guarded, 0.0);
        if acts {
            assert_eq!(told.reasons[0].cause, Cause::Guard);
            assert_eq!(told.journeys[0].response_s, None);
        } else {
            assert_eq!(told.journeys, preview(&plain, 0.0).journeys);
        }
    }
}

#[test]
fn instances_without_room_are_refused() {
    let mut network = chain(Arrivals::poisson(0.5), &[(1, 1.0, 1.0)]);
    network.groups[0].replicas = 3;
    let quota = |cores| ResourceQuota {
        name: "namespace".to_owned(),
        cores: Some(cores),
        memory: None,
        instances: None,
        groups: vec![0.into()],
    };
    network.placement.requests = vec![Request {
        cores: 2.0,
        ..Request::default()
    }];
    network.placement.quotas = vec![quota(6.0)];
    response(&preview(&network, 0.0));
    network.placement.quotas = vec![quota(5.0)];
    assert_eq!(preview(&network, 0.0).reasons[0].cause, Cause::Room);
}
