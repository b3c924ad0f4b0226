//! What the engine refuses to run.

mod conduct;
mod faults;
mod job;
mod placement;
mod queues;
mod scaling;
mod streams;

use thiserror::Error;

use crate::{
    Arrivals, Call, Distribution, Group, Journey, Network, RateCurve, Retry, Spacing, Step, reach,
};

/// Sizes past which a network is refused.
pub mod limits {
    /// Elements, programs, queues, groups, journeys or faults, each.
    pub const ITEMS: usize = 100_000;
    /// Instances of all groups together.
    pub const INSTANCES: u64 = 1_000_000;
    /// Steps of all programs together.
    pub const STEPS: usize = 1_000_000;
    /// Nesting of steps.
    pub const DEPTH: usize = 300;
    /// Journeys.
    pub const JOURNEYS: usize = 4_096;
    /// Users of all closed journeys together.
    pub const POPULATION: u64 = 10_000_000;
    /// Longest time, in seconds (about 30 years).
    pub const TIME: f64 = 1e9;
    /// Highest rate, per second.
    pub const RATE: f64 = 1e9;
    /// Corners of a rate curve, or points of a quantile table.
    pub const POINTS: usize = 1_000_000;
    /// Largest squared coefficient of variation; smallest is its reciprocal.
    pub const SCV: f64 = 1e6;
    /// Most cores of an instance, slots or concurrency.
    pub const CAPACITY: f64 = 1e9;
    /// Branches of one parallel step.
    pub const BRANCHES: u64 = 10_000;
    /// Calls that a breaker looks at, at most.
    pub const WINDOW: f64 = 100_000.0;
    /// Most attempts of a call.
    pub const ATTEMPTS: f64 = 250.0;
    /// Most bytes of memory or of a request.
    pub const BYTES: f64 = 1e18;
    /// Highest mean count of a repetition.
    pub const REPEAT: f64 = 1e6;
    /// Smallest part of a stream that a journey takes, and fewest requests that a journey has on average in
    /// a turn through the levels of a stream: the engine goes from request to request and from level to level.
    pub const PART: f64 = 1e-6;
    /// Shortest mean time of a level that brings requests, as its stream counts time: by one request at the
    /// mean rate. The engine keeps a billionth of that apart.
    pub const LEVEL: f64 = 1e-8;
}

/// Why a network cannot be run, and where.
#[derive(Debug, Clone, PartialEq, Error)]
#[error("{place}: {problem}")]
pub struct Invalid {
    /// The part of the network, as a path: `groups[2].scaler`.
    pub place: String,
    /// What is wrong there.
    pub problem: Problem,
}

/// What can be wrong with a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Problem {
    /// An index past the end of its list.
    #[error("refers to something that is not there")]
    NoSuchItem,
    /// More items, steps, instances, users or points than [`limits`] allows.
    #[error("is too large")]
    TooLarge,
    /// Steps nested deeper than [`limits::DEPTH`].
    #[error("is nested too deeply")]
    TooDeep,
    /// No replicas, no slots, no cores, no attempts or an empty list where one is needed.
    #[error("is zero or empty")]
    Empty,
    /// A probability outside [0, 1], or probabilities that sum to more than 1.
    #[error("is not a probability")]
    NotAProbability,
    /// A time, rate or factor that is negative, not a number or above its limit.
    #[error("is not a number in its range")]
    OutOfRange,
    /// Times or probabilities of a curve out of order, or a table that does not span 0 to 1.
    #[error("is out of order")]
    OutOfOrder,
    /// A journey that takes a smaller part of a stream, or levels that bring fewer requests, than
    /// [`limits::PART`] and [`limits::LEVEL`] allow.
    #[error(
        "comes too seldom: less than once in a million requests of its load, or turns of its levels"
    )]
    TooSeldom,
    /// Calls or messages that certainly lead back to where they came from.
    #[error("leads back to itself without end")]
    EndlessRecursion,
}

pub(crate) type Check = Result<(), Invalid>;

fn fail(place: &str, problem: Problem) -> Check {
    Err(Invalid {
        place: place.to_owned(),
        problem,
    })
}

pub(crate) fn require(holds: bool, place: &str, problem: Problem) -> Check {
    if holds { Ok(()) } else { fail(place, problem) }
}

pub(crate) fn index(position: u32, length: usize, place: &str) -> Check {
    require((position as usize) < length, place, Problem::NoSuchItem)
}

/// In [low, high]; false for what is not a number.
pub(crate) fn within(value: f64, low: f64, high: f64, place: &str) -> Check {
    require(value >= low && value <= high, place, Problem::OutOfRange)
}

pub(crate) fn time(value: f64, place: &str) -> Check {
    within(value, 0.0, limits::TIME, place)
}

