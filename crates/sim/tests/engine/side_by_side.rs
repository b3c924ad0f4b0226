//! Branches side by side, what is done instead of what fails, and cancelling.

use spinout_network::{
    Arrivals, Distribution, Group, GroupIndex, Network, Others, Parallel, ProgramIndex, RateCurve,
    Spacing, Step,
};

use crate::common::{assert_truth, mean_response, replicate, run};

fn constant(seconds: f64) -> Distribution {
    Distribution::constant(seconds)
}

/// One request every so many seconds.
fn every(seconds: f64) -> Arrivals {
    Arrivals::Open {
        rate: RateCurve::Constant {
            rate: 1.0 / seconds,
        },
        spacing: Spacing::Even,
    }
}

/// A network with one delay station for each time; a branch calls one of them.
fn delays(times: &[Distribution]) -> (Network, Vec<Vec<Step>>) {
    let mut network = Network::default();
    let branch = |(number, time): (usize, &Distribution)| {
        let name = format!("s{number}");
        let element = network.add_element(&name);
        let group = network.add_group(Group::delay(&name, element));
        let work = network.add_program(element, vec![Step::delay("work", time.clone())]);
        vec![Step::call(&name, group, work)]
    };
    let branches = times.iter().enumerate().map(branch).collect();
    (network, branches)
}

fn ask(network: &mut Network, arrivals: Arrivals, parallel: Parallel) {
    network.add_journey("journey", arrivals, vec![Step::Parallel(parallel)]);
}

/// Order statistics of n exponentials of mean 1: the k-th smallest is Σ 1/(n − i), i < k.
fn order_statistic(k: u32, n: u32) -> f64 {
    (0..k).map(|i| 1.0 / f64::from(n - i)).sum()
}

#[test]
fn fork_join_of_two_m_m_1() {
    // Flatto and Hahn: T = (12 − ρ)/8 × 1/(μ − λ).
    for (load, truth) in [(0.5, 2.875), (0.8, 7.0), (0.9, 13.875)] {
        let mut network = Network::default();
        let branch = |name: &str| {
            let element = network.add_element(name);
            let group = network.add_group(Group::fifo(name, element, 1));
            let demand = Distribution::exponential(1.0);
            let work = network.add_program(element, vec![Step::cpu(name, demand)]);
            vec![Step::call(name, group, work)]
        };
        let branches = ["a", "b"].map(branch).to_vec();
        ask(
            &mut network,
            Arrivals::poisson(load),
            Parallel::all("fork", branches),
        );
        let found = replicate(&network, 20, (2_000.0, 40_000.0), mean_response);
        assert_truth(&format!("fork–join at {load}"), found, truth, 0.02);
    }
}

#[test]
fn a_quorum_waits_for_the_k_th_of_n() {
    for need in 1..=3 {
        let (mut network, branches) = delays(&[Distribution::exponential(1.0)]);
        let parallel = Parallel {
            times: 3,
            need,
            others: [Others::Leave, Others::Cancel, Others::Leave][need as usize - 1],
            ..Parallel::all("quorum", branches)
        };
        ask(&mut network, Arrivals::poisson(1.0), parallel);
        let found = replicate(&network, 20, (10.0, 5_000.0), mean_response);
        let truth = order_statistic(need, 3);
        assert_truth(&format!("{need} of 3"), found, truth, 0.01);
    }
}

#[test]
fn the_tail_at_scale() {
    // One call in a hundred takes a second; a request asks so many servers and waits for all.
    for (width, chance, truth) in [(100, 0.01, 0.633_968), (2_000, 0.000_1, 0.181_278)] {
        let time = Distribution::Quantiles {
            points: vec![
                (0.0, 0.001),
                (1.0 - chance, 0.001),
                (1.0 - chance, 1.0),
                (1.0, 1.0),
            ],
        };
        let (mut network, branches) = delays(&[time]);
        let parallel = Parallel {
            times: width,
            need: width,
            ..Parallel::all("fan-out", branches)
        };
        ask(&mut network, Arrivals::poisson(1.0), parallel);
        let found = replicate(
            &network,
            10,
            (0.0, 400_000.0 / f64::from(width)),
            |report| {
                let window = &report.journeys[0].windows[0];
                let slow = (mean_response(report) - 0.001) / 0.999;
                assert_eq!(window.counts.failed, 0);
                slow
            },
        );
        assert_truth(&format!("slowest of {width}"), found, truth, 0.06);
    }
}

