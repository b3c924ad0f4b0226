//! Journeys as a run finds them at its start.

use spinout_network::{Arrivals, Fault, Network};

use crate::{
    arrivals::OpenArrivals,
    batches::{Batches, Coarse},
    compile::Code,
    config::RunConfig,
    draw,
    frames::NONE,
    journey::{Journey, Source, Span, Tally},
    promise::Promises,
    sample::nanoseconds,
    timeout::Ring,
};

/// Makes a journey ready, with the ring of its users' patience.
pub(crate) fn new_journey(
    network: &Network,
    config: &RunConfig,
    (number, journey): (usize, &spinout_network::Journey),
    code: &mut Code,
    rings: &mut Vec<Ring>,
) -> Journey {
    let base = draw::source(config.seed, config.replication, journey.key);
    let source = match &journey.arrivals {
        Arrivals::Open { rate, spacing } => Source::Open(OpenArrivals::new(
            rate,
            spacing,
            (base, |key| {
                draw::source(config.seed, config.replication, key)
            }),
            config.pre_roll,
            &mut code.samplers,
        )),
        Arrivals::Closed { population, think } => match job_of(network, journey) {
            Some(job) => Source::Job(job),
            None => Source::Closed {
                population: *population,
                think: code.samplers.add(think),
            },
        },
    };
    let ring = journey.timeout.map_or(NONE, |timeout| {
        rings.push(Ring::new(nanoseconds(timeout), true));
        (rings.len() - 1) as u32
    });
    // Where any journey has a size, every request is given one: 0, if its own has none.
    let none = spinout_network::Distribution::ZERO;
    let sized = network
        .journeys
        .iter()
        .any(|journey| journey.size.is_some());
    let size = sized.then_some(journey.size.as_ref().unwrap_or(&none));
    let size = size.map_or(NONE, |size| code.samplers.add(size));
    let at = |seconds: f64| nanoseconds((config.pre_roll + seconds).max(0.0));
    let windows = config
        .windows
        .iter()
        .map(|window| (at(window.start), at(window.end)));
    let whole = (at(0.0), at(config.horizon));
    let spans: Vec<_> = if config.windows.is_empty() {
        vec![whole]
    } else {
        windows.collect()
    };
    let may_abandon = !rings.is_empty()
        || network
            .faults
            .iter()
            .any(|fault| matches!(fault, Fault::Crash { .. }));
    Journey {
        source,
        base,
        entry: code.entries[journey.program.at()],
        element: network.programs[journey.program.at()].element.0,
        span: Span::default(),
        rows: [0; 2],
        judged: None,
        scenario: [whole.0, whole.1],
        priority: journey.priority,
        rank: 0,
        size,
        mean_size: journey
            .size
            .as_ref()
            .map_or(0, |size| nanoseconds(size.mean())),
        ring,
        defers: may_abandon || code.leaves_work() || !code.publishes.is_empty(),
        tallies: spans
            .into_iter()
            .map(|(from, to)| Tally::new(from, to))
            .collect(),
        arrived: 0,
        succeeded: 0,
        failed: 0,
        published: 0,
        messages: Default::default(),
        replay_root: NONE,
        sum: 0,
        batches: Batches::default(),
        coarse: Coarse::default(),
        promises: Promises::new(number, &config.promises),
    }
}

/// Users of all closed journeys: each is live for ever, thinking or asking, and none of them is a sign of
/// overload.
pub(crate) fn users(network: &Network) -> u32 {
    let populations = network
        .journeys
        .iter()
        .map(|journey| match journey.arrivals {
            Arrivals::Closed { population, .. } => population,
            Arrivals::Open { .. } => 0,
        });
    populations.fold(0, u32::saturating_add)
}

/// The job whose items a journey has.
fn job_of(network: &Network, journey: &spinout_network::Journey) -> Option<u32> {
    let of = |job: &spinout_network::Job| network.journeys[job.journey.at()].name == journey.name;
    let job = network.jobs.iter().position(of)?;
    u32::try_from(job).ok()
}
