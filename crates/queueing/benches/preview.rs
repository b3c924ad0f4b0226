//! How long a preview of a model of 500 elements takes: it is to follow a slider, within 5 ms.

use criterion::{Criterion, criterion_group, criterion_main};
use spinout_network::{
    Arrivals, Consumer, Distribution, Group, GroupIndex, Network, ProgramIndex, Queue, Step,
};
use spinout_queueing::preview::preview;

/// Ten layers of services, each of which calls three of the next; every tenth publishes to a queue with
/// workers of its own. Five open journeys, and a closed one if asked for.
fn layered(elements: usize, closed: bool) -> Network {
    let mut network = Network::default();
    let width = elements / 10;
    let mut below: Vec<(GroupIndex, ProgramIndex)> = Vec::new();
    for layer in 0..10 {
        let mut own = Vec::new();
        for place in 0..width {
            let name = format!("s{layer}-{place}");
            let element = network.add_element(&name);
            let queued = (layer * width + place) % 10 == 9;
            let time = Distribution::LogNormal {
                mean: 0.004,
                scv: 1.5,
            };
            let mut steps = vec![Step::cpu(&name, time)];
            for call in 0..3.min(below.len()) {
                let (group, program) = below[(place * 3 + call) % below.len()];
                let step = Step::call(&format!("{name}-{call}"), group, program);
                steps.push(Step::repeat(&format!("{name}-{call}r"), 0.4, vec![step]));
            }
            let program = network.add_program(element, steps);
            let mut group = Group::process(&name, element, 64, 4.0);
            group.replicas = 2;
            let group = network.add_group(group);
            if queued {
                let consumer = Consumer::new(group, program, 8);
                let queue = Queue::new(&format!("q{name}"), element).consumed_by(consumer);
                let queue = network.add_queue(queue);
                let publisher = own.len().checked_sub(1).map(|last: usize| own[last]);
                if let Some((_, publisher)) = publisher {
                    let publisher: ProgramIndex = publisher;
                    let step = Step::publish(&format!("p{name}"), queue);
                    network.programs[publisher.at()].steps.push(step);
                }
            } else {
                own.push((group, program));
            }
        }
        below = own;
    }
    for journey in 0..5 {
        let calls = below
            .iter()
            .skip(journey)
            .step_by(5)
            .map(|(group, program)| {
                Step::call(&format!("j{journey}-{}", group.0), *group, *program)
            });
        let arrivals = if closed && journey == 0 {
            Arrivals::closed(200, 1.0)
        } else {
            Arrivals::poisson(60.0)
        };
        let steps = calls.collect();
        network.add_journey(&format!("j{journey}"), arrivals, steps);
    }
    network
}

fn previews(criterion: &mut Criterion) {
    for (name, closed) in [("open", false), ("closed", true)] {
        let network = layered(500, closed);
        let told = preview(&network, 0.0);
        assert!(told.saturated.is_none() && told.reasons.is_empty());
        criterion.bench_function(&format!("preview of 500 elements, {name}"), |bencher| {
            bencher.iter(|| preview(&network, 0.0));
        });
    }
}

criterion_group!(benches, previews);
criterion_main!(benches);