fn probability(value: f64, place: &str) -> Check {
    require(
        (0.0..=1.0).contains(&value),
        place,
        Problem::NotAProbability,
    )
}

impl Network {
    /// Whether the engine can run this network. The first problem found is the error.
    ///
    /// # Errors
    /// [`Invalid`] with the place and the [`Problem`].
    pub fn validate(&self) -> Result<(), Invalid> {
        for (name, length) in [
            ("elements", self.elements.len()),
            ("groups", self.groups.len()),
            ("programs", self.programs.len()),
            ("queues", self.queues.len()),
            ("links", self.links.len()),
            ("faults", self.faults.len()),
            ("dual_writes", self.dual_writes.len()),
        ] {
            require(length <= limits::ITEMS, name, Problem::TooLarge)?;
        }
        require(
            self.journeys.len() <= limits::JOURNEYS,
            "journeys",
            Problem::TooLarge,
        )?;
        for (position, group) in self.groups.iter().enumerate() {
            self.check_group(group, &format!("groups[{position}]"))?;
        }
        let instances: u64 = self
            .groups
            .iter()
            .map(|group| u64::from(group.max_replicas()))
            .sum();
        require(instances <= limits::INSTANCES, "groups", Problem::TooLarge)?;
        require(
            self.resources.len() <= limits::ITEMS,
            "resources",
            Problem::TooLarge,
        )?;
        for (position, resource) in self.resources.iter().enumerate() {
            conduct::check_resource(self, resource, &format!("resources[{position}]"))?;
        }
        require(
            self.caches.len() <= limits::ITEMS,
            "caches",
            Problem::TooLarge,
        )?;
        for (position, store) in self.replicated.iter().enumerate() {
            store.check(self, &format!("replicated[{position}]"))?;
        }
        for (position, cache) in self.caches.iter().enumerate() {
            cache.check(self, &format!("caches[{position}]"))?;
        }
        let mut steps_left = limits::STEPS;
        for (position, program) in self.programs.iter().enumerate() {
            let place = format!("programs[{position}]");
            index(program.element.0, self.elements.len(), &place)?;
            self.check_steps(&program.steps, &place, 1, &mut steps_left)?;
        }
        for (position, queue) in self.queues.iter().enumerate() {
            self.check_queue(queue, &format!("queues[{position}]"))?;
        }
        self.check_dead_letters()?;
        for (position, link) in self.links.iter().enumerate() {
            link.check(self.groups.len(), &format!("links[{position}]"))?;
        }
        let mut users = 0_u64;
        for (position, journey) in self.journeys.iter().enumerate() {
            users += self.check_journey(journey, &format!("journeys[{position}]"))?;
        }
        require(users <= limits::POPULATION, "journeys", Problem::TooLarge)?;
        for (position, fault) in self.faults.iter().enumerate() {
            self.check_fault(fault, &format!("faults[{position}]"))?;
        }
        for (position, schedule) in self.schedules.iter().enumerate() {
            let place = format!("schedules[{position}]");
            let rising = schedule.phases.is_sorted_by_key(|phase| phase.time);
            require(rising, &place, Problem::OutOfOrder)?;
            for phase in &schedule.phases {
                time(phase.time, &place)?;
                probability(phase.share, &place)?;
            }
        }
        require(
            self.replays.len() <= limits::ITEMS,
            "replays",
            Problem::TooLarge,
        )?;
        for (position, replay) in self.replays.iter().enumerate() {
            self.check_replay(replay, &format!("replays[{position}]"))?;
        }
        require(self.jobs.len() <= limits::ITEMS, "jobs", Problem::TooLarge)?;
        for (position, job) in self.jobs.iter().enumerate() {
            job::check(self, job, &format!("jobs[{position}]"))?;
        }
        scaling::check_accounts(self)?;
        placement::check(self)?;
        match reach::endless(self) {
            Some(program) => fail(
                &format!("programs[{}]", program.0),
                Problem::EndlessRecursion,
            ),
            None => Ok(()),
        }
    }

    fn check_group(&self, group: &Group, place: &str) -> Check {
        index(group.element.0, self.elements.len(), place)?;
        require(
            group.replicas > 0 || group.may_be_none(),
            &format!("{place}.replicas"),
            Problem::Empty,
        )?;
        if let Some(slots) = group.slots {
            let place = format!("{place}.slots");
            require(slots.count > 0, &place, Problem::Empty)?;
            within(f64::from(slots.count), 1.0, limits::CAPACITY, &place)?;
        }
        if let Some(cores) = group.cores {
            let place = format!("{place}.cores");
            require(cores > 0.0, &place, Problem::Empty)?;
            within(cores, 1e-6, limits::CAPACITY, &place)?;
        }
        conduct::check(&group.conduct, place)?;
        if let Some(function) = &group.function {
            let place = format!("{place}.function");
            let alone = group.slots.is_some_and(|slots| slots.count == 1) && group.scaler.is_none();
            require(alone && group.replicas == 0, &place, Problem::OutOfRange)?;
            scaling::check_function(function, &place)?;
        }
        group.entrance.check(&format!("{place}.entrance"))?;
        match &group.scaler {
            Some(scaler) => scaling::check(self, scaler, &format!("{place}.scaler")),
            None => Ok(()),
        }
    }

