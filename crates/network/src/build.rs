//! Short constructors: the usual group, queue, call and journey, with the defaults of their kind.

use crate::{
    Arrivals, Balancing, Call, CallPolicy, Conduct, Distribution, Element, ElementIndex, Entrance,
    Group, GroupIndex, Journey, JourneyIndex, Network, Program, ProgramIndex, Publish, Queue,
    QueueIndex, RateCurve, Retry, RetryOn, SlotKind, Slots, Spacing, Step, Token,
    group::DEFAULT_ACCEPT_QUEUE, key,
};

impl Network {
    /// Adds an element.
    pub fn add_element(&mut self, name: &str) -> ElementIndex {
        self.elements.push(Element {
            name: name.to_owned(),
        });
        ElementIndex::from(self.elements.len() - 1)
    }

    /// Adds a group.
    pub fn add_group(&mut self, group: Group) -> GroupIndex {
        self.groups.push(group);
        GroupIndex::from(self.groups.len() - 1)
    }

    /// Adds a program of an element.
    pub fn add_program(&mut self, element: ElementIndex, steps: Vec<Step>) -> ProgramIndex {
        self.programs.push(Program { element, steps });
        ProgramIndex::from(self.programs.len() - 1)
    }

    /// Adds a queue.
    pub fn add_queue(&mut self, queue: Queue) -> QueueIndex {
        self.queues.push(queue);
        QueueIndex::from(self.queues.len() - 1)
    }

    /// Adds a journey whose program belongs to a new element of the journey's name.
    pub fn add_journey(
        &mut self,
        name: &str,
        arrivals: Arrivals,
        steps: Vec<Step>,
    ) -> JourneyIndex {
        let client = self.add_element(name);
        let program = self.add_program(client, steps);
        self.journeys.push(Journey::new(name, program, arrivals));
        JourneyIndex::from(self.journeys.len() - 1)
    }
}

impl Group {
    /// One instance with `servers` cores and as many threads, and an unbounded queue: a plain
    /// first-in first-out station with that many servers.
    #[must_use]
    pub fn fifo(name: &str, element: ElementIndex, servers: u32) -> Self {
        Self {
            slots: Some(Slots {
                kind: SlotKind::Threads,
                count: servers,
            }),
            accept_queue: None,
            ..Self::shared(name, element, f64::from(servers))
        }
    }

    /// One instance with unlimited slots on shared cores: processor sharing.
    #[must_use]
    pub fn shared(name: &str, element: ElementIndex, cores: f64) -> Self {
        Self {
            cores: Some(cores),
            ..Self::delay(name, element)
        }
    }

    /// One instance without any contention.
    #[must_use]
    pub fn delay(name: &str, element: ElementIndex) -> Self {
        Self {
            name: name.to_owned(),
            element,
            replicas: 1,
            balancing: Balancing::RoundRobin,
            slots: None,
            accept_queue: Some(DEFAULT_ACCEPT_QUEUE),
            cores: None,
            scaler: None,
            conduct: Conduct::default(),
            function: None,
            entrance: Entrance::default(),
        }
    }

    /// One instance with threads on shared cores, and the default bound on waiting visits.
    #[must_use]
    pub fn process(name: &str, element: ElementIndex, threads: u32, cores: f64) -> Self {
        Self {
            slots: Some(Slots {
                kind: SlotKind::Threads,
                count: threads,
            }),
            ..Self::shared(name, element, cores)
        }
    }
}

impl Journey {
    /// A journey of patient users, without priority.
    #[must_use]
    pub fn new(name: &str, program: ProgramIndex, arrivals: Arrivals) -> Self {
        Self {
            name: name.to_owned(),
            key: key::key_of(name),
            program,
            arrivals,
            timeout: None,
            priority: 0,
            size: None,
        }
    }
}

impl Retry {
    /// So many attempts in all, without a wait between them.
    #[must_use]
    pub fn at_once(attempts: u32) -> Self {
        Self {
            attempts,
            base: 0.0,
            multiplier: 1.0,
            jitter: 0.0,
            cap: None,
            on: RetryOn::default(),
        }
    }
}

impl Step {
    /// Computes.
    #[must_use]
    pub fn cpu(key: &str, demand: Distribution) -> Self {
        Self::Cpu {
            demand,
            key: key::key_of(key),
            per_mib: None,
        }
    }

    /// Computes for so many seconds for each MiB of the request's size; `marginal` is how that is distributed.
    #[must_use]
    pub fn cpu_by_size(key: &str, per_mib: f64, marginal: Distribution) -> Self {
        Self::Cpu {
            demand: marginal,
            key: key::key_of(key),
            per_mib: Some(per_mib),
        }
    }

    /// Takes time without a core, by the request's size.
    #[must_use]
    pub fn delay_by_size(key: &str, per_mib: f64, marginal: Distribution) -> Self {
        Self::Delay {
            time: marginal,
            key: key::key_of(key),
            per_mib: Some(per_mib),
        }
    }

    /// Takes time without a core.
    #[must_use]
    pub fn delay(key: &str, time: Distribution) -> Self {
        Self::Delay {
            time,
            key: key::key_of(key),
            per_mib: None,
        }
    }

    /// A call without network latency, time-out and retries.
    #[must_use]
    pub fn call(key: &str, group: GroupIndex, program: ProgramIndex) -> Self {
        Self::Call(Call {
            key: key::key_of(key),
            group,
            program,
            out: Distribution::ZERO,
            back: Distribution::ZERO,
            policy: CallPolicy::default(),
        })
    }

    /// A publish without latency.
    #[must_use]
    pub fn publish(key: &str, queue: QueueIndex) -> Self {
        Self::Publish(Publish {
            key: key::key_of(key),
            queue,
            hop: Distribution::ZERO,
            ack: Distribution::ZERO,
            policy: None,
            token: Token::PassedOn,
        })
    }

    /// Repeats steps.
    #[must_use]
    pub fn repeat(key: &str, count: f64, steps: Vec<Step>) -> Self {
        Self::Repeat {
            count,
            key: key::key_of(key),
            steps,
        }
    }

    /// An operation of another element of the same process.
    #[must_use]
    pub fn within(key: &str, element: ElementIndex, steps: Vec<Step>) -> Self {
        Self::Within {
            element,
            key: key::key_of(key),
            steps,
        }
    }
}

impl Arrivals {
    /// A Poisson process of constant rate per second.
    #[must_use]
    pub fn poisson(rate: f64) -> Self {
        Self::Open {
            rate: RateCurve::Constant { rate },
            spacing: Spacing::Poisson,
        }
    }

    /// A fixed number of users who think for an exponential time of this mean in seconds.
    #[must_use]
    pub fn closed(population: u32, think: f64) -> Self {
        Self::Closed {
            population,
            think: Distribution::exponential(think),
        }
    }
}
