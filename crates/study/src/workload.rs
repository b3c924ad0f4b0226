use spinout_network::{Answers, Arrivals, Network, ProgramIndex, RateCurve, Scaler, Step};

/// What can be said of a network's load before anything is run.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Workload {
    /// Requests a second at the first load, at most.
    pub(crate) requests_per_s: f64,
    /// The same of each journey that has any.
    pub(crate) journeys_per_s: Vec<f64>,
    /// The longest of the times that a study must look far beyond, seconds: the work of a request
    /// with all its consequences, a user's thinking.
    pub(crate) time_scale_s: f64,
    /// How long autoscalers take to settle, seconds; 0 without any.
    pub(crate) scaling_s: f64,
}

impl Workload {
    /// The workload of `network` at its first load.
    pub(crate) fn of(network: &Network) -> Self {
        let mut work = Work {
            network,
            known: vec![None; network.programs.len()],
        };
        let mut journeys_per_s = Vec::new();
        let mut time_scale_s = 0.0f64;
        for journey in &network.journeys {
            let busy_s = work.of(journey.program);
            time_scale_s = time_scale_s.max(busy_s);
            let per_s = match &journey.arrivals {
                Arrivals::Open { rate, .. } => rate.at(0.0),
                Arrivals::Closed { population, think } => {
                    time_scale_s = time_scale_s.max(think.mean());
                    f64::from(*population) / (think.mean() + busy_s).max(1e-9)
                }
            };
            journeys_per_s.push(per_s);
        }
        for job in &network.jobs {
            journeys_per_s.push(job.items_per_s());
            // A study looks far beyond a time scale: over some periods.
            time_scale_s = time_scale_s.max(0.5 * job.every.unwrap_or(0.0));
        }
        journeys_per_s.retain(|rate| *rate > 0.0);
        // A cache fills, and what it keeps grows old.
        let ttls = network
            .caches
            .iter()
            .filter_map(|cache| match &cache.answers {
                Answers::Kept(kept) => kept.ttl,
                Answers::Share(_) => None,
            });
        time_scale_s = ttls.fold(time_scale_s, f64::max);
        Self {
            requests_per_s: journeys_per_s.iter().sum(),
            journeys_per_s,
            time_scale_s,
            scaling_s: network
                .groups
                .iter()
                .filter_map(|group| group.scaler.as_ref())
                .map(Scaler::settling_s)
                .fold(0.0, f64::max),
        }
    }
}

/// Mean work of programs, on an empty system.
struct Work<'a> {
    network: &'a Network,
    /// Of each program that was asked for; 0 while it is worked out, which ends recursion.
    known: Vec<Option<f64>>,
}

impl Work<'_> {
    fn of(&mut self, program: ProgramIndex) -> f64 {
        if let Some(known) = self.known[program.at()] {
            return known;
        }
        self.known[program.at()] = Some(0.0);
        let network = self.network;
        let work = self.of_steps(&network.programs[program.at()].steps);
        self.known[program.at()] = Some(work);
        work
    }

    fn of_steps(&mut self, steps: &[Step]) -> f64 {
        steps.iter().map(|step| self.of_step(step)).sum()
    }

    fn of_step(&mut self, step: &Step) -> f64 {
        match step {
            Step::Cpu { demand, .. } => demand.mean(),
            Step::Delay { time, .. } => time.mean(),
            Step::Fail { .. } | Step::Row { .. } | Step::Authenticate { .. } => 0.0,
            Step::Call(call) => call.out.mean() + self.of(call.program) + call.back.mean(),
            Step::Publish(publish) => {
                let network = self.network;
                let mut consumed = 0.0;
                for group in &network.queues[publish.queue.at()].groups {
                    let shares = group.consumers.len() as f64;
                    for consumer in &group.consumers {
                        consumed += (consumer.hop.mean() + self.of(consumer.program)) / shares;
                    }
                }
                publish.hop.mean() + publish.ack.mean() + consumed
            }
            Step::Within { steps, .. } => self.of_steps(steps),
            Step::Parallel(parallel) => {
                let branches = parallel.branches.iter();
                let longest = branches
                    .map(|steps| self.of_steps(steps))
                    .fold(0.0, f64::max);
                let starts = parallel.width().saturating_sub(1) as f64;
                longest + parallel.stagger.unwrap_or(0.0) * starts
            }
            Step::Try { steps, otherwise } => self.of_steps(steps) + self.of_steps(otherwise),
            Step::Repeat { count, steps, .. } => count * self.of_steps(steps),
            Step::Hold { steps, .. } => self.of_steps(steps),
            Step::Cached(cached) => [&cached.ask, &cached.miss, &cached.fill]
                .into_iter()
                .map(|steps| self.of_steps(steps))
                .sum(),
            Step::Batch { resource, .. } => {
                let batch = self.network.resources[resource.at()].batch.as_ref();
                batch.map_or(0.0, |b| b.wait + b.set_up.mean() + b.per_item.mean())
            }
            Step::Sticky(sticky) => self
                .of_steps(&sticky.primary)
                .max(self.of_steps(&sticky.copy)),
            Step::Shift(shift) => self.of_steps(&shift.old).max(self.of_steps(&shift.new)),
            Step::Branch { arms, .. } => arms
                .iter()
                .map(|arm| arm.probability * self.of_steps(&arm.steps))
                .sum(),
        }
    }
}

