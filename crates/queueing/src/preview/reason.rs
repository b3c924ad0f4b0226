//! Why the preview does not apply, and to what.

use std::collections::BTreeSet;

use spinout_network::{
    Arrivals, Call, CallPolicy, Conduct, Consumer, ConsumerGroup, Entrance, Fault, Function, Group,
    GroupIndex, Journey, Network, Order, Process, Publish, PublishPolicy, Queue, RowUse, Spacing,
    Step,
};

use super::parallel;
use super::shape::{Shape, consumer_of, inner};

/// What a preview cannot foretell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Cause {
    /// Operations that call each other in a circle.
    Circle,
    /// A time-out that fires now and then: what it leaves behind goes on.
    TimeOut,
    /// A user who gives up.
    Patience,
    /// An accept queue or a broker's queue that fills up and refuses.
    Refusals,
    /// An autoscaler in motion.
    Autoscaling,
    /// Something that goes wrong during the scenario.
    Fault,
    /// A breaker, bulkhead, limit or budget that acts now and then.
    Guard,
    /// Work that comes by the clock: a job, a replay.
    Clock,
    /// Instances that wait for room in a quota or on nodes.
    Room,
    /// A step, resource or policy of which the preview has no theory.
    Unknown,
}

impl Cause {
    /// What it says, to follow the name of an element.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Circle => "operations call each other in a circle",
            Self::TimeOut => "a time-out of its callers fires now and then",
            Self::Patience => "users give up waiting",
            Self::Refusals => "it fills up and refuses work",
            Self::Autoscaling => "its autoscaler is in motion",
            Self::Fault => "it meets a fault in this scenario",
            Self::Guard => "a breaker, bulkhead, limit or budget of its callers acts now and then",
            Self::Clock => "some of its work comes by the clock",
            Self::Room => "its instances wait for room in a quota or on nodes",
            Self::Unknown => "it has a policy or resource that only the simulation knows",
        }
    }
}

/// What is not foretold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    /// Everything.
    Whole,
    /// Whatever visits a group.
    Group(usize),
    /// Whatever goes through a queue.
    Queue(usize),
    /// A journey.
    Journey(usize),
    /// Whatever does what a program says, and what that leads to.
    Program(usize),
}

/// What was found, in order and once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reasons(BTreeSet<(Place, Cause)>);

impl Reasons {
    pub(crate) fn add(&mut self, place: Place, cause: Cause) {
        self.0.insert((place, cause));
    }

    /// Whether nothing at all can be said.
    pub(crate) fn whole(&self) -> bool {
        let mut places = self.0.iter().map(|(place, _)| *place);
        places.any(|place| matches!(place, Place::Whole))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (Place, Cause)> + '_ {
        self.0.iter().copied()
    }
}

