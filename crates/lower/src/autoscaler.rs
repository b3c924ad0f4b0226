use spinout_model::{
    Architecture, Autoscaler, BudgetStop, Mode, PolicyChoice as DrawnChoice, ScalingBehaviour,
    ScalingBudget, ScalingMetric, ScalingRule as DrawnRule, Scenario, ScenarioKind,
    ScheduledScaling, StartUp,
};
use spinout_network::{
    Behaviour, Budget, Distribution, Hpa, Keda, Knative, Network, PolicyChoice, QueueIndex, Scaler,
    ScalerMetric, ScalingPolicy, ScalingRule, ScalingStep, ScheduledBounds, TargetTracking,
};
use spinout_units::ElementId;

use crate::places::Places;
use crate::{LowerError, distribution};

/// The autoscaler of the process `id`.
pub(crate) fn lower(
    architecture: &Architecture,
    places: &Places,
    id: &ElementId,
    drawn: &Autoscaler,
) -> Result<Scaler, LowerError> {
    let place = format!("elements/{id}/process/autoscaler");
    let metric = || {
        let target = drawn.target.as_ref().ok_or_else(|| {
            LowerError::new(
                &place,
                "it does not say what it looks at",
                "give a target, such as {\"cpu\": 0.6}, or the rule `scheduled`",
            )
        })?;
        metric(architecture, places, id, target)
    };
    let rule = match &drawn.rule {
        DrawnRule::Scheduled => ScalingRule::Scheduled,
        DrawnRule::Hpa => ScalingRule::Hpa {
            metric: metric()?,
            hpa: hpa(drawn),
        },
        DrawnRule::Keda(keda) => ScalingRule::Keda {
            metric: metric()?,
            keda: Keda {
                polling: keda.polling_interval.base(),
                cooldown: keda.cooldown.base(),
                activation: keda.activation,
                hpa: hpa(drawn),
            },
        },
        DrawnRule::TargetTracking(rule) => ScalingRule::TargetTracking {
            metric: metric()?,
            tracking: TargetTracking {
                period: rule.period.base(),
                out_periods: rule.out_periods,
                in_periods: rule.in_periods,
                in_threshold: rule.in_threshold,
                out_cooldown: rule.scale_out_cooldown.base(),
                in_cooldown: rule.scale_in_cooldown.base(),
                warm_up: rule.warm_up.base(),
                scale_in: !rule.scale_in_disabled,
            },
        },
        DrawnRule::Knative(rule) => ScalingRule::Knative {
            metric: metric()?,
            knative: Knative {
                utilisation: rule.utilization,
                stable_window: rule.stable_window.base(),
                panic_window: rule.panic_window.base(),
                panic_threshold: rule.panic_threshold,
                up_rate: rule.max_scale_up_rate,
                down_rate: rule.max_scale_down_rate,
                grace: rule.scale_to_zero_grace.base(),
                buffer: rule.held_requests,
                ..Knative::default()
            },
        },
    };
    let max = match &drawn.target {
        // Consumers of a group beyond the partitions idle, so that none is started.
        Some(ScalingMetric::Lag(_)) => partitions(architecture, places, id)
            .map_or(drawn.max, |partitions| {
                drawn.max.min(partitions.max(drawn.min).max(1))
            }),
        _ => drawn.max,
    };
    Ok(Scaler {
        start_up: start_up(&drawn.start_up, &format!("{place}/start_up"))?,
        schedule: drawn.schedule.iter().map(scheduled).collect(),
        budget: drawn.budget.as_ref().map(budget),
        ..Scaler::new(rule, drawn.min, max)
    })
}

/// Takes schedules out of a steady scenario, which has no beginning that they could be counted from, and
/// says so; and says which budgets have no price.
pub(crate) fn settle(
    architecture: &Architecture,
    scenario: &Scenario,
    network: &mut Network,
) -> Vec<String> {
    let mut notes = Vec::new();
    for group in &mut network.groups {
        let Some(scaler) = &mut group.scaler else {
            continue;
        };
        if scenario.kind == ScenarioKind::Steady && !scaler.schedule.is_empty() {
            scaler.schedule.clear();
            notes.push(format!(
                "The schedule of `{}` counts from a scenario's start; a steady one has none, so its first \
                 bounds hold.",
                group.name
            ));
        }
    }
    for (id, element) in &architecture.elements {
        let scaler = element
            .process
            .as_ref()
            .and_then(|process| process.autoscaler.as_ref());
        let budget = scaler.and_then(|scaler| scaler.budget.as_ref());
        if budget.is_some_and(|budget| budget.spend.is_some() && budget.price.is_none()) {
            notes.push(format!(
                "What an instance of `{id}` costs is not known, so its limit on money is not kept."
            ));
        }
    }
    notes
}

