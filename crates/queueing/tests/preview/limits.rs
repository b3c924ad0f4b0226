//! What holds of every network at its limits: at no load, at its bounds, behind a fixed population.

use super::*;

/// What steps take without any waiting, one after the other; none where something fails or goes side by side.
fn alone(network: &Network, steps: &[Step]) -> Option<f64> {
    let each = steps.iter().map(|step| match step {
        Step::Cpu { demand, .. } => Some(demand.mean()),
        Step::Delay { time, .. } => Some(time.mean()),
        Step::Call(call) => {
            let visit = alone(network, &network.programs[call.program.at()].steps)?;
            Some(call.out.mean() + visit + call.back.mean())
        }
        Step::Publish(publish) => Some(publish.hop.mean() + publish.ack.mean()),
        Step::Repeat { count, steps, .. } => Some(count * alone(network, steps)?),
        Step::Branch { arms, .. } => arms
            .iter()
            .map(|arm| Some(arm.probability * alone(network, &arm.steps)?))
            .sum(),
        _ => None,
    });
    each.sum()
}

/// The same with another rate of one open journey, or of all.
fn at_rate(mut network: Network, only: Option<usize>, rate: impl Fn(f64) -> f64) -> Network {
    for (number, journey) in network.journeys.iter_mut().enumerate() {
        if let Arrivals::Open { rate: curve, .. } = &mut journey.arrivals
            && only.is_none_or(|only| only == number)
        {
            *curve = RateCurve::Constant {
                rate: rate(curve.at(0.0)),
            };
        }
    }
    network
}

#[test]
fn random_networks_take_their_demands_at_no_load_and_stay_within_their_bounds() {
    let (mut at_rest, mut beyond) = (0, 0);
    for number in 20_040..20_100 {
        let network = corpus::random(number);
        let told = preview(&network, 0.0);
        for (journey, data) in told.journeys.iter().zip(&network.journeys) {
            let (Some(times), Some(bounds)) = (journey.response_s, journey.bounds) else {
                continue;
            };
            assert!(
                times.mean >= bounds.response_s * (1.0 - 1e-9),
                "{number}: {times:?} {bounds:?} {:?}",
                journey.response_class
            );
            assert!(times.p50 <= times.p95 && times.p95 <= times.p99, "{number}");
            if let (Arrivals::Closed { .. }, Some(most)) = (&data.arrivals, bounds.throughput_per_s)
            {
                let through = journey.throughput_per_s.unwrap();
                assert!(through <= most * (1.0 + 1e-9), "{number}: {through} {most}");
            }
        }
        for element in &told.elements {
            for used in [element.cores, element.slots, element.consumers] {
                assert!(used.is_none_or(|used| used <= 1.0 + 1e-9), "{number}");
            }
        }
        let open = network
            .journeys
            .iter()
            .all(|journey| matches!(journey.arrivals, Arrivals::Open { .. }));
        if !open || told.saturated.is_some() {
            continue;
        }
        // At no load nobody waits for anybody.
        let light = preview(&at_rate(network.clone(), None, |rate| 1e-9 * rate), 0.0);
        for (journey, data) in light.journeys.iter().zip(&network.journeys) {
            let steps = &network.programs[data.program.at()].steps;
            if let (Some(times), Some(sum)) = (journey.response_s, alone(&network, steps)) {
                assert!(
                    (times.mean - sum).abs() <= 1e-6 * sum,
                    "{number}: {times:?} {sum}"
                );
                at_rest += 1;
            }
        }
        // Beyond the bound of any journey something cannot keep up.
        for (only, journey) in told.journeys.iter().enumerate() {
            if let Some(most) = journey.bounds.and_then(|bounds| bounds.throughput_per_s) {
                let over = at_rate(network.clone(), Some(only), |_| 1.01 * most);
                let over_told = preview(&over, 0.0);
                assert!(
                    over_told.saturated.is_some(),
                    "{number} {only} {most} {over_told:#?} {:#?} {:#?}",
                    over.groups,
                    over.queues
                );
                beyond += 1;
            }
        }
    }
    assert!(at_rest > 30 && beyond > 30, "{at_rest} {beyond}");
}

#[test]
fn a_fixed_population_holds_up_who_comes_behind_it() {
    // A hundred users keep a server busy that takes 10 ms: whoever calls it waits for a second, and two threads
    // make no more than two such calls a second.
    let mut network = chain(Arrivals::closed(100, 0.001), &[(1, 0.01, 1.0)]);
    let element = network.add_element("caller");
    let group = network.add_group(Group {
        accept_queue: None,
        ..Group::process("caller", element, 2, 2.0)
    });
    let call = vec![Step::call("c", 0.into(), ProgramIndex(0))];
    let program = network.add_program(element, call);
    let enter = vec![Step::call("e", group, program)];
    network.add_journey("open", Arrivals::poisson(5.0), enter);
    let told = preview(&network, 0.0).saturated.unwrap();
    assert_eq!((told.element, told.resource), (element, Resource::Slots));
    // Those few who are let in are foretold.
    let few = at_rate(network, Some(1), |_| 0.5);
    let told = preview(&few, 0.0);
    assert!(told.journeys[1].response_s.is_some());
    close(told.journeys[0].throughput_per_s.unwrap(), 99.5, 0.02);
}