/// The network at its first load for ever, with nothing going wrong: what a story starts from.
pub(crate) fn at_first_load(network: &Network) -> Network {
    let mut frozen = network.clone();
    frozen.faults.clear();
    for schedule in &mut frozen.schedules {
        schedule.phases.retain(|phase| phase.time <= 0.0);
    }
    frozen.replays.clear();
    // Runs count from the start of the story.
    frozen.jobs.clear();
    for scaler in frozen
        .groups
        .iter_mut()
        .filter_map(|group| group.scaler.as_mut())
    {
        scaler.schedule.clear();
    }
    for journey in &mut frozen.journeys {
        if let Arrivals::Open { rate, .. } = &mut journey.arrivals {
            *rate = RateCurve::Constant { rate: rate.at(0.0) };
        }
    }
    frozen
}

#[cfg(test)]
mod tests {
    use super::*;
    use spinout_network::{
        Consumer, ConsumerGroup, Distribution, Group, Queue, RatePoint, Spacing,
    };

    #[test]
    fn the_work_of_a_request_counts_its_consequences() {
        let mut network = Network::default();
        let element = network.add_element("worker");
        let group = network.add_group(Group::fifo("worker", element, 1));
        let consume = network.add_program(
            element,
            vec![Step::cpu("convert", Distribution::exponential(2.0))],
        );
        let queue = network.add_queue(Queue {
            groups: vec![ConsumerGroup::of(Consumer {
                hop: Distribution::constant(0.5),
                ..Consumer::new(group, consume, 1)
            })],
            ..Queue::new("jobs", element)
        });
        let steps = vec![
            Step::repeat(
                "twice",
                2.0,
                vec![Step::delay("d", Distribution::constant(0.25))],
            ),
            Step::publish("job", queue),
        ];
        let rate = RateCurve::Linear {
            points: vec![
                RatePoint {
                    time: 0.0,
                    rate: 3.0,
                },
                RatePoint {
                    time: 9.0,
                    rate: 9.0,
                },
            ],
        };
        let spacing = Spacing::Poisson;
        network.add_journey("upload", Arrivals::Open { rate, spacing }, steps.clone());
        network.add_journey("users", Arrivals::closed(10, 2.0), steps);
        let workload = Workload::of(&network);
        assert_eq!(workload.time_scale_s, 3.0);
        assert_eq!(workload.requests_per_s, 3.0 + 10.0 / 5.0);
        let frozen = at_first_load(&network);
        assert_eq!(frozen.journeys[0].arrivals, Arrivals::poisson(3.0));
    }

    #[test]
    fn recursion_ends() {
        let mut network = Network::default();
        let element = network.add_element("a");
        let group = network.add_group(Group::fifo("a", element, 1));
        let program = network.add_program(element, vec![]);
        network.programs[program.at()].steps = vec![
            Step::cpu("own", Distribution::constant(1.0)),
            Step::repeat("again", 0.5, vec![Step::call("self", group, program)]),
        ];
        let call = vec![Step::call("enter", group, program)];
        network.add_journey("j", Arrivals::poisson(1.0), call);
        assert_eq!(Workload::of(&network).time_scale_s, 1.0);
    }
}