pub(crate) fn start_up(drawn: &StartUp, place: &str) -> Result<Distribution, LowerError> {
    match drawn {
        StartUp::Time(time) => Ok(Distribution::constant(time.base())),
        StartUp::Drawn(drawn) => distribution::lower(drawn, place),
    }
}

fn metric(
    architecture: &Architecture,
    places: &Places,
    id: &ElementId,
    target: &ScalingMetric,
) -> Result<ScalerMetric, LowerError> {
    Ok(match target {
        ScalingMetric::Cpu(target) => ScalerMetric::CpuUtilisation { target: *target },
        ScalingMetric::Concurrency(target) => ScalerMetric::Concurrency { target: *target },
        ScalingMetric::Requests(rate) => ScalerMetric::Rate {
            target: rate.base(),
        },
        ScalingMetric::QueueLength(target) | ScalingMetric::Lag(target) => {
            ScalerMetric::QueueLength {
                queue: queue(architecture, places, id)?,
                target: *target,
            }
        }
    })
}

/// The first queue that the process consumes.
fn consumed<'a>(
    architecture: &'a Architecture,
    places: &Places,
    id: &ElementId,
) -> Option<&'a ElementId> {
    let links = architecture.relationships.values();
    links
        .filter(|link| link.mode == Mode::Consumes)
        .find(|link| places.process_of.get(&link.from.element) == Some(id))
        .map(|link| &link.to.element)
}

/// The partitions of the topic that the process consumes.
fn partitions(architecture: &Architecture, places: &Places, id: &ElementId) -> Option<u32> {
    let topic = consumed(architecture, places, id)?;
    architecture.elements.get(topic)?.queue.as_ref()?.partitions
}

/// The same in the network.
fn queue(
    architecture: &Architecture,
    places: &Places,
    id: &ElementId,
) -> Result<QueueIndex, LowerError> {
    consumed(architecture, places, id)
        .and_then(|queue| places.queue(queue))
        .ok_or_else(|| {
            LowerError::new(
                format!("elements/{id}/process/autoscaler/target"),
                "it scales on the length of a queue, but consumes none",
                "scale on `cpu`, or let an operation of it consume a queue",
            )
        })
}

fn hpa(drawn: &Autoscaler) -> Hpa {
    let default = Hpa::default();
    let behaviour = |given: &Option<ScalingBehaviour>, window: f64, default: Behaviour| match given
    {
        None => Behaviour { window, ..default },
        Some(given) => Behaviour {
            window,
            policies: given.policies.iter().map(policy).collect(),
            choice: match given.select {
                DrawnChoice::Max => PolicyChoice::Max,
                DrawnChoice::Min => PolicyChoice::Min,
                DrawnChoice::Disabled => PolicyChoice::Disabled,
            },
        },
    };
    Hpa {
        interval: drawn.interval.base(),
        tolerance: drawn.tolerance,
        initialisation: drawn.initialization.base(),
        up: behaviour(&drawn.scale_up, drawn.scale_up_window.base(), default.up),
        down: behaviour(
            &drawn.scale_down,
            drawn.scale_down_window.base(),
            default.down,
        ),
    }
}

fn policy(drawn: &spinout_model::ScalingPolicy) -> ScalingPolicy {
    ScalingPolicy {
        step: match (drawn.pods, drawn.percent) {
            (Some(pods), _) => ScalingStep::Pods(pods),
            (None, percent) => ScalingStep::Percent(percent.unwrap_or(0.0)),
        },
        period: drawn.period.base(),
    }
}

fn scheduled(drawn: &ScheduledScaling) -> ScheduledBounds {
    ScheduledBounds {
        at: drawn.at.base(),
        every: drawn.every.map(|every| every.base()),
        min: drawn.replicas.or(drawn.min),
        max: drawn.replicas.or(drawn.max),
    }
}

fn budget(drawn: &ScalingBudget) -> Budget {
    let affordable = |(spend, price): (f64, f64)| (spend / price + 1e-9) as u32;
    Budget {
        // What not even one instance can be had for still leaves one: `min` is what says none.
        instances: drawn
            .spend
            .zip(drawn.price)
            .map(|(spend, price)| affordable((spend.base(), price.base())).max(1)),
        instance_seconds: drawn.instance_hours.map(|hours| hours * 3600.0),
        window: drawn.window.base(),
        to_min: drawn.then == BudgetStop::Min,
    }
}
