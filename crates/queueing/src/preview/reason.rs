//! Why the preview does not apply, and to what.

use std::collections::BTreeSet;

use spinout_network::{
    Arrivals, Call, CallPolicy, Consumer, ConsumerGroup, Fault, Group, Journey, Link, Network,
    Process, Publish, PublishPolicy, Queue, Retry, Spacing, Step,
};

use super::parallel;
use super::shape::{Shape, consumer_of};

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
    /// Everything, because of a program.
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
        places.any(|place| matches!(place, Place::Whole | Place::Program(_)))
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
    for (number, group) in network.groups.iter().enumerate() {
        if !knows_group(group) {
            reasons.add(Place::Group(number), Cause::Unknown);
        }
    }
    for (number, queue) in network.queues.iter().enumerate() {
        if !knows_queue(queue) {
            reasons.add(Place::Queue(number), Cause::Unknown);
        }
    }
    for fault in &network.faults {
        match fault {
            Fault::Crash { group, .. }
            | Fault::SlowDown { group, .. }
            | Fault::Errors { group, .. } => reasons.add(Place::Group(group.at()), Cause::Fault),
            Fault::Outage { queue, .. } => reasons.add(Place::Queue(queue.at()), Cause::Fault),
            #[allow(unreachable_patterns)]
            _ => reasons.add(Place::Whole, Cause::Fault),
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
            } => matches!(stream.process, Process::Renewal { .. }),
            Arrivals::Open { .. } | Arrivals::Closed { .. } => true,
        };
        if known != *journey || !arrivals {
            reasons.add(Place::Journey(number), Cause::Unknown);
        }
    }
    for entry in &shape.entries {
        if !knows_steps(&network.programs[entry.program].steps, &network.links) {
            reasons.add(Place::Program(entry.program), Cause::Unknown);
        }
    }
    let mut rest = network.clone();
    rest.elements.clear();
    rest.groups.clear();
    rest.programs.clear();
    rest.queues.clear();
    rest.journeys.clear();
    rest.faults.clear();
    rest.schedules.clear();
    rest.links.retain(|link| !is_plain(link));
    if rest != Network::default() {
        reasons.add(Place::Whole, Cause::Unknown);
    }
}

/// Whether a relationship has a name only, and no guard.
fn is_plain(link: &Link) -> bool {
    let plain = Link {
        name: link.name.clone(),
        caller: link.caller,
        ..Link::default()
    };
    plain == *link
}

fn knows_group(group: &Group) -> bool {
    let known = Group {
        replicas: group.replicas,
        balancing: group.balancing,
        slots: group.slots,
        accept_queue: group.accept_queue,
        cores: group.cores,
        scaler: group.scaler.clone(),
        ..Group::delay(&group.name, group.element)
    };
    known == *group
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
        ..Queue::new(&queue.name, queue.element)
    };
    let growth = queue.redelivery_multiplier == 1.0;
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
    known == *queue && growth && groups
}

fn knows_consumer(consumer: &Consumer, partitions: bool) -> bool {
    let known = Consumer {
        hop: consumer.hop.clone(),
        batch: consumer.batch,
        prefetch: consumer.prefetch.min(consumer.concurrency),
        ..Consumer::new(consumer.group, consumer.program, consumer.concurrency)
    };
    known == *consumer && !(partitions && consumer.batch.is_some())
}

fn knows_steps(steps: &[Step], links: &[Link]) -> bool {
    steps.iter().all(|step| match step {
        Step::Cpu { .. } | Step::Delay { .. } | Step::Fail { .. } => true,
        Step::Call(call) => knows_call(call, links),
        Step::Publish(publish) => knows_publish(publish),
        Step::Within { steps, .. } | Step::Repeat { steps, .. } => knows_steps(steps, links),
        Step::Branch { arms, .. } => arms.iter().all(|arm| knows_steps(&arm.steps, links)),
        Step::Parallel(parallel) => {
            let mut branches = parallel.branches.iter();
            parallel::known(parallel) && branches.all(|branch| knows_steps(branch, links))
        }
        Step::Try { steps, otherwise } => {
            knows_steps(steps, links) && knows_steps(otherwise, links)
        }
        Step::Shift(shift) => knows_steps(&shift.old, links) && knows_steps(&shift.new, links),
        #[allow(unreachable_patterns)]
        _ => false,
    })
}

fn knows_call(call: &Call, links: &[Link]) -> bool {
    let Step::Call(plain) = Step::call("", call.group, call.program) else {
        return false;
    };
    let known = Call {
        key: call.key,
        out: call.out.clone(),
        back: call.back.clone(),
        policy: call.policy.clone(),
        ..plain
    };
    known == *call && knows_policy(&call.policy, links)
}

fn knows_policy(policy: &CallPolicy, links: &[Link]) -> bool {
    if *policy == CallPolicy::default() {
        return true;
    }
    let retries = policy.retry.as_ref().is_none_or(|retry| {
        let known = Retry {
            base: retry.base,
            multiplier: retry.multiplier,
            jitter: retry.jitter,
            ..Retry::at_once(retry.attempts)
        };
        known == *retry
    });
    // Left to the default, one figure after the other: whatever else there is must be the default.
    let mut known = policy.clone();
    known.timeout = None;
    known.cancel = false;
    known.retry = None;
    if policy.link.is_some_and(|link| is_plain(&links[link.at()])) {
        known.link = None;
    }
    retries && known == CallPolicy::default()
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