#[test]
fn a_hedge_starts_when_its_time_has_come_and_the_first_answer_wins() {
    // Exponential attempts of mean 1, a second after .5: E = ∫ P(T > t) dt
    // = (1 − e^−.5) + e^−.5 × 1/2.
    let (mut network, branches) = delays(&[Distribution::exponential(1.0)]);
    let parallel = Parallel {
        times: 2,
        need: 1,
        stagger: Some(0.5),
        others: Others::Cancel,
        ..Parallel::all("hedge", branches)
    };
    ask(&mut network, Arrivals::poisson(1.0), parallel);
    let found = replicate(&network, 20, (10.0, 5_000.0), mean_response);
    assert_truth("hedge", found, 1.0 - 0.5 * libm::exp(-0.5), 0.01);
    // The second is asked for by e^−.5 of the requests.
    let visits = replicate(&network, 20, (10.0, 5_000.0), |report| {
        report.groups[0].visits as f64 / report.journeys[0].total.arrived as f64
    });
    // What is counted of the pre-roll differs by a handful.
    assert!(
        (visits.0 - 1.0 - libm::exp(-0.5)).abs() < 0.01,
        "{visits:?}"
    );
}

#[test]
fn time_is_booked_on_the_first_branch_that_still_runs() {
    let (mut network, branches) = delays(&[constant(1.0), constant(3.0), constant(2.0)]);
    ask(&mut network, every(10.0), Parallel::all("fork", branches));
    let report = run(&network, 0.0, 105.0);
    let journey = &report.journeys[0];
    assert_eq!(journey.windows[0].response.mean(), Some(3e9));
    // 1 s on the first, the next two on the second; all of the third beside it.
    for (element, waited, beside) in [(0, 10.0, 0.0), (1, 20.0, 10.0), (2, 0.0, 20.0)] {
        assert!((journey.time[element].own - waited).abs() < 1e-9);
        assert!((journey.time_after[element].own - beside).abs() < 1e-9);
    }
}

/// A branch that fails after its time.
fn failing(time: f64) -> Vec<Step> {
    let fail = Step::Fail {
        probability: 1.0,
        key: 1,
    };
    vec![Step::delay("d", constant(time)), fail]
}

#[test]
fn a_failing_branch_fails_the_step_at_once_or_when_all_are_done() {
    for (others, response, completion) in [
        (Others::Await, 3e9, 3e9),
        (Others::Leave, 1e9, 3e9),
        // Computing goes on to its next step, which is not done.
        (Others::Cancel, 1e9, 2e9),
    ] {
        let (mut network, _) = delays(&[constant(1.0)]);
        let slow = vec![
            Step::delay("one", constant(2.0)),
            Step::delay("two", constant(1.0)),
        ];
        let parallel = Parallel {
            others,
            ..Parallel::all("fork", vec![slow, failing(1.0)])
        };
        ask(&mut network, every(10.0), parallel);
        let report = run(&network, 0.0, 105.0);
        let window = &report.journeys[0].windows[0];
        assert_eq!(window.counts.failed, 10, "{others:?}");
        assert_eq!(window.response.mean(), Some(response), "{others:?}");
        assert_eq!(window.completion.mean(), Some(completion), "{others:?}");
    }
}

#[test]
fn branches_share_the_cores_of_their_instance() {
    // One thread on one core, but two branches that compute: 2 s of work take 2 s, not 1.
    let mut network = Network::default();
    let element = network.add_element("s");
    let group = network.add_group(Group::fifo("s", element, 1));
    let branch = |name: &str| vec![Step::cpu(name, constant(1.0))];
    let fork = Parallel::all("fork", vec![branch("a"), branch("b")]);
    let work = network.add_program(element, vec![Step::Parallel(fork)]);
    network.add_journey("j", every(10.0), vec![Step::call("c", group, work)]);
    let report = run(&network, 0.0, 105.0);
    assert_eq!(report.journeys[0].windows[0].response.mean(), Some(2e9));
    assert!((report.groups[0].cores.busy * report.measured - 20.0).abs() < 1e-6);
    assert_eq!(report.elements[0].visits, 10);
}