/// Looks for what the preview has no theory of. Everything that is not listed here as known counts as
/// unknown: a part of a network is rebuilt from its known figures, and must come out the same. So what
/// the network learns to say is refused here until this crate learns it too.
pub(crate) fn scan(shape: &Shape<'_>, reasons: &mut Reasons) {
    let network = shape.network;
    let priorities = network.journeys.iter().map(|journey| journey.priority);
    let alike = priorities.clone().min() == priorities.max();
    for (number, group) in network.groups.iter().enumerate() {
        if !knows_group(group, alike) {
            reasons.add(Place::Group(number), Cause::Unknown);
        }
    }
    for (number, queue) in network.queues.iter().enumerate() {
        if !knows_queue(queue) {
            reasons.add(Place::Queue(number), Cause::Unknown);
        }
    }
    for fault in &network.faults {
        go_wrong(network, fault, reasons);
    }
    for job in &network.jobs {
        reasons.add(Place::Journey(job.journey.at()), Cause::Clock);
    }
    for replay in &network.replays {
        reasons.add(Place::Queue(replay.to.at()), Cause::Clock);
    }
    for account in &network.accounts {
        let shares = |group: &&GroupIndex| {
            let function = network.groups[group.at()].function.as_ref();
            function.is_some_and(|function| !function.reserved)
        };
        for group in account.functions.iter().filter(shares) {
            reasons.add(Place::Group(group.at()), Cause::Unknown);
        }
    }
    for pool in &network.placement.pools {
        if pool.spot.is_some() {
            for group in &pool.groups {
                reasons.add(Place::Group(group.at()), Cause::Unknown);
            }
        }
    }
    for (number, journey) in network.journeys.iter().enumerate() {
        if journey.timeout.is_some() {
            reasons.add(Place::Journey(number), Cause::Patience);
        }
        let known = Journey {
            key: journey.key,
            timeout: journey.timeout,
            priority: journey.priority,
            size: journey.size.clone(),
            ..Journey::new(&journey.name, journey.program, journey.arrivals.clone())
        };
        let arrivals = match &journey.arrivals {
            Arrivals::Open {
                spacing: Spacing::Stream(stream),
                ..
            } => !matches!(stream.process, Process::Modulated { .. }),
            Arrivals::Open { .. } | Arrivals::Closed { .. } => true,
        };
        if known != *journey || !arrivals {
            reasons.add(Place::Journey(number), Cause::Unknown);
        }
    }
    for entry in &shape.entries {
        if !knows_steps(&network.programs[entry.program].steps) {
            reasons.add(Place::Program(entry.program), Cause::Unknown);
        }
    }
    // What there is beside is either of no effect on a steady load, or looked at elsewhere.
    let Network {
        elements: _,
        groups: _,
        programs: _,
        queues: _,
        links: _,
        journeys: _,
        resources: _,
        replicated: _,
        caches: _,
        faults: _,
        schedules: _,
        dual_writes: _,
        replays: _,
        jobs: _,
        accounts: _,
        placement: _,
    } = network;
}

/// Whom a fault spoils: all that it touches in the scenario, whenever that is.
fn go_wrong(network: &Network, fault: &Fault, reasons: &mut Reasons) {
    let place = match fault {
        Fault::Crash { group, .. }
        | Fault::SlowDown { group, .. }
        | Fault::Errors { group, .. }
        | Fault::Deploy { group, .. } => Place::Group(group.at()),
        Fault::Outage { queue, .. } | Fault::Poison { queue, .. } => Place::Queue(queue.at()),
        Fault::Link { near, far, .. } => {
            let touched = |element| {
                near.contains(element) || far.as_ref().is_some_and(|far| far.contains(element))
            };
            for (number, group) in network.groups.iter().enumerate() {
                if touched(&group.element) {
                    reasons.add(Place::Group(number), Cause::Fault);
                }
            }
            for (number, queue) in network.queues.iter().enumerate() {
                if touched(&queue.element) {
                    reasons.add(Place::Queue(number), Cause::Fault);
                }
            }
            return;
        }
    };
    reasons.add(place, Cause::Fault);
}

fn knows_group(group: &Group, alike: bool) -> bool {
    let conduct = &group.conduct;
    let whole = group.cores.unwrap_or(f64::INFINITY);
    let orderly = match conduct.order {
        Order::Fifo | Order::Lifo | Order::Random => true,
        // Of one priority, they are as they come.
        Order::Priority | Order::PriorityPreemptive => alike,
    };
    let known = Group {
        replicas: group.replicas,
        balancing: group.balancing,
        slots: group.slots,
        accept_queue: group.accept_queue,
        cores: group.cores,
        scaler: group.scaler.clone(),
        function: group.function.as_ref().map(|function| Function {
            reserved: function.reserved,
            provisioned: function.provisioned,
            burst: function.burst,
            cold_start: function.cold_start.clone(),
            idle_expiry: function.idle_expiry.clone(),
            time_limit: function.time_limit,
            ..Function::new(function.limit, 0.0)
        }),
        conduct: Conduct {
            order: conduct.order,
            patience: conduct.patience.clone(),
            memory: conduct.memory.clone(),
            quota: conduct.quota.filter(|quota| quota.cores >= whole),
            ..Conduct::default()
        },
        entrance: Entrance {
            rate_limit: group.entrance.rate_limit.clone(),
            shedding: group.entrance.shedding.clone(),
            codel: group.entrance.codel.clone(),
        },
        ..Group::delay(&group.name, group.element)
    };
    orderly && known == *group
}

