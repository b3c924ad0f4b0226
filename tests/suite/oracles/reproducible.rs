//! The same study gives the same bits, however its replications are spread over threads.

use std::sync::atomic::{AtomicUsize, Ordering};

use spinout_network::{Arrivals, Distribution, Group, Step};
use spinout_study::{Executor, Plan, Precision, Serial, Unobserved};

use crate::harness::Stations;

/// Threads that take the jobs in an order of their own.
struct Threads {
    count: usize,
    /// Takes the last job first.
    backwards: bool,
}

impl Executor for Threads {
    fn for_each(&self, count: usize, job: &(dyn Fn(usize) + Sync)) {
        let next = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..self.count {
                scope.spawn(|| {
                    loop {
                        let taken = next.fetch_add(1, Ordering::Relaxed);
                        if taken >= count {
                            break;
                        }
                        job(if self.backwards {
                            count - 1 - taken
                        } else {
                            taken
                        });
                    }
                });
            }
        });
    }
}

#[test]
fn any_number_of_threads_in_any_order_gives_the_same_bits() {
    let network = |mean: f64| {
        let mut stations = Stations::default();
        let work = vec![Step::cpu("query", Distribution::exponential(mean))];
        let (_, ask) = stations.add("database", |n, e| Group::fifo(n, e, 2), work);
        let own = Distribution::LogNormal {
            mean: 0.4,
            scv: 1.5,
        };
        let (_, visit) = stations.add(
            "front",
            |name, e| Group::process(name, e, 4, 1.0),
            vec![Step::cpu("own", own), ask],
        );
        stations
            .network
            .add_journey("users", Arrivals::poisson(1.5), vec![visit]);
        stations.network
    };
    let (base, option) = (network(0.5), network(0.6));
    let plan = Plan {
        precision: Precision {
            relative_half_width: 0.015,
            ..Precision::default()
        },
        most_replications: 60,
        ..Plan::steady(11)
    };
    let compare = |executor: &dyn Executor| {
        spinout_study::compare(&[&base, &option], &plan, executor, &Unobserved).expect("valid")
    };
    let alone = compare(&Serial);
    assert!(alone.outcomes[0].replications >= 20);
    for (count, backwards) in [(1, true), (2, false), (3, true), (8, false)] {
        assert_eq!(
            alone,
            compare(&Threads { count, backwards }),
            "{count} threads"
        );
    }
}