#[test]
fn what_fails_is_caught_and_something_else_is_done() {
    let (mut network, branches) = delays(&[constant(1.0)]);
    let tried = [
        vec![Step::within("w", 0.into(), failing(2.0))],
        branches[0].clone(),
    ]
    .concat();
    let otherwise = branches[0].clone();
    let catch = Step::Try {
        steps: vec![Step::repeat("r", 3.0, tried)],
        otherwise,
    };
    let outer = Step::repeat("o", 2.0, vec![catch, Step::delay("d", constant(0.5))]);
    network.add_journey("j", every(10.0), vec![outer]);
    let report = run(&network, 0.0, 109.0);
    let window = &report.journeys[0].windows[0];
    // Twice: 2 s until the first failure, 1 s for what is done instead, half a second more.
    assert_eq!(
        (window.counts.succeeded, window.response.mean()),
        (10, Some(7e9))
    );
    assert_eq!(report.elements[0].failed, 20);
}

/// A caller with a time-out of 1 s before a station that takes 3 s a request, asked every second.
fn impatient(cancel: bool, threads: u32) -> Network {
    let mut network = Network::default();
    let element = network.add_element("s");
    let group = network.add_group(Group::fifo("s", element, threads));
    let steps = vec![
        Step::cpu("one", constant(1.5)),
        Step::cpu("two", constant(1.5)),
    ];
    network.add_program(element, steps);
    let mut call = Step::call("c", group, ProgramIndex(0));
    if let Step::Call(call) = &mut call {
        call.policy.timeout = Some(1.0);
        call.policy.cancel = cancel;
    }
    network.add_journey("j", every(1.0), vec![call]);
    network
}

#[test]
fn a_time_out_that_cancels_takes_waiting_visits_away_and_stops_running_ones() {
    let report = run(&impatient(true, 1), 0.0, 100.5);
    // The first runs from 1 to 2.5 s, where it stops; that of 2 s has .5 s left to wait and runs until
    // it is cancelled at 3 s and stops at 4 s; that of 3 s is cancelled at 4 s, when a thread is free.
    let group = &report.groups[0];
    assert!(group.waiting_max <= 2, "{}", group.waiting_max);
    assert_eq!(report.journeys[0].succeeded, 0);
    // Every visit that starts is stopped after its first step: 1.5 s on the core.
    assert!(
        (group.cores.busy - 1.0).abs() < 0.02,
        "{}",
        group.cores.busy
    );
    assert!(
        (group.visits as f64 - 66.0).abs() <= 1.0,
        "{}",
        group.visits
    );
    // Without it, what nobody waits for piles up.
    let report = run(&impatient(false, 1), 0.0, 100.5);
    assert_eq!(report.groups[0].visits, 34);
    assert!(report.groups[0].waiting_max >= 65);
}

#[test]
fn cancelling_reaches_what_was_called_and_frees_its_threads() {
    let mut network = Network::default();
    let [front, back] = ["front", "back"].map(|name| network.add_element(name));
    let back_group = network.add_group(Group::fifo("back", back, 1));
    let front_group = network.add_group(Group::fifo("front", front, 1));
    network.add_program(back, vec![Step::cpu("b", constant(5.0))]);
    let steps = vec![Step::call("b", back_group, ProgramIndex(0))];
    network.add_program(front, steps);
    let mut call = Step::call("c", front_group, ProgramIndex(1));
    if let Step::Call(call) = &mut call {
        call.policy.timeout = Some(1.0);
        call.policy.cancel = true;
        call.out = constant(0.25);
    }
    network.add_journey("j", every(10.0), vec![call]);
    let report = run(&network, 0.0, 109.0);
    let busy = |group: GroupIndex| report.groups[group.at()].slots.busy * report.measured;
    // The front is held for the .75 s until the cancellation, the back until its step is done.
    assert!((busy(front_group) - 7.5).abs() < 1e-6);
    assert!((busy(back_group) - 50.0).abs() < 1e-6);
    assert_eq!(report.elements[front.at()].failed, 10);
    assert_eq!(report.elements[back.at()].failed, 10);
}