    fn check_steps(&self, steps: &[Step], place: &str, depth: usize, left: &mut usize) -> Check {
        require(depth <= limits::DEPTH, place, Problem::TooDeep)?;
        for (position, step) in steps.iter().enumerate() {
            let place = &format!("{place}.steps[{position}]");
            require(*left > 0, place, Problem::TooLarge)?;
            *left -= 1;
            match step {
                Step::Cpu {
                    demand: drawn,
                    per_mib,
                    ..
                }
                | Step::Delay {
                    time: drawn,
                    per_mib,
                    ..
                } => {
                    check_distribution(drawn, place)?;
                    time(per_mib.unwrap_or(0.0), place)?;
                }
                Step::Fail { probability: p, .. } => probability(*p, place)?,
                Step::Call(call) => self.check_call(call, place)?,
                Step::Publish(publish) => self.check_publish(publish, place)?,
                Step::Parallel(parallel) => {
                    let width = parallel.width();
                    require(width > 0 && parallel.need > 0, place, Problem::Empty)?;
                    require(width <= limits::BRANCHES, place, Problem::TooLarge)?;
                    require(
                        u64::from(parallel.need) <= width,
                        place,
                        Problem::OutOfRange,
                    )?;
                    if let Some(stagger) = parallel.stagger {
                        time(stagger, place)?;
                    }
                    for branch in &parallel.branches {
                        self.check_steps(branch, place, depth + 1, left)?;
                    }
                }
                Step::Try { steps, otherwise } => {
                    self.check_steps(steps, place, depth + 1, left)?;
                    self.check_steps(otherwise, place, depth + 1, left)?;
                }
                Step::Within { element, steps, .. } => {
                    index(element.0, self.elements.len(), place)?;
                    self.check_steps(steps, place, depth + 1, left)?;
                }
                Step::Repeat { count, steps, .. } => {
                    within(*count, 0.0, limits::REPEAT, place)?;
                    self.check_steps(steps, place, depth + 1, left)?;
                }
                Step::Hold { resource, steps } => {
                    index(resource.0, self.resources.len(), place)?;
                    // Workers that take batches are not held.
                    let batch = &self.resources[resource.at()].batch;
                    require(batch.is_none(), place, Problem::NoSuchItem)?;
                    self.check_steps(steps, place, depth + 1, left)?;
                }
                Step::Authenticate { lifetime } => time(lifetime.unwrap_or(0.0), place)?,
                Step::Row { store, what, .. } => {
                    index(*store, self.replicated.len(), place)?;
                    what.check(self, place)?;
                }
                Step::Sticky(sticky) => {
                    index(sticky.store, self.replicated.len(), place)?;
                    time(sticky.time, place)?;
                    self.check_steps(&sticky.primary, place, depth + 1, left)?;
                    self.check_steps(&sticky.copy, place, depth + 1, left)?;
                }
                Step::Cached(cached) => {
                    index(cached.cache.0, self.caches.len(), place)?;
                    for steps in [&cached.ask, &cached.miss, &cached.fill] {
                        self.check_steps(steps, place, depth + 1, left)?;
                    }
                }
                Step::Batch { resource, .. } => {
                    index(resource.0, self.resources.len(), place)?;
                    let batch = &self.resources[resource.at()].batch;
                    require(batch.is_some(), place, Problem::NoSuchItem)?;
                }
                Step::Shift(shift) => {
                    index(shift.schedule, self.schedules.len(), place)?;
                    index(shift.shadow.0, self.programs.len(), place)?;
                    self.check_steps(&shift.old, place, depth + 1, left)?;
                    self.check_steps(&shift.new, place, depth + 1, left)?;
                }
                Step::Branch { arms, .. } => {
                    for arm in arms {
                        let alike = arm.sizes.is_some() == arms[0].sizes.is_some();
                        require(alike, place, Problem::OutOfOrder)?;
                        // False for what is not a number.
                        let rising = arm.sizes.is_none_or(|(above, to)| above < to);
                        require(rising, place, Problem::OutOfOrder)?;
                        probability(arm.probability, place)?;
                        self.check_steps(&arm.steps, place, depth + 1, left)?;
                    }
                    let sum: f64 = arms.iter().map(|arm| arm.probability).sum();
                    require(sum <= 1.0 + 1e-9, place, Problem::NotAProbability)?;
                }
            }
        }
        Ok(())
    }