fn knows_queue(queue: &Queue) -> bool {
    let known = Queue {
        groups: queue.groups.clone(),
        partitions: queue.partitions,
        visibility_timeout: queue.visibility_timeout,
        retention: queue.retention,
        redelivery_multiplier: queue.redelivery_multiplier,
        redelivery_limit: queue.redelivery_limit,
        max_receives: queue.max_receives,
        redelivery_delay: queue.redelivery_delay,
        dead_letter: queue.dead_letter,
        capacity: queue.capacity,
        overflow: queue.overflow,
        delivery_delay: queue.delivery_delay,
        poison: queue.poison,
        ..Queue::new(&queue.name, queue.element)
    };
    // A message that always fails comes for ever where nothing ends it.
    let ends = queue.poison == 0.0 || queue.max_receives <= 64;
    let partitions = queue.partitions.is_some();
    let groups = queue.groups.iter().all(|group| {
        consumer_of(group).is_some_and(|consumer| {
            let known = ConsumerGroup {
                name: group.name.clone(),
                // Nobody comes or goes.
                rebalance: group.rebalance,
                ..ConsumerGroup::of(consumer.clone())
            };
            known == *group && knows_consumer(consumer, partitions)
        })
    });
    known == *queue && ends && groups
}

fn knows_consumer(consumer: &Consumer, partitions: bool) -> bool {
    let known = Consumer {
        hop: consumer.hop.clone(),
        batch: consumer.batch,
        prefetch: consumer.prefetch.min(consumer.concurrency),
        acknowledge: consumer.acknowledge,
        ..Consumer::new(consumer.group, consumer.program, consumer.concurrency)
    };
    known == *consumer && !(partitions && consumer.batch.is_some())
}

fn knows_steps(steps: &[Step]) -> bool {
    steps.iter().all(|step| match step {
        Step::Cpu { .. } | Step::Delay { .. } | Step::Fail { .. } => true,
        // What copies do for writes loads them, and who waits for that takes longer.
        Step::Row { what, .. } => !matches!(what, RowUse::Ship { .. } | RowUse::Await),
        Step::Sticky(_) => false,
        Step::Call(call) => knows_call(call),
        Step::Publish(publish) => knows_publish(publish),
        Step::Parallel(parallel) if !parallel::known(parallel) => false,
        Step::Batch { .. } | Step::Authenticate { .. } => false,
        Step::Within { .. }
        | Step::Repeat { .. }
        | Step::Branch { .. }
        | Step::Parallel(_)
        | Step::Try { .. }
        | Step::Shift(_)
        | Step::Hold { .. }
        | Step::Cached(_) => {
            let mut known = true;
            inner(step, &mut |steps| known &= knows_steps(steps));
            known
        }
    })
}

/// Whether a call has nothing but what is told of here: whatever else there is must be the default. What
/// guards it is looked at when it is known how often it is made.
fn knows_call(call: &Call) -> bool {
    let Step::Call(plain) = Step::call("", call.group, call.program) else {
        return false;
    };
    let policy = &call.policy;
    let known = Call {
        key: call.key,
        out: call.out.clone(),
        back: call.back.clone(),
        policy: CallPolicy {
            timeout: policy.timeout,
            cancel: policy.cancel,
            retry: policy.retry.clone(),
            link: policy.link,
            transfer: policy.transfer,
            ..CallPolicy::default()
        },
        ..plain
    };
    known == *call
}

fn knows_publish(publish: &Publish) -> bool {
    let Step::Publish(plain) = Step::publish("", publish.queue) else {
        return false;
    };
    let known = Publish {
        key: publish.key,
        hop: publish.hop.clone(),
        ack: publish.ack.clone(),
        policy: publish.policy.clone(),
        ..plain
    };
    // What retries and time-outs would do is nothing while none fires.
    let policy = publish.policy.as_ref().is_none_or(|policy| {
        let known = PublishPolicy {
            timeout: policy.timeout,
            back: policy.back.clone(),
            retry: policy.retry.clone(),
            ..PublishPolicy::default()
        };
        known == *policy
    });
    known == *publish && policy
}