    fn check_call(&self, call: &Call, place: &str) -> Check {
        index(call.group.0, self.groups.len(), place)?;
        index(call.program.0, self.programs.len(), place)?;
        check_distribution(&call.out, place)?;
        check_distribution(&call.back, place)?;
        if let Some(timeout) = call.policy.timeout {
            within(timeout, 1e-9, limits::TIME, place)?;
        }
        if let Some(transfer) = call.policy.transfer {
            time(transfer.fixed, place)?;
            time(transfer.per_mib, place)?;
        }
        if let Some(link) = call.policy.link {
            index(link.0, self.links.len(), place)?;
        }
        match &call.policy.retry {
            Some(retry) => check_retry(retry, &format!("{place}.retry")),
            None => Ok(()),
        }
    }

    /// Returns the journey's users.
    fn check_journey(&self, journey: &Journey, place: &str) -> Result<u64, Invalid> {
        index(journey.program.0, self.programs.len(), place)?;
        if let Some(timeout) = journey.timeout {
            within(timeout, 1e-9, limits::TIME, place)?;
        }
        if let Some(size) = &journey.size {
            check_distribution(size, place)?;
        }
        match &journey.arrivals {
            Arrivals::Open { rate, spacing } => {
                check_rate(rate, &format!("{place}.rate"))?;
                if let Spacing::Stream(stream) = spacing {
                    streams::check(stream, &format!("{place}.spacing"))?;
                }
                Ok(0)
            }
            Arrivals::Closed { population, think } => {
                check_distribution(think, place)?;
                Ok(u64::from(*population))
            }
        }
    }
}

fn check_retry(retry: &Retry, place: &str) -> Check {
    require(retry.attempts > 0, place, Problem::Empty)?;
    within(f64::from(retry.attempts), 1.0, limits::ATTEMPTS, place)?;
    time(retry.base, place)?;
    time(retry.cap.unwrap_or(0.0), place)?;
    within(retry.multiplier, 1.0, 1e3, place)?;
    probability(retry.jitter, place)
}

fn check_rate(rate: &RateCurve, place: &str) -> Check {
    let rates: Vec<f64> = match rate {
        RateCurve::Constant { rate } => vec![*rate],
        RateCurve::Linear { points } | RateCurve::Steps { points } => {
            for point in points {
                within(point.time, -limits::TIME, limits::TIME, place)?;
            }
            let rising = points.windows(2).all(|pair| pair[0].time <= pair[1].time);
            require(rising, place, Problem::OutOfOrder)?;
            points.iter().map(|point| point.rate).collect()
        }
        RateCurve::Series { step, rates } => {
            within(*step, 1e-6, limits::TIME, place)?;
            rates.clone()
        }
    };
    require(!rates.is_empty(), place, Problem::Empty)?;
    require(rates.len() <= limits::POINTS, place, Problem::TooLarge)?;
    rates
        .iter()
        .try_for_each(|rate| within(*rate, 0.0, limits::RATE, place))
}

pub(crate) fn check_distribution(distribution: &Distribution, place: &str) -> Check {
    let scv = |scv: f64, low: f64| within(scv, low, limits::SCV, place);
    match distribution {
        Distribution::Constant { value } => time(*value, place),
        Distribution::Exponential { mean } => time(*mean, place),
        Distribution::Erlang { mean, stages } => {
            require(*stages > 0, place, Problem::Empty)?;
            within(f64::from(*stages), 1.0, limits::SCV, place)?;
            time(*mean, place)
        }
        Distribution::Gamma { mean, scv: value } | Distribution::LogNormal { mean, scv: value } => {
            time(*mean, place)?;
            scv(*value, 1.0 / limits::SCV)
        }
        Distribution::HyperExponential { mean, scv: value } => {
            time(*mean, place)?;
            scv(*value, 1.0)
        }
        Distribution::Weibull { mean, shape } => {
            time(*mean, place)?;
            within(*shape, 0.1, 1e5, place)
        }
        Distribution::BoundedPareto { shape, min, max } => {
            within(*shape, 0.01, 100.0, place)?;
            within(*min, crate::distribution::LEAST, limits::TIME, place)?;
            time(*max, place)?;
            require(min < max, place, Problem::OutOfOrder)
        }
        Distribution::Quantiles { points } => {
            require(points.len() >= 2, place, Problem::Empty)?;
            require(points.len() <= limits::POINTS, place, Problem::TooLarge)?;
            for (level, value) in points {
                probability(*level, place)?;
                time(*value, place)?;
            }
            let rising = points
                .windows(2)
                .all(|pair| pair[0].0 <= pair[1].0 && pair[0].1 <= pair[1].1);
            let spans = points[0].0 == 0.0 && points[points.len() - 1].0 == 1.0;
            require(rising && spans, place, Problem::OutOfOrder)
        }
    }
}
